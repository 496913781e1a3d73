"""The words that the pages explain are those of docs/glossary.md, the Admiralty grades with their meanings."""

import re
from pathlib import Path

import pytest

from corroboration.glossary import glossary, letters

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "glossary.md").read_text(encoding="utf-8").lower()
WORDS = [(section, word) for section, words in glossary().items() if section != "digits" for word in words]


@pytest.mark.parametrize(("section", "word"), WORDS, ids=lambda part: part)
def test_a_word_of_the_pages_stands_in_the_glossary(section, word):
    assert re.search(rf"\b{re.escape(word.lower())}\b", PAGE)


@pytest.mark.parametrize(("digit", "meaning"), glossary()["digits"].items())
def test_a_digit_means_the_same_in_both(digit, meaning):
    assert f"{digit} {meaning.lower()}" in PAGE


@pytest.mark.parametrize("letter", ["A", "E", "F"])
def test_a_letter_means_the_same_in_both(letter):
    meaning = letters()[letter][0].lower()
    assert f"{letter.lower()} {meaning}" in PAGE
