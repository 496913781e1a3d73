"""The review queue: the clusters on which a person's look tells most, narrowed, counted, and walked one by one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property

from corroboration.addresses import LONGEST_QUERY
from corroboration.filters import LARGEST_COUNT
from corroboration.models import Cluster, SavedView
from corroboration.pagination import after, turned
from corroboration.queue_filters import ANYONE, ME, NOBODY, OPEN, QueueFilter, Review, Viewer
from corroboration.selectors.paging import PAGE_SIZE

ORDERS = {
    "review": ("-attention", "public_id"),
    "newest": ("-last_published_at", "public_id"),
    "claims": ("-claim_count", "public_id"),
    "origins": ("-origin_count", "public_id"),
}
ORDER_WORDS = {
    "review": "what a look adds",
    "newest": "newest first",
    "claims": "most claims first",
    "origins": "most origins first",
}
DEFAULTS = {"order": "review", "review": Review.NEEDS}
FILTERS = ("q", "place", "source", "status", "clash", "review", "assigned", "event_from", "event_to", "min_origins")
ASKED = (*FILTERS, "order")  # in the order of an address
LONGEST_ADDRESS = 2_000
COUNTED = ("review", "assigned", "status")  # filters whose choices are shown with how many each would leave
SUMS = {  # (status, whether a look is needed) -> which rows
    (status, needed): rows & (Q(attention__gt=0) if needed else ~Q(attention__gt=0))
    for status, rows in (
        (Cluster.Status.CONTESTED, Q(contradictions__gt=0)),
        (Cluster.Status.CORROBORATED, Q(contradictions=0, corroborations__gt=0)),
        (Cluster.Status.UNCONFIRMED, Q(contradictions=0, corroborations=0)),
    )
    for needed in (True, False)
}


@dataclass(frozen=True, slots=True)
class Tab:
    """A view of the queue. count: None where it isn't cheap to know. saved: the row, of a person's own."""

    name: str
    query: str
    current: bool
    count: int | None = None
    saved: SavedView | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    count: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """filters: the form, with what is wrong in it. query: what is asked for, as a saved view keeps it."""

    filters: QueueFilter
    page: Page
    query: str
    order: str
    tabs: list[Tab]
    reviews: list[Choice]
    statuses: list[Choice]
    assignees: list[Choice]

    @property
    def narrowed(self) -> bool:
        return bool(self.query)


class Counts:
    """How many clusters there are of each kind, from one look at an index that holds all that is asked."""

    def __init__(self, clusters: QuerySet[Cluster], viewer: Viewer) -> None:
        names = {f"n{at}": key for at, key in enumerate(SUMS)}
        sums = {name: Count("pk", filter=SUMS[key]) for name, key in names.items()}
        rows = clusters.order_by().values("review", "assignee").annotate(**sums)
        self.viewer = viewer.pk
        self.rows = [((row["review"], row["assignee"]), {key: row[n] for n, key in names.items()}) for row in rows]

    def of(self, *, review: str = Review.ANY, status: str = "", assigned: str = "") -> int:
        return sum(
            count
            for (reviewed, assignee), counts in self.rows
            if self._assigned(assignee, assigned)
            for (each, needed), count in counts.items()
            if status in ("", each) and self._left(review, reviewed, needed)
        )

    def _assigned(self, assignee: int | None, wanted: str) -> bool:
        if wanted == ME:
            return assignee is not None and assignee == self.viewer
        return wanted == "" or (assignee is None) == (wanted == NOBODY)

    def _left(self, wanted: str, reviewed: str, needed: bool) -> bool:
        if wanted == Review.NEEDS:
            return needed
        return wanted == Review.ANY or reviewed == wanted or (wanted == Review.OPEN and reviewed in OPEN)


class CountedPaginator(Paginator):
    """Pages of a list whose length is known already. However deep a page is, only its own rows are read."""

    def __init__(self, rows: QuerySet[Cluster], total: int) -> None:
        super().__init__(rows, PAGE_SIZE)
        self.total = total

    @cached_property
    def count(self) -> int:
        return self.total

    def page(self, number: Any) -> Page:
        number = self.validate_number(number)
        start = (number - 1) * PAGE_SIZE
        ids = list(
            self.object_list.values_list("public_id", flat=True)[start : start + PAGE_SIZE]
        )  # of the index alone
        known = Cluster.objects.select_related("assignee").defer("origins").in_bulk(ids, field_name="public_id")
        return Page([known[id] for id in ids if id in known], number, self)


def queue(asked: QueryDict | Mapping[str, str], *, viewer: Viewer, page: object) -> Queue:
    """A page of the queue that an address asks for."""
    values = normal(asked)
    order = values["order"]
    found = QueueFilter(values, Cluster.objects.all(), viewer=viewer)
    counts = Counts(found.narrowed(without=COUNTED), viewer)
    chosen = {name: found.form.cleaned_data.get(name) or "" for name in COUNTED}
    chosen["review"] = chosen["review"] or Review.ANY
    by_name = chosen["assigned"] not in ("", ME, ANYONE, NOBODY)  # the counts know nobody by name
    rows = found.narrowed().order_by(*ORDERS[order])
    total = rows.count() if by_name else counts.of(**chosen)
    query = as_query(values)
    return Queue(
        filters=found,
        page=CountedPaginator(rows, total).get_page(page),
        query=query,
        order=order,
        tabs=_tabs(query, viewer, counts if _plain(values) else Counts(Cluster.objects.all(), viewer)),
        reviews=_choices("review", Review.choices, counts, chosen, by_name),
        statuses=_choices("status", [("", "any"), *Cluster.Status.choices], counts, chosen, by_name),
        assignees=_assignees(counts, chosen, by_name, viewer),
    )


def normal(asked: QueryDict | Mapping[str, str]) -> dict[str, str]:
    """What an address asks for, with the defaults; text that every database takes (PostgreSQL refuses NUL)."""
    given = {name: asked.get(name, "").replace("\0", "").strip()[:LONGEST_QUERY] for name in ASKED}
    values = {name: given[name] or DEFAULTS.get(name, "") for name in ASKED}
    if values["order"] not in ORDERS:
        values["order"] = DEFAULTS["order"]
    return values


def as_query(values: Mapping[str, str]) -> str:
    """The part of an address that asks for these; what is as by default is left out."""
    return urlencode({name: values[name] for name in ASKED if values[name] != DEFAULTS.get(name, "")})


def clean(query: str, page: str = "") -> str:
    """What an address asks for as it is written here, junk left out."""
    values = as_query(normal(QueryDict(query[:LONGEST_ADDRESS])))
    number = urlencode({"page": page}) if page.isdecimal() and page != "1" else ""
    return "&".join(filter(None, (values, number)))


def _plain(values: Mapping[str, str]) -> bool:
    """Whether nothing narrows the counts."""
    return not any(values[name] for name in FILTERS if name not in COUNTED)


def _tabs(query: str, viewer: Viewer, counts: Counts) -> list[Tab]:
    """The views that everybody has, and the person's own."""
    shared: list[tuple[str, dict[str, str]]] = [
        ("Needs review", {}),
        ("Contested", {"status": Cluster.Status.CONTESTED}),
        ("Changed since review", {"review": Review.CHANGED}),
        ("All", {"review": Review.ANY}),
    ]
    if viewer.is_authenticated:
        shared.insert(2, ("Mine", {"review": Review.OPEN, "assigned": ME}))
    tabs = []
    for name, asked in shared:
        values = {"review": Review.NEEDS} | asked
        address = as_query(normal(asked))
        tabs.append(Tab(name, address, address == query, counts.of(**values)))
    known = {tab.query for tab in tabs}
    saved = SavedView.objects.filter(user=viewer.pk) if viewer.is_authenticated else []
    return tabs + [Tab(row.name, row.query, row.query == query and query not in known, saved=row) for row in saved]


def _choices(
    name: str, choices: Iterable[tuple[str, str]], counts: Counts, chosen: Mapping[str, str], by_name: bool
) -> list[Choice]:
    """Each choice of a filter with how many it would leave, the other filters as they are."""
    return [
        Choice(value, label, None if by_name else counts.of(**{**chosen, name: value}), value == chosen[name])
        for value, label in choices
    ]


def _assignees(counts: Counts, chosen: Mapping[str, str], by_name: bool, viewer: Viewer) -> list[Choice]:
    mine = [(ME, "me")] if viewer.is_authenticated else []
    found = _choices("assigned", [("", "any"), *mine, (NOBODY, "nobody"), (ANYONE, "anyone")], counts, chosen, False)
    if by_name:
        found.append(Choice(chosen["assigned"], chosen["assigned"], None, True))
    return found


def deciders() -> list[str]:
    """Those to whom a cluster can be assigned, by name."""
    people = get_user_model().objects.with_perm("corroboration.add_decision")
    return list(people.filter(is_active=True).order_by("username").values_list("username", flat=True).distinct())


# --- one by one ---


@dataclass(frozen=True, slots=True)
class Neighbour:
    public_id: str
    address: str  # its page in this queue


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cluster stands in a queue. inside: whether it still belongs there, after what was decided about it."""

    query: str
    position: int
    total: int
    inside: bool
    previous: Neighbour | None
    next: Neighbour | None


def place(cluster: Cluster, asked: Mapping[str, str], viewer: Viewer) -> Place | None:
    """The cluster's place in the queue that an address names, by comparing; None where it names none.

    asked: `queue`, the queue's own address; `stood`, by what it stood where it did, which a decision may change.
    """
    if "queue" not in asked:
        return None
    values = normal(QueryDict(asked["queue"][:LONGEST_ADDRESS]))
    order, query = values["order"], as_query(values)
    rows = QueueFilter(values, Cluster.objects.all(), viewer=viewer).narrowed()
    here = [_stood(asked.get("stood", ""), cluster, order), cluster.public_id]
    forwards, backwards = ORDERS[order], [turned(name) for name in ORDERS[order]]
    before = after(backwards, here)
    numbers = rows.aggregate(
        total=Count("pk"), here=Count("pk", filter=Q(pk=cluster.pk)), before=Count("pk", filter=before)
    )
    return Place(
        query=query,
        position=numbers["before"] + 1,
        total=numbers["total"],
        inside=bool(numbers["here"]),
        previous=_neighbour(rows.filter(before).order_by(*backwards), query, order),
        next=_neighbour(rows.filter(after(forwards, here)).order_by(*forwards), query, order),
    )


def address_in(query: str, order: str, cluster: Cluster) -> str:
    """What follows "?" in the address of a cluster that is opened from this queue."""
    value = getattr(cluster, _first(order))
    return urlencode({"queue": query, "stood": value.isoformat() if isinstance(value, datetime) else value})


def _neighbour(rows: QuerySet[Cluster], query: str, order: str) -> Neighbour | None:
    found = rows.only("public_id", _first(order)).first()
    return found and Neighbour(found.public_id, address_in(query, order, found))


def _first(order: str) -> str:
    """The field that an order compares first."""
    return ORDERS[order][0].removeprefix("-")


def _stood(text: str, cluster: Cluster, order: str) -> Any:
    """The value by which a cluster stood in its queue: as the address says, else as it is now."""
    now = getattr(cluster, _first(order))
    try:
        then = type(now).fromisoformat(text) if isinstance(now, datetime) else type(now)(text)
    except ValueError:
        return now
    if isinstance(then, datetime):
        return then if then.tzinfo else now
    return then if abs(then) <= LARGEST_COUNT else now  # also where it is no number at all
