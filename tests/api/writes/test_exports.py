"""Bulk export: the command's lines as a stream, none of it more than whole."""

import csv
import gzip
import http.client
import io
import json
import os
import socket
import subprocess
import sys
import threading
import time
import zlib
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corroboration import export
from corroboration.api import exports
from corroboration.export import Kind
from corroboration.one_moment import one_moment
from sources.models import Source
from tests.commands.exporting import exported
from tests.factories import make_article, make_decision, make_record, make_source

TOP = Path(__file__).resolve().parents[3]
ADDRESS = "/api/v1/exports/"
SENT = [kind for kind in export.KINDS if kind != "articles"]


def read(client, kind: str, **asked) -> bytes:
    response = client.get(f"{ADDRESS}{kind}/", asked)
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content)


def lines(body: bytes) -> list[dict]:
    return [json.loads(line) for line in body.splitlines()]


@pytest.mark.django_db
@pytest.mark.parametrize("day", [None, date(2021, 5, 20)])
@pytest.mark.parametrize("kind", SENT)
def test_lines_are_those_of_the_command(kind, day, world, client):
    make_decision(world.claims[:2])
    found = lines(read(client, kind, **({"as_of": day} if day else {})))
    assert found == exported(kind, as_of=day)
    assert found or day


@pytest.mark.django_db
def test_articles_come_without_their_text(world, client):
    found = lines(read(client, "articles"))
    assert [line["external_id"] for line in found] == ["am-1", "h-1", "c-1"]
    assert not any("text" in line for line in found)
    assert len(lines(read(client, "articles", as_of="2021-05-04"))) == 2
    with CaptureQueriesContext(connection) as queries:
        read(client, "articles")
    assert not any('"claims_article"."text"' in query["sql"] for query in queries)


@pytest.mark.django_db
def test_it_comes_with_a_name_and_its_type(world, client):
    response = client.get(f"{ADDRESS}claims/", {"format": "csv", "as_of": "2021-05-20"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="second-source-claims-2021-05-20.csv"'
    asked = client.get(f"{ADDRESS}sources/", HTTP_ACCEPT="text/csv")
    assert asked["Content-Disposition"] == 'attachment; filename="second-source-sources.csv"'
    assert client.get(f"{ADDRESS}sources/")["Content-Type"] == "application/x-ndjson; charset=utf-8"


@pytest.mark.django_db
def test_a_table_runs_no_formula_and_its_numbers_stay_numbers(world, client):
    Source.objects.filter(pk=world.herald.pk).update(name="=HYPERLINK(A1)")
    rows = list(csv.DictReader(io.StringIO(read(client, "sources", format="csv").decode())))
    assert next(row["name"] for row in rows if row["slug"] == "morning-herald") == "'=HYPERLINK(A1)"
    claims = list(csv.DictReader(io.StringIO(read(client, "claims", format="csv").decode())))
    assert {row["credibility"] for row in claims} == {"", "0.6"}


@pytest.mark.django_db
def test_private_persons_have_no_record_here_either(world, client):
    make_record(make_source("Jana Nováková", kind="person"))
    assert "jana-novakova" not in {line["source"] for line in lines(read(client, "track-records"))}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accepted", "packed"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("GZIP", True), ("", False), ("br", False), ("gzip;q=0", False)],
)
def test_it_is_packed_for_those_who_take_it(accepted, packed, world, client):
    response = client.get(f"{ADDRESS}claims/", HTTP_ACCEPT_ENCODING=accepted)
    body = b"".join(response.streaming_content)
    assert response.get("Content-Encoding") == ("gzip" if packed else None)
    assert "Accept-Encoding" in response["Vary"]
    assert (gzip.decompress(body) if packed else body) == read(client, "claims")


@pytest.mark.django_db
def test_a_head_reads_nothing(world, client):
    with CaptureQueriesContext(connection) as queries:
        response = client.head(f"{ADDRESS}claims/")
    assert (response.status_code, len(queries)) == (200, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        ("people/", {}, 404),
        ("claims/", {"as_of": "soon"}, 400),
        ("claims/", {"format": "xml"}, 400),
        ("claims/", {"format": "json"}, 400),
        ("claims/", {"outlet": "x"}, 400),
    ],
)
def test_what_is_asked_wrongly_is_refused(path, asked, status, client, conforms):
    response = client.get(f"{ADDRESS}{path}", asked)
    assert response.status_code == status
    conforms(response)


@pytest.mark.django_db
def test_readers_only(client, settings):
    settings.PUBLIC_READ = False
    assert client.get(f"{ADDRESS}claims/").status_code == 401


# --- what breaks off ---


@pytest.fixture
def broken(monkeypatch):
    def stream(as_of):
        yield from ({"id": number} for number in range(600))
        raise RuntimeError("the disk is gone")

    monkeypatch.setitem(exports.KINDS, "claims", Kind(("id",), stream))


def until_it_breaks(client, **asked) -> bytes:
    response = client.get(f"{ADDRESS}claims/", **asked)
    pieces = []
    with pytest.raises(RuntimeError):
        pieces.extend(pieces_noted(response, pieces))
    return b"".join(pieces)


def pieces_noted(response, pieces: list[bytes]) -> list[bytes]:
    for piece in response.streaming_content:
        pieces.append(piece)
    return []


@pytest.mark.django_db
def test_what_breaks_off_says_so_in_its_last_line(client, broken):
    *whole, last = lines(until_it_breaks(client))
    assert [line["id"] for line in whole] == list(range(500))
    assert (last["status"], last["title"], last["instance"]) == (500, "Internal Server Error", f"{ADDRESS}claims/")
    assert "broke off after 600 lines" in last["detail"]
    assert "disk" not in str(last)


@pytest.mark.django_db
def test_a_table_that_breaks_off_ends_with_a_cell_that_says_so(client, broken):
    rows = list(csv.reader(io.StringIO(until_it_breaks(client, data={"format": "csv"}).decode())))
    assert rows[-1] == ["An error of ours: the export broke off after 600 lines."]


@pytest.mark.django_db
def test_what_was_packed_breaks_off_without_its_end(client, broken):
    body = until_it_breaks(client, HTTP_ACCEPT_ENCODING="gzip")
    with pytest.raises(EOFError):
        gzip.decompress(body)
    assert "broke off" in lines(zlib.decompressobj(wbits=31).decompress(body))[-1]["detail"]


@pytest.fixture
def server(tmp_path):
    """The server that the project runs on, with a site whose export breaks off."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "tests.api.writes.breaking:application", "--threads", "2"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "DATA_DIR": str(tmp_path)}
    environment["DATABASE_URL"] = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    code = "import django; django.setup()\n"
    (tmp_path / "started.py").write_text(code)
    process = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}", "--config", str(tmp_path / "started.py")],
        cwd=TOP,
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield port
    process.terminate()
    process.wait(10)


def test_a_real_server_cuts_the_connection_before_the_end(server):
    for path, whole in (("/whole", True), ("/broken", False), ("/gzip", False)):
        asking = http.client.HTTPConnection("127.0.0.1", server, timeout=30)
        asking.request("GET", path)
        response = asking.getresponse()
        if whole:
            assert response.read() == b'{"id": "1"}\n'
        else:
            with pytest.raises(http.client.IncompleteRead) as cut:
                response.read()
            body = cut.value.partial
            body = zlib.decompressobj(wbits=31).decompress(body) if path == "/gzip" else body
            assert lines(body)[-1]["status"] == 500
        asking.close()


# --- one moment ---


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", list(exports.KINDS))
def test_each_can_be_read_in_one_moment(kind, client):
    make_article()
    for asked in ({}, {"as_of": "2021-05-20"}):
        read(client, kind, **asked)


@pytest.mark.django_db(transaction=True)
def test_what_is_written_meanwhile_is_not_in_it_and_does_not_wait(client):
    make_source("Morning Herald")
    with one_moment():
        assert Source.objects.count() == 1
        writing = threading.Thread(target=make_elsewhere)
        writing.start()
        writing.join(timeout=5)
        assert not writing.is_alive()
        assert Source.objects.count() == 1
    assert Source.objects.count() == 2


def make_elsewhere() -> None:
    make_source("Evening Courier")
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_what_nobody_reads_to_its_end_leaves_no_transaction_open(client):
    make_source("Morning Herald")
    response = client.get(f"{ADDRESS}sources/")
    next(iter(response.streaming_content))
    response.close()
    make_source("Evening Courier")
    with one_moment():
        assert Source.objects.count() == 2


@pytest.mark.django_db
def test_inside_a_transaction_it_is_that_transaction():
    with one_moment():
        make_source("Morning Herald")
    assert Source.objects.count() == 1
