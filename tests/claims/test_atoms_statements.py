"""A claim that leaves its subject to the clause before it is told with that subject."""

import pytest

from tests.claims.reading import claim_with


@pytest.mark.parametrize(
    ("text", "words", "statement"),
    [
        (
            "The army shelled the old port, which lies north of the capital.",
            "lies",
            "Old port lies north of the capital",
        ),
        (
            "The militia freed 150 villagers who were held at a school.",
            "held",
            "150 villagers were held at a school",
        ),
        ("A truck bomb hit the market, killing nine people.", "killing", "Truck bomb killing nine people"),
        # whose: the noun behind it is the subject, and stays
        (
            "The deal was brokered by Orlan, whose envoy met the rebels.",
            "envoy",
            "Whose envoy met the rebels",
        ),
    ],
)
def test_statements(text: str, words: str, statement: str) -> None:
    assert claim_with(text, words).statement == statement
