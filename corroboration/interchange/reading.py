"""Others' ClaimReview, read leniently: what a document holds, item by item, and what each item says.

What is found in the wild: feeds with null elements, items in lists of lists, reviews in an `@graph`, a CreativeWork
where a Claim is meant, names where objects are, numbers as words, text as HTML, dates in a dozen forms.
"""

import html
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

TYPES = ("ClaimReview",)
HOLDERS = ("dataFeedElement", "item", "itemListElement", "@graph", "mainEntity", "review")  # what a review may lie in
DEEPEST = 8  # holders within holders
LONGEST_TEXT, LONGEST_NAME, LONGEST_ADDRESS, LONGEST_TITLE = 5_000, 300, 2_000, 1_000
MOST_APPEARANCES = 50
YEARS = range(1900, 2101)
FORMS = (
    *("%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y", "%Y/%m/%d", "%Y%m%d", "%d.%m.%Y", "%Y-%m"),
    *("%d %B %Y %H:%M", "%B %d %Y %H:%M", "%B %d %Y %I:%M %p", "%Y/%m/%d %H:%M:%S", "%d.%m.%Y %H:%M"),
)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")  # looks at no character twice, whatever comes
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_ADDRESS = re.compile(r"https?://[^\s/?#@<>\"\\]+[^\s<>\"\\]*", re.IGNORECASE)


class Unreadable(ValueError):
    """An item that is no review that can be kept, with the reason."""


@dataclass(frozen=True, slots=True)
class Found:
    """An item of a document. position: where it lies, such as dataFeedElement[3].item[0]."""

    position: str
    node: Any


@dataclass(frozen=True, slots=True)
class External:
    """What a ClaimReview says. Addresses lead to the web; texts are plain. claimed_on, reviewed_on: None: not known."""

    url: str
    publisher: str
    publisher_site: str
    claim_text: str
    claimant: str = ""
    claim_id: str = ""
    claimed_on: date | None = None
    reviewed_on: date | None = None
    title: str = ""
    rating_words: str = ""
    rating: float | None = None
    worst: float | None = None
    best_rating: float | None = None
    explanation: str = ""
    language: str = ""
    license: str = ""
    appearances: list[str] = field(default_factory=list)


def items(document: Any, position: str = "", depth: int = 0) -> Iterator[Found]:
    """The items of a document: reviews, and what stands where a review should. Nulls are passed over."""
    if document is None:
        return
    if isinstance(document, list) and depth <= DEEPEST:
        for turn, each in enumerate(document):
            yield from items(each, f"{position}[{turn}]", depth + 1)
        return
    held = [name for name in HOLDERS if name in document] if isinstance(document, dict) else []
    if not held or _is_review(document) or depth > DEEPEST:
        yield Found(position or "document", document)
        return
    for name in held:
        yield from of_holder(name, items(document[name], f"{position}.{name}".lstrip("."), depth + 1))


def of_holder(name: str, found: Iterable[Found]) -> Iterator[Found]:
    """What is taken of that which lies in a holder of this name: a graph holds much else."""
    return (each for each in found if name != "@graph" or _is_review(each.node))


def _is_review(node: Any) -> bool:
    return isinstance(node, dict) and any(_local(each) in TYPES for each in _listed(node.get("@type")))


def _local(name: Any) -> str:
    """A type without its prefix or address."""
    return re.split(r"[/:#]", name)[-1] if isinstance(name, str) else ""


def read(node: Any) -> External:
    """What an item says. Raises Unreadable."""
    if not _is_review(node):
        kind = ", ".join(map(str, _listed(node.get("@type")))) if isinstance(node, dict) else type(node).__name__
        raise Unreadable(f"no ClaimReview: {kind[:60] or 'an object without @type'}")
    claim = _first(node.get("itemReviewed"))
    claim = claim if isinstance(claim, dict) else {"name": claim}
    url = _url(node)
    if not url:
        raise Unreadable("url: expected an http or https address")
    text = plain(node.get("claimReviewed")) or plain(claim.get("text")) or _named(claim)
    if not text:
        raise Unreadable("claimReviewed: missing")
    who = _first(node.get("author")) or _first(node.get("publisher"))
    site = site_of(_address_of(who) or url) or site_of(url)
    return External(
        url=url,
        publisher=(_named(who) or site)[:LONGEST_NAME],
        publisher_site=site[:LONGEST_NAME],
        claim_text=text[:LONGEST_TEXT],
        claimant=_named(_first(claim.get("author")))[:LONGEST_NAME],
        claim_id=_text(claim.get("@id"))[:LONGEST_ADDRESS],
        claimed_on=day(claim.get("datePublished")),
        reviewed_on=day(node.get("datePublished")) or day(node.get("dateCreated")) or day(node.get("dateModified")),
        title=(plain(node.get("headline")) or plain(node.get("name")))[:LONGEST_TITLE],
        **_rating(_first(node.get("reviewRating"))),
        language=_text(_first(node.get("inLanguage")))[:35],
        license=web(_text(_first(node.get("sdLicense")))),
        appearances=_appearances(claim),
    )


def _url(node: Mapping[str, Any]) -> str:
    places = ("url", "mainEntityOfPage", "@id")
    return next((found for name in places if (found := _address_of(_first(node.get(name))))), "")


def _rating(node: Any) -> dict[str, Any]:
    """Words and numbers of a rating, which may be an object, or its words or number alone."""
    node = node if isinstance(node, dict) else {"alternateName": node}
    value = number(node.get("ratingValue"))
    words = plain(node.get("alternateName")) or plain(node.get("name"))
    return {
        "rating_words": (words or plain(node.get("ratingValue")))[:LONGEST_NAME],
        "rating": value,
        "worst": number(node.get("worstRating")),
        "best_rating": number(node.get("bestRating")),
        "explanation": plain(node.get("ratingExplanation"))[:LONGEST_TEXT],
    }


def _appearances(claim: Mapping[str, Any]) -> list[str]:
    """Addresses at which the claim appeared, the first first, each once."""
    nodes = [each for name in ("firstAppearance", "appearance", "sameAs") for each in _listed(claim.get(name))]
    found = (_address_of(node) for node in nodes)
    return list(dict.fromkeys(address for address in found if address))[:MOST_APPEARANCES]


# --- values in the shapes that they come in ---


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _first(value: Any) -> Any:
    """The first of several that says anything."""
    return next((each for each in _listed(value) if each not in (None, "", {})), None)


def _text(value: Any) -> str:
    """A text that may be an object with a value; numbers as they are written."""
    if isinstance(value, list):
        value = _first(value)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("alternateName") or value.get("name")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return _UNSTORABLE.sub("", str(value)).strip()


def plain(value: Any) -> str:
    """A text without markup, on one line. What was escaped once too often is unescaped again."""
    text = _text(value)
    for _ in range(2):
        text = html.unescape(_TAG.sub(" ", text))
    return " ".join(_UNSTORABLE.sub("", _TAG.sub(" ", text)).split())


def _named(node: Any) -> str:
    """What an object is called; a bare text is its name, unless it is an address."""
    if isinstance(node, dict):
        return plain(node.get("name")) or plain(node.get("headline")) or plain(node.get("text"))
    text = plain(node)
    return "" if _ADDRESS.match(text) else text


def _address_of(node: Any) -> str:
    """The web address of an object or text; "" where it has none."""
    if not isinstance(node, dict):
        return web(_text(node))
    places = (_first(node.get(name)) for name in ("url", "sameAs", "@id"))
    return next((found for each in places if (found := web(_text(each)))), "")


def web(address: str) -> str:
    """An address that leads to the web; "" for any other, such as javascript:."""
    if len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        return ""
    try:
        parts = urlsplit(address)
        return address if parts.hostname and parts.username is None and parts.port != 0 else ""
    except ValueError:
        return ""


def site_of(address: str) -> str:
    """The host of an address, without www."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def number(value: Any) -> float | None:
    """A finite number, also one written out: "4", "4,5", "4/5"."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        found = float(value) if abs(value) < 1e12 else math.nan
    else:
        written = re.match(r"\s*(-?\d{1,9}(?:[.,]\d{1,9})?)(?:\s*/\s*\d+)?\s*$", _text(value))
        found = float(written[1].replace(",", ".")) if written else math.nan
    return found if math.isfinite(found) else None


def day(value: Any) -> date | None:
    """The day that a date names in one of many forms; None where it names none, or could be either of two."""
    text = _text(value)
    if not text or len(text) > 60:
        return None
    found = _epoch(text) or _iso(text) or _slashed(text) or _worded(text) or _mail(text)
    return found if found and found.year in YEARS else None


def _iso(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).date()
    except ValueError:
        begins = re.match(r"\d{4}-\d{2}-\d{2}(?=[T ])", text)
        return _iso(begins[0]) if begins else None


def _epoch(text: str) -> date | None:
    """Seconds or milliseconds since 1970."""
    if not re.fullmatch(r"\d{9,10}|\d{12,13}", text):
        return None
    return datetime.fromtimestamp(int(text) / (1000 if len(text) > 10 else 1), UTC).date()


def _slashed(text: str) -> date | None:
    """3/4/2019 may be March or April; 13/4/2019 and 4/13/2019 may not."""
    if not (parts := _SLASHED.match(text)):
        return None
    first, second, year = map(int, parts.groups())
    if first <= 12 and second <= 12 and first != second:
        return None
    try:
        return date(year, second, first) if second <= 12 else date(year, first, second)
    except ValueError:
        return None


def _worded(text: str) -> date | None:
    words = " ".join(_ORDINAL.sub("", text).replace(",", " ").split())
    for form in FORMS:
        try:
            return datetime.strptime(words, form).date()  # noqa: DTZ007 (a day as it is written)
        except ValueError:
            continue
    return None


def _mail(text: str) -> date | None:
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError):
        return None
