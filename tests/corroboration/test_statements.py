"""Free statements: grouped by average linkage over everything, then each put where it fits best."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from corroboration.engine import statements
from corroboration.engine.statements import average_linkage, group_statements, grouped
from corroboration.engine.values import UNDATED, Telling
from tests.corroboration.factories import telling
from tests.corroboration.tellings import corpora

TEXTS = {
    "1": "A tram derailed in Poruba, injuring nine passengers",
    "2": "Nine passengers injured as tram derails in Poruba",
    "3": "The Karvina mine was flooded after a storm",
    "4": "Storm floods the Karvina mine",
}


def said(texts: dict[str, str], **facts) -> list[Telling]:
    return [telling(id, text=text, article=id, outlet=id, **facts) for id, text in texts.items()]


# --- average linkage


def linkage_by_hand(scores, least: float) -> set[frozenset[int]]:
    """The definition, word by word, O(n^4): join the two groups with the greatest mean score."""
    groups = [frozenset([row]) for row in range(len(scores))]
    while len(groups) > 1:
        mean, one, other = max(
            ((sum(scores[i, j] for i in a for j in b) / len(a) / len(b), a, b) for a, b in combinations(groups, 2)),
            key=lambda found: found[0],
        )
        if mean < least:
            break
        groups = [group for group in groups if group not in (one, other)] + [one | other]
    return set(groups)


def groups_of(labels) -> set[frozenset[int]]:
    return {frozenset(np.nonzero(labels == label)[0].tolist()) for label in labels}


def matrix(size: int, pairs: dict[tuple[int, int], float]):
    scores = np.zeros((size, size))
    for (left, right), score in pairs.items():
        scores[left, right] = scores[right, left] = score
    return scores


@st.composite
def all_pairs(draw: st.DrawFn, most: int = 9):
    """A score for each pair, no two of them equal, nor any two means of them: which pair comes first is never luck."""
    size = draw(st.integers(1, most))
    upper = draw(arrays.arrays(float, (size, size), elements=st.floats(0, 1), unique=True))
    noise = np.random.default_rng(draw(st.integers(0, 2**32 - 1))).uniform(0, 1e-6, (size, size))
    scores = np.triu(upper + noise, 1)
    return scores + scores.T


@settings(deadline=None)
@given(all_pairs(), st.floats(0.05, 0.95))
def test_average_linkage_is_what_its_definition_says(scores, least):
    assert groups_of(average_linkage(scores, least)) == linkage_by_hand(scores, least)


@settings(deadline=None)
@given(all_pairs(), st.floats(0.05, 0.95), st.randoms())
def test_the_order_of_the_rows_changes_no_group(scores, least, random):
    order = random.sample(range(len(scores)), len(scores))
    shuffled = average_linkage(scores[np.ix_(order, order)], least)
    assert {frozenset(order[i] for i in group) for group in groups_of(shuffled)} == groups_of(
        average_linkage(scores, least)
    )


def test_what_was_handed_over_is_left_as_it_was():
    scores = np.array([[0.0, 0.9], [0.9, 0.0]])
    before = scores.copy()
    average_linkage(scores, 0.5)
    assert np.array_equal(scores, before)


@pytest.mark.parametrize(
    ("why", "pairs", "expected"),
    [
        (
            "a chain is no group: its ends have nothing in common",
            {(0, 1): 0.9, (1, 2): 0.8, (0, 2): 0.0},
            [{0, 1}, {2}],
        ),
        ("a group is joined by the mean of its pairs", {(0, 1): 0.9, (1, 2): 0.8, (0, 2): 0.4}, [{0, 1, 2}]),
        ("two pairs", {(0, 1): 0.9, (2, 3): 0.7, (1, 2): 0.6}, [{0, 1}, {2, 3}]),
        ("the least that joins", {(0, 1): 0.5}, [{0, 1}]),
        ("just below it", {(0, 1): 0.499}, [{0}, {1}]),
        ("alone", {}, [{0}]),
    ],
)
def test_average_linkage(why, pairs, expected):
    scores = matrix(sum(map(len, expected)), pairs)
    assert groups_of(average_linkage(scores, 0.5)) == set(map(frozenset, expected)), why


# --- statements


@pytest.mark.parametrize("published", [UNDATED, "2021-05-04"])
def test_statements_of_one_event_are_found(published):
    found = group_statements(said(TEXTS, published=published))
    assert found == {"1": "1", "2": "1", "3": "3", "4": "3"}


def test_nothing_and_one():
    assert group_statements([]) == {}
    assert group_statements(said({"1": TEXTS["1"]})) == {"1": "1"}


def test_one_without_a_date_makes_them_all_be_judged_without(monkeypatch):
    asked = []
    monkeypatch.setattr(statements, "grouped", lambda scores, *, dated: asked.append(dated) or np.arange(len(scores)))
    told = said(TEXTS)
    group_statements(told)
    group_statements([*told[:3], *said({"4": TEXTS["4"]}, published=UNDATED)])
    assert asked == [True, False]


@pytest.mark.parametrize(
    ("why", "pairs", "expected"),
    [
        (
            "2 was joined with 0 by their likeness, before 3, 4 and 5 were one: it fits these better",
            {(0, 2): 0.9, (0, 1): 0.8, (1, 2): 0.2, **{(2, other): 0.6 for other in (3, 4, 5)}},
            [{0, 1}, {2, 3, 4, 5}],
        ),
        ("1 fits less than a statement must to stay", {(0, 1): 0.5, (0, 2): 0.9, (1, 2): 0.0}, [{0, 2}, {1}]),
    ],
)
def test_a_statement_is_put_where_it_fits_best(monkeypatch, why, pairs, expected):
    monkeypatch.setattr(statements, "_THRESHOLDS", {"undated_merge": 0.25, "undated_stay": 0.3})
    scores = matrix(6, {**dict.fromkeys(combinations((3, 4, 5), 2), 0.7), **pairs})
    found = groups_of(grouped(scores, dated=False))
    assert {frozenset(group) for group in expected} <= found, why


@settings(deadline=None)
@given(corpora(), st.booleans(), st.randoms())
def test_the_order_of_the_statements_changes_nothing(told, dated, random):
    if not dated:
        told = said({t.id: t.claim.text for t in told}, published=UNDATED)
    assert group_statements(random.sample(told, len(told))) == group_statements(told)


@settings(deadline=None)
@given(corpora(), st.booleans())
def test_every_statement_is_in_one_group_named_after_its_first(told, all_at_once):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(statements, "AT_ONCE", len(told) if all_at_once else 0)
        found = group_statements(told)
    order = {t.id: t.order for t in told}
    assert found.keys() == order.keys()
    for first in set(found.values()):
        assert first == min((id for id in found if found[id] == first), key=order.__getitem__)


@pytest.mark.parametrize("published", [UNDATED, "2021-05-04"])
def test_more_than_can_be_compared_at_once_are_placed_one_by_one(monkeypatch, published):
    monkeypatch.setattr(statements, "AT_ONCE", 3)
    monkeypatch.setattr(statements.matching, "all_scores", None)
    found = group_statements(said(TEXTS, published=published))
    assert found["1"] != found["3"]
    assert found.keys() == TEXTS.keys()
