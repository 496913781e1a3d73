"""Readers' words below an article: under a heading, or without one, told by their first person."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from claims.engine import languages
from claims.engine.document import Segment
from claims.engine.patterns import patterns

# The unmarked comments of readers: measured by reference on five articles. The author's own first person stands
# before them too, so a tail counts only where none does.
TAIL_STARTS_AT, TAIL_SHARE, TAIL_LINES = 0.35, 0.6, 3
HEADING_LENGTH = 120  # code points; a longer line that begins like a heading of the readers' part is prose
CLOSING = "\"'”’»)] \t\r\n"  # what may stand behind the end of a sentence
ENDING = 8  # code points at the end of a line that are looked at for the end of a sentence
_LINK = re.compile(r"\s*<?https?://\S{1,400}\s*")


def part(text: str, paragraphs: Sequence[Segment]) -> tuple[Sequence[Segment], Sequence[Segment]]:
    """The article's lines, and those of its readers below it: from a heading on, or a tail in the first person.

    A heading counts only once something was told: "Posted by: Admin" above the first sentence names the author.
    """
    told = False
    for number, (start, end) in enumerate(paragraphs):
        if told and end - start < HEADING_LENGTH and is_heading(text[start:end]):
            return paragraphs[:number], paragraphs[number:]
        told = told or text[max(start, end - ENDING) : end].rstrip(CLOSING).endswith((".", "!", "?", "…"))
    first = _tail(text, paragraphs)
    return paragraphs[:first], paragraphs[first:]


def is_heading(line: str) -> bool:
    return patterns().comments.search(line) is not None


def furniture(text: str, line: Segment) -> list[Segment]:
    """What in a line of the readers' part is none of their words: headings, who posted what and when, bare links, and
    lines in a language that can't be read.
    """
    start, end = line
    content = text[start:end]
    if (end - start < HEADING_LENGTH and is_heading(content)) or _LINK.fullmatch(content):
        return [line]
    if languages.is_foreign(content):
        return [line]
    return [match.span() for rule in patterns().signatures for match in rule.finditer(text, start, end)]


def _tail(text: str, paragraphs: Sequence[Segment]) -> int:
    """The number of the line where an unmarked tail of comments begins; that of all lines where there is none."""
    personal = _personal(text, paragraphs)
    if not personal:
        return len(paragraphs)
    first = personal[0]
    behind = len(paragraphs) - first
    quoted = text[paragraphs[first][0]] in "\"“‘'«"
    if quoted or behind < TAIL_LINES or first < TAIL_STARTS_AT * len(paragraphs):
        return len(paragraphs)
    return first if len(personal) >= TAIL_SHARE * behind else len(paragraphs)


def _personal(text: str, paragraphs: Sequence[Segment]) -> list[int]:
    """The numbers of the lines in the first person, in order."""
    starts = [start for start, _ in paragraphs]
    return sorted({bisect_right(starts, match.start()) - 1 for match in patterns().first_person.finditer(text)} - {-1})
