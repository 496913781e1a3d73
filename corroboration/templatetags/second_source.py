"""Template tags of the pages: figures in words, tips from the glossary, pictures."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from corroboration.figures import interval, probability, quantity, span
from corroboration.glossary import letters, meaning
from corroboration.pictures import bars

register = template.Library()

register.simple_tag(interval)
register.simple_tag(bars.interval_bar)
register.simple_tag(bars.probability_bar)
register.filter(probability)
register.filter(quantity)
register.filter(span)


@register.filter
def when(frame: Mapping[str, Any]) -> str:
    """The time that a frame speaks of, in words; empty when unknown."""
    time = frame.get("time") or {}
    return days(_iso(time.get("from")), _iso(time.get("to")))


def _iso(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


@register.simple_tag
def days(first: date | None, last: date | None) -> str:
    """An interval of days: "4 May 2021", "4–6 May 2021", "from 4 May 2021"; empty when unknown."""
    if first is None and last is None:
        return ""
    if first is None:
        return f"until {_day(last)}"
    if last is None:
        return f"from {_day(first)}"
    if first == last:
        return _day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_day(last)}"
    return f"{_day(first)} – {_day(last)}"


def _day(value: date | None) -> str:
    return f"{value.day} {value:%B %Y}" if value else ""


@register.simple_tag
def published(article: Any) -> SafeString:
    """When an article was published (UTC), to the precision that is known."""
    return _moment(article.published_at, article.day_only)


@register.simple_tag
def told(article: Any) -> SafeString:
    """When this text of an article came out (UTC), to the precision that is known."""
    return _moment(article.told_at, article.told_day_only)


def _moment(at: datetime, day_only: bool) -> SafeString:
    words = _day(at) if day_only else f"{_day(at)}, {at:%H:%M}"
    return format_html('<time datetime="{}">{}</time>', at.date() if day_only else at.isoformat(), words)


@register.simple_tag
def letter_meaning(letter: str) -> str:
    return letters()[letter][0]


@register.simple_tag(takes_context=True)
def letter_takes(context: Context, letter: str) -> str:
    """What a letter takes, by the cuts of today (glossary.of_today)."""
    return context["letters"][letter][1]


@register.simple_tag
def means(section: str, word: object) -> str:
    """The glossary's words on a shown word."""
    return meaning(section, word)


@register.filter
def spaced(name: str) -> str:
    """The name of a slot as a reader reads it: "killed children"."""
    return name.replace("-", " ")


@register.filter
def weblink(address: str) -> str:
    """The address if it leads to the web; empty for javascript: and the like."""
    return address if address.startswith(("http://", "https://")) else ""


@register.filter
def frame_words(frame: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The parts of a frame that are known, each with its name."""
    parts = {name: frame.get(name, "") for name in ("actor", "action", "target", "place")}
    parts |= {"action": spaced(parts["action"]), "time": when(frame)}
    return [(name, words) for name, words in parts.items() if words]


@register.filter
def frame_place(frame: Mapping[str, Any]) -> str:
    return frame.get("place", "")
