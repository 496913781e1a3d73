"""Counts, parts of a count and lists: each may be wrong while the others are right."""

import pytest

from tests.claims.reading import read


def texts(sentence: str) -> list[str]:
    return [claim.text for claim in read(sentence).claims]


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        (
            "Two women and three children died in the raid on Alderton.",
            ["Two women", "three children died in the raid on Alderton"],
        ),
        ("Ten soldiers and four medics were wounded.", ["Ten soldiers", "four medics were wounded"]),
        ("The shelling left 12 dead and dozens wounded.", ["The shelling left 12 dead", "dozens wounded"]),
        ("The shelling killed a nurse and two drivers.", ["The shelling killed a nurse", "two drivers"]),
        (
            "More than 20 dead and 50 injured were brought to the clinic.",
            ["More than 20 dead", "50 injured were brought to the clinic"],
        ),
        ("A shell killed 30 people injured 90 on Monday.", ["A shell killed 30 people", "injured 90 on Monday"]),
        (
            "The flood took the lives of 40 villagers and 12 rescuers.",
            ["The flood took the lives of 40 villagers", "12 rescuers"],
        ),
        (
            "The hospital received the bodies of 14 sailors as well as 40 injured people.",
            ["The hospital received the bodies of 14 sailors", "40 injured people"],
        ),
        (
            "Six children were among 40 people killed in the village of Harran.",
            ["Six children", "40 people killed in the village of Harran"],
        ),
        ("The bridge fell, with 50 others injured.", ["The bridge fell", "50 others injured"]),
        ("The centre gave a toll of 31 people killed.", ["31 people killed"]),
        # one count, or none
        ("Two or three people were hurt.", ["Two or three people were hurt"]),
        ("Between 10 and 20 boats sank in the storm.", ["Between 10 and 20 boats sank in the storm"]),
        ("Scores of people were killed and injured.", ["Scores of people were killed and injured"]),
        ("The convoy drove for 5 km and two hours.", ["The convoy drove for 5 km and two hours"]),
        ("An attack on two villages killed 15 farmers.", ["An attack on two villages killed 15 farmers"]),
    ],
)
def test_counts_side_by_side(sentence: str, claims: list[str]) -> None:
    assert texts(sentence) == claims


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        (
            "The army shot 23 people in the village, among them 10 boys.",
            ["The army shot 23 people in the village", "among them 10 boys"],
        ),
        ("The fire killed 15 miners, most of them teenagers.", ["The fire killed 15 miners", "most of them teenagers"]),
        (
            "Seventeen people were hurt, three of them in critical condition.",
            ["Seventeen people were hurt", "three of them in critical condition"],
        ),
        (
            "The crash injured 31 passengers, including a nurse.",
            ["The crash injured 31 passengers", "including a nurse"],
        ),
        (
            "The wave killed 90 people, including 30 children 20 women and 40 men.",
            ["The wave killed 90 people", "including 30 children", "20 women", "40 men"],
        ),
        # it says which people are meant, not how many
        ("The crash injured people including women.", ["The crash injured people including women"]),
    ],
)
def test_parts_of_a_count(sentence: str, claims: list[str]) -> None:
    assert texts(sentence) == claims


def test_a_part_told_before_the_verb_leaves_a_gap() -> None:
    whole, part = read("Eleven farmers, including four girls, were killed in the strike.").claims
    assert whole.text == "Eleven farmers were killed in the strike"
    assert len(whole.segments) == 2
    assert part.text == "including four girls"


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        ("The army captured Alderton, Belmora and Harran.", ["The army captured Alderton", "Belmora", "Harran"]),
        (
            "The army captured the port and a belt of hills in the west.",
            ["The army captured the port", "a belt of hills in the west"],
        ),
        (
            "The army was deployed against the rebels in the north and against the sailors in the south.",
            ["The army was deployed against the rebels in the north", "against the sailors in the south"],
        ),
        (
            "The school is home to several workshops as well as the offices of the union.",
            ["The school is home to several workshops", "the offices of the union"],
        ),
        # what is no list of captures stays whole
        ("The army shelled Alderton, Belmora and Harran.", ["The army shelled Alderton, Belmora and Harran"]),
        ("The road links Alderton and Belmora.", ["The road links Alderton and Belmora"]),
    ],
)
def test_lists(sentence: str, claims: list[str]) -> None:
    assert texts(sentence) == claims
