"""What each decision changed is kept, for those who look back."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("corroboration", "0016_kinds_of_decisions")]

    operations = [
        migrations.CreateModel(
            name="Effect",
            fields=[
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="effect",
                        serialize=False,
                        to="corroboration.decision",
                    ),
                ),
                ("before", models.JSONField()),
                ("after", models.JSONField(help_text="None while it is being followed.", null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["decision"], condition=Q(after__isnull=True), name="effect_to_come")],
            },
        ),
    ]
