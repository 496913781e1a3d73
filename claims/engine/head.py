"""What stands before an article's first sentence: dates, the headline once more, agencies, bylines, the place."""

import re

from claims.engine.document import Segment
from claims.engine.patterns import patterns
from claims.engine.strips import at_sentence, is_set_in_capitals
from claims.engine.values import Zone
from sources.engine.names import Directory, canonical
from sources.engine.values import Kind

Zoned = tuple[Zone, Segment]

HEAD_LENGTH = 3_000  # code points; the head of no article is longer
HEAD_REACH = 700  # code points in which the headline may be repeated once more, behind page furniture
TITLE_REACH = 1_500  # code points in which the headline may stand in a line of its own, below a banner
INLINE_REACH = 1_500  # code points in which a dateline may follow a standfirst
BANNER_LENGTH = 120  # code points; a longer line above the headline is no banner
LONGEST_TAG = 60  # code points of a line that holds an agency's name alone
NEAR = 120  # code points in which a date may follow names and section words
FEWEST_TITLE_WORDS = 3  # fewer are found in prose too
OWN_PART = 0.4  # of a title: "Ferry sinks - World - The Harbour Post" is its longest part where that holds so much


class Head:
    """Takes what belongs to the head off the first lines of a text, and keeps what it says.

    wire: slug of the agency; dateline: the day; place: the place before the first sentence. "" where none is named.
    """

    def __init__(self, text: str, title: str, directory: Directory) -> None:
        self.text, self.directory = text, directory
        self.title = loosely(title)
        self.zones: list[Zoned] = []
        self.done = self.titled = False
        self.wire = self.dateline = self.place = ""
        self.title_line = self._own_line()

    def read(self, line: Segment) -> Segment:
        """The rest of a line. The head is over with the first line that keeps one."""
        at, end = line
        at = self._past_title(self._past_dates(at, end), end)
        while at < min(end, HEAD_LENGTH):
            step = self._step(at, end)
            if not step:
                break
            at = self._past_title(step, end)
        if at < end <= self.title_line:
            at = self._take(Zone.FURNITURE, at, end)
        self.done = at < end or at >= HEAD_LENGTH
        return min(at, end), end

    def inline(self, line: Segment) -> list[Zoned]:
        """Datelines that follow a standfirst inside the line: "... in a market. PORT ALDER (Reuters) - Two men"."""
        start, end = line[0], min(line[1], INLINE_REACH)
        found: list[Zoned] = []
        for match in _DATELINE.finditer(self.text, start, end):
            if match.start() == start or at_sentence(self.text, match.start()):
                self.place = self.place or match["place"].strip(" ,")
                self.wire = self.wire or self._first_agency(match["agency"])
                found.append((Zone.DATELINE, match.span()))
        for tag in _TAGGED.finditer(self.text, start, end):
            found.extend(self._agency_and_date(tag, end))
        return found

    def _step(self, at: int, end: int) -> int:
        return (
            self._date(at, end)
            or self._date_ahead(at, end)
            or self._agency(at, end)
            or self._byline(at, end)
            or self._words(at, end)
            or self._place(at, end)
        )

    def _take(self, zone: Zone, start: int, end: int) -> int:
        """Mark a stretch, and step over the blanks and marks behind it."""
        self.zones.append((zone, (start, end)))
        while end < len(self.text) and self.text[end] in " \t.,:;|/-–—)?!…\u00a0":
            end += 1
        return end

    def _own_line(self) -> int:
        """Where the headline stands in a line of its own below a banner; 0 where it doesn't."""
        match = self.title.search(self.text, 0, TITLE_REACH) if self.title else None
        if match is None or "\n" not in self.text[: match.start()]:
            return 0
        above = self.text[: match.start()].split("\n")
        plain = all(len(line) <= BANNER_LENGTH and not line.rstrip().endswith((".", "!", "?")) for line in above)
        return match.start() if plain and not above[-1].strip(" #*\t") else 0

    def _past_title(self, at: int, end: int) -> int:
        if self.title is None:
            return at
        found = list(self.title.finditer(self.text, at, min(end, at + HEAD_REACH)))
        if not found or (found[0].start() > at and not _is_furniture(self.text[at : found[0].start()])):
            return at
        last = found[-1] if _is_furniture(self.text[found[0].end() : found[-1].start()]) else found[0]
        if last.start() > at:
            self.zones.append((Zone.FURNITURE, (at, last.start())))
        for tag in _AGENCY.finditer(self.text, found[0].end(), last.start()):
            self.wire = self.wire or agency(tag[0], self.directory)
        self.titled = True
        return self._take(Zone.TITLE, last.start(), last.end())

    def _past_dates(self, at: int, end: int) -> int:
        return self._date(at, end) or at

    def _date(self, at: int, end: int) -> int:
        match = patterns().date.match(self.text, at, min(end, at + NEAR))
        if match is None or (match.start("date") == at and _GOES_ON.match(self.text, match.end(), end)):
            return 0  # none, or the subject of a sentence: "March 9 2021 was the day"
        return self._take_date(match, at, end)

    def _take_date(self, match: re.Match[str], start: int, end: int) -> int:
        """A date and its time of day, unless the number behind it begins the headline ("2017 135 people ...")."""
        self.dateline = self.dateline or match["date"]
        if self.title is not None and self.title.match(self.text, self._blanks(match.end()), end):
            return self._take(Zone.DATELINE, start, match.end())
        clock = patterns().clock.match(self.text, match.end(), min(end, match.end() + NEAR))
        return self._take(Zone.DATELINE, start, clock.end() if clock else match.end())

    def _blanks(self, at: int) -> int:
        while at < len(self.text) and self.text[at].isspace():
            at += 1
        return at

    def _date_ahead(self, at: int, end: int) -> int:
        """A date behind names and section words: "Reports Coast Agency Jo Hale Middle East 2159 18.05.2017"."""
        match = patterns().date.search(self.text, at, min(end, at + NEAR))
        between = self.text[at : match.start()] if match else ""
        words = between.split()
        if match is None or not words or not is_set_in_capitals(between) or words[-1].lower() in patterns().small:
            return 0
        if agency(between.strip(), self.directory):
            return 0  # the agency's tag, not a page's words
        self.zones.append((Zone.FURNITURE, (at, match.start())))
        return self._take_date(match, match.start(), end)

    def _agency(self, at: int, end: int) -> int:
        """An agency's name as a tag before the first sentence, and alone in its line: "By Agence France-Presse"."""
        line = self.text[at : min(end, at + LONGEST_TAG)]
        if at + len(line) == end and (slug := agency(_BY_WHOM.sub("", line.strip()), self.directory)):
            self.wire = self.wire or slug
            return self._take(Zone.DATELINE, at, end)
        match = _AGENCY_TAG.match(self.text, at, min(end, at + 80))
        slug = agency(match["name"], self.directory) if match else ""
        if not match or not slug or not _starts_sentence(self.text, match.end()):
            return 0
        self.wire = self.wire or slug
        return self._take(Zone.DATELINE, at, match.end())

    def _byline(self, at: int, end: int) -> int:
        """ "by Jo Hale", and behind a headline or date the names alone: "Jo Hale Ann Reed. A ferry sank"."""
        reach = min(end, at + NEAR)
        match = _BY.match(self.text, at, reach)
        if match is None and self.zones:
            match = _NAMES_ALONE.match(self.text, at, reach)
        return self._take(Zone.FURNITURE, at, match.end()) if match else 0

    def _words(self, at: int, end: int) -> int:
        match = patterns().head_words.match(self.text, at, min(end, at + 160))
        return self._take(Zone.FURNITURE, at, match.end()) if match else 0

    def _place(self, at: int, end: int) -> int:
        reach = min(end, at + NEAR)
        match = (
            _PLACE_LINE.match(self.text, at, reach)
            or _PLACE_AGENCY.match(self.text, at, reach)
            or _PLACE_CAPITALS.match(self.text, at, reach)
        )
        if not match or self.directory.resolve(match["place"]) is not None:
            return 0
        if match["agency"] and self.directory.resolve(match["agency"]) is None and not match["agency"].isupper():
            return 0
        self.place = self.place or match["place"].strip(" ,")
        self.wire = self.wire or agency(match["agency"] or "", self.directory)
        return self._take(Zone.DATELINE, at, match.end())

    def _agency_and_date(self, tag: re.Match[str], end: int) -> list[Zoned]:
        """ "AFP Saturday 10 Aug 2013 Two men": an agency and a full date that no preposition ties to a sentence."""
        slug = agency(tag["name"], self.directory)
        date = patterns().date.match(self.text, tag.end(), end) if slug else None
        if date is None or not _starts_sentence(self.text, date.end()):
            return []
        self.wire = self.wire or slug
        self.dateline = self.dateline or date["date"]
        return [(Zone.DATELINE, (tag.start(), date.end()))]

    def _first_agency(self, names: str) -> str:
        """The agency in "Coast Agency" and, with who wrote it, in "Coast Agency Jo Hale"."""
        words = names.split()
        return next((slug for n in (len(words), 3, 2) if (slug := agency(" ".join(words[:n]), self.directory))), "")


_AGENCY = re.compile(r"\b[A-Z][A-Za-z]{1,15}\b")
_BY_WHOM = re.compile(r"^(?:by|source:|from) ", re.IGNORECASE)
_AGENCY_TAG = re.compile(r"\W{0,3}\(?(?P<name>[A-Z][A-Za-z]{1,15})\)?(?=[\s)–—-])")
_GOES_ON = re.compile(r" (?:is|was|has|had|will|saw|mark(?:s|ed)|brought|became|and|to|or)\b")
_TAGGED = re.compile(r"\b(?P<name>[A-Z][A-Za-z]{1,15})\s(?=\d|[A-Z][a-z]{2,8}\.?,?\s\d)")
_NAME = r"[A-Z][\w'’-]{1,20}"
_BY = re.compile(
    rf"(?i:(?:text |report |written |reported )?by) {_NAME} {_NAME}(?: (?:and|&) {_NAME} {_NAME})?(?=\s[A-Z\"“]|$)"
)
_NAMES_ALONE = re.compile(rf"{_NAME}(?:,? (?:and |al-)?{_NAME}){{0,7}}\.(?=\s[A-Z\"“])")
_PLACE = r"[A-Z][\w'’.-]{1,24}(?: [A-Z][\w'’.-]{1,24}){0,2}(?:, ?[A-Z][\w'’. -]{1,30})?"
_DAY = r"(?:\d{0,2}\s?[A-Z][a-z]{2,8}\.? ?\d{0,2},?\s?)?"
_PLACE_LINE = re.compile(
    rf"(?P<place>{_PLACE}),?\s?{_DAY}"
    r"(?:\((?P<agency>[A-Za-z][\w /&.-]{0,30})\)\s?[-–—:]{0,2}\s?|\s[-–—]{1,2}\s)"
)
_PLACE_AGENCY = re.compile(
    rf"(?P<place>{_NAME}(?: {_NAME}){{0,2}}?)(?:,\s?|\s)(?P<agency>[A-Z]{{2,6}})\s?[-–—]{{1,2}}\s?(?=[A-Z\"“0-9])"
)
_PLACE_CAPITALS = re.compile(r"(?P<place>[A-Z]{4,20}(?: [A-Z]{3,20})?)(?P<agency>)\s(?=[A-Z][a-z]|A )")
_DATELINE = re.compile(
    r"\b(?P<place>[A-Z]{3,20}(?:[ -][A-Z]{2,20}){0,2})(?:,? [A-Z][\w'’-]{1,20}){0,2},? "
    r"(?:\d{1,2} )?(?:[A-Z][a-z]{2,8}\.? )?(?:\d{1,2},? )?"
    r"\((?P<agency>[A-Z][\w .&/-]{1,40})\)\s?[-–—]{0,2}\s?(?=[A-Z\"“0-9])"
)


def agency(name: str, directory: Directory) -> str:
    """The slug of the news agency that goes by exactly this name ("AFP", "Reuters and AP": the first); else ""."""
    for part in re.split(r"[/,&]| and ", name[:80]):
        known = directory.resolve(part.strip()) if part.strip() else None
        exact = known is not None and canonical(part) in {canonical(a) for a in (known.name, *known.aliases)}
        if known is not None and exact and known.kind is Kind.AGENCY:
            return known.slug
    return ""


def loosely(title: str) -> re.Pattern[str] | None:
    """The title as the text may repeat it: other marks and blanks between its words, other case, with or without
    what a site adds to it ("... - World - The Harbour Post"). None where it is too short to be known again.
    """
    title = _LABEL.sub("", title[:300])
    longest = max(_PART.split(title), key=len)
    kept = [title] if len(longest) < OWN_PART * len(title) else [title, longest]
    spoken = [_words(part) for part in kept]
    uncounted = [words[1:] for words in spoken if words and words[0].isdigit()]  # a page may lose the number
    forms = [_spelled(words) for words in (*spoken, *uncounted) if len(words) >= FEWEST_TITLE_WORDS]
    return re.compile("|".join(forms), re.IGNORECASE) if forms else None


_LABEL = re.compile(r"^\s*(?:title|headline)\s?:\s*", re.IGNORECASE)
_PART = re.compile(r"\s[|»–—-]{1,2}\s|(?<=\w)- (?=[A-Z])")


def _words(title: str) -> list[str]:
    return re.findall(r"[^\W_]+", re.sub("['’‘]", "", title))


def _spelled(words: list[str]) -> str:
    return r"\b" + r"[\W_]{0,4}".join("['’‘]?".join(map(re.escape, word)) for word in words) + r"\b"


def _is_furniture(between: str) -> bool:
    """Is what stands before or between two headlines page furniture? Prose has sentences that end."""
    return len(between) <= 400 and not re.search(r"[a-z]{3}[.!?] [A-Z]", between)


def _starts_sentence(text: str, at: int) -> bool:
    """An agency's name is a tag where a new sentence follows, not its verb ("Reuters reported")."""
    rest = text[at : at + 40].lstrip(" )\t-–—:.")
    return bool(rest) and (rest[0].isupper() or rest[0].isdigit() or rest[0] in "\"“'‘")
