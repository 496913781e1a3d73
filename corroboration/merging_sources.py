"""Two sources found to be one: what that would move, shown before it is done; done and undone with all that follows."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from rapidfuzz import fuzz, process

from claims.models import Article, Attribution, Claim
from corroboration import reference_changes
from corroboration.models import Relation
from sources import services
from sources.engine.names import canonical
from sources.models import Source, SourceMerge, TrackRecord
from sources.selectors import counted_as

SHOWN = 12  # feeds that a preview lists, and sources that a search finds
ALIKE = 70  # of 100, of rapidfuzz's ratio of the words two names share: enough to be looked at
Rows = list[Source]


@dataclass(frozen=True, slots=True)
class Side:
    """What is known of one of the two: what would move, or what is there already."""

    source: Source
    names: list[str]
    articles: int
    claims: int
    records: list[TrackRecord]
    owners: Rows
    holdings: int
    feeds: list[str]
    spokespeople: int
    unnamed: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What would follow if one source counted as another. refused: why it can't ("" where it can)."""

    moved: Side
    stays: Side
    refused: str
    warnings: list[str] = field(default_factory=list)


def merge(source: Source, into: Source, *, reason: str, by: User, now: datetime) -> SourceMerge:
    """Have one source count as another; what names either is read and related again. Raises services.MergeRefused."""
    with reference_changes.followed():
        return services.merge(source, into, reason=reason, by=by, now=now)


def undo(merged: SourceMerge, *, reason: str, by: User, now: datetime) -> SourceMerge:
    """Have the two count as two again, with all that follows. Raises services.MergeRefused."""
    with reference_changes.followed():
        return services.undo_merge(merged, reason=reason, by=by, now=now)


def candidates(source: Source, query: str) -> Rows:
    """What a source may be another name of: curated sources found by name, or without a query those named alike."""
    others = Source.objects.exclude(kind__in=services.NOBODY).exclude(slug__contains="/").exclude(pk=source.pk)
    standing = others.exclude(pk__in=SourceMerge.in_force.values("source"))
    if query:
        named = Q(name__icontains=query) | Q(slug__icontains=query) | Q(aliases__name__icontains=query)
        return list(standing.filter(named).distinct().order_by("-curated", "slug")[:SHOWN])
    names = {pk: canonical(name) for pk, name in standing.filter(curated=True).values_list("pk", "name")}
    found = process.extract(canonical(source.name), names, scorer=fuzz.token_set_ratio, score_cutoff=ALIKE, limit=SHOWN)
    alike = [pk for *_, pk in found]
    rows = standing.in_bulk(alike)
    return [rows[pk] for pk in alike]


def preview(source: Source, into: Source) -> Preview:
    """What merging would move, and what may be wrong with it."""
    refused = services.why_not_merge(source, into)
    moved, stays = side(source), side(into)
    return Preview(moved, stays, refused, [] if refused else _warnings(moved, stays))


@dataclass(frozen=True, slots=True)
class Apart:
    """What counts as one of two again once their merge is undone."""

    articles: int
    claims: int


def apart(merged: SourceMerge) -> Apart:
    """What undoing would move back: the articles of the merged source, and at most the claims of the one that stays,
    each of which is read again."""
    rows = counted_as(merged.source)
    return Apart(Article.objects.filter(outlet__in=rows).count(), _claims(merged.into).count())


def side(source: Source) -> Side:
    return Side(
        source=source,
        names=sorted({source.name, *source.aliases.values_list("name", flat=True)}),
        articles=source.articles.count(),
        claims=_claims(source).count(),
        records=[] if source.withheld else list(source.track_records.filter(checks__gt=0).order_by("role")),
        owners=list(Source.objects.filter(holdings__source=source, holdings__until=None).distinct()),
        holdings=source.holdings.filter(until=None).count(),
        feeds=list(source.feeds.values_list("url", flat=True)[:SHOWN]),
        spokespeople=source.spokespeople.count(),
        unnamed=Source.objects.filter(slug__startswith=f"{source.slug}/").count(),
    )


def _claims(source: Source) -> QuerySet[Claim]:
    """Claims that came through a source, or that it denies."""
    return Claim.objects.filter(pk__in=Attribution.objects.filter(source=source).values("claim"))


def _warnings(moved: Side, stays: Side) -> list[str]:
    """What speaks against it: marks of two that are two, and what would stop counting."""
    one, other = moved.source, stays.source
    found = []
    if one.kind != other.kind:
        found.append(f"One is marked as {one.get_kind_display()}, the other as {other.get_kind_display()}.")
    if other in (one.speaks_for, *moved.owners) or one in (other.speaks_for, *stays.owners):
        found.append("One speaks for the other or owns it: that already makes them one voice or one house.")
    for what in ("country", "language"):
        here, there = getattr(one, what), getattr(other, what)
        if here and there and here != there:
            found.append(f"Their {what} differs: {here} and {there}.")
    if moved.owners and stays.owners and set(moved.owners).isdisjoint(stays.owners):
        found.append("They have different owners. All of these would own the one.")
    if one.original_reporting != other.original_reporting:
        kept = "original" if other.original_reporting else "not original"
        found.append(f"The own reporting of only one is marked as original. It would count as {kept}.")
    if days := _same_days(one, other):
        found.append(f"Both published on {days} of the same days: one outlet under two names seldom does.")
    if agreed := _borne_out(one, other):
        found.append(f"{agreed} times one independently bears out the other. That would no longer count.")
    return found


def _same_days(one: Source, other: Source) -> int:
    """On how many days both published."""
    here, there = (set(each.articles.dates("published_at", "day")) for each in (one, other))
    return len(here & there)


def _borne_out(one: Source, other: Source) -> int:
    """How many independent corroborations join what one told and what the other told."""
    here, there = (_told_by(each) for each in (one, other))
    agreed = Relation.objects.filter(kind=Relation.Kind.CORROBORATES, independent=True)
    return agreed.filter(Q(a__in=here, b__in=there) | Q(a__in=there, b__in=here)).count()


def _told_by(source: Source) -> QuerySet[Claim]:
    said = Q(pk__in=Attribution.objects.filter(source=source).values("claim"))
    printed = Q(article__in=Article.objects.filter(outlet__in=counted_as(source)).values("pk"))
    return Claim.objects.filter(said | printed).values("public_id")
