"""How the numbers of a cluster changed with time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from claims.conversion import quantity_from_json, quantity_to_json
from claims.engine.values import Quantity
from claims.models import Claim
from corroboration.engine.numbers import answer, is_counted
from corroboration.figures import quantity
from corroboration.models import Assessment, Relation
from corroboration.pictures.tolls import Toll
from corroboration.selectors.cluster.lineage import Voice
from corroboration.selectors.cluster.members import Member

NUMBERS = 16  # in a plot, the latest: with its table 0.5 KB of HTML each
SAID = (Claim.Modality.ASSERTED, Claim.Modality.HEDGED)  # what is denied or planned is no count


def number_of(member: Member) -> Quantity | None:
    """What a claim answers to its question, where that asks for a number."""
    if not is_counted(member.slot):
        return None
    return answer(map(quantity_from_json, member.quantities), member.slot, member.slot)


def in_words(number: Quantity) -> str:
    return quantity(quantity_to_json(number))


@dataclass(frozen=True, slots=True)
class Tolls:
    """The numbers that answer one question, for a plot. slots: all questions that can be plotted, with how many numbers
    they have; none: there is nothing to draw."""

    slot: str
    drawn: Sequence[Toll]
    slots: Mapping[str, int]


def tolls_of(members: Iterable[Member], voices: Mapping[str, Voice], slot: str) -> Tolls:
    """The numbers told of a question to which at least two claims give one; of the one with the most numbers, unless
    this slot has some. Copies count for nothing."""
    asked: dict[str, list[tuple[Member, Quantity]]] = defaultdict(list)
    for member in members:
        said = not (member.original or member.commented) and member.modality in SAID
        if said and (number := number_of(member)):
            asked[member.slot].append((member, number))
    slots = {name: count for count, name in sorted((-len(told), name) for name, told in asked.items()) if count < -1}
    chosen = slot if slot in slots else next(iter(slots), "")
    plotted = asked[chosen][-NUMBERS:] if chosen else []
    replaced = _replaced({member.id for member, _ in plotted})
    drawn = [_toll(member, number, voices[member.id], replaced.get(member.id, [])) for member, number in plotted]
    return Tolls(chosen, drawn, {name: len(asked[name]) for name in slots})


def _replaced(claims: Collection[str]) -> dict[str, list[str]]:
    """Which of these claims each of them replaces."""
    found: dict[str, list[str]] = defaultdict(list)
    rows = Relation.objects.filter(kind=Relation.Kind.SUPERSEDES, a__in=claims, b__in=claims).order_by("a", "b")
    for newer, older in rows.values_list("a_id", "b_id"):
        found[newer].append(older)
    return found


def _toll(member: Member, number: Quantity, voice: Voice, replaces: list[str]) -> Toll:
    return Toll(
        claim=member.id,
        href=reverse("claim", args=[member.id]),
        slot=member.slot,
        at=member.told_at,
        day_only=member.day_only,
        value=number.value,
        low=number.low,
        high=number.high,
        said=in_words(number),
        source=voice.slug,
        voice=voice.name,
        status=member.status or Assessment.Status.UNCONFIRMED,
        replaces=replaces,
    )
