"""A file handed in through the browser: kept as it came, and taken in by workers a turn at a time."""

import gzip
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from corroboration import tasks
from corroboration.imports import taking, uploads
from corroboration.imports.models import Import, ImportPart, ImportReject
from tests.imports.crawled import Crawl, page
from tests.imports.doors import article, stored
from tests.people import make_checker

pytestmark = pytest.mark.django_db
BAD = {"external_id": "bad", "outlet": "Ostrava Post", "published_at": "soon", "text": "A bridge.\x00"}


@pytest.fixture
def checker(client):
    person = make_checker("checker")
    client.force_login(person)
    return client


def lines(count: int = 20) -> bytes:
    return b"".join(json.dumps(BAD if n % 5 == 4 else article(n)).encode() + b"\n" for n in range(count))


def hand_in(client, content: bytes, name: str = "in.ndjson", **fields):
    return client.post("/articles/add/files/", {"file": SimpleUploadedFile(name, content), **fields})


def work(**options) -> None:
    for import_id in uploads.due(timezone.now()):
        uploads.work(import_id, clock=timezone.now, **options)


def test_a_file_is_kept_taken_in_and_told_of(checker, wakeups, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = hand_in(checker, lines())
    row = Import.objects.get()
    assert answer.status_code == 302
    assert answer.url == f"/articles/add/files/{row.run}/"
    assert wakeups == [("corroboration.tasks.take_in_file", {"import_id": row.pk})]
    assert "Waiting for a worker" in checker.get(answer.url).content.decode()
    tasks.take_in_file(import_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.accepted, row.rejected, row.token) == ("done", 16, 4, None)
    assert len(stored()) == 16
    assert not ImportPart.objects.exists()
    shown = checker.get(answer.url).content.decode()
    assert "Taken in." in shown
    assert "Line 5" in shown
    part = checker.get(answer.url, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<div") and "hx-get" not in part
    kept = checker.get(f"{answer.url}rejects/")
    rejects = [json.loads(line) for line in b"".join(kept.streaming_content).splitlines()]
    assert [(line["file"], line["line"]) for line in rejects] == [("in.ndjson", n) for n in (5, 10, 15, 20)]
    assert json.loads(rejects[0]["input"]) == BAD
    assert "attachment" in kept["Content-Disposition"]


def test_it_is_taken_in_a_turn_at_a_time(checker, monkeypatch, wakeups):
    monkeypatch.setattr(taking, "BATCH", 4)
    monkeypatch.setattr(uploads, "PART", 100)
    hand_in(checker, lines())
    positions = []
    for _ in range(10):
        work(seconds=0)
        row = Import.objects.get()
        positions.append(row.position)
        if row.finished_at:
            break
    assert positions == [4, 8, 12, 16, 20, 20]
    assert (row.accepted, row.rejected, ImportReject.objects.count(), len(stored())) == (16, 4, 4, 16)


def test_one_whose_worker_died_goes_on_when_its_lease_is_over(checker, monkeypatch):
    hand_in(checker, lines())
    monkeypatch.setattr(uploads, "take", lambda *arguments, **options: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        work()
    monkeypatch.undo()
    assert uploads.due(timezone.now()) == []
    later = timezone.now() + timedelta(hours=1)
    (import_id,) = uploads.due(later)
    assert uploads.work(import_id, clock=lambda: later)
    assert Import.objects.get().state == "done"


def test_one_that_kills_its_workers_is_given_up(checker):
    hand_in(checker, lines())
    Import.objects.update(attempts=4)
    work()
    row = Import.objects.get()
    assert (row.state, len(stored())) == ("failed", 0)
    assert "died 4 times" in row.error


@pytest.mark.parametrize(
    ("name", "content", "fields"),
    [
        ("in.ndjson.gz", gzip.compress(lines()), {}),
        ("in.dat", lines(), {"format": "ndjson"}),
        (
            "in.csv",
            "Id,outlet,published_at,text\r\n1,Ostrava Post,2021-05-04,Ostravě\r\n".encode("windows-1250"),
            {"names": "external_id=Id", "encoding": "windows-1250", "language": "cs"},
        ),
    ],
)
def test_it_is_read_as_its_name_or_its_giver_says(name, content, fields, checker):
    hand_in(checker, content, name, **fields)
    work()
    assert Import.objects.get().accepted >= 1


def test_an_archive_is_taken_in_with_its_revisits(checker):
    crawl = Crawl()
    first = crawl.response("https://nobody.example/a", page())
    crawl.revisit("https://nobody.example/b", first)
    hand_in(checker, crawl.out.getvalue(), "in.warc.gz", outlet="Ostrava Post")
    work()
    assert set(stored()) == {"https://nobody.example/a", "https://nobody.example/b"}


def test_what_is_said_of_the_whole_file_is_shown(checker):
    hand_in(checker, b"external_id,outlet,published_at,text,Colour\n1,A,2021-05-04,One.,red\n", "in.csv")
    hand_in(checker, b"a,b\n1,2\n", "other.csv")
    work()
    done, failed = Import.objects.order_by("pk")
    assert (done.state, failed.state) == ("done", "failed")
    assert "in.csv: columns not used: Colour" in checker.get(f"/articles/add/files/{done.run}/").content.decode()
    shown = checker.get(f"/articles/add/files/{failed.run}/").content.decode()
    assert "other.csv: no column for external_id, outlet" in shown


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"file": ""}, "This field is required"),
        ({"encoding": "utf-99"}, "No such encoding"),
        ({"names": "colour=red"}, "expected FIELD=NAME"),
        ({"format": "folder"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_with_the_form_is_said_at_its_fields(fields, words, checker):
    answer = checker.post("/articles/add/files/", {"file": SimpleUploadedFile("in.ndjson", b"{}"), **fields})
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Import.objects.exists()


def test_a_file_that_is_too_large_is_refused(checker, monkeypatch):
    monkeypatch.setattr("corroboration.imports.forms.LARGEST", 10)
    answer = hand_in(checker, lines())
    assert answer.status_code == 400
    assert "expected at most 10" in answer.content.decode()


def test_a_sweep_finds_what_a_lost_message_left(checker, wakeups):
    hand_in(checker, lines())
    wakeups.clear()
    tasks.sweep()
    assert ("corroboration.tasks.take_in_file", {"import_id": Import.objects.get().pk}) in wakeups


def test_its_pages_take_so_many_queries(checker, django_assert_num_queries):
    for _ in range(3):
        hand_in(checker, lines())
        with django_assert_num_queries(5):
            checker.get("/articles/add/files/")
    work()
    row = Import.objects.first()
    with django_assert_num_queries(5):
        checker.get(f"/articles/add/files/{row.run}/")
