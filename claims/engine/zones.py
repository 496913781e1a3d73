"""Which parts of a text are the article, and which stand around it.

A zone is decided from the outside in: readers' comments first (readers.py) and the head (head.py), then whole lines,
then stretches inside a line (many texts arrive as one line with the page's furniture run into it: foot.py,
strips.py). What is left is body.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from claims.engine import casing, foot, languages, readers, strips
from claims.engine.document import Segment, lines
from claims.engine.head import Head, Zoned
from claims.engine.patterns import patterns
from claims.engine.values import Zone
from sources.engine.names import Directory

FURNITURE_LENGTH = 400  # code points; a longer line is never furniture as a whole
SENTENCE_END = re.compile(r"(?<=[a-z0-9)\"”])[.!?][\"”)]?\s+(?=[A-Z\"“‘])")
SHORTEST_STRIP = 20  # code points; a shorter line runs no headlines into its sentence
SHORTEST_LINE = 5  # code points of three words; a shorter line is a bullet, a cell or a page number, and in no zone


@dataclass(frozen=True, slots=True)
class Layout:
    """The zones of a text in order, and what its head and tail say: agency (slug), day and place of the dateline.

    foreign: the code of the language that most of what can't be read is in (languages.py), "" where all can.
    """

    zones: tuple[Zoned, ...]
    wire: str = ""
    dateline: str = ""
    dateline_place: str = ""
    foreign: str = ""

    def of(self, zone: Zone) -> list[Segment]:
        return [segment for kind, segment in self.zones if kind is zone]


def layout(text: str, title: str, directory: Directory) -> Layout:
    """Divide a text into its zones. Every character of a line falls into at most one.

    Capitals tell a headline from a sentence, so a text in capitals is divided as it would stand in plain type.
    """
    text = casing.lowered(text)
    paragraphs = [line for line in lines(text) if line[1] - line[0] >= SHORTEST_LINE]
    article, comments = readers.part(text, paragraphs)
    head = Head(text, title, directory)
    zones: list[Zoned] = []
    foreign: list[Segment] = []
    for line in article:
        rest = line if head.done else head.read(line)
        if rest[0] >= rest[1]:
            continue
        if languages.is_foreign(text[rest[0] : rest[1]]):
            foreign.append(rest)
        else:
            zones.extend(_inside(text, rest, head, directory))
    zones.extend(head.zones)
    zones.extend((Zone.FURNITURE, segment) for segment in foreign)
    closed, wire = foot.closing(text, [segment for zone, segment in zones if zone is Zone.BODY], directory)
    for segment in closed:
        zones = [*(_cut(zoned, segment, text) for zoned in zones), (Zone.FURNITURE, segment)]
    for line in comments:
        zones.extend(_parted(text, line, [(Zone.FURNITURE, s) for s in readers.furniture(text, line)], Zone.COMMENTS))
    kept = sorted(((zone, s) for zone, s in zones if s[0] < s[1]), key=lambda zoned: zoned[1])
    wire = head.wire or wire or foot.credited(text, _below(kept), directory)
    language = languages.commonest(text[start:end] for start, end in foreign)
    return Layout(tuple(kept), wire, head.dateline, head.place, language)


def _below(zones: list[Zoned]) -> list[Segment]:
    """The furniture below the last of the body."""
    last = max((segment for zone, segment in zones if zone is Zone.BODY), default=(0, 0))
    return [segment for zone, segment in zones if zone is Zone.FURNITURE and segment > last]


def _inside(text: str, line: Segment, head: Head, directory: Directory) -> list[Zoned]:
    """Furniture, datelines and body of one line."""
    start, end = line
    rules = patterns()
    content = text[start:end]
    taken = head.inline(line)
    if len(content) <= FURNITURE_LENGTH and (notice := rules.lines.search(content)):
        told = [end.end() for end in SENTENCE_END.finditer(content, 0, notice.start())]
        if not told:
            return [(Zone.FURNITURE, line)]
        taken.append((Zone.FURNITURE, (start + told[-1], end)))
    if rules.any_span.search(content):
        spans = (match.span() for rule in rules.spans for match in rule.finditer(content))
        taken.extend((Zone.FURNITURE, (start + first, start + last)) for first, last in spans)
    below = start + foot.begins(content)
    if below < end:
        taken.append((Zone.FURNITURE, (below, end)))
    if end - start >= SHORTEST_STRIP:
        gaps = _gaps(line, taken)
        taken.extend((Zone.FURNITURE, strip) for gap in gaps for strip in strips.found(text, gap, directory))
    return _parted(text, line, taken, Zone.BODY) if taken else [(Zone.BODY, line)]


def _gaps(line: Segment, taken: Iterable[Zoned]) -> list[Segment]:
    """What of a line is not taken."""
    edges = [line[0], *(edge for _, segment in _merged(taken) for edge in segment), line[1]]
    return [(left, right) for left, right in zip(edges[::2], edges[1::2], strict=True) if left < right]


def _parted(text: str, line: Segment, taken: list[Zoned], rest: Zone) -> list[Zoned]:
    """What is taken of a line, and what stands between it, bare marks left out."""
    zones = _merged(taken)
    for left, right in _gaps(line, taken):
        bare = text[left:right].strip()
        if any(character.isalnum() for character in bare):
            first = left + text[left:right].index(bare[0])
            zones.append((rest, (first, first + len(bare))))
    return zones


def _merged(taken: Iterable[Zoned]) -> list[Zoned]:
    """The same characters in disjoint stretches, in order: those that meet are one, of the first one's zone."""
    merged: list[Zoned] = []
    for zone, (start, end) in sorted(taken, key=lambda zoned: zoned[1]):
        previous, (first, last) = merged[-1] if merged else (zone, (-1, -1))
        if start < last or (start == last and zone is previous):
            merged[-1] = (previous, (first, max(end, last)))
        elif start < end:
            merged.append((zone, (start, end)))
    return merged


def _cut(zoned: Zoned, segment: Segment, text: str) -> Zoned:
    """A stretch of body without what closes it."""
    zone, (start, end) = zoned
    if zone is not Zone.BODY or not start <= segment[0] < end:
        return zoned
    return zone, (start, start + len(text[start : segment[0]].rstrip()))
