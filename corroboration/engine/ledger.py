"""The lines of the voices' ledgers: what each vote's independent checks add to the records of who spoke it."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from corroboration.engine.ballots import Question, Role, Vote
from corroboration.engine.outcomes import NOBODY, day_of
from corroboration.engine.truth import Party, Trust, held, others, pull
from corroboration.engine.values import OutcomeKind, Telling
from sources.engine.reliability import Contribution, shares
from sources.engine.values import Voice


@dataclass(frozen=True, slots=True)
class Spoken:
    """A voice's part in a vote, by the earliest claim in which it took that part."""

    voice: Voice
    role: Role
    claim: Telling


@dataclass(frozen=True, slots=True)
class _Check:
    """What one independent vote (or a verdict) says about another. weight: its share of the whole is in proportion."""

    kind: OutcomeKind
    partner: str
    weight: float  # log-odds in favour (positive) of the vote's word, or against it
    vote: Vote | None
    words: str


def parts(telling: Telling) -> list[tuple[Voice, Role]]:
    """Who speaks in a claim, and in what part: its chain, its outlet. Deniers are voices against it, not in it."""
    chain = telling.claim.chain
    if not chain:
        return [(telling.publisher, Role.OWN)]
    carriers = [voice for voice in (*chain[1:], telling.publisher) if voice.slug != chain[0].slug]
    return [(chain[0], Role.ORIGIN), *((voice, Role.CARRIER) for voice in carriers)]


def contributions(
    question: Question, tellings: Mapping[str, Telling], trust: Trust
) -> Iterator[tuple[Party, Contribution]]:
    """The ledger lines that a question gives, each with whose record it belongs to.

    Only votes that met an independent one, or a verdict, give any: without a check there is no evidence either way.
    """
    for vote in question.votes:
        checks = _checks(question, vote, trust)
        if checks:
            up, down = _shares(question, vote, trust)
            for spoken in _spoken(vote, tellings):
                for check, share in zip(checks, _split(checks, up > 0), strict=True):
                    line = _line(vote, spoken, check, up * share, down * share, tellings, question)
                    yield (spoken.voice.slug, spoken.role.value), line


def _shares(question: Question, vote: Vote, trust: Trust) -> tuple[float, float]:
    """(up, down) of one vote. A denial gains what the denied answer loses."""
    up, down = shares(held(question, vote, trust), trust.prior)
    return (down, up) if vote.against else (up, down)


def _spoken(vote: Vote, tellings: Mapping[str, Telling]) -> list[Spoken]:
    """Each voice that took part in a vote, once for each part. A denial is its denier's alone."""
    if vote.against:
        claim = tellings[vote.id]
        voice = next(voice for voice in claim.claim.denied_by if voice.slug == vote.voice)
        return [Spoken(voice, vote.role, claim)]
    found: dict[Party, Spoken] = {}
    for member in vote.members:
        for voice, role in parts(tellings[member]):
            if voice.kind not in NOBODY:
                found.setdefault((voice.slug, role.value), Spoken(voice, role, tellings[member]))
    return [found[party] for party in sorted(found)]


def _checks(question: Question, vote: Vote, trust: Trust) -> list[_Check]:
    """What bears on a vote's word: verdicts alone where there are any, else the independent votes."""
    judged = _verdict_checks(question, vote)
    if judged:
        return judged
    found = []
    for other in others(question, vote, trust):
        weight = pull(other, vote.answer, trust) * (-1 if vote.against else 1)
        if weight != 0:
            found.append(_Check(_kind(vote, other), other.id, weight, other, ""))
    return found


def _verdict_checks(question: Question, vote: Vote) -> list[_Check]:
    own = question.verdicts.get(vote.answer)
    rivals = [v for answer, v in sorted(question.verdicts.items()) if answer != vote.answer and (v.rating or 0) > 0.5]
    sign = -1 if vote.against else 1
    if own is not None and own.rating is not None:
        weight = sign * (own.rating - 0.5)
        return [_Check(OutcomeKind.VERDICT, own.decision, weight, None, f"rated {own.rating:.2f}: {own.reason}")]
    return [
        _Check(OutcomeKind.VERDICT, v.decision, -sign, None, f"another answer was found true: {v.reason}")
        for v in rivals
    ]


def _kind(vote: Vote, other: Vote) -> OutcomeKind:
    if vote.answer != other.answer:
        return OutcomeKind.CORROBORATED if vote.against else OutcomeKind.CONTRADICTED
    if vote.against == other.against:
        return OutcomeKind.CORROBORATED
    return OutcomeKind.DENIED if other.against else OutcomeKind.CONTRADICTED


def _split(checks: Iterable[_Check], upward: bool) -> list[float]:
    """Each check's share in the result: in proportion to its weight, 0 for those that pulled the other way."""
    pulls = [max(0.0, check.weight if upward else -check.weight) for check in checks]
    whole = math.fsum(pulls)
    return [pull_ / whole if whole > 0 else 1 / len(pulls) for pull_ in pulls]


def _line(
    vote: Vote,
    spoken: Spoken,
    check: _Check,
    up: float,
    down: float,
    tellings: Mapping[str, Telling],
    question: Question,
) -> Contribution:
    decisions = {verdict.decision: verdict.decided_on for verdict in question.verdicts.values()}
    known = decisions[check.partner] if check.vote is None else check.vote.day
    return Contribution(
        claim=spoken.claim.id,
        kind=check.kind.value,
        partner=check.partner,
        date=max(day_of(spoken.claim), known),
        up=vote.weight * up,
        down=vote.weight * down,
        weight=vote.weight,
        reason=_reason(check, up, down),
    )


def _reason(check: _Check, up: float, down: float) -> str:
    who = check.words if check.vote is None else f"by {check.vote.name} on {check.vote.day.isoformat()}"
    outweighed = " (outweighed by others)" if up == 0 and down == 0 else ""
    return f"{check.kind} {who}{outweighed}"
