"""The lines of the voices' ledgers: what each vote's independent checks add to the records of who spoke it."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from corroboration.engine.ballots import Question, Role, Vote
from corroboration.engine.outcomes import NOBODY, day_of, identity, lead
from corroboration.engine.standing import vouched
from corroboration.engine.truth import Party, Trust, held, others, pull, rated
from corroboration.engine.values import OutcomeKind, Telling
from corroboration.engine.verdicts import Verdict
from sources.engine.reliability import PLACES, Contribution, shares
from sources.engine.values import Voice


@dataclass(frozen=True, slots=True)
class Spoken:
    """A voice's part in a vote, by the earliest claim in which it took that part; one that vouches goes before.

    vouches: it shows a lineage of its own. Who tells of a thing without saying from whom doesn't: it may have read it
    in any of the vote's other claims, and their checks are none of its own. Nor are denials: a record that nothing but
    a denial could move would only ever fall. Verdicts count.
    """

    voice: Voice
    role: Role
    claim: Telling
    vouches: bool


@dataclass(frozen=True, slots=True)
class _Check:
    """What one independent vote, or a verdict, says about a vote.

    partner: public id of the claim or decision. known: the day it was made. weight: for (positive) or against the
    vote's word; of a vote in log-odds, of a verdict from -1 to 1. Shares are in proportion to it.
    """

    kind: OutcomeKind
    partner: str
    known: date
    weight: float
    words: str


def parts(telling: Telling) -> list[tuple[Voice, Role]]:
    """Who speaks in a claim, and in what part: its chain, its outlet. Deniers are voices against it, not in it.

    An outlet that tells only of a denial carries it: it vouches for nothing of what is denied.
    """
    chain = telling.claim.chain
    if not chain:
        return [(telling.publisher, Role.CARRIER if lead(telling) is None else Role.OWN)]
    carriers = [voice for voice in (*chain[1:], telling.publisher) if voice.slug != chain[0].slug]
    return [(chain[0], Role.ORIGIN), *((voice, Role.CARRIER) for voice in carriers)]


def contributions(
    question: Question, tellings: Mapping[str, Telling], trust: Trust
) -> Iterator[tuple[Party, Contribution]]:
    """The ledger lines that a question gives, each with whose record it belongs to.

    Only votes that met an independent one, or a verdict, give any: without a check there is no evidence either way. A
    claim that was taken back has a line that counts nothing, so that a record tells why it lost what it had.
    """
    yield from _taken_back(question, tellings)
    voters = {vote.who for vote in question.votes}
    for vote in question.votes:
        checked: dict[str, tuple[list[_Check], float, float]] = {}
        for spoken in _spoken(vote, tellings):
            if not (spoken.vouches or _verdict_checks(question, vote)):
                continue
            speaker = identity(spoken.voice) if identity(spoken.voice) in voters else ""
            if speaker not in checked:
                checked[speaker] = _checked(question, vote, speaker, trust)
            checks, up, down = checked[speaker]
            for check, share in zip(checks, _split(checks, up > 0), strict=True):
                line = _line(vote, spoken, check, up * share, down * share)
                yield (spoken.voice.slug, spoken.role.value), line


def _checked(question: Question, vote: Vote, speaker: str, trust: Trust) -> tuple[list[_Check], float, float]:
    """(checks, up, down) of one vote in the record of a speaker, whose own votes elsewhere check nothing.

    A verdict decides alone, in proportion to how far its rating is from undecided. A denial gains what the denied
    answer loses.
    """
    judged = _verdict_checks(question, vote)
    if judged:
        firm = max(-1.0, min(1.0, judged[0].weight))
        return judged, max(0.0, firm), max(0.0, -firm)
    up, down = shares(held(question, vote, trust, speaker), trust.prior)
    return _vote_checks(question, vote, speaker, trust), *((down, up) if vote.against else (up, down))


def _spoken(vote: Vote, tellings: Mapping[str, Telling]) -> list[Spoken]:
    """Each voice that took part in a vote, once for each part. A denial is its denier's alone."""
    if vote.against:
        claim = tellings[vote.id]
        voice = next(voice for voice in claim.claim.denied_by if voice.slug == vote.voice)
        return [Spoken(voice, vote.role, claim, vouches=True)]
    found: dict[Party, Spoken] = {}
    for member in vote.members:
        for voice, role in parts(tellings[member]):
            vouches = role is Role.CARRIER or member in vote.shown or vouched(tellings[member])
            before = found.get((voice.slug, role.value))
            if voice.kind not in NOBODY and (before is None or (vouches and not before.vouches)):
                found[voice.slug, role.value] = Spoken(voice, role, tellings[member], vouches)
    return [found[party] for party in sorted(found)]


def _vote_checks(question: Question, vote: Vote, speaker: str, trust: Trust) -> list[_Check]:
    """The independent votes that bear on a vote's word."""
    found = []
    for other in others(question, vote, trust, speaker):
        weight = pull(other, vote.answer, trust) * (-1 if vote.against else 1)
        if weight != 0:
            words = f"by {other.name} on {other.day.isoformat()}"
            found.append(_Check(_kind(vote, other), other.id, other.day, weight, words))
    return found


def _verdict_checks(question: Question, vote: Vote) -> list[_Check]:
    """The verdict on a vote's answer, or those that call another answer true. weight: 1 true, 0 undecided, -1 false."""
    own = question.verdicts.get(vote.answer)
    if own is not None:
        return [_verdict_check(own, f"rated {rated(own):.2f}: {own.reason}", 1, vote)]
    rivals = [v for _, v in sorted(question.verdicts.items()) if rated(v) > 0.5]
    return [_verdict_check(v, f"another answer is true: {v.reason}", -1, vote) for v in rivals]


def _verdict_check(verdict: Verdict, words: str, sign: int, vote: Vote) -> _Check:
    weight = sign * (-1 if vote.against else 1) * (2 * rated(verdict) - 1)
    return _Check(OutcomeKind.VERDICT, verdict.decision, verdict.decided_on, weight, words)


def _kind(vote: Vote, other: Vote) -> OutcomeKind:
    if vote.answer != other.answer:
        return OutcomeKind.CORROBORATED if vote.against else OutcomeKind.CONTRADICTED
    if vote.against == other.against:
        return OutcomeKind.CORROBORATED
    return OutcomeKind.DENIED if other.against else OutcomeKind.CONTRADICTED


def _taken_back(question: Question, tellings: Mapping[str, Telling]) -> Iterator[tuple[Party, Contribution]]:
    for gone in question.taken_back:
        for voice, role in parts(tellings[gone.claim]):
            if voice.kind not in NOBODY:
                kind = OutcomeKind.RETRACTED.value
                line = Contribution(gone.claim, kind, gone.by, gone.day, 0.0, 0.0, 0.0, gone.words)
                yield (voice.slug, role.value), line


def _split(checks: Iterable[_Check], upward: bool) -> list[float]:
    """Each check's share in the result: in proportion to its weight, 0 for those that pulled the other way."""
    pulls = [max(0.0, check.weight if upward else -check.weight) for check in checks]
    whole = math.fsum(pulls)
    return [pull_ / whole if whole > 0 else 1 / len(pulls) for pull_ in pulls]


def _line(vote: Vote, spoken: Spoken, check: _Check, up: float, down: float) -> Contribution:
    outweighed = "" if up or down else " (outweighed by others)"
    return Contribution(
        claim=spoken.claim.id,
        kind=check.kind.value,
        partner=check.partner,
        date=max(day_of(spoken.claim), check.known),
        up=round(vote.weight * up, PLACES),
        down=round(vote.weight * down, PLACES),
        weight=vote.weight,
        reason=f"{check.kind} {check.words}{outweighed}",
    )
