import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Pages of feeds that were set aside, pages by address, and feeds that stand in for others of their outlet."""

    dependencies = [("corroboration", "0038_notes_by_work"), ("sources", "0009_feeds_as_they_are_read")]

    operations = [
        migrations.AddIndex("retrieval", models.Index(fields=["url"], name="retrieval_by_url")),
        migrations.AddIndex(
            "retrieval",
            models.Index(fields=["feed", "-asked_at"], condition=Q(state="failed"), name="retrieval_set_aside"),
        ),
        migrations.AddField(
            "coveragegap",
            "stand_in",
            models.ForeignKey(
                null=True,
                blank=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="sources.feed",
                help_text="Another feed of the outlet that was heard, and lists the same: nothing was missed.",
            ),
        ),
    ]
