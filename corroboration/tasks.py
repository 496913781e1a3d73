"""Celery's part: wake-ups that carry ids. What there is to do stands in the rows; a lost message only delays it."""

from celery import Task, shared_task
from celery.signals import task_postrun, task_prerun
from django.utils import timezone

from corroboration import batches, looking, once, pipeline, queue, retrieval, retrieving, settling, wakeup
from corroboration.audit import keeping as audit
from corroboration.erased import erasing
from corroboration.feeds import polling
from corroboration.fetching import politeness
from corroboration.health import alive as heartbeats
from corroboration.imports import uploads
from corroboration.interchange.looking import look as look_for_claims
from corroboration.takedown import wiping
from corroboration.webhooks import deliveries

SWEPT_AT_ONCE = 50  # wake-ups a sweep sends: enough for the seconds until the next, no flood when workers are few


@shared_task
def process_article(*, article_id: int) -> None:
    """Take one article from text to links. A second run finds nothing to do."""
    pipeline.process(article_id)


@shared_task(name="corroboration.tasks.settle")
def settle() -> None:
    """Group, relate and settle what waits. A second run finds nothing to do."""
    pipeline.settle()


@shared_task
def sweep() -> None:
    """Do again what a lost message, a killed worker or a restarted broker left undone."""
    now = timezone.now()
    queue.follow_clock(now=now)
    for article_id in queue.overdue(now).values_list("pk", flat=True)[:SWEPT_AT_ONCE]:
        wakeup.article(article_id)
    if queue.to_settle().exists() or settling.waiting() or erasing.waiting():
        wakeup.settle()
    for import_id in uploads.due(now):
        wakeup.file(import_id)
    once.forget(now=now)
    batches.forget(now=now)


@shared_task
def follow_clock() -> None:
    """Have all that waits beside articles wait no longer than we ever let it: the clock may have been put back."""
    now = timezone.now()
    deliveries.follow_clock(now=now)
    politeness.follow_clock(now=now)
    polling.follow_clock(now=now)
    retrieval.follow_clock(now=now)
    uploads.follow_clock(now=now)
    once.follow_clock(now=now)


@shared_task(time_limit=wiping.SECONDS, soft_time_limit=wiping.SECONDS)
def wipe() -> None:
    """Rid the files of the database of what was taken down: on a large one it takes as long as nothing else may."""
    wiping.wipe(now=timezone.now())


@shared_task
def alive(*, queue: str) -> None:
    """Note that a worker of a queue lives, and beat, which sent this."""
    for name in (queue, heartbeats.BEAT):
        heartbeats.beat(name, now=timezone.now())


@task_prerun.connect
@task_postrun.connect
def at_work(*, task: Task, **_: object) -> None:
    """Note of any task that its queue has a worker. Celery logs what is raised here, and goes on."""
    if not task.request.is_eager and (sent := task.request.delivery_info):
        heartbeats.working(sent["routing_key"], now=timezone.now())


@shared_task
def take_in_file(*, import_id: int) -> None:
    """Take in a part of an uploaded file. A second run meanwhile finds it taken."""
    uploads.work(import_id, clock=timezone.now)


@shared_task
def poll_feed(*, feed_id: int) -> None:
    """Poll one feed. A second run finds it not due."""
    polling.poll(feed_id, now=timezone.now())


@shared_task
def poll_feeds() -> None:
    """Have the feeds polled that are due. On the queue of those who poll: while they are busy nobody is woken."""
    for feed_id in polling.due(now=timezone.now()):
        wakeup.feed(feed_id)


@shared_task
def retrieve(*, retrieval_id: int) -> None:
    """Fetch a page that somebody asked for, and take it in. A second run finds nothing to do."""
    retrieving.retrieve(retrieval_id, now=timezone.now())


@shared_task
def look(*, page_id: int) -> None:
    """Look at a page again. A second run finds it not due."""
    looking.look(page_id, now=timezone.now())


@shared_task
def visit_pages() -> None:
    """Have the pages fetched, and looked at again, whose turn it is. On the queue of those who do: as with feeds."""
    now = timezone.now()
    for retrieval_id in retrieval.due_retrievals(now=now):
        wakeup.retrieval(retrieval_id)
    for page_id in retrieval.due_looks(now=now):
        wakeup.look(page_id)


@shared_task
def look_for_reviews() -> None:
    """Look for the claims that others' reviews are about: of new ones, else of some that nobody has answered."""
    look_for_claims(timezone.now())


@shared_task
def deliver(*, webhook_id: int) -> None:
    """Send a webhook what waits for it. A second run finds nothing to do, or another worker at it."""
    deliveries.deliver(webhook_id)


@shared_task
def sweep_deliveries() -> None:
    """Do again what lost messages and killed workers left undelivered, and wake those whose pause is over."""
    for webhook_id in deliveries.overdue(timezone.now()):
        wakeup.deliver(webhook_id)


@shared_task
def tidy_deliveries() -> None:
    """Delete what was delivered, or given up, long ago."""
    deliveries.tidy(now=timezone.now())


@shared_task
def tidy_pages() -> None:
    """Keep no longer the pages that have waited for a person for too long."""
    retrieving.tidy(now=timezone.now())


@shared_task
def tidy_audit() -> None:
    """Forget who wrote what so long ago that it needn't be known any more."""
    audit.forget(now=timezone.now())
