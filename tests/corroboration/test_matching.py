"""Same event? Whole pairs that differ in what tells events apart, and a score that depends on the two alone."""

import json
from dataclasses import replace
from datetime import timedelta
from math import exp

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corroboration.engine import matching
from corroboration.engine.blocking import keys
from corroboration.engine.clustering import JOIN
from corroboration.engine.features import FEATURES
from corroboration.engine.matching import LINK_FLOOR, all_scores, links, score, scores, weights
from corroboration.engine.profiles import Profile, profile_of
from corroboration.engine.values import UNDATED, Episode
from tests.corroboration.factories import day, telling
from tests.corroboration.tellings import articles, claims, cut, together

OSTRAVA, MORAVIA, LVIV = ("ostrava", "moravia", "cz"), ("moravia", "cz"), ("lviv", "galicia", "ua")
BLAST = {
    "text": "A car bomb killed 12 people in Ostrava on Monday",
    "place_path": OSTRAVA,
    "place": "Ostrava",
    "action": "kill",
    "slot": "killed",
    "value": 12,
    "time": "2021-05-03",
}


def pair(left: dict, right: dict):
    return telling("a", **{"outlet": "Herald", **left}), telling("b", **{"outlet": "Gazette", **right})


# --- what joins and what does not


@pytest.mark.parametrize(
    ("why", "change"),
    [
        ("a rising toll", {"text": "The toll of Monday's car bomb in Ostrava rose to 19", "value": 19}),
        ("told a day later", {"published": "2021-05-05", "text": "Monday's car bomb in Ostrava killed 14 people"}),
        ("the culprit", {"text": "The Blue Front claimed the Ostrava car bomb", "action": "claim-responsibility"}),
        ("without its date", {"text": "A car bomb killed at least 10 in Ostrava", "time": None}),
    ],
)
def test_tellings_of_one_event_join(why, change):
    assert score(*pair(BLAST, {**BLAST, **change})).score >= JOIN, why


@pytest.mark.parametrize(
    ("why", "change"),
    [
        (
            "another town, another day",
            {"text": "A blast killed 12 people in Lviv", "place_path": LVIV, "place": "Lviv", "time": "2021-04-20"},
        ),
        (
            "years before",
            {"text": "A bomb in Ostrava killed 5 in 2016", "value": 5, "time": ("2016-01-01", "2016-12-31")},
        ),
        (
            "the war's dead",
            {
                "text": "More than 400,000 people have been killed in the war",
                "value": 400_000,
                "time": None,
                "place_path": (),
                "published": "2021-06-25",
            },
        ),
        (
            "another kind of event",
            {
                "text": "The mayor resigned",
                "action": "resign",
                "slot": "happened",
                "value": None,
                "time": "2021-04-20",
                "place_path": LVIV,
            },
        ),
    ],
)
def test_look_alikes_stay_apart(why, change):
    assert score(*pair(BLAST, {**BLAST, **change})).score < JOIN, why


def test_what_stands_beside_a_claim_in_its_article_tells_which_event_it_is():
    """ "Dozens were hurt" alone is of any event; beside the Ostrava bomb it is of that one."""
    bomb, hurt = telling("a", **BLAST), telling("b", outlet="Gazette", text="Dozens were hurt", position=1)
    named = telling("c", outlet="Gazette", text="A car bomb went off in Ostrava", place="Ostrava", place_path=OSTRAVA)
    alone = scores([profile_of((bomb,))], [profile_of((hurt,))])[0, 0]
    beside = scores([profile_of((bomb,))], [profile_of((named, hurt))])[0, 0]
    assert alone < LINK_FLOOR < JOIN < beside


# --- the weights


def by_hand(found: dict[str, float], which: str) -> float:
    table = weights(which)
    odds = table.bias + sum(table.of[name] * value for name, value in found.items() if name in table.of)
    return 1 / (1 + exp(-odds))


@pytest.mark.parametrize(
    ("published", "which"),
    [
        (("2021-05-04", "2021-05-05"), "dated"),
        ((UNDATED, "2021-05-05"), "undated"),
        (("2021-05-04", UNDATED), "undated"),
        ((UNDATED, UNDATED), "undated"),
    ],
)
def test_a_pair_of_which_one_is_undated_has_the_undated_weights(published, which):
    left, right = pair({**BLAST, "published": published[0]}, {**BLAST, "published": published[1], "value": 14})
    link = score(left, right)
    assert link.score == pytest.approx(by_hand(dict(link.features), which), abs=2e-3)  # features are kept to 3 places


def test_dated_and_undated_pairs_may_stand_in_one_block():
    """The weights go by the pair, not by its neighbours."""
    dated = profile_of((telling("a", **BLAST),))
    undated, other = replace(dated, published=None), replace(dated, article="b")
    mixed = scores([dated, undated], [other, undated])
    for row, left in enumerate((dated, undated)):
        for column, right in enumerate((other, undated)):
            assert mixed[row, column] == scores([left], [right])[0, 0]
    assert mixed[0, 0] != mixed[1, 0]


def test_both_columns_weigh_something_and_name_known_features():
    for which in ("dated", "undated"):
        table = weights(which)
        assert table.bias < 0 < len(table.of)
        assert table.of.keys() <= FEATURES.keys()


# --- a function of the two alone


def profiles_of(told) -> list[Profile]:
    """Of the articles' episodes; every third one undated."""
    found = [episode.profile for episode in cut(told)]
    return [replace(p, published=None) if i % 3 == 2 else p for i, p in enumerate(found)]


@settings(deadline=None)
@given(articles().map(profiles_of), st.data())
def test_a_score_is_the_same_whatever_stands_beside_it(profiles, data):
    """Bit for bit: alone, in any block, in any order, and from the other side."""
    whole = scores(profiles, profiles)
    assert np.array_equal(whole, whole.T)
    some = st.lists(st.sampled_from(range(len(profiles))), min_size=1, max_size=8)
    lefts, rights = data.draw(some), data.draw(some)
    block = scores([profiles[i] for i in lefts], [profiles[j] for j in rights])
    assert np.array_equal(block, whole[np.ix_(lefts, rights)])
    for i, j in zip(lefts, rights, strict=False):
        assert scores([profiles[i]], [profiles[j]])[0, 0] == whole[i, j]


@settings(deadline=None)
@given(articles(), st.integers(1, 5), st.randoms())
def test_links_are_the_same_in_blocks_of_any_size_and_in_any_order(told, size, random):
    profiles = {episode.id: episode.profile for episode in cut(told)}
    pairs = [(left, right) for left in profiles for right in profiles if left < right]
    found = links(pairs, profiles)
    assert [(link.left, link.right) for link in found] == sorted((link.left, link.right) for link in found)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(matching, "BLOCK", size)
        assert links(random.sample(pairs, len(pairs)), profiles) == found
    for link in found:
        assert links([(link.left, link.right)], profiles) == [link]
    kept = {(link.left, link.right): link.score for link in found}
    for left, right in pairs:
        alone = float(scores([profiles[left]], [profiles[right]])[0, 0])
        assert kept.get((left, right)) == (alone if alone >= LINK_FLOOR else None)


@settings(deadline=None)
@given(articles().map(profiles_of), st.integers(1, 5))
def test_the_scores_of_all_pairs_are_those_of_each_pair(profiles, size):
    expected = scores(profiles, profiles)
    np.fill_diagonal(expected, 0.0)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(matching, "BLOCK", size)
        assert np.array_equal(all_scores(profiles), expected)


@settings(deadline=None)
@given(claims("a"), claims("b"))
def test_the_score_is_symmetric_and_its_features_explain_it(left, right):
    link = score(left, right)
    assert link == score(right, left)
    assert (link.left, link.right) == ("a", "b")
    assert 0 <= link.score <= 1
    assert link.features.keys() <= FEATURES.keys()
    assert all(0 < value <= 1 for value in link.features.values())
    assert link.score == pytest.approx(by_hand(dict(link.features), "dated"), abs=2e-3)


@settings(deadline=None)
@given(articles(), st.randoms())
def test_a_profile_that_was_stored_is_the_same(told, random):
    """Through JSON, and through a database that sorts the names of a mapping as it likes."""
    for episode in cut(told):
        stored = json.loads(json.dumps(episode.profile.to_json()))
        for name in ("words", "topics"):
            stored[name] = dict(random.sample(sorted(stored[name].items()), len(stored[name])))
        again = Profile.from_json(stored)
        assert again == episode.profile
        assert scores([again], [episode.profile])[0, 0] == scores([episode.profile], [episode.profile])[0, 0]
        assert keys(Episode(episode.members, again)) == keys(episode)


def test_a_stored_profile_is_small():
    """However long its episode: a book about one thing is compared by its most telling words."""
    told = [
        telling(
            f"c{i}",
            position=i,
            text=f"The army of Xqa{i} took the bridge at Zut{i}",
            place=f"Zut{i}",
            actor=f"Army {i}",
            value=i,
            time=day("1990-01-01") + timedelta(i),
        )
        for i in range(2_000)
    ]
    assert len(json.dumps(together(*told).profile.to_json())) < 8_000


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_scored(left, right):
    assert 0 <= score(telling("a", text=left), telling("b", text=right)).score <= 1


def test_nothing_to_score_is_no_error():
    assert links([], {}) == []
    assert all_scores([]).shape == (0, 0)
