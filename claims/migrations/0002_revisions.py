from datetime import UTC, datetime

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

STATES = [
    ("received", "received"),
    ("extracted", "extracted"),
    ("linked", "linked"),
    ("grouped", "grouped"),
    ("related", "related"),
    ("settled", "settled"),
    ("failed", "set aside"),
    ("retiring", "being compared with other texts of it"),
    ("retired", "replaced by a revision"),
]


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_initial"), ("sources", "0001_initial")]

    operations = [
        migrations.AlterModelOptions(
            name="claim", options={"base_manager_name": "every", "ordering": ["article", "position"]}
        ),
        migrations.AlterModelManagers(
            name="claim",
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("every", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AlterField(
            model_name="article",
            name="state",
            field=models.CharField(choices=STATES, default="received", max_length=10),
        ),
        migrations.AddField(
            model_name="article",
            name="told_at",
            field=models.DateTimeField(
                default=datetime(1970, 1, 1, tzinfo=UTC),
                editable=False,
                help_text="When this text came out: the first with its article, a later one when it was revised.",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="article",
            name="replaced_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="replaces",
                to="claims.article",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="stands",
            field=models.BooleanField(default=True, editable=False),
        ),
        migrations.AddField(
            model_name="claim",
            name="said_before",
            field=models.ForeignKey(
                editable=False,
                help_text="The claim of an earlier text that says the same, and stands for both.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="said_again",
                to="claims.claim",
                to_field="public_id",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="dropped_at",
            field=models.DateTimeField(editable=False, help_text="When a text no longer said so.", null=True),
        ),
        migrations.AddField(
            model_name="claim",
            name="dropped_by",
            field=models.ForeignKey(
                editable=False,
                help_text="That text.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="drops",
                to="claims.article",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="updated_as",
            field=models.CharField(
                blank=True,
                editable=False,
                help_text="The claim by which that text gives a newer answer; without one it withdrew this claim.",
                max_length=24,
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["told_at", "public_id"], name="article_by_telling"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("said_before__isnull", True), ("stands", False), _connector="OR"),
                name="claim_stands_for_itself",
            ),
        ),
    ]
