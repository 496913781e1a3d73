"""Which episodes meet: keys of the episode alone, and neighbours that later ones never part."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corroboration.engine.blocking import BUCKET_DAYS, LONGEST_DAYS, NEIGHBOUR_CAP, WINDOW, Member, keys, meetings
from corroboration.engine.clustering import pairs_met
from corroboration.engine.profiles import profile_of
from corroboration.engine.values import UNDATED, Episode, Telling
from tests.corroboration.factories import day, telling
from tests.corroboration.tellings import alone, articles, claims, cut, together

SHORT = "It happened."  # no word of it is rare


def one(id: str = "a", **facts) -> Episode:
    return together(telling(id, **{"text": SHORT, "outlet": id, **facts}))


def shared(left: Episode, right: Episode) -> set[str]:
    return set(keys(left)) & set(keys(right))


# --- keys


@pytest.mark.parametrize(
    ("why", "left", "right"),
    [
        (
            "one town, a week apart",
            {"place": "Ostrava", "time": "2021-05-03"},
            {"place": "Ostrava", "time": "2021-05-10"},
        ),
        (
            "two towns of one province, one kind of action",
            {"place_path": ("ostrava", "moravia", "cz"), "action": "kill"},
            {"place_path": ("opava", "moravia", "cz"), "action": "bombing"},
        ),
        (
            "one actor, one kind of action",
            {"actor": "Blue Front", "action": "attack"},
            {"actor": "Blue Front", "action": "claim-responsibility"},
        ),
        (
            "a month and a day of it",
            {"place": "Ostrava", "time": ("2016-03-01", "2016-03-31")},
            {"place": "Ostrava", "time": "2016-03-27"},
        ),
        (
            "since a day, and that day",
            {"place": "Ostrava", "time": ("2016-03-01", None)},
            {"place": "Ostrava", "time": "2016-03-01"},
        ),
        (
            "one name in two spellings",
            {"text": "The bridge at Zhovtykhat fell"},
            {"text": "Traffic stopped in Zhovtikhat"},
        ),
        (
            "a date that was taken over and differs from the other's, published the same day",
            {"place": "Ostrava", "time": "2021-02-01", "time_explicit": False},
            {"place": "Ostrava"},
        ),
        (
            "told years later, by its own date",
            {"place": "Ostrava", "time": "2016-03-27", "published": "2021-05-04"},
            {"place": "Ostrava", "published": "2016-03-28"},
        ),
    ],
)
def test_episodes_that_may_be_of_one_event_share_a_key(why, left, right):
    assert shared(one("a", **left), one("b", **right)), why


@pytest.mark.parametrize(
    ("why", "left", "right"),
    [
        (
            "one town, years apart",
            {"place": "Ostrava", "time": "2016-03-27"},
            {"place": "Ostrava", "time": "2021-05-03"},
        ),
        ("two towns", {"place": "Ostrava"}, {"place": "Lviv"}),
        (
            "only common words",
            {"text": "Police said two people were killed"},
            {"text": "The police told people where they were"},
        ),
        (
            "two kinds of action of one actor",
            {"actor": "Blue Front", "action": "attack"},
            {"actor": "Blue Front", "action": "elect"},
        ),
    ],
)
def test_episodes_of_other_events_share_none(why, left, right):
    assert not shared(one("a", **left), one("b", **right)), why


def test_an_episode_is_looked_for_by_what_any_of_its_claims_says():
    """The lead gives the day, the second claim the town: together they meet whoever gives both."""
    lead = telling("a1", text=SHORT, outlet="a", time="2021-03-02")
    second = telling("a2", text="It happened in Ostrava", outlet="a", position=1, place="Ostrava")
    other = one("b", text="It happened in Ostrava", place="Ostrava", time="2021-03-02", published="2021-08-01")
    assert not shared(together(lead), other) and not shared(together(second), other)
    assert shared(together(lead, second), other)


def test_statements_without_dates_meet_by_their_rare_words():
    left = one("a", text="A tram derailed in Poruba", published=UNDATED, article="a")
    right = one("b", text="Nine hurt as Poruba tram jumps the rails", published=UNDATED, article="b")
    assert shared(left, right)


def test_neighbouring_episodes_of_one_article_meet_and_distant_ones_need_not():
    told = [telling(f"c{i}", text=SHORT, outlet="a", position=i) for i in range(30)]
    at = [Episode((claim,), profile_of((claim,), turn)) for turn, claim in enumerate(told)]
    assert all(shared(at[i], at[i + WINDOW]) for i in range(24))
    assert not shared(at[0], at[3 * WINDOW])


@given(st.integers(0, 4000), st.integers(-BUCKET_DAYS // 2, BUCKET_DAYS // 2))
def test_half_a_bucket_apart_or_less_always_meet(start, gap):
    first = day("2015-01-08")
    left = one("a", place="Ostrava", time=first + timedelta(start))
    right = one("b", place="Ostrava", time=first + timedelta(start + gap))
    assert shared(left, right)


@given(st.integers(0, LONGEST_DAYS), st.integers(0, 400), st.integers(0, LONGEST_DAYS))
def test_a_day_meets_every_stretch_that_holds_it(length, start, inside):
    first = day("2015-01-08") + timedelta(start)
    stretch = one("a", place="Ostrava", time=(first, first + timedelta(length)))
    within = one("b", place="Ostrava", time=first + timedelta(min(inside, length)))
    assert shared(stretch, within)


@given(claims("a"), st.sampled_from(("b", "c")), st.integers(0, 20))
def test_keys_are_a_function_of_the_episode_alone(claim, id, position):
    """Its id, and where it stands in its article, make no key."""
    moved = Telling(id, claim.article, position, claim.publisher, claim.published_at, claim.claim)
    assert keys(together(moved)) == keys(together(claim)) == tuple(sorted(set(keys(together(claim)))))


@given(st.text(max_size=300))
def test_any_text_has_keys_of_any_length_but_none_is_long(text):
    assert all(len(key) < 200 for key in keys(one(text=text)))


def test_a_long_word_is_cut_in_its_key():
    assert all(len(key) < 200 for key in keys(one(text="x" * 100_000)))


def test_an_episode_that_names_a_hundred_of_each_has_keys_for_a_few():
    told = [
        telling(
            f"c{i:03}",
            outlet="a",
            text=f"In Town{i} fighters of Brigade{i} killed {i} at the Xq{i} crossing",
            place_path=(f"town{i}", f"province{i}", "cz"),
            place=f"Town{i}",
            actor=f"Brigade{i}",
            action=("kill", "elect", "arrest", "win")[i % 4],
            time=day("2016-01-01") + timedelta(40 * i),
        )
        for i in range(100)
    ]
    assert len(keys(together(*told))) < 200


# --- meetings


def member(id: str, published: int) -> Member:
    return Member(id, datetime(2021, 5, 1, tzinfo=UTC) + timedelta(days=published))


def met_by_hand(members: list[Member], cap: int) -> set[tuple[str, str]]:
    """The definition, word by word: those who stand at most `cap` apart, by publication and then by id."""
    ordered = sorted((m.published_at, m.id) for m in members)
    place = {id: rank for rank, (_, id) in enumerate(ordered)}
    return {(a, b) for a in place for b in place if a < b and abs(place[a] - place[b]) <= cap}


rooms = st.lists(st.integers(0, 9), max_size=25).flatmap(
    lambda days: st.permutations([member(f"c{i:02}", published) for i, published in enumerate(days)])
)


@given(rooms, st.integers(1, 4))
def test_whom_an_episode_meets_are_those_next_to_it_on_each_side(members, cap):
    assert meetings(members, cap) == met_by_hand(members, cap)


@given(rooms, st.integers(1, 4), st.integers(0, 25))
def test_later_episodes_never_part_earlier_ones(members, cap, count):
    early = sorted(members, key=lambda m: (m.published_at, m.id))[:count]
    ids = {m.id for m in early}
    assert {pair for pair in meetings(members, cap) if set(pair) <= ids} == meetings(early, cap)


@given(rooms, st.integers(1, 4), st.randoms())
def test_the_order_of_arrival_changes_nothing(members, cap, random):
    assert meetings(random.sample(members, len(members)), cap) == meetings(members, cap)


@given(rooms, st.integers(1, 4), st.integers(0, 24))
def test_one_that_comes_late_parts_only_those_around_it(members, cap, place):
    """What an article that arrives late undoes: pairs (b, a) it stands between, cap + 1 apart now."""
    if place >= len(members):
        return
    late = members[place]
    rest = [m for m in members if m is not late]
    lost = meetings(rest, cap) - meetings(members, cap)
    assert len(lost) <= cap
    when = {m.id: (m.published_at, m.id) for m in members}
    for left, right in lost:
        first, last = sorted((when[left], when[right]))
        assert first < when[late.id] < last


def test_a_crowded_key_costs_an_episode_no_more_than_the_cap():
    crowd = [member(f"c{i:04}", i % 7) for i in range(2_000)]
    assert len(meetings(crowd)) <= 2_000 * NEIGHBOUR_CAP
    assert meetings(crowd[:1]) == meetings([]) == set()


@given(articles(), st.integers(0, 6))
def test_whom_the_episodes_of_earlier_articles_meet_is_never_changed(told, count):
    early = cut(sorted(told, key=lambda article: article[0].order)[:count])
    ids = {episode.id for episode in early}
    assert {pair for pair in pairs_met(cut(told)) if set(pair) <= ids} == pairs_met(early)


def test_those_who_share_no_key_never_meet():
    assert pairs_met(alone([telling("a", outlet="a", text=SHORT), telling("b", outlet="b", text=SHORT)])) == set()
