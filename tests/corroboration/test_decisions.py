"""Same and different events, followed through: what binds, what is refused, and what stands against it."""

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corroboration.engine.decisions import Decisions
from corroboration.engine.values import Constraint

SAME, OTHER = True, False
CLAIMS = "abcdef"


def made(*decisions: tuple[str, str, bool]) -> list[Constraint]:
    """Constraints from ("ab", "d1", SAME): the first of the claims and each other, by the decision d1."""
    return [
        Constraint(claims[0], other, same, decision) for claims, decision, same in decisions for other in claims[1:]
    ]


@pytest.mark.parametrize(
    ("why", "decisions", "same", "apart"),
    [
        ("one event", [("ab", "1", SAME)], ["ab"], []),
        ("through a third", [("ab", "1", SAME), ("bc", "2", SAME)], ["ac"], []),
        ("another event", [("ab", "1", OTHER)], [], ["ab"]),
        ("another than all of one", [("ab", "1", SAME), ("bc", "2", OTHER)], ["ab"], ["ac", "bc"]),
        ("parted, then joined to others", [("ac", "1", OTHER), ("ab", "2", SAME), ("cd", "3", SAME)], [], ["bd"]),
        ("two others are not of one event", [("ab", "1", OTHER), ("bc", "2", OTHER)], [], ["ab", "bc"]),
        ("one of several", [("abc", "1", SAME)], ["bc"], []),
        ("one from several", [("abc", "1", OTHER)], [], ["ab", "ac"]),
    ],
)
def test_what_follows_from_decisions(why, decisions, same, apart):
    found = Decisions(made(*decisions))
    pairs = [(x, y) for x in CLAIMS for y in CLAIMS if x != y]
    for x, y in pairs:
        if x + y in same or y + x in same:
            assert found.same(x, y), why
        if x + y in apart or y + x in apart:
            assert found.apart(x, y) and found.apart(y, x), why
    assert not any(found.apart(x, y) and found.same(x, y) for x, y in pairs)
    assert found.refused == []


@pytest.mark.parametrize(
    ("decisions", "refused", "against"),
    [
        ([("ab", "1", SAME), ("ab", "2", OTHER)], "2", "1"),
        ([("ab", "1", OTHER), ("ab", "2", SAME)], "2", "1"),
        ([("ab", "1", SAME), ("bc", "2", SAME), ("ac", "3", OTHER)], "3", "12"),
        ([("ab", "1", SAME), ("bc", "2", OTHER), ("ac", "3", SAME)], "3", "12"),
        ([("ab", "1", SAME), ("cd", "2", SAME), ("be", "3", SAME), ("ac", "4", OTHER), ("de", "5", SAME)], "5", "2413"),
        ([("ad", "1", OTHER), ("abcd", "2", SAME)], "2", "1"),
        ([("bc", "1", OTHER), ("abc", "2", SAME)], "2", "1"),
        ([("ab", "1", SAME), ("acb", "2", OTHER)], "2", "1"),
        ([("aa", "1", OTHER)], "1", "1"),
    ],
)
def test_a_contradiction_is_refused_whole_and_names_what_stands_against_it(decisions, refused, against):
    found = Decisions(made(*decisions))
    given = [constraint for constraint, _ in found.refused]
    assert given == [constraint for constraint in made(*decisions) if constraint.decision == refused]
    for constraint in given:
        assert sorted(c.decision for c in found.against[constraint]) == sorted(against)
    assert Decisions([c for c in made(*decisions) if c not in given]).refused == []


def test_a_refused_decision_leaves_nothing_behind():
    decisions = Decisions(made(("bc", "1", OTHER), ("abc", "2", SAME)))
    assert not decisions.same("a", "b")


@st.composite
def sequences(draw: st.DrawFn) -> list[Constraint]:
    """What people decide one after another, about two or more of few claims."""
    some = st.lists(st.sampled_from(CLAIMS), min_size=2, max_size=3, unique=True)
    drawn = draw(st.lists(st.tuples(some, st.booleans()), max_size=12))
    return made(*(("".join(claims), f"d{turn}", same) for turn, (claims, same) in enumerate(drawn)))


@given(sequences())
def test_exactly_what_contradicts_earlier_decisions_is_refused(constraints):
    binding: list[Constraint] = []
    refused: list[Constraint] = []
    for decision in dict.fromkeys(c.decision for c in constraints):
        parts = [c for c in constraints if c.decision == decision]
        (binding if _consistent([*binding, *parts]) else refused).extend(parts)
    found = Decisions(constraints)
    assert [constraint for constraint, _ in found.refused] == refused
    event = _events(binding)
    for x in CLAIMS:
        for y in CLAIMS:
            assert found.same(x, y) is (event[x] == event[y])
            parted = any({event[c.left], event[c.right]} == {event[x], event[y]} for c in binding if not c.same)
            assert found.apart(x, y) is parted


@given(sequences())
def test_what_stands_against_a_refused_decision_is_earlier_binds_and_is_all_needed(constraints):
    found = Decisions(constraints)
    refused = [constraint for constraint, _ in found.refused]
    for constraint in refused:
        own = [c for c in constraints if c.decision == constraint.decision]
        against = found.against[constraint]
        for each in against:
            assert each not in refused
            assert constraints.index(each) < constraints.index(own[0])
        assert not _consistent([*against, *own])
        for left_out in against:
            assert _consistent([c for c in [*against, *own] if c != left_out]) or len(own) > 1


@given(sequences())
def test_the_same_decisions_in_the_same_order_give_the_same(constraints):
    one, two = Decisions(constraints), Decisions(list(constraints))
    assert (one.refused, one.against) == (two.refused, two.against)
    assert [one.head(claim) for claim in CLAIMS] == [two.head(claim) for claim in CLAIMS]


@given(sequences(), st.randoms())
def test_decisions_that_agree_may_come_in_any_order(constraints, random):
    binding = [c for c in constraints if c not in Decisions(constraints).against]
    shuffled = random.sample(binding, len(binding))
    one, two = Decisions(binding), Decisions(shuffled)
    assert two.refused == []
    assert [one.head(claim) for claim in CLAIMS] == [two.head(claim) for claim in CLAIMS]


def _events(constraints: Iterable[Constraint]) -> dict[str, str]:
    """claim -> a name of its event, by brute force."""
    event = {claim: claim for claim in CLAIMS}
    for constraint in constraints:
        if constraint.same:
            old, new = event[constraint.left], event[constraint.right]
            event = {claim: new if name == old else name for claim, name in event.items()}
    return event


def _consistent(constraints: Sequence[Constraint]) -> bool:
    event = _events(constraints)
    return all(c.same or event[c.left] != event[c.right] for c in constraints)
