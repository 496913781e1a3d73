"""Speech that runs on: over sentences and paragraphs, with marks, with half of them, and without."""

import pytest

from tests.claims.reading import chain_of

RUNS = [
    # the speaker before, between and behind
    ('Peter Lang said: "The pumps failed. The old bridge collapsed on Monday."', ["Peter Lang"]),
    ('"The pumps failed," Peter Lang said. "The old bridge collapsed on Monday."', ["Peter Lang"]),
    ('"The pumps failed," Peter Lang said, "and the old bridge collapsed on Monday."', ["Peter Lang"]),
    ('"The old bridge collapsed on Monday. The pumps failed," Peter Lang said.', ["Peter Lang"]),
    # over paragraphs, the second opening with a mark of its own
    ('"The pumps failed," Peter Lang said.\n"The old bridge collapsed on Monday."', ["Peter Lang"]),
    # a mark that was lost where a paragraph ended
    ('"The pumps failed," Peter Lang said. "We ran. "The old bridge collapsed on Monday."', ["Peter Lang"]),
    # what a sentence behind a quotation reports is another matter
    (
        '"The pumps failed," Peter Lang said. "The old bridge collapsed on Monday." '
        "Ten people died, according to Coast Agency.",
        ["Peter Lang"],
    ),
    # one who is only told to speak
    ('Peter Lang described the night. "The old bridge collapsed on Monday."', ["Peter Lang"]),
    ('Peter Lang condemned the delay. "The old bridge collapsed on Monday."', ["Peter Lang"]),
    # any verb between a person and a quotation
    ('"The old bridge collapsed on Monday," Peter Lang sighed.', ["Peter Lang"]),
    # reported inside a quotation
    ('"Delta Watch told us that the old bridge collapsed on Monday," Peter Lang said.', ["Delta Watch", "Peter Lang"]),
]


@pytest.mark.parametrize(("text", "chain"), RUNS)
def test_whose_speech_it_is(text: str, chain: list[str]) -> None:
    found = chain_of(text, "old bridge")
    assert [name.replace(" for Human Dignity", "") for name in found] == chain


UNMARKED = [
    # between two phrases of one speaker, the second behind what it says
    (
        "The pumps have failed Peter Lang said. The old bridge is in ruins. We have lost everything he said.",
        ["Peter Lang"],
    ),
    # in the speaker's own person
    ("The pumps have failed Peter Lang said. We saw the old bridge collapse into the water.", ["Peter Lang"]),
    # between "a source" and "the source", in any tense
    (
        "A port source told Coast Agency that the pumps failed. The old bridge collapsed on Monday. "
        "Ten people died, the source said.",
        ["port source", "Coast Agency"],
    ),
    # of others, who may have been seen, it is the writer who tells
    ("Delta Watch said the pumps failed. The old bridge collapsed on Monday. It said ten people died.", []),
    # the writer tells in the past, and of others
    ("The pumps have failed Peter Lang said. The old bridge collapsed in a storm last year.", []),
]


@pytest.mark.parametrize(("text", "chain"), UNMARKED)
def test_speech_without_marks(text: str, chain: list[str]) -> None:
    assert chain_of(text, "old bridge") == chain


def test_a_far_quotation_is_not_the_last_speakers() -> None:
    text = (
        "Peter Lang said the pumps failed. Rain fell on Alderton. The harbour was closed. The school stayed open. "
        '"The old bridge collapsed on Monday."'
    )
    assert chain_of(text, "old bridge") == []


def test_two_apostrophes_are_a_quotation_mark() -> None:
    text = "''The pumps failed,'' Peter Lang said. ''The old bridge collapsed on Monday.''"
    assert chain_of(text, "old bridge") == ["Peter Lang"]
