"""Claims marked in their article: the text stays what it was, and no text becomes markup."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corroboration.highlight import Mark, highlight, pieces

A, B = "a" * 24, "b" * 24


def shown(markup: str) -> str:
    """The text that a browser shows for this markup."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def marked(markup: str) -> list[str]:
    return [shown(inner) for inner in re.findall(r"<mark[^>]*>(.*?)</mark>", markup, flags=re.DOTALL)]


TEXT = "Rain fell. Nine drowned, she said. Read more"


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ((), []),
        ((Mark(A, ((0, 9),)),), ["Rain fell"]),
        ((Mark(A, ((0, 4), (11, 15))),), ["Rain", "Nine"]),  # two segments
        ((Mark(A, ((0, 9),)), Mark(B, ((5, 23),))), ["Rain ", "fell", ". Nine drowned"]),  # overlap
        ((Mark(A, ((40, 99),)),), ["more"]),  # past the end
        ((Mark(A, ((-5, 4),)),), ["Rain"]),  # before the start
        ((Mark(A, ((9, 3),)),), []),  # the wrong way round
    ],
)
def test_it_marks_each_claim(marks, expected):
    markup = highlight(TEXT, marks)
    assert marked(markup) == expected
    assert shown(markup) == TEXT


def test_it_escapes_text_and_zone_names():
    text = '<script>alert("1")</script> & <img src=x onerror=alert(1)>'
    markup = highlight(text, [Mark(A, ((0, 8),))], cues=[(3, 12)], zones=[('"><b>', 20, 30)])
    assert "<script" not in markup and "<img" not in markup and "<b>" not in markup
    assert "&lt;script&gt;" in re.sub(r"</?(mark|a|span)[^>]*>", "", markup)


def test_it_shows_cues_and_zones():
    markup = highlight(TEXT, [Mark(A, ((11, 23),))], cues=[(25, 33)], zones=[("body", 0, 35), ("furniture", 35, 44)])
    assert '<span class="cue">she said</span>' in markup
    assert '<span class="zone-furniture">Read more</span>' in markup
    assert "zone-body" not in markup


def test_the_chosen_claim_stands_out_and_wins_a_shared_stretch():
    markup = highlight(TEXT, [Mark(A, ((0, 23),)), Mark(B, ((11, 15),))], chosen=A)
    assert markup.count("chosen") == 3
    assert f"?claim={B}" not in markup
    assert markup.count('id="c-') == 2


def test_each_claim_has_one_anchor_and_one_tab_stop():
    markup = highlight(TEXT, [Mark(A, ((0, 4), (5, 9), (11, 15)))])
    assert markup.count(f'id="c-{A}"') == 1
    assert markup.count('tabindex="-1"') == 2


spans = st.tuples(st.integers(-3, 60), st.integers(-3, 60))


@given(
    st.text(max_size=50),
    st.lists(st.lists(spans, max_size=3), max_size=4),
    st.lists(spans, max_size=3),
    st.lists(st.tuples(st.sampled_from(["body", "comments"]), st.integers(-3, 60), st.integers(-3, 60)), max_size=3),
)
def test_the_pieces_are_the_text(text, segments, cues, zones):
    marks = [Mark(f"{number:024x}", tuple(given)) for number, given in enumerate(segments)]
    assert "".join(piece.text for piece in pieces(text, marks, cues, zones)) == text
    assert shown(highlight(text, marks, cues=cues, zones=zones)) == text
