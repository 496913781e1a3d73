"""What an admin should look at, counted: the first thing the admin shows."""

from dataclasses import astuple, dataclass
from datetime import datetime

from corroboration.selectors import feeds, health, retrievals, stuck, webhooks
from corroboration.selectors.decisions import why_not_binding
from corroboration.selectors.disputed import camps
from sources.models import Feed


@dataclass(frozen=True, slots=True)
class NeedsLook:
    """failed, late: articles set aside, or waiting for long. failing: feeds that failed again and again, or are gone.
    set_aside: pages that feeds listed in two weeks, and that couldn't be had.
    quiet: outlets with a feed in use, and none that fails, of which nothing came for longer than is usual: the silence
    of one whose feed fails says nothing. not_binding: decisions that nobody undid and that don't bind. disputed:
    questions on which verdicts would tell two camps of sources apart; 0: there are none such. deaf: webhooks that were
    switched off because nothing was received.
    """

    failed: int
    late: int
    failing: int
    set_aside: int
    quiet: int
    not_binding: int
    disputed: int
    deaf: int

    @property
    def nothing(self) -> bool:
        return not any(astuple(self))


def needs_look(*, now: datetime) -> NeedsLook:
    """In a fixed number of queries."""
    failing = set(feeds.failing().values_list("feed", "feed__source"))
    followed = set(Feed.objects.filter(active=True).values_list("source", flat=True)) - {of for _, of in failing}
    counted, open_camps = stuck.counts(now=now), camps()
    return NeedsLook(
        failed=counted["failed"],
        late=counted["late"],
        failing=len(failing),
        set_aside=retrievals.set_aside(now=now).count(),
        quiet=sum(outlet.quiet is True for outlet in health.of_outlets(followed).values()),
        not_binding=len(why_not_binding()),
        disputed=len(open_camps.questions) if open_camps else 0,
        deaf=webhooks.switched_off(),
    )
