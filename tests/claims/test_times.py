"""Intervals of days, worked out by hand from a calendar of autumn 2019. Published: Wednesday 16 October 2019."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.engine.reference import load_reference

PUBLISHED = date(2019, 10, 16)
TIMES = load_reference().times


def read(text: str, future: bool = False) -> list[tuple[str | None, str | None]]:
    return [
        tuple(day.isoformat() if day else None for day in (timed.interval.start, timed.interval.end))
        for timed in TIMES.find(text, PUBLISHED, future)
    ]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        # days of the week: the day of publication itself, else the last such day
        ("on Wednesday", "2019-10-16", "2019-10-16"),
        ("on Thursday", "2019-10-10", "2019-10-10"),
        ("last Wednesday", "2019-10-09", "2019-10-09"),
        ("last Friday", "2019-10-11", "2019-10-11"),
        ("Saturday's raid", "2019-10-12", "2019-10-12"),
        ("Saturdays raid", "2019-10-12", "2019-10-12"),
        ("next Friday", "2019-10-18", "2019-10-18"),
        # near days
        ("yesterday", "2019-10-15", "2019-10-15"),
        ("earlier today", "2019-10-16", "2019-10-16"),
        ("last night", "2019-10-15", "2019-10-15"),
        ("the day before yesterday", "2019-10-14", "2019-10-14"),
        # stretches
        ("earlier this week", "2019-10-14", "2019-10-16"),
        ("this weekend", "2019-10-12", "2019-10-13"),
        ("last week", "2019-10-07", "2019-10-13"),
        ("over the past week", "2019-10-09", "2019-10-16"),
        ("in the past few days", "2019-10-11", "2019-10-16"),
        ("in the last 48 hours", "2019-10-14", "2019-10-16"),
        ("in the coming days", "2019-10-16", "2019-10-22"),
        ("last month", "2019-09-01", "2019-09-30"),
        ("this month", "2019-10-01", "2019-10-16"),
        ("last year", "2018-01-01", "2018-12-31"),
        ("three days ago", "2019-10-13", "2019-10-13"),
        ("two weeks ago", "2019-09-29", "2019-10-05"),
        # parts of months
        ("in early August", "2019-08-01", "2019-08-10"),
        ("in mid-November", "2018-11-11", "2018-11-20"),
        ("late February 2016", "2016-02-21", "2016-02-29"),
        ("at the end of January", "2019-01-21", "2019-01-31"),
        # dates
        ("27 March 2016", "2016-03-27", "2016-03-27"),
        ("On November 30", "2018-11-30", "2018-11-30"),
        ("by Mar.27", "2019-03-27", "2019-03-27"),
        ("Jan 3rd, 2017", "2017-01-03", "2017-01-03"),
        ("15.04.2017", "2017-04-15", "2017-04-15"),
        ("15-4-2017", "2017-04-15", "2017-04-15"),
        ("on Monday and Tuesday", "2019-10-14", "2019-10-15"),
        ("from Saturday to Tuesday", "2019-10-12", "2019-10-15"),
        ("later this week", "2019-10-16", "2019-10-20"),
        ("in mid-August", "2019-08-11", "2019-08-20"),
        ("in late November", "2018-11-21", "2018-11-30"),
        ("overnight", "2019-10-15", "2019-10-16"),
        ("since March 2011", "2011-03-01", None),
        ("2017-04-15", "2017-04-15", "2017-04-15"),
        ("in March 2016", "2016-03-01", "2016-03-31"),
        ("in December", "2018-12-01", "2018-12-31"),
        ("in 2012", "2012-01-01", "2012-12-31"),
        ("since 2013", "2013-01-01", None),
        ("until Friday", None, "2019-10-11"),
        # ranges and seasons
        ("from 5 to 7 May", "2019-05-05", "2019-05-07"),
        ("May 5-7, 2018", "2018-05-05", "2018-05-07"),
        ("from 28 June to 2 July", "2019-06-28", "2019-07-02"),
        ("in the summer of 2015", "2015-06-01", "2015-08-31"),
        ("last winter", "2018-12-01", "2019-02-28"),
    ],
)
def test_it_reads_a_time(text: str, start: str | None, end: str | None) -> None:
    assert read(f"The bridge fell {text} after heavy rain.") == [(start, end)] or read(text) == [(start, end)]


def test_a_sentence_about_what_is_to_come_looks_ahead() -> None:
    assert read("They will meet on Friday", future=True) == [("2019-10-18", "2019-10-18")]
    assert read("They will meet in March", future=True) == [("2020-03-01", "2020-03-31")]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("on 4 May 2018", "2018-05-04", "2018-05-04"),
        ("on 2018-05-04", "2018-05-04", "2018-05-04"),
        ("in March 2016", "2016-03-01", "2016-03-31"),
        ("in late 2015", "2015-09-01", "2015-12-31"),
        ("since June 2017", "2017-06-01", None),
        ("on Friday, 4 May 2018,", "2018-05-04", "2018-05-04"),
    ],
)
def test_a_time_with_its_year_is_read_without_a_day_of_publication(text: str, start: str, end: str | None) -> None:
    (found,) = TIMES.find_absolute(f"The bridge fell {text} after heavy rain.")
    interval = found.interval
    assert (str(interval.start), interval.end and str(interval.end)) == (start, end)


@pytest.mark.parametrize(
    "text",
    ["on Friday", "yesterday", "on 4 May", "on 29 February", "in March", "two weeks ago", "this year", "last winter"],
)
def test_a_time_that_counts_from_publication_is_not_read_without_it(text: str) -> None:
    assert TIMES.find_absolute(f"The bridge fell {text}") == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Two days later the dam broke", "2019-05-06"),
        ("It had rained a week earlier", "2019-04-27"),
        ("The next day it fell", "2019-05-05"),
        ("It had stood the previous night", "2019-05-03"),
    ],
)
def test_a_time_may_count_from_the_day_named_before(text: str, day: str) -> None:
    (found,) = TIMES.find(text, PUBLISHED, False, date(2019, 5, 4))
    assert str(found.interval.start) == str(found.interval.end) == day
    assert TIMES.find(text, PUBLISHED) == ()


@pytest.mark.parametrize(
    "text",
    [
        "It may rise",
        "The march began",
        "They hit 90 targets",
        "at 17:30",
        "a second convoy",
        "Sun and rain",
        "the 7.5 metre wall",
        "31 Brumaire",
        "in Ramadan",
        "It fell later",
        "",
    ],
)
def test_words_that_only_look_like_times_are_none(text: str) -> None:
    assert read(text) == []


def test_days_that_do_not_exist_are_no_days() -> None:
    assert ("2019-02-30", "2019-02-30") not in read("on 30 February 2019")
    assert read("on 2019-13-41") == []


@given(st.text(max_size=400), st.dates(date(2, 1, 1), date(9998, 12, 31)), st.booleans())
def test_no_text_breaks_it_and_intervals_run_forwards(text: str, published: date, future: bool) -> None:
    for timed in TIMES.find(text, published, future):
        assert 0 <= timed.start < timed.end <= len(text)
        start, end = timed.interval.start, timed.interval.end
        assert start is None or end is None or start <= end
