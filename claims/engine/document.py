"""A text as lines, quotations and parsed sentences. Offsets count code points of the text as received, always."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Span, Token

from claims.engine import casing, languages
from claims.engine.standins import disguise, undisguise
from claims.engine.values import Segment as Segment

PARSER = languages.shipped("en").parser

# Texts may be hostile. A stretch longer than WINDOW code points (two printed pages without a line break) is cut
# at a sentence end or blank, so that memory stays flat; no word of prose reaches LONGEST_WORD.
WINDOW = 6_000
# A text is parsed and read in parts of this many code points, some 8,000 words: no article comes near, and the trees
# of a book of 2 MB, held all at once, would take 2 GB.
PART = 50_000
LONGEST_WORD = 120
# Sentences of more tokens are lists or have lost their full stops: the parser's tree says little, and work on a tree
# grows with its square. They give no claims.
LONGEST_SENTENCE = 260
FEWEST_WORDS = 3  # a line of fewer says nothing that could be checked
# A quotation longer than this is a stray mark that pairs with a far one (the longest seen in news: some 1,500).
LONGEST_QUOTE = 3_000

# One for one, so that no offset moves: what the parser was not trained on becomes what it was.
_FOLD = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛`´ʼ", "'"),
        **dict.fromkeys("“”„‟«»＂", '"'),
        "…": ".",
        "—": ",",
        "―": ",",
        "‑": "-",
        "\u2028": " ",
        "\u2029": " ",
    }
)
_UNREADABLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DASH = re.compile(r"(?<= )[–-](?= )")  # between blanks it separates, as a comma does
# Between sentences that lost their full stops: a dash or two blanks, before a capital.
_GAP = re.compile(r"(?<=[a-z0-9]) (?:[–-]{1,2}| ) (?=[A-Z\"])|(?<=[a-z0-9])  (?=[A-Z\"])")
_LONG_LINE = re.compile(r"[^\r\n\x0b\x0c\x85]+")
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD},}}")
_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_BREAK = re.compile(r"[.!?][\"')\]]{0,2}\s")
_OPENING, _CLOSING, _EITHER = "“„«‟", "”»", "\"＂'"  # an apostrophe only where two stand for one mark


@dataclass(frozen=True, slots=True)
class Sentence:
    """A parsed sentence: its span, and where its document begins in the article (`base`)."""

    span: Span
    base: int
    paragraph: int  # number of the line it stands in: quotations and speakers run on inside a line

    @property
    def segment(self) -> Segment:
        return self.base + self.span.start_char, self.base + self.span.end_char

    def place(self, token: Token) -> Segment:
        start: int = self.base + token.idx
        return start, start + len(token)


@lru_cache(maxsize=2)
def load_parser(name: str = PARSER) -> Language:
    """The spaCy pipeline of an installed package. OSError, with what to install, where there is none."""
    return spacy.load(name)


def legible(text: str) -> str:
    """The text as the parser should see it, character for character as long as the original."""
    folded = casing.lowered(_stopped(_UNREADABLE.sub(" ", text.translate(_FOLD))))
    return _LONG_WORD.sub(lambda match: " " * len(match[0]), folded)


def _stopped(text: str) -> str:
    """Dashes that separate become commas. Where a line has lost its full stops, they and double blanks become those."""
    return _LONG_LINE.sub(
        lambda line: _DASH.sub(",", line[0] if _BREAK.search(line[0]) else _GAP.sub(_stop, line[0])), text
    )


def _stop(gap: re.Match[str]) -> str:
    return gap[0].replace(" ", ".", 1) if gap[0].isspace() else re.sub("[–-]", ".", gap[0])


def has_long_words(text: str) -> bool:
    return _LONG_WORD.search(text) is not None


def lines(text: str) -> list[Segment]:
    """The non-empty lines of a text, blanks trimmed."""
    found = []
    for match in _LINE.finditer(text):
        bare = match[0].strip()
        if bare:
            start = match.start() + match[0].index(bare[0])
            found.append((start, start + len(bare)))
    return found


def windows(text: str, stretch: Segment) -> Iterator[Segment]:
    """Cut a stretch into pieces of at most WINDOW code points, at the last sentence end or else the last blank."""
    start, end = stretch
    while end - start > WINDOW:
        piece = text[start : start + WINDOW]
        ends = [match.end() for match in _BREAK.finditer(piece, WINDOW // 2)]
        cut = ends[-1] if ends else max(piece.rfind(" "), 0) or WINDOW
        yield start, start + cut
        start += cut
    if start < end:
        yield start, end


def parts(readable: str, stretches: Iterable[tuple[int, Segment]]) -> Iterator[list[tuple[int, Segment]]]:
    """The stretches (paragraph number, [start, end)) of a legible text, in parts of at most PART code points.

    A stretch longer than a WINDOW is cut; lines too short to say anything are left out.
    """
    part: list[tuple[int, Segment]] = []
    held = 0
    for paragraph, stretch in stretches:
        for start, end in windows(readable, stretch):
            if len(readable[start:end].split(None, FEWEST_WORDS)) < FEWEST_WORDS:
                continue
            if part and held + end - start > PART:
                yield part
                part, held = [], 0
            part.append((paragraph, (start, end)))
            held += end - start
    if part:
        yield part


def parse(readable: str, pieces: Sequence[tuple[int, Segment]], nlp: Language) -> list[Sentence]:
    """The sentences of the given pieces (paragraph number, [start, end)) of a legible text, in order."""
    texts = [readable[start:end] for _, (start, end) in pieces]
    docs = undisguise(nlp.pipe(map(disguise, texts), batch_size=16), texts)
    return [
        Sentence(span, start, paragraph)
        for (paragraph, (start, _)), doc in zip(pieces, docs, strict=True)
        for span in doc.sents
        if span.text.strip()
    ]


def quotations(text: str, paragraphs: Sequence[Segment]) -> list[Segment]:
    """What stands between quotation marks, marks left out, in text order.

    Straight marks are read by what is beside them. A mark left open at the end of a paragraph closes there; where
    the next one opens again, as printers do with long speech, each paragraph is a quotation of its own.
    """
    found: list[Segment] = []
    for start, end in paragraphs:
        opened: int | None = None
        for match in _marks(text, start, end):
            if opened is None:
                opened = match.end() if _opens(text, match.start(), start) else None
            elif _closes(text, match.start(), end):
                found.append((opened, match.start()))
                opened = None
            elif match.start() - opened > LONGEST_QUOTE or text[match.start()] in _OPENING:
                opened = match.end()
        if opened is not None and end - opened <= LONGEST_QUOTE and _opens_paragraph(text, start, opened):
            found.append((opened, end))
    return [(start, end) for start, end in found if 0 < end - start <= LONGEST_QUOTE]


_MARK = re.compile("''|[" + _OPENING + _CLOSING + '"＂]')


def _marks(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    return _MARK.finditer(text, start, end)


def _opens(text: str, at: int, floor: int) -> bool:
    if text[at] in _OPENING:
        return True
    return text[at] in _EITHER and (at == floor or text[at - 1] in " \t([{-—–:" or text[at + 1 : at + 2].isalnum())


def _closes(text: str, at: int, end: int) -> bool:
    if text[at] in _CLOSING:
        return True
    return text[at] in _EITHER and not (at + 1 < end and text[at + 1].isalnum() and text[at - 1 : at].isspace())


def _opens_paragraph(text: str, start: int, opened: int) -> bool:
    """Only a mark that begins its paragraph may stay open to its end; any other is a stray one."""
    return not text[start : opened - 1].strip()
