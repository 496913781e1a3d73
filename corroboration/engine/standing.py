"""Who vouches for a claim: the voice at the origin of its chain, and how well that voice is known."""

from enum import StrEnum

from corroboration.engine.described import nameless, recorded
from corroboration.engine.values import Telling
from sources.engine.values import Kind, Voice


class Standing(StrEnum):
    """How well the origin of a claim is known."""

    NAMED = "named"
    DESCRIBED = "described"  # unnamed, but said to be somebody: "a doctor in the town"
    FIRST_HAND = "first-hand"  # the publisher itself, which shows that it saw or was told, or is a monitor
    UNKNOWN = "unknown"  # the publisher's own voice without such marks, or "reports"
    OUTSIDE = "outside"  # a reader's comment: kept out


_UNNAMED = frozenset({Kind.UNNAMED, Kind.GROUP})
# A monitor that publishes is its own source: its pages hold what its observers saw and counted, for which others quote
# it. The site of a party, an army or a ministry also tells what it has from elsewhere: it is like any outlet, until an
# admin marks its reporting as original.
BODIES = frozenset({Kind.MONITOR})


def standing(telling: Telling) -> Standing:
    """The standing of the claim's origin."""
    if any(voice.kind is Kind.COMMENTER for voice in telling.claim.chain):
        return Standing.OUTSIDE
    if not telling.claim.chain:
        own = telling.original_reporting or telling.publisher.kind in BODIES
        told = telling.claim.first_hand or own
        return Standing.FIRST_HAND if told else Standing.UNKNOWN
    return standing_of(telling.claim.chain[0])


def standing_of(voice: Voice) -> Standing:
    """How well a voice that is cited is known. A recording speaks for nobody: who made it isn't told."""
    if voice.kind is Kind.REPORTS or recorded(voice):
        return Standing.UNKNOWN
    return Standing.DESCRIBED if voice.kind in _UNNAMED or nameless(voice) else Standing.NAMED


def vouched(telling: Telling) -> bool:
    """Whether anybody in particular stands behind the claim."""
    return standing(telling) in (Standing.NAMED, Standing.DESCRIBED, Standing.FIRST_HAND)


def origin_of(telling: Telling) -> Voice:
    """The voice that the claim comes from: the first of its chain, else the publisher."""
    return telling.claim.chain[0] if telling.claim.chain else telling.publisher


def told_to(telling: Telling) -> Voice:
    """Who first passed on what the origin said: the next of the chain, else the publisher."""
    return telling.claim.chain[1] if len(telling.claim.chain) > 1 else telling.publisher


def bodies(voice: Voice) -> frozenset[str]:
    """The slugs that a voice counts as: its own, and the body it speaks for."""
    return frozenset(filter(None, (voice.slug, voice.speaks_for)))


def houses(telling: Telling) -> frozenset[str]:
    """The families (owner, state) of those who stand behind the claim, their own slugs included.

    An unnamed voice and an own voice speak through their outlet, so they are of its house.
    """
    origin = origin_of(telling)
    behind = {origin.slug, origin.speaks_for}
    if standing(telling) is not Standing.NAMED:
        behind.add(told_to(telling).slug)
    found = set(behind)
    for slug in behind:
        found |= telling.families.get(slug, frozenset())
    if telling.publisher.slug in behind:
        found |= telling.family
    return frozenset(found - {""})
