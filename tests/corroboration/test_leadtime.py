"""How often first, and how long before the second source: figures made by hand, and what later articles can't do."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corroboration.engine.leadtime import Instance, Moment, hours_between, lead_time


def at(day: int, hour: int = 0, minute: int = 0) -> Moment:
    return Moment(datetime(2021, 5, day, hour, minute, tzinfo=UTC))


def on(day: int) -> Moment:
    return Moment(datetime(2021, 5, day, tzinfo=UTC), day_only=True)


@pytest.mark.parametrize(
    ("earlier", "later", "hours"),
    [
        (at(4, 9), at(4, 10, 30), 1.5),
        (at(4, 10, 30), at(4, 9), -1.5),
        (at(4, 9), at(4, 9), 0),
        (on(4), on(6), 48),
        (on(4), at(4, 23), 0),  # the day is all that is known: the one may have come in the night
        (at(4, 23), on(5), 24),  # an hour, or two days less a minute: one day is what the dates say
        (on(5), at(4, 23), -24),
    ],
)
def test_hours_between_two_publications(earlier: Moment, later: Moment, hours: float) -> None:
    assert hours_between(earlier, later) == hours


def test_days_are_those_of_utc() -> None:
    night = datetime.fromisoformat("2021-05-05T01:00:00+03:00")
    assert hours_between(Moment(night), on(4)) == 0


def test_quartiles_by_hand() -> None:
    """Leads of 1, 2, 4 and 8 hours: the median lies between 2 and 4, the quartiles at 1.75 and 5."""
    moments = {f"mine{hours}": at(4, 0) for hours in (1, 2, 4, 8)} | {f"other{h}": at(4, h) for h in (1, 2, 4, 8)}
    found = lead_time({f"mine{h}": [f"other{h}"] for h in (1, 2, 4, 8)}, moments)
    assert (found.told, found.first) == (4, 4)
    assert (found.lower_hours, found.median_hours, found.upper_hours) == (1.75, 3, 5)


@pytest.mark.parametrize(
    ("mine", "others", "expected"),
    [
        (at(4, 9), {"b": at(4, 12), "c": at(4, 11)}, Instance("a", "c", 2)),  # the second source is the earliest other
        (at(4, 9), {"b": at(4, 8), "c": at(4, 11)}, Instance("a", "b", -1)),  # somebody was before it
        (at(4, 9), {"b": on(4), "c": at(4, 11)}, Instance("a", "b", 0)),  # perhaps somebody was
        (on(4), {"b": on(6), "c": on(6)}, Instance("a", "b", 48)),  # equal: the lesser id
    ],
)
def test_first_is_who_was_before_every_other(mine: Moment, others: dict, expected: Instance) -> None:
    found = lead_time({"a": list(others)}, {"a": mine, **others})
    assert found.instances == (expected,)
    assert found.first == (1 if expected.hours > 0 else 0)
    assert found.median_hours == (expected.hours if expected.hours > 0 else None)


def test_what_nobody_else_told_is_no_instance() -> None:
    found = lead_time({"a": [], "b": ["gone"]}, {"a": at(4), "b": at(4)})
    assert (found.told, found.first, found.median_hours, found.instances) == (0, 0, None, ())


def test_as_of_a_day_only_what_was_out_by_its_end_counts() -> None:
    moments = {"a": at(4, 9), "b": at(6, 9), "c": at(5, 23, 59)}
    told = {"a": ["b", "c"]}
    assert lead_time(told, moments, date(2021, 5, 4)).told == 0
    assert lead_time(told, moments, date(2021, 5, 5)).instances[0].other == "c"
    assert lead_time({"b": ["a"]}, moments, date(2021, 5, 5)).told == 0  # its own claim was not out


START = datetime(2021, 1, 1, tzinfo=UTC)
A_MOMENT = st.builds(
    lambda hours, day_only: Moment(START + timedelta(hours=hours), day_only), st.integers(0, 400), st.booleans()
)
IDS = st.sampled_from([f"claim{n}" for n in range(8)])


@given(
    st.dictionaries(IDS, A_MOMENT, min_size=2),
    st.dictionaries(IDS, st.lists(IDS, max_size=4)),
    st.dictionaries(st.sampled_from(["late1", "late2"]), A_MOMENT),
    st.integers(0, 20),
)
def test_a_later_article_never_changes_an_earlier_instance(moments, told, later, days) -> None:
    """Neither as of the day before it, nor afterwards: the second source stays the second source."""
    day = (START + timedelta(days=days)).date()
    told = {claim: [other for other in others if other != claim] for claim, others in told.items()}
    before = lead_time(told, moments, day)
    after_day = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    fresh = {id: Moment(after_day + (moment.at - START), moment.day_only) for id, moment in later.items()}
    more = {claim: [*others, *fresh] for claim, others in told.items()} | {id: list(moments) for id in fresh}
    assert lead_time(more, moments | fresh, day) == before
    afterwards = {instance.claim: instance for instance in lead_time(more, moments | fresh).instances}
    assert all(afterwards[instance.claim] == instance for instance in before.instances)
