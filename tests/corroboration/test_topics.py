"""What a statement is about: read the short way, as the long one has it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corroboration.engine.tables import table
from corroboration.engine.topics import OTHER, all_topics, topics, topics_of
from corroboration.engine.words import words_of

WORDS = sorted({word for entry in table("topics").values() for word in entry["words"]})


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("Warplanes raided the town", ("airstrike", "setting")),
        ("A bomb hit a convoy", ("aid", "bombing")),
        ("BARREL BOMBS fell", ("airstrike", "bombing")),
        ("A siege of the village", ("setting", "siege")),
        ("It rained", (OTHER,)),
        ("", (OTHER,)),
        ("12,5 %", (OTHER,)),
    ],
)
def test_the_topics_of_a_statement(statement: str, expected: tuple[str, ...]) -> None:
    assert topics_of(statement) == expected


@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=12)), max_size=12), st.booleans())
def test_they_are_those_of_its_words(words: list[str], capitals: bool) -> None:
    statement = " ".join(word.upper() if capitals else word for word in words)
    assert set(topics_of(statement)) == (topics(words_of(statement)) or {OTHER})
    assert set(topics_of(statement)) <= set(all_topics())
