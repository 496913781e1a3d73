"""The stance of one free statement on another."""

from datetime import datetime

import pytest

from corroboration.engine.relations import relate_statements
from tests.corroboration.factories import telling

CLAIM = "A giant squid was caught in the harbour of Ostend"


@pytest.mark.parametrize(
    ("claim", "headline", "stance"),
    [
        (CLAIM, "Fishermen catch giant squid in Ostend", "corroborates"),
        (CLAIM, "Squid story from Ostend is a hoax", "contradicts"),
        (CLAIM, "No, nobody caught a giant squid in Ostend", "contradicts"),
        (CLAIM, "Harbour master denies catch of giant squid", "contradicts"),
        (CLAIM, "The squid of Ostend wasn't caught there", "contradicts"),
        (CLAIM, "The squid of Ostend wasn’t caught there", "contradicts"),
        (CLAIM, "Squid photo from Ostend is not real", "contradicts"),
        (CLAIM, "Giant squid reportedly caught in Ostend", None),
        (CLAIM, "Giant squid caught in Ostend?", None),
        (CLAIM, "Did fishermen really catch a giant squid?", None),
        (CLAIM, "Ostend harbour investigates reports of giant squid", None),
        (CLAIM, "Squid hoax, or the catch of the year?", "contradicts"),
        (CLAIM, "Not only herring: giant squid caught in Ostend", "corroborates"),
        (CLAIM, "Giant squid caught in Ostend: keeper had no idea what it was", "corroborates"),
        (CLAIM, "Mayor of Bruges opens new library", None),
        ("The bridge will not reopen in June", "Bridge will not reopen in June, mayor says", "corroborates"),
        ("The bridge will reopen in June", "Bridge will not reopen in June, mayor says", "contradicts"),
        ("The bridge will not reopen in June", "Bridge to reopen in June", "contradicts"),
        ("The actor was killed in a crash", "The actor survived the crash unhurt", "contradicts"),
    ],
)
def test_stance_of_a_headline(claim, headline, stance):
    left, right = telling("c1", text=claim), telling("c2", text=headline)
    for found in (relate_statements(left, right), relate_statements(right, left)):
        assert (found.stance.value if found else None) == stance


def test_a_statement_read_as_denied_contradicts():
    left, right = telling("c1", text=CLAIM), telling("c2", text="The squid catch of Ostend", modality="denied")
    assert relate_statements(left, right).stance == "contradicts"


@pytest.mark.parametrize("text", ["", "?", "no", "x" * 100_000, "not " * 50_000, "لا صحة للخبر", "\u202eabc"])
def test_any_text_can_be_read(text):
    relate_statements(telling("c1", text=text), telling("c2", text=CLAIM))
    relate_statements(telling("c1", text=text), telling("c2", text=text))


def test_reasons_name_the_words():
    found = relate_statements(telling("c1", text=CLAIM), telling("c2", text="Squid story from Ostend is a hoax"))
    assert found.reasons == ("only one of them says “hoax”",)


UNDATED = "1970-01-01"
TOLL = "A bus crash killed {} people in Ostend"


def count(id, value, bound="exact", day=UNDATED, text=TOLL, **more):
    published = datetime.fromisoformat(f"{day}T00:00+00:00")
    more = {"slot": "killed", "place": "Ostend", **more}
    said = text.format(value)
    return telling(id, article=id, published=published, day_only=True, text=said, value=value, bound=bound, **more)


@pytest.mark.parametrize(
    ("left", "right", "stance", "why"),
    [
        (count("a", 14), count("b", 14), "corroborates", "one number"),
        (count("a", 14), count("b", 14, "at least"), "corroborates", "one number, and the bound allows it"),
        (count("a", 14), count("b", 9), "contradicts", "two exact numbers"),
        (count("a", 14), count("b", 140), "contradicts", "two exact numbers, however far apart"),
        (count("a", 14), count("b", 9, "at least"), "differs", "14 is at least 9"),
        (count("a", 14), count("b", 20, "at least"), "contradicts", "14 is not at least 20"),
        (count("a", 9), count("b", 14, number_context="rose to"), "differs", "the words say that it rose"),
        (count("a", 9, day="2021-05-04"), count("b", 14, day="2021-05-05"), "differs", "a toll rises with the days"),
        (count("a", 14, day="2021-05-04"), count("b", 9, day="2021-05-05"), "contradicts", "a toll doesn't fall"),
        (count("a", 9), count("b", 14, day="2021-05-06"), "contradicts", "one date alone makes neither the later"),
        (count("a", 9, day="2021-05-04"), count("b", 14, day="2021-05-04"), "contradicts", "one day, two numbers"),
        (count("a", 14, place_id="bruges"), count("b", 9), None, "two places, two matters"),
        (count("a", 14), count("b", 9, slot="injured"), None, "two questions"),
        (
            count("a", 14, slot="other", role="force"),
            count("b", 9, slot="other", role="force"),
            "contradicts",
            "one role",
        ),
        (
            count("a", 14, slot="other", role="force"),
            count("b", 9, slot="other", unit="km"),
            "corroborates",
            "two units",
        ),
        (count("a", 14), count("b", 9, text="Did a bus crash kill {} in Ostend?"), None, "a question asserts none"),
        (count("a", 14), count("b", 14, text="No bus crash killed {} people"), "contradicts", "a denial of the number"),
    ],
)
def test_numbers_of_two_statements(left, right, stance, why):
    for found in (relate_statements(left, right), relate_statements(right, left)):
        assert (found.stance.value if found else None) == stance, why


def test_reasons_name_the_numbers_and_no_date_that_nobody_gave():
    found = relate_statements(count("a", 14), count("b", 9))
    assert (found.type, found.reasons) == (
        "number",
        ("9 exactly against 14 exactly, of unknown date", "not both can be right"),
    )
