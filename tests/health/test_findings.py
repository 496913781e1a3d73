"""The admin's page: what is wrong in words, and what to do."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from celery.signals import task_postrun, task_prerun
from django.db import connection
from django.utils import timezone

from corroboration import tasks  # noqa: F401 (listens to what workers do)
from corroboration.backups.unfinished import PREFIX as UNFINISHED
from corroboration.health import alive, findings
from corroboration.models import Wiping
from tests.factories import make_article, make_feed, make_source
from tests.people import make_admin, make_reader

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def backups(settings, tmp_path):
    settings.BACKUP_FOLDER = tmp_path / "backups"
    settings.BACKUP_FOLDER.mkdir()
    (settings.BACKUP_FOLDER / "today.zip").write_bytes(b"")
    return settings.BACKUP_FOLDER


def heard_of(**seconds: int) -> None:
    now = timezone.now()
    for name in (*alive.QUEUES, alive.BEAT):
        alive.beat(name, now=now - timedelta(seconds=seconds.get(name, 5)))


def told() -> str:
    return " ".join(f"{each.what} {each.do}" for each in findings.report(now=timezone.now()).findings)


def test_all_is_well():
    heard_of()
    report = findings.report(now=timezone.now())
    assert report.findings == ()
    assert len(report.checked) == 10


def test_one_silent_queue_is_its_workers_all_are_beat():
    heard_of(settle=600)
    assert "No worker of the queue “settle”" in told()
    assert "clusters and scores don’t follow" in told()
    heard_of(settle=600, articles=600, fetch=600)
    assert "beat is silent, or the broker is away" in told()
    heard_of(beat=600)
    assert "Workers work, and beat wasn’t heard of for 5 minutes" in told()


def test_a_worker_may_be_as_long_at_a_task_as_tasks_may_last(settings):
    heard_of(settle=settings.CELERY_TASK_TIME_LIMIT)
    assert told() == ""
    heard_of(settle=settings.CELERY_TASK_TIME_LIMIT + 61)
    assert "No worker of the queue “settle”" in told()


def test_workers_busy_with_what_waits_before_beats_tasks_are_heard_of(monkeypatch):
    monkeypatch.setattr(alive, "_told", {})
    task = SimpleNamespace(request=SimpleNamespace(is_eager=False, delivery_info={"routing_key": "articles"}))
    task_prerun.send(sender=None, task=task)
    assert set(alive.last()) == {"articles"}
    alive.beat("articles", now=timezone.now() - timedelta(hours=1))
    task_postrun.send(sender=None, task=task)
    assert timezone.now() - alive.last()["articles"] > timedelta(minutes=59), "one write in 20 seconds is enough"
    monkeypatch.setattr(alive, "_told", {})
    task_postrun.send(sender=None, task=task)
    assert timezone.now() - alive.last()["articles"] < timedelta(minutes=1)


def test_before_migrations_the_page_says_so_and_asks_nothing_of_tables_that_may_be_missing(client):
    client.force_login(make_admin())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'corroboration' AND name = '0047_heartbeats'")
        cursor.execute("DROP TABLE corroboration_heartbeat")
    answer = client.get("/admin/health/")
    assert answer.status_code == 200
    assert "1 to be applied" in answer.content.decode()
    assert "Stop the workers, run manage.py migrate" in answer.content.decode()


def test_a_backup_that_is_being_made_is_none_yet(backups):
    heard_of()
    (backups / "today.zip").rename(backups / f"{UNFINISHED}today.zip")
    assert "There is no backup" in told()


def test_a_folder_of_backups_that_cannot_be_read_is_said_to_be_so(monkeypatch):
    heard_of()

    def refused(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.iterdir", refused)
    assert "the web server may not read it" in told()


def test_stuck_articles_failing_feeds_and_old_backups(backups, settings):
    heard_of()
    now = timezone.now()
    make_article(state="failed", error="ValueError: no", next_attempt_at=now, waiting_since=now)
    long_ago = now - timedelta(minutes=50)
    make_article(state="linked", next_attempt_at=long_ago, waiting_since=long_ago)
    feed = make_feed(make_source())
    from corroboration.models import FeedState

    FeedState.objects.update_or_create(
        feed=feed, defaults={"interval": 300, "failures": 4, "polled_at": now, "next_attempt_at": now}
    )
    (backups / "today.zip").unlink()
    said = told()
    for words in ("1 article set aside", "waited 50 minutes to be settled", "1 feed failing", "no backup"):
        assert words in said, words


@pytest.mark.parametrize(
    ("whole", "free", "level"),
    [(10, 5, None), (10, 0.9, "look"), (10, 0.2, "broken"), (1000, 20, None), (1000, 9, "look"), (1000, 0.9, "broken")],
)
def test_a_disk_that_is_nearly_full(monkeypatch, whole, free, level):
    heard_of()
    usage = SimpleNamespace(free=int(free * findings.GIGABYTE), total=whole * findings.GIGABYTE)
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage)
    found = [each.level for each in findings.report(now=timezone.now()).findings]
    assert found == ([level] if level else [])


def test_the_page_tells_one_size_of_the_disk(client, monkeypatch):
    heard_of()
    usage = SimpleNamespace(free=900_000_000, total=10**12)
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage)
    client.force_login(make_admin())
    page = client.get("/admin/health/").content.decode()
    assert page.count("858.3\xa0MB") == page.count("931.3\xa0GB") == 2


def test_the_page_is_for_admins_and_says_what_to_do(client):
    heard_of(fetch=600)
    client.force_login(make_reader())
    assert client.get("/admin/health/").status_code == 403
    client.force_login(make_admin())
    page = client.get("/admin/health/").content.decode()
    assert "Broken" in page
    assert "celery -A config worker -Q fetch" in page
    assert "/admin/health/" in client.get("/admin/").content.decode()


def test_words_that_the_files_still_hold_are_told_of():
    heard_of()
    now = timezone.now()
    row = Wiping.objects.create(since=now, erased_since=now)
    assert "the files of the database still hold them" in told()
    assert "It comes next." in told()
    row.since = now + timedelta(hours=1)
    row.save()
    assert f"It is tried again at {row.since:%H:%M} UTC." in told()
    row.delete()
    assert told() == ""
