"""Clusters: the list to choose from, and one with its claims side by side."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.core.paginator import Page
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from claims.models import Claim
from corroboration.engine.reasons import Reason, start
from corroboration.models import Cluster, Membership, Redirect, Relation, Suggestion
from corroboration.selectors import made
from corroboration.selectors.cards import Card, Copy, cards, light, with_details
from corroboration.selectors.links import SUGGESTIONS_SHOWN, Here, Stand, Suggested, here, suggested, suggestions
from corroboration.selectors.paging import page_of

ORDERS = {
    "review": ("-attention", "public_id"),
    "newest": ("-last_published_at", "public_id"),
    "claims": ("-claim_count", "public_id"),
}
DEFAULT_ORDER = "review"

MEMBER = {  # what the page needs of each member before it knows which to show
    "member": F("claim_id"),
    "slot": F("claim__slot"),
    "original": F("copy_of_id"),
    "episode": F("claim__episode_member__episode"),
    "article": F("claim__article"),
    "outlet": F("claim__article__outlet__name"),
    "slug": F("claim__article__outlet__slug"),
    "external_id": F("claim__article__external_id"),
    "published_at": F("claim__article__told_at"),
}
CLAIMS_A_PAGE = 30  # 4 KB of HTML each, with why it is here; with 40 relations of 0.9 KB a page stays below 200 KB
RELATIONS_SHOWN = 40  # a page; the gravest first
RELATIONS_OPEN = 8  # a slot; the others are folded away
REDIRECTS_FOLLOWED = 20  # a chain of merges longer than this is a loop
CATCH_ALL = "other"  # the slot of claims that answer no listed question: shown last, never compared


@dataclass(frozen=True, slots=True)
class Slot:
    """One question about the event, the claims that answer it, and how these stand to each other.

    total: how many representatives answer it on all pages. relations: the gravest; more: the others, folded away.
    """

    name: str
    total: int
    cards: list[Card] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    more: list[Relation] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ClusterPage:
    cluster: Cluster
    slots: list[Slot]
    claims: Page
    relations_cut: bool
    suggestions: list[Suggested]
    elsewhere: list[Suggested]
    decisions: list[made.Made]

    @property
    def start(self) -> Reason | None:
        """What every score of a link begins with, where any is shown."""
        linked = any(card.here and card.here.whys for slot in self.slots for card in slot.cards)
        return start() if linked or any(each.why for each in (*self.suggestions, *self.elsewhere)) else None


def clusters(*, order: str, query: str, page: object) -> Page:
    """Clusters in this order, those whose title or statements contain the query."""
    found = Cluster.objects.order_by(*ORDERS[order])
    if query:
        said = Membership.objects.filter(cluster=OuterRef("public_id"), claim__statement__icontains=query)
        found = found.filter(Q(title__icontains=query) | Exists(said))
    return page_of(found, page)


def current_id(old_id: str) -> str | None:
    """Where a public id that is no longer in use leads now; None when it leads nowhere."""
    here = old_id
    for _ in range(REDIRECTS_FOLLOWED):
        step = Redirect.objects.filter(old_id=here).order_by("-since", "-pk").values_list("new_id", flat=True).first()
        if step is None:
            return here if here != old_id else None
        here = step
    return None


def cluster_page(public_id: str, *, page: object) -> ClusterPage | None:
    """All that is known of one cluster, its representatives a page at a time; None when there is none."""
    cluster = Cluster.objects.filter(public_id=public_id).first()
    if cluster is None:
        return None
    members = list(cluster.memberships.order_by("claim__article__told_at", "claim_id").values(**MEMBER))
    copies: dict[str, list[Copy]] = defaultdict(list)
    for member in members:
        if member["original"]:
            copies[member["original"]].append(Copy(member["member"], member["outlet"], member["published_at"]))
    originals = [member for member in members if not member["original"]]
    asked = Counter(member["slot"] for member in originals)
    slots = [(member["member"], member["slot"]) for member in originals]
    shown = page_of(_by_slot(slots, asked, _disputed(cluster)), page, CLAIMS_A_PAGE)
    stands = (Stand(member["member"], member["episode"] or "", member["article"]) for member in originals)
    whys = here(stands, shown.object_list)
    relations = list(_relations(shown.object_list)[: RELATIONS_SHOWN + 1])
    return ClusterPage(
        cluster=cluster,
        slots=_slots(shown.object_list, asked, copies, whys, relations[:RELATIONS_SHOWN]),
        claims=shown,
        relations_cut=len(relations) > RELATIONS_SHOWN,
        suggestions=suggested(_suggestions().filter(cluster=cluster)[:SUGGESTIONS_SHOWN]),
        elsewhere=suggested(_suggestions().filter(claim__membership__cluster=cluster)[:SUGGESTIONS_SHOWN]),
        decisions=made.about({(member["slug"], member["external_id"]) for member in members}),
    )


def _disputed(cluster: Cluster) -> set[str]:
    """The slots in which claims contradict each other."""
    clashes = Relation.objects.filter(kind=Relation.Kind.CONTRADICTS, a__membership__cluster=cluster)
    return set(clashes.order_by().values_list("a__slot", flat=True).distinct())


def _by_slot(claims: list[tuple[str, str]], asked: Counter[str], disputed: set[str]) -> list[str]:
    """Claims so that those of one slot stand together: disputed questions first, then the most answered ones."""
    return [
        claim
        for claim, _ in sorted(claims, key=lambda c: (c[1] not in disputed, c[1] == CATCH_ALL, -asked[c[1]], c[1]))
    ]


def _slots(
    ids: Iterable[str],
    asked: Counter[str],
    copies: dict[str, list[Copy]],
    whys: Mapping[str, Here],
    relations: Iterable[Relation],
) -> list[Slot]:
    """The claims with these ids, in this order, under their slots."""
    found = {claim.public_id: claim for claim in with_details(Claim.objects.filter(public_id__in=list(ids)))}
    slots: dict[str, Slot] = {}
    for card in cards((found[id] for id in ids if id in found), copies):
        name = card.claim.slot
        known = replace(card, here=whys.get(card.claim.public_id))
        slots.setdefault(name, Slot(name, asked[name])).cards.append(known)
    for relation in relations:
        slot = slots[relation.a.slot]
        (slot.relations if len(slot.relations) < RELATIONS_OPEN else slot.more).append(relation)
    return list(slots.values())


def _relations(ids: Iterable[str]) -> QuerySet[Relation]:
    """Relations whose later claim is among these, what divides before what unites."""
    kinds = (Relation.Kind.CONTRADICTS, Relation.Kind.SUPERSEDES, Relation.Kind.DIFFERS, Relation.Kind.CORROBORATES)
    gravity = Case(*(When(kind=kind, then=Value(rank)) for rank, kind in enumerate(kinds)))
    return (
        Relation.objects.filter(a__in=list(ids))
        .select_related("a__article__outlet", "b__article__outlet")
        .defer(*light("a__article"), *light("b__article"))
        .order_by(gravity, F("independent").desc(nulls_last=True), "-score", "a_id", "b_id")
    )


def _suggestions() -> QuerySet[Suggestion]:
    return suggestions().select_related("claim__article__outlet", "cluster").defer(*light("claim__article"))
