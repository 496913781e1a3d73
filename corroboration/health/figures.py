"""The figures behind metrics and findings, in a fixed number of queries whatever is stored."""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet

from claims.models import Article
from corroboration import queue
from corroboration.backups.unfinished import PREFIX as UNFINISHED
from corroboration.health import alive
from corroboration.models import Delivery, Import, Retrieval, Unsettled, Webhook
from corroboration.selectors.feeds import FAILING
from sources.models import Feed

STAGES = (*queue.UNFINISHED, Article.State.FAILED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits at one place. oldest: seconds; 0 where nothing waits."""

    count: int = 0
    oldest: float = 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """articles: by state, of those unfinished or set aside. expired: leases that ran out and nobody took up yet.
    unsettled: clusters that changed since they were settled. heard: seconds since a queue's worker was, by queue.
    beat: since it was; None: never. deliveries: by state, of webhooks. disk: free bytes, all bytes, of where DATA_DIR
    lies. backup: seconds since the newest; None: there is none, or the folder can't be read.
    """

    articles: dict[str, Waiting]
    expired: int
    tried_again: int
    unsettled: int
    last_settled_wait: Waiting
    retrievals: dict[str, Waiting]
    feeds: dict[str, int]
    deliveries: dict[str, Waiting]
    webhooks_off: int
    webhooks_failing: int
    imports_waiting: int
    heard: dict[str, float]
    beat: float | None
    disk: tuple[int, int]
    backup: float | None


def figures(*, now: datetime) -> Figures:
    heard = {name: (now - at).total_seconds() for name, at in alive.last().items()}
    articles = _by_state(Article.objects.filter(state__in=STAGES), "state", "waiting_since", now)
    unfinished = Article.objects.filter(state__in=queue.TO_PROCESS)
    leases = unfinished.aggregate(
        expired=Count("pk", filter=Q(lease_until__lt=now)), again=Count("pk", filter=Q(attempts__gt=1))
    )
    settle = [articles.get(state, Waiting()) for state in queue.TO_SETTLE]
    webhooks = Webhook.objects.aggregate(
        off=Count("pk", filter=~Q(switched_off="")), failing=Count("pk", filter=Q(active=True, failures__gt=0))
    )
    return Figures(
        articles={state: articles.get(state, Waiting()) for state in map(str, STAGES)},
        expired=leases["expired"],
        tried_again=leases["again"],
        unsettled=Unsettled.objects.count(),
        last_settled_wait=Waiting(sum(each.count for each in settle), max(each.oldest for each in settle)),
        retrievals=_by_state(Retrieval.objects.filter(state__in=Retrieval.OPEN), "state", "asked_at", now),
        feeds=_feeds(),
        deliveries=_by_state(Delivery.objects.filter(state=Delivery.State.WAITING), "state", "made_at", now)
        | _dead(now),
        webhooks_off=webhooks["off"],
        webhooks_failing=webhooks["failing"],
        imports_waiting=Import.objects.filter(way=Import.Way.UPLOAD, finished_at=None).count(),
        heard={queue: heard[queue] for queue in alive.QUEUES if queue in heard},
        beat=heard.get(alive.BEAT),
        disk=_disk(),
        backup=_backup(now),
    )


def _by_state(rows: QuerySet, state: str, since: str, now: datetime) -> dict[str, Waiting]:
    found = rows.order_by().values_list(state).annotate(Count("pk"), Min(since))
    return {str(name): Waiting(count, max(0.0, (now - oldest).total_seconds())) for name, count, oldest in found}


def _dead(now: datetime) -> dict[str, Waiting]:
    """Deliveries given up in the last day."""
    dead = Delivery.objects.filter(state=Delivery.State.DEAD, made_at__gte=now - timedelta(days=1))
    return {"dead": Waiting(dead.count())}


def _feeds() -> dict[str, int]:
    """Feeds in use: well, failing (their last poll did), failing again and again, and never polled."""
    counted = Feed.objects.filter(active=True).aggregate(
        well=Count("pk", filter=Q(state__failures=0, state__polled_at__isnull=False)),
        failing=Count("pk", filter=Q(state__failures__gt=0, state__failures__lt=FAILING)),
        failing_long=Count("pk", filter=Q(state__failures__gte=FAILING)),
        new=Count("pk", filter=Q(state__polled_at__isnull=True)),
    )
    return dict(counted)


def _disk() -> tuple[int, int]:
    usage = shutil.disk_usage(settings.DATA_DIR)
    return usage.free, usage.total


def _backup(now: datetime) -> float | None:
    """Seconds since the newest whole backup in the folder where `manage.py backup` writes, which another user's may be,
    and from which old ones go meanwhile."""
    times = []
    with suppress(OSError):
        for file in settings.BACKUP_FOLDER.iterdir():
            with suppress(FileNotFoundError):
                if file.is_file() and not file.name.startswith(UNFINISHED):
                    times.append(file.stat().st_mtime)
    return now.timestamp() - max(times) if times else None
