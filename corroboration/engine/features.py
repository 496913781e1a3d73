"""What two claims have in common, feature by feature. Each says in [0, 1] how well one detail fits one event.

0.5 is *unknown*: one of the two doesn't say, so the detail speaks neither for nor against. Above it the detail speaks
for one event, below it against. What each is worth stands in corroboration/data/match_weights.toml. A feature's
docstring is what the fact-checker reads.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import cache, lru_cache

from rapidfuzz import fuzz

from claims.engine.inherit import TOLL_OF_A_WAR
from claims.engine.values import Interval
from corroboration.engine.families import families
from corroboration.engine.tables import table
from corroboration.engine.values import Telling
from corroboration.engine.words import Words, overlap, words_of

UNKNOWN = 0.5
UNDATED = datetime(1970, 1, 1, tzinfo=UTC)  # the publication of a statement that was handed in without a date

CLOSE_DAYS = ((0, 1.0), (1, 0.7), (2, 0.35), (3, 0.25), (7, 0.1))  # days apart, fit: "Saturday's blast" told on Sunday
WIDE_DAYS = 10  # an interval wider than this ("in March") fits without proving much
WIDE_FIT = 0.7
INHERITED = ((3, 0.55), (7, 0.48), (31, 0.4))  # a date taken over from elsewhere never proves, and far off it warns
INHERITED_FAR = 0.35
PLACE_INSIDE = 0.7  # the town and its province
SAME_COUNTRY = 0.6  # a country in common, or a place that the other names beside its own: hardly more than nothing
SAME_PROVINCE = 0.35  # two towns of one province: often a town and its suburb
PLACE_TAKEN_OVER = 0.45
OLD_NEWS = 0.35
WEEK, MONTH = 7, 31
TELLING_NUMBER = 3  # "two people" is said of many events
OTHER_COUNT = 30  # a toll may rise tenfold within a day; a war's dead are hundreds of times a bomb's
OTHER_TIME = 0.3  # times that fit no better are different times
SAME_NEWS_DAYS = 2  # published this near each other, two reports are of the same news
SAME_NAME = 85  # token_set_ratio of two spellings of one name
OTHER_NAME = 60  # below it two names are two things
MANY_ROLES = 0.4  # an attack has a bomber, victims, rescuers and accused: another actor hardly speaks against
LOOK_ALIKE = 0.25  # share of telling words at which two texts begin to speak of one thing: half of their median
NEAR_PLACES = 3  # claims of one article this near each other mostly go on about one event

Feature = Callable[[Telling, Telling], float]


def time(left: Telling, right: Telling) -> float:
    """When it happened. Dates that the texts give prove or refute; dates taken over from the article only lean.

    A claim without a date is taken for news: it hardly fits one that gives a date long before.
    """
    mine, theirs = left.claim.frame, right.claim.frame
    if mine.time is None or theirs.time is None:
        return OLD_NEWS if _older(left, right) or _older(right, left) else UNKNOWN
    gap = _gap(mine.time, theirs.time)
    if not (mine.time_explicit and theirs.time_explicit):
        return next((fit for days, fit in INHERITED if gap <= days), INHERITED_FAR)
    if gap == 0 and max(_width(mine.time), _width(theirs.time)) > WIDE_DAYS:
        return WIDE_FIT
    return next((fit for days, fit in CLOSE_DAYS if gap <= days), 0.0)


def published(left: Telling, right: Telling) -> float:
    """How near each other they were published. News of one event comes within days."""
    if UNDATED in (left.published_at, right.published_at):
        return UNKNOWN
    gap = abs((left.published_at - right.published_at).days)
    if gap <= WEEK:
        return 1.0 - UNKNOWN * gap / WEEK
    return max(0.0, UNKNOWN * (1 - (gap - WEEK) / (MONTH - WEEK)))


def place(left: Telling, right: Telling) -> float:
    """Where it happened. A town and the province around it fit; two towns don't.

    A place that a claim doesn't name itself was taken over from the text around it: it hardly speaks against.
    """
    mine, theirs = left.claim.frame, right.claim.frame
    if not mine.place_path or not theirs.place_path:
        return UNKNOWN
    if mine.place_path[0] == theirs.place_path[0]:
        return 1.0 if len(mine.place_path) > 1 else SAME_COUNTRY
    if mine.place_path[0] in theirs.place_path or theirs.place_path[0] in mine.place_path:
        return PLACE_INSIDE if min(len(mine.place_path), len(theirs.place_path)) > 1 else UNKNOWN
    if mine.place_path[0] in theirs.other_places or theirs.place_path[0] in mine.other_places:
        return SAME_COUNTRY
    if not (names_its_place(left) and names_its_place(right)):
        return PLACE_TAKEN_OVER
    return SAME_PROVINCE if len(set(mine.place_path) & set(theirs.place_path)) > 1 else 0.0


def names_its_place(telling: Telling) -> bool:
    """Whether the place of a claim stands in its own words, in any spelling."""
    return not words_of(telling.claim.frame.place).weights.keys().isdisjoint(words_of(telling.claim.text).weights)


def actor(left: Telling, right: Telling) -> float:
    """Who did it, or to whom it happened. Of an attack, one names the bomber, the next the dead, a third a suspect."""
    mine, theirs = left.claim.frame, right.claim.frame
    fit = _same_name(mine.actor_id, theirs.actor_id, mine.actor, theirs.actor)
    return max(fit, MANY_ROLES) if {"violence"} & set(families(left)) & set(families(right)) else fit


def target(left: Telling, right: Telling) -> float:
    """What was acted on."""
    mine, theirs = left.claim.frame, right.claim.frame
    return _same_name(mine.target_id, theirs.target_id, mine.target, theirs.target)


def action(left: Telling, right: Telling) -> float:
    """What was done. Blast, deaths and claim of responsibility are aspects of one kind of event."""
    mine, theirs = left.claim.frame.action, right.claim.frame.action
    if mine and mine == theirs:
        return 1.0
    kinds, others = families(left), families(right)
    if not kinds or not others:
        return UNKNOWN
    return 0.8 if any(kind in others for kind in kinds) else 0.0


def number(left: Telling, right: Telling) -> float:
    """The same number of the same thing, or numbers so far apart that they count something else.

    Tolls rise, so a moderate difference says nothing.
    """
    fit = UNKNOWN
    for mine in left.claim.quantities:
        for theirs in right.claim.quantities:
            if mine.value is None or theirs.value is None or (mine.unit, mine.role) != (theirs.unit, theirs.role):
                continue
            few, many = sorted((mine.value, theirs.value))
            if few == many and many >= TELLING_NUMBER:
                return 1.0
            if few > 0 and many / few > OTHER_COUNT:
                fit = 0.0
    return fit


def words(left: Telling, right: Telling) -> float:
    """How many of their telling words they share: rare words and names count for more than common ones.

    Two aspects of one event share few words, so few speak against it only where no dates are known.
    """
    shared = overlap(words_of(left.claim.statement), words_of(right.claim.statement))
    fit = min(1.0, UNKNOWN * shared / LOOK_ALIKE)
    return fit if UNDATED in (left.published_at, right.published_at) else max(UNKNOWN, fit)


def names(left: Telling, right: Telling) -> float:
    """Whether they name the same people, places and things. What only one of them adds says nothing; what each has
    and the other lacks tells look-alikes apart."""
    mine, theirs = words_of(left.claim.statement), words_of(right.claim.statement)
    if not mine.names or not theirs.names:
        return UNKNOWN
    shared = sum(
        mine.weights[root] for root in sorted((mine.names | theirs.names) & mine.weights.keys() & theirs.weights.keys())
    )
    alone = min(_weight(mine, mine.names - theirs.weights.keys()), _weight(theirs, theirs.names - mine.weights.keys()))
    return shared / (shared + alone) if shared or alone else UNKNOWN


def wording(left: Telling, right: Telling) -> float:
    """How alike their wording is (token_set_ratio). Unlike wording speaks against only where no dates are known."""
    fit = fuzz.token_set_ratio(words_of(left.claim.statement).plain, words_of(right.claim.statement).plain) / 100
    return fit if UNDATED in (left.published_at, right.published_at) else max(UNKNOWN, fit)


def article(left: Telling, right: Telling) -> float:
    """Whether they stand in one article and speak of one kind of event, side by side or further apart."""
    if left.article != right.article:
        return UNKNOWN
    kinds, others = families(left), families(right)
    near = abs(left.position - right.position) <= NEAR_PLACES
    if kinds and others:
        return UNKNOWN if not set(kinds) & set(others) else 1.0 if near else 0.85
    return 0.75 if near else UNKNOWN


def news(left: Telling, right: Telling) -> float:
    """Whether both tell the news of the same days, of one kind of event, with no other place, time or actor."""
    if UNDATED in (left.published_at, right.published_at):
        return UNKNOWN
    if not set(families(left)) & set(families(right)):
        return UNKNOWN
    gap = abs((left.published_at - right.published_at).days)
    where = place(left, right)
    if gap > SAME_NEWS_DAYS or where < UNKNOWN or time(left, right) < OTHER_TIME or actor(left, right) < MANY_ROLES:
        return UNKNOWN
    return 1.0 if where > UNKNOWN or left.article == right.article else 0.85


def occasion(left: Telling, right: Telling) -> float:
    """Whether one tells of earlier occasions, or of many together ("previously", the dead of a war), the other not."""
    return UNKNOWN if tells_of_others(left) == tells_of_others(right) else 0.0


def tells_of_others(telling: Telling) -> bool:
    """Whether a claim has a cue of background_cues.toml, or counts more victims of violence than one attack makes."""
    if _has_cue(telling.claim.statement):
        return True
    tolls = [q.value for q in telling.claim.quantities if q.role in ("killed", "injured") and q.value is not None]
    return max(tolls, default=0) >= TOLL_OF_A_WAR and families(telling) == ("violence",)


@lru_cache(maxsize=16_384)
def _has_cue(text: str) -> bool:
    plain = f" {words_of(text).plain} "
    return any(cue in plain for cue in _background_cues())


@cache
def _background_cues() -> tuple[str, ...]:
    return tuple(f" {phrase} " for phrase in table("background_cues")["phrases"])


FEATURES: Mapping[str, Feature] = {
    function.__name__: function
    for function in (
        time,
        published,
        place,
        actor,
        target,
        action,
        number,
        words,
        names,
        wording,
        article,
        news,
        occasion,
    )
}


def _weight(words: Words, roots: Iterable[str]) -> float:
    return sum(words.weights[root] for root in sorted(roots))


def _older(left: Telling, right: Telling) -> bool:
    """Whether left gives a date more than a month before the undated right was published."""
    time = left.claim.frame.time
    if time is None or time.end is None or not left.claim.frame.time_explicit or right.published_at == UNDATED:
        return False
    return (right.published_at.date() - time.end).days > MONTH


def _gap(left: Interval, right: Interval) -> int:
    """Days between two intervals, 0 where they overlap."""
    if left.overlaps(right):
        return 0
    first, second = (left, right) if (left.end and right.start and left.end < right.start) else (right, left)
    return (second.start - first.end).days if second.start and first.end else 0


def _width(time: Interval) -> int:
    """Days that an interval spans; an open one spans a year."""
    return (time.end - time.start).days if time.start and time.end else 365


def _same_name(left_id: str, right_id: str, left: str, right: str) -> float:
    if left_id and right_id:
        return 1.0 if left_id == right_id else 0.1
    if not left or not right:
        return UNKNOWN
    alike = fuzz.token_set_ratio(left.casefold(), right.casefold())
    if alike >= SAME_NAME:
        return 0.9
    return UNKNOWN if alike >= OTHER_NAME else 0.3
