"""Quotations that run on: by whose reporting phrase a sentence that has none of its own was said.

A quotation's speaker is named in the same quotation, right behind it, or in the sentence or paragraph before.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from claims.engine.cue import Cue
from claims.engine.document import Sentence
from claims.engine.quoting import is_inside, is_speech, quotes_of
from claims.engine.sayings import announcement
from claims.engine.values import Segment

APART = 2  # sentences: a quotation farther from the last reporting phrase is not its speaker's
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


class _Run:
    def __init__(self, sentences: Sequence[Sentence], quotes: Sequence[Segment], cues: Sequence[Sequence[Cue]]) -> None:
        self.sentences, self.quotes = sentences, quotes
        # Who reports inside a quotation is spoken of by its speaker; he does not speak to the reader.
        self.cues = [
            [cue for cue in found if not is_inside(sentence.place(cue.verb)[0], sentence, quotes)]
            for sentence, found in zip(sentences, cues, strict=True)
        ]
        self.by_quote: dict[Segment, Governor] = {}
        self.last: Governor | None = None  # the latest reporting phrase, and the last sentence that it governs
        self.reaches = 0

    def governor(self, number: int) -> Governor | None:
        found = None if any(cue.content for cue in self.cues[number]) else self._found(number)
        if found is not None:
            self.reaches = number if found == self.last else self.reaches
        elif self.cues[number]:
            self._remember(number, self.cues[number][-1])
            for quote in quotes_of(self.sentences[number], self.quotes):
                self.by_quote.setdefault(quote, Governor(number, self.cues[number][-1]))
        else:
            announced = announcement(self.sentences[number].span)
            if announced is not None and not is_speech(self.sentences[number], self.quotes):
                self._remember(number, announced)
        return found

    def _remember(self, number: int, cue: Cue) -> None:
        self.last, self.reaches = Governor(number, cue), number

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
            found = self._ahead(number, quote) or self._before(number)
            if found is None:
                return None
            self.by_quote[quote] = found
        return self.by_quote[quote]

    def _before(self, number: int) -> Governor | None:
        """The latest reporting phrase, where it or what it governs ended just before, in this paragraph or the last."""
        if self.last is None or number - self.reaches > APART:
            return None
        apart = self.sentences[number].paragraph - self.sentences[self.reaches].paragraph
        return self.last if apart <= 1 else None

    def _ahead(self, number: int, quote: Segment) -> Governor | None:
        """The reporting phrase of a later sentence that shares this quotation, or of one behind that says no more.

        What a sentence behind a quotation reports in its own words, it reports of another.
        """
        for later in range(number + 1, min(number + 1 + QUOTE_REACH, len(self.sentences))):
            sentence = self.sentences[later]
            if sentence.paragraph != self.sentences[number].paragraph or sentence.segment[0] > quote[1] + 3:
                return None
            if self.cues[later]:
                cue = self.cues[later][0]
                return Governor(later, cue) if sentence.segment[0] < quote[1] or not cue.content else None
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
