"""The stance of one free statement on another."""

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
