"""Which of a sentence's times is a claim's. The articles were published on Wednesday 16 October 2019."""

from datetime import date

import pytest

from claims.engine.frame import Context, describe
from claims.engine.values import Interval
from tests.claims.describing import PUBLISHED, reference, sentence, told
from tests.claims.reading import read


def interval(time: Interval | None) -> str:
    return "" if time is None else f"{time.start or ''}..{time.end or ''}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A mine killed two men on Friday.", "2019-10-11..2019-10-11"),
        ("The agency reported on Friday the destruction of the dam on 23 August.", "2019-08-23..2019-08-23"),
        ("More than 300 people have been killed since the war began in 2015.", "2015-01-01.."),
        ("It was the first raid since the outbreak of fighting in March 2016.", "2016-03-01.."),
        ("The fighting began in March 2016.", "2016-03-01..2016-03-31"),
        ("The council met on Monday and Tuesday.", "2019-10-14..2019-10-15"),
        ("The mayor, who said on Monday that it was over, left.", ""),
    ],
)
def test_a_claim_takes_the_time_of_what_it_tells(text: str, expected: str) -> None:
    assert interval(told(text).frame.time) == expected


def test_a_day_may_count_from_the_last_one_named() -> None:
    first = told("The dam broke on 4 May 2019.")
    then = told("Two days later the bridge fell.", earlier=(first,))
    assert interval(then.frame.time) == "2019-05-06..2019-05-06"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bridge fell on Monday.", "2019-10-14..2019-10-14"),
        ("The bridge fell on Sunday.", "2019-10-13..2019-10-13"),
        ("The bridge fell on Wednesday.", "2019-10-09..2019-10-09"),
        ("The bridge fell on Tuesday.", "2019-10-15..2019-10-15"),  # updated on the day after the dateline
        ("The bridge fell on 8 October.", "2019-10-08..2019-10-08"),
        ("The bridge fell yesterday.", "2019-10-13..2019-10-13"),
    ],
)
def test_a_weekday_counts_from_the_day_of_the_dateline(text: str, expected: str) -> None:
    monday = date(2019, 10, 14)
    span = sentence(text)
    found = describe(list(span), span, Context(PUBLISHED, dateline_time=Interval(monday, monday)), reference())
    assert interval(found.frame.time) == expected


def test_the_dateline_of_an_article_is_read() -> None:
    claims = read("Mon 8 Mar 2021\nA bridge near Homs collapsed on Tuesday, killing nine people.").claims
    assert interval(claims[0].frame.time) == "2021-03-09..2021-03-09"
