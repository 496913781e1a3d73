"""The three looks at the claims of a cluster: by question, by origin, side by side."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, TypeVar

from django.core.paginator import Page

from claims.models import Claim
from corroboration.models import Cluster
from corroboration.selectors.cards import Card, Copy, cards, with_details
from corroboration.selectors.cluster.lineage import STANDINGS, Lineage, Voice
from corroboration.selectors.cluster.matrix import Matrix, matrix_of
from corroboration.selectors.cluster.members import Member, copies_among
from corroboration.selectors.cluster.order import disputed_slots, slots_in_order
from corroboration.selectors.cluster.pairs import Counted, kinds_of
from corroboration.selectors.paging import page_of

QUESTION, ORIGIN, TABLE = LOOKS = ("question", "origin", "table")
CLAIMS_A_PAGE = 20  # about 1.5 KB of HTML each, 2.5 KB for who may decide: a page stays below 100 KB
SPEAKERS = 6  # named beside the voice of an origin
Key = TypeVar("Key", str, Voice)  # what a part is about: a slot, or who stands behind it


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim as the page shows it. kinds: how many pairs of which kind it is part of."""

    card: Card
    kinds: Sequence[Counted]


@dataclass(frozen=True, slots=True)
class Part:
    """A question, or an origin, with those of its claims that this page shows. total: on all pages; page: on which of
    them it begins. slot, voice: which it is; the other is empty."""

    total: int
    page: int
    claims: Sequence[Shown] = ()
    slot: str = ""
    voice: Voice | None = None
    speakers: Sequence[str] = ()
    more_speakers: int = 0

    @property
    def anchor(self) -> str:
        return self.voice.anchor if self.voice else f"slot-{self.slot}"


@dataclass(frozen=True, slots=True)
class Look:
    """claims: the page of the list, parts: what of it is shown, all_parts: what the whole list is made of. A table has
    no pages."""

    claims: Page | None = None
    parts: Sequence[Part] = ()
    all_parts: Sequence[Part] = ()
    table: Matrix | None = None


def look(
    cluster: Cluster, members: Sequence[Member], lineage: Lineage, by: str, *, page: str, near: str, whole: bool
) -> Look:
    """One look at a cluster.

    near: a claim whose page of the list is meant, where page is none. whole: with all of the table that fits.
    """
    voices = lineage.voices
    if by == ORIGIN:
        listed = _listed(members, lambda member: voices[member.id].counted, _voice_rank, page, near)
        return replace(listed, parts=[_with_speakers(part, members, lineage) for part in listed.parts])
    disputed = disputed_slots(cluster)
    if by == TABLE:
        return Look(table=matrix_of(members, lineage, disputed, whole=whole))
    asked = Counter(member.slot for member in members if not member.original)
    return _listed(members, lambda member: member.slot, slots_in_order(asked, disputed).index, page, near)


def _with_speakers(part: Part, members: Sequence[Member], lineage: Lineage) -> Part:
    """The part of an origin, saying who else is counted as this one."""
    if part.voice is None or not part.voice.number:
        return part
    told = Counter(lineage.speakers[m.id] for m in members if lineage.voices[m.id] == part.voice)
    others = [name for name, _ in told.most_common() if name != part.voice.name]
    return replace(part, speakers=others[:SPEAKERS], more_speakers=len(others[SPEAKERS:]))


def _voice_rank(voice: Voice) -> tuple[int, int]:
    return STANDINGS.index(voice.standing), voice.number


def _listed(
    members: Sequence[Member], part_of: Callable[[Member], Key], rank: Callable[[Key], Any], page: str, near: str
) -> Look:
    """The claims part by part, a page of them; copies are folded below what they copy."""
    originals = sorted((m for m in members if not m.original), key=lambda m: rank(part_of(m)))
    shown = page_of(originals, page or _page_with(originals, members, near), CLAIMS_A_PAGE)
    cards = _cards(shown.object_list, copies_among(members))
    here: dict[Key, list[Shown]] = {}
    for member in shown.object_list:
        here.setdefault(part_of(member), []).extend(cards.get(member.id, ()))
    begun, every = 0, []
    for key, told in groupby(originals, part_of):
        total = len(list(told))
        every.append(_part(key, total, begun // CLAIMS_A_PAGE + 1, here.get(key, [])))
        begun += total
    return Look(shown, [part for part in every if part.claims], every)


def _part(key: Key, total: int, page: int, claims: Sequence[Shown]) -> Part:
    if isinstance(key, Voice):
        return Part(total, page, claims, voice=key)
    return Part(total, page, claims, slot=key)


def _page_with(originals: Sequence[Member], members: Sequence[Member], claim: str) -> int:
    """The page of the list on which a claim, or what it copies, stands; the first for any other."""
    id = next((member.original or claim for member in members if member.id == claim), "")
    place = next((turn for turn, member in enumerate(originals) if member.id == id), 0)
    return place // CLAIMS_A_PAGE + 1


def _cards(members: Sequence[Member], copies: dict[str, list[Copy]]) -> dict[str, list[Shown]]:
    ids = [member.id for member in members]
    kinds = kinds_of(ids)
    drawn = cards(with_details(Claim.objects.filter(public_id__in=ids)), copies)
    return {card.claim.public_id: [Shown(card, kinds.get(card.claim.public_id, ()))] for card in drawn}
