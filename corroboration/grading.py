"""How records are graded: what another half-life or other cuts would change, and setting them.

What was graded otherwise is graded again by the next settling (scoring.bring_to). Nothing else depends on it: the lines
of ledgers are kept unfaded, and the fits weigh votes by accuracy, whatever their age.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from corroboration import past, scoring, wakeup, weighing
from corroboration.evidence import in_chunks
from sources.models import Grading, TrackRecord, private

SHOWN = 10  # records named in a preview: those that change most
LETTERS = "ABCDEF"


@dataclass(frozen=True, slots=True)
class Change:
    """A record before and after: letters, and the reliabilities behind them."""

    source: str
    name: str
    role: str
    letters: tuple[str, str]
    means: tuple[float, float]

    @property
    def size(self) -> tuple[bool, int, float]:
        """By how much it changes: letters first, then the reliability."""
        one, other = (LETTERS.index(letter) for letter in self.letters)
        return self.letters[0] != self.letters[1], abs(one - other), abs(self.means[0] - self.means[1])


@dataclass(frozen=True, slots=True)
class Preview:
    """What a grading would change. records: all there are. letters: those that get another. most: largest first."""

    records: int
    letters: int
    most: tuple[Change, ...]


def preview(grading: Grading) -> Preview:
    """What a grading that isn't saved would change of the records of now. Nothing is stored."""
    changes = sorted(_changes(grading), key=lambda each: (*each.size, each.source, each.role), reverse=True)
    relettered = sum(each.size[0] for each in changes)
    most = [each for each in changes[:SHOWN] if each.size > (False, 0, 0.0)]
    return Preview(len(changes), relettered, tuple(most))


def _changes(grading: Grading) -> Iterator[Change]:
    now = past.last_day()
    if now is None:
        return
    prior = weighing.prior_on(now)
    rows = TrackRecord.objects.exclude(private("source")).select_related("source").order_by("source__slug", "role")
    for chunk in in_chunks(rows, scoring.AT_ONCE):
        found = scoring.scores([(row.source.slug, row.role) for row in chunk], now, prior, grading)
        for row in chunk:
            after = found[row.source.slug, row.role]
            letters, means = (row.letter, after["letter"]), (row.mean, after["mean"])
            yield Change(row.source.slug, row.source.name, row.get_role_display(), letters, means)


@transaction.atomic
def grade_by(grading: Grading, *, by: AbstractBaseUser, now: datetime) -> Grading:
    """Append a grading, and have all records graded by it."""
    grading.by, grading.set_at = by, now
    grading.save(force_insert=True)
    transaction.on_commit(wakeup.settle, robust=True)
    return grading
