"""The words of the claims that are stored already; those of later ones are stored with them, and `rebuild` makes all anew."""

from itertools import islice

from django.db import migrations

from claims.conversion import frame_from_json
from corroboration.engine import searching

BATCH = 1_000  # claims


def fill(apps, schema_editor):
    SearchWord = apps.get_model("corroboration", "SearchWord")
    claims = apps.get_model("claims", "Claim").objects.order_by("pk")
    told = claims.values_list("public_id", "statement", "frame", "article__published_at").iterator(chunk_size=BATCH)
    while batch := list(islice(told, BATCH)):
        SearchWord.objects.bulk_create(
            [
                SearchWord(claim_id=id, root=root, event_day=searching.event_day(frame_from_json(frame), published_at))
                for id, statement, frame, published_at in batch
                for root in searching.roots(statement)
            ],
            batch_size=BATCH,
            ignore_conflicts=True,
        )


def empty(apps, schema_editor):
    apps.get_model("corroboration", "SearchWord").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("corroboration", "0003_search_words"), ("claims", "0001_initial")]
    operations = [migrations.RunPython(fill, empty)]
