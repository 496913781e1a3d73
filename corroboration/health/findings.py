"""What is wrong, in words, and what to do about it: the admin's page on health."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from claims.models import Article
from corroboration.health import alive, probes
from corroboration.health.figures import Figures, Waiting, figures
from corroboration.models import Wiping
from corroboration.selectors import stuck

GIGABYTE = 1_000_000_000
LITTLE, LAST = 0.10, 0.03  # free of a disk: somebody should look; nothing can be stored soon
ENOUGH = {LITTLE: 10 * GIGABYTE, LAST: GIGABYTE}  # on however large a disk
OLD_BACKUP = timedelta(days=2)
LONG = timedelta(minutes=5)
WORKS = {
    "articles": "Articles are taken in and not read.",
    "settle": "Articles are read, and clusters and scores don’t follow.",
    "fetch": "Feeds, pages and webhooks stand still.",
}

WITHOUT_BEAT = "Without beat no feed is polled, no page looked at again, nothing lost is found."


class Level(StrEnum):
    BROKEN = "broken"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Finding:
    """what: that is wrong. do: about it. link: where."""

    level: Level
    what: str
    do: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """findings: the broken first. checked: what was looked at and is well. figures None: the database is none that they
    can be read from."""

    findings: tuple[Finding, ...]
    checked: tuple[str, ...] = ()
    figures: Figures | None = None

    @property
    def stages(self) -> list[tuple[str, Waiting]]:
        """What waits in each state, as pages name these."""
        waits = self.figures.articles if self.figures else {}
        return [(Article.State(state).label, waiting) for state, waiting in waits.items()]


def report(*, now: datetime) -> Report:
    """In a fixed number of queries. Where tables may be missing nothing else is asked of them."""
    checks = probes.ready()
    if outdated := tuple(_migrations(checks)):
        return Report((*outdated, *_broker(checks)))
    found, late = figures(now=now), stuck.counts(now=now)
    looked: Mapping[str, Callable[[], Iterator[Finding]]] = {
        "the database is up to date": lambda: _migrations(checks),
        "the broker answers": lambda: _broker(checks),
        "beat and the workers of every queue were heard of": lambda: _silent(found, now),
        "no article is stuck": lambda: _stuck(late),
        "what was read is settled in time": lambda: _settling(found),
        "feeds are heard": lambda: _feeds(found),
        "webhooks are received": lambda: _webhooks(found),
        "there is room on the disk": lambda: _disk(found),
        "the latest backup is fresh": lambda: _backup(found),
        "what was taken down is gone from the files of the database": lambda: _wiping(now),
    }
    said = {name: list(check()) for name, check in looked.items()}
    wrong = sorted((each for several in said.values() for each in several), key=lambda each: each.level != Level.BROKEN)
    return Report(tuple(wrong), tuple(name for name, several in said.items() if not several), found)


def _migrations(checks: Mapping[str, str]) -> Iterator[Finding]:
    if (said := checks.get("migrations", probes.OK)) != probes.OK:
        yield Finding(
            Level.BROKEN, f"Migrations: {said}.", "Stop the workers, run manage.py migrate, start them again."
        )


def _broker(checks: Mapping[str, str]) -> Iterator[Finding]:
    if (said := checks["broker"]) != probes.OK:
        yield Finding(
            Level.BROKEN,
            f"The broker: {said}. Nothing is lost: what was taken in waits in the database.",
            "See that it runs and that REDIS_URL or BROKER_URL leads to it; on one machine, that DATA_DIR is writable.",
        )


def _silent(found: Figures, now: datetime) -> Iterator[Finding]:
    heard = {name: now - timedelta(seconds=seconds) for name, seconds in found.heard.items()}
    if found.beat is not None:
        heard[alive.BEAT] = now - timedelta(seconds=found.beat)
    gone, minutes = alive.silent(heard, now=now), round(alive.patience() / timedelta(minutes=1))
    if set(alive.QUEUES) <= set(gone):
        last = f"since {max(heard.values()):%-d %b, %H:%M} UTC" if heard else "yet"
        yield Finding(
            Level.BROKEN,
            f"No worker was heard of {last}: beat is silent, or the broker is away, or no worker runs.",
            f"See that beat runs (exactly one), then the workers. {WITHOUT_BEAT}",
        )
        return
    for name in gone:
        if name == alive.BEAT:
            yield Finding(
                Level.BROKEN,
                f"Workers work, and beat wasn’t heard of for {minutes} minutes. {WITHOUT_BEAT}",
                "Start it: celery -A config beat. If it runs, its tasks wait behind others: add workers.",
            )
        else:
            yield Finding(
                Level.BROKEN,
                f"No worker of the queue “{name}” was heard of for {minutes} minutes. {WORKS[name]}",
                f"Start one: celery -A config worker -Q {name}.",
            )


def _stuck(late: Mapping[str, int]) -> Iterator[Finding]:
    page = reverse("admin:claims_article_stuck")
    if count := late["failed"]:
        yield Finding(
            Level.LOOK, f"{_many(count, 'article')} set aside with an error.", "Read why, and try them again.", page
        )
    if count := late["late"]:
        yield Finding(
            Level.LOOK,
            f"{_many(count, 'article')} waiting in one stage for more than five minutes.",
            "After a large import that is to be expected: add workers. Otherwise see which stage they wait for.",
            page,
        )


def _settling(found: Figures) -> Iterator[Finding]:
    waited = timedelta(seconds=found.last_settled_wait.oldest)
    if waited > LONG:
        minutes = round(waited / timedelta(minutes=1))
        yield Finding(
            Level.LOOK,
            f"What was read has waited {minutes} minutes to be settled.",
            "One worker settles at a time: see that one runs for the queue “settle”, and that the database is quick.",
        )


def _feeds(found: Figures) -> Iterator[Finding]:
    if count := found.feeds["failing_long"]:
        yield Finding(
            Level.LOOK,
            f"{_many(count, 'feed')} failing again and again: the silence of their outlets counts for nothing.",
            "See the error of each; correct the address, or pause the feed.",
            f"{reverse('admin:sources_feed_changelist')}?does=look",
        )


def _webhooks(found: Figures) -> Iterator[Finding]:
    page = reverse("admin:corroboration_webhook_changelist")
    if count := found.webhooks_off:
        yield Finding(
            Level.LOOK,
            f"{_many(count, 'webhook')} switched off, because nothing was received for days or the receiver said so.",
            "Why, its page says. Ask the owners.",
            page,
        )
    if count := found.webhooks_failing:
        yield Finding(
            Level.LOOK, f"{_many(count, 'webhook')} whose last delivery failed.", "It is tried for three days.", page
        )


def _disk(found: Figures) -> Iterator[Finding]:
    free, whole = found.disk
    if _short(free, whole, LITTLE):
        level = Level.BROKEN if _short(free, whole, LAST) else Level.LOOK
        yield Finding(
            level,
            f"The disk of DATA_DIR is nearly full: {filesizeformat(free)} of {filesizeformat(whole)} are free.",
            "Delete old backups, or give it more room. Without any, nothing can be taken in or decided.",
        )


def _short(free: int, whole: int, part: float) -> bool:
    return free < min(part * whole, ENOUGH[part])


def _backup(found: Figures) -> Iterator[Finding]:
    if found.backup is None:
        yield Finding(
            Level.LOOK,
            "There is no backup in BACKUP_FOLDER, or the web server may not read it.",
            "Run manage.py backup every day, and keep copies elsewhere. If they are there, set BACKUP_FOLDER.",
        )
    elif found.backup > OLD_BACKUP.total_seconds():
        days = int(found.backup // 86_400)
        yield Finding(Level.LOOK, f"The latest backup is {days} days old.", "See why manage.py backup no longer runs.")


def _wiping(now: datetime) -> Iterator[Finding]:
    if wiping := Wiping.objects.order_by("since").first():
        tried = f"It is tried again at {wiping.since:%H:%M} UTC." if wiping.since > now else "It comes next."
        yield Finding(
            Level.LOOK,
            "Words that were taken down are gone from all rows, and the files of the database still hold them.",
            f"They are written anew once all is settled and nobody else writes. {tried} On SQLite that takes free disk "
            "for twice the database, and while it goes on nothing can be written.",
            reverse("admin:corroboration_takedown_changelist"),
        )


def _many(count: int, name: str) -> str:
    return f"{count:,} {name}" if count == 1 else f"{count:,} {name}s"
