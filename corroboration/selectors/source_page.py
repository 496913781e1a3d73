"""One source: who it is, its record, and the ledger that made it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet

from claims.models import Article, Attribution, Claim
from corroboration import records
from corroboration.courses import courses, entry, weightiest
from corroboration.ledgers import Wanted
from corroboration.models import Outcome
from corroboration.pictures.reliabilities import Course, Graded
from corroboration.replies import Replies, replies_of
from corroboration.selectors import feeds
from corroboration.selectors.cards import HEAVY, Card, cards, light, with_details
from corroboration.selectors.citations import Cited, cited_by, cites
from corroboration.selectors.copying import Shared, copying_of
from corroboration.selectors.coverage import Gap, told_of
from corroboration.selectors.feeds import FeedHealth
from corroboration.selectors.ledger import LedgerLine, ledger_lines
from corroboration.selectors.paging import page_of
from corroboration.selectors.sources import NOT_RANKED, ROLES, Role
from sources.engine.course import Point
from sources.models import Source
from sources.selectors import counted_as

RECENT_CLAIMS = 6
LATEST_ARTICLES = 10
NAMES_SHOWN = 30  # spokespeople and unnamed voices of one source
TOPICS_SHOWN = 10  # of each role, the most checked
LEADS_SHOWN = 8  # of each role, the longest

Figures = Mapping[str, Any]  # a record, or a part of one, as records.shown answers it


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
class Choice:
    """What a list can be narrowed to, and how many lines it would have."""

    value: str
    label: str
    lines: int


@dataclass(frozen=True, slots=True)
class SourcePage:
    """As of a past day: the record and its ledger only; the rest would tell what came later.

    merged: the sources that count as this one. courses: each role over the months. most: the lines that count most for
    it, and those that count most against it. topics: records of topics, with their roles in words. unread: the
    ledger is so long that lead times wait until they are asked for. recomputed: why a past day is told otherwise now.
    grading: the half-life and the cuts by which the letters were given.
    ledger: a page of lines; sums: of all lines. roles, kinds: what it can be narrowed to, with numbers of lines.
    checkers: slug and name of those who checked what is shown. feeds: how it goes with them; gaps: when it couldn't be
    heard.
    """

    source: Source
    aliases: list[str]
    owners: list[Source]
    spokespeople: list[Source]
    unnamed: list[Source]
    merged: list[Source]
    replies: Replies
    articles: int
    latest: list[Article]
    records: list[RoleRecord]
    courses: list[Course]
    most: list[tuple[str, list[LedgerLine]]]
    topics: list[tuple[str, Figures]]
    unread: bool
    recomputed: list[Mapping[str, str]]
    grading: Mapping[str, Any]
    ledger: Page
    lines: list[LedgerLine]
    sums: list[Sums]
    roles: list[Choice]
    kinds: list[Choice]
    checkers: list[tuple[str, str]]
    copying: tuple[Shared, ...]
    recent: list[Card]
    cites: list[Cited]
    cited_by: list[Cited]
    feeds: list[FeedHealth]
    gaps: list[Gap]


def source_page(
    slug: str, as_of: date | None, wanted: Wanted, *, whole: bool, page: object, now: datetime
) -> SourcePage:
    """All that is known of one source, now or at the end of a day. wanted: the part of its record and ledger.

    Raises Source.DoesNotExist.
    """
    source = Source.objects.select_related("speaks_for").get(slug=slug)
    record = records.shown(slug, as_of, wanted, whole=whole)
    past, counted = as_of is not None, counted_as(source)
    published = Article.objects.filter(outlet__in=counted)
    shown = page_of(record["ledger"], page)
    most = weightiest(source, as_of, wanted.role, wanted.topic)
    lines = ledger_lines([*shown.object_list, *(entry(line) for side in most for line in side)])
    first, second = len(shown.object_list), len(shown.object_list) + len(most[0])
    return SourcePage(
        source=source,
        aliases=list(source.aliases.values_list("name", flat=True)),
        owners=list(Source.objects.filter(holdings__source=source, holdings__until__isnull=True).distinct()),
        spokespeople=list(source.spokespeople.order_by("name")[:NAMES_SHOWN]),
        unnamed=list(_below(source)[:NAMES_SHOWN]),
        merged=counted[1:],
        replies=replies_of(counted, as_of),
        articles=published.count(),
        latest=[] if past else list(published.defer(*HEAVY)[:LATEST_ARTICLES]),
        records=_records(record["records"]),
        courses=_courses(source, as_of, wanted),
        most=[("Counts most for it", lines[first:second]), ("Counts most against it", lines[second:])],
        topics=_topics(record["topics"]),
        unread=any(each["lead_time"] is None for each in record["records"]),
        recomputed=record["recomputed"],
        grading=record["grading"],
        ledger=shown,
        lines=lines[:first],
        sums=_sums(record["sums"]),
        roles=_choices(Role.choices, record["ledger"].of_roles()),
        kinds=_choices(Outcome.Kind.choices, record["ledger"].of_kinds()),
        checkers=sorted({(line.checker_slug, line.checker) for line in lines if line.checker_slug}),
        copying=copying_of(slug, as_of),
        recent=[] if past else _recent(counted),
        cites=[] if past else cites(counted),
        cited_by=[] if past else cited_by(counted),
        feeds=[] if past else feeds.of_source(counted, now=now),
        gaps=[] if past else told_of(counted, now=now),
    )


def _courses(source: Source, as_of: date | None, wanted: Wanted) -> list[Course]:
    found = courses(source, as_of, wanted.topic)
    return [drawn(role.label, found[role]) for role in ROLES if role in found and wanted.role in ("", role)]


def drawn(name: str, points: Sequence[Point]) -> Course:
    """A record over time, as it is drawn."""
    return Course(name, [Graded(each.on, each.mean, each.low, each.high, each.letter) for each in points])


def _choices(offered: Sequence[tuple[str, str]], lines: Mapping[str, int]) -> list[Choice]:
    return [Choice(value, label, lines.get(value, 0)) for value, label in offered]


def _topics(found: Sequence[Figures]) -> list[tuple[str, Figures]]:
    """Of each role the topics of which most was checked."""
    most = ((role, [part for part in found if part["role"] == role][:TOPICS_SHOWN]) for role in ROLES)
    return [(role.label, part) for role, parts in most for part in parts]


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
    """What it said last, in its own voice or through others. Either is looked for by itself, which an index can do."""
    told = Claim.objects.filter(zone=Claim.Zone.BODY).order_by("-article__told_at", "-pk")
    published = told.filter(article__outlet__in=counted)
    quoted = told.filter(pk__in=Attribution.objects.filter(source__in=counted).values("claim"))
    ids = {pk for said in (published, quoted) for pk in said.values_list("pk", flat=True)[:RECENT_CLAIMS]}
    found = with_details(Claim.objects.filter(pk__in=ids)).order_by("-article__told_at", "-pk")
    return cards(found[:RECENT_CLAIMS])
