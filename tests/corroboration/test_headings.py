"""What a cluster is called, and why it stands in the review queue."""

from datetime import date

import pytest

from corroboration.engine.attention import attention
from corroboration.engine.titles import LONGEST, heading
from corroboration.engine.values import Finding, Independence, Relation, Stance
from tests.corroboration.factories import telling


def relation(stance: Stance, independent: bool | None) -> Relation:
    return Relation("b", "a", Finding(stance, "number", 1.0, ()), Independence(independent, ()))


@pytest.mark.parametrize(
    ("relations", "suggestions", "reason"),
    [
        ([], 0, ""),
        ([relation(Stance.CORROBORATES, True)], 0, ""),
        ([relation(Stance.CONTRADICTS, True)], 0, "1 contradiction between independent origins"),
        ([relation(Stance.CONTRADICTS, None)] * 2, 0, "2 contradictions of unknown or shared lineage"),
        ([relation(Stance.DIFFERS, None)], 2, "1 differing count; 2 suggested matches"),
    ],
)
def test_the_queue_says_why(relations, suggestions, reason):
    assert attention(relations, 1, suggestions)[1] == reason


def test_an_independent_contradiction_outweighs_one_of_unknown_lineage():
    shown, unknown = relation(Stance.CONTRADICTS, True), relation(Stance.CONTRADICTS, None)
    assert attention([shown], 2, 0)[0] > attention([unknown], 2, 0)[0] > attention([], 2, 0)[0] == 0


def test_more_origins_weigh_more():
    clash = [relation(Stance.CONTRADICTS, True)]
    assert attention(clash, 4, 0)[0] > attention(clash, 1, 0)[0]


def test_a_title_names_the_place_and_can_be_read_alone():
    vague = telling(id="a", published="2018-05-01", text="Some are still fighting near the airfield", slot="happened")
    clear = telling(
        id="b", published="2018-05-02", text="Rebels seized the town of Azaz", slot="control", place="Azaz",
        place_path=("azaz", "aleppo-governorate", "sy"), time=("2018-05-01", "2018-05-01"),
    )  # fmt: skip
    found = heading([clear, vague])
    assert found.title == "Rebels seized the town of Azaz"
    assert (found.place, found.start) == ("Azaz", date(2018, 5, 1))


def test_a_long_title_is_cut_between_words():
    text = "shelling " * 40
    title = heading([telling(id="a", published="2018-05-01", text=text.strip())]).title
    assert len(title) <= LONGEST + 2
    assert title.endswith("shelling …")
    assert title.startswith("Shelling")
