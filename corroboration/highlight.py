"""An article's text as HTML: every claim marked where it stands, cues and zones shown, nothing else changed.

Articles are hostile: each stretch of text is escaped, and offsets that don't fit the text are cut to it. The text
that a browser shows is the text as received, character for character.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Segment = tuple[int, int]  # [start, end) in code points

PLAIN_ZONE = "body"


@dataclass(frozen=True, slots=True)
class Mark:
    """A claim to be marked. status: its standing, which gives the mark its colour. href: where it leads, "" for the
    page of its article with it chosen. kin: whether it is of one event with the chosen one."""

    id: str
    segments: tuple[Segment, ...]
    status: str = "unconfirmed"
    href: str = ""
    kin: bool = False

    @property
    def length(self) -> int:
        return sum(end - start for start, end in self.segments)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text throughout which the same claims, zone and cue hold. opens: claims that begin here."""

    text: str
    marks: tuple[Mark, ...]
    opens: tuple[Mark, ...]
    zone: str
    cue: bool


def highlight(
    text: str,
    marks: Sequence[Mark],
    *,
    cues: Iterable[Sequence[int]] = (),
    zones: Iterable[tuple[str, int, int]] = (),
    chosen: str = "",
) -> SafeString:
    """The text as HTML. The claim with the id `chosen` stands out; each claim has the anchor `c-<id>`."""
    return format_html_join("", "{}", ((_html(piece, chosen),) for piece in pieces(text, marks, cues, zones)))


def pieces(
    text: str,
    marks: Sequence[Mark],
    cues: Iterable[Sequence[int]] = (),
    zones: Iterable[tuple[str, int, int]] = (),
) -> Iterator[Piece]:
    """Cut the text wherever a claim, cue or zone begins or ends. Joined, the pieces are the text."""
    starts, ends = _events(len(text), marks, cues, zones)
    open_now: dict[int, object] = {}  # by identity, in order of opening
    seen: set[str] = set()
    cuts = sorted({0, len(text), *starts, *ends})
    for start, end in pairwise(cuts):
        for thing in ends[start]:
            open_now.pop(id(thing), None)
        for thing in starts[start]:
            open_now[id(thing)] = thing
        held = tuple(thing for thing in open_now.values() if isinstance(thing, Mark))
        opens = tuple(mark for mark in held if mark.id not in seen)
        seen.update(mark.id for mark in opens)
        zone = next((thing.name for thing in open_now.values() if isinstance(thing, _Zone)), PLAIN_ZONE)
        cue = any(isinstance(thing, _Cue) for thing in open_now.values())
        yield Piece(text[start:end], held, opens, zone, cue)


def _events(
    length: int,
    marks: Iterable[Mark],
    cues: Iterable[Sequence[int]],
    zones: Iterable[tuple[str, int, int]],
) -> tuple[dict[int, list[object]], dict[int, list[object]]]:
    """What begins and what ends at which offset, cut to the text."""
    starts: dict[int, list[object]] = defaultdict(list)
    ends: dict[int, list[object]] = defaultdict(list)
    spans: list[tuple[object, Sequence[int]]] = [(mark, segment) for mark in marks for segment in mark.segments]
    spans += [(_Cue(), cue) for cue in cues]
    spans += [(_Zone(name), (start, end)) for name, start, end in zones if name != PLAIN_ZONE]
    for thing, (start, end) in spans:
        start, end = max(0, start), min(end, length)
        if start < end:
            starts[start].append(thing)
            ends[end].append(thing)
    return starts, ends


@dataclass(eq=False, slots=True)
class _Cue:
    pass


@dataclass(eq=False, slots=True)
class _Zone:
    name: str


def _html(piece: Piece, chosen: str) -> SafeString:
    inner = format_html('<span class="cue">{}</span>', piece.text) if piece.cue else format_html("{}", piece.text)
    if piece.marks:
        return _marked(piece, inner, chosen)
    if piece.zone != PLAIN_ZONE:
        return format_html('<span class="zone-{}">{}</span>', piece.zone, inner)
    return inner


def _marked(piece: Piece, inner: SafeString, chosen: str) -> SafeString:
    """One mark, linked to the chosen claim that it belongs to, else to the shortest. One tab stop a claim."""
    top = min(piece.marks, key=lambda mark: (mark.id != chosen, mark.length, mark.id))
    anchors = format_html_join("", '<span id="c-{}" class="anchor"></span>', ((mark.id,) for mark in piece.opens))
    classes = ["claim", f"status-{top.status}"]
    classes += [f"zone-{piece.zone}"] if piece.zone != PLAIN_ZONE else []
    classes += ["chosen"] if top.id == chosen else ["kin"] if top.kin else []
    classes += ["shared"] if len(piece.marks) > 1 else []
    return format_html(
        '{}<mark class="{}" data-claims="{}"><a href="{}"{}>{}</a></mark>',
        anchors,
        " ".join(classes),
        " ".join(mark.id for mark in sorted(piece.marks, key=lambda mark: mark is not top)),
        top.href or f"?claim={top.id}#c-{top.id}",
        "" if top in piece.opens else format_html(' tabindex="{}"', -1),
        inner,
    )
