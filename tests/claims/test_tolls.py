"""Tolls told piecemeal: one question gets one slot, and a number its role, however the count is told."""

import pytest

from tests.claims.describing import told
from tests.claims.reading import read

Figure = tuple[float | None, str]


def answers(text: str) -> list[tuple[str, list[Figure]]]:
    """Slot and figures (value, role) of each claim of a text."""
    return [(claim.slot, [(q.value, q.role) for q in claim.quantities]) for claim in read(text).claims]


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        # the word beside the noun tells what became of them
        ("There were 20 wounded soldiers at the clinic.", "injured-fighters", 20),
        ("Twelve dead civilians were found in the cellar.", "killed", 12),
        ("The shell left 3 citizens killed.", "killed", 3),
        # how far a toll has come, whoever tells it
        ("The group raised the death toll from the blast in the port to 61.", "killed", 61),
        ("The attack brought the death toll to 40.", "killed", 40),
        ("The death toll from a blast at a port has risen to at least 112", "killed", 112),
        ("It brought the number of members of the forces killed there to 18.", "killed", 18),
        ("The number of injured rose to 55.", "injured", 55),
        ("The number of wounded has risen to 55.", "injured", 55),
        # nouns that stand for people killed
        ("The bodies of two martyrs arrived at the hospital.", "killed", 2),
        ("6 martyrs were claimed by the blast.", "killed", 6),
        ("The raid claimed the lives of 58 civilians.", "killed", 58),
        # what gas does to people
        ("About 33 people were affected by the gas.", "injured", 33),
        ("Eight others experienced breathing difficulties.", "injured", 8),
        ("The gas caused over 30 cases of suffocation.", "injured", 30),
        ("Some 120 people were treated for breathing problems.", "injured", 120),
        # how sure it is changes no question
        ("All five people on board were presumed dead.", "killed", 5),
        ("Thirty-one people were identified among those killed.", "killed", 31),
    ],
)
def test_a_toll_is_one_slot_however_it_is_told(text: str, slot: str, value: float) -> None:
    description = told(text)
    role = slot.split("-")[0]
    assert (description.slot, [(q.value, q.role) for q in description.quantities]) == (slot, [(value, role)])


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("The militia executed 48 people in a village, among them 10 children.", ("killed-children", 10, "killed")),
        ("The blast killed 30 people. Among them were ten children.", ("killed-children", 10, "killed")),
        ("The blast wounded 30 people. Ten children were among them.", ("injured-children", 10, "injured")),
        ("At least 11 children were among the 26 people killed.", ("killed-children", 11, "killed")),
        ("The strike killed 35 people including 11 schoolchildren.", ("killed-children", 11, "killed")),
        ("Four people were killed, including a child, he said.", ("killed-children", 1, "killed")),
        ("The toll includes 55 injured.", ("injured", 55, "injured")),
        ("Those killed included six women and five guards.", ("killed-women", 6, "killed")),
        ("Those killed included six women and five guards.", ("killed-fighters", 5, "killed")),
        ("The toll rose to 61 people, including five children and three policemen.", ("killed-fighters", 3, "killed")),
        (
            "Jets carried out six strikes, including on a school complex killing 35 people including 11 boys.",
            ("killed-children", 11, "killed"),
        ),
        ("The toll rose to 61, including five children and three policemen.", ("killed-fighters", 3, "killed")),
        (
            "The blast took the lives of 2 women (a nurse and a cook) as well as 7 soldiers.",
            ("killed-fighters", 7, "killed"),
        ),
        ("A nurse, a hospital employee and two soldiers are among the deceased.", ("killed-fighters", 2, "killed")),
        ("Nine of those killed were soldiers.", ("killed-fighters", 9, "killed")),
        ("The blast took the lives of 2 women as well as 7 soldiers.", ("killed-fighters", 7, "killed")),
        ("Two girls were killed along with six teachers in the raid.", ("killed", 6, "killed")),
        ("The hospital received the bodies of 31 victims as well as 75 injured people.", ("injured", 75, "injured")),
        ("A week of raids left more than 60 people dead and another 150 wounded.", ("injured", 150, "injured")),
    ],
)
def test_a_part_of_a_toll_is_told_of_the_same_fate(text: str, part: tuple[str, float, str]) -> None:
    slot, value, role = part
    assert (slot, [(value, role)]) in answers(text)


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("The shelling killed 14 civilians.", "killed"),
        ("The raid killed 44 people, including 14 civilians.", "killed-civilians"),
        ("The raid killed 44 people, 14 of them civilians.", "killed-civilians"),
        ("The raid killed nine soldiers and 14 civilians.", "killed-civilians"),
    ],
)
def test_civilians_are_a_part_only_beside_others(text: str, slot: str) -> None:
    assert (slot, [(14, "killed")]) in answers(text)


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("Several villages were affected by the decision.", "happened"),
        ("Thousands of evacuees were stuck at a crossing.", "stalled"),
        ("The group raised the alarm at 12 posts.", "happened"),
        ("Two of the 25 wounded were in a coma.", "other"),
    ],
)
def test_other_numbers_are_no_toll(text: str, slot: str) -> None:
    assert told(text).slot == slot


def test_cases_of_suffocation_are_people() -> None:
    assert [(q.value, q.unit) for q in told("The gas caused over 30 cases of suffocation.").quantities] == [
        (30, "person")
    ]
    assert [(q.value, q.unit) for q in told("The court heard 30 cases.").quantities] == [(30, "case")]


def test_a_toll_whose_number_the_parser_joins_to_the_speaker() -> None:
    text = "CAG - The toll in a bomb attack on buses evacuated from two towns has risen to at least 112 a group said."
    assert ("killed", [(112, "killed")]) in answers(text)
