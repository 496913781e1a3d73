"""What was held at the end of any day: by the articles published and the decisions made until then.

Later claims never regroup earlier ones, and relations are functions of two claims, so the past is today's clusters
without what came later; only what a later decision touched is worked out again without it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings

from claims.models import Claim
from corroboration import grouping, relating, settling
from corroboration.decisions import InForce, in_force
from corroboration.engine.settle import ClusterEvidence, Record, Settlement
from corroboration.engine.settle import settle as settle_evidence
from corroboration.evidence import in_chunks, tellings
from corroboration.models import Decision, LedgerEntry, Relation
from corroboration.settling import cluster_evidence, gather
from sources.models import Source, TrackRecord

KEPT = 4  # snapshots a process keeps: each holds a judgement of every claim


@dataclass(frozen=True)
class Snapshot:
    """What was held at the end of a day.

    status: claim id -> (status, credibility, Admiralty digit). cluster: claim id -> cluster id. relations: unsaved
    rows, between claims published by then. settlement: all that followed, records included.
    """

    as_of: date
    status: Mapping[str, tuple[str, float, int]]
    cluster: Mapping[str, str]
    relations: tuple[Relation, ...]
    settlement: Settlement


def end_of(day: date) -> datetime:
    """The moment at which a day (UTC) is over; what counts for the day lies before it."""
    return (
        datetime.combine(day, time.min, UTC) + timedelta(days=1) if day < date.max else datetime.max.replace(tzinfo=UTC)
    )


def snapshot(as_of: date) -> Snapshot:
    """What was held at the end of a day. Kept until articles or decisions have been settled again."""
    settled = settling.version()
    return _kept(as_of, settled, Decision.objects.count()) if settled else _worked_out(as_of)


@lru_cache(maxsize=KEPT)
def _kept(as_of: date, settled: UUID, decisions: int) -> Snapshot:
    return _worked_out(as_of)


def _worked_out(as_of: date) -> Snapshot:
    evidence = [e for e in (_until(e, end_of(as_of)) for e in _evidence(end_of(as_of))) if e.tellings]
    settlement = settle_evidence(evidence, as_of, half_life_days=settings.HALF_LIFE_DAYS)
    return Snapshot(
        as_of=as_of,
        status={id: (c.status, c.probability, c.admiralty) for id, c in settlement.credibilities.items()},
        cluster={telling.id: each.cluster_id for each in evidence for telling in each.tellings},
        relations=tuple(relating.row(relation) for each in evidence for relation in each.relations),
        settlement=settlement,
    )


def _until(evidence: ClusterEvidence, end: datetime) -> ClusterEvidence:
    members = [telling for telling in evidence.tellings if telling.published_at < end]
    ids = {telling.id for telling in members}
    return ClusterEvidence(
        cluster_id=evidence.cluster_id,
        tellings=tuple(members),
        relations=tuple(r for r in evidence.relations if r.a in ids and r.b in ids),
        verdicts=tuple(v for v in evidence.verdicts if v.claim in ids),
        copies={copy: original for copy, original in evidence.copies.items() if copy in ids},
        decided=dict(evidence.decided),
    )


def _evidence(end: datetime) -> list[ClusterEvidence]:
    then, now = in_force(until=end), in_force()
    evidence = gather(then)
    touched = _touched(then, now)
    if not touched:
        return evidence
    plan = grouping.plan(touched, (), then)
    looked_at = {claim for members in plan.clusters.values() for claim in members}
    redone = _regrouped(plan, end, then)
    return [e for e in evidence if looked_at.isdisjoint(t.id for t in e.tellings)] + redone


def _touched(then: InForce, now: InForce) -> set[str]:
    """Claims about which something was decided (or undone) since."""
    pairs = set(then.constraints) ^ set(now.constraints)
    touched = {id for constraint in pairs for id in (constraint.left, constraint.right)}
    for before, after in ((then.independence, now.independence), (then.relations, now.relations)):
        for pair in before.keys() | after.keys():
            if _decision(before, pair) != _decision(after, pair):
                touched.update(pair)
    present: set[str] = set()
    for ids in in_chunks(sorted(touched)):
        present.update(Claim.objects.filter(public_id__in=ids).values_list("public_id", flat=True))
    return present


def _decision(bound: Mapping[tuple[str, str], Any], pair: tuple[str, str]) -> str:
    return bound[pair].decision.public_id if pair in bound else ""


def _regrouped(plan: grouping.Plan, end: datetime, decided: InForce) -> list[ClusterEvidence]:
    """The clusters of a plan as they stood at that time, related with the decisions of that time, in memory."""
    redone = []
    known = tellings({member for members in plan.clusters.values() for member in members})
    for id, members in sorted(plan.clusters.items()):
        told = [known[member] for member in members if known[member].published_at < end]
        if told:
            relations, _ = relating.judge(told, plan.copies, decided)
            redone.append(cluster_evidence(id, told, relations, plan.copies, decided))
    return redone


def track_record(slug: str, as_of: date | None = None) -> dict[str, Any]:
    """A source's record with its ledger, now or at the end of a day. Raises Source.DoesNotExist."""
    source = Source.objects.get(slug=slug)
    if as_of is None:
        records = [_stored_record(row) for row in source.track_records.order_by("role")]
        day = max((row.as_of for row in source.track_records.all()), default=None)
        ledger = [_stored_line(row) for row in source.ledger.order_by("role", "-date", "claim", "partner")]
    else:
        mine = [r for r in snapshot(as_of).settlement.records.values() if r.voice == slug]
        records = [_record(record) for record in sorted(mine, key=lambda r: r.role)]
        day = as_of
        ledger = _lines(mine)
    return {
        "source": source.slug,
        "name": source.name,
        "as_of": day.isoformat() if day else None,
        "records": records,
        "ledger": ledger,
    }


def _record(record: Record) -> dict[str, Any]:
    score = record.reliability
    names = ("mean", "low", "high", "alpha", "beta", "up", "down", "letter", "enough")
    values = {name: getattr(score, name) for name in names}
    return {"role": record.role, **values, "checks": score.n, "reasons": list(score.reasons)}


def _lines(records: Iterable[Record]) -> list[dict[str, Any]]:
    found = defaultdict(list)
    names = ("claim", "kind", "partner", "up", "down", "weight", "reason")
    for record in records:
        for line in record.ledger:
            values = {name: getattr(line, name) for name in names}
            found[record.role].append({"role": record.role, "date": line.date.isoformat(), **values})
    ordered = []
    for role in sorted(found):
        by_claim = sorted(found[role], key=lambda line: (line["claim"], line["partner"]))
        ordered += sorted(by_claim, key=lambda line: line["date"], reverse=True)
    return ordered


def _stored_record(row: TrackRecord) -> dict[str, Any]:
    names = ("role", "mean", "low", "high", "alpha", "beta", "up", "down", "checks", "letter", "enough", "reasons")
    return {name: getattr(row, name) for name in names}


def _stored_line(row: LedgerEntry) -> dict[str, Any]:
    names = ("role", "kind", "partner", "up", "down", "weight", "reason")
    return {"claim": row.claim_id, "date": row.date.isoformat(), **{name: getattr(row, name) for name in names}}
