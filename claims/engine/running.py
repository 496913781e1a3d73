"""Quotations that run on: by whose reporting phrase a sentence that has none of its own was said.

A quotation's speaker is named in the same quotation, right behind it, or in the sentence or paragraph before.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from claims.engine.cue import Cue
from claims.engine.document import Sentence
from claims.engine.values import Segment

QUOTED_SHARE = 0.8  # of a sentence's characters inside quotation marks: the sentence is speech
QUOTE_REACH = 6  # sentences to look ahead for the speaker of a quotation that runs over several


@dataclass(frozen=True, slots=True)
class Governor:
    """The reporting phrase that a sentence without one goes under. number: of the sentence that holds it."""

    number: int
    cue: Cue


def governors(
    sentences: Sequence[Sentence], quotes: Sequence[Segment], cues: Sequence[Sequence[Cue]]
) -> list[Governor | None]:
    """For each sentence the phrase that it runs on from, None where it has its own or is nobody's speech."""
    run = _Run(sentences, quotes, cues)
    return [run.governor(number) for number in range(len(sentences))]


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


class _Run:
    def __init__(
        self, sentences: Sequence[Sentence], quotes: Sequence[Segment], cues: Sequence[Sequence[Cue]]
    ) -> None:
        self.sentences, self.quotes = sentences, quotes
        # Who reports inside a quotation is spoken of by its speaker; he does not speak to the reader.
        self.cues = [
            [cue for cue in found if not is_inside(sentence.place(cue.verb)[0], sentence, quotes)]
            for sentence, found in zip(sentences, cues, strict=True)
        ]
        self.by_quote: dict[Segment, Governor] = {}
        self.last: Governor | None = None

    def governor(self, number: int) -> Governor | None:
        found = None if any(cue.content for cue in self.cues[number]) else self._found(number)
        if found is None and self.cues[number]:
            self.last = Governor(number, self.cues[number][-1])
            for quote in quotes_of(self.sentences[number], self.quotes):
                self.by_quote.setdefault(quote, self.last)
        return found

    def _found(self, number: int) -> Governor | None:
        after = self._fragment_behind(number)
        if after is not None:
            return after
        sentence = self.sentences[number]
        speech = is_speech(sentence, self.quotes)
        quote = next(iter(quotes_of(sentence, self.quotes)), None) if speech else None
        if quote is None:
            return None
        if quote not in self.by_quote:
            found = self._ahead(number, quote) or self._before(sentence)
            if found is None:
                return None
            self.by_quote[quote] = found
        return self.by_quote[quote]

    def _before(self, sentence: Sentence) -> Governor | None:
        """The latest reporting phrase, where it stands in this paragraph or the one before."""
        if self.last is None or sentence.paragraph - self.sentences[self.last.number].paragraph > 1:
            return None
        return self.last

    def _ahead(self, number: int, quote: Segment) -> Governor | None:
        """The reporting phrase of a later sentence that shares this quotation, or stands right behind it."""
        for later in range(number + 1, min(number + 1 + QUOTE_REACH, len(self.sentences))):
            sentence = self.sentences[later]
            if sentence.paragraph != self.sentences[number].paragraph or sentence.segment[0] > quote[1] + 3:
                return None
            if self.cues[later]:
                return Governor(later, self.cues[later][0])
        return None

    def _fragment_behind(self, number: int) -> Governor | None:
        """ "said the source." cut off by the parser: it speaks for the sentence before it."""
        if number + 1 >= len(self.sentences) or not self.cues[number + 1]:
            return None
        following = self.sentences[number + 1]
        cue = self.cues[number + 1][0]
        apart = following.paragraph != self.sentences[number].paragraph
        if cue.content or apart or not following.span.text[:1].islower():
            return None
        return Governor(number + 1, cue)
