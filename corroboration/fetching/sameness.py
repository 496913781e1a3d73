"""Whether a page's text was edited, or only what stands around it: comments, related stories, "2 hours ago". Pure."""

import re
from collections import Counter
from functools import cache
from itertools import islice, product

from rapidfuzz import fuzz

from corroboration.engine.tables import table
from corroboration.html import COMMENTS_HEADING

LONG_LINE = 15  # words from which a line is no headline of another story
LEAST_LEFT = 0.05  # of three-word runs: a story written anew keeps its names and quotes
EDITED_LINE = 70.0  # of rapidfuzz's ratio: a heading reworded; two headlines of one day are near 40
LONGEST_HEADING = 500  # characters, also of languages that set no blanks
MOST_LINES = 300  # of either text, the first, that are compared so: headings and headlines are dozens
_AGO = re.compile(
    r"\b(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten) "
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?) ago\b|\bjust now\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b\d[\d.,]{0,12}[km]? ?(?:comments?|shares?|views?|likes?|repl(?:y|ies)|reads?|min(?:ute)?s? read)\b",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"^\W*(?:last )?(?:updated?|modified|published|posted|revised)\b[^.!?]{0,60}\d[^.!?]{0,20}$", re.IGNORECASE
)
_ENDS = re.compile(r"[.!?…؟。:;][\"'”’»)\]]*$")


def is_edited(before: str, after: str) -> bool:
    """Whether the article in a page says otherwise than before. Other headlines beside it, or none, are no edit."""
    old, new = _lines(before), _lines(after)
    if "".join(" ".join(old).split()) == "".join(" ".join(new).split()):
        return False
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    if any(_tells(line) for line in (*gone, *come)):
        return True
    pairs = product(islice(gone, MOST_LINES), islice(come, MOST_LINES))
    return any(fuzz.ratio(left, right) >= EDITED_LINE for left, right in pairs)


def is_same_story(before: str, after: str) -> bool:
    """Whether a text has anything left of another: a notice or a wall in its place has not."""
    mine, theirs = _runs(before), _runs(after)
    return not mine or len(mine & theirs) >= LEAST_LEFT * min(len(mine), len(theirs) or 1)


def says_so(before: str, after: str) -> bool:
    """Whether a text tells its readers, in a line that it has anew, that it was changed."""
    known = set(before.splitlines())
    fresh = (line.strip() for line in _article(after).splitlines() if line not in known)
    return any(pattern.search(line) for line in fresh for pattern in _notes())


def _lines(text: str) -> list[str]:
    found = []
    for line in _article(text).splitlines():
        kept = "" if _STAMP.match(line) else _COUNTED.sub("", _AGO.sub("", line))
        if any(c.isalnum() for c in kept):
            found.append(" ".join(kept.casefold().split()))
    return found


def _article(text: str) -> str:
    """A text without its readers' comments."""
    return text.partition(f"\n\n{COMMENTS_HEADING}\n\n")[0]


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _article(text).casefold().split()
    return set(zip(words, words[1:], words[2:], strict=False))


def _tells(line: str) -> bool:
    return bool(_ENDS.search(line)) or len(line) > LONGEST_HEADING or len(line.split()) >= LONG_LINE


@cache
def _notes() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in table("edit_notes")["notes"])
