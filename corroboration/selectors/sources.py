"""Sources: the list with their records side by side, and one with the ledger that made its record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, Value, When

from claims.models import Article, Attribution, Claim
from corroboration.selectors.cards import HEAVY, Card, cards, light, with_details
from corroboration.selectors.ledger import LedgerLine, ledger_lines
from corroboration.selectors.paging import page_of
from sources.models import Source, SourceMerge, TrackRecord, private
from sources.selectors import counted_as

Role = TrackRecord.Role
ROLES = (Role.OWN, Role.ORIGIN, Role.CARRIER)
NOT_RANKED = (Source.Kind.COMMENTER, Source.Kind.REPORTS)  # readers below an article, and nobody in particular

ORDERS = {
    "name": (F("name").asc(), "slug"),
    "low": (F("main_low").desc(nulls_last=True), F("main_checks").desc(nulls_last=True), "name", "slug"),
    "checks": (F("main_checks").desc(nulls_last=True), "name", "slug"),
}
DEFAULT_ORDER = "low"

RECENT_CLAIMS = 6
LATEST_ARTICLES = 10
CITED_SHOWN = 10
NAMES_SHOWN = 30  # spokespeople and unnamed voices of one source
LEADS_SHOWN = 8  # of each role, the longest

Figures = Mapping[str, Any]  # a record, or a part of one, as records.shown answers it


@dataclass(frozen=True, slots=True)
class SourceRow:
    """main: the record in the role that matters most: an outlet's own voice, else what it told others.

    Records in which nothing was checked are left out: they would show the prior, which ranks nobody.
    """

    source: Source
    main: TrackRecord | None
    others: list[TrackRecord]


@dataclass(frozen=True, slots=True)
class Lead:
    """A claim that a source told before any other origin, and the first other claim. None: it no longer stands."""

    claim: Claim | None
    other: Claim | None
    hours: float


@dataclass(frozen=True, slots=True)
class RoleRecord:
    """A record in one role. leads: its longest."""

    role: str
    figures: Figures
    leads: list[Lead]


@dataclass(frozen=True, slots=True)
class Sums:
    """What the lines of one role add up to, on whatever page they stand."""

    role: str
    lines: int
    up: float
    down: float


@dataclass(frozen=True, slots=True)
class Cited:
    """How many claims one source took from another."""

    slug: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class SourcePage:
    """As of a past day: the record and its ledger only; the rest would tell what came later.

    merged: the sources that count as this one. topics: the record of each topic, with its role in words. unread: the
    ledger is so long that lead times wait until they are asked for. recomputed: why a past day is told otherwise now.
    grading: the half-life and the cuts by which the letters were given.
    ledger: a page of lines; sums: of all lines.
    """

    source: Source
    aliases: list[str]
    owners: list[Source]
    spokespeople: list[Source]
    unnamed: list[Source]
    merged: list[Source]
    articles: int
    latest: list[Article]
    records: list[RoleRecord]
    topics: list[tuple[str, Figures]]
    unread: bool
    recomputed: list[Mapping[str, str]]
    grading: Mapping[str, Any]
    ledger: Page
    lines: list[LedgerLine]
    sums: list[Sums]
    recent: list[Card]
    cites: list[Cited]
    cited_by: list[Cited]


def sources(*, order: str, query: str, kind: str, page: object) -> Page:
    """Sources that can have a record, outlets before all others, in this order."""
    found = _ranked().order_by("not_outlet", *ORDERS[order])
    if query:
        found = found.filter(Q(name__icontains=query) | Q(aliases__name__icontains=query)).distinct()
    if kind:
        found = found.filter(kind=kind)
    shown = page_of(found, page)
    shown.object_list = [_row(source) for source in shown.object_list]
    return shown


def glance(*, outlets: bool, shown: int) -> list[SourceRow]:
    """The sources of which most has been checked, in whatever role."""
    checks = Sum("track_records__checks")
    found = _ranked().filter(not_outlet=not outlets).annotate(all_checks=checks).filter(all_checks__gt=0)
    return [_row(source) for source in found.order_by("-all_checks", "name", "slug")[:shown]]


def _ranked() -> QuerySet[Source]:
    """Sources with the figures of their main record to sort by, and all records to show.

    An outlet is whoever publishes articles, an agency too.
    """
    outlet = Q(kind=Source.Kind.OUTLET) | Exists(Article.objects.filter(outlet=OuterRef("pk")))
    main = TrackRecord.objects.filter(source=OuterRef("pk"), role=OuterRef("main_role"), checks__gt=0)
    return (
        Source.objects.exclude(kind__in=NOT_RANKED)
        .exclude(pk__in=SourceMerge.in_force.values("source"))
        .exclude(private())
        .annotate(
            not_outlet=Case(When(outlet, then=Value(False)), default=Value(True)),
            main_role=Case(When(outlet, then=Value(Role.OWN)), default=Value(Role.ORIGIN)),
        )
        .annotate(main_low=Subquery(main.values("low")), main_checks=Subquery(main.values("checks")))
        .prefetch_related(Prefetch("track_records", TrackRecord.objects.filter(checks__gt=0)))
    )


def _row(source: Source) -> SourceRow:
    records = sorted(source.track_records.all(), key=lambda record: ROLES.index(record.role))
    return SourceRow(
        source=source,
        main=next((record for record in records if record.role == source.main_role), None),
        others=[record for record in records if record.role != source.main_role],
    )


def source_page(record: Mapping[str, Any], *, past: bool, page: object) -> SourcePage:
    """All that is known of one source. record: its track record, from records.shown; past: as of an earlier day.

    Raises Source.DoesNotExist.
    """
    source = Source.objects.select_related("speaks_for").get(slug=record["source"])
    counted = counted_as(source)
    published = Article.objects.filter(outlet__in=counted)
    shown = page_of(record["ledger"], page)
    return SourcePage(
        source=source,
        aliases=list(source.aliases.values_list("name", flat=True)),
        owners=list(Source.objects.filter(holdings__source=source, holdings__until__isnull=True).distinct()),
        spokespeople=list(source.spokespeople.order_by("name")[:NAMES_SHOWN]),
        unnamed=list(_below(source)[:NAMES_SHOWN]),
        merged=counted[1:],
        articles=published.count(),
        latest=[] if past else list(published.defer(*HEAVY)[:LATEST_ARTICLES]),
        records=_records(record["records"]),
        topics=[(Role(part["role"]).label, part) for part in record["topics"]],
        unread=any(each["lead_time"] is None for each in record["records"]),
        recomputed=record["recomputed"],
        grading=record["grading"],
        ledger=shown,
        lines=ledger_lines(shown.object_list),
        sums=_sums(record["sums"]),
        recent=[] if past else _recent(counted),
        cites=[] if past else _cites(counted),
        cited_by=[] if past else _cited_by(counted),
    )


def _records(found: Sequence[Figures]) -> list[RoleRecord]:
    """The records in the order of their roles, each with its longest leads."""
    ordered = sorted(found, key=lambda record: ROLES.index(record["role"]))
    leads = {record["role"]: record["lead_time"] for record in ordered}
    longest = {role: _longest(lead["instances"]) if lead else [] for role, lead in leads.items()}
    ids = {id for leads in longest.values() for lead in leads for id in (lead["claim"], lead["other"])}
    rows = Claim.objects.filter(public_id__in=ids).select_related("article__outlet").defer(*light("article"))
    claims = {claim.public_id: claim for claim in rows} if ids else {}
    return [
        RoleRecord(
            role=Role(record["role"]).label,
            figures=record,
            leads=[
                Lead(claims.get(lead["claim"]), claims.get(lead["other"]), lead["hours"])
                for lead in longest[record["role"]]
            ],
        )
        for record in ordered
    ]


def _longest(instances: Sequence[Figures]) -> list[Figures]:
    leads = [instance for instance in instances if instance["first"]]
    return sorted(leads, key=lambda lead: -lead["hours"])[:LEADS_SHOWN]


def _sums(found: Sequence[tuple[str, int, float, float]]) -> list[Sums]:
    """In the order of the roles."""
    ordered = sorted(found, key=lambda sums: ROLES.index(sums[0]))
    return [Sums(Role(role).label, lines, up, down) for role, lines, up, down in ordered]


def _below(source: Source) -> QuerySet[Source]:
    """The unnamed voices that only this source has quoted."""
    return Source.objects.filter(slug__startswith=f"{source.slug}/").exclude(kind__in=NOT_RANKED).order_by("name")


def _recent(counted: Sequence[Source]) -> list[Card]:
    """What it said last, in its own voice or through others."""
    said = Q(article__outlet__in=counted) | Q(attributions__source__in=counted)
    latest = (
        Claim.objects.filter(said, zone=Claim.Zone.BODY)
        .order_by("-article__told_at", "-pk")
        .values_list("pk", "article__told_at")
        .distinct()[:RECENT_CLAIMS]
    )
    ids = [pk for pk, _ in latest]
    found = with_details(Claim.objects.filter(pk__in=ids)).order_by("-article__told_at", "-pk")
    return cards(found)


def _cites(counted: Sequence[Source]) -> list[Cited]:
    cited = Attribution.objects.filter(claim__article__outlet__in=counted)
    return _most(cited.exclude(source__in=counted), "source__slug", "source__name")


def _cited_by(counted: Sequence[Source]) -> list[Cited]:
    citing = Attribution.objects.filter(source__in=counted)
    return _most(
        citing.exclude(claim__article__outlet__in=counted),
        "claim__article__outlet__slug",
        "claim__article__outlet__name",
    )


def _most(attributions: QuerySet[Attribution], slug: str, name: str) -> list[Cited]:
    counted = (
        attributions.filter(part=Attribution.Part.CHAIN, claim__zone=Claim.Zone.BODY, claim__stands=True)
        .values_list(slug, name)
        .annotate(count=Count("claim", distinct=True))
        .order_by("-count", slug)
    )
    return [Cited(*row) for row in counted[:CITED_SHOWN]]
