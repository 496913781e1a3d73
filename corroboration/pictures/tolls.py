"""How a toll changed with time: what each voice counted, with its bounds, by the day it was published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from corroboration.pictures.drawing import words


@dataclass(frozen=True, slots=True)
class Toll:
    """One claim's number.

    claim: its id. href: where it stands. slot: what is counted (killed, injured ...); each slot is a plot of its own.
    at: when it was published; day_only: the hour is not known. value: the number said (None: only a range).
    low, high: its bounds (None: open). said: the number as it was said, "at least 14". source: the slug of the voice
    that vouches for it, voice: its name. status: as the claim's assessment has it. replaces: ids of the claims that
    this one supersedes.
    """

    claim: str
    href: str
    slot: str
    at: datetime
    value: float | None
    low: float | None
    high: float | None
    said: str
    source: str
    voice: str
    status: str = "unconfirmed"
    day_only: bool = False
    replaces: Sequence[str] = ()


def toll_plot(tolls: Sequence[Toll]) -> SafeString:
    """A plot for each slot, the one with the most numbers first, and the same as a table; "" without numbers."""
    if not tolls:
        return SafeString("")
    rows = (
        (toll.at.date().isoformat(), words(toll.voice), toll.href, toll.slot.replace("-", " "), words(toll.said))
        for toll in sorted(tolls, key=lambda toll: (toll.slot, toll.at, toll.claim))
    )
    body = format_html_join("", '<tr><td>{}</td><td dir="auto">{}</td><td><a href="{}">{}: {}</a></td></tr>', rows)
    return format_html('<figure class="picture tolls"><table><tbody>{}</tbody></table></figure>', body)
