"""Names of those who act, and what general names mean in a country."""

import pytest

from tests.claims.describing import reference, told


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("fighters of Daesh fled", "isis"),
        ("ISIL said so", "isis"),
        ("the SAA advanced", "syria-army"),
        ("Jabhat al-Nusra left", "hts"),
        ("Russian warplanes struck", "russia-air-force"),
        ("Turkish troops crossed", "turkey-army"),
        ("the Syrian Democratic Forces entered", "sdf"),
        ("Hizballah denied it", "hezbollah"),
        ("the U.N. called", "united-nations"),
        ("two police officers fell", "police"),
    ],
)
def test_many_names_are_one_actor(text: str, actor: str) -> None:
    assert [mention.id for mention in reference().actors.find(text.split())] == [actor]


@pytest.mark.parametrize("text", ["he is here", "two officers fell", "they told us", "the who is who", "Russian bread"])
def test_common_words_are_no_actors(text: str) -> None:
    assert reference().actors.find(text.split()) == ()


def test_a_branch_belongs_to_its_state() -> None:
    assert reference().actors.path("russia-air-force") == ("russia-air-force", "russia")
    assert reference().actors.path("unheard-of") == ()


def test_general_names_mean_someone_only_where_they_are_at_home() -> None:
    actors = reference().actors
    assert actors.local("government-forces", "sy") == "syria-army"
    assert actors.local("government-forces", "ly") == "government-forces"
    assert told("Government forces entered Hama").frame.actor_id == "syria-army"
    assert told("Government forces entered Benghazi").frame.actor_id == "government-forces"


def test_every_parent_exists() -> None:
    entries = reference().actors.entries
    assert [e.id for e in entries.values() if e.parent and e.parent not in entries] == []
