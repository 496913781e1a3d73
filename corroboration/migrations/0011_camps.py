"""A fit says whether two camps can't be told apart. Ballots name their questions: clusters are settled again."""

from django.db import migrations, models


def mark(apps, schema_editor):
    """Also the clusters that are gone, of which ballots may still be kept."""
    unsettled, polled = apps.get_model("corroboration", "Unsettled"), apps.get_model("corroboration", "Polled")
    ids = polled.objects.order_by().values_list("cluster", flat=True).distinct()
    unsettled.objects.bulk_create([unsettled(cluster=id) for id in ids], ignore_conflicts=True, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("corroboration", "0010_arrivals")]

    operations = [
        migrations.AddField("keptfit", "undecided", models.BooleanField(default=False)),
        migrations.AddField("keptfit", "disputed", models.JSONField(default=list)),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
