"""Stage "settled": from all clusters to dated outcomes, credibilities and track records; only changes are written."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import Model, QuerySet

from corroboration.decisions import InForce, in_force
from corroboration.engine.settle import ClusterEvidence, Record, Settlement, latest
from corroboration.engine.settle import settle as settle_evidence
from corroboration.engine.values import Finding, Independence, Stance, Telling
from corroboration.engine.values import Relation as RelationValue
from corroboration.evidence import in_chunks, tellings
from corroboration.models import Assessment, Lease, LedgerEntry, Membership, Outcome, Relation
from sources.models import Source, TrackRecord
from sources.services import NAME_LENGTH

STATE = "state"  # the lease row whose token changes with every settling: what is kept of an older one is out of date
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Settled:
    """What follows from everything now. as_of: the latest date in it; None when there are no claims."""

    settlement: Settlement
    as_of: date | None


def compute() -> Settled:
    """Settle all clusters as they stand. Nothing is stored."""
    evidence = gather(in_force())
    return Settled(settle_evidence(evidence, half_life_days=settings.HALF_LIFE_DAYS), latest(evidence))


def gather(decided: InForce) -> list[ClusterEvidence]:
    """The evidence of every stored cluster, in order of their ids."""
    homes, copies = {}, {}
    for claim, cluster, original in Membership.objects.values_list("claim_id", "cluster_id", "copy_of_id"):
        homes[claim] = cluster
        if original:
            copies[claim] = original
    members = defaultdict(list)
    for id, telling in sorted(tellings(homes).items()):
        members[homes[id]].append(telling)
    relations = defaultdict(list)
    for relation in Relation.objects.order_by("a", "b").iterator(chunk_size=2000):
        if homes.get(relation.a_id) == homes.get(relation.b_id) is not None:
            relations[homes[relation.a_id]].append(relation_value(relation))
    return [cluster_evidence(id, members[id], relations[id], copies, decided) for id in sorted(members)]


def cluster_evidence(
    id: str,
    members: Collection[Telling],
    relations: Iterable[RelationValue],
    copies: Mapping[str, str],
    decided: InForce,
) -> ClusterEvidence:
    ids = {telling.id for telling in members}
    dated = {**decided.relations, **decided.independence}
    relations = tuple(relations)
    return ClusterEvidence(
        cluster_id=id,
        tellings=tuple(members),
        relations=relations,
        verdicts=tuple(verdict for verdict in decided.verdicts if verdict.claim in ids),
        copies={copy: original for copy, original in copies.items() if copy in ids},
        decided={
            (r.a, r.b): dated[pair].decision.decided_at.date()
            for r in relations
            if (pair := (min(r.a, r.b), max(r.a, r.b))) in dated
        },
    )


def relation_value(row: Relation) -> RelationValue:
    return RelationValue(
        a=row.a_id,
        b=row.b_id,
        finding=Finding(Stance(row.kind), row.type, row.score, tuple(row.reasons)),
        independence=Independence(row.independent, tuple(row.evidence)),
    )


def store(settled: Settled) -> None:
    """Bring outcomes, assessments, ledger and records to what was computed, inside the caller's transaction."""
    Lease.objects.update_or_create(name=STATE, defaults={"token": uuid4(), "until": None})
    _store_assessments(settled.settlement)
    _replace(Outcome.objects.all(), _outcomes(settled.settlement), _outcome_identity)
    sources = _sources(settled.settlement.records.values())
    _replace(LedgerEntry.objects.all(), _ledger(settled.settlement, sources), _ledger_identity)
    _rename(settled.settlement.records.values())
    records = _records(settled, sources) if settled.as_of else []
    _replace(TrackRecord.objects.all(), records, _record_identity)


def version() -> UUID | None:
    """Changes with every settling; None before the first."""
    return Lease.objects.filter(name=STATE).values_list("token", flat=True).first()


def _store_assessments(settlement: Settlement) -> None:
    rows = [
        Assessment(
            claim_id=claim,
            status=belief.status,
            credibility=belief.probability,
            digit=belief.admiralty,
            reasons=list(belief.reasons),
        )
        for claim, belief in settlement.credibilities.items()
    ]
    _replace(Assessment.objects.all(), rows, _assessment_identity)


def _assessment_identity(row: Assessment) -> tuple[Any, ...]:
    return (row.claim_id, row.status, row.credibility, row.digit, tuple(row.reasons))


def _outcomes(settlement: Settlement) -> list[Outcome]:
    return [
        Outcome(
            claim_id=outcome.claim,
            kind=outcome.kind.value,
            since=outcome.since,
            until=outcome.until,
            by=outcome.by,
            weight=outcome.weight,
            reason=outcome.reason,
        )
        for outcome in settlement.outcomes
    ]


def _outcome_identity(row: Outcome) -> tuple[Any, ...]:
    return (row.claim_id, row.kind, row.by, row.since, row.until, row.weight, row.reason)


def _sources(records: Iterable[Record]) -> dict[str, int]:
    slugs = {record.voice for record in records}
    found: dict[str, int] = {}
    for chunk in in_chunks(sorted(slugs)):
        found.update(Source.objects.filter(slug__in=chunk).values_list("slug", "pk"))
    return found


def _rename(records: Iterable[Record]) -> None:
    """Show a source that no admin named as its earliest claim names it, not as the first article to arrive did."""
    names = {record.voice: record.name[:NAME_LENGTH] for record in records}
    for chunk in in_chunks(sorted(names)):
        rows = Source.objects.filter(slug__in=chunk, curated=False)
        changed = [row for row in rows if row.name != names[row.slug]]
        for row in changed:
            row.name = names[row.slug]
        Source.objects.bulk_update(changed, ["name"], batch_size=300)


def _ledger(settlement: Settlement, sources: Mapping[str, int]) -> list[LedgerEntry]:
    return [
        LedgerEntry(
            source_id=sources[record.voice],
            role=record.role,
            claim_id=line.claim,
            kind=line.kind,
            partner=line.partner,
            date=line.date,
            up=line.up,
            down=line.down,
            weight=line.weight,
            reason=line.reason,
        )
        for record in settlement.records.values()
        for line in record.ledger
    ]


def _ledger_identity(row: LedgerEntry) -> tuple[Any, ...]:
    line = (row.claim_id, row.kind, row.partner, row.date, row.up, row.down, row.weight, row.reason)
    return (row.source_id, row.role, *line)


def _records(settled: Settled, sources: Mapping[str, int]) -> list[TrackRecord]:
    return [
        TrackRecord(
            source_id=sources[record.voice],
            role=record.role,
            as_of=settled.as_of,
            mean=record.reliability.mean,
            low=record.reliability.low,
            high=record.reliability.high,
            alpha=record.reliability.alpha,
            beta=record.reliability.beta,
            up=record.reliability.up,
            down=record.reliability.down,
            checks=record.reliability.n,
            letter=record.reliability.letter,
            enough=record.reliability.enough,
            reasons=list(record.reliability.reasons),
        )
        for record in settled.settlement.records.values()
    ]


def _record_identity(row: TrackRecord) -> tuple[Any, ...]:
    sums = (row.mean, row.low, row.high, row.alpha, row.beta, row.up, row.down, row.checks)
    return (row.source_id, row.role, row.as_of, *sums, row.letter, row.enough, tuple(row.reasons))


def _replace(stored: QuerySet[Row], wanted: Iterable[Row], identity: Callable[[Row], tuple[Any, ...]]) -> None:
    """Make the stored rows equal the wanted ones, touching only those that differ."""
    fresh = {identity(row): row for row in wanted}
    stale = []
    for row in stored.iterator(chunk_size=2000):
        if fresh.pop(identity(row), None) is None:
            stale.append(row.pk)
    for ids in in_chunks(stale):
        stored.filter(pk__in=ids).delete()
    stored.model._default_manager.bulk_create(list(fresh.values()), batch_size=300)
