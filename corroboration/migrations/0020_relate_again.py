"""What the review queue shows is worked out when clusters are related and settled: they all are, once more."""

from django.db import migrations


def relate_again(apps, schema_editor):
    clusters, unsettled = apps.get_model("corroboration", "Cluster"), apps.get_model("corroboration", "Unsettled")
    ids = clusters.objects.order_by().values_list("public_id", flat=True)
    unsettled.objects.bulk_create((unsettled(cluster=id) for id in ids), ignore_conflicts=True, batch_size=500)
    clusters.objects.update(related=False)


class Migration(migrations.Migration):
    dependencies = [("corroboration", "0019_queue")]

    operations = [migrations.RunPython(relate_again, migrations.RunPython.noop)]
