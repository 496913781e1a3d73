"""Episodes are linked, no longer claims: their keys are of another kind, so the tables of keys begin empty."""

import corroboration.models
import django.db.models.deletion
from django.db import migrations, models


def claim_as_key(name):
    return models.OneToOneField(
        on_delete=django.db.models.deletion.CASCADE,
        primary_key=True,
        related_name=name,
        serialize=False,
        to="claims.claim",
        to_field="public_id",
    )


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_initial"), ("corroboration", "0004_fill_search_words")]

    operations = [
        migrations.DeleteModel(name="BlockKey"),
        migrations.DeleteModel(name="CopyKey"),
        migrations.CreateModel(
            name="Episode",
            fields=[
                ("claim", claim_as_key("episode")),
                ("profile", models.JSONField(help_text="What episodes are compared by.")),
                (
                    "met",
                    models.BooleanField(default=False, help_text="Those whom it parted under a key were told so."),
                ),
                (
                    "placed",
                    models.BooleanField(
                        default=False, help_text="It was grouped since what it is compared with last changed."
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("placed", False)), fields=["claim"], name="episode_to_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="EpisodeMember",
            fields=[
                ("claim", claim_as_key("episode_member")),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="corroboration.episode",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BlockKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120)),
                ("published_at", models.DateTimeField()),
                (
                    "claim",
                    corroboration.models.ClaimKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="block_keys",
                        to="claims.claim",
                        to_field="public_id",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["key", "published_at", "claim"], name="block_by_order")],
                "constraints": [models.UniqueConstraint(fields=("claim", "key"), name="block_key_once")],
            },
        ),
        migrations.CreateModel(
            name="CopyKey",
            fields=[
                ("claim", claim_as_key("copy_key")),
                ("key", models.CharField(max_length=64)),
                ("published_at", models.DateTimeField()),
                (
                    "original",
                    corroboration.models.ClaimKey(
                        help_text="What it copies.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="same_texts",
                        to="claims.claim",
                        to_field="public_id",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["key", "published_at"], name="copy_by_order")],
            },
        ),
    ]
