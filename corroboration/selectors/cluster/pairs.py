"""How the claims of a cluster stand to each other: its pairs, the gravest first, by kind or of one claim."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from claims.models import Claim
from corroboration.models import Cluster, Relation
from corroboration.selectors.cards import light
from corroboration.selectors.paging import page_of

PAIRS_A_PAGE = 10  # about 1 KB of HTML each, 2 KB for who may decide
INDEPENDENT = Q(independent=True)
DEPENDENT = Q(independent=False) | Q(independent__isnull=True)
Kind = Relation.Kind

REPEATS = "repeats"
KINDS: dict[str, Q] = {  # what divides before what unites
    Kind.CONTRADICTS.value: Q(kind=Kind.CONTRADICTS),
    Kind.SUPERSEDES.value: Q(kind=Kind.SUPERSEDES),
    Kind.DIFFERS.value: Q(kind=Kind.DIFFERS),
    Kind.CORROBORATES.value: Q(kind=Kind.CORROBORATES) & INDEPENDENT,
    REPEATS: Q(kind=Kind.CORROBORATES) & DEPENDENT,
}
LABELS: dict[str, str] = {kind.value: kind.label for kind in Kind} | {REPEATS: REPEATS}
SUPERSEDED_BY = "superseded by"


@dataclass(frozen=True, slots=True)
class Counted:
    """How many pairs of one kind there are. kind: as the address asks for it, label: as the page calls it."""

    kind: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A relation, with the first voices of its claims."""

    relation: Relation
    a_speaker: str
    b_speaker: str

    @property
    def shown_as(self) -> str:
        return self.relation.shown_as


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs on one page. counts: of all pairs, by kind. kind, of: to which kind and claim they are narrowed ("").

    repeats: how many pairs say nothing new, and are left out unless asked for.
    """

    counts: list[Counted]
    kind: str
    of: Claim | None
    page: Page
    rows: list[Pair]
    repeats: int

    @property
    def total(self) -> int:
        return sum(each.count for each in self.counts)


def pairs_of(cluster: Cluster, speakers: Mapping[str, str], *, kind: str, of: str, page: object) -> Pairs:
    """The pairs of a cluster. speakers: who speaks first in each of its claims. of: the claim that all are of."""
    claim = Claim.objects.filter(public_id=of, membership__cluster=cluster).first() if of else None
    found = Relation.objects.filter(a__in=cluster.memberships.filter(copy_of=None).values("claim"))
    if claim is not None:
        found = found.filter(Q(a=claim.public_id) | Q(b=claim.public_id))
    counts = _counts(found)
    repeats = next((each.count for each in counts if each.kind == REPEATS), 0)
    folded = not kind and claim is None
    shown = found.filter(KINDS[kind]) if kind else found.exclude(KINDS[REPEATS]) if folded else found
    paged = page_of(_gravest(shown), page, PAIRS_A_PAGE)
    rows = [Pair(each, speakers.get(each.a_id, ""), speakers.get(each.b_id, "")) for each in paged.object_list]
    return Pairs(counts, kind, claim, paged, rows, repeats if folded else 0)


def _counts(relations: QuerySet[Relation]) -> list[Counted]:
    numbers = relations.order_by().aggregate(**{kind: Count("pk", filter=asked) for kind, asked in KINDS.items()})
    return [Counted(kind, LABELS[kind], number) for kind, number in numbers.items() if number]


def _gravest(relations: QuerySet[Relation]) -> QuerySet[Relation]:
    gravity = Case(*(When(kind=kind, then=Value(rank)) for rank, kind in enumerate(KINDS) if kind != REPEATS))
    return (
        relations.select_related("a__article__outlet", "b__article__outlet")
        .defer(*light("a__article"), *light("b__article"))
        .order_by(gravity, F("independent").desc(nulls_last=True), "-score", "a_id", "b_id")
    )


def kinds_of(claims: Collection[str]) -> dict[str, list[Counted]]:
    """How many pairs of each kind each of these claims is part of, the gravest kind first, in two queries."""
    numbers: dict[str, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    for side in ("a", "b"):
        rows = Relation.objects.filter(**{f"{side}__in": claims}).order_by()
        told = rows.values_list(f"{side}_id", "kind", "independent").annotate(count=Count("pk"))
        for claim, kind, independent, count in told:
            shown = REPEATS if kind == Kind.CORROBORATES and not independent else kind
            label = SUPERSEDED_BY if side == "b" and kind == Kind.SUPERSEDES else LABELS[shown]
            numbers[claim][shown, label] += count
    rank = {kind: turn for turn, kind in enumerate(KINDS)}
    return {
        claim: [Counted(*named, count) for named, count in sorted(found.items(), key=lambda each: rank[each[0][0]])]
        for claim, found in numbers.items()
    }
