"""What arrived, or was decided, only after a day for which it counts: why an answer about that day is another now.

Kept by month, so that it is told at once however many articles there are.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, time

from django.db.models import Max, Q, QuerySet

from claims.models import Article
from corroboration.engine.fits import month_end
from corroboration.evidence import in_chunks
from corroboration.models import Arrival, Decision
from corroboration.past import end_of
from corroboration.queue import GROUPED

READINGS = (Decision.Kind.ATTRIBUTION, Decision.Kind.NOT_A_CLAIM)


def note(articles: Collection[int]) -> None:
    """Take into account that these articles were settled, or retired; inside the caller's transaction."""
    chosen = [Article.objects.filter(pk__in=ids) for ids in in_chunks(sorted(articles))]
    if not Arrival.objects.exists():
        chosen = [Article.objects.filter(state__in=GROUPED)]
    moments = (pair for rows in chosen for pair in rows.values_list("told_at", "published_at").iterator())
    months = {moment.astimezone(UTC).date().replace(day=1) for pair in moments for moment in pair}
    rows = []
    for month in sorted(months):
        last = _published(month, end_of(month_end(month))).aggregate(at=Max("received_at"))["at"]
        rows += [Arrival(month=month, last=last)] if last else []
    Arrival.objects.filter(month__in=months).delete()
    Arrival.objects.bulk_create(rows)


def _published(month: date, end: datetime) -> QuerySet[Article]:
    """The settled articles of a month, up to a moment."""
    start = datetime.combine(month, time.min, UTC)
    return Article.objects.filter(state__in=GROUPED, told_at__gte=start, told_at__lt=end)


def recomputed(as_of: date) -> list[dict[str, str]]:
    """Why an answer about a day isn't the one that could be given when it was over, with the day since which it holds.

    Only what counts for that day can change it: articles published by then that arrived later, decisions dated by then
    that were made later.
    """
    end, month = end_of(as_of), as_of.replace(day=1)
    earlier = Arrival.objects.filter(month__lt=month, last__gte=end).aggregate(at=Max("last"))["at"]
    lately = _published(month, end).filter(received_at__gte=end).aggregate(at=Max("received_at"))["at"]
    later = Decision.objects.filter(recorded_at__gte=end)
    read = later.filter(Q(kind__in=READINGS) | Q(undoes__kind__in=READINGS)).aggregate(at=Max("recorded_at"))["at"]
    made = Decision.objects.filter(decided_at__lt=end, recorded_at__gte=end).aggregate(at=Max("recorded_at"))["at"]
    found = []
    if arrived := [at for at in (earlier, lately) if at]:
        found.append(_since(max(arrived), f"articles published by {as_of.isoformat()} arrived later"))
    if made:
        found.append(_since(made, f"decisions dated {as_of.isoformat()} or earlier were made later"))
    if read:
        found.append(_since(read, "how claims were read was set right, which holds for past days, too"))
    return found


def _since(moment: datetime, why: str) -> dict[str, str]:
    return {"since": moment.astimezone(UTC).date().isoformat(), "why": why}
