"""JSON Feed (jsonfeed.org, versions 1 and 1.1), read strictly: what isn't of the type it should be isn't there."""

import json
from html import escape
from typing import Any

from corroboration.feeds.dating import Written
from corroboration.feeds.entries import LONGEST_TITLE, Document, Entry, page_address, storable, visible

VERSION = "https://jsonfeed.org/version/1"


class NotJsonFeed(Exception):
    """Why these bytes are no JSON Feed."""


def read_json(body: bytes, most: int) -> Document:
    """At most so many entries. Raises NotJsonFeed."""
    try:
        whole = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):  # also bytes that aren't UTF-8
        raise NotJsonFeed("neither XML nor JSON that can be read") from None
    if not isinstance(whole, dict) or not _text(whole, "version").startswith(VERSION):
        raise NotJsonFeed("JSON, but no JSON Feed: it doesn't give that as its version")
    items = whole.get("items")
    if not isinstance(items, list):
        raise NotJsonFeed("a JSON Feed without its list of items")
    entries = [_entry(item) for item in items[:most] if isinstance(item, dict)]
    return Document(
        entries=tuple(entries),
        title=_text(whole, "title")[:LONGEST_TITLE],
        link=_text(whole, "home_page_url"),
        language=_text(whole, "language"),
    )


def _entry(item: dict[str, Any]) -> Entry:
    text = _text(item, "content_text")
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in text.split("\n") if part.strip())
    return Entry(
        guid=_id(item.get("id")),
        link=page_address(_text(item, "url")),
        title=visible(escape(_text(item, "title"), quote=False))[:LONGEST_TITLE],
        content=_text(item, "content_html") or paragraphs,
        published=Written(_text(item, "date_published")),
        updated=Written(_text(item, "date_modified")),
        language=_text(item, "language"),
    )


def _id(value: Any) -> str:
    """Ids are strings; numbers were allowed once."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return storable(str(value))


def _text(holder: dict[str, Any], name: str) -> str:
    value = holder.get(name)
    return storable(value) if isinstance(value, str) else ""
