"""OPML, the list of feeds that readers hand to each other: read defensively, written plainly."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

MOST_BYTES = 1_000_000
MOST_OUTLINES = 500  # feeds of one file: what a person can look through
LONGEST = 300  # characters of a title or a folder
DEEPEST = 50  # folders in folders


class NotOpml(Exception):
    """Why a file is no OPML that can be taken."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of a list. folder: the titles of the folders it lies in, joined: a note, nothing follows from it."""

    title: str
    feed: str
    home: str = ""
    folder: str = ""


def read(body: bytes) -> list[Outline]:
    """The feeds in a file, in its order. Raises NotOpml."""
    if len(body) > MOST_BYTES:
        raise NotOpml(f"larger than {MOST_BYTES:,} bytes")
    try:
        root = fromstring(body)
    except DefusedXmlException:
        raise NotOpml("declares entities of its own, which no list of feeds needs") from None
    except (ParseError, ValueError, LookupError) as error:
        raise NotOpml(f"no XML that can be read: {error}") from None
    if root.tag.lower() != "opml":
        raise NotOpml(f"no OPML: its outermost element is <{root.tag[:40]}>")
    found: list[Outline] = []
    for outline in _outlines(root):
        if len(found) == MOST_OUTLINES:
            raise NotOpml(f"more than {MOST_OUTLINES} feeds: split the file")
        found.append(outline)
    return found


def _outlines(root: Element) -> Iterator[Outline]:
    waiting: list[tuple[Element, tuple[str, ...]]] = [(root, ())]
    while waiting:
        element, folders = waiting.pop()
        if element.tag.lower() == "outline":
            given = {name.lower(): " ".join(value.split())[:1000] for name, value in element.attrib.items()}
            title = (given.get("title") or given.get("text") or "")[:LONGEST]
            if feed := given.get("xmlurl"):
                yield Outline(title, feed, given.get("htmlurl", ""), " / ".join(folders)[:LONGEST])
            elif title and len(folders) < DEEPEST:
                folders = (*folders, title)
        waiting += [(child, folders) for child in reversed(element)]


def write(outlines: Iterable[Outline], *, title: str, now: datetime) -> bytes:
    """A file that any feed reader takes."""
    root = Element("opml", version="2.0")
    head = SubElement(root, "head")
    SubElement(head, "title").text = title
    SubElement(head, "dateCreated").text = format_datetime(now.astimezone(UTC), usegmt=True)
    body = SubElement(root, "body")
    for each in outlines:
        home = {"htmlUrl": each.home} if each.home else {}
        SubElement(body, "outline", type="rss", text=each.title, title=each.title, xmlUrl=each.feed, **home)
    return tostring(root, encoding="utf-8", xml_declaration=True)
