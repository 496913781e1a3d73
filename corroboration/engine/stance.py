"""What stance does one free statement take on another: for, against, or neither?

Two statements without an article around them (a claim and a headline) may not even be of one matter. Where they are,
words decide: those that call the other untrue, those that only pass it on, and where there are neither, they agree,
unless they answer "how many?" with two numbers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from claims.engine.values import Modality
from corroboration.engine import clashes
from corroboration.engine.comparable import one_happening, one_kind
from corroboration.engine.numbers import PEOPLE, Count, compare_counts, counts_of, is_counted
from corroboration.engine.opposites import opposite_outcome
from corroboration.engine.phrases import READ_CHARS, found
from corroboration.engine.shingling import words_of
from corroboration.engine.tables import table
from corroboration.engine.values import UNDATED, Finding, Stance, Telling

STEM = 5  # letters by which two words count as one: "arrested" and "arrests"
REACH = 4  # words after a negation that it denies: "has not yet been arrested"
_UNMARKED = str.maketrans("", "", "'’‘")


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as it is read here. words: folded, without apostrophes. matter: stems of what it speaks of."""

    words: Sequence[str]
    matter: frozenset[str]
    asks: bool
    denied: bool

    @property
    def text(self) -> str:
        return " ".join(self.words)


def relate_statements(left: Telling, right: Telling) -> Finding | None:
    """Say how two statements stand to each other; None where they speak of two matters, or one leaves it open.

    Symmetric, but for the order of words in the reasons.
    """
    left, right = _dated_alike(left, right)
    mine, theirs = _read(left), _read(right)
    shared = sorted(mine.matter & theirs.matter)
    if not shared:
        return None
    cues = table("stance_cues")
    against = _in_one(mine, theirs, cues["refuting"]["words"]) or _answered(mine, theirs) or _answered(theirs, mine)
    if against:
        return _against(against[0])
    asked = mine.asks != theirs.asks
    negated = _negated(mine, theirs)
    if negated and not asked:
        return _against(negated)
    clash = opposite_outcome(left, right)
    if clash is not None and clash.stance is Stance.CONTRADICTS:
        return clash
    if asked or negated or _in_one(mine, theirs, cues["open"]["words"]):
        return None
    counts = counts_of(left, right) or _only_numbers(left, right)
    if counts is not None:
        return _counted(*counts)
    if left.claim.slot != right.claim.slot and is_counted(left.claim.slot) and is_counted(right.claim.slot):
        return None
    return Finding(
        Stance.CORROBORATES, "wording", 0.7, (f"both speak of {', '.join(shared[:6])}, and nothing clashes",)
    )


def _dated_alike(left: Telling, right: Telling) -> tuple[Telling, Telling]:
    """Two statements of which one has no date are both without: neither is known to be the later."""
    if UNDATED not in (left.published_at, right.published_at):
        return left, right
    return replace(left, published_at=UNDATED), replace(right, published_at=UNDATED)


def _only_numbers(left: Telling, right: Telling) -> tuple[Count, Count] | None:
    """The one number of each, where both count people in the same role: "500 soldiers", "2,000 soldiers".

    Sums of money are left out: headlines round them, and tell one story with 300 million or 800 million.
    """
    if len(left.claim.quantities) != 1 or len(right.claim.quantities) != 1:
        return None
    mine, theirs = left.claim.quantities[0], right.claim.quantities[0]
    if mine.unit != PEOPLE or (mine.unit, mine.role) != (theirs.unit, theirs.role):
        return None
    return Count(left, mine, mine.role, 0), Count(right, theirs, theirs.role, 0)


def _counted(left: Count, right: Count) -> Finding | None:
    """How two numbers stand to each other; None where they count two things.

    Who speaks isn't known, so none replaces the other, and no lower number is excused as an early one unless dates or
    words make it so. How far apart they are decides nothing: that they were paired says that they are of one matter.
    """
    one, other = left.telling, right.telling
    if clashes.details_apart(one, other) or not (one_happening(one, other) and one_kind(left, right)):
        return None
    return compare_counts(left, right, one_voice=False, guess=False)


def _read(telling: Telling) -> Statement:
    text = telling.claim.text[:READ_CHARS].translate(_UNMARKED)
    words = words_of(text)
    asks = "?" in text or (bool(words) and words[0] in table("stance_cues")["open"]["asking"])
    return Statement(words, frozenset(_stems(words)), asks, telling.claim.modality is Modality.DENIED)


def _stems(words: Sequence[str]) -> Iterator[str]:
    """What the words speak of: numbers, and the beginnings of words that carry matter."""
    return (word[:STEM] for word in words if (len(word) > 2 or word.isdigit()) and word not in _empty())


@cache
def _empty() -> frozenset[str]:
    cues = table("stance_cues")
    return frozenset((*cues["matter"]["empty"], *cues["negating"]["words"]))


def _in_one(mine: Statement, theirs: Statement, cues: Sequence[str]) -> list[str]:
    """The cues that stand in one of the two alone."""
    here, there = found(mine.text, cues), found(theirs.text, cues)
    return [cue for cue in (*here, *there) if (cue in here) != (cue in there)]


def _answered(mine: Statement, theirs: Statement) -> list[str]:
    """The "no" with which one statement answers the other."""
    answers: list[str] = table("stance_cues")["negating"]["answers"]
    return [a for a in answers if f"{mine.text} ".startswith(f"{a} ") and not f"{theirs.text} ".startswith(f"{a} ")]


def _negated(mine: Statement, theirs: Statement) -> str:
    """The negation of something both speak of, where only one of the two has such a negation; else ""."""
    here, there = _negation(mine, theirs.matter), _negation(theirs, mine.matter)
    return (here or there) if bool(here) != bool(there) else ""


def _negation(statement: Statement, matter: frozenset[str]) -> str:
    if statement.denied:
        return "denied"
    cues = table("stance_cues")["negating"]
    words, harmless = statement.words, tuple(cues["except"])
    for place, word in enumerate(words):
        if word in cues["words"] and not " ".join(words[place : place + 3]).startswith(harmless):
            denied = words[place + 1 : place + 1 + REACH]
            if matter & set(_stems(denied)):
                return " ".join((word, *denied))
    return ""


def _against(cue: str) -> Finding:
    return Finding(Stance.CONTRADICTS, "denial", 0.8, (f"only one of them says “{cue}”",))
