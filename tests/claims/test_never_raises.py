"""Word salad made of what the rules look for: whatever the parser makes of it, reading it never fails."""

from datetime import UTC, datetime
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.engine.document import legible
from claims.engine.extract import extract
from claims.engine.reference import load_reference
from claims.engine.values import ArticleText
from claims.engine.zones import layout
from sources.engine.values import Kind, Voice

SALAD = (
    "said told reported according to citing quoted saying as by claimed denied that who which the a its it he they "
    "monitor Observatory army spokesman Mara Voss Alderton Reuters SANA AFP - -- , . ; : \" ' “ ” ( ) ? killed wounded "
    "injured at least 12 dozens of 30,000 people soldiers bomb blast attack on Friday yesterday in March 2016 near "
    "north of captured retook would will may reportedly not no had been was were and but while after before when if"
)
WORDS = SALAD.split()
GAZETTE = Voice("orchard-gazette", "Orchard Gazette", Kind.OUTLET)


@cache
def reference():
    return load_reference()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(WORDS), min_size=5, max_size=90), seams=st.lists(st.booleans(), min_size=90))
def test_reading_never_fails_and_offsets_hold(nlp, words, seams):
    text = "".join(word + ("\n" if seam and word == "." else " ") for word, seam in zip(words, seams, strict=False))
    article = ArticleText(text, GAZETTE, datetime(2018, 5, 4, tzinfo=UTC))
    for claim in extract(article, reference(), nlp).claims:
        assert claim.text == " ".join(text[start:end] for start, end in claim.segments)
        assert all(0 <= start < end <= len(text) for start, end in claim.segments)
        assert list(claim.segments) == sorted(claim.segments)


FURNITURE = (
    "Tags Related News Coverage Read Also | ... 43 Topic (1881) Print Tweet Views 412 Source: REUTERS/Jo AFP (Reuters) "
    "DAMASCUS SAFETY RULES IGNORED Published March 9 2021 at 14:05 (updated 2139) by Mara Voss. pic.twitter.com/a "
    "httpst.co Copyright © Reporting by ; Editing -AFP (With "
    "Twitter Comments 3 I my Posted \t  A The At ( ) [ ] ] \u202e 😀 ß İ"
)
PIECES = FURNITURE.split(" ")


@settings(max_examples=300, deadline=None)
@given(
    words=st.lists(st.sampled_from([*PIECES, *WORDS]), max_size=60),
    seams=st.lists(st.sampled_from([" ", "\n", "  ", ""]), min_size=60, max_size=60),
    shout=st.booleans(),
)
def test_any_page_is_divided_into_disjoint_zones_in_order(words, seams, shout):
    text = "".join(word + seam for word, seam in zip(words, seams, strict=False))
    text = text.upper() if shout else text
    last = 0
    for _, (start, end) in layout(text, " ".join(words[:6]), reference().directory).zones:
        assert last <= start < end <= len(text)
        last = end
    assert len(legible(text)) == len(text)
