"""Clusters: joined by fit to the whole, bound by people's decisions, and independent of luck."""

from math import ceil
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corroboration.engine import matching
from corroboration.engine.blocking import NEIGHBOUR_CAP, keys
from corroboration.engine.clustering import JOIN, NEAR_MISS, SHARE, Grouping, group, pairs_met
from corroboration.engine.copies import COPY_WINDOW
from corroboration.engine.matching import LINK_FLOOR
from corroboration.engine.placing import NEWEST, OLDEST
from corroboration.engine.values import Constraint, Episode, Link, Telling
from tests.corroboration.factories import moment, telling
from tests.corroboration.tellings import alone, articles, components, cut, decisions, links_of, together

WIRE = "At least twelve people were killed when a tram left the rails in Poruba"
RAILS = "Inspectors found that the rails had been laid in the year 1951"
SAME, OTHER = True, False


def claim(id: str, day: int = 1, **more) -> Telling:
    """A claim that resembles no other by its words. The first letter of its id names the article."""
    facts = {"text": f"It was {id}.", "outlet": id[0], "article": id[0], "published": f"2021-05-{day:02}", **more}
    return telling(id, **facts)


def linked(*pairs: tuple[str, str, float]) -> dict[tuple[str, str], Link]:
    return {(left, right): Link(left, right, value, {}) for left, right, value in pairs}


def decided(*pairs: tuple[str, str, bool]) -> list[Constraint]:
    return [Constraint(*pair) for pair in pairs]


def homes(grouping: Grouping) -> dict[str, str]:
    return {member: members[0] for members in grouping.clusters for member in members}


# --- fit


def test_an_episode_joins_the_cluster_it_fits_best_and_keeps_the_founder_first():
    told = alone([claim("a", 1), claim("b", 2), claim("c", 3)])
    links = linked(("a", "b", 0.2), ("a", "c", JOIN + 0.1), ("b", "c", 0.9))
    assert group(told, links).clusters == (("a",), ("b", "c"))


def test_without_links_every_episode_is_an_event():
    assert group(alone([claim("a"), claim("b")]), {}).clusters == (("a",), ("b",))
    assert group([], {}).clusters == ()


def test_an_episode_enters_whole():
    first, second = together(claim("a1"), claim("a2", position=1)), together(claim("b1", 2), claim("b2", 2, position=1))
    assert group([first, second], linked(("a1", "b1", 0.9))).clusters == (("a1", "a2", "b1", "b2"),)


def test_two_episodes_of_one_article_are_joined_by_their_link_only():
    lead, second = together(claim("a1"), claim("a3", position=2)), together(claim("a2", position=1))
    assert group([lead, second], {}).clusters == (("a1", "a3"), ("a2",))
    assert group([lead, second], linked(("a1", "a2", 0.9))).clusters == (("a1", "a3", "a2"),)


def test_a_bridge_welds_no_two_events_and_is_suggested():
    """c resembles both a and b, which are apart: it joins one, and a person is shown the other."""
    told = alone([claim("a", 1), claim("b", 1), claim("c", 2)])
    grouping = group(told, linked(("a", "b", 0.0), ("a", "c", 0.8), ("b", "c", 0.7)))
    assert grouping.clusters == (("a", "c"), ("b",))
    assert grouping.suggestions == (("c", "b", 0.7),)


def test_likeness_to_one_member_of_many_is_no_fit():
    told = alone(claim(id, day) for day, id in enumerate("abcdefgh", 1))
    inside = [(x, y, 0.9) for x in "abcdefg" for y in "abcdefg" if x < y]
    outside = [(x, "h", 0.9 if x == "g" else 0.0) for x in "abcdefg"]
    grouping = group(told, linked(*inside, *outside))
    assert grouping.clusters == (tuple("abcdefg"), ("h",))
    fit = round(0.9 / ceil(7 * SHARE), matching.PLACES)  # one likeness, shared out among those it would have to fit
    assert grouping.suggestions == ((("h", "a", fit),) if fit >= NEAR_MISS else ())


def test_a_near_miss_is_suggested():
    near = (LINK_FLOOR + JOIN) / 2
    assert group(alone([claim("a", 1), claim("b", 2)]), linked(("a", "b", near))).suggestions == (("b", "a", near),)


def test_a_pair_without_a_link_counts_as_it_scores():
    """b has a link with a, none with c: what it has with c is worked out, not taken for nothing."""
    alike = {"text": "A tram derailed near the Poruba depot", "time": "2021-05-01", "place": "Poruba"}
    told = alone([claim("a", 1, **alike), claim("c", 1, **alike), claim("b", 2, **alike)])
    links = linked(("a", "c", 0.9), ("a", "b", 0.9))
    worked_out = matching.score(told[1].head, told[2].head).score
    assert worked_out > JOIN
    assert group(told, links).clusters == (("a", "c", "b"),)


def test_in_a_large_cluster_some_speak_for_all(monkeypatch):
    """What an episode is compared with is bounded, however many are of its event."""
    asked = []
    scores = matching.scores

    def noted(lefts, rights):
        asked.append(len(lefts) * len(rights))
        return scores(lefts, rights)

    monkeypatch.setattr(matching, "scores", noted)
    told = alone(claim(f"c{i:02}", 1 + i // 3, article=f"c{i}", text="A tram derailed in Poruba") for i in range(60))
    grouping = group(told, linked(*((f"c{i:02}", f"c{j:02}", 0.9) for i in range(60) for j in range(i + 1, i + 3))))
    assert len(grouping.clusters) == 1
    assert max(asked) <= OLDEST + NEWEST


# --- copies


def test_copies_inherit_the_cluster_of_the_earliest():
    told = [claim("m", 1, text=WIRE), claim("a", 2, text=WIRE), claim("b", 3, text=WIRE), claim("x", 1)]
    grouping = group(alone(told), linked(("m", "x", 0.9)))
    assert grouping.copies == {"a": "m", "b": "m"}
    assert grouping.clusters == (("m", "x", "a", "b"),)


def test_a_copied_claim_follows_its_original_and_the_rest_of_its_episode_what_it_fits():
    first, other = together(claim("a1", 1, text=WIRE)), together(claim("x1", 1))
    second = together(claim("b1", 2, text=WIRE), claim("b2", 2, position=1))
    grouping = group([first, second, other], linked(("b1", "x1", 0.9)))
    assert grouping.copies == {"b1": "a1"}
    assert grouping.clusters == (("a1", "b1"), ("x1", "b2"))


def test_an_episode_copied_whole_is_compared_with_nobody(monkeypatch):
    """A wire under a thousand titles costs as much as one: no score is asked for."""
    told = [
        together(claim(f"{id}1", day, text=WIRE, article=id), claim(f"{id}2", day, text=RAILS, position=1, article=id))
        for day, id in enumerate("abcdefg", 1)
    ]
    monkeypatch.setattr(matching, "scores", None)
    links = linked(*(("a1", episode.id, 0.9) for episode in told[1:]))
    assert group(told, links).clusters == (("a1", "a2", *(t.id for e in told[1:] for t in e.members)),)


def test_many_copies_do_not_outweigh_those_who_wrote():
    """x is unlike the founder that fifty copied, and like the three others."""
    wrote = [claim("a", 1, text=WIRE), claim("b", 1), claim("c", 1), claim("d", 1)]
    copied = [claim(f"w{i}", 2, text=WIRE, article=f"w{i}", outlet=f"w{i}") for i in range(50)]
    inside = [(one, other, 0.9) for one in "abcd" for other in "bcd" if one < other]
    links = linked(*inside, ("a", "x", 0.0), *((one, "x", 0.9) for one in "bcd"))
    assert len(group(alone([*wrote, *copied, claim("x", 3)]), links).clusters) == 1


def test_a_text_that_returns_later_is_no_copy():
    first = moment("2021-05-01")
    told = [claim("a", text=WIRE, published=first), claim("b", text=WIRE, published=first + 2 * COPY_WINDOW)]
    assert group(alone(told), {}).copies == {}


def test_a_person_may_part_a_copy_from_its_original():
    told = alone([claim("m", 1, text=WIRE), claim("a", 2, text=WIRE)])
    grouping = group(told, {}, decided(("a", "m", OTHER)))
    assert grouping.clusters == (("m",), ("a",))
    assert grouping.copies == {}


# --- decisions


@pytest.mark.parametrize(
    ("why", "constraints", "expected"),
    [
        ("same joins what has no link", [("a", "d", SAME)], ["ad", "bc"]),
        ("same is transitive", [("a", "c", SAME), ("c", "d", SAME)], ["acd", "b"]),
        ("different parts what fits", [("b", "c", OTHER)], ["a", "b", "c", "d"]),
        ("different reaches through same", [("a", "b", SAME), ("a", "c", OTHER)], ["ab", "c", "d"]),
        ("decided before the claim came", [("d", "b", SAME), ("c", "d", OTHER)], ["a", "bd", "c"]),
    ],
)
def test_decisions_bind(why, constraints, expected):
    told = alone(claim(id, day) for day, id in enumerate("abcd", 1))
    grouping = group(told, linked(("b", "c", 0.9)), decided(*constraints))
    assert ["".join(members) for members in grouping.clusters] == expected, why
    assert grouping.refused == ()


@pytest.mark.parametrize(
    ("why", "constraints", "expected"),
    [
        ("nobody said anything", [], ["a1 a2 b1 b2"]),
        ("one claim is split off", [("a1", "b2", OTHER)], ["a1 a2 b1", "b2"]),
        ("within an episode", [("a1", "a2", OTHER)], ["a1", "a2"]),
        ("same across episodes takes both whole", [("a2", "c2", SAME)], ["a1 a2 b1 b2 c1 c2"]),
        ("also one that came before", [("c1", "b2", SAME)], ["a1 a2 b1 b2 c1 c2"]),
        ("an episode put into two", [("a1", "c1", SAME), ("d1", "c2", SAME)], ["a1 a2 b1 b2 c1", "d1 c2"]),
        ("to one, from another", [("c1", "d1", SAME), ("c1", "a1", OTHER)], ["a1 a2 b1 b2", "c1 c2 d1"]),
        ("from both neighbours", [("b1", "a1", OTHER), ("b1", "b2", OTHER)], ["a1 a2 b2", "b1"]),
    ],
)
def test_decisions_are_about_claims_and_reach_into_episodes(why, constraints, expected):
    """a1 + a2 and b1 + b2 are one event by their link; c1 + c2 and d1 are nobody's."""
    told = [
        together(claim("a1", 1), claim("a2", 1, position=1)),
        together(claim("b1", 2), claim("b2", 2, position=1)),
        together(claim("c1", 4), claim("c2", 4, position=1)),
        together(claim("d1", 3)),
    ]
    grouping = group(told, linked(("a1", "b1", 0.9)), decided(*constraints))
    home = homes(grouping)
    assert grouping.refused == ()
    found = [{home[id] for id in ids.split()} for ids in expected]
    assert all(len(clusters) == 1 for clusters in found), why
    assert len(set.union(*found)) == len(expected), why


def test_a_claim_that_people_parted_is_judged_by_what_it_says_itself():
    """b as a whole is of a's event; b1 alone, which people parted from z, is of no known one."""
    tram = {"text": "A tram derailed near the Poruba depot", "place": "Poruba"}
    told = [
        together(claim("a1", 1, **tram)),
        together(claim("z1", 1, text="The Karvina mine was flooded")),
        together(claim("b1", 2, text="Voters elected Dvorak"), claim("b2", 2, position=1, **tram)),
    ]
    grouping = group(told, linked(("a1", "b1", 0.9)), decided(("b1", "z1", OTHER)))
    assert grouping.clusters == (("a1", "b2"), ("z1",), ("b1",))


@pytest.mark.parametrize(
    ("constraints", "words"),
    [
        ([("a", "b", SAME), ("b", "c", SAME), ("c", "a", OTHER)], "c and a can't be of different events"),
        ([("a", "b", SAME), ("b", "c", OTHER), ("a", "c", SAME)], "a and c can't be of the same event"),
    ],
)
def test_a_decision_that_contradicts_earlier_ones_is_refused_with_words(constraints, words):
    told = alone(claim(id, day) for day, id in enumerate("abc", 1))
    made = decided(*constraints)
    grouping = group(told, {}, made)
    assert [refused for refused, _ in grouping.refused] == [made[-1]]
    assert grouping.refused[0][1].startswith(words)
    assert homes(grouping) == homes(group(told, {}, made[:-1]))


# --- whatever the articles are


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[list[Telling]], list[Constraint]]:
    told = draw(articles())
    return told, draw(decisions([claim for article in told for claim in article]))


def grouped(episodes: list[Episode], constraints: list[Constraint]) -> Grouping:
    return group(episodes, links_of(episodes), constraints)


@settings(deadline=None)
@given(cases())
def test_every_claim_stands_in_exactly_one_cluster(case):
    told, constraints = case
    members = [id for cluster in grouped(cut(told), constraints).clusters for id in cluster]
    assert sorted(members) == sorted(claim.id for article in told for claim in article)


@settings(deadline=None)
@given(cases(), st.randoms())
def test_the_order_of_arrival_changes_nothing(case, random):
    told, constraints = case
    shuffled = [random.sample(article, len(article)) for article in random.sample(told, len(told))]
    assert grouped(cut(shuffled), constraints) == grouped(cut(told), constraints)


@settings(deadline=None)
@given(cases(), st.integers(0, 6))
def test_later_articles_never_regroup_earlier_ones(case, count):
    told, constraints = case
    early = sorted(told, key=lambda article: article[0].order)[:count]
    ids = {claim.id for article in early for claim in article}
    whole = grouped(cut(told), constraints)
    restricted = (tuple(id for id in members if id in ids) for members in whole.clusters)
    assert grouped(cut(early), constraints).clusters == tuple(members for members in restricted if members)


@settings(deadline=None)
@given(cases())
def test_a_connected_component_is_grouped_as_within_the_whole(case):
    told, constraints = case
    episodes = cut(told)
    links = links_of(episodes)
    whole = homes(group(episodes, links, constraints))
    for part in components(episodes, links, constraints):
        heads, ids = {e.id for e in part}, {t.id for e in part for t in e.members}
        near = {pair: link for pair, link in links.items() if set(pair) <= heads}
        binding = [c for c in constraints if c.left in ids]
        assert homes(group(part, near, binding)) == {id: home for id, home in whole.items() if id in ids}


@settings(deadline=None)
@given(cases())
def test_decisions_that_are_not_refused_hold(case):
    told, constraints = case
    grouping = grouped(cut(told), constraints)
    home, refused = homes(grouping), [constraint for constraint, _ in grouping.refused]
    for constraint in constraints:
        if constraint not in refused:
            assert (home[constraint.left] == home[constraint.right]) is constraint.same


@settings(deadline=None)
@given(cases())
def test_copies_share_the_cluster_of_their_original(case):
    told, constraints = case
    grouping = grouped(cut(told), constraints)
    home = homes(grouping)
    assert all(home[copy] == home[original] for copy, original in grouping.copies.items())
    assert not grouping.copies.keys() & set(grouping.copies.values())


@settings(deadline=None)
@given(articles())
def test_an_episode_is_parted_by_decisions_and_copies_only(told):
    episodes = cut(told)
    grouping = group(episodes, links_of(episodes))
    home = homes(grouping)
    for episode in episodes:
        assert len({home[claim.id] for claim in episode.members if claim.id not in grouping.copies}) <= 1


# --- many


def test_five_thousand_episodes_with_a_hundred_thousand_links_are_grouped_in_seconds():
    told = alone(
        claim(f"c{i:05}", 1 + i % 28, article=f"c{i}", text=f"Report {i} on the flood of week {i % 250}")
        for i in range(5000)
    )
    links = linked(*((f"c{i:05}", f"c{i + 250 * k:05}", 0.6) for k in range(1, 21) for i in range(5000 - 250 * k)))
    started = process_time()
    grouping = group(told, links)
    assert process_time() - started < 30
    assert sum(map(len, grouping.clusters)) == 5000


def dense_month(count: int) -> list[Episode]:
    """Short reports of fighting in one place in one month: as like each other as news of many events can be."""
    verbs = ("shelled", "fought", "clashed", "attacked")
    return alone(
        claim(
            f"c{i:05}",
            1 + i * 28 // count,
            article=f"c{i}",
            text=f"Rebels and the army {verbs[i % 4]} in Ostrava",
            place_path=("ostrava", "moravia", "cz"),
            action="fight",
            time=f"2021-05-{1 + i * 28 // count:02}" if i % 3 else None,
        )
        for i in range(count)
    )


def test_in_a_dense_month_of_one_place_each_episode_meets_as_many():
    """Tens of thousands of reports of one place: the cap of each key bounds whom one meets, whatever the crowd."""
    most = max(len(keys(episode)) for episode in dense_month(28)) * NEIGHBOUR_CAP
    few, many = (len(pairs_met(dense_month(count))) / count for count in (2_000, 20_000))
    assert few <= many * 1.05 and many <= few * 1.05
    assert many <= most


def test_a_dense_month_of_one_place_is_placed_in_linear_time_and_no_claim_is_lost():
    seconds = []
    for count in (800, 3_200):
        told = dense_month(count)
        started = process_time()
        grouping = group(told, links_of(told))
        seconds.append(process_time() - started)
        assert sorted(id for members in grouping.clusters for id in members) == [episode.id for episode in told]
    assert seconds[1] < 3 * 4 * seconds[0]  # thrice what four times the reports should take; their square takes 16
    assert seconds[1] < 60  # 5 s on an idle machine
