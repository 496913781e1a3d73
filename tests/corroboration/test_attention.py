"""How much a look at a cluster would add: each ground's worth worked out by hand."""

import pytest

from corroboration.engine.attention import ASKED, Ground, asked, attention, changed, grounds, in_order, unsure
from corroboration.engine.values import Finding, Independence, Relation, Stance
from tests.corroboration.factories import telling

TOLD = {
    "a": telling("a", outlet="Herald", slot="killed", value=9, chain=["Town Hall"]),
    "b": telling("b", outlet="Courier", slot="killed", value=36),
    "c": telling("c", outlet="Gazette", slot="killed", value=10),
    "d": telling("d", outlet="Herald", slot="weapon", chain=["Town Hall"]),
}


def relation(stance: str, independent: bool | None = None, pair: str = "ad", type: str = "weapon") -> Relation:
    return Relation(pair[1], pair[0], Finding(Stance(stance), type, 1.0, ()), Independence(independent, ()))


def found(*relations: Relation, **more) -> list[tuple[str, str, float]]:
    told = grounds(relations, TOLD, **{"origins": 1, "suggestions": 0} | more)
    return [(ground.kind, ground.says, ground.adds) for ground in told]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        # who agrees, and is sure, needs nobody
        (found(), []),
        (found(relation("corroborates", True)), []),
        # 5 for a contradiction of two shown voices, 2 for another, and 0.2 for each voice that stands in one
        (
            found(relation("contradicts", True, "ab")),
            [("independent", "1 contradiction between independent origins", 5.0),
             ("records", "2 sources whose record hangs on it", 0.4)],
        ),
        (
            found(relation("contradicts"), relation("contradicts", False, "bc")),
            [("clash", "2 contradictions of unknown or shared lineage", 4.0),
             ("records", "3 sources whose record hangs on it", 0.6)],
        ),
        # the eleventh of a kind adds nothing
        (found(*[relation("differs")] * 11), [("differs", "11 differing counts", 5.0)]),
        # 36 is 4 times 9: two doublings; 10 isn't twice 9
        (
            found(relation("differs", pair="ab", type="number")),
            [("differs", "1 differing count", 0.5), ("spread", "numbers up to 4 times apart", 2.0)],
        ),
        (found(relation("differs", pair="ac", type="number")), [("differs", "1 differing count", 0.5)]),
        # ties from 0.65 on are sure; below, a tenth less is worth 1, and 3 at most
        (found(weakest=0.65), []),
        (found(weakest=0.55), [("tie", "a claim that may be of another event (0.55)", 1.0)]),
        (found(weakest=0.2), [("tie", "a claim that may be of another event (0.20)", 3.0)]),
        (found(suggestions=3), [("suggestion", "3 suggested matches", 1.5)]),
        (found(origins=4), [("origins", "4 origins", 3.0)]),
        (found(origins=40), [("origins", "40 origins", 10.0)]),
    ],
)  # fmt: skip
def test_what_a_cluster_gives_to_look_at(case, expected):
    assert case == expected


def test_numbers_one_of_which_is_none_have_no_spread():
    told = {**TOLD, "a": telling("a", slot="killed", value=0)}
    clash = relation("differs", pair="ab", type="number")
    assert [ground.kind for ground in grounds([clash], told, origins=1, suggestions=0)] == ["differs"]


CLASH, ORIGINS = Ground("clash", "1 contradiction", 2.0), Ground("origins", "3 origins", 2.0)


@pytest.mark.parametrize(
    ("told", "reviewed", "expected"),
    [
        ([], False, 0.0),
        ([ORIGINS], False, 0.0),  # many origins alone are no reason to look
        ([CLASH, ORIGINS], False, 4.0),
        ([CLASH, ORIGINS, changed("a claim more")], False, 12.0),
        ([unsure(3), ORIGINS], False, 3.5),
        ([CLASH, ORIGINS], True, 0.0),  # somebody saw it as it is
        ([CLASH, ORIGINS, asked(2)], True, 2 * ASKED),  # and left open what is asked for
    ],
)
def test_the_place_in_the_queue_is_the_sum_of_what_is_left_to_look_at(told, reviewed, expected):
    assert attention(told, reviewed=reviewed) == expected


def test_grounds_are_told_the_gravest_kind_first():
    told = in_order([ORIGINS, unsure(0), CLASH, changed("a claim more"), asked(1)])
    assert [ground.kind for ground in told] == ["asked", "changed", "clash", "origins"]


def test_what_is_asked_for_leads_whatever_else_there_is():
    clashes = [relation("contradicts", True, "ab", "number")] * 20 + [relation("contradicts", None)] * 20
    most = grounds([*clashes, *[relation("differs")] * 20], TOLD, origins=50, suggestions=50, weakest=0.2)
    assert attention([*most, unsure(50), changed("much")]) < attention([asked(1)])
