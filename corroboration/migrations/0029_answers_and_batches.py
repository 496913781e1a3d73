"""What requests with a key were answered first, and what became of articles that were handed in together."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0006_articles_of_outlets"),
        ("corroboration", "0028_pages_asked_for"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(max_length=24, unique=True)),
                ("created_at", models.DateTimeField()),
                ("touched_at", models.DateTimeField(help_text="When the last piece of it was stored.")),
                (
                    "complete",
                    models.BooleanField(default=False, help_text="Whether all that was sent has been looked at."),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BatchItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(help_text="Of the line, or the place in the list, from 1.")),
                ("external_id", models.CharField(blank=True, help_text="As far as it could be read.", max_length=300)),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("accepted", "accepted"),
                            ("unchanged", "unchanged"),
                            ("revised", "revised"),
                            ("rejected", "rejected"),
                        ],
                        max_length=10,
                    ),
                ),
                ("errors", models.JSONField(default=list)),
                ("warnings", models.JSONField(default=list)),
                (
                    "article",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="claims.article"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="corroboration.batch"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FirstAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.UUIDField(blank=True, editable=False, null=True)),
                ("lease_until", models.DateTimeField(blank=True, editable=False, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("next_attempt_at", models.DateTimeField(help_text="Not to be taken before.")),
                ("key", models.CharField(max_length=255)),
                ("request", models.CharField(help_text="Hash of its method, path and body.", max_length=64)),
                ("status", models.PositiveSmallIntegerField(help_text="None while it is being worked on.", null=True)),
                ("location", models.CharField(blank=True, max_length=2000)),
                ("body", models.TextField(blank=True, help_text="Byte for byte, as JSON.")),
                ("created_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="batch",
            index=models.Index(fields=["created_at"], name="batch_by_age"),
        ),
        migrations.AddIndex(
            model_name="batch",
            index=models.Index(fields=["by", "-created_at", "public_id"], name="batch_of_one"),
        ),
        migrations.AddConstraint(
            model_name="batchitem",
            constraint=models.UniqueConstraint(fields=("batch", "number"), name="batch_item_once"),
        ),
        migrations.AddConstraint(
            model_name="batchitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("article__isnull", True), ("result", "rejected")),
                    models.Q(models.Q(("result", "rejected"), _negated=True), ("article__isnull", False)),
                    _connector="OR",
                ),
                name="batch_item_rejected_or_stored",
            ),
        ),
        migrations.AddIndex(
            model_name="firstanswer",
            index=models.Index(fields=["created_at"], name="first_answer_by_age"),
        ),
        migrations.AddConstraint(
            model_name="firstanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lease_until__isnull", True), ("token__isnull", True)),
                    models.Q(("lease_until__isnull", False), ("token__isnull", False)),
                    _connector="OR",
                ),
                name="firstanswer_lease_has_token",
            ),
        ),
        migrations.AddConstraint(
            model_name="firstanswer",
            constraint=models.UniqueConstraint(fields=("by", "key"), name="key_of_one_request"),
        ),
        migrations.AddConstraint(
            model_name="firstanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__isnull", True), ("token__isnull", True), _connector="OR"),
                name="answered_or_worked_on",
            ),
        ),
    ]
