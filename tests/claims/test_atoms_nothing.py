"""What is no claim: questions, words to the reader, wishes, duties, moods, judgements, and mere reporting."""

import pytest

from tests.claims.reading import read


def texts(sentence: str) -> list[str]:
    return [claim.text for claim in read(sentence).claims]


@pytest.mark.parametrize(
    "sentence",
    [
        "Who fired the rocket?",
        "Why did the ferry leave the harbour at night?",
        "It remains to be seen.",
        "A map showing the front can be found here.",
        "Look at the ruins.",
        "Updated with detail throughout.",
        "The minister should resign at once.",
        "It is time for the council to act.",
        "When the king gives such orders, the guards must obey.",
        "I think he looked strange.",
        "We hope they will return.",
        "They are really shaken by this.",
        "The visit of the envoy is a joke.",
        "The witness described the moment the bus exploded.",
        "The minister spoke for an hour.",
        "Alderton, Monday",
    ],
)
def test_nothing_that_could_be_checked(sentence: str) -> None:
    assert texts(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "It was not clear what caused the fire.",
        "It was a car bomb.",
        "The shelling was intense on Monday.",
        "Police met with Governor Orlan about the fire.",
        "We saw three bodies in the street.",
        "The pilots were afraid of attacks by rebels.",
    ],
)
def test_near_it_and_yet_a_claim(sentence: str) -> None:
    assert texts(sentence) == [sentence.rstrip(".")]
