"""The review queue: what clusters are looked for by, whose they are, whether they changed since their review, and why
they stand where they do."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FACETS = [
    ("place", "a place, or one that holds it"),
    ("source", "who publishes a claim of it, or is named in a chain"),
    ("clash", "what its claims contradict each other about"),
]
REVIEWS = [("unreviewed", "not reviewed"), ("changed", "changed since review"), ("reviewed", "reviewed")]
USER = settings.AUTH_USER_MODEL


class Migration(migrations.Migration):
    dependencies = [
        ("corroboration", "0018_roles"),
        migrations.swappable_dependency(USER),
    ]

    operations = [
        migrations.CreateModel(
            "ClusterFacet",
            [
                ("pk", models.CompositePrimaryKey("cluster", "kind", "value", blank=True, editable=False, primary_key=True, serialize=False)),
                ("cluster", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="facets", to="corroboration.cluster")),
                ("kind", models.CharField(choices=FACETS, max_length=6)),
                ("value", models.CharField(max_length=200)),
            ],
            options={"indexes": [models.Index(fields=["kind", "value", "cluster"], name="facet_by_value")]},
        ),
        migrations.CreateModel(
            "SavedView",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                ("query", models.CharField(blank=True, help_text="The filters as they stand in the address.", max_length=1000)),
                ("created", models.DateTimeField()),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="saved_views", to=USER)),
            ],
            options={
                "ordering": ["created", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=["user", "name"], name="saved_view_name_once"),
                    models.CheckConstraint(condition=~models.Q(name=""), name="saved_view_named"),
                ],
            },
        ),
        migrations.RemoveField("cluster", "attention_reason"),
        migrations.AddField("cluster", "attention_grounds", models.JSONField(default=list, help_text="Why: [[kind, in words, what it adds], ...]")),
        migrations.AddField("cluster", "state", models.CharField(blank=True, help_text="Hash of what a reviewer sees.", max_length=16)),
        migrations.AddField("cluster", "review", models.CharField(choices=REVIEWS, default="unreviewed", max_length=10)),
        migrations.AddField("cluster", "reviewed", models.CharField(blank=True, help_text="Who reviewed it last, and what changed since.", max_length=300)),
        migrations.AddField("cluster", "assignee", models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=USER)),
        migrations.AddIndex("cluster", models.Index(fields=["-claim_count", "public_id"], name="cluster_most_claims")),
        migrations.AddIndex("cluster", models.Index(fields=["-origin_count", "public_id"], name="cluster_most_origins")),
        migrations.AddIndex("cluster", models.Index(fields=["review", "assignee", "contradictions", "corroborations", "attention"], name="cluster_counts")),
    ]
