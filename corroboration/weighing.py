"""The kept fits: what the voices weigh from the end of each month on (docs/adr/0013).

A fit is made from what the clusters told by the end of its month, and made again only when that changed: because an
older article arrived late, or somebody decided about that past. Stored of each is what it moved.
"""

import json
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta
from hashlib import sha256
from itertools import zip_longest
from typing import Any

from django.db.models import Max, Min, Q

from claims.models import Article
from corroboration import asking
from corroboration.engine.ballots import up_to
from corroboration.engine.fits import (
    EVERYBODY,
    PRIOR,
    Ballot,
    Cast,
    Timeline,
    ballots,
    fit_day,
    look,
    month_end,
    month_ends,
    moved,
)
from corroboration.engine.truth import Party, Trust
from corroboration.evidence import in_chunks
from corroboration.models import Decision, KeptFit, Membership, Part, Polled, Unsettled
from corroboration.past import Past, Pasts
from corroboration.queue import GROUPED
from sources.engine.reliability import Prior

NOBODY_YET = Trust(PRIOR)
FALSE_ANSWERS = "false_values"  # what it is called where it is stored


def timeline() -> Timeline:
    """The weights over time, as they are kept."""
    return Timeline({end: trust for end, trust, _ in _chain(KeptFit.objects.order_by("month"))})


def trust_on(day: date) -> Trust:
    """The weights on one day: timeline().at(day), without those of the other months."""
    last = deque(_chain(KeptFit.objects.filter(month__lt=day).order_by("month")), maxlen=1)
    return last[0][1] if last else NOBODY_YET


def prior_on(day: date) -> Prior:
    """What is believed of every voice on a day, as the fits left it: what a record needs of them."""
    told = KeptFit.objects.filter(month__lt=day, trust__has_key=FALSE_ANSWERS).order_by("-month")
    found = told.values_list(f"trust__{FALSE_ANSWERS}", flat=True).first()
    return PRIOR if found is None else replace(PRIOR, false_values=found)


def _chain(rows: Iterator[KeptFit]) -> Iterator[tuple[date, Trust, KeptFit]]:
    trust = NOBODY_YET
    for row in rows:
        trust = _changed(trust, row.trust, row.month)
        yield row.month, trust, row


def ballots_json(found: Sequence[Ballot]) -> list[Any]:
    return [[[list(cast) for cast in b.votes], [list(v) for v in b.verdicts], b.claim] for b in found]


def _ballots(stored: Sequence[Any]) -> list[Ballot]:
    return [
        Ballot(tuple(Cast(*cast) for cast in votes), tuple((a, r) for a, r in rated), claim)
        for votes, rated, claim in stored
    ]


def due(now: date) -> bool:
    """Whether a fit is to be made, made again, or dropped."""
    return _first_due(_months(now), list(KeptFit.objects.order_by("month").only("month", "stale"))) is not None


@dataclass(frozen=True, slots=True)
class Refit:
    """Fits made again. rows: of the months from the first that changed on; moved: the voices that weigh otherwise."""

    since: date
    rows: Sequence[KeptFit]
    moved: frozenset[Party]


def refit(now: date) -> Refit | None:
    """Make the fits that are due. Nothing is stored. None: there are none."""
    months, kept = _months(now), list(KeptFit.objects.order_by("month"))
    first = _first_due(months, kept)
    if first is None:
        return None
    chain = list(_chain(kept))
    before = Timeline({end: trust for end, trust, _ in chain})
    known = {end: row for end, _, row in chain}
    fits = {end: trust for end, trust, _ in chain if end < first}
    rows: list[KeptFit] = []
    trust, row = (fits[max(fits)], known[max(fits)]) if fits else (NOBODY_YET, KeptFit())
    for end, polled in _told([month for month in months if month >= first]):
        last, made = trust, _stamp(polled)
        old = known.get(end)
        if old is not None and made == old.stamp and before.at(end) == last:
            trust, row = before.fits[end], old
        elif made != row.stamp:
            found = look(_ballots(polled))
            trust = found.after(last, end)
            row = KeptFit(stamp=made, undecided=found.undecided, disputed=list(found.disputed))
        fits[end] = trust = replace(trust, fitted_to=end)
        row = KeptFit(month=end, trust=_change(last, trust), stamp=made, undecided=row.undecided, disputed=row.disputed)
        rows.append(row)
    after = Timeline(fits)
    ends = sorted({*before.fits, *after.fits})
    others = (moved(before.at(end + timedelta(days=1)), after.at(end + timedelta(days=1))) for end in ends)
    return Refit(first, rows, frozenset().union(*others))


def store(found: Refit) -> None:
    """Store fits, and mark the clusters whose voices weigh otherwise now, inside the caller's transaction."""
    before = asking.asked()
    KeptFit.objects.filter(month__gte=found.since).delete()
    KeptFit.objects.bulk_create(found.rows)
    asking.queue_anew(before ^ asking.asked())
    if EVERYBODY in found.moved:
        parts = [Part.objects.all()]
    else:
        parts = [
            Part.objects.filter(Q(*(Q(voice=voice, role=role) for voice, role in parties), _connector=Q.OR))
            for parties in in_chunks(sorted(found.moved), size=100)
        ]
    for each in parts:
        clusters = each.order_by().values_list("cluster", flat=True).distinct()
        Unsettled.objects.bulk_create([Unsettled(cluster=id) for id in clusters], ignore_conflicts=True, batch_size=500)


def _first_due(months: Sequence[date], kept: Sequence[KeptFit]) -> date | None:
    for month, row in zip_longest(months, kept):
        if row is None or month is None or row.stale or row.month != month:
            return min(day for day in (month, row and row.month) if day)
    return None


def _months(now: date) -> list[date]:
    """The months over by now that need a fit, by their last days: those in which something changed.

    What was decided changes the past as it was told then; so where people decided, no month is passed over.
    """
    over = fit_day(now)
    polled = set(Polled.objects.filter(month__lte=over).order_by().values_list("month", flat=True).distinct())
    decided = Decision.objects.aggregate(last=Max("decided_at"))["last"]
    if decided is None:
        return sorted(polled)
    first = Article.objects.filter(state__in=GROUPED).aggregate(first=Min("told_at"))["first"]
    last = max([*polled, month_end(decided.astimezone(UTC).date())])
    return list(month_ends(first.astimezone(UTC).date(), min(over, last))) if first else []


def _told(months: Sequence[date]) -> Iterator[tuple[date, list[Any]]]:
    """For each of these months, ascending, all ballots as of its end, as they are stored."""
    pasts = Pasts()
    rows = iter(Polled.objects.order_by("month", "cluster").values_list("month", "cluster", "ballots"))
    standing: dict[str, list[Any]] = {}
    row = next(rows, None)
    for end in months:
        while row is not None and row[0] <= end:
            standing[row[1]] = row[2]
            row = next(rows, None)
        told = dict(standing)
        past = pasts.at(end)
        for cluster in _homes(past):
            told.pop(cluster, None)
        for evidence in past.clusters:
            told[evidence.cluster_id] = ballots_json(ballots(up_to(evidence, end)))
        yield end, [ballot for cluster in sorted(told) for ballot in told[cluster]]


def _homes(past: Past) -> set[str]:
    """The clusters of today in which claims stand that then stood in others."""
    found: set[str] = set()
    for ids in in_chunks(sorted(past.claims)):
        found.update(Membership.objects.filter(claim__in=ids).values_list("cluster_id", flat=True))
    return found


def _stamp(polled: Sequence[Any]) -> str:
    return sha256(json.dumps(polled).encode()).hexdigest()


def _change(before: Trust, after: Trust) -> dict[str, Any]:
    """What a fit moved, as it is stored."""
    change: dict[str, Any] = {
        "means": [[*party, mean] for party, mean in sorted(after.means.items() - before.means.items())],
        "usual": sorted(before.means.keys() - after.means.keys()),
        "judged": sorted(after.judged - before.judged),
        "unjudged": sorted(before.judged - after.judged),
    }
    if after.prior != before.prior:
        change[FALSE_ANSWERS] = after.prior.false_values
    if after.dependent != before.dependent:
        change["dependent"] = [[*left, *right, chance] for (left, right), chance in sorted(after.dependent.items())]
    return change


def _changed(before: Trust, change: Mapping[str, Any], end: date) -> Trust:
    """The weights after what a fit moved."""
    usual = {tuple(party) for party in change["usual"]}
    means = {party: mean for party, mean in before.means.items() if party not in usual}
    means |= {(voice, role): mean for voice, role, mean in change["means"]}
    judged = before.judged - {tuple(party) for party in change["unjudged"]}
    dependent = before.dependent
    if "dependent" in change:
        dependent = {((a, b), (c, d)): chance for a, b, c, d, chance in change["dependent"]}
    return Trust(
        prior=replace(before.prior, false_values=change.get(FALSE_ANSWERS, before.prior.false_values)),
        fitted_to=end,
        means=dict(sorted(means.items())),
        judged=judged | {(voice, role) for voice, role in change["judged"]},
        dependent=dependent,
    )
