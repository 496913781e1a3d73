"""What an outlet corrected, or a voice took back: recognised where a text says so.

A correction is no contradiction: who corrects an error stands by it no longer, and isn't proved wrong by another. Only
explicit words count (corroboration/data/corrections.toml), and only where they name what was wrong: an outlet that
"retracts the report" retracts some report, nobody can tell which.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from text_to_num import alpha2digit

from corroboration.engine.numbers import PEOPLE, is_counted
from corroboration.engine.phrases import READ_CHARS, any_phrase
from corroboration.engine.standing import bodies, origin_of
from corroboration.engine.tables import table
from corroboration.engine.values import Finding, Stance, Telling
from corroboration.engine.words import Words, overlap, shared_roots, words_of
from sources.engine.names import descriptors
from sources.engine.values import Voice

CORRECTION = "correction"
RETRACTION = "retraction"
ALIKE = 0.5  # likeness of what is withdrawn to the claim that it is taken for: one statement reworded (relations.py)
NEAR = 0.3  # enough where the notice also repeats the very number or word that was wrong
SHARED_ROOTS = 2  # telling words in common: one, often a town's name, makes no statement
_ARTICLES = frozenset({"a", "an", "the"})


@dataclass(frozen=True, slots=True)
class Notice:
    """A claim by which something is taken back.

    type: "correction" or "retraction". who: the words that name who does, "" for whoever the claim is from. wrong: what
    was said and no longer holds. right: what holds instead, "" where nothing is said to. whole: both in their sentence,
    of which `wrong` may be one word.
    """

    type: str
    who: str
    wrong: str
    right: str
    whole: str


def notice_in(telling: Telling) -> Notice | None:
    """The notice that a claim is; None for a claim that tells of the world.

    A notice says nothing of its matter by itself: it neither bears out nor contradicts what others say of it.
    """
    return _read(telling.claim.text[:READ_CHARS])


def corrects(later: Telling, earlier: Telling) -> Finding | None:
    """The finding that one claim takes another back: it supersedes it, by type "correction" or "retraction".

    None where it doesn't, or can't be told to. later: the claim that was published second; of two published at one time
    (of many only the day is known) the one that takes back is the later.
    """
    if earlier.published_at > later.published_at or notice_in(earlier) is not None:
        return None
    notice = notice_in(later)
    if notice is None:
        return _lowered(later, earlier)
    if not _his_own(notice, later, earlier) or not _meant(notice, earlier):
        return None
    said = f"{notice.type}: “{notice.whole}”"
    return Finding(Stance.SUPERSEDES, notice.type, 0.85, (said,))


def correction(left: Telling, right: Telling) -> tuple[Telling, Finding] | None:
    """Which of two claims takes the other back, and how; None where neither does."""
    for later, earlier in ((left, right), (right, left)):
        if finding := corrects(later, earlier):
            return later, finding
    return None


# --- what a notice says ---


@lru_cache(maxsize=16_384)
def _read(text: str) -> Notice | None:
    figured = _in_figures(text)
    return _of_own_text(figured) or _taken_back(figured)


def _of_own_text(text: str) -> Notice | None:
    for said, pattern in _own_patterns():
        match = pattern.search(text)
        if match is None:
            continue
        told = text[match.end() :].strip(" ,:;–—-")
        if said:
            wrong, right = _split(told, table("corrections")["words"]["right_behind"])
        elif _own_said(told):
            continue  # "Correction: an earlier version of this article said ...": another pattern reads it
        else:
            right, wrong = _split(told, table("corrections")["words"]["wrong_behind"])
        if wrong:
            return Notice(CORRECTION, "", wrong, right, told)
    return None


def _own_said(told: str) -> bool:
    return any(said and pattern.search(told) for said, pattern in _own_patterns())


def _taken_back(text: str) -> Notice | None:
    for match in filter(None, (pattern.search(text) for pattern in _taken_back_patterns())):
        what = match["what"].strip(" ,:;–—-")
        if what:
            return Notice(RETRACTION, match["who"].strip(), what, "", what)
    return None


def _split(text: str, marks: Iterable[str]) -> tuple[str, str]:
    """The text before the first of these words, and behind it; the second is "" where none stands in it."""
    match = re.search(rf"(?<![\s,;])[\s,;]+\b(?:{'|'.join(marks)})\b", text, re.IGNORECASE)
    return (text[: match.start()], text[match.end() :].strip(" ,:;")) if match else (text, "")


@cache
def _own_patterns() -> tuple[tuple[bool, re.Pattern[str]], ...]:
    return tuple((row["said"], re.compile(row["pattern"], re.IGNORECASE)) for row in table("corrections")["own"])


@cache
def _taken_back_patterns() -> tuple[re.Pattern[str], ...]:
    rows, lists = table("corrections")["taken_back"], table("corrections")["lists"]
    patterns: list[str] = [row["pattern"] for row in rows]
    for name, words in lists.items():
        patterns = [pattern.replace(f"{{{name}}}", "|".join(words)) for pattern in patterns]
    return tuple(re.compile(pattern, re.IGNORECASE | re.DOTALL) for pattern in patterns)


# --- whose claim it takes back, and which ---


def _his_own(notice: Notice, later: Telling, earlier: Telling) -> bool:
    """Whether the claim is of whoever takes something back: published by that outlet, carried from that agency, or had
    from that voice by another."""
    if notice.who and notice.who.casefold() not in table("corrections")["words"]["self"]:
        voices = (origin_of(earlier), *earlier.claim.chain[1:], earlier.publisher)
        return any(_named(notice.who, voice) for voice in voices) or _slug_named(notice.who, earlier.wire)
    if later.claim.chain:
        return bool(bodies(origin_of(later)) & bodies(origin_of(earlier)))
    texts = {later.publisher.slug, later.wire} - {""}
    return bool(texts & {earlier.publisher.slug, earlier.wire, *bodies(origin_of(earlier))})


def _named(who: str, voice: Voice) -> bool:
    """Whether words name a voice: by its name, or by a part of it that is more than nation and trade."""
    return _within(who, voice.name) or any(_slug_named(who, slug) for slug in bodies(voice))


def _slug_named(who: str, slug: str) -> bool:
    return _within(who, slug.rsplit("/", 1)[-1].replace("-", " "))


def _within(who: str, name: str) -> bool:
    mine, theirs = (frozenset(words_of(text).plain.split()) - _ARTICLES for text in (who, name))
    return bool(mine) and mine <= theirs and (mine == theirs or bool(mine - descriptors()[0] - descriptors()[1]))


def _meant(notice: Notice, earlier: Telling) -> bool:
    """Whether the claim is the one that was wrong: it gives the very number or word, and tells of the same matter."""
    claim = words_of(_in_figures(earlier.claim.text[:READ_CHARS]))
    wrong, right, whole = words_of(notice.wrong), words_of(notice.right), words_of(notice.whole)
    numbers = wrong.numbers - right.numbers
    if not numbers <= claim.numbers or not claim.numbers <= whole.numbers:
        return False  # another number is told of, or something else of the same sentence
    if numbers and is_counted(earlier.claim.slot) and any_phrase(notice.whole, table("corrections")["words"]["tolls"]):
        return True  # one event's toll, and the very number: "toll to 12 from 20"
    if notice.right and not _on_the_wrong_side(claim, wrong, right):
        return False
    exact = bool(numbers) or (bool(wrong.rare) and claim.weights.keys() >= {*wrong.rare})
    alike = max(overlap(claim, wrong), overlap(claim, whole))
    return shared_roots(claim, whole) >= SHARED_ROOTS and alike >= (NEAR if exact else ALIKE)


def _on_the_wrong_side(claim: Words, wrong: Words, right: Words) -> bool:
    """Whether a claim says what was wrong, and not what is right: of "a school, not a hospital" the hospital."""
    his, mine = wrong.weights.keys() - right.weights.keys(), right.weights.keys() - wrong.weights.keys()
    return 2 * len(his & claim.weights.keys()) >= len(his) and not (mine and mine <= claim.weights.keys())


def _in_figures(text: str) -> str:
    """The text with its number words as figures: "twelve people" is "12 people"."""
    return str(alpha2digit(text, "en"))


def _lowered(later: Telling, earlier: Telling) -> Finding | None:
    """A voice that says it brought its own count down: the higher one is corrected, not disputed."""
    text = f"{later.claim.text[:READ_CHARS]} {later.claim.number_context}"
    if not _lowered_pattern().search(text) or not bodies(origin_of(later)) & bodies(origin_of(earlier)):
        return None
    for question in sorted({earlier.claim.slot, *(q.role for q in earlier.claim.quantities)}):
        told, once = _values(later, question), _values(earlier, question)
        from_it = len(told) == 1 or (len(told) > 1 and once[:1] == told[1:])  # "12", "to 12 from 20"
        if is_counted(question) and len(once) == 1 and from_it and told[0] < once[0]:
            words = f"its own count was brought down from {once[0]:.10g} to {told[0]:.10g}"
            return Finding(Stance.SUPERSEDES, CORRECTION, 0.8, (words,))
    return None


def _values(telling: Telling, question: str) -> list[float]:
    """The numbers that a claim gives in answer to a question, the lowest first: "its toll to 12 from 20" names no role,
    and means the toll that is asked for."""
    told = [q for q in telling.claim.quantities if q.value is not None and q.unit in ("", PEOPLE)]
    named = [q for q in told if q.role == question]
    return sorted({q.value for q in named or told if q.value is not None and q.role in (question, "")})


@cache
def _lowered_pattern() -> re.Pattern[str]:
    return re.compile(table("corrections")["lowered"]["pattern"], re.IGNORECASE)
