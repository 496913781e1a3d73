"""What stands below an article's last sentence: a page's foot, credits, signatures, the wire's tag."""

import re
from collections.abc import Sequence

from claims.engine.document import Segment
from claims.engine.head import agency
from claims.engine.patterns import patterns
from claims.engine.strips import is_abbreviated
from sources.engine.names import Directory
from sources.engine.values import Kind

FOOT_STARTS_AT = 0.4  # of a line: words of a page's foot before this are the text's own ("the privacy policy of ...")
FOOT_LENGTH = 3_000  # code points; a longer rest is more article (the longest foot in 360 corpus articles: 578)
TAG_REACH = 80  # a wire's tag and a signature stand in the last so many code points
SIGNED_WORDS = 6  # of a signature: "R. Hale / Moss/J. Reed", "SHJ 12"

_TAG = re.compile(r"\s*[\s.\"”–—(-](?:[-–—(]\s?|\(with )(?P<names>[A-Z][\w/&, -]{1,40})\)?[\s.]*$", re.IGNORECASE)
_CREDIT = re.compile(
    r"\W{0,2}(?:[Ss]ources?|[Vv]ia|VIA|[Ww]ith(?: inputs?)?(?: from)?):?\s"
    r"(?P<name>[A-Z][\w-]{1,20}(?: (?:and )?[A-Z][\w-]{1,20}){0,3})"
)
_FIRST = re.compile(
    r"\b(?:appeared first (?:on|in|at)|(?:first|originally) (?:published|appeared|posted) (?:by|on|in|at)|re-?published"
    r" (?:from|by permission of|with permission (?:of|from)|courtesy of)) (?P<name>\w[^.\n\r|]{1,60})",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[a-z0-9%)\"”])[.!?][\"”')]{0,2}\s+")
_SIGNATURE_WORD = re.compile(r"/?(?:al-)?[A-Z][\w'’./-]*|[\d-]+|[/&|–—-]")


def begins(content: str) -> int:
    """Where a page's foot begins in a line, its length where none does."""
    least = max(len(content) * FOOT_STARTS_AT, len(content) - FOOT_LENGTH)
    match = patterns().feet.search(content, int(least))
    return match.start() if match else len(content)


def closing(text: str, body: Sequence[Segment], directory: Directory) -> tuple[list[Segment], str]:
    """What closes the body and tells nothing: credits, signatures, the wire's tag; and the slug of that wire."""
    if not body:
        return [], ""
    start, end = max(body, key=lambda segment: segment[1])
    taken: list[Segment] = []
    wire = ""
    for _ in range(SIGNED_WORDS):
        at, slug = _last(text, start, end, directory)
        if at >= end:
            break
        taken.append((at, end))
        wire = wire or slug
        end = at
        while end > start and text[end - 1].isspace():
            end -= 1
    return taken, wire


def credited(text: str, furniture: Sequence[Segment], directory: Directory) -> str:
    """The slug of whom a credit names as the article's source: "Source: Coast Agency", "appeared first on Radio N."."""
    for start, end in furniture:
        match = _CREDIT.match(text, start, min(end, start + TAG_REACH))
        for name in (match["name"], match["name"].split(" Related")[0], match["name"].split()[0]) if match else ():
            if slug := agency(name, directory) or _outlet(name, directory):
                return slug
        first = _FIRST.search(text, start, end)
        if first and (slug := _outlet(first["name"], directory)):
            return slug
    return ""


def _outlet(name: str, directory: Directory) -> str:
    """The slug of an outlet by its whole name: one that republishes it says so in full."""
    known = directory.exact(name.strip(" .\t"))
    return known.slug if known is not None and known.kind in {Kind.OUTLET, Kind.AGENCY} else ""


def _last(text: str, start: int, end: int, directory: Directory) -> tuple[int, str]:
    """Where the last piece of furniture at the end of a stretch begins (its end where there is none), its wire."""
    floor = max(start - 2, end - TAG_REACH, 0)  # what ends before the stretch may be needed to know its beginning
    match = _TAG.search(text, floor, end)
    slug = agency(match["names"], directory) if match else ""
    if match and slug:
        return max(start, match.start()), slug
    closed = patterns().closings.search(text, floor, end)
    if closed:
        return max(start, closed.start()), _named(closed[0], directory)
    for match in _SENTENCE_END.finditer(text, floor, end):
        if _is_signature(text[match.end() : end]) and not is_abbreviated(text, match.start()):
            return match.end(), agency(text[match.end() : end], directory)
    return end, ""


def _named(credit: str, directory: Directory) -> str:
    """The agency that a closing credit names: "Source: Coast Agency"."""
    name = credit.split(":")[-1] if ":" in credit else credit.split(None, 1)[-1]
    return agency(name.strip(" ()[].\t"), directory)


def _is_signature(names: str) -> bool:
    words = names.split()
    return 0 < len(words) <= SIGNED_WORDS and all(_SIGNATURE_WORD.fullmatch(word) for word in words)
