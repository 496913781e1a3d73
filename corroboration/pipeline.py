"""One article from text to track records, in order: the place to start reading.

    received -> extracted -> linked        process(): one article at a time, many workers side by side
    linked -> grouped -> related -> settled    settle(): everything that waits, by one worker at a time

Each stage stores its results and the new state in one transaction, so that a killed worker loses at most the stage
it was in. What is stored is a function of the articles, decisions and reference data, whatever the order of work.
"""

import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import Case
from django.utils import timezone

from claims.models import Article, Claim
from corroboration import (
    arrivals,
    claim_facets,
    decisions,
    effects,
    extraction,
    grouping,
    linking,
    mending,
    queue,
    readings,
    reference_changes,
    relating,
    revisions,
    search,
    settling,
    wakeup,
)
from corroboration.decisions import InForce, in_force
from corroboration.engine.values import Telling
from corroboration.erased import erasing, remains, restoring
from corroboration.evidence import in_chunks, tellings_of
from corroboration.logged import bound
from corroboration.models import Decision
from corroboration.queue import State, Taken
from corroboration.syndication.parses import Remembering
from corroboration.webhooks import announcing
from corroboration.webhooks.known import remember

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
SETTLE = "settle"  # the lease that makes settling the work of one worker at a time
# Settling costs about the same for one article as for many, so it waits for the others that are being read, but never
# longer than this.
LONGEST_WAIT = timedelta(seconds=20)
# Stored together. A run that is cut short, by its time limit or a kill, loses no more; with fifty a slow machine never
# got to the end of the first.
RELATED_AT_ONCE = 10  # clusters
BATCH = 500  # articles settled in one run: well within a task's time limit on two cores
# Errors that say nothing about an article: its turn comes again.
TRANSIENT = (queue.LeaseLost, OperationalError, SoftTimeLimitExceeded)


def process(article_id: int, *, clock: Clock = timezone.now) -> bool:
    """Take one article from text to links. A second run finds nothing to do. Returns whether there was work."""
    taken = queue.take(article_id, now=clock())
    if taken is None:
        return False
    _work_on(taken, clock)
    return True


def process_next(*, clock: Clock = timezone.now) -> bool:
    """Process the article that has waited longest. Returns whether there was one."""
    taken = queue.take_next(now=clock())
    if taken is None:
        return False
    _work_on(taken, clock)
    return True


def _work_on(taken: Taken, clock: Clock) -> None:
    with bound(article=taken.article.public_id):
        _work(taken, clock)


def _work(taken: Taken, clock: Clock) -> None:
    try:
        if taken.article.state == State.RECEIVED and taken.article.erased_at:
            with queue.finishing(taken, State.EXTRACTED, now=clock(), keep=True):
                restoring.store(taken.article)
                claim_facets.index([taken.article.pk])
        elif taken.article.state == State.RECEIVED:
            parser = Remembering(extraction.parser())
            read = extraction.read(taken.article, parser)  # no transaction is open while it computes
            with queue.finishing(taken, State.EXTRACTED, now=clock(), keep=True):
                parser.keep()
                extraction.store(taken.article, read)
                search.index(taken.article, read)
                claim_facets.index([taken.article.pk])
        text = tellings_of([taken.article.pk])[taken.article.pk]
        standing = _claims_of([taken.article.pk])
        own = {telling.id: telling for telling in text if telling.id in standing}
        episodes = linking.cut(own, text)
        with queue.holding(taken, now=clock()):
            found = linking.store_keys(own, episodes)
        links = linking.scored(linking.candidates(found), found)
        with queue.finishing(taken, State.LINKED, now=clock()):
            linking.store_links(links)
            transaction.on_commit(wakeup.settle, robust=True)
    except queue.LeaseLost:
        log.info("Article %s was taken over by another worker", taken.article.public_id)
    except Exception as error:
        # one line here; the row keeps the traceback, and the admin shows it
        log.error("Article %s failed in state %s: %r", taken.article.public_id, taken.article.state, error)
        queue.give_back(taken, error, now=clock())


def settle(*, clock: Clock = timezone.now, wait: bool = True) -> int:
    """Group, relate and settle all that waits. Returns 0 where there was nothing, or it was not our turn; else how many
    articles were settled or sent back to be linked (1 where only what concerns all of them was left).

    wait: leave it for later while other articles are still being read, up to LONGEST_WAIT.
    """
    if not _ripe(clock(), wait=wait):
        return 0
    with queue.only_one(SETTLE, now=clock(), seconds=settings.LEASE_SECONDS) as token:
        if token is None:
            return 0
        try:
            return _Settling(token, clock).run()
        except queue.LeaseLost:
            log.info("Settling was taken over by another worker")
            return 0


def take_down(*, clock: Clock = timezone.now) -> bool:
    """Erase at once what was ordered to be. False: it is another's turn, who does it with the next settling."""
    with queue.only_one(SETTLE, now=clock(), seconds=settings.LEASE_SECONDS) as token:
        if token is None:
            return False
        try:
            _Settling(token, clock).take_down_due()
        except queue.LeaseLost:
            return False
    return True


def _ripe(now: datetime, *, wait: bool) -> bool:
    if erasing.waiting():
        return True
    waiting = Article.objects.filter(state__in=queue.TO_SETTLE)
    oldest = waiting.order_by("waiting_since").values_list("waiting_since", flat=True).first()
    if oldest is None:
        return settling.waiting() and not queue.busy(now)
    return not wait or now - oldest >= LONGEST_WAIT or not queue.busy(now)


class _Settling:
    """One run of settle: the lease it holds, and its stages in order."""

    def __init__(self, token: UUID, clock: Clock):
        self.token, self.clock = token, clock
        self.compared = revisions.Compared()
        self.decided = 0  # how many decisions the last grouping knew

    def run(self) -> int:
        self.take_down_due()
        if to_read := reference_changes.take_up(self.storing):
            self.send_back(to_read)
        self.compare()
        retiring = sorted(set(_waiting(State.RETIRING)) - self.compared.held)
        batch = sorted(set(_waiting(State.LINKED, State.GROUPED, State.RELATED)) - self.compared.held)
        if not batch and not retiring:
            if self.compared.held and not settling.waiting():
                return 0
            self.stages([], [])  # a killed run, or one that had more to come, left something to be settled
            return 1
        try:
            self.stages(batch, retiring)
            return len(batch) + len(retiring)
        except TRANSIENT:
            raise
        except Exception as error:
            log.error("Settling %d articles together failed (%r): one by one now", len(batch), error)
            self.stages([], retiring, apart=batch)
            settled = sum(self.alone(article, batch[turn:]) for turn, article in enumerate(batch, start=1))
            return max(1, settled)  # one that was set aside may have left others of its article to be looked at again

    def take_down_due(self) -> None:
        """Erase what was ordered to be, whatever else waits."""
        while due := erasing.due():
            self.take_down(due)

    def compare(self) -> None:
        """Compare the texts of revised articles; those that tell otherwise than they are linked are to be taken out."""
        self.compared = revisions.compare_waiting()
        with self.storing():
            settling.mark(revisions.call_back(self.compared, now=self.clock()))

    def take_down(self, articles: list[int]) -> None:
        """Erase the words of these articles; what was found of them stands, and is grouped and settled once more."""
        with self.storing():
            remains.keep(articles)
        self.regroup([], [], apart=articles)
        settling.bring_up_to_date(self.storing, all_of_it=False)
        with self.storing():
            mending.mend((), _claims_of(articles))
            linking.unlink(articles)
            erasing.erase(articles, now=self.clock())
            claim_facets.index(articles)

    def send_back(self, articles: list[int]) -> None:
        """Take articles out to be read again, because what is known of the sources that they name has changed."""
        self.regroup([], [], apart=articles)
        with self.storing():
            mending.mend((), _claims_of(articles))
            linking.unlink(articles)
            reference_changes.send_back(articles, now=self.clock())

    def alone(self, article: int, others: list[int]) -> bool:
        """Settle one article while others wait apart; one that fails is set aside, and the others go on without it."""
        try:
            self.stages([article], [], apart=others)
            return True
        except TRANSIENT:
            raise
        except Exception as error:
            log.error("Article %s failed to settle: %r", article, error)
            self.stages([], [], apart=[article, *others])
            with self.storing():
                mending.mend((), _claims_of([article]))
                linking.unlink([article])
                queue.set_aside_settling(article, error, now=self.clock())
                revisions.look_again(article, now=self.clock())
                arrivals.note([article])
            return False

    def stages(self, batch: list[int], retiring: list[int], apart: Collection[int] = ()) -> None:
        """Grouped, related, settled: these articles, and all that they are connected with.

        apart: articles whose claims stand in no cluster meanwhile.
        """
        self.regroup(batch, retiring, apart)
        last = not self.more_to_come(batch)
        settling.bring_up_to_date(self.storing, all_of_it=last)
        with self.storing():
            # what was decided meanwhile may be about these very articles: they are settled once more, with it
            followed = decisions.made() == self.decided
            self.move(batch, queue.SETTLED_OR_RETIRED if followed else State.LINKED)
            arrivals.note([*batch, *retiring])
            if last and followed and not retiring:
                effects.complete()
        announcing.tell(self.storing, whole=last, now=self.clock())

    def more_to_come(self, batch: Collection[int]) -> bool:
        """Whether other articles will be settled soon: what concerns all is brought up to date after the last."""
        others = Article.objects.filter(state__in=queue.TO_SETTLE).count() - len(batch)
        return others > 0 or queue.busy(self.clock())

    def regroup(self, batch: list[int], retiring: list[int], apart: Collection[int]) -> None:
        """Group and relate the part of the corpus that these articles are connected with."""
        with self.storing():
            mending.mend(_claims_of(batch), _claims_of(retiring))
        leaving = _claims_of(retiring) | _claims_of(apart)
        touched = _claims_of(batch) | leaving
        self.decided = Decision.objects.count()
        decided = in_force()
        with self.storing():
            readings.correct(touched, decided)
        plan = grouping.plan(touched, leaving, decided)
        with self.storing():
            remember(plan.changed | plan.gone)
            grouping.store(plan, touched, now=self.clock())
            settling.mark(plan.gone)
            settling.forget(plan.leaving)
            revisions.release(retiring, self.compared, now=self.clock())
            self.move(batch, State.GROUPED)
        self.relate(plan.known, decided)
        with self.storing():
            self.move(batch, State.RELATED)

    def relate(self, known: Mapping[str, Telling], decided: InForce) -> None:
        """Relate the claims of each cluster that changed, and of those that a killed run left unrelated."""
        for ids in in_chunks(relating.waiting(), size=RELATED_AT_ONCE):
            judged = {
                id: (members, copies, *relating.judge(members, copies, decided))
                for id, (members, copies) in relating.load(ids, known).items()
            }
            with self.storing():
                remember(judged)
                for id, judgement in judged.items():
                    relating.store(id, *judgement)
                settling.mark(judged)

    @contextmanager
    def storing(self) -> Iterator[None]:
        """A transaction that stores only while settling is still ours."""
        with transaction.atomic():
            queue.still_ours(SETTLE, self.token, now=self.clock(), seconds=settings.LEASE_SECONDS)
            yield

    def move(self, articles: list[int], state: str | Case) -> None:
        for ids in in_chunks(articles):
            rows = Article.objects.filter(pk__in=ids, state__in=queue.TO_SETTLE)
            rows.update(state=state, waiting_since=self.clock())


def _waiting(*states: str) -> list[int]:
    """Articles in these states, at most BATCH, those that have waited longest first."""
    rows = Article.objects.filter(state__in=states).order_by("waiting_since", "pk")
    return sorted(rows.values_list("pk", flat=True)[:BATCH])


def _claims_of(articles: Collection[int]) -> set[str]:
    """Claims of these articles that take part in corroboration."""
    found: set[str] = set()
    for ids in in_chunks(articles):
        body = Claim.objects.filter(article_id__in=ids, zone=Claim.Zone.BODY)
        found.update(body.values_list("public_id", flat=True))
    return found


def finish(*, clock: Clock = timezone.now) -> bool:
    """Do one piece of whatever work is due, in this process. Returns whether there was any."""
    return process_next(clock=clock) or settle(clock=clock, wait=False) > 0
