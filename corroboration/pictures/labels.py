"""Where the names on a map go: none over another, none over a mark."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

WIDE, NARROW, THIN = 1.0, 0.6, 0.0  # widths of letters, in sizes of the font
LINE = 1.15  # height of a line, in sizes of the font
GAP = 3.0  # units between a mark and its name


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the drawing, in units."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )

    @classmethod
    def around(cls, x: float, y: float, half: float) -> "Box":
        return cls(x - half, y - half, x + half, y + half)


@dataclass(frozen=True, slots=True)
class Label:
    """A name in its place: x and y of its anchor on the base line, and which end is anchored (start, middle, end)."""

    text: str
    x: float
    y: float
    anchor: str


def width(text: str, size: float) -> float:
    """About how wide a text is at this size; rather too wide than too narrow."""
    return size * sum(map(_letter, text))


def _letter(letter: str) -> float:
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return THIN
    return WIDE if unicodedata.east_asian_width(letter) in "WF" else NARROW


@dataclass
class Room:
    """What is still free of a drawing. Whoever comes first gets the best place."""

    bounds: Box
    taken: list[Box] = field(default_factory=list)

    def take(self, box: Box) -> None:
        """Keep names out of this part."""
        self.taken.append(box)

    def is_free(self, box: Box) -> bool:
        return self.bounds.holds(box) and not any(box.meets(other) for other in self.taken)

    def beside(
        self, text: str, x: float, y: float, mark: float, size: float, *, must: bool = False, level: bool = True
    ) -> Label | None:
        """A place for the name of a mark (of this half width) next to it, the right side first; None: there is none.

        must: it is placed even over other things, as long as it lies in the drawing. level: it may stand on one line
        with its mark, where a plot has its curve.
        """
        around = list(_candidates(text, x, y, mark, size))[0 if level else 2 :]
        places = [(label, box) for label, box in around if self.bounds.holds(box)]
        free = [(label, box) for label, box in places if self.is_free(box)] or (places if must else [])
        if not free:
            return None
        label, box = free[0]
        self.take(box)
        return label

    def over(self, text: str, x: float, y: float, size: float, spread: float = 1.0) -> Label | None:
        """A place for a name across a point, its letters so much wider than others; None: something is in the way."""
        half, rise = width(text, size) * spread / 2, size * LINE / 2
        box = Box(x - half, y - rise, x + half, y + rise)
        if not self.is_free(box):
            return None
        self.take(box)
        return Label(text, x, y + size * 0.35, "middle")


def _candidates(text: str, x: float, y: float, mark: float, size: float) -> Iterable[tuple[Label, Box]]:
    wide, high, off = width(text, size), size * LINE, mark + GAP
    for anchor, at_x, at_y in (
        ("start", x + off, y),
        ("end", x - off, y),
        ("middle", x, y - mark - high / 2 - 1),
        ("middle", x, y + mark + high / 2 + 1),
        ("start", x + mark, y - mark - high / 2),
        ("start", x + mark, y + mark + high / 2),
        ("end", x - mark, y - mark - high / 2),
        ("end", x - mark, y + mark + high / 2),
    ):
        left = at_x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        label = Label(text, at_x, at_y + size * 0.35, anchor)
        yield label, Box(left, at_y - high / 2, left + wide, at_y + high / 2)
