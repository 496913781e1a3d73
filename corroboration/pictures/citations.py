"""Whom a source cites and who cites it, drawn as one small graph."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from corroboration.pictures.drawing import words


@dataclass(frozen=True, slots=True)
class Partner:
    """A source at the other end of citations. count: how many claims went between the two."""

    name: str
    href: str
    count: int


def cites_graph(name: str, cites: Sequence[Partner], cited_by: Sequence[Partner]) -> SafeString:
    """The source in the middle, whom it cites before it, who cites it after it; "" where there is neither."""
    if not cites and not cited_by:
        return SafeString("")
    return format_html(
        '<figure class="picture cites"><ul>{}</ul><p dir="auto">{}</p><ul>{}</ul></figure>',
        _side(cites),
        words(name),
        _side(cited_by),
    )


def _side(partners: Sequence[Partner]) -> SafeString:
    rows = ((partner.href, words(partner.name), partner.count) for partner in partners)
    return format_html_join("", '<li><a href="{}" dir="auto">{}</a> {}</li>', rows)
