"""Sources: the list with their records side by side."""

from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, Value, When

from claims.models import Article
from corroboration.selectors.paging import page_of
from sources.models import Source, SourceMerge, TrackRecord, private

Role = TrackRecord.Role
ROLES = (Role.OWN, Role.ORIGIN, Role.CARRIER)
NOT_RANKED = (Source.Kind.COMMENTER, Source.Kind.REPORTS)  # readers below an article, and nobody in particular

ORDERS = {
    "name": (F("name").asc(), "slug"),
    "low": (F("main_low").desc(nulls_last=True), F("main_checks").desc(nulls_last=True), "name", "slug"),
    "checks": (F("main_checks").desc(nulls_last=True), "name", "slug"),
}
DEFAULT_ORDER = "low"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """main: the record in the role that matters most: an outlet's own voice, else what it told others.

    Records in which nothing was checked are left out: they would show the prior, which ranks nobody.
    """

    source: Source
    main: TrackRecord | None
    others: list[TrackRecord]


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
