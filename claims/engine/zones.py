"""Which parts of a text are the article, and which stand around it.

A zone is decided from the outside in: readers' comments and the head first, then whole lines, then stretches inside
a line (many texts arrive as one line with the page's furniture run into it). What is left is body.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from claims.engine import languages
from claims.engine.document import Segment, lines
from claims.engine.values import Zone
from sources.engine.names import Directory, canonical
from sources.engine.values import Kind

DATA = Path(__file__).resolve().parent.parent / "data"

# The unmarked comments of readers: measured by reference on five articles. The author's own first person stands
# before them too, so a tail counts only where none does.
TAIL_STARTS_AT, TAIL_SHARE, TAIL_LINES = 0.35, 0.6, 3
FOOT_STARTS_AT = 0.4  # of a line: words of a page's foot before this are the text's own ("the privacy policy of ...")
FOOT_LENGTH = 3_000  # code points; a longer rest is more article (the longest foot in 360 corpus articles: 578)
CLOSING = "\"'”’»)] \t\r\n"  # what may stand behind the end of a sentence
FURNITURE_LENGTH = 400  # code points; a longer line is never furniture as a whole
HEADING_LENGTH = 120  # code points; a longer line that begins like a heading of the readers' part is prose
HEAD_REACH = 700  # code points in which the headline may be repeated once more, behind page furniture
RUN_WORDS, RUN_TELLS = 7, 2  # a related headline inside a line: so many words in capitals, so many of them tell-tale
TAG_REACH = 80  # a wire's tag stands in the last so many code points


@dataclass(frozen=True, slots=True)
class Layout:
    """The zones of a text in order, and what its head and tail say: agency (slug), day and place of the dateline."""

    zones: tuple[tuple[Zone, Segment], ...]
    wire: str = ""
    dateline: str = ""
    dateline_place: str = ""

    def of(self, zone: Zone) -> list[Segment]:
        return [segment for kind, segment in self.zones if kind is zone]


@dataclass(frozen=True)
class _Rules:
    lines: re.Pattern[str]
    spans: tuple[re.Pattern[str], ...]
    any_span: re.Pattern[str]
    tail: re.Pattern[str]
    comments: re.Pattern[str]
    signatures: tuple[re.Pattern[str], ...]
    first_person: re.Pattern[str]
    date: re.Pattern[str]
    head_words: re.Pattern[str]
    tells: frozenset[str]
    small: frozenset[str]


def layout(text: str, title: str, directory: Directory) -> Layout:
    """Divide a text into its zones. Every non-blank character of a line falls into at most one."""
    paragraphs = lines(text)
    body, comments = _part_comments(text, paragraphs)
    zones = [part for segment in comments for part in _readers(text, segment)]
    head = _Head(text, title, directory)
    for segment in body:
        rest = segment if head.done else head.read(segment)
        if rest[0] < rest[1]:
            zones.extend(_inside(text, rest))
    zones.extend(head.zones)
    tag, wire = _tail(text, [s for zone, s in zones if zone is Zone.BODY], directory)
    if tag is not None:
        zones = [_cut(zone, segment, tag) for zone, segment in zones] + [(Zone.FURNITURE, tag)]
    kept = sorted(((z, s) for z, s in zones if s[0] < s[1]), key=lambda item: item[1])
    return Layout(tuple(kept), head.wire or wire, head.dateline, head.place)


def _part_comments(text: str, paragraphs: list[Segment]) -> tuple[list[Segment], list[Segment]]:
    """The article's lines, and those of its readers below it: from a heading on, or a tail in the first person.

    A heading counts only once something was told: "Posted by: Admin" above the first sentence names the author.
    """
    rules = _rules()
    told = False
    for number, (start, end) in enumerate(paragraphs):
        heading = end - start < HEADING_LENGTH and rules.comments.search(text[start:end]) is not None
        if heading and told:
            return paragraphs[:number], paragraphs[number:]
        told = told or text[:end].rstrip(CLOSING).endswith((".", "!", "?", "…"))
    personal = [rules.first_person.search(text[start:end]) is not None for start, end in paragraphs]
    first = personal.index(True) if True in personal else len(paragraphs)
    tail = personal[first:]
    quoted = first < len(paragraphs) and text[paragraphs[first][0]] in "\"“‘'«"
    if quoted or len(tail) < TAIL_LINES or first < TAIL_STARTS_AT * len(paragraphs):
        return paragraphs, []
    return (paragraphs[:first], paragraphs[first:]) if sum(tail) >= TAIL_SHARE * len(tail) else (paragraphs, [])


def _readers(text: str, line: Segment) -> list[tuple[Zone, Segment]]:
    """A line of the readers' part: headings and who posted what and when are furniture, the rest readers' words."""
    start, end = line
    rules = _rules()
    if end - start < HEADING_LENGTH and rules.comments.search(text[start:end]):
        return [(Zone.FURNITURE, line)]
    found = [match.span() for rule in rules.signatures for match in rule.finditer(text, start, end)]
    return _parted(text, line, _merged(found), Zone.COMMENTS)


class _Head:
    """Reads what stands before the first sentence: dates, the repeated headline, agency tags, place of the dateline."""

    def __init__(self, text: str, title: str, directory: Directory) -> None:
        self.text, self.directory = text, directory
        self.title = _loosely(title)
        self.zones: list[tuple[Zone, Segment]] = []
        self.done = False
        self.wire = self.dateline = self.place = ""

    def read(self, line: Segment) -> Segment:
        """Take what belongs to the head off a line. The head is over with the first line that keeps a rest."""
        at, end = line
        at = self._date(at, end) or at
        at = self._past_title(at, end)
        while at < end:
            step = self._date(at, end) or self._agency(at, end) or self._words(at, end) or self._place(at, end)
            if not step:
                break
            at = self._past_title(step, end)
        self.done = at < end
        return at, end

    def _take(self, zone: Zone, start: int, end: int) -> int:
        """Mark a stretch, and step over the blanks and marks behind it."""
        self.zones.append((zone, (start, end)))
        while end < len(self.text) and self.text[end] in " \t.,:;|/-–—)\u00a0":
            end += 1
        return end

    def _past_title(self, at: int, end: int) -> int:
        if self.title is None:
            return at
        found = list(self.title.finditer(self.text, at, min(end, at + HEAD_REACH)))
        if found and (found[0].start() == at or _is_furniture(self.text[at : found[0].start()])):
            last = found[-1] if _is_furniture(self.text[found[0].end() : found[-1].start()]) else found[0]
            if last.start() > at:
                self.zones.append((Zone.FURNITURE, (at, last.start())))
            for tag in _AGENCY.finditer(self.text, found[0].end(), last.start()):
                self.wire = self.wire or _agency_slug(tag[0], self.directory)
            return self._take(Zone.TITLE, last.start(), last.end())
        return at

    def _date(self, at: int, end: int) -> int:
        match = _rules().date.match(self.text, at, min(end, at + 120))
        if not match:
            return 0
        self.dateline = self.dateline or match["date"]
        return self._take(Zone.DATELINE, at, match.end())

    def _agency(self, at: int, end: int) -> int:
        match = _AGENCY_TAG.match(self.text, at, min(end, at + 80))
        slug = _agency_slug(match["name"], self.directory) if match else ""
        if not match or not slug or not _starts_sentence(self.text, match.end()):
            return 0
        self.wire = self.wire or slug
        return self._take(Zone.DATELINE, at, match.end())

    def _words(self, at: int, end: int) -> int:
        match = _rules().head_words.match(self.text, at, min(end, at + 160))
        return self._take(Zone.FURNITURE, at, match.end()) if match else 0

    def _place(self, at: int, end: int) -> int:
        reach = min(end, at + 120)
        match = _PLACE_LINE.match(self.text, at, reach) or _PLACE_CAPITALS.match(self.text, at, reach)
        if not match or self.directory.resolve(match["place"]) is not None:
            return 0
        if match["agency"] and self.directory.resolve(match["agency"]) is None and not match["agency"].isupper():
            return 0
        self.place = self.place or match["place"].strip(" ,")
        self.wire = self.wire or _agency_slug(match["agency"] or "", self.directory)
        return self._take(Zone.DATELINE, at, match.end())


_AGENCY = re.compile(r"\b[A-Z][A-Za-z]{1,15}\b")
_AGENCY_TAG = re.compile(r"\W{0,3}\(?(?P<name>[A-Z][A-Za-z]{1,15})\)?(?=[\s)–—-])")
_PLACE_LINE = re.compile(
    r"(?P<place>[A-Z][\w'’.-]{1,24}(?: [A-Z][\w'’.-]{1,24}){0,2}(?:, ?[A-Z][\w'’. -]{1,30})?),?\s?"
    r"(?:\d{0,2}\s?[A-Z][a-z]{2,8}\.? ?\d{0,2}\s?)?"
    r"(?:\((?P<agency>[A-Za-z][\w /&.-]{0,30})\)\s?[-–—:]{0,2}\s?|\s[-–—]{1,2}\s)"
)
_PLACE_CAPITALS = re.compile(r"(?P<place>[A-Z]{4,20}(?: [A-Z]{3,20})?)(?P<agency>)\s(?=[A-Z][a-z])")


def _agency_slug(name: str, directory: Directory) -> str:
    for part in re.split(r"[/,&]| and ", name[:80]):
        known = directory.resolve(part.strip()) if part.strip() else None
        exact = known is not None and canonical(part) in {canonical(a) for a in (known.name, *known.aliases)}
        if known is not None and exact and known.kind is Kind.AGENCY:
            return known.slug
    return ""


def _starts_sentence(text: str, at: int) -> bool:
    """An agency's name is a tag where a new sentence follows, not its verb ("Reuters reported")."""
    rest = text[at : at + 40].lstrip(" )\t-–—:.")
    return bool(rest) and (rest[0].isupper() or rest[0].isdigit() or rest[0] in "\"“'‘")


def _loosely(title: str) -> re.Pattern[str] | None:
    """The title as the text may repeat it: other marks and blanks between its words, other case."""
    words = re.findall(r"\w+", title[:300].replace("'", "").replace("’", "").replace("‘", ""))
    if len(words) < 3:
        return None
    joined = r"[\W_]{0,4}".join("['’‘]?".join(map(re.escape, word)) for word in words)
    return re.compile(joined, re.IGNORECASE)


def _is_furniture(between: str) -> bool:
    """Is what stands before or between two headlines page furniture? Prose has sentences that end."""
    return len(between) <= 400 and not re.search(r"[a-z]{3}[.!?] [A-Z]", between)


def _inside(text: str, line: Segment) -> list[tuple[Zone, Segment]]:
    """Furniture and body of one line."""
    start, end = line
    rules = _rules()
    content = text[start:end]
    if len(content) <= FURNITURE_LENGTH and rules.lines.search(content):
        return [(Zone.FURNITURE, line)]
    if languages.is_foreign(content):
        return [(Zone.FURNITURE, line)]
    found = _spans(content, start, rules) if rules.any_span.search(content) else []
    foot = max(len(content) * FOOT_STARTS_AT, len(content) - FOOT_LENGTH)
    anchor = next((m for m in rules.tail.finditer(content) if m.start() >= foot), None)
    if anchor is not None:
        found.append((start + anchor.start(), end))
    return _parted(text, line, _merged([*found, *_headlines(text, line)]), Zone.BODY)


def _spans(content: str, base: int, rules: _Rules) -> list[Segment]:
    return sorted((base + m.start(), base + m.end()) for rule in rules.spans for m in rule.finditer(content))


def _parted(text: str, line: Segment, furniture: list[Segment], rest: Zone) -> list[tuple[Zone, Segment]]:
    """A line's furniture, and what stands between it."""
    zones = [(Zone.FURNITURE, segment) for segment in furniture]
    edges = [line[0], *(edge for segment in furniture for edge in segment), line[1]]
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        bare = text[left:right].strip()
        if bare:
            first = left + text[left:right].index(bare[0])
            zones.append((rest, (first, first + len(bare))))
    return zones


def _merged(segments: Iterable[Segment]) -> list[Segment]:
    merged: list[Segment] = []
    for start, end in sorted(segments):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return merged


_WORD = re.compile(r"\S+")


def _headlines(text: str, line: Segment) -> list[Segment]:
    """Headlines Set Like This that stand at a sentence's place inside a line: related stories run into the text."""
    if line[1] - line[0] < RUN_WORDS:
        return []
    rules = _rules()
    found: list[Segment] = []
    run: list[re.Match[str]] = []
    for word in [*_WORD.finditer(text, *line), None]:
        if word is not None and run and (_capital(word[0]) or word[0].lower() in rules.small):
            run.append(word)
            if word[0][-1] not in ".!?":
                continue
        found.extend(_headline(run, word is not None and word is not run[-1] if run else False, rules))
        starts = word is not None and _capital(word[0]) and (word.start() == line[0] or _ends(text, word.start()))
        run = [word] if starts and word is not None else []
    return found


def _headline(run: list[re.Match[str]], prose_follows: bool, rules: _Rules) -> list[Segment]:
    while run and run[-1][0] in rules.small:
        run = run[:-1]
    if prose_follows and run:
        run = run[:-1]  # the last capital begins the sentence that follows
    tells = sum(word[0] != word[0].lower() and word[0].lower() in rules.tells for word in run[1:])
    shouted = all(word[0].isupper() for word in run)
    if len(run) >= RUN_WORDS and tells >= RUN_TELLS and not shouted:
        return [(run[0].start(), run[-1].end())]
    return []


def _capital(word: str) -> bool:
    bare = word.lstrip("\"“'‘([")
    return bool(bare) and (bare[0].isupper() or bare[0].isdigit())


def _ends(text: str, at: int) -> bool:
    before = text[max(0, at - 4) : at].rstrip(" \"”')")
    return bool(before) and before[-1] in ".!?…"


_TAG = re.compile(r"\s*[\s.\"”–—(-](?:[-–—(]\s?|\(with )(?P<names>[A-Z][\w/&, -]{1,40})\)?[\s.]*$", re.IGNORECASE)


def _tail(text: str, body: list[Segment], directory: Directory) -> tuple[Segment | None, str]:
    """The agency tag that closes the body ("-AFP", "--Reuters", "(With Reuters and AFP)")."""
    if not body:
        return None, ""
    start, end = max(body, key=lambda segment: segment[1])
    floor = max(start, end - TAG_REACH)
    match = _TAG.search(text, floor, end)
    slug = _agency_slug(match["names"], directory) if match else ""
    return ((match.start(), end), slug) if match and slug else (None, "")


def _cut(zone: Zone, segment: Segment, tag: Segment) -> tuple[Zone, Segment]:
    if zone is Zone.BODY and segment[0] <= tag[0] < segment[1]:
        return zone, (segment[0], tag[0])
    return zone, segment


@cache
def _rules() -> _Rules:
    rows = tomllib.loads((DATA / "zones.toml").read_text(encoding="utf-8"))
    day, month = rf"(?:(?:{rows['weekdays']})\b[,.]?\s)?", rf"(?:{rows['months']})\b\.?"
    clock = r"(?:,?\s?(?:at\s)?\d{1,2}[:.]?\d{2}(?:\s?[ap]\.?m\b\.?)?(?:\s?(?:gmt|utc|est|edt|cet|bst)\b)?)?"
    prefix = "|".join(sorted(map(re.escape, rows["date_prefixes"]), key=len, reverse=True))
    forms = (
        rf"\d{{1,2}}(?:st|nd|rd|th)?\s{month},?\s\d{{4}}",
        rf"{month}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s?\d{{4}}",
        r"\d{1,2}[./-]\d{1,2}[./-]\d{4}",
        r"\d{4}[./-]\d{1,2}[./-]\d{1,2}",
    )
    opening = rf"(?:\d{{4}}\s)?(?:(?:{prefix})\s?:?\s)?"
    date = rf"{opening}(?P<date>{day}(?:{'|'.join(forms)})){clock}(?:\(updated[^()]{{0,40}}\))?(?!\w)"
    words = "|".join(sorted(map(re.escape, rows["head_words"]), key=len, reverse=True))
    head = rf"(?i:{words})\s{{1,3}}(?:\d{{1,7}}\s{{1,3}})?(?=[A-Z0-9\"“'‘–—-])"
    return _Rules(
        lines=_either(rows["furniture_lines"]),
        spans=_compiled(rows["furniture_spans"]),
        any_span=_either(rows["furniture_spans"]),
        tail=_either(rows["foot_anchors"]),
        comments=_either(rows["comment_headings"]),
        signatures=_compiled(rows["comment_signatures"]),
        first_person=re.compile("|".join(rows["first_person"])),
        date=re.compile(date, re.IGNORECASE),
        head_words=re.compile(head),
        tells=frozenset(rows["headline_tells"]),
        small=frozenset(rows["small_words"]),
    )


def _either(patterns: list[str]) -> re.Pattern[str]:
    """One pattern for many: a text of a million short lines spends its time on the calls, not in them."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _compiled(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
