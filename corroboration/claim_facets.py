"""What claims can be looked for by, beside their words: outlets, sources, places, topics, months, and their status.

Each value has its claims in the order in which lists show them. So the latest of a rare value are found at once however
many claims there are, and no list has to look through those that it leaves out.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet

from claims.engine.places import Gazetteer
from claims.models import Attribution, Claim
from claims.selectors import gazetteer
from corroboration.engine.topics import topics_of
from corroboration.evidence import in_chunks
from corroboration.models import Assessment, ClaimFacet, Cluster, ClusterFacet

Kind = ClaimFacet.Kind
Values = tuple[str, Sequence[str]]  # a kind, and values of which a claim has one

MOST_MONTHS = 240  # of a claim: what lasted longer is found by its first twenty years
COUNTED = 20_000  # with a value: up to here they are counted, to begin with the rarest; some 2 ms
FEW = 2_000  # clusters with a value: up to here they are named
STATUS = "status"  # a kind beside those of facets
READ = ("public_id", "statement", "frame", "article__told_at", "article__outlet__slug")


def index(articles: Collection[int]) -> None:
    """Bring what the claims of these articles are found by to what they tell now, inside the caller's transaction.

    Those for which an earlier text's claim stands aren't found. They leave with their claims.
    """
    for ids in in_chunks(sorted(articles)):
        ClaimFacet.objects.filter(claim__article_id__in=ids).delete()
        ClaimFacet.objects.bulk_create(rows_of(ids), batch_size=1_000)


def rows_of(articles: Collection[int]) -> Iterator[ClaimFacet]:
    """What the claims of some articles are found by, as rows that are not stored."""
    places = gazetteer()
    voices = Attribution.objects.select_related("source").only("claim_id", "part", "source__slug")
    claims = Claim.objects.filter(article_id__in=articles).select_related("article__outlet").only(*READ)
    for claim in claims.prefetch_related(Prefetch("attributions", voices)):
        yield from _rows(claim, places)


def index_claims(claims: Collection[str]) -> None:
    """The same of the articles of these claims."""
    articles: set[int] = set()
    for ids in in_chunks(sorted(claims)):
        articles.update(Claim.objects.filter(public_id__in=ids).values_list("article_id", flat=True))
    index(articles)


def _rows(claim: Claim, places: Gazetteer) -> Iterator[ClaimFacet]:
    spoken = [(voice.part, voice.source.slug) for voice in claim.attributions.all()]
    chain = (slug for part, slug in spoken if part == Attribution.Part.CHAIN)
    deniers = (slug for part, slug in spoken if part == Attribution.Part.DENIER)
    found = facets(claim.article.outlet.slug, chain, deniers, claim.statement, claim.frame, places)
    told_at = claim.article.told_at
    return (ClaimFacet(claim_id=claim.public_id, kind=kind, value=value, told_at=told_at) for kind, value in found)


def facets(
    outlet: str,
    chain: Iterable[str],
    deniers: Iterable[str],
    statement: str,
    frame: Mapping[str, Any],
    places: Gazetteer,
) -> list[tuple[str, str]]:
    """What a claim is found by, in order. Sources by slug; frame: as it is stored."""
    place = frame.get("place_id", "")
    found = {(Kind.OUTLET, outlet)}
    found |= {(Kind.SOURCE, slug) for slug in chain}
    found |= {(Kind.DENIER, slug) for slug in deniers}
    found |= {(Kind.PLACE, id) for id in (place, *places.path(place)) if id}
    found |= {(Kind.TOPIC, topic) for topic in topics_of(statement)}
    found |= {(Kind.MONTH, month) for month in months(frame.get("time") or {})}
    return sorted((str(kind), value) for kind, value in found)


def months(time: Mapping[str, str | None]) -> list[str]:
    """The months of a stored interval of days; where one end is open, that of the other."""
    ends = [date.fromisoformat(day) for day in (time.get("from"), time.get("to")) if day]
    if not ends:
        return []
    first, last = (day.year * 12 + day.month - 1 for day in (ends[0], ends[-1]))
    return [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(first, min(last, first + MOST_MONTHS - 1) + 1)]


# --- looked for ---


def narrowed(claims: QuerySet[Claim], wanted: Sequence[Values]) -> QuerySet[Claim]:
    """The claims that have one of the values of each of these kinds. STATUS is one as well, of what was assessed.

    They are read in the order of the rarest value, if it is the only one of its kind that will do; the others are then
    looked up claim by claim.
    """
    lone = [(kind, values[0]) for kind, values in wanted if len(values) == 1]
    leads = min(lone, key=_how_many) if len(lone) > 1 else lone[0] if lone else None
    if leads is not None:
        claims = claims.filter(**_where(*leads)).annotate(found_at=F(_told_at(leads[0])))
        claims = claims.order_by(
            *("-found_at" if each == "-article__told_at" else each for each in claims.query.order_by)
        )
    for kind, values in wanted:
        if kind == STATUS:
            claims = claims.filter(assessment__status__in=values)
        elif (kind, *values) != leads:
            claims = claims.filter(
                Exists(ClaimFacet.objects.filter(claim=OuterRef("public_id"), kind=kind, value__in=values))
            )
    return claims


def _where(kind: str, value: str) -> dict[str, str]:
    return {"assessment__status": value} if kind == STATUS else {"facets__kind": kind, "facets__value": value}


def _told_at(kind: str) -> str:
    return "assessment__told_at" if kind == STATUS else "facets__told_at"


def _how_many(way: tuple[str, str]) -> int:
    """Up to COUNTED."""
    kind, value = way
    found: QuerySet[Any] = ClaimFacet.objects.filter(kind=kind, value=value)
    if kind == STATUS:
        found = Assessment.objects.filter(status=value)
    return found.values("claim")[:COUNTED].count()


def clusters_with(clusters: QuerySet[Cluster], kind: str, values: Sequence[str]) -> QuerySet[Cluster]:
    """The clusters that have one of these values: named where they are few, else looked up one by one."""
    found = ClusterFacet.objects.filter(kind=kind, value__in=values)
    few = list(found.values_list("cluster", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        return clusters.filter(pk__in=few)
    return clusters.filter(Exists(found.filter(cluster=OuterRef("pk"))))
