"""A desk's database: synthetic articles taken as far as settled, a long queue, a long ledger, and what people decided.

Written by the project's own functions where these are quick enough; the clusters beyond those of the articles are
copies of them without claims, so that the queue is as long as asked.
"""

import random
from collections.abc import Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

from benchmarks.filling import Filler
from benchmarks.search import index
from benchmarks.settling import bring_up_to_date, join, relate_all
from benchmarks.synthetic import stories

AT_ONCE = 200  # articles written at once
LINKS = 3  # of each claim with others
DECIDED = 2_000  # clusters that were reviewed; every fifth of them was assigned, too
CHECKERS = ("vera", "otto", "ines")
CHANCE = 6  # seed of who decided about what


def build(claims: int, clusters: int, outcomes: int) -> dict[str, Any]:
    """Fill this process's database. Returns what it holds."""
    count = fill(claims)
    relate_all()
    bring_up_to_date()
    lengthen_ledger(outcomes)
    decide()
    lengthen_queue(clusters)
    return {"claims": count}


def fill(claims: int) -> int:
    """Articles with about so many claims, in the clusters of their events. Returns how many."""
    from claims.models import Article
    from corroboration import claim_facets
    from corroboration.evidence import in_chunks

    filler, stream, homes, count = Filler(), stories(), {}, 0
    with filler.unguarded():
        while count < claims:
            batch = list(islice(stream, min(AT_ONCE, 1 + (claims - count) // 12)))
            filler.add(batch, links=LINKS)
            index(batch)
            join(batch, homes)
            count += sum(len(story.tellings) for story in batch)
    for articles in in_chunks(sorted(Article.objects.values_list("pk", flat=True))):
        claim_facets.index(articles)
    return count


def lengthen_ledger(outcomes: int) -> None:
    """Give the source with most lines so many, about claims that are there."""
    from django.db import transaction
    from django.db.models import Count

    from claims.models import Claim
    from corroboration import past, scoring
    from corroboration.engine.fits import PRIOR
    from corroboration.engine.topics import all_topics, bit
    from corroboration.models import LedgerEntry

    chance = random.Random(CHANCE)
    longest = LedgerEntry.ever.values("source", "source__slug", "role").annotate(lines=Count("pk"))
    longest = longest.order_by("-lines", "source__slug", "role")[0]
    ids = list(Claim.objects.order_by("public_id").values_list("public_id", "article__published_at"))
    rows, days = [], set()
    for number in range(outcomes - longest["lines"]):
        claim, at = ids[number % len(ids)]
        day = at.date() + timedelta(days=chance.randrange(30))
        held = chance.random() < 0.8
        days.add(day)
        rows.append(
            LedgerEntry(
                source_id=longest["source"],
                role=longest["role"],
                claim_id=claim,
                kind="corroborated" if held else "contradicted",
                partner=ids[(number * 7 + 1) % len(ids)][0],
                date=day,
                since=day,
                whole_up=0.5 if held else 0.0,
                whole_down=0.0 if held else 0.5,
                whole_weight=1.0,
                reason="checked by another voice on that day",
                topics=bit(chance.choice(all_topics())),
            )
        )
    with transaction.atomic():
        LedgerEntry.ever.bulk_create(rows, batch_size=2000)
        scoring.mark(((longest["source__slug"], longest["role"]), day) for day in days)
    scoring.bring_up(past.last_day(), PRIOR, transaction.atomic)


def decide() -> None:
    """Reviews and assignments by some people, as decisions with what follows from them."""
    from django.contrib.auth import get_user_model

    from corroboration import review
    from corroboration.decisions import anchor
    from corroboration.models import Cluster, Decision

    chance, users = random.Random(CHANCE), get_user_model().objects
    people = [users.create_superuser(name, password="a benchmark") for name in CHECKERS]
    clusters = list(Cluster.objects.order_by("public_id"))
    rows = []
    for number, cluster in enumerate(chance.sample(clusters, min(DECIDED, len(clusters)))):
        by, at = chance.choice(people), cluster.last_published_at + timedelta(hours=number % 50)
        about = {"by": by, "decided_at": at, "recorded_at": at, "anchors": [anchor(review.founder(cluster))]}
        seen = {"seen": [{"state": "another", "claims": 1}]} if number % 3 == 0 else review.seen(cluster)
        rows.append(Decision(public_id=f"{number:024x}", kind="reviewed", value=seen, **about))
        if number % 5 == 0:
            name = chance.choice(CHECKERS)
            rows.append(Decision(public_id=f"a{number:023x}", kind="assign", value={"to": name}, **about))
    Decision.objects.bulk_create(rows, batch_size=500)
    review.refresh([cluster.public_id for cluster in clusters])


def lengthen_queue(clusters: int) -> None:
    """Copy clusters with all that the queue knows of them, until there are so many."""
    from corroboration.models import Cluster, ClusterFacet

    originals = list(Cluster.objects.order_by("public_id"))
    facets: dict[int, list[tuple[str, str]]] = {}
    for key, kind, value in ClusterFacet.objects.values_list("cluster", "kind", "value"):
        facets.setdefault(key, []).append((kind, value))
    chance, made = random.Random(CHANCE), len(originals)
    while made < clusters:
        some = originals[: clusters - made]
        keys = [row.pk for row in some]
        rows = [_another(row, made + number, chance) for number, row in enumerate(some)]
        stored = Cluster.objects.bulk_create(rows, batch_size=300)
        pairs: Sequence[tuple[Cluster, int]] = list(zip(stored, keys, strict=True))
        ClusterFacet.objects.bulk_create(
            (ClusterFacet(cluster=row, kind=k, value=v) for row, key in pairs for k, v in facets.get(key, ())),
            batch_size=300,
        )
        made += len(some)


def _another(row: Any, number: int, chance: random.Random) -> Any:
    from corroboration.models import Cluster

    values = {f.attname: getattr(row, f.attname) for f in Cluster._meta.concrete_fields if not f.primary_key}
    values["public_id"] = f"c{number:023x}"
    if values["attention"]:
        values["attention"] = round(values["attention"] + chance.random(), 2)
    return Cluster(**values)
