"""Counting that holds: real threads in real processes, on a file and on a real broker; and a broker that fails."""

import logging
import socket
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context

import pytest

from corroboration.limits import counting
from corroboration.limits.counting import BrokerCounter, Careful, FileCounter, MemoryCounter, Rate
from tests.services import broker

PROCESSES, THREADS, EACH = 4, 15, 5  # 300 in all
TEN = Rate(10, 60)


@pytest.fixture(scope="module")
def valkey(tmp_path_factory):
    with broker(tmp_path_factory.mktemp("valkey")) as url:
        yield url


@pytest.fixture
def clock(monkeypatch):
    """What a file counts by, in seconds."""

    class Clock:
        now = 1_800_000_000.0

    monkeypatch.setattr(counting.time, "time_ns", lambda: int(Clock.now * 1_000_000_000))
    return Clock


@pytest.fixture
def file(tmp_path):
    counter = FileCounter(tmp_path / "counts.sqlite3")
    yield counter
    counter.close()


def crowd(make, where) -> int:
    """How many of a process's share pass, asked for by its threads at once."""
    counter = make(where)
    with ThreadPoolExecutor(THREADS) as pool:
        taken = list(pool.map(lambda _: counter.take("crowd", TEN), range(THREADS * EACH)))
    return sum(each.passes for each in taken)


@pytest.mark.parametrize("make", [FileCounter, BrokerCounter])
def test_of_300_at_once_as_many_pass_as_may(make, tmp_path, request):
    where = tmp_path / "counts.sqlite3" if make is FileCounter else request.getfixturevalue("valkey")
    started = time.monotonic()
    with get_context("spawn").Pool(PROCESSES) as pool:
        passed = sum(pool.starmap(crowd, [(make, where)] * PROCESSES))
    assert TEN.count <= passed <= TEN.count + (time.monotonic() - started) // (TEN.seconds / TEN.count)


def test_a_quota_may_be_used_at_once_and_comes_back_evenly(file, clock):
    taken = [file.take("a", TEN) for _ in range(11)]
    assert [each.passes for each in taken] == [True] * 10 + [False]
    assert [each.left for each in taken] == [*range(9, -1, -1), 0]
    assert (taken[0].seconds_to_all, taken[0].seconds_to_next) == (6, 0)
    assert (taken[10].seconds_to_all, taken[10].seconds_to_next) == (60, 6)
    clock.now += 5.9
    assert (file.take("a", TEN).passes, file.take("a", TEN).seconds_to_next) == (False, 1)
    clock.now += 0.1
    assert [file.take("a", TEN).passes for _ in range(2)] == [True, False]


def test_more_a_second_than_there_are_microseconds_is_as_many_as_there_are(file, clock):
    taken = file.take("a", Rate(999_999_999, 1))
    assert (taken.passes, taken.left) == (True, 999_999)


def test_who_waits_as_long_as_told_passes(file, clock):
    rate = Rate(7, 60)  # of which a share is no whole number of seconds
    for _ in range(30):
        taken = file.take("a", rate)
        clock.now += taken.seconds_to_next
        if not taken.passes:
            assert file.take("a", rate).passes


def test_a_quota_is_never_had_twice_around_the_turn_of_a_minute(file, clock):
    clock.now += 59.9 - clock.now % 60
    passed = sum(file.take("a", TEN).passes for _ in range(20))
    clock.now += 0.2
    assert passed + sum(file.take("a", TEN).passes for _ in range(20)) == 10


def test_everybody_has_a_quota_of_their_own(file, clock):
    assert [file.take(key, Rate(1, 60)).passes for key in ("a", "b", "a")] == [True, True, False]


def test_a_clock_that_was_set_back_shuts_nobody_out_for_longer_than_the_difference(file, clock):
    file.take("a", Rate(1, 60))
    clock.now -= 30
    taken = file.take("a", Rate(1, 60))
    assert (taken.passes, taken.left, taken.seconds_to_next) == (False, 0, 90)


def test_the_file_forgets_who_has_all_of_the_quota_again(file, clock, monkeypatch):
    file.take("a", TEN)
    clock.now += 120
    monkeypatch.setattr(counting, "SWEEP", -1)
    file.take("b", TEN)
    with sqlite3.connect(file.path) as read:
        assert read.execute("SELECT key FROM asked").fetchall() == [("b",)]
    read.close()


def test_a_broker_that_is_away_closes_nothing_and_is_logged_once(file, caplog, monkeypatch):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound, and not listening: refused
        careful = Careful([BrokerCounter(f"redis://127.0.0.1:{nobody.getsockname()[1]}/0"), file])
        with caplog.at_level(logging.WARNING):
            passed = [careful.take("a", Rate(2, 60)).passes for _ in range(3)]
            monkeypatch.setattr(counting, "REST", -1)
            careful._rests.update({0: 0})
            careful.take("a", TEN)
    assert passed == [True, True, False]  # this machine counts for itself
    assert [record.message.split(" can't")[0] for record in caplog.records] == ["BrokerCounter"]


def test_a_broker_that_answers_nothing_holds_nobody_up(file):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        careful = Careful([BrokerCounter(f"redis://127.0.0.1:{silent.getsockname()[1]}/0"), file])
        started = time.monotonic()
        assert careful.take("a", TEN).passes
        first = time.monotonic() - started
        for _ in range(100):
            careful.take("a", TEN)
    assert first < 5 * counting.PATIENCE
    assert time.monotonic() - started - first < 1  # it is left alone meanwhile


def test_a_broker_that_comes_back_counts_again(valkey, file, monkeypatch):
    careful = Careful([BrokerCounter(valkey), file])
    careful._rests[0] = time.monotonic() + 100
    assert careful.take("back", Rate(1, 60)).passes
    careful._rests[0] = 0
    assert careful.take("back", Rate(1, 60)).passes  # the broker has not heard of the first
    assert careful._rests == {}
    assert not careful.take("back", Rate(1, 60)).passes


def test_where_nothing_that_is_shared_can_count_each_process_does(tmp_path, caplog):
    careful = Careful([FileCounter(tmp_path)])  # a folder
    with ThreadPoolExecutor(THREADS) as pool:
        taken = list(pool.map(lambda _: careful.take("a", TEN), range(100)))
    assert sum(each.passes for each in taken) == TEN.count
    assert careful.take("b", TEN).passes
    assert len([record for record in caplog.records if "can't count" in record.message]) == 1


def test_a_process_counts_as_the_file_does(file, clock, monkeypatch):
    monkeypatch.setattr(counting.time, "monotonic_ns", lambda: int(clock.now * 1_000_000_000))
    memory = MemoryCounter()
    for step in (0, 0, 0, 3, 0, 10, 0, 0, 0, 70, 1):
        clock.now += step
        for _ in range(3):
            assert memory.take("a", TEN) == file.take("a", TEN)


def test_a_process_lets_go_of_who_has_all_of_the_quota_again(clock, monkeypatch):
    monkeypatch.setattr(counting.time, "monotonic_ns", lambda: int(clock.now * 1_000_000_000))
    monkeypatch.setattr(counting, "MOST_KEPT", 3)
    memory = MemoryCounter()
    for key in "abc":
        memory.take(key, TEN)
    clock.now += 120
    memory.take("d", TEN)
    assert set(memory._free) == {"d"}
