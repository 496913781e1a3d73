"""Who depends on whom in a cluster: what its origins are counted by (origins.py)."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from corroboration.engine.independence import lineage
from corroboration.engine.standing import standing, vouched
from corroboration.engine.values import Independence, Pair, Telling, ordered

ONE_TELLING = Independence(False, ("one article, one chain",))
SAME_TEXT = Independence(False, ("a copy of the same text",))


def dependences(
    members: Sequence[Telling], copies: Mapping[str, str], decided: Mapping[Pair, Independence]
) -> dict[Pair, Independence]:
    """The independence of the pairs of a cluster's claims that its origins are counted by.

    Claims of one article through one chain are one voice, so the first of them stands for all. copies: id of a copy ->
    id of what it copies. decided: what people decided about pairs. Who decides about two claims decides about the
    voices that they stand for: else the other claims of the two articles would say the opposite on their behalf.
    """
    speaker = _speakers(members)
    found = {ordered(first, id): ONE_TELLING for id, first in speaker.items() if id != first}
    voices = [telling for telling in members if speaker[telling.id] == telling.id]
    here = {pair: verdict for pair, verdict in decided.items() if speaker.keys() >= {*pair}}
    tied = {} if here else _tied(members, copies)
    for left, right in combinations(voices, 2):
        if left.id not in tied or tied[left.id] != tied.get(right.id):
            found[ordered(left.id, right.id)] = lineage(left, right)
    for copy, original in copies.items():
        found[ordered(copy, original)] = SAME_TEXT
    for (one, other), verdict in here.items():
        if speaker[one] != speaker[other]:
            found[ordered(speaker[one], speaker[other])] = verdict
    return found | here


def _tied(members: Sequence[Telling], copies: Mapping[str, str]) -> dict[str, str]:
    """id of a text that is copied, and of each of its copies -> id of that text.

    They are one origin by it already, so that a wire in a thousand papers isn't compared half a million times. Only
    where a copy has the standing of its text: what vouches is counted apart from what doesn't.
    """
    known = {telling.id: standing(telling) for telling in members}
    alike = {copy: text for copy, text in copies.items() if text in known and known.get(copy) == known[text]}
    return alike | {text: text for text in alike.values()}


def _speakers(members: Sequence[Telling]) -> dict[str, str]:
    """id of each claim -> id of the first claim that its article has through the same chain, and as much first hand."""
    first: dict[tuple[object, ...], str] = {}
    return {
        telling.id: first.setdefault(
            (telling.article, vouched(telling), *(voice.slug for voice in telling.claim.chain)), telling.id
        )
        for telling in sorted(members, key=lambda t: t.order)
    }
