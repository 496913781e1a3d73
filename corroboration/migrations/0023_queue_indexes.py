"""The review queue is narrowed and counted within two indexes: what its filters ask stands in both."""

from django.db import migrations, models

NARROWED_BY = ("contradictions", "corroborations", "origin_count", "event_from", "event_to")


class Migration(migrations.Migration):
    dependencies = [("corroboration", "0022_roles_keep_merges_and_actors")]

    operations = [
        migrations.RemoveIndex("cluster", "cluster_counts"),
        migrations.RemoveIndex("cluster", "cluster_by_attention"),
        migrations.AddIndex(
            "cluster", models.Index(fields=["review", "assignee", "attention", *NARROWED_BY], name="cluster_counts")
        ),
        migrations.AddIndex(
            "cluster",
            models.Index(
                fields=["-attention", "public_id", "review", "assignee", *NARROWED_BY], name="cluster_by_attention"
            ),
        ),
    ]
