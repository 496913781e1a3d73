"""Which dates of a feed are believed, and what is said of the others."""

from datetime import UTC, datetime

import pytest

from corroboration.feeds.dating import FETCHED, PUBLISHED, UPDATED, Written, dated

NOW = datetime(2021, 5, 5, 12, tzinfo=UTC)
FIRST_SEEN = "dated by the day on which it was first seen"


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2021, 5, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("published", "updated", "moment", "day_only", "dating", "note"),
    [
        ("Tue, 04 May 2021 10:30:00 GMT", "", at(4, 10, 30), False, PUBLISHED, ""),
        ("Tue, 04 May 2021 10:30:00 +0200", "", at(4, 8, 30), False, PUBLISHED, ""),
        ("Tue, 04 May 2021 10:30:00 EST", "", at(4, 15, 30), False, PUBLISHED, ""),
        ("2021-05-04T10:30:00Z", "", at(4, 10, 30), False, PUBLISHED, ""),
        ("2021-05-04", "", at(4), True, PUBLISHED, ""),
        # without a zone it may be hours off
        ("Tue, 04 May 2021 10:30:00", "", at(4), True, PUBLISHED, "without a zone: only the day is taken"),
        ("2021-05-04T10:30:00", "", at(4), True, PUBLISHED, "without a zone: only the day is taken"),
        # it has begun elsewhere already; here it is still the fifth
        ("2021-05-06T01:00:00", "", at(5), True, PUBLISHED, "without a zone: only the day is taken"),
        # a clock that runs ahead by minutes
        ("2021-05-05T12:04:00Z", "", at(5, 12, 4), False, PUBLISHED, ""),
        (
            "2021-05-05T12:06:00Z",
            "",
            at(5),
            True,
            FETCHED,
            f"published: 2021-05-05 12:06 lies in the future; {FIRST_SEEN}",
        ),
        (
            "2031-05-04T10:30:00Z",
            "2021-05-04T10:30:00Z",
            at(4, 10, 30),
            False,
            UPDATED,
            "published: 2031-05-04 10:30 lies in the future",
        ),
        (
            "Thu, 01 Jan 1970 00:00:00 GMT",
            "",
            at(5),
            True,
            FETCHED,
            f"published: 1970-01-01 is before there were feeds; {FIRST_SEEN}",
        ),
        ("0001-01-01T00:00:00+14:00", "", at(5), True, FETCHED, None),
        ("yesterday", "", at(5), True, FETCHED, f"published: 'yesterday' is no date; {FIRST_SEEN}"),
        ("", "2021-05-04T10:30:00Z", at(4, 10, 30), False, UPDATED, ""),
        ("", "", at(5), True, FETCHED, FIRST_SEEN),
    ],
)
def test_a_date_is_believed_where_it_can_be_right(published, updated, moment, day_only, dating, note):
    found = dated(Written(published), Written(updated), now=NOW)
    assert (found.moment, found.day_only, found.dating) == (moment, day_only, dating)
    assert note is None or found.note == note


def test_a_date_that_only_the_feed_parser_can_read_counts_by_its_zone():
    parsed = at(4, 10, 30)
    assert dated(Written("4 mai 2021, 10h30 GMT", parsed), Written(), now=NOW).moment == parsed
    assert dated(Written("4 mai 2021, 10h30", parsed), Written(), now=NOW).day_only


def test_it_is_written_as_ingestion_takes_it():
    assert dated(Written("2021-05-04"), Written(), now=NOW).written == "2021-05-04"
    assert dated(Written("2021-05-04T10:30:00Z"), Written(), now=NOW).written == "2021-05-04T10:30:00+00:00"
