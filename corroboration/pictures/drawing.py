"""What all pictures share: numbers and words as they may stand in markup."""

import unicodedata
from collections.abc import Iterable

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

ELLIPSIS = "…"


def at(value: float) -> str:
    """A coordinate to a tenth of a unit, without needless zeros: "12", "0.5", never "-0"."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def share(fraction: float) -> str:
    """A part of the picture's width: 0.25 is "25%"."""
    return f"{at(100 * min(1.0, max(0.0, fraction)))}%"


def words(text: str) -> str:
    """Text as it may stand in a picture: one line, without control characters (which XML forbids)."""
    kept = (" " if unicodedata.category(mark) in ("Cc", "Cs", "Cn", "Zl", "Zp") else mark for mark in text)
    return " ".join("".join(kept).split())


def shortened(text: str, length: int) -> str:
    """The text, cut to this many characters with an ellipsis."""
    return text if len(text) <= length else text[: length - 1].rstrip() + ELLIPSIS


def joined(parts: Iterable[SafeString]) -> SafeString:
    """Pieces of markup, one after the other."""
    return format_html_join("", "{}", ((part,) for part in parts))
