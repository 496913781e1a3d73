"""What a feed lists, whatever its format, and what of it is a whole article."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import urlsplit

import nh3

from corroboration.feeds.dating import Written

LONGEST_ID, LONGEST_URL, LONGEST_TITLE = 300, 1000, 1000  # as articles have them; longer ids are hashed
WHOLE = 1000  # characters of visible text from which content reads like an article, not like a teaser
WHOLE_SUMMARY = 1500  # the same where the feed calls it a description, as which most feeds send an excerpt
PARAGRAPHS = 3  # that such a description must have, besides
_BREAK = re.compile(r"</p\s*>|<br\s*/?>\s*<br\s*/?>", re.IGNORECASE)
_PARAGRAPH = re.compile(r"<(?:p|li|td|blockquote)[\s>]", re.IGNORECASE)
_LINE_END = re.compile(r"(?:<br\s*/?>\s*)+|</?div\b[^<>]*>|\n\s*\n", re.IGNORECASE)
_READ_ON = (
    r"…|\.\.\.|\[…\]|\[\.\.\.\]|\(more\)|read more|continue reading|keep reading|read the full (?:story|article)"
    r"|lire la suite|weiterlesen|leer más|читать далее|اقرأ المزيد"
)
_SIGNED = r"the post .{0,300}(?:appeared first|first appeared) on .{0,200}"  # as WordPress ends what it sends
_CUT = re.compile(rf"(?:{_READ_ON})\W*(?:{_SIGNED})?$", re.IGNORECASE)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL takes no NUL, UTF-8 no lone surrogate
_CODE = re.compile(r"[a-z]{2,3}")
_ODD = re.compile(r"[\\\s\x00-\x1f\x7f]")  # what browsers read otherwise than programs
_TOO_COMMON = re.compile(r"[\w.-]{1,15}")  # "17": an id that other feeds of the outlet may give out, too


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the feed has it. content: HTML; described: it stood where most feeds put an excerpt. source_name,
    source_url: the outlet that the entry says it is from."""

    guid: str = ""
    link: str = ""
    title: str = ""
    content: str = ""
    described: bool = False
    published: Written = field(default_factory=Written)
    updated: Written = field(default_factory=Written)
    language: str = ""
    source_name: str = ""
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A feed as it was read. entries: in its order, mostly newest first. ttl, period, frequency: how often it asks to
    be read, as it is written."""

    entries: tuple[Entry, ...] = ()
    title: str = ""
    link: str = ""
    language: str = ""
    ttl: str = ""
    period: str = ""
    frequency: str = ""


def storable(text: str) -> str:
    """The text without characters that no database takes, and without blanks around it."""
    return _UNSTORABLE.sub("", text).strip()


def language_of(*named: str) -> str:
    """The first of these that names a language, by its ISO 639 code alone: "en" of "en-GB"; "" for none."""
    codes = (name.replace("_", "-").partition("-")[0].strip().lower() for name in named)
    return next((code for code in codes if _CODE.fullmatch(code)), "")


def page_address(url: str) -> str:
    """The address, if it can be that of an article's page and means the same to everybody; else "". A site's front
    page is none."""
    try:
        parts = urlsplit(url)
        name, _ = parts.hostname or "", parts.port  # a port that is none raises
    except ValueError:
        return ""
    plain = parts.scheme in ("http", "https") and "@" not in parts.netloc and not _ODD.search(url)
    somewhere = parts.path.strip("/") or parts.query
    return url if plain and name and somewhere and len(url) <= LONGEST_URL else ""


def identified(entries: Sequence[Entry], feed_url: str) -> list[tuple[str, Entry]]:
    """The entries by what each is known by; one without id and link has "". What comes twice is taken once.

    An id counts only where it is one entry's in the feed, and no short word that another feed of the outlet may use.
    """
    links: dict[str, set[str]] = {}
    for entry in entries:
        links.setdefault(entry.guid, set()).add(entry.link)
    found: dict[str, Entry] = {}
    nameless = []
    for entry in entries:
        name = _name(entry, feed_url, shared=len(links[entry.guid]) > 1)
        if name:
            found.setdefault(name, entry)
        else:
            nameless.append(("", entry))
    return [*found.items(), *nameless]


def _name(entry: Entry, feed_url: str, *, shared: bool) -> str:
    guid = "" if shared else entry.guid
    if guid and _TOO_COMMON.fullmatch(guid):
        guid = "" if entry.link else f"{feed_url}#{guid}"
    name = guid or entry.link
    return name if len(name) <= LONGEST_ID else hashlib.sha256(name.encode()).hexdigest()


def digest(*parts: str) -> str:
    """A short hash of what these parts say."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:32]


def contents(entries: Iterable[Entry]) -> dict[Entry, str]:
    """A hash of what each entry says. When it was changed counts, unless the feed gives all entries the same moment:
    then it means the feed."""
    listed = list(entries)
    moments = {entry.updated.raw for entry in listed}
    told = len(moments) > 1 or len(listed) == 1
    return {
        entry: digest(entry.title, entry.link, entry.content, entry.updated.raw if told else "") for entry in listed
    }


def is_whole(entry: Entry) -> bool:
    """Whether the content reads like a whole article: long enough, and not cut off with an invitation to read on."""
    text = visible(entry.content)
    if _CUT.search(text[-600:]):
        return False
    if entry.described:
        return len(text) >= WHOLE_SUMMARY and len(_BREAK.findall(entry.content)) >= PARAGRAPHS - 1
    return len(text) >= WHOLE


def visible(html: str) -> str:
    """The words of a piece of HTML, on one line."""
    return " ".join(unescape(nh3.clean(html, tags=set())).split())


def as_page(entry: Entry) -> str:
    """The content as a page, which is what an article's text is taken out of. Content without paragraphs, as blogs
    send it, gets them where its lines break."""
    content = entry.content
    if not _PARAGRAPH.search(content):
        content = "".join(f"<p>{line}</p>" for line in _LINE_END.split(content) if line.strip())
    return f"<html><head><title>{escape(entry.title)}</title></head><body><article>{content}</article></body></html>"
