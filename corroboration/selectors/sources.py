"""Sources: the list with their records side by side."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Max,
    OrderBy,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Lower

from claims.models import Article
from corroboration.selectors.paging import page_of
from sources.models import Alias, Source, SourceMerge, TrackRecord, private

Role = TrackRecord.Role
ROLES = (Role.OWN, Role.ORIGIN, Role.CARRIER)
NOT_RANKED = (Source.Kind.COMMENTER, Source.Kind.REPORTS)  # readers below an article, and nobody in particular

LETTERS = "ABCDE"  # of what can be ranked; F has too little evidence


@dataclass(frozen=True, slots=True)
class Order:
    """How a list is sorted. ranks: by what the evidence says, so that what has too little of it stands after all that
    has enough, by name and unranked; and no private person is listed."""

    by: tuple[OrderBy | str, ...]
    ranks: bool = False


NAMED = (Lower("name").asc(), "slug")
ORDERS = {
    "low": Order((F("main_low").desc(), F("main_checks").desc()), ranks=True),
    "letter": Order((F("main_letter").asc(), F("main_low").desc()), ranks=True),
    "checks": Order((F("main_checks").desc(nulls_last=True),)),
    "name": Order(()),
    "articles": Order((F("told").desc(),)),
    "last": Order((F("last_told").desc(nulls_last=True),)),
}
DEFAULT_ORDER = "low"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """main: the record in the role that matters most: an outlet's own voice, else what it told others.

    Records in which nothing was checked are left out: they would show the prior, which ranks nobody. articles, last:
    how many it published, and when the last of them came out.
    """

    source: Source
    main: TrackRecord | None
    others: list[TrackRecord]
    articles: int = 0
    last: datetime | None = None

    @property
    def ranked(self) -> bool:
        """Whether the evidence is enough to stand above or below another."""
        return self.main is not None and self.main.letter in LETTERS


def sources(*, order: str, query: str, kind: str, country: str, page: object) -> Page:
    """Sources that can have a record, outlets before all others, in this order."""
    chosen = ORDERS[order]
    found = _ranked() if chosen.ranks or order == "checks" else _listed()
    if order in ("articles", "last"):
        mine = Article.objects.filter(outlet=OuterRef("pk")).order_by()
        told = mine.values("outlet").annotate(told=Count("pk"), last=Max("published_at"))
        found = found.annotate(told=Coalesce(Subquery(told.values("told")), 0), last_told=Subquery(told.values("last")))
    enough = [Case(When(main_letter__in=LETTERS, then=Value(0)), default=Value(1))] if chosen.ranks else []
    by = [_if_enough(each) for each in chosen.by] if chosen.ranks else chosen.by
    found = found.order_by("not_outlet", *enough, *by, *NAMED)
    if query:
        named = Alias.objects.filter(source=OuterRef("pk"), name__icontains=query)
        found = found.filter(Q(name__icontains=query) | Exists(named))
    found = found.filter(**{name: value for name, value in (("kind", kind), ("country", country)) if value})
    shown = page_of(found, page)
    rows = list(shown.object_list)
    told = (
        Article.objects.filter(outlet__in=rows)
        .order_by()
        .values("outlet")
        .annotate(told=Count("pk"), last=Max("published_at"))
    )
    published = {each["outlet"]: (each["told"], each["last"]) for each in told}
    shown.object_list = [_row(source, *published.get(source.pk, (0, None))) for source in rows]
    return shown


def _if_enough(by: OrderBy) -> OrderBy:
    """The same order, in which all that has too little evidence is alike."""
    known = Case(When(main_letter__in=LETTERS, then=by.expression))
    return OrderBy(known, descending=by.descending, nulls_last=True)


def countries() -> list[str]:
    """Those that any source is known to be of."""
    return list(Source.objects.exclude(country="").order_by("country").values_list("country", flat=True).distinct())


def glance(*, outlets: bool, shown: int) -> list[SourceRow]:
    """The sources of which most has been checked, in whatever role."""
    checks = Sum("track_records__checks")
    found = _ranked().filter(not_outlet=not outlets).annotate(all_checks=checks).filter(all_checks__gt=0)
    return [_row(source) for source in found.order_by("-all_checks", "name", "slug")[:shown]]


def _ranked() -> QuerySet[Source]:
    return _listed().exclude(private())


def _listed() -> QuerySet[Source]:
    """Sources with the figures of their main record to sort by, and all records to show.

    An outlet is whoever publishes articles, an agency too.
    """
    outlet = Q(kind=Source.Kind.OUTLET) | Exists(Article.objects.filter(outlet=OuterRef("pk")))
    main = TrackRecord.objects.filter(source=OuterRef("pk"), role=OuterRef("main_role"), checks__gt=0)
    return (
        Source.objects.exclude(kind__in=NOT_RANKED)
        .exclude(pk__in=SourceMerge.in_force.values("source"))
        .annotate(
            not_outlet=Case(When(outlet, then=Value(False)), default=Value(True)),
            main_role=Case(When(outlet, then=Value(Role.OWN)), default=Value(Role.ORIGIN)),
        )
        .annotate(
            main_low=Subquery(main.values("low")),
            main_checks=Subquery(main.values("checks")),
            main_letter=Subquery(main.values("letter")),
        )
        .prefetch_related(Prefetch("track_records", TrackRecord.objects.filter(checks__gt=0)))
    )


def _row(source: Source, articles: int = 0, last: datetime | None = None) -> SourceRow:
    shown = [] if source.withheld else source.track_records.all()
    records = sorted(shown, key=lambda record: ROLES.index(record.role))
    return SourceRow(
        source=source,
        main=next((record for record in records if record.role == source.main_role), None),
        others=[record for record in records if record.role != source.main_role],
        articles=articles,
        last=last,
    )
