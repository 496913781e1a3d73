"""Direct speech whose quotation marks are lost: sentences between two of one speaker, and sentences in his own person.

"The bridge is gone, N. said. The river has taken it. We saw it, he said.": what stands between is his too. It is taken
for his only in a text that quotes no sentence between marks, where the phrase behind closes its sentence ("he said
that S" reports, and what stands before it is the writer's), and where it doesn't tell in the past tense, as writers do.
Between "a source" and "the source" a report goes on in any tense: the writer has no other.
"""

import re
from collections.abc import Sequence

from spacy.tokens import Token

from claims.engine.cue import Cue, Rule
from claims.engine.document import Sentence
from claims.engine.running import Governor
from claims.engine.values import Segment

LONGEST_SCARE = 60  # code points: shorter quotations are single words and phrases of someone
LONGEST_GAP = 3  # sentences to look either way: of a longer run of bare ones most are the writer's
_SPEAKER = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|us|me)\b(?!\.)")


class Unmarked:
    """Which phrases a sentence without a phrase of its own stands between."""

    def __init__(
        self,
        sentences: Sequence[Sentence],
        quotes: Sequence[Segment],
        cues: Sequence[Sequence[Cue]],
        governed: Sequence[Governor | None],
    ) -> None:
        self.sentences, self.cues, self.governed = sentences, cues, governed
        self.marked = any(end - start > LONGEST_SCARE for start, end in quotes)

    def behind(self, number: int) -> Governor | None:
        """The phrase that closes the next sentence that has one, with nothing but bare sentences in between."""
        for later in range(number, min(number + LONGEST_GAP, len(self.sentences))):
            if self.sentences[later].paragraph != self.sentences[number].paragraph or self.governed[later] is not None:
                return None
            if later > number and self.cues[later]:
                outer = max(self.cues[later], key=lambda cue: len(cue.content))
                return Governor(later, outer) if _closes(outer) else None
        return None

    def pointing_behind(self, number: int) -> Governor | None:
        """The phrase behind whose speaker is only pointed back to, with nothing but bare sentences in between."""
        for later in range(number + 1, min(number + LONGEST_GAP, len(self.sentences))):
            if self.sentences[later].paragraph != self.sentences[number].paragraph or self.governed[later] is not None:
                return None
            if self.cues[later]:
                outer = max(self.cues[later], key=lambda cue: len(cue.content))
                return Governor(later, outer) if outer.speakers and _points_back(outer.speakers[0]) else None
        return None

    def before(self, number: int) -> Governor | None:
        """The phrase that the sentences before go under, with nothing but bare sentences in between."""
        for earlier in range(number - 1, max(-1, number - 1 - LONGEST_GAP), -1):
            if self.sentences[earlier].paragraph != self.sentences[number].paragraph:
                return None
            if self.governed[earlier] is not None:
                return self.governed[earlier]
            if self.cues[earlier]:
                return Governor(earlier, max(self.cues[earlier], key=lambda cue: len(cue.content)))
        return None

    def may_be(self, number: int) -> bool:
        """Could a sentence be direct speech: in a text without marks, of the present, or of what was named before?"""
        root = self.sentences[number].span.root
        told_of = [root, *(child for child in root.children if child.dep_ in {"aux", "auxpass"})]
        opens = self.sentences[number].span[0]
        present = any(token.tag_ in {"VBZ", "VBP", "MD"} for token in told_of)
        return not self.marked and (present or opens.tag_ == "PRP" or self.is_personal(number))

    def is_personal(self, number: int) -> bool:
        """Does a sentence speak in its speaker's own person?"""
        return not self.marked and _SPEAKER.search(self.sentences[number].span.text) is not None


def _points_back(head: Token) -> bool:
    """ "The source": one who has just spoken, and is all the writer has."""
    return head.tag_ == "NN" and any(c.lower_ in {"the", "same"} for c in head.children)


def _closes(cue: Cue) -> bool:
    """Does the phrase stand behind what it says?"""
    direct = cue.rule in {Rule.CLOSING, Rule.CLAUSE, Rule.PARENTHESIS} and bool(cue.content)
    return direct and min(cue.content) < cue.verb.i
