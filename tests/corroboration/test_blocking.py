"""Which claims meet: keys of the claim alone, and neighbours that later claims never change."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corroboration.engine.blocking import NEIGHBOUR_CAP, Member, event_day, keys, meetings
from corroboration.engine.features import UNDATED
from tests.corroboration.factories import day, telling

SHORT = "It happened."  # no word of it is rare


def shared(left, right) -> set[str]:
    return set(keys(left)) & set(keys(right))


@pytest.mark.parametrize(
    ("why", "left", "right"),
    [
        (
            "one town, a week apart",
            {"text": SHORT, "place": "Ostrava", "time": "2021-05-03"},
            {"text": SHORT, "place": "Ostrava", "time": "2021-05-10"},
        ),
        (
            "a town and its province, one kind of action",
            {"text": SHORT, "place_path": ("ostrava", "moravia", "cz"), "action": "kill"},
            {"text": SHORT, "place_path": ("opava", "moravia", "cz"), "action": "bombing"},
        ),
        (
            "one actor, one kind of action",
            {"text": SHORT, "actor": "Blue Front", "action": "attack"},
            {"text": SHORT, "actor": "Blue Front", "action": "claim-responsibility"},
        ),
        (
            "a month and a day of it",
            {"text": SHORT, "place": "Ostrava", "time": ("2016-03-01", "2016-03-31")},
            {"text": SHORT, "place": "Ostrava", "time": "2016-03-27"},
        ),
        (
            "one name in two spellings",
            {"text": "The bridge at Zhovtykhat fell"},
            {"text": "Traffic stopped in Zhovtikhat"},
        ),
        (
            "an inherited date that differs from the other's, published the same day",
            {"text": SHORT, "place": "Ostrava", "time": "2021-02-01", "time_explicit": False},
            {"text": SHORT, "place": "Ostrava"},
        ),
    ],
)
def test_claims_that_may_be_of_one_event_share_a_key(why, left, right):
    assert shared(telling("a", **left, outlet="Herald"), telling("b", **right, outlet="Gazette")), why


@pytest.mark.parametrize(
    ("why", "left", "right"),
    [
        (
            "one town, years apart",
            {"text": SHORT, "place": "Ostrava", "time": "2016-03-27"},
            {"text": SHORT, "place": "Ostrava", "time": "2021-05-03"},
        ),
        ("two towns", {"text": SHORT, "place": "Ostrava"}, {"text": SHORT, "place": "Lviv"}),
        (
            "only common words",
            {"text": "Police said two people were killed"},
            {"text": "The police told people where they were"},
        ),
    ],
)
def test_claims_of_other_events_share_none(why, left, right):
    assert not shared(telling("a", **left, outlet="Herald"), telling("b", **right, outlet="Gazette")), why


def test_a_claim_about_an_older_event_meets_the_claims_of_that_time():
    told_later = telling("a", text=SHORT, place="Ostrava", time="2016-03-27", published="2021-05-04")
    told_then = telling("b", text=SHORT, place="Ostrava", published="2016-03-28", outlet="Gazette")
    assert shared(told_later, told_then)


def test_statements_without_dates_meet_by_their_rare_words():
    left = telling("a", text="A tram derailed in Poruba", published=UNDATED, article="a")
    right = telling("b", text="Nine hurt as Poruba tram jumps the rails", published=UNDATED, article="b")
    assert shared(left, right)


def test_neighbouring_claims_of_one_article_meet_and_distant_ones_need_not():
    at = [telling(f"c{i}", text=SHORT, position=i) for i in range(30)]
    assert all(shared(at[i], at[i + 6]) for i in range(24))
    assert not shared(at[0], at[20])


@given(st.integers(0, 4000), st.integers(-7, 7))
def test_seven_days_apart_or_less_always_share_a_bucket(start, gap):
    first = day("2015-01-08")
    left = telling("a", text=SHORT, place="Ostrava", time=first + timedelta(start))
    right = telling("b", text=SHORT, place="Ostrava", time=first + timedelta(start + gap), outlet="Gazette")
    assert shared(left, right)


@given(st.text(max_size=300))
def test_any_text_has_keys(text):
    assert all(len(key) < 200 for key in keys(telling(text=text)))


def test_a_long_word_is_cut_in_its_key():
    assert all(len(key) < 200 for key in keys(telling(text="x" * 100_000)))


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        (None, "2021-05-04"),
        ("2021-05-01", "2021-05-01"),
        (("2021-05-01", "2021-05-11"), "2021-05-06"),
        (("2021-05-01", None), "2021-05-01"),
        ((None, "2021-05-02"), "2021-05-02"),
    ],
)
def test_the_event_day_is_the_middle_of_what_is_known(time, expected):
    assert event_day(telling(time=time, published="2021-05-04")) == day(expected).toordinal()


def member(id: str, published: int, about: int) -> Member:
    return Member(id, datetime(2021, 5, 1, tzinfo=UTC) + timedelta(days=published), about)


def nearest_by_hand(members: list[Member], cap: int) -> set[tuple[str, str]]:
    """The definition, word by word: O(n^2 log n)."""
    met = set()
    for mine in members:
        earlier = [m for m in members if (m.published_at, m.id) < (mine.published_at, mine.id)]
        here = (mine.event_day, mine.published_at, mine.id)
        around = sorted((m.event_day, m.published_at, m.id) for m in earlier)
        before = [m for m in around if m < here][-cap:]
        after = [m for m in around if m > here][:cap]
        met |= {(min(mine.id, id), max(mine.id, id)) for _, _, id in before + after}
    return met


rooms = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=25).map(
    lambda days: [member(f"c{i:02}", *pair) for i, pair in enumerate(days)]
)


@given(rooms, st.integers(1, 4))
def test_meetings_are_the_nearest_on_each_side_among_the_earlier(members, cap):
    assert meetings(members, cap) == nearest_by_hand(members, cap)


@given(rooms, st.integers(1, 4), st.integers(0, 25), st.randoms())
def test_later_claims_and_the_order_of_arrival_change_nothing(members, cap, cut, random):
    ordered = sorted(members, key=lambda m: (m.published_at, m.id))
    early, ids = ordered[:cut], {m.id for m in ordered[:cut]}
    random.shuffle(members)
    assert {pair for pair in meetings(members, cap) if set(pair) <= ids} == meetings(early, cap)


def test_a_crowded_key_costs_a_claim_no_more_than_twice_the_cap():
    crowd = [member(f"c{i:04}", i % 7, i % 11) for i in range(2000)]
    assert len(meetings(crowd)) <= 2000 * 2 * NEIGHBOUR_CAP
