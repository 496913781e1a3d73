"""The lines of ledgers keep the topics of their claims: every cluster is settled again, every block of numbers made anew."""

from django.db import migrations, models


def settle_again(apps, schema_editor):
    unsettled, clusters = apps.get_model("corroboration", "Unsettled"), apps.get_model("corroboration", "Cluster")
    ids = clusters.objects.order_by().values_list("public_id", flat=True)
    rows = (unsettled(cluster=id) for id in ids)
    unsettled.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    apps.get_model("corroboration", "LedgerMonth").objects.update(lines=b"", due=True)


class Migration(migrations.Migration):
    dependencies = [("corroboration", "0013_source_changes")]

    operations = [
        migrations.AddField("ledgerentry", "topics", models.BigIntegerField(default=0, help_text="Those of the claim, each a bit (engine/topics.py).")),
        migrations.RunPython(settle_again, settle_again),
    ]
