"""Do two counts agree? Numbers with bounds are intervals, and the counts of an event under way grow.

Four answers: the same; unequal, but both may be right; one updates the other; not possible together.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from claims.engine.values import Bound, Claim, Quantity
from corroboration.engine.moments import lead, told_when
from corroboration.engine.phrases import READ_CHARS, any_phrase
from corroboration.engine.shingling import words_of
from corroboration.engine.tables import table
from corroboration.engine.values import Finding, Stance, Telling
from sources.engine.values import Kind

ABOUT = 0.10  # "about 500" holds for 450-550: rounding goes up to a tenth, disputes begin above it
# Below this ratio two counts of one toll, told at about the same time, are stages of it: tolls of bombings rise in
# steps of 0.4-0.7 within a day. Above it, they are rival counts.
STAGE_RATIO = 0.75
VAGUE_SLACK = 2.0  # "several hundred" is stretched to half and double its bounds before it can clash
VAGUE_TOP = 5.0  # "dozens" (24 and more) is not said of more than 120, nor "hundreds" (200) of more than 1,000
# An open vague word below it ("a number of") answers no "how many?". With 4 in place of 20, "many" bears out
# "32": on ten annotated sets corroboration P 0.73 R 0.55 became P 0.74 R 0.58.
LEAST_VAGUE = 4
FEW_SAID = 20  # ... and agrees but weakly with a number, while it stands for less
PEOPLE = "person"
FIGHTER = "fighter"
NO_LIMIT = float("inf")
_UPWARD = frozenset({Bound.AT_LEAST, Bound.MORE_THAN})
_DOWNWARD = frozenset({Bound.AT_MOST, Bound.LESS_THAN})


@dataclass(frozen=True, slots=True)
class Count:
    """One claim's answer to "how many?".

    question: what is counted. stage: -1 told as an early stage of a running count, 1 as a later one, 0 neither.
    """

    telling: Telling
    quantity: Quantity
    question: str
    stage: int

    @property
    def low(self) -> float:
        return self.quantity.low if self.quantity.low is not None else 0.0

    @property
    def high(self) -> float:
        return self.quantity.high if self.quantity.high is not None else NO_LIMIT

    @property
    def size(self) -> float:
        """What the count is ordered by: its value, else the lower bound of its words."""
        return _magnitude(self.quantity)

    @property
    def vague(self) -> bool:
        return self.quantity.bound is Bound.VAGUE


def is_counted(slot: str) -> bool:
    """Whether the slot's question is answered by a number."""
    return is_running(slot) or slot in table("counts")["counted"]


def is_running(slot: str) -> bool:
    """Whether the count only grows while the event is being reported."""
    running: list[str] = table("counts")["running"]
    return any(slot == name or slot.startswith(f"{name}-") for name in running)


def counts_of(left: Telling, right: Telling) -> tuple[Count, Count] | None:
    """The two numbers that answer one question of both claims; None where one has none, or they count other things.

    The question is their common slot, else a count that both give beside what their slots ask for.
    """
    for question in _questions(left.claim, right.claim):
        mine, theirs = (answer(t.claim.quantities, t.claim.slot, question) for t in (left, right))
        if mine is not None and theirs is not None and _same_thing(left.claim, mine, right.claim, theirs):
            return _count(left, mine, question), _count(right, theirs, question)
    return None


def _questions(left: Claim, right: Claim) -> Iterator[str]:
    """The counts that both claims may give: of their common slot, or of a toll beside what their slots ask for."""
    if left.slot == right.slot:
        yield left.slot
        if left.slot not in table("opposites")["wide"]["slots"]:
            return
    given = [{q.role for q in claim.quantities} | {claim.slot} for claim in (left, right)]
    yield from (name for name in table("counts")["running"] if name in given[0] and name in given[1])


def compare_counts(left: Count, right: Count, one_voice: bool, *, guess: bool = True) -> Finding | None:
    """How two counts stand to each other. one_voice: they are shown to come from one voice, family or wire.

    guess: a much lower count told at the same time is taken for an early one, as in the news of a day it mostly is.
    None for two numbers that one voice gives in one article: unless its words make them stages, it counts two things.
    """
    low, high = sorted((left, right), key=lambda c: (c.size, c.high, c.telling.id))
    running = is_running(left.question)
    staged = low.stage < 0 or high.stage > 0
    if one_voice and not staged and not _equal(low, high) and low.telling.article == high.telling.article:
        return None
    if left.vague or right.vague:
        return _vague(low, high, running, one_voice)
    if _equal(low, high):
        return _finding(Stance.CORROBORATES, 0.95, low, high)
    if running:
        return _running(low, high, one_voice, guess)
    if _overlap(low, high):
        return _finding(Stance.DIFFERS, 0.8, low, high, "both can be right")
    return _finding(Stance.CONTRADICTS, 0.85, low, high, "not both can be right")


def _running(low: Count, high: Count, one_voice: bool, guess: bool) -> Finding:
    """Two unequal counts of one toll: a step of it where time, words or a common voice allow, else a dispute."""
    order = lead(high.telling, low.telling)
    staged = low.stage < 0 or high.stage > 0
    both_open = low.quantity.bound in _UPWARD and high.quantity.bound in _UPWARD
    if one_voice and (order > 0 or (order == 0 and (staged or not both_open))):
        return _finding(Stance.SUPERSEDES, 0.85, high, low, "the same voice, a later count")
    if one_voice and _passed_on(low, high):
        return _finding(
            Stance.SUPERSEDES, 0.6, high, low, "the same voice: another outlet printed its older count later"
        )
    if order < 0 and one_voice:
        return _finding(Stance.DIFFERS, 0.5, low, high, "one voice: an older count passed on, or a correction")
    if _overlap(low, high):
        return _finding(Stance.DIFFERS, 0.85, low, high, "both can be right")
    if staged or (order > 0 and not _rivals(low, high)):
        return _finding(Stance.DIFFERS, 0.8, low, high, "stages of a rising toll")
    if guess and order == 0 and 0 < low.size < STAGE_RATIO * high.size:
        return _finding(Stance.DIFFERS, 0.6, low, high, "the lower is likely an early count")
    if low.quantity.unit != high.quantity.unit and low.quantity.unit in table("counts")["units"]["some"]:
        return _finding(Stance.DIFFERS, 0.6, low, high, "the lower may count only some of them")
    return _finding(Stance.CONTRADICTS, 0.85, low, high, "not both can be right")


def _rivals(left: Count, right: Count) -> bool:
    """Whether only one of two counts is that of an armed group: it counts whom it hit, and that is no stage of the toll
    that others keep. Of fallen fighters each side counts those of its own battles."""
    if FIGHTER in (left.quantity.unit, right.quantity.unit):
        return False
    return _is_of_fighters(left.telling) != _is_of_fighters(right.telling)


def _is_of_fighters(telling: Telling) -> bool:
    return bool(telling.claim.chain) and telling.claim.chain[0].kind is Kind.ARMED_GROUP


def _passed_on(low: Count, high: Count) -> bool:
    """Whether the lower count came later only by the outlet that printed it: a voice's toll seldom falls."""
    mine, theirs = low.telling, high.telling
    return mine.publisher.slug != theirs.publisher.slug and bool(mine.claim.chain) and bool(theirs.claim.chain)


def _vague(low: Count, high: Count, running: bool, one_voice: bool) -> Finding:
    """At least one count is a word: "several", "dozens", "hundreds"."""
    if running:
        outgrown = high.low > _top(low) and lead(high.telling, low.telling) >= 0
        if one_voice and outgrown:
            return _finding(Stance.SUPERSEDES, 0.7, high, low, "the same voice, a later count")
        if _spoken_alike(low, high):
            return _finding(Stance.CORROBORATES, 0.5 if low.vague and low.low < FEW_SAID else 0.7, low, high)
        return _finding(Stance.DIFFERS, 0.6, low, high, "stages of a rising toll")
    if _stretched(low, high):
        return _finding(Stance.CORROBORATES, 0.65, low, high)
    return _finding(Stance.CONTRADICTS, 0.7, low, high, "not both can be right")


def _spoken_alike(low: Count, high: Count) -> bool:
    """Whether the words of the one may stand for the other: "dozens" for "at least 40", not for "at least 400"."""
    if high.vague:
        return low.size >= high.low / VAGUE_SLACK
    return high.size <= VAGUE_SLACK * _top(low)


def _top(count: Count) -> float:
    """The highest number that the count's words are used for."""
    if count.vague and count.quantity.high is None:
        return VAGUE_TOP * count.low
    return count.high


def _stretched(low: Count, high: Count) -> bool:
    slack_low = VAGUE_SLACK if low.vague else 1.0
    slack_high = VAGUE_SLACK if high.vague else 1.0
    return low.high * slack_low >= high.low / slack_high


def _equal(low: Count, high: Count) -> bool:
    """The same number told with bounds that allow it; "about" and a range hold what lies within them."""
    bounds = {low.quantity.bound, high.quantity.bound}
    if low.size == high.size:
        return not (bounds & _UPWARD and bounds & _DOWNWARD)
    if Bound.ABOUT in bounds and not bounds & (_UPWARD | _DOWNWARD):
        return high.size - low.size <= ABOUT * high.size
    return Bound.RANGE in bounds and not bounds & (_UPWARD | _DOWNWARD) and _overlap(low, high)


def _overlap(low: Count, high: Count) -> bool:
    return low.low <= high.high and high.low <= low.high


def answer(quantities: Iterable[Quantity], slot: str, question: str) -> Quantity | None:
    """A claim's number for a question: by its role, else its only number that could be it; None where unsure.

    slot: what the claim answers. Of several in a running count the highest is the answer: "rose from 20 to 43",
    "60 people, 12 of them children".
    """
    known = [q for q in quantities if _tells(q)]
    chosen = [q for q in known if q.role and (question == q.role or question.startswith(f"{q.role}-"))]
    if not chosen and slot == question and is_counted(question):
        chosen = [q for q in known if q.role in table("counts")["loose"] and q.unit in ("", PEOPLE)]
    if len(chosen) > 1 and is_running(question):
        return max(chosen, key=_magnitude)
    return chosen[0] if len(chosen) == 1 else None


def _magnitude(quantity: Quantity) -> float:
    return quantity.value if quantity.value is not None else quantity.low or 0.0


def _count(telling: Telling, quantity: Quantity, question: str) -> Count:
    words = table("counts")
    context = telling.claim.number_context
    stage = -1 if any_phrase(context, words["early"]) else 1 if any_phrase(context, words["late"]) else 0
    if quantity.bound is Bound.EXACT and any_phrase(telling.claim.text, words["floor"]):
        quantity = replace(quantity, bound=Bound.AT_LEAST, high=None)
    return Count(telling, quantity, question, stage)


def _tells(quantity: Quantity) -> bool:
    """Whether a number says how many: "a number of" doesn't, "many", "several" and "dozens" do."""
    if quantity.bound is Bound.VAGUE and quantity.high is None:
        return quantity.low is not None and quantity.low >= LEAST_VAGUE
    return quantity.value is not None or quantity.low is not None


def _same_thing(left: Claim, mine: Quantity, right: Claim, theirs: Quantity) -> bool:
    """Whether two numbers count the same thing: unknown units are no mismatch, a narrower noun counts a part."""
    if mine.unit != theirs.unit:
        units = table("counts")["units"]
        alike = {mine.unit, theirs.unit} <= {*units["whole"]}
        if not alike and ((mine.unit and theirs.unit) or {mine.unit, theirs.unit} & {*units["parts"]}):
            return False
    return _part(left, mine) == _part(right, theirs)


def _part(claim: Claim, quantity: Quantity) -> str:
    """The noun right behind the number where it names a part of all people, else ""."""
    if quantity.value is None:
        return ""
    words = words_of(claim.text[:READ_CHARS])
    number = f"{quantity.value:.10g}"
    behind = [word for i, word in enumerate(words[:-1]) if word == number for word in words[i + 1 : i + 3]]
    return next((word for word in behind if word in table("counts")["parts"]["nouns"]), "")


def _finding(stance: Stance, score: float, first: Count, second: Count, why: str = "") -> Finding:
    when = told_when(first.telling, second.telling)
    if stance is Stance.CORROBORATES:
        words = f"the same count: {_words(first)} and {_words(second)}"
    elif stance is Stance.SUPERSEDES:
        words = f"{_words(first)} replaces {_words(second)}, {when}"
    else:
        words = f"{_words(first)} against {_words(second)}, {when}"
    return Finding(stance, "number", score, tuple(_nonempty((words, why))))


def _nonempty(texts: Iterable[str]) -> Iterable[str]:
    return (text for text in texts if text)


def _words(count: Count) -> str:
    """A count as a reader says it: "44 exactly", "at least 48", "12 to 15", "24 or more (in words)"."""
    quantity = count.quantity
    if count.vague:
        top = f" to {quantity.high:,.10g}" if quantity.high is not None else " or more"
        return f"some {count.low:,.10g}{top}"
    if quantity.value is None:
        return f"{count.low:,.10g} to {count.high:,.10g}"
    if quantity.bound is Bound.EXACT:
        return f"{quantity.value:,.10g} exactly"
    return f"{quantity.bound.value} {quantity.value:,.10g}"
