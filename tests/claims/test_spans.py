"""Attributions as they stand on the page, the rule that found each, and how they are scored."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.polnear import Counts, Marked, exact, pairs, score
from claims.engine import document
from claims.engine.cue import Manner, Rule
from claims.engine.extract import load_parser
from claims.engine.spans import Attribution, attributions
from tests.claims.reading import read


def found(text: str) -> list[Attribution]:
    lines = document.lines(text)
    readable = document.legible(text)
    sentences = [
        sentence
        for part in document.parts(readable, enumerate(lines))
        for sentence in document.parse(readable, part, load_parser())
    ]
    return attributions(text, sentences, document.quotations(text, lines))


def told(text: str, stretches: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in stretches]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "rule"),
    [
        (
            "The mayor said that the bridge was closed.",
            ["The mayor"],
            ["said"],
            ["that the bridge was closed"],
            Rule.CLAUSE,
        ),
        (
            "“The bridge is closed,” said Karen Holt, the mayor. “We are sorry.”",
            ["Karen Holt, the mayor"],
            ["said"],
            ["“The bridge is closed,”", "“We are sorry.”"],
            None,
        ),
        (
            "The bridge, the mayor said, was closed.",
            ["the mayor"],
            ["said"],
            ["The bridge", "was closed"],
            None,
        ),
        (
            "The bridge was closed, according to the city council.",
            ["the city council"],
            ["according to"],
            ["The bridge was closed"],
            Rule.ACCORDING,
        ),
        ("The mayor praised the engineers.", ["The mayor"], ["praised"], ["the engineers"], Rule.STANCE),
    ],
)
def test_where_it_stands(text: str, source: list[str], cue: list[str], content: list[str], rule: Rule | None) -> None:
    attribution = found(text)[0]
    assert told(text, attribution.source) == source
    assert told(text, attribution.cue) == cue
    assert told(text, attribution.content) == content
    assert rule is None or attribution.rule is rule


def test_an_attitude_gives_no_claim_an_origin() -> None:
    text = "The mayor wants the old bridge closed. The old bridge collapsed on Monday."
    assert [a.manner for a in found(text)] == [Manner.HOLDS]
    assert all(not claim.chain for claim in read(text).claims)


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=200))
def test_stretches_are_inside_the_text_and_in_order(text: str) -> None:
    for attribution in found(f"{text} “It fell,” the mayor said. {text}"):
        for stretches in (attribution.source, attribution.cue, attribution.content):
            edges = [edge for stretch in stretches for edge in stretch]
            assert edges == sorted(edges)
            assert all(0 <= start < end <= 2 * len(text) + 32 for start, end in stretches)


A = Marked(((0, 3),), ((4, 8),), ((9, 20),))
B = Marked(((0, 3),), ((4, 8),), ((12, 20),))  # shares 8 of 11 characters with A
C = Marked(((30, 33),), ((34, 38),), ((9, 20),))  # another source
D = Marked(((0, 3),), ((4, 8),), ((16, 20),))  # shares 4 of 11 characters with A


def test_exact_stretches_are_counted_one_by_one() -> None:
    assert exact([A, A, C], [A, C, C], "source") == Counts(2, 3, 3)
    assert exact([A], [B], "content") == Counts(0, 1, 1)


def test_nobody_is_no_source() -> None:
    assert exact([A._replace(source=())], [A], "source") == Counts(0, 0, 1)


@pytest.mark.parametrize(("mine", "right"), [([A], 1), ([B], 1), ([C], 0), ([D], 0), ([A, B], 1), ([], 0)])
def test_who_said_what_pairs_each_attribution_once(mine: list[Marked], right: int) -> None:
    assert len(pairs(mine, [A])) == right


def test_f1() -> None:
    totals = score([([A, C], [A]), ([B], [A])])
    assert totals["who said what"] == Counts(2, 3, 2)
    assert totals["who said what"].f1 == pytest.approx(0.8)
