"""The files of the database are rid of what was taken down, however long that takes; where the words are is told."""

import sqlite3
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from claims.models import Article
from corroboration import tasks
from corroboration.erased import erasing
from corroboration.models import Takedown, Wiping
from corroboration.takedown import wiping
from tests.factories import make_article
from tests.people import make_admin

SQLITE = connection.vendor == "sqlite"
only_sqlite = pytest.mark.skipif(not SQLITE, reason="PostgreSQL has no file that is written anew")
HOUR = timedelta(hours=1)
FILES = "gone from all rows; the files of the database still hold them"


def erased(now) -> Article:
    """An article whose words were erased."""
    row = make_article(text="", erased_at=now)
    erasing.order_wiping(now=now)
    return row


def asked(done) -> list[str]:
    """What the database was asked for while that was done."""
    with CaptureQueriesContext(connection) as queries:
        done()
    return [query["sql"] for query in queries if query["sql"].startswith(("VACUUM", "PRAGMA wal"))]


def test_it_may_take_longer_than_any_other_task():
    """3 GB took 160 s on a busy machine, and 13 GB are a million claims; other tasks are killed after 240 s."""
    assert tasks.wipe.time_limit == tasks.wipe.soft_time_limit == wiping.SECONDS
    assert wiping.SECONDS >= 50 * settings.CELERY_TASK_TIME_LIMIT
    [entry] = [each for each in settings.CELERY_BEAT_SCHEDULE.values() if each["task"] == tasks.wipe.name]
    assert entry["schedule"] <= 60


@only_sqlite
@pytest.mark.usefixtures("kept_rows")
def test_while_somebody_reads_the_old_log_it_is_not_gone_and_not_written_anew_each_time(monkeypatch):
    monkeypatch.setattr(wiping, "TURNS", 1)
    now = timezone.now()
    row = erased(now)
    reader = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM claims_article").fetchone()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    assert [sql.split("(")[0] for sql in asked(lambda: wiping.wipe(now=now))] == ["VACUUM", "PRAGMA wal_checkpoint"]
    assert wiping.whereabouts(row.erased_at) == FILES
    assert Wiping.objects.get().since == now + wiping.SOON
    reader.close()
    later = now + wiping.SOON
    assert [sql.split("(")[0] for sql in asked(lambda: wiping.wipe(now=later))] == ["PRAGMA wal_checkpoint"]
    assert wiping.whereabouts(row.erased_at) == wiping.GONE["sqlite"]
    connection.close()


@pytest.mark.django_db
def test_what_is_erased_while_it_goes_on_is_asked_for_anew(monkeypatch):
    now = timezone.now()
    first = erased(now)
    later = now + timedelta(minutes=1)

    def meanwhile(*args) -> bool:
        erased(later)
        return True

    monkeypatch.setattr(wiping, "_sqlite" if SQLITE else "_postgres", meanwhile)
    wiping.wipe(now=now)
    assert Wiping.objects.get().since == later
    assert wiping.whereabouts(first.erased_at) == FILES, "not known better"
    monkeypatch.setattr(wiping, "_sqlite" if SQLITE else "_postgres", lambda *args: True)
    assert wiping.wipe(now=later)
    assert wiping.whereabouts(later) == wiping.GONE[connection.vendor]


@pytest.mark.django_db
def test_where_others_write_it_is_tried_again_after_an_hour(monkeypatch):
    now = timezone.now()
    erased(now)

    def locked(*args):
        raise OperationalError("database is locked")

    monkeypatch.setattr(wiping, "_sqlite" if SQLITE else "_postgres", locked)
    assert not wiping.wipe(now=now)
    assert Wiping.objects.get().since == now + wiping.AGAIN
    monkeypatch.setattr(wiping, "_sqlite" if SQLITE else "_postgres", lambda *args: True)
    assert not wiping.wipe(now=now + HOUR / 2)
    assert wiping.wipe(now=now + HOUR)


@pytest.mark.django_db
def test_the_pages_say_truly_where_the_words_are(client):
    client.force_login(make_admin())
    now = timezone.now()
    row = make_article()
    takedown = Takedown.objects.create(
        public_id="a" * 24, at=now, by=make_admin("other"), reason="asked for", titles=False
    )
    takedown.texts.create(article=row.public_id, identity="i" * 64, text_hash="t" * 64, words_hash="w" * 64)
    listed, own = (
        reverse("admin:corroboration_takedown_changelist"),
        reverse("admin:claims_article_take_down", args=[row.pk]),
    )
    assert "still there: they go with the next settling" in client.get(listed).content.decode()
    Article.objects.filter(pk=row.pk).update(text="", erased_at=now)
    erasing.order_wiping(now=now)
    for page in (listed, own):
        assert FILES in client.get(page).content.decode()
    Wiping.objects.all().delete()
    for page in (listed, own):
        assert wiping.GONE[connection.vendor] in client.get(page).content.decode()
