"""Are two claims two voices, or one? Shown to be two, shown to be one, or not to be told.

Only origins that vouch for a claim can make two voices: a named source, a described one ("residents of the quarter"),
or an outlet that was there itself. An outlet that names no source has an unknown lineage: it may have copied, so it
never counts as a second voice, but that doesn't show that it copied.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import product

from claims.engine.values import Modality
from corroboration.engine.described import (
    clearly_apart,
    may_be_one_office,
    may_belong,
    may_mean,
    may_speak_for,
    mouthpiece,
    one_name,
    private,
    state_of,
)
from corroboration.engine.origins import Origins, count_origins
from corroboration.engine.phrases import READ_CHARS
from corroboration.engine.remembered import independence_remembered, lineage_remembered
from corroboration.engine.shingling import containment, shingles
from corroboration.engine.standing import (
    Standing,
    bodies,
    houses,
    origin_of,
    standing,
    standing_of,
    told_to,
    vouched,
)
from corroboration.engine.values import Independence, Telling
from sources.engine.values import Kind, Voice

__all__ = ["Origins", "containment", "count_origins", "independence", "lineage", "shingles"]

# Measured by benchmarks/wording.py. Articles of two outlets within three days that share no sentence share up to 0.25
# of their wording, those months apart up to 0.28; of reprints of one text, cut and edited as papers do, 14 in 23 share
# 0.4 and more. Of 925,000 pairs of sentences months apart nine share 0.4: the agencies' standing lines about the war.
SAME_ARTICLE = 0.4  # of the shorter article's wording
SAME_SENTENCE = 0.4  # of the shorter claim's wording
SENTENCE_SHINGLES = 6  # shingles (ten words) that a claim needs before its wording can show anything
# Eight words in a row: fewer are a title ("the government of President ...") or a lead's first words.
SHARED_SHINGLES = 4

_MEDIA = frozenset({Kind.AGENCY, Kind.OUTLET, Kind.REPORTS})


def independence(left: Telling, right: Telling) -> Independence:
    """Say whether two claims are vouched for by two origins, with the evidence a fact-checker can check.

    True: two origins that can't be one. False: dependence is shown. None: neither. Their order changes nothing.
    In a denial it is the denier who speaks, where nobody is named who said what is denied.
    """
    if left.remains or right.remains:
        return independence_remembered(left, right)
    return lineage(_denied(left), _denied(right))


def _denied(telling: Telling) -> Telling:
    """The claim as its denier's, if it tells of his denial alone."""
    claim = telling.claim
    if claim.modality is not Modality.DENIED or claim.chain or not claim.denied_by:
        return telling
    return replace(telling, claim=replace(claim, chain=claim.denied_by[:1]))


def lineage(left: Telling, right: Telling) -> Independence:
    """Say whether two claims come from two origins. Who denies them is none of these."""
    if left.remains or right.remains:
        return lineage_remembered(left, right)
    left, right = sorted((left, right), key=lambda telling: telling.id)
    if Standing.OUTSIDE in (standing(left), standing(right)):
        return Independence(None, ("a reader's comment is kept out of corroboration",))
    ties = tuple(dict.fromkeys(_ties(left, right)))
    if ties:
        return Independence(False, ties)
    doubts = tuple(dict.fromkeys(_doubts(left, right)))
    if doubts:
        return Independence(None, doubts)
    return Independence(True, (f"two origins: {_described(left)} and {_described(right)}",))


def _ties(left: Telling, right: Telling) -> Iterator[str]:
    """Each sign that the two claims are one voice."""
    yield from _same_origin(left, right)
    yield from _cited(left, right)
    yield from _cited(right, left)
    yield from _same_desk(left, right)
    yield from _same_wire(left, right)
    yield from _same_house(left, right)
    yield from _same_wording(left, right)


def _same_origin(left: Telling, right: Telling) -> Iterator[str]:
    mine, theirs = origin_of(left), origin_of(right)
    if not (vouched(left) and vouched(right)):
        return
    if mine.slug == theirs.slug:
        yield f"both come from {mine.name}"
    elif bodies(mine) & bodies(theirs):
        yield f"{mine.name} and {theirs.name} speak for one body"
    elif state_of(mine) and state_of(mine) == state_of(theirs):
        yield f"{mine.name} and {theirs.name} speak for one state"
    for voice in _beside(left):
        if voice.slug in {other.slug for other in _beside(right)} and standing_of(voice) is Standing.NAMED:
            yield f"both have it from {voice.name} as well"


def _cited(citing: Telling, cited: Telling) -> Iterator[str]:
    """One claim came through the origin of the other, or has it from an outlet that published the other.

    An outlet that only passed on what somebody told it makes no tie: he and the other's origin stay two.
    """
    passed_on = citing.claim.chain[1:] if vouched(citing) else citing.claim.chain
    for voice in passed_on:
        if cited.claim.chain and vouched(cited) and bodies(voice) & bodies(origin_of(cited)):
            yield f"{citing.publisher.name} has it through {voice.name}, the origin of the other"
    for voice in citing.claim.chain[:1] if cited.claim.chain else citing.claim.chain:
        if cited.publisher.slug in bodies(voice) and citing.publisher.slug != cited.publisher.slug:
            yield f"{citing.publisher.name} cites {voice.name}, which published the other"
        if cited.wire in bodies(voice):
            yield f"{citing.publisher.name} cites {voice.name}, whose text {cited.publisher.name} carries"


def _same_desk(left: Telling, right: Telling) -> Iterator[str]:
    """One outlet repeating itself: what it says without a source goes back to what it has from others."""
    if left.publisher.slug == right.publisher.slug and not (vouched(left) and vouched(right)):
        yield f"both published by {left.publisher.name}, which names no source of its own for one of them"


def _same_wire(left: Telling, right: Telling) -> Iterator[str]:
    """Two named origins in one agency's text stay two; what carries no origin comes from the agency itself."""
    if _both_name(left, right):
        return
    if left.wire and left.wire == right.wire:
        yield f"both texts come from the same agency ({left.wire})"
    for carrier, agency in ((left, right), (right, left)):
        if carrier.wire and carrier.wire == agency.publisher.slug:
            yield f"{carrier.publisher.name} carries the text of {agency.publisher.name}"


def _same_house(left: Telling, right: Telling) -> Iterator[str]:
    shared = sorted(houses(left) & houses(right))
    if shared and origin_of(left).slug != origin_of(right).slug:
        yield f"{_described(left)} and {_described(right)} belong to one house ({', '.join(shared)})"


def _same_wording(left: Telling, right: Telling) -> Iterator[str]:
    mine, theirs = (_print(telling.claim.text[:READ_CHARS]) for telling in (left, right))
    if min(len(mine), len(theirs)) >= SENTENCE_SHINGLES and len(mine & theirs) >= SHARED_SHINGLES:
        share = containment(mine, theirs)
        if share >= SAME_SENTENCE:
            yield f"the two sentences share {share:.0%} of their wording"
    if left.article != right.article and not _both_name(left, right):
        share = containment(left.article_print, right.article_print)
        if share >= SAME_ARTICLE:
            yield f"the two articles share {share:.0%} of their wording"


@lru_cache(maxsize=16_384)
def _print(text: str) -> frozenset[int]:
    """The shingles of a claim, which meets all others of its cluster."""
    return shingles(text)


def _both_name(left: Telling, right: Telling) -> bool:
    """Whether both claims name somebody in particular as their source."""
    return all(telling.claim.chain and vouched(telling) for telling in (left, right))


def _doubts(left: Telling, right: Telling) -> Iterator[str]:
    """Each reason why two voices are not shown, though no dependence is."""
    for telling in (left, right):
        if not vouched(telling):
            yield _unknown_lineage(telling)
        elif _cites_nobody(telling):
            yield f"{origin_of(telling).name} reports it: from whom isn't told"
    if _private(left) and _private(right):
        yield f"of {origin_of(left).name} and {origin_of(right).name} only names are told, and two are soon made up"
    one_text = _one_text(left, right)
    for mine, theirs in product(_speakers(left), _speakers(right)):
        yield from _one_voice(mine, theirs, one_text)
    if left.article == right.article and Standing.FIRST_HAND in (standing(left), standing(right)):
        yield f"{left.publisher.name} may have it from whom it cites in the same article"


@lru_cache(maxsize=65_536)  # a few voices meet over and over in a cluster
def _one_voice(mine: Voice, theirs: Voice, one_text: bool) -> tuple[str, ...]:
    """Each reason why two who speak may be one: by their names or descriptions, and by what one text calls them."""
    return tuple(_likenesses(mine, theirs, one_text))


def _likenesses(mine: Voice, theirs: Voice, one_text: bool) -> Iterator[str]:
    kinds = {standing_of(mine), standing_of(theirs)}
    if kinds == {Standing.NAMED}:
        if one_name(mine, theirs):
            yield f"{mine.name} and {theirs.name} may be one and the same"
        elif may_be_one_office(mine, theirs):
            yield f"{mine.name} and {theirs.name} may be one office, or of one state"
        elif may_speak_for(mine, theirs) or may_speak_for(theirs, mine):
            yield f"of {mine.name} and {theirs.name} one may speak for the other"
    if kinds == {Standing.DESCRIBED} and not clearly_apart(mine, theirs):
        yield f"{mine.name} and {theirs.name} are unnamed, and may be one person"
    if kinds == {Standing.DESCRIBED, Standing.NAMED}:
        described, named = (mine, theirs) if standing_of(mine) is Standing.DESCRIBED else (theirs, mine)
        if may_belong(described, named):
            yield f"{described.name}, unnamed, may speak for {named.name}"
        elif one_text and may_mean(described, named):
            yield f"{described.name}, unnamed, may be what the text calls {named.name}"


def _speakers(telling: Telling) -> tuple[Voice, ...]:
    """Who vouches for a claim: its origin, and who is named beside it ("the hospital and witnesses said")."""
    return (origin_of(telling), *_beside(telling))


def _beside(telling: Telling) -> tuple[Voice, ...]:
    """The voices behind the origin that aren't media: they don't pass on what others say for a living."""
    return tuple(voice for voice in telling.claim.chain[1:] if voice.kind not in _MEDIA)


def _one_text(left: Telling, right: Telling) -> bool:
    """Whether both claims stand in one article, or in two versions of an agency's text."""
    if left.article == right.article:
        return True
    if left.wire in _through(right) or right.wire in _through(left):
        return True
    return containment(left.article_print, right.article_print) >= SAME_ARTICLE


def _private(telling: Telling) -> bool:
    """Whether it comes from people alone who speak for no body that is known.

    Sites that make up a name each, and words of their own, would be so many voices. Of 230 annotated pairs none is
    shown to be two by such people alone (benchmarks/relations.py).
    """
    return bool(telling.claim.chain) and all(map(private, _speakers(telling)))


def _through(telling: Telling) -> frozenset[str]:
    """Slugs of all whose text a claim may stand in: the wire's, the publisher's, and those it cites."""
    voices = (telling.publisher, *telling.claim.chain)
    return frozenset({telling.wire, *(voice.slug for voice in voices)} - {""})


def _cites_nobody(telling: Telling) -> bool:
    """Whether a claim comes from a cited medium that is nobody's mouthpiece: an own voice, known through another."""
    origin = origin_of(telling)
    cited = bool(telling.claim.chain) and origin.kind in _MEDIA
    return cited and not mouthpiece(origin, telling.families.get(origin.slug, ()))


def _unknown_lineage(telling: Telling) -> str:
    if telling.claim.chain:
        return f"{telling.claim.chain[0].name}: nobody in particular"
    return f"lineage of {telling.publisher.name}'s own voice unknown"


def _described(telling: Telling) -> str:
    origin = origin_of(telling)
    if standing(telling) is Standing.FIRST_HAND:
        return f"{origin.name} (first-hand)"
    return f"{origin.name}{_to(telling, origin)}"


def _to(telling: Telling, origin: Voice) -> str:
    unnamed = origin.kind in (Kind.UNNAMED, Kind.GROUP)
    return f" (to {told_to(telling).name})" if unnamed else ""
