"""The values that pass between the stages of extraction, and leave it as claims."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sources.engine.values import Voice

Segment = tuple[int, int]  # [start, end) in code points of the article's text as received


class Zone(StrEnum):
    """The part of an article that a stretch of text belongs to."""

    TITLE = "title"  # the headline, also where the text repeats it: gives no claims
    DATELINE = "dateline"
    BODY = "body"  # standfirst and captions included
    FURNITURE = "furniture"  # tags, related stories, newsletter and copyright lines: gives no claims
    COMMENTS = "comments"  # readers below the article: claims of a commenter, kept out of corroboration


class Modality(StrEnum):
    ASSERTED = "asserted"
    HEDGED = "hedged"
    PLANNED = "planned"
    DENIED = "denied"


class Bound(StrEnum):
    """How a number was bounded by its words. Exported as the guideline writes it."""

    EXACT = "exact"
    AT_LEAST = "at least"
    MORE_THAN = "more than"
    AT_MOST = "at most"
    LESS_THAN = "less than"
    ABOUT = "about"
    RANGE = "range"
    VAGUE = "vague"  # "dozens", "several": low and high from a table, no value


@dataclass(frozen=True, slots=True)
class ArticleText:
    """One article as extraction sees it. `text` is what offsets count; it is never changed.

    publisher: the outlet as a voice. wire: the agency named in metadata, if any. published_at is aware (UTC);
    published_day_only says that only its date is known.
    """

    text: str
    publisher: Voice
    published_at: datetime
    title: str = ""
    language: str = ""
    wire: str = ""
    via: str = ""
    published_day_only: bool = False


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of days. None on a side: open. An unknown time is the absence of an Interval."""

    start: date | None
    end: date | None

    def overlaps(self, other: "Interval") -> bool:
        return (self.start is None or other.end is None or self.start <= other.end) and (
            other.start is None or self.end is None or other.start <= self.end
        )


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with the bounds its words gave it: value lies in [low, high], None = unbounded.

    value is None for vague words ("dozens"). unit: the counted noun, lemmatised ("person", "truck", "km").
    role: what it counts for the claim ("killed", "injured", "force", "distance", ...), a slot name where one fits.
    """

    value: float | None
    low: float | None
    high: float | None
    bound: Bound
    unit: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What makes two claims comparable. An empty string or None is *unknown*: never a mismatch.

    *_id: canonical id from the reference data ("isis", "palmyra"), "" when the name is not known there.
    place_path: gazetteer ids from the most specific place to the widest that holds it ("palmyra", "homs", "sy").
    other_places: ids of further places named in the claim. polarity False: the words deny the action.
    """

    actor: str = ""
    actor_id: str = ""
    action: str = ""  # a class of claims/data/actions.*, else the verb's lemma
    target: str = ""
    target_id: str = ""
    place: str = ""
    place_id: str = ""
    place_path: tuple[str, ...] = ()
    other_places: tuple[str, ...] = ()
    time: Interval | None = None
    time_explicit: bool = False  # False: the interval was inherited (dateline, earlier sentence) or defaulted
    polarity: bool = True


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable statement of one article.

    segments: disjoint, ascending; text: their verbatim characters joined by one blank. sentence: the [start, end)
    of the sentence around it. statement: can be read alone (pronouns and dates filled in where that is safe).
    chain: origin first, publisher left out; empty = the publisher's own voice. denied_by: voices that deny it.
    first_hand: the article shows that its publisher saw or was told it itself. cues: segments of the words that
    carried the attribution. number_context: words that mark a stage of a running count ("previous toll",
    "rose to", "preliminary"), else "". unresolved: pronouns and references left open, as they stand.
    """

    segments: tuple[Segment, ...]
    text: str
    statement: str
    sentence: Segment
    chain: tuple[Voice, ...] = ()
    modality: Modality = Modality.ASSERTED
    denied_by: tuple[Voice, ...] = ()
    zone: Zone = Zone.BODY
    slot: str = "other"
    frame: Frame = field(default_factory=Frame)
    quantities: tuple[Quantity, ...] = ()
    first_hand: bool = False
    cues: tuple[Segment, ...] = ()
    number_context: str = ""
    unresolved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from one article: its claims in text order, its zones, and the wire its text shows."""

    claims: tuple[Claim, ...]
    zones: tuple[tuple[Zone, Segment], ...] = ()
    wire: str = ""  # slug of the agency that a dateline, tag or metadata names ("afp"), else ""
    first_hand: bool = False
    notes: tuple[str, ...] = ()  # what a reader should know: "published date not in text", ...
