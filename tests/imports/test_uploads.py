"""A file handed in through the browser: kept as it came, and taken in by workers a turn at a time."""

import gzip
import json
import tracemalloc
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


def bomb(size: int = 30_000_000) -> bytes:
    """A few bytes that unpack to so many: an article, then a line that doesn't end."""
    return gzip.compress(lines(4) + b"x" * size)


@pytest.mark.parametrize("name", ["bomb.ndjson.gz", "bomb.csv.gz"])
def test_one_that_unpacks_to_too_much_is_stopped_there(name, checker, settings):
    settings.UPLOAD_UNPACKED_BYTES = 1_000_000
    table = gzip.compress(b"external_id,outlet,published_at,text\n1,A,2021-05-04,One.\n" + b"x" * 30_000_000)
    hand_in(checker, table if "csv" in name else bomb(), name)
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    row = Import.objects.get()
    assert row.state == "failed"
    assert row.error == f"{name}: unpacks to more than 1,000,000 bytes: expected at most so many"
    assert not ImportPart.objects.exists()
    assert most < 15_000_000


@pytest.mark.parametrize("where", ["a head", "a body", "what is passed over"])
def test_an_archive_that_unpacks_to_too_much_is_stopped_there(where, checker, settings):
    settings.UPLOAD_UNPACKED_BYTES = 1_000_000
    crawl = Crawl()
    crawl.response("https://nobody.example/a", page())
    if where == "a head":
        crawl.out.write(gzip.compress(b"WARC/1.1\r\nX: " + b"x" * 30_000_000))
    else:
        crawl.response("https://nobody.example/b", b" " * 30_000_000, kind="text/html" if where == "a body" else "x/y")
    hand_in(checker, crawl.out.getvalue(), "in.warc.gz", outlet="Ostrava Post")
    work()
    row = Import.objects.get()
    assert (row.state, row.error.partition(":")[2][:30]) == ("failed", " unpacks to more than 1,000,00")


def test_one_of_which_too_much_is_refused_is_given_up(checker, monkeypatch):
    monkeypatch.setattr(taking, "BATCH", 4)
    monkeypatch.setattr(uploads, "MOST_REFUSED", 10)
    hand_in(checker, b"{}\n" * 20)
    work()
    row = Import.objects.get()
    assert (row.state, row.rejected, ImportReject.objects.count()) == ("failed", 12, 12)
    assert "12 of its records were refused" in row.error


def test_of_a_long_record_that_is_refused_the_beginning_is_kept(checker):
    hand_in(checker, json.dumps({"text": "a" * 300_000}).encode())
    work()
    assert len(json.loads(ImportReject.objects.get().line)["input"]) == 200_000


def test_a_worker_s_death_counts_only_where_nothing_was_stored_since(checker, monkeypatch):
    monkeypatch.setattr(taking, "BATCH", 4)
    hand_in(checker, lines())
    Import.objects.update(attempts=3)
    taken = []

    def take(*arguments, **options):
        taken.append(1)
        return taking.take(*arguments, **options) if len(taken) == 1 else 1 / 0

    monkeypatch.setattr(uploads, "take", take)
    with pytest.raises(ZeroDivisionError):
        work()
    assert Import.objects.get().attempts == 0


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
