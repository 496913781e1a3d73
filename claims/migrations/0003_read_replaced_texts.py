"""Texts that a revision replaced lost their claims: they are read again, and compared with what replaced them."""

from django.db import migrations
from django.db.models import F


def date_texts(apps, schema_editor):
    """Every text came out with its article, as far as is known before texts are compared."""
    articles = apps.get_model("claims", "Article").objects
    articles.update(told_at=F("published_at"))
    articles.filter(state="retired").update(state="received", attempts=0, token=None, lease_until=None, error="")


class Migration(migrations.Migration):
    dependencies = [("claims", "0002_revisions")]

    operations = [migrations.RunPython(date_texts, migrations.RunPython.noop)]
