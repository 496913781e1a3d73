"""What is stored already is linked again, as episodes: links between claims go, and articles back to where they were read.

Claims stay as they are, and clusters until their claims have been grouped again.
"""

from django.db import migrations

LINKED = ["linked", "grouped", "related", "settled"]


def link_anew(apps, schema_editor):
    apps.get_model("corroboration", "Link").objects.all().delete()
    apps.get_model("claims", "Article").objects.filter(state__in=LINKED).update(
        state="extracted", attempts=0, token=None, lease_until=None
    )


class Migration(migrations.Migration):
    dependencies = [("corroboration", "0005_episodes"), ("claims", "0001_initial")]
    operations = [migrations.RunPython(link_anew, link_anew)]
