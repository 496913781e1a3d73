"""What an outlet corrected or a voice took back; and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corroboration.engine.corrections import CORRECTION, RETRACTION, correction, corrects, notice_in
from corroboration.engine.values import Stance
from corroboration.engine.words import words_of
from sources.engine.values import Kind
from tests.corroboration.factories import quantity, telling, voice

MONITOR = voice("Flood Watch for Human Dignity", Kind.MONITOR)
AGENCY = voice("Northern Agency", Kind.AGENCY)
MINISTRY = voice("Interior Ministry")


def earlier(text: str, **details):
    return telling("c1", text=text, **{"outlet": "Herald", "published": "2021-05-04", **details})


def later(text: str, **details):
    return telling("c2", text=text, **{"outlet": "Herald", "published": "2021-05-06", **details})


def toll(text: str, value: float, **details):
    return earlier(text, slot="killed", value=value, **details)


TWENTY = "The flood killed 20 people in Ostrava"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Correction: An earlier version of this article said that 20 people had been killed in Ostrava", TWENTY),
        ("An earlier version of this story incorrectly stated that twenty people were killed in Ostrava", TWENTY),
        ("An earlier version of this report put the number of dead at 20 instead of 12", TWENTY),
        ("We wrongly reported that 20 people were killed in Ostrava", TWENTY),
        ("(This May 5 story has been corrected to fix the toll to 12, not 20)", TWENTY),
        ("This version of the story corrects the number of dead to 12, not 20", TWENTY),
        ("Corrects toll in first paragraph to 12 from 20", TWENTY),
        ("Correction: 12 people were killed in Ostrava, not 20", TWENTY),
        (
            "This story has been corrected to say that the wave hit a school in Ostrava, not a hospital",
            "The wave hit a hospital in Ostrava",
        ),
        (
            "An earlier version of this article said that the wave hit a hospital in Ostrava, not a school",
            "The wave hit a hospital in Ostrava",
        ),
    ],
)
def test_an_outlet_corrects_what_it_said(text, wrong):
    old = toll(wrong, 20) if wrong is TWENTY else earlier(wrong)
    found = corrects(later(text), old)
    assert found is not None
    assert (found.stance, found.type) == (Stance.SUPERSEDES, CORRECTION)
    assert text.split()[-1].strip(")") in found.reasons[0]  # the words are shown


def test_an_outlet_corrects_what_others_have_from_it_too():
    new = later("We wrongly reported that 20 people were killed in Ostrava")
    assert corrects(new, toll(TWENTY, 20, outlet="Courier", chain=[voice("Herald", Kind.OUTLET)])) is not None
    assert corrects(new, toll(TWENTY, 20, outlet="Courier", chain=[MINISTRY])) is None


@pytest.mark.parametrize(
    ("text", "old"),
    [
        (
            "Flood Watch retracted its statement that the dam at Opava was blown up",
            {"text": "The dam at Opava was blown up", "chain": [MONITOR], "outlet": "Courier"},
        ),
        (
            "On Thursday, the Northern Agency has withdrawn its report that the dam at Opava was blown up",
            {"text": "The dam at Opava was blown up on Sunday", "outlet": "Courier", "wire": "northern-agency"},
        ),
        (
            "We retract our report that the dam at Opava was blown up",
            {"text": "The dam at Opava was blown up", "chain": [MINISTRY]},
        ),
        (
            "The Northern Agency apologised for reporting that the dam at Opava was blown up",
            {"text": "The dam at Opava was blown up", "outlet": AGENCY},
        ),
        (
            "The report that the dam at Opava was blown up has since been withdrawn by Flood Watch",
            {"text": "The dam at Opava was blown up", "chain": [MONITOR]},
        ),
        (
            "The Herald no longer stands by its story that the dam at Opava was blown up",
            {"text": "The dam at Opava was blown up"},
        ),
    ],
)
def test_a_voice_takes_back_what_it_said_wherever_it_stands(text, old):
    found = corrects(later(text), earlier(**old))
    assert found is not None
    assert (found.stance, found.type) == (Stance.SUPERSEDES, RETRACTION)


@pytest.mark.parametrize(("origin", "found"), [(MONITOR, RETRACTION), (MINISTRY, None)])
def test_who_calls_his_earlier_report_wrong_takes_back_his_own(origin, found):
    new = later("its earlier report that the dam at Opava was blown up was wrong", chain=[MONITOR], outlet="Courier")
    finding = corrects(new, earlier("The dam at Opava was blown up", chain=[origin]))
    assert (finding.type if finding else None) == found


@pytest.mark.parametrize(
    ("new", "old", "why"),
    [
        (
            {"text": "Flood Watch retracted its statement that the dam at Opava was blown up"},
            {"text": "The dam at Opava was blown up", "chain": [MINISTRY]},
            "another voice said it",
        ),
        (
            {"text": "We wrongly reported that 20 people were killed in Ostrava", "outlet": "Courier"},
            {"text": TWENTY, "slot": "killed", "value": 20},
            "another outlet corrects itself",
        ),
        (
            {"text": "Correction: 12 people were killed in Ostrava, not 20"},
            {"text": "The flood killed 12 people in Ostrava", "slot": "killed", "value": 12},
            "what is right is not withdrawn",
        ),
        (
            {"text": "This story has been corrected to say that the wave hit a school in Ostrava, not a hospital"},
            {"text": "The wave hit a school in Ostrava"},
            "what is right is not withdrawn, in words",
        ),
        (
            {"text": "An earlier version of this article said that the wave hit a hospital in Ostrava, not a school"},
            {"text": "The wave hit a school in Ostrava"},
            "... told the other way round",
        ),
        (
            {"text": "An earlier version of this article said that 20 people had been killed in Ostrava"},
            {"text": "The mayor of Ostrava promised new levees"},
            "another matter",
        ),
        (
            {"text": "Correction: 12 people were killed in Ostrava, not 20"},
            {"text": "The flood killed 20 people and carried 3 bridges away in Ostrava", "slot": "killed", "value": 20},
            "the claim gives a number that the notice doesn't speak of",
        ),
        ({"text": "The Herald retracts the report and apologises"}, {"text": TWENTY}, "nobody can tell which report"),
        (
            {"text": "The group withdrew its claim of responsibility for the blast at the Ostrava market"},
            {"text": "A blast hit the market"},
            "no statement about the market is withdrawn",
        ),
        (
            {"text": "We wrongly reported that 20 people were killed in Ostrava", "published": "2021-05-02"},
            {"text": TWENTY, "slot": "killed", "value": 20},
            "nobody corrects what is yet to be printed",
        ),
    ],
)
def test_not_taken_back(new, old, why):
    assert corrects(later(**new), earlier(**old)) is None, why


@pytest.mark.parametrize(
    "text",
    [
        "The army withdrew its troops from the town",
        "Rebels took back the town from the army",
        "The army withdrew after reports that the dam had burst",
        "The report that the dam had burst was false",
        "The army withdrew its forces after a report that rebels were near",
        "Two correction officers died",
        "The correct number is 12",
        "The bank corrected its course",
    ],
)
def test_what_only_sounds_like_it(text):
    assert notice_in(telling(text=text)) is None


@pytest.mark.parametrize("day", ["2021-05-04", "2021-05-06"])
def test_whichever_is_given_first_the_notice_takes_back_the_other(day):
    """Of a correction printed on the day of the error only the day may be known."""
    new = later("We wrongly reported that 20 people were killed in Ostrava", published=day, day_only=True)
    old = toll(TWENTY, 20, day_only=True)
    assert correction(new, old) == correction(old, new)
    taken = correction(old, new)
    assert taken is not None
    assert taken[0] is new
    assert correction(old, toll(TWENTY, 20, outlet="Courier")) is None


def test_a_notice_is_no_claim_that_is_corrected_itself():
    text = "We wrongly reported that 20 people were killed in Ostrava"
    assert corrects(later(text), earlier(text)) is None


# --- counts brought down


def lowered(text: str, *values: float, chain=(MONITOR,), **details):
    numbers = tuple(quantity(value, unit="person", role="killed") for value in values)
    return later(text, slot="killed", quantities=numbers, chain=chain, **details)


@pytest.mark.parametrize(
    "new",
    [
        lowered("Flood Watch lowered its toll to 12 from 20", 12, 20, outlet="Courier"),
        lowered("It revised down its death toll to 12", 12),
        later(
            "Flood Watch lowered its toll of the flood to 12 from 20",
            slot="happened",
            quantities=(quantity(12), quantity(20)),
            chain=[MONITOR],
        ),
        lowered("The toll was revised downwards to 12", 12),
        lowered("Twelve people were killed", 12, number_context="correcting an earlier toll"),
    ],
)
def test_a_voice_that_brings_its_own_count_down_corrects_it(new):
    found = corrects(new, toll(TWENTY, 20, chain=[MONITOR]))
    assert found is not None
    assert (found.stance, found.type) == (Stance.SUPERSEDES, CORRECTION)
    assert found.reasons == ("its own count was brought down from 20 to 12",)


@pytest.mark.parametrize(
    ("new", "old", "why"),
    [
        (lowered("Twelve people were killed", 12), {"chain": [MONITOR]}, "no word says so"),
        (lowered("It revised its death toll to 30", 30), {"chain": [MONITOR]}, "it rose: an update"),
        (lowered("It revised down its toll to 12 from 25", 12, 25), {"chain": [MONITOR]}, "from another number"),
        (lowered("It revised down its toll to 12", 12), {"chain": [MINISTRY]}, "another voice's count"),
    ],
)
def test_no_count_was_brought_down(new, old, why):
    assert corrects(new, toll(TWENTY, 20, **old)) is None, why


@given(st.text(max_size=300), st.text(min_size=1, max_size=300))
def test_any_text_is_read_and_what_is_taken_back_is_in_it(one, other):
    for new in (f"An earlier version of this article said {one}", f"We retract our report that {one}", one):
        found = corrects(later(new), toll(other, 20))
        assert found is None or words_of(other).weights.keys() & words_of(new).weights.keys()


@pytest.mark.parametrize("text", ["a " * 100_000, "We retract our report " * 20_000, "correction, not " * 20_000])
def test_a_long_text_is_read_in_its_head_only(text):
    assert corrects(later(text), earlier(text)) is None
