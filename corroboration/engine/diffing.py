"""Two texts of an article beside each other, sentence by sentence: what stayed, what went, what came."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MOST_SENTENCES = 2_000  # of either text: comparing them takes time with the product
_SENTENCE_END = re.compile(r"(?<=[.!?…؟。])[\"'”’»)\]]*\s+(?=\S)")


class Kind(StrEnum):
    SAME = "same"
    GONE = "gone"
    CAME = "came"


@dataclass(frozen=True, slots=True)
class Piece:
    """Sentences of one paragraph that share a fate."""

    kind: Kind
    text: str


def compared(before: str, after: str) -> list[list[Piece]]:
    """The two texts woven into one, paragraph by paragraph. What went stands where it stood, before what came for it.

    Of texts too long to be compared only the new one comes back, as if it were the same.
    """
    old, new = list(_sentences(before)), list(_sentences(after))
    if max(len(old), len(new)) > MOST_SENTENCES:
        return [[Piece(Kind.SAME, paragraph)] for paragraph in after.split("\n") if paragraph.strip()]
    mine, theirs = ([" ".join(text.split()) for text, _ in each] for each in (old, new))
    woven: list[tuple[Kind, str, bool]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            woven += [(Kind.SAME, *sentence) for sentence in new[j1:j2]]
        else:
            woven += [(Kind.GONE, *sentence) for sentence in old[i1:i2]]
            woven += [(Kind.CAME, *sentence) for sentence in new[j1:j2]]
    return _paragraphs(woven)


def _sentences(text: str) -> Iterator[tuple[str, bool]]:
    """Sentences, and whether each opens a paragraph."""
    for line in text.splitlines():
        for turn, sentence in enumerate(s for s in _SENTENCE_END.split(line) if s.strip()):
            yield sentence.strip(), turn == 0


def _paragraphs(woven: list[tuple[Kind, str, bool]]) -> list[list[Piece]]:
    found: list[list[Piece]] = []
    for kind, text, opens in woven:
        swapped = opens and kind is Kind.CAME and found and found[-1][-1].kind is Kind.GONE
        if not found or (opens and not swapped):
            found.append([Piece(kind, text)])
        elif found[-1][-1].kind is kind:
            found[-1][-1] = Piece(kind, f"{found[-1][-1].text} {text}")
        else:
            found[-1].append(Piece(kind, text))
    return found
