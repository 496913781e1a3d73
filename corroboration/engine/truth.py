"""How credible each claim is: votes weighed by what is known of their voices, with every weight shown.

One question has a few answers and votes for or against them. The probability of an answer follows from adding up the
votes' weights in log-odds (reference: Dong, Berti-Equille and Srivastava 2009, "Integrating conflicting data"). A vote
for an answer adds logit(accuracy) + ln(number of false answers): the less likely that two voices hit on one false
answer by chance, the more their agreement says.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from corroboration.engine.ballots import Question, Role, Vote
from corroboration.engine.copying import COPY_RATE
from corroboration.engine.stances import Stances, shipped
from corroboration.engine.values import Outcome, OutcomeKind
from corroboration.engine.verdicts import Verdict
from sources.engine.reliability import PLACES, Prior

Party = tuple[str, str]  # (slug of a voice, role): whose record it is

DENIAL = shipped().denial(Prior().mean)
"""What a denial weighs beyond an assertion of the same voice, in log-odds, where an average voice is as usual."""

SURE = 0.98  # a verdict of "true" (or "false") is a person's word: as sure as this
FIRM = 0.7  # probability from which a claim is called probably true, below its complement doubtful
UNSURE = 0.4
RATED = ((0.8, 1), (0.6, 2), (0.4, 3), (0.2, 4), (0.0, 5))  # least rating of a verdict, and the digit it gives
SHOWN_SHARE = 0.99  # of a vote, above which the discount for copying isn't worth a word
LIKELY_COPY = 0.5  # probability of dependence beyond which two voices do not corroborate each other


@dataclass(frozen=True, slots=True)
class Trust:
    """What the last fit says of the voices: the weights with which votes are counted until the next fit.

    fitted_to: last day of the data behind it (None: no fit yet, all voices are alike). means: (voice, role) -> expected
    accuracy. judged: those with enough independent checks to be known by them. dependent: pairs of (voice, role), each
    way, that probably copy from each other by their shared errors -> probability. stances: what each stance weighs.
    """

    prior: Prior = field(default_factory=Prior)
    fitted_to: date | None = None
    means: Mapping[Party, float] = field(default_factory=dict)
    judged: frozenset[Party] = frozenset()
    dependent: Mapping[tuple[Party, Party], float] = field(default_factory=dict)
    stances: Stances = field(default_factory=shipped)

    def weight(self, voice: str, role: str) -> float:
        """The log-odds that a voice is right: of its *expected* accuracy, so that its lone word is believed as much."""
        mean = self.mean(voice, role)
        return math.log(mean / (1 - mean))

    def mean(self, voice: str, role: str) -> float:
        return self.means.get((voice, role), self.prior.mean)

    def dependence(self, left: Vote, right: Vote) -> float:
        return self.dependent.get(((left.voice, left.role.value), (right.voice, right.role.value)), 0.0)


@dataclass(frozen=True, slots=True)
class Credibility:
    """How far a claim can be believed, as of a day.

    probability: that what it says holds, in [0, 1]. admiralty: digit 1 (confirmed) to 6 (cannot be judged). status:
    corroborated, contradicted, contested (both), differs, superseded, retracted or unconfirmed. reasons: in words, each
    vote with its signed weight in log-odds, greatest first; then what would change it.
    """

    probability: float
    admiralty: int
    status: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pull:
    """What one vote does to an answer: its signed weight in log-odds, and the share of it that copying others left."""

    vote: Vote
    weight: float
    share: float
    copied: tuple[tuple[Vote, float], ...] = ()


def pull(vote: Vote, answer: int, trust: Trust) -> float:
    """The signed log-odds that a vote adds to an answer: positive for it, negative against it."""
    known = trust.weight(vote.voice, vote.role)
    if vote.against:
        return -(known + trust.stances.denial(trust.prior.mean)) if vote.answer == answer else 0.0
    said = known + math.log(trust.prior.false_values)
    strength = said + trust.stances.reservation if vote.hedged else vote.weight * said
    return strength if vote.answer == answer else -strength


def kept(votes: Iterable[Vote], trust: Trust) -> list[tuple[Vote, float]]:
    """Each vote with the share of it that counts: less where an earlier voice that it seems to copy said the same."""
    ordered = sorted(votes, key=lambda v: (v.day, v.id, v.voice))
    if not trust.dependent:
        return [(vote, 1.0) for vote in ordered]
    leaning = (copied(vote, ordered[:index], trust) for index, vote in enumerate(ordered))
    return [
        (vote, math.prod(1 - COPY_RATE * chance for _, chance in earlier))
        for vote, earlier in zip(ordered, leaning, strict=True)
    ]


def copied(vote: Vote, earlier: Iterable[Vote], trust: Trust) -> list[tuple[Vote, float]]:
    """The earlier votes for the same whose voices this one's seems to copy by shared errors, and how surely."""
    said = (v for v in earlier if v.answer == vote.answer and v.against == vote.against)
    return [(v, chance) for v in said if (chance := trust.dependence(v, vote)) > 0]


def probabilities(question: Question, votes: Iterable[Vote], trust: Trust) -> tuple[float, ...]:
    """The probability of each answer, given some of the votes; what is missing from 1 is for answers nobody gave.

    A person's verdict settles its answer whatever the votes; the others share what it leaves.
    """
    judged = {answer: rated(verdict) for answer, verdict in question.verdicts.items()}
    return _shared(_scores(question, votes, trust), trust.prior.false_values, judged)


def _scores(question: Question, votes: Iterable[Vote], trust: Trust) -> list[float]:
    """What the votes add to the log-odds of each answer."""
    scores = [0.0] * len(question.answers)
    for vote, share in kept(votes, trust):
        scores[vote.answer] += share * pull(vote, vote.answer, trust)
    return scores


def _shared(scores: Sequence[float], false_values: float, judged: Mapping[int, float]) -> tuple[float, ...]:
    """The probability of each answer by its score. judged: those that a verdict settles."""
    open_ones = [answer for answer in range(len(scores)) if answer not in judged]
    unclaimed = max(false_values + 1 - len(scores), 0.0)
    highest = max([0.0, *(scores[answer] for answer in open_ones)])
    parts = {answer: math.exp(scores[answer] - highest) for answer in open_ones}
    whole = math.fsum(parts.values()) + unclaimed * math.exp(-highest)
    left = max(0.0, 1 - math.fsum(judged.values())) if judged else 1.0
    return tuple(judged[answer] if answer in judged else left * parts[answer] / whole for answer in range(len(scores)))


def rated(verdict: Verdict) -> float:
    """A verdict's rating as a probability: no person is beyond error."""
    return min(SURE, max(1 - SURE, verdict.rating if verdict.rating is not None else 0.5))


def others(question: Question, vote: Vote, trust: Trust, speaker: str = "") -> list[Vote]:
    """The counted votes that are independent of a vote: what can corroborate or contradict it.

    Left out are the same voice elsewhere, voices that probably copy from it or it from them, and votes looked at and
    not shown to be independent. A denier speaks for itself, so only its own identity is looked at, and it can speak
    even against a voice of unknown lineage. speaker: identity of one who only carried the vote, and whose own votes
    are left out too.
    """
    index = question.votes.index(vote)
    return [
        other
        for place, other in enumerate(question.votes)
        if place != index
        and other.counted
        and (vote.counted or other.against)
        and other.who not in (vote.who, speaker)
        and trust.dependence(vote, other) <= LIKELY_COPY
        and question.apart.get((index, place), True)
    ]


def held(question: Question, vote: Vote, trust: Trust, speaker: str = "") -> float:
    """The probability of the answer that a vote is about, judged without its own word and its dependents' (cavity).

    So a voice is never corroborated by itself, nor by those who repeat it.
    """
    return probabilities(question, others(question, vote, trust, speaker), trust)[vote.answer]


def standing_votes(question: Question, answer: int) -> list[Vote]:
    """The votes by which an answer is judged: the counted ones, and where none of them is for it, one more.

    A claim that no one confirms is as good as its own voice. Where there is denial only, somebody unnamed must have
    said what is denied, and is believed like any unknown voice; by what was taken back nobody stands.
    """
    counted = [vote for vote in question.votes if vote.counted]
    own = [vote for vote in question.votes if vote.answer == answer and not vote.against]
    if answer not in question.withdrawn and not any(vote.counted for vote in own):
        counted.append(own[0] if own else _implied(question, answer))
    return counted


def _implied(question: Question, answer: int) -> Vote:
    """The vote of whoever said what others deny."""
    claims = question.answers[answer]
    name = "whoever it answers"
    return Vote(claims[0], "", name, Role.ORIGIN, "", answer, date.min, 1.0, claims, counted=False, vouched=False)


def credibility(
    question: Question, answer: int, trust: Trust, outcomes: Sequence[Outcome], differs: bool, as_of: date | None
) -> Credibility:
    """How far a claim that gave an answer can be believed.

    outcomes: of this claim; differs: whether it stands beside another number that may be right too.
    """
    votes = standing_votes(question, answer)
    probability = round(probabilities(question, votes, trust)[answer], PLACES)
    standing = [outcome for outcome in outcomes if in_force(outcome, as_of)]
    status = _status(standing, question.verdicts.get(answer), differs)
    own = [vote for vote in votes if vote.answer == answer and not vote.against]
    digit = _digit(probability, standing, question.verdicts.get(answer), any(_known(vote, trust) for vote in own))
    return Credibility(probability, digit, status, _reasons(question, answer, votes, trust))


def in_force(outcome: Outcome, as_of: date | None) -> bool:
    """Whether an outcome stood at the end of a day (None: stands now)."""
    if as_of is None:
        return outcome.until is None
    return outcome.since <= as_of and (outcome.until is None or outcome.until > as_of)


def _status(standing: Iterable[Outcome], verdict: Verdict | None, differs: bool) -> str:
    kinds = {outcome.kind for outcome in standing if outcome.weight > 0}
    shown = {outcome.kind for outcome in standing}
    if verdict is not None and verdict.rating is not None and verdict.rating != 0.5:
        return "corroborated" if verdict.rating > 0.5 else "contradicted"
    if OutcomeKind.RETRACTED in shown:
        return "retracted"
    against = bool(kinds & {OutcomeKind.CONTRADICTED, OutcomeKind.DENIED})
    if against:
        return "contested" if OutcomeKind.CORROBORATED in kinds else "contradicted"
    if OutcomeKind.SUPERSEDED in shown:
        return "superseded"
    if OutcomeKind.CORROBORATED in kinds:
        return "corroborated"
    return "differs" if differs else "unconfirmed"


def _known(vote: Vote, trust: Trust) -> bool:
    return (vote.voice, vote.role.value) in trust.judged


def _digit(probability: float, standing: Sequence[Outcome], verdict: Verdict | None, voice_known: bool) -> int:
    """The Admiralty digit: 1 confirmed, 2 probably, 3 possibly true, 4 doubtful, 5 improbable, 6 cannot be judged.

    1 needs an independent confirmation and nothing against it, 5 an independent contradiction and nothing for it.
    Where nothing else is known it is 6, not 4: silence is no doubt.
    """
    kinds = {outcome.kind for outcome in standing if outcome.weight > 0}
    confirmed = OutcomeKind.CORROBORATED in kinds
    against = bool(kinds & {OutcomeKind.CONTRADICTED, OutcomeKind.DENIED})
    if verdict is not None:
        return next(digit for floor, digit in RATED if rated(verdict) >= floor)
    if confirmed and not against:
        return 1 if probability >= FIRM else 2
    if against and not confirmed:
        return 5 if probability < UNSURE else 4
    if confirmed or voice_known:
        return 2 if probability >= FIRM else 3 if probability >= UNSURE else 4
    echoed = any(outcome.kind is OutcomeKind.CORROBORATED for outcome in standing)
    return 3 if echoed else 6


def _reasons(question: Question, answer: int, votes: Sequence[Vote], trust: Trust) -> tuple[str, ...]:
    """Every vote that bears on an answer with its signed weight, greatest first, a verdict before all; then what would
    change it."""
    counted = kept(votes, trust)
    before = [vote for vote, _ in counted]
    pulls = [
        Pull(vote, share * pull(vote, answer, trust), share, tuple(copied(vote, before[:place], trust)))
        for place, (vote, share) in enumerate(counted)
    ]
    pulls = sorted((p for p in pulls if p.weight != 0), key=lambda p: (-abs(p.weight), p.vote.id, p.vote.voice))
    verdict = question.verdicts.get(answer)
    reasons = [_vote_reason(p, answer, trust) for p in pulls]
    if verdict is not None:
        reasons.insert(0, f"a fact-checker's verdict decides: {verdict.reason or verdict.decision}")
    if answer in question.withdrawn:
        reasons.append("whoever said so has taken it back")
    elif len(pulls) < 2 and verdict is None:
        reasons.append("nobody independent has confirmed or contradicted it")
    return (*reasons, *_changes(question, answer, votes, [p.vote for p in pulls], trust))


def _changes(
    question: Question, answer: int, votes: Sequence[Vote], bearing: Sequence[Vote], trust: Trust
) -> Iterator[str]:
    """What would change an answer's probability. bearing: the votes that bear on it, the weightiest first."""
    if question.verdicts:
        yield "only another verdict would change it"
        return
    yield _one_more(tuple(_scores(question, votes, trust)), answer, trust.prior, trust.stances)
    if len(bearing) > 1:
        rest = probabilities(question, [vote for vote in votes if vote is not bearing[0]], trust)
        yield f"without {bearing[0].name} it would be {rest[answer]:.2f}"
    unknown = [vote for vote in question.votes if vote.vouched and vote not in votes]
    if unknown:
        more = probabilities(question, [*votes, unknown[0]], trust)
        yield f"were {unknown[0].name} shown to be independent, it would be {more[answer]:.2f}"


@lru_cache(maxsize=16_384)  # most claims are the lone word of a voice like any other
def _one_more(scores: tuple[float, ...], answer: int, prior: Prior, stances: Stances) -> str:
    """What another voice of the usual reliability would make of an answer, by the stance it took."""
    known = math.log(prior.mean / (1 - prior.mean))
    word, denial = known + math.log(prior.false_values), known + stances.denial(prior.mean)
    rivals = [place for place in range(len(scores)) if place != answer]
    rival = max(rivals, key=lambda place: (scores[place], -place), default=len(scores))

    def after(place: int, weight: float) -> float:
        changed = [*scores, *([0.0] if place == len(scores) else [])]
        changed[place] += weight
        return _shared(changed, prior.false_values, {})[answer]

    return (
        f"one more independent voice that says so would make it {after(answer, word):.2f}, "
        f"one that says otherwise {after(rival, word):.2f}, one that denies it {after(answer, -denial):.2f}"
    )


def _vote_reason(p: Pull, answer: int, trust: Trust) -> str:
    says = "denies it" if p.vote.against else "says so" if p.vote.answer == answer else "says otherwise"
    says += " with a reservation" if p.vote.hedged else ""
    how = {Role.OWN: "in its own voice", Role.ORIGIN: "as origin", Role.CARRIER: "as carrier"}[p.vote.role]
    reliable = f"reliability {trust.mean(p.vote.voice, p.vote.role):.2f}"
    lineage = "" if p.vote.counted else ", not shown independent of others"
    copied = "" if p.share > SHOWN_SHARE else f", discounted to {p.share:.0%}: shares its errors with {_whom(p)}"
    return f"{p.weight:+.2f} {p.vote.name} {says} ({how}, {reliable}{lineage}{copied})"


def _whom(p: Pull) -> str:
    """Whom a voice probably copies, the surest first."""
    surest = sorted(p.copied, key=lambda pair: (-pair[1], pair[0].id, pair[0].voice))
    return " and ".join(f"{vote.name} ({chance:.2f} sure), which said so before" for vote, chance in surest[:2])
