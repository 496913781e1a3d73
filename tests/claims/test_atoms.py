"""Which clauses of a sentence are claims, and which are not."""

import pytest

from tests.claims.reading import read


def texts(sentence: str) -> list[str]:
    return [claim.text for claim in read(sentence).claims]


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        ("The blast killed six people and injured 32.", ["The blast killed six people", "injured 32"]),
        (
            "A truck bomb hit the market in Alderton, killing nine people.",
            ["A truck bomb hit the market in Alderton", "killing nine people"],
        ),
        (
            "Rebels seized the bridge after soldiers left the town.",
            ["Rebels seized the bridge", "soldiers left the town"],
        ),
        (
            "The army took the port, which lies north of the capital.",
            ["The army took the port", "which lies north of the capital"],
        ),
        (
            "The navy sent two ships in order to protect the harbour.",
            ["The navy sent two ships", "protect the harbour"],
        ),
        ("The dead were taken to the hospital.", ["The dead were taken to the hospital"]),
    ],
)
def test_one_claim_for_each_thing_that_can_be_false(sentence: str, claims: list[str]) -> None:
    assert texts(sentence) == claims


@pytest.mark.parametrize(
    "sentence",
    [
        "Who fired the rocket?",
        "Why did the ferry leave the harbour at night?",
        "It remains to be seen.",
        "A map showing the front can be found here.",
        "Look at the ruins.",
        "The minister should resign at once.",
        "Alderton, Monday",
    ],
)
def test_what_is_no_claim(sentence: str) -> None:
    assert texts(sentence) == []


def test_an_empty_matrix_gives_way_to_its_clause() -> None:
    assert texts("This means that the bridge was destroyed by the flood.") == ["the bridge was destroyed by the flood"]
