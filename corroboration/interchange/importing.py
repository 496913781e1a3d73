"""Others' reviews taken in: each checked for itself, known by address, publisher and claim, its earlier forms kept."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from corroboration import wakeup
from corroboration.engine import searching
from corroboration.ingestion import public_id
from corroboration.interchange.documents import Item, Spoilt
from corroboration.interchange.reading import External, Unreadable, read
from corroboration.interchange.rows import ExternalReview, ExternalVersion, ExternalWord

AT_ONCE = 100  # reviews in one transaction: short enough for other writers
MOST_REFUSALS = 1_000  # kept one by one; all are counted
LONGEST_RAW = 200_000  # characters of one review as JSON
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
READ_OF = ("url", "publisher", "publisher_site", "claim_text", "claimant", "claimed_on", "reviewed_on", "title")
READ_OF += ("rating_words", "rating", "worst", "best_rating", "explanation", "language", "license", "appearances")


@dataclass
class Report:
    """What became of a document's items. refused: position and reason of the first MOST_REFUSALS that were."""

    counts: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[str, str]] = field(default_factory=list)
    tell: Callable[[str, str], None] | None = None

    def refuse(self, position: str, reason: str) -> None:
        self.counts["rejected"] += 1
        if len(self.refused) < MOST_REFUSALS:
            self.refused.append((position, reason))
        if self.tell:
            self.tell(position, reason)

    def line(self) -> dict[str, int]:
        return {name: self.counts[name] for name in ("accepted", "changed", "unchanged", "rejected")}


@dataclass(frozen=True, slots=True)
class _Ready:
    """A review that can be stored."""

    review: External
    raw: dict[str, Any]
    key: str
    content_hash: str


def take_in(
    found: Iterable[Item], *, by: AbstractBaseUser | None, now: datetime, tell: Callable[[str, str], None] | None = None
) -> Report:
    """Store these reviews. One that is stored already and reads the same changes nothing. tell: is told the position
    and the reason of each that is refused."""
    report, coming = Report(tell=tell), iter(found)
    while piece := list(islice(coming, AT_ONCE)):
        ready = list(_ready(piece, report))
        try:
            report.counts += _store(ready, by, now)
        except IntegrityError:  # another import stored one of them at the same moment: now they are known
            report.counts += _store(ready, by, now)
    return report


def _ready(piece: Iterable[Item], report: Report) -> Iterator[_Ready]:
    for item in piece:
        try:
            if isinstance(item, Spoilt):
                raise Unreadable(item.reason)
            yield _checked(item.node)
        except Unreadable as reason:
            report.refuse(item.position, str(reason))


def _checked(node: Any) -> _Ready:
    review = read(node)
    raw = storable(node)
    text = json.dumps(raw, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    if len(text) > LONGEST_RAW:
        raise Unreadable(f"{len(text):,} characters long: expected at most {LONGEST_RAW:,}")
    return _Ready(review, raw, key_of(review), hashlib.sha256(text.encode()).hexdigest())


def look_again(reviews: QuerySet[ExternalReview]) -> int:
    """Have a worker look for the claims of these again, before those that nobody answered. Returns how many."""
    count: int = reviews.update(looked_at=None)
    transaction.on_commit(wakeup.reviews, robust=True)
    return count


def key_of(review: External) -> str:
    """What a review is known by: its address, its publisher and which claim it is of (by its @id, else by its words).

    One page may hold reviews of several claims.
    """
    claim = review.claim_id or " ".join(re.findall(r"\w+", review.claim_text.casefold()))
    return hashlib.sha256("\x1f".join((review.url, review.publisher_site, claim)).encode()).hexdigest()


def storable(value: Any) -> Any:
    """JSON without what no database takes."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("", value)
    if isinstance(value, list):
        return [storable(each) for each in value]
    if isinstance(value, dict):
        return {_UNSTORABLE.sub("", name): storable(each) for name, each in value.items()}
    return value


@transaction.atomic
def _store(ready: Iterable[_Ready], by: AbstractBaseUser | None, now: datetime) -> Counter[str]:
    ready = list(ready)
    known = {row.key: row for row in ExternalReview.objects.filter(key__in=[each.key for each in ready])}
    counts: Counter[str] = Counter()
    for each in ready:
        row = known.get(each.key)
        if row is None:
            known[each.key] = _add(each, by, now)
            counts["accepted"] += 1
        elif row.content_hash == each.content_hash:
            counts["unchanged"] += 1
        else:
            _change(row, each, now)
            counts["changed"] += 1
    return counts


def _add(ready: _Ready, by: AbstractBaseUser | None, now: datetime) -> ExternalReview:
    row = ExternalReview(key=ready.key, public_id=public_id("external review", ready.key), imported_at=now, by=by)
    _fill(row, ready)
    row.save(force_insert=True)
    _index(row)
    return row


def _change(row: ExternalReview, ready: _Ready, now: datetime) -> None:
    ExternalVersion.objects.create(
        review=row, rating_words=row.rating_words, raw=row.raw, content_hash=row.content_hash, until=now
    )
    _fill(row, ready)
    row.changed_at, row.looked_at = now, None
    row.save()
    row.words.all().delete()
    _index(row)


def _fill(row: ExternalReview, ready: _Ready) -> None:
    said = asdict(ready.review)
    for name in READ_OF:
        setattr(row, name, said[name])
    row.raw, row.content_hash = ready.raw, ready.content_hash


def _index(row: ExternalReview) -> None:
    roots = searching.roots(f"{row.claim_text} {row.claimant}")
    ExternalWord.objects.bulk_create(ExternalWord(review=row, root=root[:120]) for root in roots)
