"""What a reviewer saw, and what has changed since."""

import pytest

from corroboration.engine.review import Seen, news, state_of
from corroboration.engine.values import Finding, Independence, Relation, Stance


def relation(
    a: str, b: str, stance: str = "differs", type: str = "number", independent: bool | None = None
) -> Relation:
    return Relation(a, b, Finding(Stance(stance), type, 0.9, ("a reason",)), Independence(independent, ()))


COPIES = {"a": None, "b": None, "c": "a"}
STATE = state_of(COPIES, [relation("b", "a")], {"c"})


@pytest.mark.parametrize(
    ("copies", "relations", "gone"),
    [
        ({"a": None, "b": None}, [relation("b", "a")], {"c"}),
        ({"a": None, "b": None, "c": None}, [relation("b", "a")], {"c"}),
        (COPIES, [], {"c"}),
        (COPIES, [relation("b", "a", stance="contradicts")], {"c"}),
        (COPIES, [relation("b", "a", type="outcome")], {"c"}),
        (COPIES, [relation("b", "a", independent=True)], {"c"}),
        (COPIES, [relation("b", "a")], set()),
    ],
)
def test_whatever_a_reviewer_sees_changes_the_state(copies, relations, gone):
    assert state_of(copies, relations, gone) != STATE


def test_order_doesn_t_change_the_state():
    both = [relation("b", "a"), relation("c", "a")]
    assert state_of(COPIES, both, ["b", "c"]) == state_of(dict(reversed(COPIES.items())), both[::-1], ["c", "b"])


THEN = Seen("old", claims=5, contradictions=1, corroborations=2, origins=2)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (Seen("new", 6, 1, 2, 2), "a claim more"),
        (Seen("new", 8, 2, 2, 2), "3 claims and a contradiction more"),
        (Seen("new", 8, 2, 2, 3), "3 claims, a contradiction and an origin more"),
        (Seen("new", 8, 0, 2, 2), "3 claims more, a contradiction fewer"),
        (Seen("new", 5, 1, 2, 2), "other claims or relations"),
    ],
)
def test_what_changed_is_told_in_words(now, words):
    assert news(THEN, now) == words


@pytest.mark.parametrize("value", [{}, {"state": None, "claims": "many"}, {"claims": None}])
def test_a_value_that_says_less_counts_as_nothing(value):
    assert Seen.from_json(value).claims == 0


def test_what_was_seen_survives_being_stored():
    assert Seen.from_json(THEN.to_json()) == THEN
