"""What people's later decisions changed of a past day, worked out again as it was without them.

Later claims never regroup earlier ones, and relations are functions of two claims, so the past is today's clusters
without what came later. Only what was decided (or undone) since must be grouped and related with the decisions of then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from claims.models import Article, Claim
from corroboration import grouping, relating
from corroboration.decisions import DESK, InForce, in_force, not_undone
from corroboration.engine.settle import ClusterEvidence
from corroboration.evidence import in_chunks, tellings
from corroboration.gathering import cluster_evidence, version
from corroboration.models import Decision
from corroboration.queue import GROUPED

KEPT = 8  # pasts that a process keeps: each holds the clusters that were decided about


@dataclass(frozen=True, slots=True)
class Past:
    """What stood otherwise by the decisions of an earlier time.

    claims: those that stood in other clusters or relations. clusters: those that they stood in, later claims included.
    """

    claims: frozenset[str] = frozenset()
    clusters: tuple[ClusterEvidence, ...] = ()


def end_of(day: date) -> datetime:
    """The moment at which a day (UTC) is over; what counts for the day lies before it."""
    return (
        datetime.combine(day, time.min, UTC) + timedelta(days=1) if day < date.max else datetime.max.replace(tzinfo=UTC)
    )


def last_day(until: date | None = None) -> date | None:
    """The latest date of an article or a decision in force (up to a day): nothing changes between two of them."""
    articles = Article.objects.filter(state__in=GROUPED)
    decisions = Decision.objects.exclude(kind__in=DESK).only("kind", "decided_at", "undoes")
    if until is not None:
        articles = articles.filter(told_at__lt=end_of(until))
        decisions = decisions.filter(decided_at__lt=end_of(until))
    moments = [decision.decided_at for decision in not_undone(decisions)]
    moments += articles.order_by("-told_at").values_list("told_at", flat=True)[:1]
    return max((moment.astimezone(UTC).date() for moment in moments), default=None)


def before_decisions(day: date) -> Past:
    """What later decisions changed of a day. Kept until articles or decisions have been settled again."""
    if not Decision.objects.filter(decided_at__gte=end_of(day)).exists():
        return Past()
    settled, made = version(), Decision.objects.filter(decided_at__lt=end_of(day)).count()
    return _kept(settled, Decision.objects.count(), made, day) if settled else worked_out(day)


class Pasts:
    """The pasts of several days, each time between two decisions looked at once; for one run only."""

    def __init__(self) -> None:
        self._decided = sorted(Decision.objects.values_list("decided_at", flat=True))
        self._known: dict[int, Past] = {}

    def at(self, day: date) -> Past:
        made = sum(moment < end_of(day) for moment in self._decided)
        if made == len(self._decided):
            return Past()
        if made not in self._known:
            self._known[made] = worked_out(day)
        return self._known[made]


@lru_cache(maxsize=KEPT)
def _kept(settled: UUID, decisions: int, made: int, day: date) -> Past:
    return worked_out(day)


def worked_out(day: date) -> Past:
    """What decisions made since a day changed."""
    then, now = in_force(until=end_of(day)), in_force()
    touched = _touched(then, now)
    if not touched:
        return Past()
    plan = grouping.plan(touched, (), then)
    known = tellings({member for members in plan.clusters.values() for member in members})
    found = []
    for id, members in sorted(plan.clusters.items()):
        told = [known[member] for member in members]
        relations, _ = relating.judge(told, plan.copies, then)
        found.append(cluster_evidence(id, told, relations, plan.copies, then))
    return Past(frozenset(known), tuple(found))


def _touched(then: InForce, now: InForce) -> set[str]:
    """Claims about which something was decided (or undone) since. A verdict given since is no matter: it is dated."""
    pairs = set(then.constraints) ^ set(now.constraints)
    touched = {id for constraint in pairs for id in (constraint.left, constraint.right)}
    for before, after in ((then.independence, now.independence), (then.relations, now.relations)):
        for pair in before.keys() | after.keys():
            if _decision(before, pair) != _decision(after, pair):
                touched.update(pair)
    touched |= {verdict.claim for verdict in set(then.verdicts) - set(now.verdicts)}
    present: set[str] = set()
    for ids in in_chunks(sorted(touched)):
        present.update(Claim.objects.filter(public_id__in=ids).values_list("public_id", flat=True))
    return present


def _decision(bound: Mapping[tuple[str, str], Any], pair: tuple[str, str]) -> str:
    return bound[pair].decision.public_id if pair in bound else ""
