"""The admin's page: what is wrong in words, and what to do."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from corroboration.health import alive, findings
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
    for queue in alive.QUEUES:
        alive.beat(queue, now=now - timedelta(seconds=seconds.get(queue, 5)))


def told() -> str:
    return " ".join(f"{each.what} {each.do}" for each in findings.report(now=timezone.now()).findings)


def test_all_is_well():
    heard_of()
    report = findings.report(now=timezone.now())
    assert report.findings == ()
    assert len(report.checked) == 9


def test_one_silent_queue_is_its_workers_all_are_beat():
    heard_of(settle=600)
    assert "No worker of the queue “settle”" in told()
    assert "clusters and scores don’t follow" in told()
    heard_of(settle=600, articles=600, fetch=600)
    assert "beat is silent, or the broker is away" in told()


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


@pytest.mark.parametrize(("free", "level"), [(50, None), (9, "look"), (2, "broken")])
def test_a_disk_that_is_nearly_full(monkeypatch, free, level):
    heard_of()
    usage = SimpleNamespace(free=free * findings.GIGABYTE // 10, total=10 * findings.GIGABYTE)
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage)
    found = [each.level for each in findings.report(now=timezone.now()).findings]
    assert found == ([level] if level else [])


def test_the_page_is_for_admins_and_says_what_to_do(client):
    heard_of(fetch=600)
    client.force_login(make_reader())
    assert client.get("/admin/health/").status_code == 403
    client.force_login(make_admin())
    page = client.get("/admin/health/").content.decode()
    assert "Broken" in page
    assert "celery -A config worker -Q fetch" in page
    assert "/admin/health/" in client.get("/admin/").content.decode()
