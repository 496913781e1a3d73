"""Many articles handed in at once: each checked and stored by itself, some at a time; what became of each is kept.

Checking takes the text out of HTML and may take seconds, so no transaction is open meanwhile. What is stored is stored
with its item in one transaction: a batch that was cut off tells truly how far it came.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When
from django.utils import timezone

from claims.models import PUBLIC_ID_LENGTH, Article
from corroboration import ingestion, queue
from corroboration.handed import Batch, BatchItem
from corroboration.ingestion import FieldError, Rejected, Submission

MOST_ITEMS = 10_000
MOST_BYTES = 200_000_000
AT_ONCE = 50  # articles in one transaction, or
AT_ONCE_CHARACTERS = 2_000_000  # so much text: what is held in memory, and how long others wait to write
CUT_OFF = timedelta(minutes=5)  # a batch that nothing was added to for so long is finished as it is
KEPT = timedelta(days=90)

SETTLED, FAILED, WAITING = "settled", "failed", "waiting"
STATE = Case(
    When(article__state__in=queue.DONE, then=Value(SETTLED)),
    When(article__state=Article.State.FAILED, then=Value(FAILED)),
    When(article__isnull=False, then=Value(WAITING)),
    output_field=CharField(max_length=10),
)
Numbered = tuple[int, Mapping[str, Any] | Rejected]


@dataclass(frozen=True, slots=True)
class Checked:
    """One article of a batch that was looked at. outcome: what is to be stored, or why it is refused."""

    number: int
    external_id: str
    outcome: Submission | Rejected

    @property
    def size(self) -> int:
        """Characters that are held in memory for it."""
        return len(self.outcome.text) + len(self.outcome.html) if isinstance(self.outcome, Submission) else 0


def begin(*, by: AbstractBaseUser, now: datetime) -> Batch:
    identity = uuid4().hex[:PUBLIC_ID_LENGTH]
    return Batch.objects.create(public_id=identity, by_id=by.pk, created_at=now, touched_at=now)


def pieces(items: Iterable[Numbered]) -> Iterator[list[Checked]]:
    """The articles, checked, as many at a time as are stored together."""
    piece: list[Checked] = []
    for number, item in items:
        piece.append(_check(number, item))
        if len(piece) >= AT_ONCE or sum(each.size for each in piece) >= AT_ONCE_CHARACTERS:
            yield piece
            piece = []
    if piece:
        yield piece


def _check(number: int, item: Mapping[str, Any] | Rejected) -> Checked:
    if isinstance(item, Rejected):
        return Checked(number, "", item)
    given = item.get("external_id")
    external_id = given.strip()[: ingestion.LIMITS["external_id"]] if isinstance(given, str) else ""
    external_id = "" if ingestion.unstorable(external_id) else external_id
    try:
        return Checked(number, external_id, ingestion.check(item, now=timezone.now()))
    except Rejected as rejected:
        return Checked(number, external_id, rejected)


def add(batch: Batch, piece: Sequence[Checked], *, now: datetime) -> None:
    """Store a piece and what becomes of it, inside the caller's transaction."""
    BatchItem.objects.bulk_create(_item(batch, each, now) for each in piece)
    Batch.objects.filter(pk=batch.pk).update(touched_at=now)


def _item(batch: Batch, checked: Checked, now: datetime) -> BatchItem:
    row = BatchItem(batch=batch, number=checked.number, external_id=checked.external_id)
    if isinstance(checked.outcome, Rejected):
        return _refused(row, checked.outcome)
    try:
        accepted = ingestion.store(checked.outcome, now=now)
    except Rejected as refusal:
        return _refused(row, refusal)
    row.external_id, row.result, row.article = checked.outcome.external_id, accepted.status, accepted.article
    row.warnings = [_storable(warning) for warning in accepted.warnings]
    return row


def _refused(row: BatchItem, refusal: Rejected) -> BatchItem:
    row.result = BatchItem.Result.REJECTED
    row.errors = [[_storable(error.field), _storable(error.message)] for error in refusal.errors]
    return row


def _storable(text: str) -> str:
    """A message may quote what nobody can store."""
    return text.replace("\0", "␀").encode("utf-8", "backslashreplace").decode()


def close(batch: Batch, *, now: datetime) -> None:
    """Note that all has been looked at, inside the caller's transaction."""
    Batch.objects.filter(pk=batch.pk).update(complete=True, touched_at=now)
    batch.complete = True


def refused(message: str) -> Rejected:
    return Rejected([FieldError("", message)])


def counts(batch: Batch) -> dict[str, int]:
    """How many of its articles became what, and how far they are."""
    results = {f"{value}": Count("pk", filter=Q(result=value)) for value in BatchItem.Result.values}
    states = {state: Count("pk", filter=Q(at=state)) for state in (SETTLED, FAILED, WAITING)}
    return batch.items.annotate(at=STATE).aggregate(items=Count("pk"), **results, **states)


def ended(batch: Batch, *, now: datetime) -> bool:
    """Whether nothing will be added to it: all was looked at, or whoever did it is gone."""
    return batch.complete or batch.touched_at < now - CUT_OFF


def items(batch: Batch) -> QuerySet[BatchItem]:
    """Its articles in the order in which they were sent, each with its state."""
    heavy = [f"article__{name}" for name in ("text", "html", "zones", "shingles", "notes")]
    return batch.items.annotate(at=STATE).select_related("article").defer(*heavy).order_by("number")


def forget(*, now: datetime) -> None:
    """Drop what became of batches long ago. The articles stay."""
    old = Batch.objects.filter(created_at__lt=now - KEPT)
    if old.exists():  # most sweeps write nothing
        old.delete()
