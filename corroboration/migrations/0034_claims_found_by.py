"""What claims are found by beside their words, and the topics of clusters: filled for what is stored already."""

import corroboration.fields
import django.db.models.deletion
from django.db import migrations, models
from itertools import islice

from claims.engine.reference import PlaceEntry, load_gazetteer
from corroboration.claim_facets import facets
from corroboration.engine.topics import topics_of

BATCH = 1_000  # claims


def _batches(rows):
    found = rows.iterator(chunk_size=BATCH)
    while batch := list(islice(found, BATCH)):
        yield batch


def fill(apps, schema_editor):
    place, claim, attribution = (apps.get_model("claims", name) for name in ("Place", "Claim", "Attribution"))
    facet = apps.get_model("corroboration", "ClaimFacet")
    columns = ("slug", "name", "kind", "parent", "latitude", "longitude")
    added = place.objects.order_by("slug").values_list(*columns, "aliases")
    places = load_gazetteer(PlaceEntry(*row, tuple(aliases)) for *row, aliases in added)
    told = claim._base_manager.filter(stands=True).order_by("pk")
    told = told.values_list("pk", "public_id", "statement", "frame", "article__told_at", "article__outlet__slug")
    for batch in _batches(told):
        spoken = {pk: {"chain": [], "denier": []} for pk, *_ in batch}
        voices = attribution.objects.filter(claim__in=list(spoken), part__in=("chain", "denier"))
        for pk, part, slug in voices.values_list("claim", "part", "source__slug"):
            spoken[pk][part].append(slug)
        rows = (
            facet(claim_id=id, kind=kind, value=value, told_at=told_at)
            for pk, id, statement, frame, told_at, outlet in batch
            for kind, value in facets(outlet, spoken[pk]["chain"], spoken[pk]["denier"], statement, frame, places)
        )
        facet.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    facet = apps.get_model("corroboration", "ClusterFacet")
    members = apps.get_model("corroboration", "Membership").objects.order_by("pk")
    for batch in _batches(members.values_list("cluster__pk", "claim__statement")):
        topics = {(cluster, topic) for cluster, statement in batch for topic in topics_of(statement)}
        rows = (facet(cluster_id=cluster, kind="topic", value=topic) for cluster, topic in sorted(topics))
        facet.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def empty(apps, schema_editor):
    apps.get_model("corroboration", "ClusterFacet").objects.filter(kind="topic").delete()


class Migration(migrations.Migration):
    dependencies = [("claims", "0006_articles_of_outlets"), ("corroboration", "0033_kept_parses")]

    operations = [
        migrations.AddIndex(
            "cluster", models.Index(fields=["-first_published_at", "public_id"], name="cluster_latest_begun")
        ),
        migrations.AlterField(
            "clusterfacet",
            "kind",
            models.CharField(
                choices=[
                    ("place", "a place, or one that holds it"),
                    ("source", "who publishes a claim of it, or is named in a chain"),
                    ("clash", "what its claims contradict each other about"),
                    ("topic", "what its claims are about"),
                ],
                max_length=6,
            ),
        ),
        migrations.CreateModel(
            name="ClaimFacet",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "claim", "kind", "value", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("outlet", "who printed it"),
                            ("source", "who is named in its chain"),
                            ("denier", "who denies it"),
                            ("place", "where it happened, or what holds that place"),
                            ("topic", "what it is about"),
                            ("month", "a month in which it happened, such as 2017-05"),
                        ],
                        max_length=6,
                    ),
                ),
                ("value", models.CharField(max_length=200)),
                ("told_at", models.DateTimeField()),
                (
                    "claim",
                    corroboration.fields.ClaimKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="facets",
                        to="claims.claim",
                        to_field="public_id",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "value", "-told_at", "claim"], name="claim_facet_in_order")],
            },
        ),
        migrations.RunPython(fill, empty),
    ]
