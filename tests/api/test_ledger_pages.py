"""A ledger is read a piece at a time, and the pieces are the very ledger."""

from datetime import date, timedelta
from itertools import islice

import pytest

from corroboration import history, records
from corroboration.decisions import decide
from corroboration.engine.topics import OTHER
from corroboration.ledgers import Ledger, Wanted
from sources.engine.reliability import Contribution
from sources.models import Source
from tests.factories import make_claim, make_grading, make_ledger_entry, make_record, make_user, moment
from tests.pipeline.articles import take_in, work
from tests.pipeline.test_decisions import claim_of
from tests.rows import Read, reading

pytestmark = pytest.mark.django_db

FIRST = date(2021, 4, 24)
DAY = date(2021, 6, 1)
ROLES = ("own", "origin", "carrier")


@pytest.fixture
def mixed(world, monkeypatch) -> Source:
    """30 stored lines, four a day, some alike, with 7 that later decisions changed among and around them."""
    make_grading(30)
    claims = [make_claim(chain=[world.monitor]) for _ in range(5)]
    for number in range(30):
        day = FIRST + timedelta(days=number // 4)
        make_ledger_entry(world.agency, claims[number % 4 % 3], role=ROLES[number % 2], partner=claims[4], date=day)
    others: dict[str, list[Contribution]] = {}
    for number in range(7):
        id, day = f"{number * 2:x}" * 24, FIRST + timedelta(days=2 * number - 3)
        line = Contribution(id, "corroborated", "e" * 24, day, 0.5, 0.0, 1.0, "before that decision")
        others.setdefault(ROLES[number % 3], []).append(line)
    parted = history.parted
    monkeypatch.setattr(history, "parted", lambda source, as_of: (parted(source, as_of)[0], others))
    return world.agency


def wholly(source: Source) -> list[tuple]:
    return list(Ledger(source, DAY).walk())


def test_a_walk_goes_by_role_and_the_latest_first(mixed):
    found = wholly(mixed)
    places = [place for place, _ in found]
    assert len(found) == len(set(places)) == 37
    assert places == sorted(places)
    assert [(place[0], place[2]) for place in places] == [(line["role"], line["claim"]) for _, line in found]
    days = [line["date"] for _, line in found if line["role"] == "own"]
    assert days == sorted(days, reverse=True)


def test_what_is_walked_is_the_ledger_faded_once(mixed):
    for _, line in wholly(mixed):
        age = (DAY - date.fromisoformat(line["date"])).days
        assert line["weight"] == pytest.approx(2 ** (-age / 30), abs=1e-9)


@pytest.mark.parametrize("piece", [1, 3, 500])
def test_a_walk_can_begin_anywhere_and_go_either_way(mixed, piece):
    found, ledger = wholly(mixed), Ledger(mixed, DAY)
    assert list(ledger.walk(backwards=True, piece=piece)) == found[::-1]
    for number, (place, _) in enumerate(found):
        assert list(ledger.walk(place, piece=piece)) == found[number + 1 :]
        assert list(ledger.walk(place, backwards=True, piece=piece)) == found[:number][::-1]


@pytest.mark.parametrize("size", [1, 4, 10, 37])
def test_slices_hold_the_latest_lines_first_whatever_their_role(mixed, size):
    ledger = Ledger(mixed, DAY)
    latest = [line for place, line in sorted(wholly(mixed), key=lambda each: (each[0][1], each[0]))]
    assert ledger.count() == 37
    assert [line for start in range(0, 37, size) for line in ledger[start : start + size]] == latest


@pytest.mark.parametrize(
    "narrow",
    [
        {"role": "own"},
        {"role": "carrier"},
        {"kind": "denied"},
        {"kind": "corroborated"},
        {"topic": OTHER},
        {"topic": "siege"},
    ],
)
def test_a_narrowed_ledger_holds_those_lines_only(mixed, narrow):
    [(name, value)] = narrow.items()
    kept = [each for each in wholly(mixed) if value in (each[1].get(name), *each[1]["topics"])]
    ledger = Ledger(mixed, DAY, Wanted(**narrow))
    assert [line for _, line in ledger.walk()] == [line for _, line in kept]
    assert ledger.count() == len(kept) == sum(ledger.counts.values())


def test_no_more_is_read_than_is_taken(mixed):
    """So a stream's memory stays flat."""
    ledger = Ledger(mixed, FIRST + timedelta(days=1), Wanted("own"))
    with reading() as read:
        list(islice(ledger.walk(piece=2), 3))
    assert read.rows <= 4


# --- as of days before decisions ---


@pytest.mark.parametrize("as_of", [None, date(2018, 5, 31), date(2018, 9, 20), date(2018, 9, 30), date(2018, 12, 31)])
@pytest.mark.parametrize("half_life", [730, 60])
def test_the_pieces_are_the_ledger_whatever_was_decided_since(nlp, db, monkeypatch, as_of, half_life):
    make_grading(half_life)
    take_in()
    work()
    decide("verdict", [claim_of("b1")], by=make_user(), now=moment("2018-10-01"), value={"rating": 1.0})
    decide("different-event", [claim_of("a1"), claim_of("a2")], by=make_user("otto"), now=moment("2018-10-02"))
    work()
    lines = changed = 0
    for source in Source.objects.order_by("slug"):
        ledger = Ledger(source, as_of)
        whole = [line for _, line in ledger.walk()]
        assert ledger[0 : len(whole)] == sorted(whole, key=lambda line: line["date"], reverse=True)
        lines += ledger.count()
        changed += len(history.parted(source, as_of)[1])
        asked = records.shown(source.slug, as_of)
        monkeypatch.setattr(records, "UNASKED", -1)
        unasked = records.shown(source.slug, as_of)
        monkeypatch.undo()
        assert unasked["topics"] == asked["topics"]
        assert unasked["sums"] == asked["sums"]
        for role, count, up, down in asked["sums"]:
            mine = [line for line in whole if line["role"] == role]
            assert (count, up, down) == (
                len(mine),
                pytest.approx(sum(line["up"] for line in mine), abs=1e-9),
                pytest.approx(sum(line["down"] for line in mine), abs=1e-9),
            )
    assert lines > 1
    assert bool(changed) == (as_of is not None and as_of < date(2018, 10, 1))


# --- what a page costs ---


def lengthen(world, lines: int) -> None:
    for number in range(lines):
        claim = make_claim(chain=[world.monitor], statement="It rained")
        day = FIRST + timedelta(days=number % 3)
        make_ledger_entry(world.monitor, claim, role="origin", partner=world.claims[5], date=day)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"as_of": "2021-05-20"},
        {"role": "origin"},
        {"kind": "corroborated"},
        {"topic": OTHER},
        {"role": "origin", "kind": "corroborated", "as_of": "2021-05-20"},
    ],
)
def test_a_page_reads_no_more_of_a_longer_ledger(client, world, query):
    def cost(address: str) -> tuple[Read, str]:
        with reading() as read:
            page = client.get(address, {} if "?" in address else {**query, "page_size": 10}).json()
        assert len(page["results"]) == 10
        return read, page["next"]

    address = "/api/v1/sources/silesian-monitor/ledger/"
    make_record(world.monitor, role="own")
    lengthen(world, 30)
    first, following = cost(address)
    second, _ = cost(following)
    lengthen(world, 60)
    again, following = cost(address)
    after, _ = cost(following)
    assert (again, after) == (first, second)
