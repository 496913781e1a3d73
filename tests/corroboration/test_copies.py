"""Copies: the same sentence in another article within a week."""

import pytest

from corroboration.engine.copies import copies_among, copy_key
from tests.corroboration.factories import telling

WIRE = "At least twelve people were killed when a tram left the rails in Poruba"


def copies(*told):
    return copies_among(sorted(told, key=lambda t: t.order))


@pytest.mark.parametrize(
    "other",
    [WIRE, WIRE.upper(), f"“{WIRE},”", WIRE.replace(" ", "  "), WIRE.replace("Poruba", "Porúba")],
)
def test_case_accents_and_punctuation_make_no_other_text(other):
    assert copy_key(telling(text=WIRE)) == copy_key(telling(text=other)) != ""


@pytest.mark.parametrize("other", [WIRE.replace("twelve", "thirteen"), WIRE + " on Monday"])
def test_another_word_makes_another_text(other):
    assert copy_key(telling(text=WIRE)) != copy_key(telling(text=other))


@pytest.mark.parametrize("text", ["", "Dozens were injured", "At least 20 people were killed"])
def test_a_short_text_is_no_ones_copy(text):
    assert copy_key(telling(text=text)) == ""


def test_copies_collapse_onto_the_earliest():
    first = telling("m", outlet="Wire", published="2021-05-03T08:00", text=WIRE)
    second = telling("a", outlet="Herald", published="2021-05-03T09:00", text=WIRE)
    third = telling("b", outlet="Gazette", published="2021-05-06", text=WIRE)
    assert copies(third, second, first) == {"a": "m", "b": "m"}


def test_the_same_words_a_fortnight_later_start_anew():
    first = telling("a", outlet="Wire", published="2021-05-03", text=WIRE)
    again = telling("b", outlet="Wire", published="2021-05-17", text=WIRE)
    after = telling("c", outlet="Herald", published="2021-05-18", text=WIRE)
    assert copies(first, again, after) == {"c": "b"}


def test_a_sentence_repeated_in_one_article_is_no_copy():
    first = telling("a", article="x", text=WIRE)
    again = telling("b", article="x", text=WIRE, position=7)
    assert copies(first, again) == {}
