"""Who depends on whom in a cluster, and what a person's word about two claims changes."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from corroboration.engine.independence import independence, lineage
from corroboration.engine.lineages import dependences
from corroboration.engine.origins import count_origins
from corroboration.engine.values import Independence
from sources.engine.values import Kind
from tests.corroboration.factories import telling, voice

MONITOR = voice("Flood Watch", Kind.MONITOR)
MINISTRY = voice("Interior Ministry")
DOCTOR = voice("a doctor", Kind.UNNAMED, slug="herald/a-doctor")
YES, NO = Independence(True, ("decided by vera",)), Independence(False, ("decided by vera",))


def origins(members, copies=None, decided=None) -> tuple[int, int]:
    found = count_origins(members, dependences(members, copies or {}, decided or {}))
    return len(found.origins), found.unknown


def two_of_one_house() -> list:
    """Two outlets of one owner, each with two claims from an unnamed source of its own."""
    house = {"family": ["north-media"], "families": {"herald": frozenset({"north-media"})}}
    other = voice("an officer", Kind.UNNAMED, slug="courier/an-officer")
    return [
        telling("a1", outlet="Herald", chain=[DOCTOR], **house),
        telling("a2", outlet="Herald", chain=[DOCTOR], position=1, **house),
        telling("b1", outlet="Courier", chain=[other], **house),
        telling("b2", outlet="Courier", chain=[other], position=1, **house),
    ]


def test_claims_of_one_article_through_one_chain_are_one_voice():
    found = dependences(two_of_one_house(), {}, {})
    assert found["a1", "a2"].evidence == found["b1", "b2"].evidence == ("one article, one chain",)
    assert ("a2", "b2") not in found  # the first of each stands for all
    assert found["a1", "b1"].verdict is False
    assert origins(two_of_one_house()) == (1, 0)


def test_who_finds_two_claims_independent_parts_their_voices():
    for pair in (("a1", "b1"), ("a2", "b1"), ("a2", "b2")):
        assert origins(two_of_one_house(), decided={pair: YES}) == (2, 0), pair


def test_who_finds_two_claims_dependent_makes_their_voices_one():
    members = [telling("a1", outlet="Herald", chain=[MONITOR]), telling("b1", outlet="Courier", chain=[MINISTRY])]
    assert origins(members) == (2, 0)
    assert origins(members, decided={("a1", "b1"): NO}) == (1, 0)


def test_undone_it_is_as_before():
    members = two_of_one_house()
    decided = {("a2", "b2"): YES}
    before = dependences(members, {}, {})
    assert dependences(members, {}, decided) != before
    decided.clear()
    assert dependences(members, {}, decided) == before


def test_claims_of_one_article_can_be_parted_too():
    members = two_of_one_house()[:2]
    assert origins(members) == (1, 0)
    assert origins(members, decided={("a1", "a2"): YES}) == (2, 0)


def test_an_own_voice_that_was_there_is_not_taken_for_one_that_was_not():
    members = [
        telling("a1", outlet="Herald"),
        telling("a2", outlet="Herald", position=1, first_hand=True),
        telling("b1", outlet="Courier", chain=[voice("Herald", Kind.OUTLET)]),
    ]
    found = dependences(members, {}, {})
    assert found["a2", "b1"] == independence(members[1], members[2])
    assert origins(members) == (1, 0)


def test_a_copy_is_its_original_and_a_decision_about_elsewhere_nothing():
    members = [telling("a1", outlet="Herald", chain=[MONITOR]), telling("b1", outlet="Courier", chain=[MINISTRY])]
    assert origins(members, copies={"b1": "a1"}) == (1, 0)
    assert origins(members, decided={("a1", "z9"): NO}) == origins(members)


@given(st.permutations(two_of_one_house()), st.sampled_from([{}, {("a2", "b1"): YES}, {("a1", "a2"): YES}]))
def test_the_order_of_claims_changes_nothing(members, decided):
    assert dependences(members, {}, decided) == dependences(two_of_one_house(), {}, decided)


SPEAKERS = [(), (MONITOR,), (MINISTRY,), (DOCTOR,), (voice("reports", Kind.REPORTS),)]


@st.composite
def with_copies(draw) -> tuple[list, dict[str, str]]:
    """Claims of as many outlets, some of them copies of earlier ones, through whomever."""
    members = [
        telling(
            f"c{number}",
            outlet=f"Outlet {draw(st.integers(0, 4))}",
            chain=list(draw(st.sampled_from(SPEAKERS))),
            first_hand=draw(st.booleans()),
            text=draw(st.sampled_from(["Six people were killed in Morávka.", "Nine were hurt in Morávka, it said."])),
        )
        for number in range(draw(st.integers(2, 9)))
    ]
    ids = [member.id for member in members]
    copies = {id: draw(st.sampled_from(ids[: ids.index(id)])) for id in draw(st.sets(st.sampled_from(ids[1:])))}
    return members, {copy: text for copy, text in copies.items() if text not in copies}


@given(with_copies())
def test_copies_that_are_not_compared_with_each_other_come_out_as_if_they_were(world):
    members, copies = world
    spared = count_origins(members, dependences(members, copies, {}))
    compared = dependences(members, copies, {})
    for left, right in combinations(members, 2):
        pair = tuple(sorted((left.id, right.id)))
        compared.setdefault(pair, lineage(left, right))
    assert spared == count_origins(members, compared)


def test_a_wire_in_many_papers_is_compared_once_for_each():
    members = [telling(f"c{number:03}", outlet=f"Outlet {number}", chain=[MONITOR]) for number in range(100)]
    copies = {member.id: "c000" for member in members[1:]}
    assert len(dependences(members, copies, {})) == 99
    assert origins(members, copies) == (1, 0)
