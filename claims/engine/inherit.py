"""What a claim leaves unsaid because the article has said it: the day and place of the event it goes on about.

A taken-over time is never marked as explicit, so that it can lean but not prove.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from claims.engine.reference import Reference
from claims.engine.values import Frame, Quantity

ACCUSATION = "perpetrator"
_LOOKED_BACK = 5  # claims; what was told before them "the allegations" seldom mean
TOLL_OF_A_WAR = 10_000  # dead or wounded; no single attack of the last fifty years reached it

Told = tuple[Frame, str]  # an earlier claim's frame and slot


def counts_a_war(counted: Sequence[Quantity]) -> bool:
    """Whether more are dead or hurt than one attack makes: the total of a war has no day and no town."""
    tolls = (q.value for q in counted if q.role.split("-")[0] in ("killed", "injured") and q.value is not None)
    return max(tolls, default=0) >= TOLL_OF_A_WAR


def inherit(frame: Frame, slot: str, earlier: Sequence[Told], title: str, reference: Reference) -> Frame:
    """Fill in a time and place that the article's earlier claims about the same happening have given."""
    same = [told for told in reversed(earlier) if _one_happening(frame, slot, told, reference)]
    if not frame.place:
        place_id = next((told.place_id for told, _ in same if len(told.place_path) > 1), "")
        if not place_id and _kind(frame, slot, reference) == "violence":
            place_id = _in_title(title, reference)
        frame = _placed(frame, place_id, reference)
    if frame.time is None:
        times = (told.time for told, _ in same if told.time is not None and _places_agree(frame, told))
        frame = replace(frame, time=next(times, None))
    return frame


def _one_happening(frame: Frame, slot: str, told: Told, reference: Reference) -> bool:
    """Whether an earlier claim may be about the same event: aspects of one kind of event, or one class of action."""
    other, other_slot = told
    kind = _kind(frame, slot, reference)
    if kind and kind == _kind(other, other_slot, reference):
        return True
    return bool(frame.action in reference.actions.classes and frame.action == other.action)


def _kind(frame: Frame, slot: str, reference: Reference) -> str:
    base = slot.split("-")[0] if slot.startswith(("killed-", "injured-")) else slot
    kinds = reference.slots.happenings
    kind = next((name for name, slots in kinds.items() if base in slots), "")
    known = reference.actions.classes.get(frame.action)
    return kind or ("violence" if known is not None and known.violent else "")


def _places_agree(frame: Frame, told: Frame) -> bool:
    """One of the two has no place, or one place holds the other."""
    if not frame.place_id or not told.place_id:
        return True
    return frame.place_id in told.place_path or told.place_id in frame.place_path


def _in_title(title: str, reference: Reference) -> str:
    """The most specific place that the headline names, countries left out."""
    paths = (reference.gazetteer.path(mention.id) for mention in reference.gazetteer.find(title.split()))
    return _most_specific(path for path in paths if len(path) > 1)


def _most_specific(paths: Iterable[tuple[str, ...]]) -> str:
    longest = max(paths, key=len, default=())
    return longest[0] if longest else ""


def _placed(frame: Frame, place_id: str, reference: Reference) -> Frame:
    if not place_id:
        return frame
    gazetteer = reference.gazetteer
    name = gazetteer.entries[place_id].name
    return replace(frame, place=name, place_id=place_id, place_path=gazetteer.path(place_id))


def disputed(frame: Frame, slot: str, earlier: Iterable[Told]) -> Told:
    """What a denial of "the allegations" is about: who did it, as the accusation told shortly before it has it."""
    for told, asked in reversed([*earlier][-_LOOKED_BACK:]):
        if asked == ACCUSATION:
            return replace(frame, actor=told.actor, actor_id=told.actor_id, action=told.action), asked
    return frame, slot
