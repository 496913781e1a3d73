"""Word salad made of what the rules look for: whatever the parser makes of it, reading it never fails."""

from datetime import UTC, datetime
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.engine.extract import extract
from claims.engine.reference import load_reference
from claims.engine.values import ArticleText
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
