"""Metrics: off by default, for a token or networks, the same whichever process answers."""

import json
import re
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from corroboration.health import alive, timing
from corroboration.health.figures import figures
from tests.factories import make_article

pytestmark = pytest.mark.django_db
LINE = re.compile(r'second_source_[a-z_]+(?:\{[a-z]+="[^"]*"(?:,[a-z]+="[^"]*")*\})? -?[0-9.e+]+')


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch):
    settings.METRICS_FOLDER = tmp_path / "metrics"
    monkeypatch.setattr(timing.timings, "_pid", 0)
    return settings.METRICS_FOLDER


def ask(client, **headers):
    return client.get("/metrics", headers=headers)


def test_off_unless_somebody_is_let_in(client, settings):
    assert ask(client).status_code == 404
    settings.METRICS_TOKEN = "s3cret"
    assert ask(client).status_code == 404
    assert ask(client, authorization="Bearer wrong").status_code == 404
    assert ask(client, authorization="Bearer s3cret").status_code == 200
    settings.METRICS_TOKEN, settings.METRICS_NETWORKS = "", ["10.0.0.0/8"]
    assert ask(client).status_code == 404
    assert client.get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == 200


def told(client, settings) -> dict[str, float]:
    settings.METRICS_TOKEN = "s3cret"
    body = ask(client, authorization="Bearer s3cret").content.decode()
    rows = [row for row in body.splitlines() if not row.startswith("#")]
    assert all(LINE.fullmatch(row) for row in rows), [row for row in rows if not LINE.fullmatch(row)]
    return {name: float(value) for name, _, value in (row.rpartition(" ") for row in rows)}


def test_queue_leases_and_dead_rows(client, settings):
    now = timezone.now()
    waiting = {"next_attempt_at": now, "waiting_since": now - timedelta(minutes=7)}
    make_article(state="received", **waiting)
    make_article(state="received", token="0" * 32, lease_until=now - timedelta(seconds=9), attempts=2, **waiting)
    make_article(state="linked", **waiting)
    make_article(state="failed", error="ValueError: no", **waiting)
    alive.beat("settle", now=now - timedelta(seconds=40))
    found = told(client, settings)
    assert found['second_source_articles_waiting{state="received"}'] == 2
    assert found['second_source_articles_waiting_seconds{state="received"}'] >= 420
    assert found["second_source_leases_expired"] == 1
    assert found["second_source_articles_tried_again"] == 1
    assert found["second_source_articles_dead"] == 1
    assert found["second_source_settle_lag_seconds"] >= 420
    assert found['second_source_worker_silent_seconds{queue="settle"}'] >= 40
    assert found["second_source_disk_free_bytes"] > 0


def test_requests_of_all_processes_are_added_up_by_route(client, settings, folder):
    client.get("/healthz")
    timing.timings.flush()
    other = [["healthz", "GET", "2xx", [3.0] + [0.0] * 9 + [1.0, 12.5]]]
    (folder / "other.json").write_text(json.dumps(other))
    (folder / "torn.json").write_text("[[")
    found = told(client, settings)
    of = 'route="healthz",method="GET",status="2xx"'
    assert found[f"second_source_request_seconds_count{{{of}}}"] == 5
    assert found[f'second_source_request_seconds_bucket{{{of},le="+Inf"}}'] == 5
    assert found[f'second_source_request_seconds_bucket{{{of},le="10.0"}}'] == 4
    assert found[f"second_source_request_seconds_sum{{{of}}}"] >= 12.5


def test_what_a_process_counted_last_is_told_by_the_others_though_it_is_asked_nothing_more(folder, monkeypatch):
    monkeypatch.setattr(timing, "EVERY", 0.05)
    for _ in range(3):
        timing.timings.note(("home", "GET", "2xx"), 0.02)
    until = time.monotonic() + 10
    while not (files := list(folder.glob("*.json"))) and time.monotonic() < until:
        time.sleep(0.02)
    assert json.loads(files[0].read_text()) == [["home", "GET", "2xx", [0.0, 3.0, *[0.0] * 9, pytest.approx(0.06)]]]


def test_a_process_that_ends_leaves_all_that_it_counted(folder):
    counting = (
        "import django; django.setup(); from django.conf import settings; from pathlib import Path; "
        "from corroboration.health.timing import timings; "
        f"settings.METRICS_FOLDER = Path({str(folder)!r}); "
        "[timings.note(('home', 'GET', '2xx'), 0.02) for _ in range(3)]"
    )
    subprocess.run([sys.executable, "-c", counting], check=True, timeout=60)
    assert [row[3][1] for file in folder.glob("*.json") for row in json.loads(file.read_text())] == [3.0]


def test_as_many_queries_however_much_there_is(django_assert_max_num_queries, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        figures(now=timezone.now())
    now = timezone.now()
    for _ in range(5):
        make_article(state="received", next_attempt_at=now, waiting_since=now)
    with django_assert_num_queries(len(few)):
        figures(now=now)
