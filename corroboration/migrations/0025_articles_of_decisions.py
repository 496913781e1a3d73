"""Decisions are found by the articles that they name, without reading the anchors of all."""

import django.db.models.deletion
from django.db import migrations, models


def name_articles(apps, schema_editor):
    """Note of the decisions that were made before which articles they name."""
    database = schema_editor.connection.alias
    named = apps.get_model("corroboration", "Named").objects.using(database)
    decisions = apps.get_model("corroboration", "Decision").objects.using(database)
    for decision in decisions.order_by("pk").iterator(chunk_size=500):
        articles = dict.fromkeys((each["outlet"], each["external_id"]) for each in decision.anchors)
        named.bulk_create(named.model(decision=decision, outlet=outlet, external_id=id) for outlet, id in articles)


class Migration(migrations.Migration):
    dependencies = [("corroboration", "0024_ledger_by_kind")]

    operations = [
        migrations.CreateModel(
            name="Named",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("outlet", models.CharField(help_text="Its slug.", max_length=200)),
                ("external_id", models.CharField(max_length=300)),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="names",
                        to="corroboration.decision",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["external_id", "outlet"], name="named_article")],
                "constraints": [
                    models.UniqueConstraint(fields=("decision", "outlet", "external_id"), name="named_once")
                ],
            },
        ),
        migrations.RunPython(name_articles, migrations.RunPython.noop),
    ]
