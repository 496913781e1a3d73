"""Webhooks, what they are told, and how things stood that are being worked on."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0006_articles_of_outlets"),
        ("corroboration", "0030_files_taken_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KnownCluster",
            fields=[
                ("cluster", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("status", models.CharField(blank=True, max_length=12)),
            ],
        ),
        migrations.CreateModel(
            name="KnownLetter",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "source", "role", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("source", models.CharField(help_text="Its slug.", max_length=200)),
                ("role", models.CharField(max_length=10)),
                ("letter", models.CharField(blank=True, max_length=1)),
            ],
        ),
        migrations.CreateModel(
            name="KnownClaim",
            fields=[
                ("claim", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("cluster", models.CharField(db_index=True, max_length=24)),
                ("outcomes", models.JSONField(default=list)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="claims.article"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("public_id", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("kind", models.CharField(help_text="One of NoticeKind, or a test.", max_length=30)),
                (
                    "thing",
                    models.CharField(
                        help_text="Id of the claim, cluster or decision; slug of the source.", max_length=200
                    ),
                ),
                ("day", models.DateField(help_text="On which it happened, by the articles and decisions.")),
                ("made_at", models.DateTimeField()),
                ("data", models.JSONField()),
            ],
            options={
                "ordering": ["-made_at", "public_id"],
                "indexes": [
                    models.Index(fields=["thing", "kind", "made_at"], name="notice_of_thing"),
                    models.Index(fields=["made_at"], name="notice_by_age"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Webhook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(editable=False, max_length=24, unique=True)),
                ("name", models.CharField(blank=True, help_text="For people: who receives this.", max_length=100)),
                ("url", models.URLField(max_length=1000, verbose_name="address")),
                ("kinds", models.JSONField(help_text="Kinds of notices.")),
                (
                    "sources",
                    models.JSONField(
                        blank=True, default=list, help_text="Slugs of sources; one must take part. None: whichever."
                    ),
                ),
                ("cluster", models.CharField(blank=True, help_text="Id of the only cluster; or none.", max_length=24)),
                (
                    "place",
                    models.CharField(
                        blank=True, help_text="Id of a place, which holds the event; or none.", max_length=200
                    ),
                ),
                ("topic", models.CharField(blank=True, help_text="What claims must be about; or none.", max_length=40)),
                (
                    "since",
                    models.DateField(blank=True, help_text="Nothing of an earlier day; empty: of any day.", null=True),
                ),
                ("active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(editable=False)),
                ("salt", models.CharField(editable=False, max_length=32)),
                ("former_salt", models.CharField(blank=True, editable=False, max_length=32)),
                (
                    "former_until",
                    models.DateTimeField(editable=False, help_text="Until then signed with both secrets.", null=True),
                ),
                ("failures", models.PositiveIntegerField(default=0, editable=False, help_text="One after another.")),
                ("failing_since", models.DateTimeField(editable=False, null=True)),
                ("last_success_at", models.DateTimeField(editable=False, null=True)),
                ("quiet_until", models.DateTimeField(editable=False)),
                (
                    "switched_off",
                    models.CharField(blank=True, editable=False, help_text="Why it was, by itself.", max_length=200),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="webhooks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "public_id"],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.UUIDField(blank=True, editable=False, null=True)),
                ("lease_until", models.DateTimeField(blank=True, editable=False, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("next_attempt_at", models.DateTimeField(help_text="Not to be taken before.")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("delivered", "delivered"), ("dead", "given up")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("tried_at", models.DateTimeField(blank=True, null=True)),
                ("status", models.PositiveSmallIntegerField(blank=True, help_text="Of the last answer.", null=True)),
                ("answer", models.TextField(blank=True, help_text="How the last answer began.")),
                ("error", models.TextField(blank=True, help_text="Why the last attempt failed.")),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="corroboration.notice",
                    ),
                ),
                (
                    "webhook",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="corroboration.webhook",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "deliveries",
                "ordering": ["-made_at", "-pk"],
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="webhook",
            constraint=models.CheckConstraint(
                condition=models.Q(("active", False), ("switched_off", ""), _connector="OR"),
                name="webhook_active_or_off",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["webhook", "next_attempt_at"], name="delivery_waiting"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["webhook", "-made_at", "-id"], name="delivery_log"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["made_at"], name="delivery_by_age"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lease_until__isnull", True), ("token__isnull", True)),
                    models.Q(("lease_until__isnull", False), ("token__isnull", False)),
                    _connector="OR",
                ),
                name="delivery_lease_has_token",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("webhook", "notice"), name="delivery_once"),
        ),
    ]
