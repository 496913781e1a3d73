"""What a cluster is called."""

from datetime import date
from itertools import count, permutations

import pytest

from corroboration.engine.captions import LONGEST, names
from corroboration.engine.titles import heading
from corroboration.engine.values import Telling
from corroboration.engine.when import in_words, with_readable_days
from tests.corroboration.factories import telling

OPAVA = {"place": "Opava", "place_path": ("opava", "moravia", "cz")}
MORAVIA = {"place": "Moravia", "place_path": ("moravia", "cz")}
TUESDAY = "2021-05-04"
_number = count()


def told(outlet: str, text: str, **more) -> Telling:
    """One more claim about a blast at Opava on Tuesday, unless told otherwise."""
    return telling(
        f"c{next(_number):03}",
        **{"outlet": outlet, "text": text, "published": "2021-05-05", "time": TUESDAY, "time_explicit": False}
        | OPAVA
        | more,
    )


def dead(outlet: str, people: int, **more) -> Telling:
    text = f"A suicide truck bomb killed {people} people in Opava on Tuesday, the {outlet} was told"
    return told(outlet, text, slot="killed", action="kill", value=people, **more)


def blast(outlet: str, **more) -> Telling:
    text = more.pop("text", "A truck bomb exploded at the town hall of Opava")
    return told(outlet, text, **{"slot": "weapon", "action": "bombing", **more})


def title(*tellings: Telling) -> str:
    return heading(tellings).title


# --- headlines, made of what several tell ---


def test_a_headline_tells_what_where_and_when_and_no_toll():
    assert (
        title(dead("Herald", 9), dead("Courier", 14), blast("Gazette")) == "Suicide truck bombing in Opava, 4 May 2021"
    )


def test_a_means_that_tellers_dispute_is_left_out():
    other = told("Gazette", "A suicide car bomb went off in Opava", slot="weapon", action="bombing")
    assert title(dead("Herald", 9), dead("Courier", 9), other) == "Suicide truck bombing in Opava, 4 May 2021"
    another = told("Tribune", "A car bomb went off in Opava", slot="weapon", action="bombing")
    assert title(dead("Herald", 9), dead("Courier", 9), other, another) == "Suicide bombing in Opava, 4 May 2021"


def test_a_culprit_is_named_where_all_who_name_one_agree():
    by = {"actor": "Syrian Air Force", "actor_id": "syria-air-force", "slot": "strikes", "action": "airstrike"}
    claims = [told(outlet, "Warplanes bombed the market of Opava", **by) for outlet in ("Herald", "Courier", "Gazette")]
    assert title(*claims) == "Airstrikes by Syrian Air Force in Opava, 4 May 2021"
    denied = told("Tribune", "Russian warplanes bombed Opava", **{**by, "actor": "Russia", "actor_id": "russia"})
    assert title(*claims, denied) == "Airstrikes in Opava, 4 May 2021"


def test_a_claim_of_responsibility_makes_no_culprit():
    by = {"actor": "Islamic State", "actor_id": "isis", "slot": "responsibility", "action": "claim-responsibility"}
    claimed = [told(outlet, "Islamic State claimed the blast", **by) for outlet in ("Herald", "Courier")]
    assert title(dead("Herald", 9), dead("Courier", 9), *claimed) == "Suicide truck bombing in Opava, 4 May 2021"


def test_what_was_hit_is_named_by_the_noun_that_several_use():
    hits = [
        told("Herald", "The blast hit a bus convoy in Opava", slot="target", action="attack", target="bus convoy"),
        told("Courier", "An explosion struck a convoy in Opava", slot="target", action="attack", target="convoy"),
        told("Gazette", "A bomb went off in Opava", slot="happened", action="bombing"),
    ]
    assert title(*hits) == "Bombing of convoy in Opava, 4 May 2021"


@pytest.mark.parametrize(
    ("modality", "expected"),
    [
        ("asserted", "Chemical attack in Opava, 4 May 2021"),
        ("hedged", "Alleged chemical attack in Opava, 4 May 2021"),
        ("planned", "Planned chemical attack in Opava, 4 May 2021"),
        ("denied", "Denied chemical attack in Opava, 4 May 2021"),
    ],
)
def test_a_headline_says_when_nobody_asserts_it(modality, expected):
    claims = [
        told(outlet, "A gas attack hit Opava", slot="happened", action="chemical", modality=modality)
        for outlet in ("Herald", "Courier", "Gazette")
    ]
    assert title(*claims) == expected


def test_an_inferred_place_makes_no_headline():
    claims = [told(outlet, "A bomb exploded near the hall", slot="weapon", action="bombing") for outlet in "abc"]
    assert title(*claims) == "A bomb exploded near the hall, Opava, 4 May 2021"


def test_an_undated_event_is_dated_by_its_first_report():
    claims = [dead(outlet, 9, time=None, published=f"2021-06-0{day}") for day, outlet in enumerate("abc", 1)]
    assert title(*claims) == "Suicide truck bombing in Opava, reported June 2021"


@pytest.mark.parametrize(
    ("text", "frame", "expected"),
    [
        (
            "some villages",
            {"action": "capture", "actor": "rebels", "target": "three villages"},
            "Rebels captured Opava",
        ),
        ("a town", {"action": "capture", "modality": "planned"}, "Planned capture of Opava"),
        ("a retreat", {"action": "retreat", "actor": "Rebels", "actor_id": "rebels"}, "Rebels withdrew in Opava"),
        ("buses", {"action": "evacuate", "target": "wounded civilians"}, "Evacuation of wounded civilians in Opava"),
        ("the truce", {"action": "ceasefire"}, "Ceasefire in Opava"),
    ],
)
def test_other_events_are_told_by_their_commonest_action(text, frame, expected):
    """Where no statement can be read alone."""
    claims = [told(o, f"They told of {text} in Opava", unresolved=("They",), slot="happened", **frame) for o in "abc"]
    assert title(*claims) == f"{expected}, 4 May 2021"


def test_a_wire_under_many_titles_has_one_vote():
    text = "A car bomb killed nine people in the very heart of Opava on Tuesday, the agency said"
    copies = [told(f"o{i}", text, slot="killed", action="kill", time="2021-05-01") for i in range(9)]
    found = heading([*copies, dead("Herald", 9), dead("Courier", 9), blast("Gazette")])
    assert found.start == date(2021, 5, 4)
    assert found.title == "Suicide truck bombing in Opava, 4 May 2021"


def test_the_order_of_the_claims_makes_no_difference():
    claims = [
        dead("Herald", 9),
        dead("Courier", 14),
        blast("Gazette"),
        told("Tribune", "Dozens were hurt", slot="injured"),
    ]
    assert len({heading(order) for order in permutations(claims)}) == 1


# --- statements, where they say it better ---


def test_a_title_names_the_place_and_can_be_read_alone():
    vague = telling(id="a", published="2018-05-01", text="Some are still fighting near the airfield", slot="happened")
    clear = telling(
        id="b", published="2018-05-02", text="Rebels seized the town of Azaz", slot="control", action="capture",
        place="Azaz", place_path=("azaz", "aleppo-governorate", "sy"), time=("2018-05-01", "2018-05-01"),
        time_explicit=False,
    )  # fmt: skip
    found = heading([clear, vague])
    assert found.title == "Rebels seized the town of Azaz, 1 May 2018"
    assert (found.place, found.start) == ("Azaz", date(2018, 5, 1))


@pytest.mark.parametrize(
    ("statement", "more", "expected"),
    [
        ("The mayor of Opava resigned", {}, "The mayor of Opava resigned, 4 May 2021"),
        ("The mayor resigned over the fire", {}, "The mayor resigned over the fire, Opava, 4 May 2021"),
        ("The mayor quit over the fire", {"time": None}, "The mayor quit over the fire, Opava, reported May 2021"),
        ("He left on Tuesday (2021-05-04)", {"time_explicit": True}, "“He left on Tuesday, 4 May 2021” (Opava)"),
        ("However, the mayor of Oppava resigned", {}, "The mayor of Oppava resigned, 4 May 2021"),
        ("The mayor of Opava resigned (as did the", {}, "The mayor of Opava resigned, 4 May 2021"),
        ("They left the town of Opava", {"unresolved": ("They",)}, "“They left the town of Opava”, 4 May 2021"),
        ("Some of the firemen", {"action": ""}, "“Some of the firemen”, Opava, 4 May 2021"),
        ("Opava's mayor will resign", {"modality": "planned"}, "Planned: Opava's mayor will resign, 4 May 2021"),
        ("Opava's mayor has resigned", {"modality": "hedged"}, "Alleged: Opava's mayor has resigned, 4 May 2021"),
    ],
)  # fmt: skip
def test_a_statement_stands_with_what_it_lacks(statement, more, expected):
    claim = told("Herald", statement, **{"action": "resign", "slot": "happened", **more})
    assert title(claim) == expected


@pytest.mark.parametrize(
    "statement", ["ordering an end to the siege", "protect all the roads of Opava", "injured another three near Opava"]
)
def test_a_statement_without_its_subject_is_quoted_where_nobody_known_acts(statement):
    found = title(told("Herald", statement, action=statement.split()[0].removesuffix("ing").removesuffix("d")))
    assert found.startswith(f"“{statement.capitalize().replace('opava', 'Opava')}”")


def test_a_statement_without_its_subject_is_given_the_actor():
    by = {"actor": "Hezbollah", "actor_id": "hezbollah", "action": "protect"}
    assert (
        title(told("Herald", "protect the roads of Opava", **by)) == "Hezbollah: protect the roads of Opava, 4 May 2021"
    )


@pytest.mark.parametrize("statement", ["attack was carried out by a lone driver", "workers left the mill of Opava"])
def test_a_noun_in_front_is_a_subject(statement):
    assert title(told("Herald", statement, action="attack")).startswith(
        statement.capitalize().replace("opava", "Opava")
    )


def test_no_side_is_taken_on_a_number():
    least, most = dead("Herald", 9), dead("Courier", 14)
    hurt = told("Courier", "Windows broke all over the town of Opava", slot="damage", action="destroy")
    assert "killed" in title(least)
    assert title(least, most, hurt) == "Suicide truck bombing in Opava, 4 May 2021"


def test_another_occasion_is_no_title():
    older = told(
        "Herald", "A bomb hit the town hall of Opava in 2019", action="bombing", slot="happened", time="2019-03-01"
    )
    newer = told("Courier", "A bomb hit the railway station of Opava", action="bombing", slot="happened")
    also = told("Courier", "Nobody claimed the blast in Opava", action="bombing", slot="responsibility")
    assert title(older, newer, also).endswith("4 May 2021")


def test_a_long_title_is_cut_between_words():
    text = "shelling " * 40
    found = title(telling(id="a", published="2018-05-01", text=text.strip(), action="shell"))
    assert found.partition(", ")[0].endswith("shelling …")
    assert len(found.partition(", ")[0]) <= LONGEST + 2
    assert found.startswith("Shelling")


# --- where and when ---


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ([TUESDAY, TUESDAY, "2021-04-01"], (TUESDAY, TUESDAY)),
        ([TUESDAY, TUESDAY, ("2021-04-01", "2021-05-04")], (TUESDAY, TUESDAY)),
        ([TUESDAY, ("2021-05-01", "2021-05-31")], (TUESDAY, TUESDAY)),
        ([TUESDAY, *[("2021-05-01", "2021-05-31")] * 3], ("2021-05-01", "2021-05-31")),
        ([TUESDAY, ("2011-03-01", None), ("2011-03-01", None)], (TUESDAY, TUESDAY)),
        ([None, None, TUESDAY], (TUESDAY, TUESDAY)),
        ([None], (None, None)),
    ],
)
def test_the_days_are_those_that_most_say_never_stretched_by_background(times, expected):
    found = heading([told("Herald", "A blast", time=time) for time in times])
    assert (found.start, found.end) == tuple(date.fromisoformat(day) if day else None for day in expected)


def test_a_headline_names_no_days_but_those_the_cluster_shows():
    """The bombing was on Tuesday, and most of the cluster is about the Friday that came of it."""
    friday = {"time": "2021-05-07", "slot": "progress", "action": "capture"}
    texts = ("The rebels took Opava", "They entered its town hall", "All of it fell", "Rebels hold it", "The army left")
    after = [told("Herald", text, **friday) for text in texts]
    found = heading([dead("Herald", 9), dead("Courier", 14), dead("Wire", 14), blast("Gazette"), *after])
    assert (found.title, found.start) == ("Suicide truck bombing in Opava, reported May 2021", date(2021, 5, 7))


def test_a_town_outweighs_the_region_that_holds_it():
    found = heading([told("Herald", "A blast", **place) for place in (OPAVA, OPAVA, MORAVIA, MORAVIA)])
    assert (found.place, found.place_id) == ("Opava", "opava")


@pytest.mark.parametrize(
    ("words", "place", "expected"),
    [
        ("retook the town of Maheen", "Mahin", True),
        ("in Deir az-Zour province", "Deir ez-Zor", True),
        ("in Hasaka province", "Hasakah Governorate", True),
        ("in the north of Aleppo", "Idlib", False),
        ("a blast", "Opava", False),
    ],
)
def test_a_place_is_known_in_another_spelling(words, place, expected):
    assert names(words, place) is expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2016-07-27", "2016-07-27", "27 July 2016"),
        ("2016-07-27", "2016-07-28", "27–28 July 2016"),
        ("2016-07-27", "2016-08-02", "27 July – 2 August 2016"),
        ("2015-12-31", "2016-01-02", "31 December 2015 – 2 January 2016"),
        ("2016-04-01", "2016-04-30", "April 2016"),
        ("2015-06-01", "2015-08-31", "June–August 2015"),
        ("2015-01-01", "2015-12-31", "2015"),
        ("2015-12-01", "2016-01-31", "December 2015 – January 2016"),
        ("2012-07-01", None, "since July 2012"),
        ("2013-01-01", None, "since 2013"),
        (None, "2016-07-27", "until 27 July 2016"),
        (None, None, ""),
    ],
)
def test_days_in_words(start, end, expected):
    assert in_words(*(date.fromisoformat(day) if day else None for day in (start, end))) == expected


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("killed nine on Wednesday (2016-07-27)", "killed nine on Wednesday, 27 July 2016"),
        ("On Friday (2017-04-14) a convoy came", "On Friday (14 April 2017) a convoy came"),
        ("six died in April (2016-04-01 to 2016-04-30)", "six died in April 2016"),
        ("it began on June 3 (2016-06-03) in the north", "it began on June 3, 2016 in the north"),
        ("Since October (since 2014-10-01) an envoy", "Since October 2014 an envoy"),
        ("last week (2013-07-22 to 2013-07-28)", "last week (22–28 July 2013)"),
        ("no day at all (9)", "no day at all (9)"),
    ],
)
def test_spelled_out_days_read_as_prose(statement, expected):
    assert with_readable_days(statement) == expected
