"""Lines, quotations and sentences, with offsets that stay true."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.engine.document import (
    LONGEST_WORD,
    WINDOW,
    legible,
    lines,
    load_parser,
    parse,
    parts,
    quotations,
    windows,
)

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=200)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “two boats sank” on Monday.", ["two boats sank"]),
        ('"Two boats sank" he said. "One burnt."', ["Two boats sank", "One burnt."]),
        ("Le maire a dit «deux bateaux» hier", ["deux bateaux"]),
        ("“It began at noon.\n“It ended at dusk.”", ["It began at noon.", "It ended at dusk."]),
        ("The ships' crews and the port's boats", []),
        ('A stray " mark in the middle', []),
        ("no marks at all", []),
    ],
)
def test_quotations(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in quotations(text, lines(text))] == quoted


@given(ANY_TEXT)
def test_lines_are_trimmed_stretches_of_the_text(text: str) -> None:
    previous = 0
    for start, end in lines(text):
        assert previous <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        previous = end


@given(ANY_TEXT)
def test_the_parser_sees_as_many_characters_as_there_are(text: str) -> None:
    assert len(legible(text)) == len(text)


def test_words_too_long_to_be_words_are_blanked() -> None:
    assert legible("a " + "x" * LONGEST_WORD + " b").split() == ["a", "b"]


def test_long_lines_are_cut_at_sentence_ends_and_nothing_is_lost() -> None:
    text = "The ferry left the harbour. " * 1000
    pieces = list(windows(text, (0, len(text))))
    assert "".join(text[start:end] for start, end in pieces) == text
    assert all(end - start <= WINDOW for start, end in pieces)
    assert all(text[start:end].rstrip().endswith(".") for start, end in pieces)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(["The ferry sank.", "“Two died,” he said.", "über", "\u200f", "—", "Nobody knew why "]),
        max_size=8,
    )
)
def test_tokens_stand_where_they_say(phrases: list[str]) -> None:
    text = " ".join(phrases)
    readable = legible(text)
    pieces = [piece for part in parts(readable, enumerate(lines(text))) for piece in part]
    for sentence in parse(readable, pieces, load_parser()):
        for token in sentence.span:
            start, end = sentence.place(token)
            assert readable[start:end] == token.text


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (
            "NINE MEN DIED IN ALEPPO ON FRIDAY WHEN A FERRY SANK.",
            "Nine men died in Aleppo on Friday when a ferry sank.",
        ),
        (
            "SANA SAID THE HARBOUR STAYED CLOSED. NOBODY WAS WOUNDED.",
            "SANA said the harbour stayed closed. Nobody was wounded.",
        ),
        ("The mayor of ALEPPO and the UN met the SDF.", "The mayor of ALEPPO and the UN met the SDF."),
        ("US UN EU ISIS SDF YPG FSA SNC NATO OPEC IMF WHO", "US UN EU ISIS SDF YPG FSA SNC NATO OPEC IMF WHO"),
        ("ÇOK ŞEHİR STRASSE", "ÇOK ŞEHİR STRASSE"),
    ],
)
def test_sentences_in_capitals_are_shown_in_plain_type(text: str, seen: str) -> None:
    assert legible(text) == seen


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Two boats sank  Nine men swam ashore", "Two boats sank. Nine men swam ashore"),
        ("Two boats sank - Nine men swam ashore", "Two boats sank . Nine men swam ashore"),
        ("Two boats sank in  Alder. Nine men swam ashore.", "Two boats sank in  Alder. Nine men swam ashore."),
        ("Two boats - both old - sank. Nine men swam.", "Two boats , both old , sank. Nine men swam."),
        ("Two boats sank  nine men swam", "Two boats sank  nine men swam"),
    ],
)
def test_what_stands_for_a_lost_full_stop_ends_a_sentence(text: str, seen: str) -> None:
    assert legible(text) == seen


def test_making_a_text_legible_takes_time_in_proportion() -> None:
    for piece in ("A ", "AFP 3 ", "NINE MEN DIED. ", "a - B ", "a  B", "–"):
        began = time.process_time()
        legible(piece * (1_000_000 // len(piece)))
        assert time.process_time() - began < 5, piece
