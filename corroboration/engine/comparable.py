"""Are two claims of one cluster told of one happening, so that their answers can be held against each other?

A cluster gathers the news of an event as well as its score can tell, so it may hold the raid of Monday beside the raid
of Friday. Before two claims may contradict, update or bear each other out, nothing here may speak against it: two days
that both texts name are two occasions. A day taken over from the text around, or from the date of publication, is only
a guess, and the cluster has weighed it already.
"""

import re
from datetime import timedelta
from functools import cache
from itertools import takewhile

from claims.engine.values import Interval, Quantity
from corroboration.engine.numbers import STAGE_RATIO, Count
from corroboration.engine.occasions import tells_of_others
from corroboration.engine.phrases import READ_CHARS, any_phrase, padded
from corroboration.engine.shingling import words_of
from corroboration.engine.tables import table
from corroboration.engine.values import UNDATED, Telling

NEWS_DAYS = 1  # an undated claim tells of the day it was published, or of the one before
# Days by which dates that are guesses may lie apart. On ten annotated sets, corroboration P/R is 0.76/0.20 with 1 day,
# 0.80/0.32 with 14 or more, contradiction 1.00/0.08 and 0.94/0.13, supersession 0.54/0.18 and 0.47/0.20.
GUESSED_DAYS = 14
# ... and for a count to clash with another or to replace it. Of 75 clashes read by eye in 330 articles most of the 20
# wrong ones were counts of days further apart; on the sets, supersession P is 0.58 with it and 0.53 without.
CLASH_DAYS = 1
STRETCH = 4  # days: a count over as many or more is the count of a campaign, not of one blow
TOLL_RATIO = 6  # a toll may grow from 14 to 48; counts further apart count other things
VAGUE_RATIO = 12  # "dozens" (24 and more) grow into hundreds, "eight" doesn't
NEAR_NUMBER = 6  # words behind a number within which those it counts are named

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")


def one_happening(left: Telling, right: Telling) -> bool:
    """Whether both may tell of the same days, once; or both of a habit, or of all such occasions together."""
    if _habitual(left) != _habitual(right) or tells_of_others(left) != tells_of_others(right):
        return False
    if UNDATED in (left.published_at, right.published_at):
        return True
    named = left.claim.frame.time_explicit and right.claim.frame.time_explicit
    return _days_between(_days(left), _days(right)) <= (0 if named else GUESSED_DAYS)


def close_in_time(left: Telling, right: Telling) -> bool:
    """Whether two counts are told of days so near that they must agree or be stages of one."""
    if UNDATED in (left.published_at, right.published_at):
        return True
    return _days_between(_days(left), _days(right)) <= CLASH_DAYS


def dated(telling: Telling) -> bool:
    """Whether the days of a claim are known to within STRETCH, be it only from the day of the news."""
    return _width(_days(telling)) < STRETCH


def one_count(left: Count, right: Count) -> bool:
    """Whether two numbers of one cluster may count the same people or things over the same days."""
    few, many = sorted((left, right), key=lambda count: count.size)
    if few.size > 0 and many.size / few.size > (VAGUE_RATIO if few.vague or many.vague else TOLL_RATIO):
        return False
    return one_kind(left, right)


def one_kind(left: Count, right: Count) -> bool:
    """Whether two numbers may count the same by the words around them, however far apart they are."""
    few, many = sorted((left, right), key=lambda count: count.size)
    if _is_part(few) != _is_part(many) or not _one_span(few, many) or _inside(few, many):
        return False
    mine, theirs = _side(few), _side(many)
    general = table("counts")["general"]
    return not (mine and theirs) or mine == theirs or mine in general.get(theirs, ()) or theirs in general.get(mine, ())


def _habitual(telling: Telling) -> bool:
    return any_phrase(telling.claim.text, table("opposites")["habitual"]["words"])


def _width(time: Interval) -> int:
    return (time.end - time.start).days if time.start and time.end else STRETCH


def _days(telling: Telling) -> Interval:
    published = telling.published_at.date()
    return telling.claim.frame.time or Interval(published - timedelta(days=NEWS_DAYS), published)


def _days_between(left: Interval, right: Interval) -> int:
    """Days from the end of one interval to the start of the other, 0 where they overlap."""
    if left.overlaps(right):
        return 0
    gaps = [
        (later.start - first.end).days
        for first, later in ((left, right), (right, left))
        if first.end and later.start and first.end < later.start
    ]
    return max(gaps, default=0)


def _one_span(left: Count, right: Count) -> bool:
    """Whether two counts are told over about as many days: of one blow, of one week of raids, of one war."""
    if tells_of_others(left.telling) and tells_of_others(right.telling):
        return True
    short, long = sorted((_span(left), _span(right)))
    return long < STRETCH or short * 2 >= long


def _span(count: Count) -> int:
    """Days that a count is told over: "since Tuesday", "in a week of raids"; 0 for one day or where it isn't told."""
    time = count.telling.claim.frame.time
    if time is not None and count.telling.claim.frame.time_explicit:
        end = time.end or count.telling.published_at.date()
        return (end - time.start).days if time.start else STRETCH
    return STRETCH if any_phrase(count.telling.claim.text, table("counts")["over_time"]) else 0


def _inside(few: Count, many: Count) -> bool:
    """Whether the lower count is clearly that of a part of the other's place: of one quarter of the town."""
    narrow, wide = few.telling.claim.frame.place_path, many.telling.claim.frame.place_path
    return bool(wide) and wide[0] in narrow[1:] and few.size < STAGE_RATIO * many.size


def _is_part(count: Count) -> bool:
    """Whether a claim counts some of the dead: those on top of others ("another six", "21 others"), or those of a
    kind among them ("five of the dead"). The injured are told so beside the dead, and are all of the injured."""
    words = table("counts")
    if not count.question.startswith("killed"):
        return False
    before, behind = _around(count.telling.claim.text, count.quantity)
    on_top = bool(set(before[-2:]) & set(words["further"]) or set(behind[:2]) & set(words["others"]))
    return on_top or any_phrase(" ".join(behind[:3]), words["part_of"]) or "alone" in behind


def _side(count: Count) -> str:
    """The side of a war that the counted belong to, by the words behind the number; "" where none is named."""
    if not count.question.startswith(("killed", "injured", "casualties", "captured", "arrested", "missing")):
        return ""
    ends = frozenset(table("counts")["ends"])
    behind = _around(count.telling.claim.text, count.quantity)[1][:NEAR_NUMBER]
    behind = list(takewhile(lambda word: word not in ends, behind))
    counted = padded(" ".join(behind))
    named = [(counted.find(word), side) for side, words in _victims() for word in words if word in counted]
    return min(named)[1] if named else ""


@cache
def _victims() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, tuple(padded(word) for word in words)) for name, words in table("counts")["victims"].items())


def _around(text: str, quantity: Quantity) -> tuple[list[str], list[str]]:
    """The words before and behind the number of a claim, in digits or in letters; both empty where it isn't found."""
    value = quantity.value
    if value is None:
        return [], []
    words = words_of(_THOUSANDS.sub("", text[:READ_CHARS]))
    number = {f"{value:.10g}", table("counts")["spelled"].get(f"{value:.10g}", "")} - {""}
    at = next((i for i, word in enumerate(words) if word in number), None)
    return ([], []) if at is None else (words[:at], words[at + 1 :])
