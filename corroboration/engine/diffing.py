"""Two texts of an article beside each other, word by word where a sentence was reworded: what stayed, went and came."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

MOST_SENTENCES = 10_000  # of either text, but for where they begin and end alike: more are told to have changed whole
MOST_WORDS = 500  # of a sentence that is compared word by word
MOST_PAIRED = 40  # sentences that went, or came, at one place, among which reworded ones are looked for
REWORDED = 0.5  # the share of two sentences' words that stand in both, from which one is the other reworded
_SENTENCE_END = re.compile(r"(?<=[.!?…؟。])[\"'”’»)\]]*\s+(?=\S)")


class Kind(StrEnum):
    SAME = "same"
    GONE = "gone"
    CAME = "came"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one paragraph that share a fate."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class _Part:
    """A sentence, or some words of one, and what became of it. opens: whether it opens a paragraph."""

    text: str
    opens: bool
    kind: Kind = Kind.SAME


def compared(before: str, after: str) -> list[list[Piece]]:
    """The two texts woven into one, paragraph by paragraph. What went stands where it was, before what came for it."""
    old, new = list(_sentences(before)), list(_sentences(after))
    woven: list[_Part] = []
    for same, went, came in _steps([each.text for each in old], [each.text for each in new], MOST_SENTENCES):
        woven += new[came] if same else _replaced(old[went], new[came])
    return _paragraphs(woven)


def _sentences(text: str) -> Iterator[_Part]:
    for line in text.splitlines():
        for turn, sentence in enumerate(s for s in _SENTENCE_END.split(line) if s.strip()):
            yield _Part(" ".join(sentence.split()), opens=turn == 0)


def _steps(old: Sequence[str], new: Sequence[str], most: int) -> Iterator[tuple[bool, slice, slice]]:
    """What two lists have in common, longest, and what stands in its place between: whether it is the same, and where
    in either. Lists that are longer than that between their like ends have nothing in common there."""
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    mine, theirs = old[start : len(old) - end], new[start : len(new) - end]
    if start:
        yield True, slice(start), slice(start)
    went, came = start, start
    for step in Indel.opcodes(mine, theirs) if max(len(mine), len(theirs)) <= most else ():
        if step.tag != "equal":
            continue
        left, right = step.src_start + start, step.dest_start + start
        yield False, slice(went, left), slice(came, right)
        went, came = step.src_end + start, step.dest_end + start
        yield True, slice(left, went), slice(right, came)
    yield False, slice(went, len(old) - end), slice(came, len(new) - end)
    if end:
        yield True, slice(len(old) - end, None), slice(len(new) - end, None)


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many of their first members are the same."""
    return next(
        (n for n, (left, right) in enumerate(zip(old, new, strict=False)) if left != right), min(len(old), len(new))
    )


def _replaced(gone: Sequence[_Part], came: Sequence[_Part]) -> Iterator[_Part]:
    """Sentences in place of others: those reworded word by word, what else went before what else came."""
    left = right = 0
    for old, new in [*_reworded(gone, came), (len(gone), len(came))]:
        yield from (_Part(each.text, each.opens, Kind.GONE) for each in gone[left:old])
        yield from (_Part(each.text, each.opens, Kind.CAME) for each in came[right:new])
        if new < len(came):
            yield from _in_words(gone[old], came[new])
        left, right = old + 1, new + 1


def _reworded(gone: Sequence[_Part], came: Sequence[_Part]) -> list[tuple[int, int]]:
    """Which sentence that came is which that went in other words, in their order."""
    pairs: list[tuple[int, int]] = []
    if max(len(gone), len(came)) > MOST_PAIRED:
        return pairs
    following = 0
    for new, sentence in enumerate(came):
        words = sentence.text.split()
        likeness = [Indel.normalized_similarity(each.text.split(), words) for each in gone[following:]]
        if likeness and max(likeness) >= REWORDED:
            old = following + likeness.index(max(likeness))
            pairs.append((old, new))
            following = old + 1
    return pairs


def _in_words(gone: _Part, came: _Part) -> Iterator[_Part]:
    old, new = gone.text.split(), came.text.split()
    opens = came.opens
    for same, went, come in _steps(old, new, MOST_WORDS):
        for kind, words in ((Kind.GONE, old[went]), (Kind.CAME, new[come])) if not same else ((Kind.SAME, new[come]),):
            if words:
                yield _Part(" ".join(words), opens, kind)
                opens = False


def _paragraphs(woven: list[_Part]) -> list[list[Piece]]:
    found: list[list[Piece]] = []
    for part in woven:
        kind, text = part.kind, part.text
        swapped = part.opens and kind is Kind.CAME and found and found[-1][-1].kind is Kind.GONE
        if not found or (part.opens and not swapped):
            found.append([Piece(kind, text)])
        elif found[-1][-1].kind is kind:
            found[-1][-1] = Piece(kind, f"{found[-1][-1].text} {text}")
        else:
            found[-1].append(Piece(kind, text))
    return found
