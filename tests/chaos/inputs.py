"""What arrives while all goes wrong: articles by every door, some twice, some revised, some poison."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

from tests.chaos.apps import POISONS

TOP = Path(__file__).resolve().parent.parent.parent
SAMPLE = TOP / "sample" / "palmyra.ndjson"
CORPUS = TOP.parent / "shared" / "corpus" / "syria_news.ndjson"  # other people's: never part of the project
ONE, BATCH, FILE = "one", "batch", "file"  # doors: a POST, a POST of several, the command
SIZES = {ONE: 1, BATCH: 5, FILE: 8}
FEEDS = ("Ostrava Herald", "Brno Gazette")
IN_FEEDS = 6  # one in so many comes by a feed
REVISED, TWICE = 9, 7  # one in so many is revised, or comes by a second door, too
PAGE = (
    '<html lang="en"><head><title>{title}</title><meta property="article:published_time" content="{date}">'
    "</head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
)
Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Parcel:
    """Articles that come together, by one door."""

    door: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed brings: a whole article, or a link to the page that has it."""

    feed: int
    line: Line
    whole: bool


@dataclass(frozen=True, slots=True)
class Inputs:
    parcels: tuple[Parcel, ...]
    entries: tuple[Entry, ...]
    poison: tuple[Line, ...]

    def lines(self) -> list[Line]:
        """Those that don't come by a feed, poison left out."""
        return [line for parcel in self.parcels for line in parcel.lines if line not in self.poison]


def source() -> Path:
    """Real articles where they are at hand, else the sample."""
    return CORPUS if CORPUS.is_file() else SAMPLE


def gather(path: Path, most: int, poisons: int, chance: random.Random) -> Inputs:
    """So many articles of a file, in the order and by the doors that chance gives them."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    chance.shuffle(lines)
    fed, sent = lines[: most // IN_FEEDS], lines[most // IN_FEEDS : most]
    poison = tuple(_poisoned(lines[0], text) for text in POISONS[::-1][:poisons])
    every = [*sent, *map(_revised, sent[::REVISED]), *sent[::TWICE], *poison]
    chance.shuffle(every)
    entries = tuple(Entry(turn % len(FEEDS), line, whole=turn % 4 != 3) for turn, line in enumerate(fed))
    return Inputs(tuple(_parcels(every, chance)), entries, poison)


def _poisoned(like: Line, text: str) -> Line:
    return like | {"external_id": f"poison-{POISONS.index(text)}", "text": f"{text}\n\n{like['text']}"}


def _revised(line: Line) -> Line:
    later = datetime.fromisoformat(line["published_at"]) + timedelta(hours=30)
    more = "Officials in the city said on Monday that 3 more people had died in hospital."
    return line | {"text": f"{line['text']}\n\n{more}", "revised_at": later.isoformat()}


def _parcels(lines: Sequence[Line], chance: random.Random) -> Iterator[Parcel]:
    rest = list(lines)
    while rest:
        door = chance.choice([ONE, ONE, ONE, BATCH, FILE])
        taken, rest = rest[: SIZES[door]], rest[SIZES[door] :]
        yield Parcel(door, tuple(taken))


def feed(entries: Sequence[Entry], site: str) -> str:
    """RSS of these entries, the newest first."""
    items = "".join(_item(entry, site) for entry in reversed(entries))
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>News</title><link>{site}</link>{items}</channel></rss>"
    )


def _item(entry: Entry, site: str) -> str:
    line = entry.line
    link = f"{site}{address(entry)}"
    content = f"<content:encoded>{escape(_paragraphs(line))}</content:encoded>" if entry.whole else ""
    title = f"<title>{escape(line.get('title') or 'News')}</title>"
    return (
        f"<item><guid>{link}</guid><link>{link}</link>{title}<dc:date>{line['published_at']}</dc:date>{content}</item>"
    )


def address(entry: Entry) -> str:
    return f"/{entry.feed}/{entry.line['external_id']}"


def page(entry: Entry) -> str:
    """The page that an entry links to."""
    title = escape(entry.line.get("title") or "News")
    return PAGE.format(title=title, date=entry.line["published_at"], paragraphs=_paragraphs(entry.line))


def _paragraphs(line: Line) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in line["text"].split("\n") if part.strip())
