"""Sources: the list with their records side by side, and one with the ledger that made its record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, Value, When

from claims.models import Article, Attribution, Claim
from corroboration.models import LedgerEntry, Outcome
from corroboration.selectors.cards import HEAVY, Card, cards, light, with_details
from corroboration.selectors.paging import page_of
from sources.models import Source, TrackRecord

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


@dataclass(frozen=True, slots=True)
class SourceRow:
    """main: the record in the role that matters most: an outlet's own voice, else what it told others.

    Records in which nothing was checked are left out: they would show the prior, which ranks nobody.
    """

    source: Source
    main: TrackRecord | None
    others: list[TrackRecord]


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One contribution to a record, with the claim that was checked and the claim (if one) that checked it.

    checker: the voice behind that claim.
    """

    date: date
    role: str
    kind: str
    reason: str
    up: float
    down: float
    weight: float
    claim: Claim | None
    partner: Claim | None
    checker: str


@dataclass(frozen=True, slots=True)
class Cited:
    """How many claims one source took from another."""

    slug: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class SourcePage:
    """As of a past day: the record and its ledger only; the rest would tell what came later."""

    source: Source
    aliases: list[str]
    owners: list[Source]
    spokespeople: list[Source]
    unnamed: list[Source]
    articles: int
    latest: list[Article]
    records: list[tuple[str, Any]]  # the role in words, and its figures: a TrackRecord, or history's dict
    as_of: date | None
    ledger: Page
    lines: list[LedgerLine]
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


def source_page(slug: str, *, then: Mapping[str, Any] | None = None, page: object) -> SourcePage:
    """All that is known of one source. then: its record as of a day, from history.track_record; None: as of today.

    Raises Source.DoesNotExist.
    """
    source = Source.objects.select_related("speaks_for").get(slug=slug)
    if then is None:
        records = [(record.role, record) for record in source.track_records.all()]
        ledger = source.ledger.order_by("-date", "role", "claim_id", "partner")
    else:
        records = [(record["role"], record) for record in then["records"]]
        ledger = sorted(then["ledger"], key=lambda line: line["date"], reverse=True)
    shown = page_of(ledger, page)
    return SourcePage(
        source=source,
        aliases=list(source.aliases.values_list("name", flat=True)),
        owners=list(Source.objects.filter(holdings__source=source, holdings__until__isnull=True).distinct()),
        spokespeople=list(source.spokespeople.order_by("name")[:NAMES_SHOWN]),
        unnamed=list(_below(source)[:NAMES_SHOWN]),
        articles=source.articles.count(),
        latest=[] if then else list(source.articles.defer(*HEAVY)[:LATEST_ARTICLES]),
        records=[(Role(role).label, record) for role, record in sorted(records, key=lambda r: ROLES.index(r[0]))],
        as_of=date.fromisoformat(then["as_of"]) if then else None,
        ledger=shown,
        lines=_lines(shown.object_list),
        recent=[] if then else _recent(source),
        cites=[] if then else _cites(source),
        cited_by=[] if then else _cited_by(source),
    )


def _below(source: Source) -> QuerySet[Source]:
    """The unnamed voices that only this source has quoted."""
    return Source.objects.filter(slug__startswith=f"{source.slug}/").exclude(kind__in=NOT_RANKED).order_by("name")


def _lines(entries: Iterable[LedgerEntry | Mapping[str, Any]]) -> list[LedgerLine]:
    """Ledger entries, stored or from history, with their claims."""
    plain = [_plain(entry) if isinstance(entry, LedgerEntry) else entry for entry in entries]
    ids = {entry[name] for entry in plain for name in ("claim", "partner") if entry[name]}
    claims = Claim.objects.filter(public_id__in=ids).select_related("article__outlet").defer(*light("article"))
    voices = Attribution.objects.filter(position=0)  # the origin, and the first who denies it
    found = {claim.public_id: claim for claim in claims.prefetch_related(Prefetch("attributions", voices))}
    return [_line(entry, found) for entry in plain]


def _plain(entry: LedgerEntry) -> dict[str, Any]:
    names = ("role", "kind", "partner", "date", "up", "down", "weight", "reason")
    return {"claim": entry.claim_id} | {name: getattr(entry, name) for name in names}


def _line(entry: Mapping[str, Any], claims: Mapping[str, Claim]) -> LedgerLine:
    day = entry["date"]
    partner = claims.get(entry["partner"])
    return LedgerLine(
        date=date.fromisoformat(day) if isinstance(day, str) else day,
        role=Role(entry["role"]).label,
        kind=entry["kind"],
        reason=entry["reason"],
        up=entry["up"],
        down=entry["down"],
        weight=entry["weight"],
        claim=claims.get(entry["claim"]),
        partner=partner,
        checker=_checker(partner, entry["kind"]) if partner else "",
    )


def _checker(claim: Claim, kind: str) -> str:
    """Who spoke to the claim that was checked: of a denial the denier, else the origin, else the outlet."""
    part = Attribution.Part.DENIER if kind == Outcome.Kind.DENIED else Attribution.Part.CHAIN
    return next((voice.name for voice in claim.attributions.all() if voice.part == part), claim.article.outlet.name)


def _recent(source: Source) -> list[Card]:
    """What it said last, in its own voice or through others."""
    said = Q(article__outlet=source) | Q(attributions__source=source)
    latest = (
        Claim.objects.filter(said, zone=Claim.Zone.BODY)
        .order_by("-article__published_at", "-pk")
        .values_list("pk", "article__published_at")
        .distinct()[:RECENT_CLAIMS]
    )
    ids = [pk for pk, _ in latest]
    found = with_details(Claim.objects.filter(pk__in=ids)).order_by("-article__published_at", "-pk")
    return cards(found)


def _cites(source: Source) -> list[Cited]:
    cited = Attribution.objects.filter(claim__article__outlet=source)
    return _most(cited.exclude(source=source), "source__slug", "source__name")


def _cited_by(source: Source) -> list[Cited]:
    citing = Attribution.objects.filter(source=source)
    return _most(
        citing.exclude(claim__article__outlet=source), "claim__article__outlet__slug", "claim__article__outlet__name"
    )


def _most(attributions: QuerySet[Attribution], slug: str, name: str) -> list[Cited]:
    counted = (
        attributions.filter(part=Attribution.Part.CHAIN, claim__zone=Claim.Zone.BODY)
        .values_list(slug, name)
        .annotate(count=Count("claim", distinct=True))
        .order_by("-count", slug)
    )
    return [Cited(*row) for row in counted[:CITED_SHOWN]]
