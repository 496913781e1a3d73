"""What an admin should look at, counted: the first thing the admin shows."""

from dataclasses import dataclass
from datetime import datetime

from corroboration.selectors import health, stuck
from corroboration.selectors.decisions import why_not_binding
from corroboration.selectors.disputed import camps
from sources.models import Feed


@dataclass(frozen=True, slots=True)
class NeedsLook:
    """failed, late: articles set aside, or waiting for long. quiet: outlets with a feed in use of which nothing came
    for longer than is usual. not_binding: decisions that nobody undid and that don't bind. disputed: questions on which
    verdicts would tell two camps of sources apart; 0: there are none such.
    """

    failed: int
    late: int
    quiet: int
    not_binding: int
    disputed: int

    @property
    def nothing(self) -> bool:
        return not (self.failed or self.late or self.quiet or self.not_binding or self.disputed)


def needs_look(*, now: datetime) -> NeedsLook:
    """In a fixed number of queries."""
    followed = set(Feed.objects.filter(active=True).values_list("source", flat=True))
    counted, open_camps = stuck.counts(now=now), camps()
    return NeedsLook(
        failed=counted["failed"],
        late=counted["late"],
        quiet=sum(outlet.quiet is True for outlet in health.of_outlets(followed).values()),
        not_binding=len(why_not_binding()),
        disputed=len(open_camps.questions) if open_camps else 0,
    )
