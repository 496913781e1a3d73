"""The latest claims of one status, without a look at the others: assessments say when their claims were told."""

from datetime import UTC, datetime

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    claim = apps.get_model("claims", "Claim")
    told = claim._base_manager.filter(public_id=OuterRef("claim_id")).values("article__told_at")
    apps.get_model("corroboration", "Assessment").objects.update(told_at=Subquery(told))


class Migration(migrations.Migration):
    dependencies = [("corroboration", "0039_pages_set_aside")]

    operations = [
        migrations.AddField(
            "assessment",
            "told_at",
            models.DateTimeField(
                default=datetime(1970, 1, 1, tzinfo=UTC),
                help_text="Of its article: so the latest of one status are read in their order.",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            "assessment", models.Index(fields=["status", "-told_at", "claim"], name="assessment_in_order")
        ),
    ]
