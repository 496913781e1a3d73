"""An article cut into episodes: what goes on, what turns to something else, what returns."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corroboration.engine import episodes
from corroboration.engine.aspects import aspect
from corroboration.engine.choices import DATES_KEPT, Thread, joining, opening, weighed
from corroboration.engine.episodes import REMEMBERED, cut, episodes_of
from corroboration.engine.tables import table
from corroboration.engine.values import Telling
from tests.corroboration.factories import day, telling
from tests.corroboration.tellings import articles

OSTRAVA, OPAVA, LVIV = ("ostrava", "moravia", "cz"), ("opava", "moravia", "cz"), ("lviv", "galicia", "ua")
BLAST = {"place": "Ostrava", "place_path": OSTRAVA, "action": "bombing"}
TOLL = {"action": "kill", "slot": "killed"}


def article(*claims: dict) -> list[Telling]:
    """One article, published on a Sunday, 2 May 2021. Every claim is a sentence of its own."""
    told = [telling(f"c{i}", published="2021-05-02", position=i, **facts) for i, facts in enumerate(claims)]
    return [replace(t, claim=replace(t.claim, sentence=(1000 * i, 1000 * i + 999))) for i, t in enumerate(told)]


def shape(told: Sequence[Telling]) -> list[str]:
    """The episodes as positions of their claims: ["013", "2"]."""
    return ["".join(str(claim.position) for claim in episode.members) for episode in episodes_of(told)]


@pytest.mark.parametrize(
    ("why", "claims", "expected"),
    [
        (
            "one piece of news",
            [
                {"text": "A car bomb hit the Ostrava market on Saturday", "time": "2021-05-01", **BLAST},
                {"text": "The blast killed 12 people", "value": 12, **TOLL},
                {"text": "They included two nurses", "slot": "victims"},
            ],
            ["012"],
        ),
        (
            "Saturday's blast, told again with Sunday's date",
            [
                {"text": "A car bomb killed 12 people in Ostrava on Saturday", "time": "2021-05-01", "value": 12,
                 **BLAST, **TOLL},
                {"text": "The Ostrava bomb killed 12 people, police said on Sunday", "time": "2021-05-02", "value": 12,
                 **BLAST, **TOLL},
            ],
            ["01"],
        ),
        (
            "a denial of what was told goes back to it, whatever came between",
            [
                {"text": "Miners accused the Red Militia of burning the Ostrava archive", "time": "2021-05-01",
                 "place": "Ostrava", "place_path": OSTRAVA, "slot": "perpetrator", "actor": "Red Militia"},
                {"text": "A ferry of the militia sank off Lviv in March", "time": "2021-03-04", "place": "Lviv",
                 "place_path": LVIV, "actor": "Red Militia"},
                {"text": "The coast guard of the militia found nobody", "time": "2021-03-04", "place": "Lviv",
                 "place_path": LVIV, "slot": "rescue", "actor": "Red Militia"},
                {"text": "They were denied by the militia", "slot": "perpetrator", "modality": "denied",
                 "place": "Lviv", "place_path": LVIV},
            ],
            ["03", "12"],
        ),
        (
            "what another day's attack in the same town did is another event",
            [
                {"text": "A car bomb killed 12 people in Ostrava on Saturday", "time": "2021-05-01", "value": 12,
                 **BLAST, **TOLL},
                {"text": "The blast was heard far away"},
                {"text": "In March another bombing killed 30 shoppers in Ostrava", "time": "2021-03-09", "value": 30,
                 **BLAST, **TOLL},
            ],
            ["01", "2"],
        ),
        (
            "back to the lead",
            [
                {"text": "A car bomb hit the Ostrava market on Saturday", "time": "2021-05-01", **BLAST},
                {"text": "Separately, the mayor of Lviv resigned last month", "place": "Lviv", "place_path": LVIV,
                 "time": "2021-04-06", "action": "resign"},
                {"text": "The bomb at the Ostrava market killed 12 people", "value": 12, **BLAST, **TOLL},
            ],
            ["02", "1"],
        ),
        (
            "background at the end",
            [
                {"text": "A car bomb hit the Ostrava market on Saturday", "time": "2021-05-01", **BLAST},
                {"text": "The blast killed 12 people", "value": 12, **TOLL},
                {"text": "More than 400,000 people have been killed since the war broke out years ago",
                 "value": 400_000, "time": ("2011-03-15", None), **TOLL},
            ],
            ["01", "2"],
        ),
        (
            "the total and its part",
            [
                {"text": "A car bomb killed 12 people at the Ostrava market on Saturday", "time": "2021-05-01",
                 "value": 12, **BLAST, **TOLL},
                {"text": "Three of the 12 people killed at the Ostrava market were children", "value": 3, **TOLL},
            ],
            ["01"],
        ),
        (
            "the plan and what came of it",
            [
                {"text": "A car bomb hit the Ostrava market on Saturday", "time": "2021-05-01", **BLAST},
                {"text": "The council of Lviv plans to vote on the Dnister bridge next week", "place": "Lviv",
                 "place_path": LVIV, "time": "2021-05-10", "action": "elect", "modality": "planned"},
            ],
            ["0", "1"],
        ),
    ],
)  # fmt: skip
def test_an_article_is_cut_where_it_turns(why, claims, expected):
    assert shape(article(*claims)) == expected, why


def test_nothing_makes_no_episode_and_a_claim_makes_one():
    assert episodes_of([]) == ()
    [only] = episodes_of([telling("c")])
    assert (only.id, only.head.id, only.members) == ("c", "c", (telling("c"),))


def test_an_episode_knows_its_turn_and_is_named_after_its_first_claim():
    first, second = episodes_of(
        article(
            {"text": "A car bomb hit the Ostrava market on Saturday", "time": "2021-05-01", **BLAST},
            {"text": "Separately, the mayor of Lviv resigned last month", "place": "Lviv", "place_path": LVIV,
             "time": "2021-04-06", "action": "resign"},
            {"text": "The bomb at the Ostrava market killed 12 people", "value": 12, **BLAST, **TOLL},
        )
    )  # fmt: skip
    assert (first.id, first.profile.turn, first.profile.size) == ("c0", 0, 2)
    assert (second.id, second.profile.turn, second.profile.size) == ("c1", 1, 1)
    assert first.order == first.members[0].order < second.order


# --- what speaks for going on, and what for opening another


def going_on(claim: dict, *told: dict) -> dict[str, float]:
    *before, last = [aspect(each) for each in article(*told, claim)]
    thread = Thread(before[0])
    for each in before[1:]:
        thread.add(each)
    return joining(last, thread, before[-1])


@pytest.mark.parametrize(
    ("feature", "told", "claim", "expected"),
    [
        ("other_day", {"time": "2021-05-01"}, {"time": "2021-05-05"}, 1.0),
        ("other_day", {"time": "2021-05-01"}, {"time": "2021-05-03"}, 0.6),
        ("same_stretch", {"time": "2021-05-01"}, {"time": "2021-05-02"}, 0.5),
        ("same_stretch", {"time": "2021-05-01"}, {"time": "2021-05-01"}, 0.0),
        ("same_stretch", {"time": "2021-05-01"}, {"time": ("2021-04-01", "2021-05-31")}, 1.0),
        ("long_before", {}, {"time": "2021-03-01"}, 1.0),
        ("long_before", {}, {"time": "2021-05-01"}, 0.0),
        ("same_place", {"text": "In Ostrava", **BLAST}, {"text": "At Ostrava", **BLAST}, 1.0),
        (
            "place_around",
            {"text": "In Ostrava", **BLAST},
            {"text": "In Moravia", "place": "Moravia", "place_path": OSTRAVA[1:]},
            1.0,
        ),
        (
            "place_around",
            {"text": "In Moravia", "place": "Moravia", "place_path": OSTRAVA[1:]},
            {"text": "In Ostrava", **BLAST},
            1.0,
        ),
        (
            "other_place",
            {"text": "In Ostrava", **BLAST},
            {"text": "In Lviv", "place": "Lviv", "place_path": LVIV},
            1.0,
        ),
        (
            "other_place",
            {"text": "In Ostrava", **BLAST},
            {"text": "In Lviv", "place": "Lviv", "place_path": LVIV, "other_places": ("ostrava",)},
            0.0,
        ),
        ("same_actor", {"actor": "Odra"}, {"actor": "Odra"}, 1.0),
        ("other_actor", {"actor": "Odra"}, {"actor": "Olza"}, 1.0),
        ("same_actor", {"target": "Odra", "target_id": "odra"}, {"actor": "Odra"}, 1.0),
        ("same_speaker", {"chain": ["Army"]}, {"chain": ["Army"]}, 1.0),
        ("same_speaker", {}, {}, 0.0),
        ("number", {"value": 48}, {"value": 48}, 1.0),
        ("number", {"value": 2}, {"value": 2}, 0.0),  # two of something is said of many events
        ("names_known", {"text": "Then Karel Novak left"}, {"text": "Yesterday Novak resigned"}, 1.0),
        ("names_new", {"text": "Then Karel Novak left"}, {"text": "Yesterday Dvorak resigned"}, 1 / 3),
        ("known_things", {"text": "Trucks in a convoy left"}, {"text": "Rebels stopped the convoy"}, 0.5),
        ("pronoun", {"text": "Two nurses died"}, {"text": "They had been on duty"}, 1.0),
        ("event_of_lead", {"text": "A bomb went off"}, {"text": "The attack was condemned"}, 1.0),
        ("background_goes_on", {"text": "It was long besieged"}, {"text": "Often it was shelled"}, 1.0),
        ("background_goes_on", {"text": "A bomb went off"}, {"text": "Often it was shelled"}, 0.0),
        ("leads", {}, {}, 1.0),
        ("follows", {}, {}, 1.0),
    ],
)
def test_what_speaks_for_going_on(feature, told, claim, expected):
    plain = {"text": "It was loud"}
    assert going_on({**plain, **claim}, {**plain, **told}).get(feature, 0.0) == pytest.approx(expected)


def test_what_speaks_for_opening_another():
    told = [aspect(t) for t in article(
        {"text": "A car bomb hit the Ostrava market on Saturday", "time": "2021-05-01", **BLAST},
        {"text": "Separately, another raid hit Lviv years ago, and the town is still in ruins", "time": "2018-05-01",
         "place": "Lviv", "place_path": LVIV},
    )]  # fmt: skip
    found = opening(told[1], [Thread(told[0])], told[0], 0.5)
    assert {"new_event", "turns", "occasion", "new_day", "new_place", "state", "background"} <= {
        name for name, value in found.items() if value == 1.0
    }
    assert found["late"] == 0.5
    assert found["within_sentence"] == 0.0


def test_a_feature_without_a_weight_counts_nothing():
    assert weighed({"follows": 1.0, "unheard of": 9.0}, {"follows": 0.5, "leads": 3.0}) == 0.5


def test_every_weight_has_a_reason_and_its_feature_is_worked_out():
    rows = table("episode_weights")
    assert all(row["why"] for part in ("joining", "opening") for row in rows[part].values())
    told = [aspect(t) for t in article({"text": "In Ostrava", **BLAST}, {"text": "In Lviv"})]
    opened = opening(told[1], [Thread(told[0])], told[0], 0.5)
    assert rows["opening"].keys() <= opened.keys()


# --- whatever the article is


@settings(deadline=None)
@given(articles(most=1, claims_each=9), st.randoms())
def test_the_cutting_is_a_function_of_the_articles_claims(told, random):
    """Every claim stands in one episode, in order; the order in which they are handed over changes nothing."""
    [claims] = told
    found = episodes_of(claims)
    assert episodes_of(random.sample(claims, len(claims))) == found
    members = [claim for episode in found for claim in episode.members]
    assert sorted(members, key=lambda claim: claim.order) == sorted(claims, key=lambda claim: claim.order)
    assert [episode.order for episode in found] == sorted(episode.order for episode in found)
    for turn, episode in enumerate(found):
        assert [c.order for c in episode.members] == sorted(c.order for c in episode.members)
        assert episode.profile.turn == turn


@settings(deadline=None)
@given(articles(most=1, claims_each=9), st.integers(1, 9))
def test_a_claim_is_placed_by_what_stands_before_it(told, count):
    """But for the share of the article that stands before it, which `late` reads: without it, the rest says nothing."""
    [claims] = told
    joins = {name: row["weight"] for name, row in table("episode_weights")["joining"].items()}
    opens = {name: row["weight"] for name, row in table("episode_weights")["opening"].items() if name != "late"}
    ids = {claim.id for claim in claims[:count]}
    whole = [[claim for claim in run if claim.id in ids] for run in cut(claims, joins, opens)]
    assert cut(claims[:count], joins, opens) == [run for run in whole if run]


def test_the_more_one_leans_to_opening_the_more_episodes():
    told = article(*({"text": text} for text in ("A tram derailed", "Nine were hurt", "The mayor spoke", "It rained")))
    counts = [len(cut(told, {"follows": 0.0}, {"opens": 0.0}, leaning=leaning)) for leaning in (-1, 1)]
    assert counts == [1, len(told)]


# --- a book


def siege(number: int) -> dict:
    """A claim about one siege, each with an end of its own."""
    lasted = (day("1950-01-01"), day(f"{1951 + number}-01-01"))
    return {"text": f"The siege of Ostrava went on, day {number}", "time": lasted, **BLAST}


def bridge(number: int) -> dict:
    """A claim about something that no other claim is about."""
    return {
        "text": f"Brigade {number} cut the bridge of Xq{number}",
        "place": f"Xq{number}",
        "place_path": (f"xq{number}", "moravia"),
        "actor": f"Brigade {number}",
        "time": f"{1900 + number % 100}-05-04",
    }


@pytest.mark.parametrize(("told_of", "episodes_each"), [(siege, 0), (bridge, 1)])
def test_a_book_is_cut_in_the_time_of_its_length(told_of, episodes_each):
    seconds = []
    for count in (750, 3_000):
        told = article(*map(told_of, range(count)))
        started = process_time()
        found = episodes_of(told)
        seconds.append(process_time() - started)
        assert sum(len(episode.members) for episode in found) == count
        assert len(found) == max(1, episodes_each * count)
    assert seconds[1] < 3 * 4 * max(seconds[0], 0.05)  # thrice what four times the claims should take; their square: 16
    assert seconds[1] < 10  # 1 s on an idle machine


def test_a_claim_may_go_on_with_the_lead_and_the_last_few_only(monkeypatch):
    """However many episodes an article has: what a claim costs doesn't grow."""
    asked: dict[int, list[int]] = defaultdict(list)

    def noted(claim, thread, previous):
        asked[claim.position].append(thread.aspects[0].position)
        return joining(claim, thread, previous)

    monkeypatch.setattr(episodes, "joining", noted)
    last = REMEMBERED + 4
    told = article(*({"text": f"Brigade {i} cut the bridge of Xq{i}"} for i in range(last + 1)))
    assert len(cut(told, {}, {"opens": 1.0}, leaning=0.0)) == last + 1  # each opens another
    assert asked[3] == [0, 1, 2]
    assert asked[last] == [0, *range(last - REMEMBERED + 1, last)]


def test_a_chronicle_keeps_a_few_dates():
    first, *rest = [aspect(claim) for claim in article(*map(siege, range(3 * DATES_KEPT)))]
    thread = Thread(first)
    for each in rest:
        thread.add(each)
    assert len(thread.times) == DATES_KEPT
