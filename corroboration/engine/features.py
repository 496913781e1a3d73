"""What two episodes have in common, feature by feature, for many pairs at once.

Each function gives an array (left, right) of values in [0, 1]: 0 where the detail is unknown or says nothing. What each
is worth, for one event or against it, stands in corroboration/data/match_weights.toml. The first clause of a function's
docstring is what the fact-checker reads (reasons.py).
"""

from collections.abc import Callable, Mapping

import numpy as np

from corroboration.engine.comparison import COUNTRY, ELSEWHERE, PROVINCE, SAME, UNKNOWN, Comparison, Grid, cosine
from corroboration.engine.profiles import EVER

WEEK = 7
NEAR_DAYS = 2  # "Saturday's blast" told on Sunday, and time zones
MONTHS = 60  # days after which another month more of distance says no more
ALIKE = 0.5  # token_set_ratio of two unlike sentences is 0.4
SHARED_WORDS, TELLING_TENTHS = 6, 10  # telling words in common that say all that such words can say
LONG = 3.0  # log of the claims of a long episode: some twenty
LONE_NAMES = 80  # tenths of weight: two rare names on each side

Feature = Callable[[Comparison], Grid]


def same_article(pairs: Comparison) -> Grid:
    """Both stand in one article."""
    return pairs.equal(lambda p: p.article)


def next_to(pairs: Comparison) -> Grid:
    """One article turns from the one straight to the other."""
    return np.asarray(same_article(pairs) * (pairs.apart(lambda p: p.turn) == 1))


def same_days(pairs: Comparison) -> Grid:
    """Both give one date."""
    return _within(pairs.own_days, 0, 0)


def days_apart(pairs: Comparison) -> Grid:
    """Their own dates lie a day or two apart."""
    return _within(pairs.own_days, 1, NEAR_DAYS)


def week_apart(pairs: Comparison) -> Grid:
    """Their own dates lie three to seven days apart."""
    return _within(pairs.own_days, NEAR_DAYS + 1, WEEK)


def long_apart(pairs: Comparison) -> Grid:
    """Their own dates lie more than a week apart."""
    return _within(pairs.own_days, WEEK + 1, EVER)


def taken_days_fit(pairs: Comparison) -> Grid:
    """The date of one fits the date that the other took over from the text around it."""
    return _within(pairs.taken_days, 0, 1)


def taken_days_clash(pairs: Comparison) -> Grid:
    """The date of one lies more than a week from the date that the other took over."""
    return _within(pairs.taken_days, WEEK + 1, EVER)


def published_together(pairs: Comparison) -> Grid:
    """They were published within a week: 1 on the same day."""
    return np.where(pairs.published_apart >= 0, np.maximum(0.0, 1 - pairs.published_apart / WEEK), 0.0)


def published_apart(pairs: Comparison) -> Grid:
    """They were published more than a week from each other: 1 from two months on."""
    return np.asarray(np.clip(pairs.published_apart - WEEK, 0, MONTHS) / MONTHS)


def other_times(pairs: Comparison) -> Grid:
    """They tell of times more than two months apart: by their own dates, or by publication where they share none."""
    undated = (pairs.published_apart > MONTHS) & (pairs.own_days != 0) & (pairs.taken_days != 0)
    return np.asarray((pairs.own_days > MONTHS) | undated)


def same_place(pairs: Comparison) -> Grid:
    """Both name one town or quarter."""
    return np.asarray(pairs.own_places == SAME)


def same_region(pairs: Comparison) -> Grid:
    """They name two places of one province, or one country."""
    return np.isin(pairs.own_places, (PROVINCE, COUNTRY))


def other_place(pairs: Comparison) -> Grid:
    """They name places that have nothing to do with each other."""
    return np.asarray(pairs.own_places == ELSEWHERE)


def taken_place_clashes(pairs: Comparison) -> Grid:
    """A place that one took over from the text around it is not the other's."""
    own = pairs.own_places != UNKNOWN
    return np.asarray((pairs.any_places == ELSEWHERE) & ~own)


def other_kind(pairs: Comparison) -> Grid:
    """They tell of different kinds of event."""
    return np.asarray(pairs.shared(lambda p: p.families) == 0)


def same_kind(pairs: Comparison) -> Grid:
    """They tell of one kind of event."""
    return pairs.shared(lambda p: p.families) > 0


def topics(pairs: Comparison) -> Grid:
    """They are about the same topics (cosine of how many claims speak of each)."""
    return cosine(pairs.bags(lambda p: p.topics))


def war(pairs: Comparison) -> Grid:
    """Both tell of the war as a whole."""
    return pairs.lower(lambda p: p.topics.get("war", 0) / p.size)


def same_question(pairs: Comparison) -> Grid:
    """They answer the same questions (how many died, who did it): the share of those that the one answers."""
    shared = np.maximum(0.0, pairs.shared(lambda p: p.slots))
    return shared / np.maximum(pairs.lower(lambda p: len(p.slots)), 1)


def same_actor(pairs: Comparison) -> Grid:
    """They name one actor."""
    return pairs.shared(lambda p: p.actors) > 0


def other_actor(pairs: Comparison) -> Grid:
    """They name different actors."""
    return np.asarray(pairs.shared(lambda p: p.actors) == 0)


def words(pairs: Comparison) -> Grid:
    """Their telling words are alike: rare words and names count for more (cosine, shipped frequencies)."""
    return np.asarray(pairs.common_words / np.sqrt(np.maximum(np.outer(*pairs.word_norms), 1.0)))


def words_at_length(pairs: Comparison) -> Grid:
    """Their telling words are alike over several claims: in a single claim that is soon chance."""
    return np.asarray(words(pairs) * np.minimum(1.0, np.log(pairs.lower(lambda p: p.size)) / LONG))


def words_contained(pairs: Comparison) -> Grid:
    """The longer one has telling words of the shorter one: the share of them."""
    left, right = pairs.word_norms
    return np.minimum(1.0, pairs.common_words / np.maximum(np.minimum(left[:, None], right[None, :]), 1.0))


def shared_words(pairs: Comparison) -> Grid:
    """They share telling words: 1 from six on."""
    left, right = ((bag >= TELLING_TENTHS).astype(float) for bag in pairs.words)
    return np.asarray(np.minimum(left @ right.T, SHARED_WORDS) / SHARED_WORDS)


def names(pairs: Comparison) -> Grid:
    """They name the same people, places and things; what only one of them adds says nothing."""
    shared, alone = pairs.names
    return np.where(_named(pairs), shared / np.maximum(shared + alone, 1.0), 0.0)


def no_name_shared(pairs: Comparison) -> Grid:
    """Both name people, places or things, and none is the same."""
    return np.asarray(_named(pairs) & (pairs.names[0] == 0))


def lone_names(pairs: Comparison) -> Grid:
    """Each names what the other doesn't: look-alikes differ so."""
    return np.where(_named(pairs), np.minimum(1.0, pairs.names[1] / LONE_NAMES), 0.0)


def same_number(pairs: Comparison) -> Grid:
    """They give one number."""
    return pairs.shared(lambda p: p.numbers) > 0


def other_number(pairs: Comparison) -> Grid:
    """Both give numbers, none the same."""
    return np.asarray(pairs.shared(lambda p: p.numbers) == 0)


def wording(pairs: Comparison) -> Grid:
    """Their closest statements are worded alike (token_set_ratio above one half)."""
    return np.maximum(0.0, pairs.closest_wording - ALIKE) / (1 - ALIKE)


def background(pairs: Comparison) -> Grid:
    """One tells what led up to the news, the other the news."""
    return pairs.apart(lambda p: p.background / p.size)


def state(pairs: Comparison) -> Grid:
    """One tells how things stand, the other what happened."""
    return pairs.apart(lambda p: p.state / p.size)


def planned(pairs: Comparison) -> Grid:
    """One tells what is planned, the other what happened."""
    return pairs.apart(lambda p: p.planned / p.size)


def occasion(pairs: Comparison) -> Grid:
    """One tells of earlier occasions or of many together, the other doesn't."""
    return pairs.apart(lambda p: p.occasion / p.size)


FEATURES: Mapping[str, Feature] = {
    function.__name__: function
    for function in (
        same_article, next_to, same_days, days_apart, week_apart, long_apart, taken_days_fit, taken_days_clash,
        published_together, published_apart, other_times, same_place, same_region, other_place,
        taken_place_clashes, same_kind, other_kind, topics, war, same_question, same_actor, other_actor, words,
        words_at_length, words_contained, shared_words, names, no_name_shared, lone_names, same_number, other_number,
        wording, background, state, planned, occasion,
    )
}  # fmt: skip


def _within(days: Grid, least: int, most: int) -> Grid:
    return ((days >= least) & (days <= most)).astype(float)


def _named(pairs: Comparison) -> Grid:
    return pairs.both(lambda p: bool(p.names)) > 0
