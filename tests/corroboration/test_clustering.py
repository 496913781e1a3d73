"""Clusters: joined by fit to the whole, bound by people's decisions, and independent of luck."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corroboration.engine.clustering import JOIN, group, group_statements, pairs_met
from corroboration.engine.copies import copy_key
from corroboration.engine.features import UNDATED
from corroboration.engine.matching import LINK_FLOOR, score
from corroboration.engine.values import Constraint, Link, Telling
from tests.corroboration.factories import telling
from tests.corroboration.tellings import corpora, decisions

WIRE = "At least twelve people were killed when a tram left the rails in Poruba"


def claim(id: str, day: int = 1, **more) -> Telling:
    return telling(id, published=f"2021-05-{day:02}", outlet=id, **{"text": f"It was {id}.", **more})


def linked(*pairs: tuple[str, str, float]) -> dict[tuple[str, str], Link]:
    return {(left, right): Link(left, right, value, {}) for left, right, value in pairs}


def links_of(told: list[Telling]) -> dict[tuple[str, str], Link]:
    by_id = {t.id: t for t in told}
    found = (score(by_id[left], by_id[right]) for left, right in sorted(pairs_met(told)))
    return {(link.left, link.right): link for link in found if link.score >= LINK_FLOOR}


def homes(told, links, constraints=()) -> dict[str, str]:
    return {member: members[0] for members in group(told, links, constraints).clusters for member in members}


def test_a_claim_joins_the_cluster_it_fits_best_and_keeps_the_founder_first():
    told = [claim("a", 1), claim("b", 2), claim("c", 3)]
    links = linked(("a", "b", 0.2), ("a", "c", 0.6), ("b", "c", 0.9))
    assert group(told, links).clusters == (("a",), ("b", "c"))


def test_without_links_every_claim_is_an_event():
    assert group([claim("a"), claim("b")], {}).clusters == (("a",), ("b",))
    assert group([], {}).clusters == ()


def test_a_bridge_welds_no_two_events_and_is_suggested():
    """c resembles both a and b, which are apart: it joins one, and a person is shown the other."""
    told = [claim("a", 1), claim("b", 1), claim("c", 2)]
    grouping = group(told, linked(("a", "b", 0.0), ("a", "c", 0.8), ("b", "c", 0.7)))
    assert grouping.clusters == (("a", "c"), ("b",))
    assert grouping.suggestions == (("c", "b", 0.7),)


def test_likeness_to_one_member_of_many_is_no_fit():
    told = [claim(id, day) for day, id in enumerate("abcdefg", 1)]
    inside = [(x, y, 0.9) for x in "abcdef" for y in "abcdef" if x < y]
    outside = [(x, "g", 0.9 if x == "f" else 0.0) for x in "abcdef"]
    grouping = group(told, linked(*inside, *outside))
    assert grouping.clusters == (tuple("abcdef"), ("g",))
    assert grouping.suggestions == ()


def test_a_near_miss_is_suggested():
    near = (LINK_FLOOR + JOIN) / 2
    assert group([claim("a", 1), claim("b", 2)], linked(("a", "b", near))).suggestions == (("b", "a", near),)


def test_copies_inherit_the_cluster_of_the_earliest():
    first = claim("m", 1, text=WIRE)
    told = [first, claim("a", 2, text=WIRE), claim("b", 3, text=WIRE), claim("x", 1)]
    grouping = group(told, linked(("m", "x", 0.9)))
    assert grouping.copies == {"a": "m", "b": "m"}
    assert grouping.clusters == (("m", "x", "a", "b"),)


SAME, OTHER = True, False


@pytest.mark.parametrize(
    ("why", "constraints", "expected"),
    [
        ("same joins what has no link", [("a", "d", SAME)], ["ad", "bc"]),
        ("same is transitive", [("a", "c", SAME), ("c", "d", SAME)], ["acd", "b"]),
        ("different parts what fits", [("b", "c", OTHER)], ["a", "b", "c", "d"]),
        ("different reaches through same", [("a", "b", SAME), ("a", "c", OTHER)], ["ab", "c", "d"]),
        ("decided before the claim came", [("d", "b", SAME), ("c", "d", OTHER)], ["a", "bd", "c"]),
    ],
)
def test_decisions_bind(why, constraints, expected):
    told = [claim(id, day) for day, id in enumerate("abcd", 1)]
    grouping = group(told, linked(("b", "c", 0.9)), [Constraint(*each) for each in constraints])
    assert ["".join(members) for members in grouping.clusters] == expected, why
    assert grouping.refused == ()


@pytest.mark.parametrize(
    ("constraints", "words"),
    [
        ([("a", "b", SAME), ("b", "c", SAME), ("c", "a", OTHER)], "c and a can't be of different events"),
        ([("a", "b", SAME), ("b", "c", OTHER), ("a", "c", SAME)], "a and c can't be of the same event"),
    ],
)
def test_a_decision_that_contradicts_earlier_ones_is_refused_with_words(constraints, words):
    told = [claim(id, day) for day, id in enumerate("abc", 1)]
    made = [Constraint(*each) for each in constraints]
    grouping = group(told, {}, made)
    assert [refused for refused, _ in grouping.refused] == [made[-1]]
    assert grouping.refused[0][1].startswith(words)
    assert homes(told, {}, made) == homes(told, {}, made[:-1])


def test_a_person_may_part_a_copy_from_its_original():
    told = [claim("m", 1, text=WIRE), claim("a", 2, text=WIRE)]
    grouping = group(told, {}, [Constraint("a", "m", OTHER)])
    assert grouping.clusters == (("m",), ("a",))
    assert grouping.copies == {}


def test_statements_without_dates_are_grouped_in_memory():
    texts = {
        "1": "A tram derailed in Poruba, injuring nine passengers",
        "2": "Nine passengers injured as tram derails in Poruba",
        "3": "The Karvina mine was flooded after a storm",
        "4": "Storm floods the Karvina mine",
    }
    told = [telling(id, text=text, article=id, published=UNDATED) for id, text in texts.items()]
    assert group_statements(told) == {"1": "1", "2": "1", "3": "3", "4": "3"}


@st.composite
def cases(draw: st.DrawFn):
    told = draw(corpora())
    return told, draw(decisions(told))


@given(cases(), st.randoms())
def test_the_order_of_arrival_changes_nothing(case, random):
    told, constraints = case
    shuffled = random.sample(told, len(told))
    assert group(shuffled, links_of(shuffled), constraints) == group(told, links_of(told), constraints)


@given(cases(), st.integers(0, 14))
def test_later_claims_never_regroup_earlier_ones(case, cut):
    told, constraints = case
    ordered = sorted(told, key=lambda t: t.order)
    early = ordered[:cut]
    ids = {t.id for t in early}
    whole = group(told, links_of(told), constraints)
    restricted = [tuple(id for id in members if id in ids) for members in whole.clusters]
    assert group(early, links_of(early), constraints).clusters == tuple(members for members in restricted if members)


@given(cases())
def test_a_connected_component_is_grouped_as_within_the_whole(case):
    told, constraints = case
    links = links_of(told)
    whole = homes(told, links, constraints)
    for part in components(told, links, constraints):
        ids = {t.id for t in part}
        near = {pair: link for pair, link in links.items() if set(pair) <= ids}
        binding = [c for c in constraints if c.left in ids]
        assert homes(part, near, binding) == {id: home for id, home in whole.items() if id in ids}


@given(cases())
def test_decisions_that_are_not_refused_hold(case):
    told, constraints = case
    grouping = group(told, links_of(told), constraints)
    home = {member: members[0] for members in grouping.clusters for member in members}
    refused = [constraint for constraint, _ in grouping.refused]
    for constraint in constraints:
        if constraint not in refused:
            assert (home[constraint.left] == home[constraint.right]) is constraint.same


def components(told, links, constraints) -> list[list[Telling]]:
    """The claims that links, decisions or copies connect."""
    label = {t.id: t.id for t in told}
    first: dict[str, str] = {}
    copies = [(first.setdefault(copy_key(t), t.id), t.id) for t in told if copy_key(t)]
    for left, right in [*links, *((c.left, c.right) for c in constraints), *copies]:
        old, new = label[left], label[right]
        label = {id: new if name == old else name for id, name in label.items()}
    return [[t for t in told if label[t.id] == name] for name in sorted(set(label.values()))]


def test_five_thousand_claims_with_a_hundred_thousand_links_are_grouped_in_seconds():
    told = [claim(f"c{i:05}", 1 + i % 28, text=f"Report {i} on the flood of week {i % 250}") for i in range(5000)]
    links = linked(*((f"c{i:05}", f"c{i + 250 * k:05}", 0.6) for k in range(1, 21) for i in range(5000 - 250 * k)))
    started = perf_counter()
    grouping = group(told, links)
    assert perf_counter() - started < 15  # 1-2 s on an idle machine
    assert sum(map(len, grouping.clusters)) == 5000
