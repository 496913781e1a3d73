"""The whole of extraction: pure, exact in its offsets, and never an exception."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.engine.values import Extraction
from tests.claims.reading import read

ARTICLE = (
    "Tue 9 Mar 2021 Ferry sinks off Port Alder. Nine people died when a ferry sank off Port Alder, Delta Watch said.\n"
    "“Two of the dead were children,” a nurse told Radio Lagoon. The port will stay closed until Friday."
)


def check(text: str, extraction: Extraction) -> None:
    """What holds for every extraction: segments inside the text, in order, and the text that they name."""
    starts = [claim.segments[0][0] for claim in extraction.claims]
    assert starts == sorted(starts)
    for claim in extraction.claims:
        edges = [edge for segment in claim.segments for edge in segment]
        assert edges == sorted(edges)
        assert 0 <= edges[0] < edges[-1] <= len(text)
        assert claim.text == " ".join(text[start:end] for start, end in claim.segments)


def test_one_article() -> None:
    extraction = read(ARTICLE, "Ferry sinks off Port Alder")
    check(ARTICLE, extraction)
    told = [(claim.text, [voice.name for voice in claim.chain], claim.modality.value) for claim in extraction.claims]
    assert told == [
        ("Nine people died", ["Delta Watch for Human Dignity"], "asserted"),
        ("a ferry sank off Port Alder", ["Delta Watch for Human Dignity"], "asserted"),
        ("Two of the dead were children", ["nurse", "Radio Lagoon"], "asserted"),
        ("The port will stay closed until Friday", [], "planned"),
    ]


def test_the_same_text_gives_the_same_claims() -> None:
    assert read(ARTICLE) == read(ARTICLE)


def test_metadata_name_the_wire() -> None:
    assert read("Nine people died on Monday.", wire="Agence France-Presse").wire == "afp"


@pytest.mark.parametrize(
    ("wire", "via", "text", "slug"),
    [
        ("", "Radio Lagoon", "Nine people died on Monday.", "radio-lagoon"),
        ("AFP", "Radio Lagoon", "Nine people died on Monday.", "afp"),
        ("", "Radio Lagoon", "Nine people died on Monday. (AFP)", "afp"),
        ("", "The Harbour Post", "Nine people died on Monday.", ""),
        ("", "Nobody Knows It", "Nine people died on Monday.", "nobody-knows-it"),
        ("", "", "Nine people died on Monday.\nThe post Nine dead appeared first on Radio Lagoon.", "radio-lagoon"),
        ("", "", "Nine people died on Monday.\nThe post Nine dead appeared first on The Harbour Post.", ""),
        ("", "", "Nine people died on Monday.\n\nThis article was first published by Radio Lagoon.", "radio-lagoon"),
        ("", "", "Nine people died on Monday.\n\nOriginally published at Radio Lagoon", "radio-lagoon"),
        ("", "", "Nine people died on Monday.\n\nRepublished from Radio Lagoon.", "radio-lagoon"),
        ("", "", "By Agence France-Presse\n\nNine people died on Monday.", "afp"),
        ("", "", "Reuters\n\nNine people died on Monday.", "reuters"),
        ("", "", "Radio Lagoon first published the names of nine people who died on Monday.", ""),
    ],
)
def test_a_republished_article_comes_from_where_it_is_said_to(wire: str, via: str, text: str, slug: str) -> None:
    assert read(text, wire=wire, via=via).wire == slug


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=300))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    check(text, read(text))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "said",
                "according to",
                "the",
                "Delta Watch",
                "killed",
                "“",
                "”",
                '"',
                ".",
                "\n",
                "who",
                "citing",
                "as saying",
                "reports that",
                "denied",
                "(",
                "-",
                "9",
            ]
        ),
        max_size=40,
    )
)
def test_any_order_of_cue_words_is_read_without_an_exception(words: list[str]) -> None:
    text = " ".join(words)
    check(text, read(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n" * 5000,
        "x" * 100_000,
        "قال المرصد إن السفينة غرقت " * 500,
        '" ' * 5000,
        "he said " * 2000,
        "\u202e\u200b" * 3000,
        "KILLED. " * 300,
    ],
    ids=["empty", "blank", "newlines", "one word", "right to left", "quotes", "he said", "unseen", "capitals"],
)
def test_hostile_texts(text: str) -> None:
    check(text, read(text))
