"""Every stored cluster is settled again, into the new tables. Backwards the marks go with their table."""

from django.db import migrations


def mark(apps, schema_editor):
    unsettled, clusters = apps.get_model("corroboration", "Unsettled"), apps.get_model("corroboration", "Cluster")
    ids = clusters.objects.order_by().values_list("public_id", flat=True)
    unsettled.objects.bulk_create([unsettled(cluster=id) for id in ids], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("corroboration", "0008_kept_fits")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
