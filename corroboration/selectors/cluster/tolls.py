"""How the numbers of a cluster changed with time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

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

PLOTS = 3  # questions, those with the most numbers
NUMBERS = 60  # of one question, the latest: more can't be told apart in a picture
SAID = (Claim.Modality.ASSERTED, Claim.Modality.HEDGED)  # what is denied or planned is no count


def number_of(member: Member) -> Quantity | None:
    """What a claim answers to its question, where that asks for a number."""
    if not is_counted(member.slot):
        return None
    return answer(map(quantity_from_json, member.quantities), member.slot, member.slot)


def in_words(number: Quantity) -> str:
    return quantity(quantity_to_json(number))


def tolls_of(members: Iterable[Member], voices: Mapping[str, Voice]) -> list[Toll]:
    """The numbers told of questions to which at least two claims give one, in one query. Copies count for nothing."""
    asked: dict[str, list[tuple[Member, Quantity]]] = defaultdict(list)
    for member in members:
        said = not (member.original or member.commented) and member.modality in SAID
        if said and (number := number_of(member)):
            asked[member.slot].append((member, number))
    most = sorted((-len(told), slot) for slot, told in asked.items() if len(told) > 1)[:PLOTS]
    plotted = [each for _, slot in most for each in asked[slot][-NUMBERS:]]
    replaced = _replaced({member.id for member, _ in plotted})
    return [_toll(member, number, voices[member.id], replaced.get(member.id, [])) for member, number in plotted]


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
