"""Who did what to whom, where and when, and what a claim takes over from the claims before it."""

from datetime import date

import pytest

from claims.engine.frame import describe_statement
from claims.engine.values import Interval
from tests.claims.describing import PUBLISHED, parser, reference, told

MONDAY = Interval(date(2019, 10, 14), date(2019, 10, 14))


@pytest.mark.parametrize(
    ("text", "actor", "action", "target"),
    [
        ("Turkish troops captured Afrin", "turkey-army", "capture", "afrin"),
        ("Afrin was captured by Turkish troops", "turkey-army", "capture", "afrin"),
        ("Boko Haram carried out an attack on the police", "boko-haram", "attack", "police"),
        ("Russian warplanes bombed Daesh", "russia-air-force", "bombing", "isis"),
        ("Hezbollah attempted to seize the hill", "hezbollah", "capture", ""),
        ("Twelve miners died", "", "kill", ""),
        ("The town is under the control of the SDF", "", "control", ""),
    ],
)
def test_who_did_what_to_whom(text: str, actor: str, action: str, target: str) -> None:
    frame = told(text).frame
    assert (frame.actor_id, frame.action, frame.target_id) == (actor, action, target)


def test_an_earthquake_attacks_nobody() -> None:
    assert told("An earthquake hit Izmir").frame.action == "quake"


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Sappers cleared the port of mines", "demine"),
        ("The mines were cleared on Monday", "demine"),
        ("The army cleared the port of rebels", "capture"),
        ("Troops have taken up positions near Afrin", "take"),
        ("The guards took a photo", "take"),
        ("The rebels took Afrin", "capture"),
        ("Afrin was taken by the rebels", "capture"),
        ("The bodies were recovered from the lake", "rescue"),
    ],
)
def test_only_who_takes_a_place_captures_it(text: str, action: str) -> None:
    assert told(text).frame.action == action


def test_a_town_in_a_name_is_no_government() -> None:
    assert told("A Paris shop was robbed").frame.target_id != "france"


def test_a_bomb_is_no_actor_but_may_name_one() -> None:
    assert told("A car bomb killed four guards").frame.actor == ""
    assert told("An ISIS car bomb killed four guards").frame.actor_id == "isis"


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The army entered the town", True),
        ("The army did not enter the town", False),
        ("No group claimed responsibility", False),
        ("The rebels failed to take the base", False),
        ("Not only the army entered the town", True),
        ("There were no planes over the town", False),
    ],
)
def test_negation_turns_the_polarity(text: str, polarity: bool) -> None:
    assert told(text).frame.polarity is polarity


def test_an_explicit_time_is_marked_so() -> None:
    frame = told("A mine killed six herders on Monday").frame
    assert (frame.time, frame.time_explicit) == (MONDAY, True)


def test_a_participle_shares_the_day_of_its_sentence() -> None:
    frame = told("killing 9 people", "A bomb hit a market in Azaz on Monday, killing 9 people").frame
    assert (frame.time, frame.time_explicit) == (MONDAY, True)


@pytest.mark.parametrize(
    ("whole", "interval"),
    [
        ("The navy said on Friday that 40 boats were wrecked in July.", Interval(date(2019, 7, 1), date(2019, 7, 31))),
        ("The navy said Friday 40 boats were wrecked on 23 August.", Interval(date(2019, 8, 23), date(2019, 8, 23))),
        ("On Friday the navy said 40 boats were wrecked on 2 Sept.", Interval(date(2019, 9, 2), date(2019, 9, 2))),
        ("The navy said on Friday that 40 boats were wrecked.", None),
    ],
)
def test_a_time_at_the_end_of_the_sentence_is_its_own_verbs(whole: str, interval: Interval | None) -> None:
    claim = whole[whole.index("40 boats") :].rstrip(".")
    assert told(claim, whole).frame.time == interval


def test_the_day_of_saying_is_not_the_day_of_doing() -> None:
    assert told("The bridge was destroyed", "The bridge was destroyed, the governor said on Monday").frame.time is None


def test_aspects_of_one_event_share_its_time_and_place_without_calling_them_explicit() -> None:
    first = told("A mine killed six herders near Saraqib on Monday")
    second = told("Four others were wounded", earlier=(first,))
    assert (second.frame.time, second.frame.time_explicit, second.frame.place_id) == (MONDAY, False, "saraqib")


@pytest.mark.parametrize(
    "text",
    [
        "The ministers agreed on a budget",
        "The group has previously killed dozens",
        "A bomb killed two in Hasakah",
        "More than 90,000 people have been killed",
    ],
)
def test_other_events_take_over_nothing(text: str) -> None:
    first = told("A mine killed six herders near Saraqib on Monday")
    assert told(text, earlier=(first,)).frame.time is None


def test_a_headline_places_what_its_article_leaves_open() -> None:
    assert told("Nine people were killed", title="Blast rocks Jableh").frame.place_id == "jableh"
    assert told("The talks went on", title="Blast rocks Jableh").frame.place_id == ""


def test_the_group_is_the_last_armed_group_spoken_of() -> None:
    first = told("Boko Haram attacked a barracks on Monday")
    second = told("The group abducted nine teachers", earlier=(first,))
    assert second.frame.actor_id == "boko-haram"
    assert second.statement == "Boko Haram abducted nine teachers"


def test_what_cannot_be_resolved_safely_is_listed() -> None:
    first = told("Boko Haram attacked a barracks on Monday")
    second = told("They abducted nine teachers", earlier=(first,))
    assert second.unresolved == ("They",)
    assert second.statement == "They abducted nine teachers"


def test_a_statement_spells_out_its_day_and_its_subject() -> None:
    whole = "A bomb hit a market in Azaz on Monday, killing 9 people"
    assert told("A bomb hit a market in Azaz on Monday", whole).statement.endswith("on Monday (2019-10-14)")
    assert told("killing 9 people", whole).statement == "Bomb killing 9 people"


def test_a_free_statement_needs_no_article() -> None:
    known = describe_statement("Officials said 12 people died in Hama on Monday", parser(), reference(), PUBLISHED)
    assert (known.slot, known.frame.place_id, known.frame.time) == ("killed", "hama", MONDAY)
    undated = describe_statement("12 people died in Hama on Monday", parser(), reference(), None)
    assert undated.frame.time is None


@pytest.mark.parametrize(
    ("when", "interval"),
    [
        ("on 4 May 2018", Interval(date(2018, 5, 4), date(2018, 5, 4))),
        ("in March 2016", Interval(date(2016, 3, 1), date(2016, 3, 31))),
        ("on Friday", None),
        ("on 4 May", None),
        ("last week", None),
        ("in March", None),
    ],
)
def test_a_time_that_gives_its_year_needs_no_day_of_publication(when: str, interval: Interval | None) -> None:
    frame = describe_statement(f"A car bomb killed 14 people in Azaz {when}.", parser(), reference()).frame
    assert (frame.time, frame.time_explicit) == (interval, interval is not None)


@pytest.mark.parametrize("text", ["", " ", ".", "«»", "مدينة حلب", "a" * 5000, "12", "\n\n", "No. No. No.", "🙂 🙂"])
def test_any_text_has_a_description(text: str) -> None:
    assert describe_statement(text, parser(), reference(), PUBLISHED).slot in reference().slots.names


def test_the_same_claim_is_described_the_same_way_again() -> None:
    text = "Russian warplanes killed 12 people in Hama on Monday"
    assert told(text) == told(text)
