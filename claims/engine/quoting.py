"""Sentences and quotation marks: what of a sentence stands between them, and which quotations a speaker is beside."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import islice, takewhile

from spacy.tokens import Span

from claims.engine.document import Sentence
from claims.engine.values import Segment

Stretch = tuple[int, int]  # indices of a document's tokens, [first, behind the last)
QUOTED_SHARE = 0.8  # of a sentence's characters inside quotation marks: the sentence is speech
SHORTEST = 3  # words: a shorter quotation is a name or a word held at arm's length


def quotes_of(sentence: Sentence, quotes: Sequence[Segment]) -> list[Segment]:
    """The quotations that a sentence shares characters with."""
    start, end = sentence.segment
    first = bisect_right(quotes, start, key=lambda quote: quote[1])
    return list(takewhile(lambda quote: quote[0] < end, islice(quotes, first, None)))


def is_speech(sentence: Sentence, quotes: Sequence[Segment]) -> bool:
    """Does nearly all of a sentence stand inside quotation marks?"""
    start, end = sentence.segment
    inside = sum(min(end, right) - max(start, left) for left, right in quotes_of(sentence, quotes))
    return inside >= QUOTED_SHARE * (end - start)


def is_inside(at: int, sentence: Sentence, quotes: Sequence[Segment]) -> bool:
    """Does a place in a sentence stand inside quotation marks?"""
    return any(start <= at < end for start, end in quotes_of(sentence, quotes))


def speech(sentence: Sentence, quotes: Sequence[Segment]) -> tuple[Stretch, ...]:
    """What of a sentence stands inside quotation marks, the marks left out."""
    found = []
    for start, end in quotes_of(sentence, quotes):
        inside = [token.i for token in sentence.span if start <= sentence.place(token)[0] < end]
        if inside:
            found.append((inside[0], inside[-1] + 1))
    return tuple(found)


def inside(index: int, stretches: Iterable[Stretch]) -> bool:
    return any(first <= index < behind for first, behind in stretches)


def beside(words: set[int], verb: int, sentence: Span, stretches: Sequence[Stretch]) -> set[int]:
    """The words of the quotations right before and right behind a reporting phrase, and all before the former.

    Nothing but marks may stand between; of two quotations around a phrase neither may be short, of one it must not be.
    """
    first = last = verb
    while first - 1 in words:
        first -= 1
    while last + 1 in words:
        last += 1
    while first < verb and sentence.doc[first].is_punct:
        first += 1
    while last > verb and sentence.doc[last].is_punct:
        last -= 1
    if inside(first, stretches):
        return set()
    before = next((s for s in stretches if s[1] <= first and _marks(sentence, s[1], first)), None)
    behind = next((s for s in stretches if s[0] > last and _marks(sentence, last + 1, s[0])), None)
    near = [s for s in (before, behind) if s is not None]
    if not any(_words(sentence, s) >= SHORTEST for s in near):
        return set()
    found: set[int] = set()
    if before is not None:
        found.update(range(sentence.start, before[1]))
    if behind is not None:
        found.update(range(*behind))
    return found


def _marks(sentence: Span, start: int, end: int) -> bool:
    """Nothing but marks in between, and at least the quotation's own."""
    return start < end and all(token.is_punct or token.is_space for token in sentence.doc[start:end])


def _words(sentence: Span, stretch: Stretch) -> int:
    return sum(not token.is_punct for token in sentence.doc[stretch[0] : stretch[1]])
