"""Which figure a claim is about, and what it counts: the others describe, or count a part."""

import pytest

from tests.claims.describing import told

Figure = tuple[float | None, str, str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # one figure among many numbers
        ("A mine killed 12 people in two villages.", [(12, "person", "killed")]),
        ("At least 30 people, including six children, were killed.", [(30, "person", "killed")]),
        ("Seventeen people died, nine of them women.", [(17, "person", "killed")]),
        ("More than 800 people who had been besieged for two years left the town.", [(800, "person", "evacuated")]),
        ("One video showed the bodies of nine people.", [(9, "person", "killed")]),
        ("A 30-member team came to visit three depots.", [(30, "person", "force")]),
        ("The shell wounded a 12-year-old boy and 14 others.", [(14, "person", "injured")]),
        ("The toll rose from 20 to 43.", [(43, "", "killed")]),
        ("Two of the 25 wounded were in a coma.", [(2, "", "")]),
        ("It brought the number of people killed to 18.", [(18, "", "killed")]),
        ("50 others injured", [(50, "person", "injured")]),
        # people of any trade are counted like people
        ("The strike killed two patients.", [(2, "patient", "killed")]),
        ("Gunmen wounded four Iraqis.", [(4, "person", "injured")]),
        ("The brigade lost 15 militants.", [(15, "fighter", "killed")]),
        ("one police officer killed", [(1, "officer", "killed")]),
        # people named one by one
        ("A rocket killed a man and a woman.", [(2, "person", "killed")]),
        ("A girl was killed.", [(1, "child", "killed")]),
        ("The rocket killed the governor.", []),
        ("The rocket killed a cow.", []),
        ("One was killed.", [(1, "", "killed")]),
        ("There were no injuries.", [(0, "person", "injured")]),
        ("Nobody was killed.", [(0, "person", "killed")]),
        ("No shells were fired.", []),
        # a time is told only where nothing else is
        ("The town has been under siege for nearly three years.", [(3, "year", "duration")]),
        ("Jets flew 40 sorties in two days.", [(40, "sortie", "strikes")]),
        # vague words have no value, and give way to one
        ("Dozens of villagers were killed.", [(None, "villager", "killed")]),
        ("Several rockets wounded 12 people.", [(12, "person", "injured")]),
    ],
)
def test_the_figures_of_a_claim(text: str, expected: list[Figure]) -> None:
    found = [(q.value, q.unit, q.role) for q in told(text).quantities]
    assert found == expected
