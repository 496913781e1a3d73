"""The evidence of stored clusters, as the engines settle it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from corroboration.decisions import InForce
from corroboration.engine.ballots import joined
from corroboration.engine.settle import ClusterEvidence
from corroboration.engine.values import Finding, Independence, Stance, Telling
from corroboration.engine.values import Relation as RelationValue
from corroboration.evidence import in_chunks, tellings
from corroboration.models import Lease, Membership, Relation

STATE = "state"  # the lease row whose token changes with every settling: what is kept of an older one is out of date


def version() -> UUID | None:
    """Changes with every settling; None before the first."""
    return Lease.objects.filter(name=STATE).values_list("token", flat=True).first()


def gather(decided: InForce) -> list[ClusterEvidence]:
    """The evidence of every stored cluster, in order of their ids."""
    rows = Membership.objects.values_list("claim_id", "cluster_id", "copy_of_id")
    return _gathered(list(rows), Relation.objects.order_by("a", "b").iterator(chunk_size=2000), decided)


def gather_some(clusters: Collection[str], decided: InForce) -> list[ClusterEvidence]:
    """The evidence of these clusters, as far as they are there, in order of their ids."""
    rows: list[tuple[str, str, str | None]] = []
    for ids in in_chunks(sorted(clusters)):
        rows += Membership.objects.filter(cluster__in=ids).values_list("claim_id", "cluster_id", "copy_of_id")
    relations: list[Relation] = []
    for ids in in_chunks(sorted(claim for claim, _, _ in rows)):
        relations += Relation.objects.filter(a__in=ids)
    return _gathered(rows, sorted(relations, key=lambda r: (r.a_id, r.b_id)), decided)


def gather_about(
    claims: frozenset[str], clusters: Collection[str], decided: InForce, end: datetime
) -> list[ClusterEvidence]:
    """What bore on these claims of these clusters before a moment, in order of the clusters' ids: the claims told by
    then that relations and copies join to them, at whatever remove. Nothing else in a cluster does."""
    rows: list[tuple[str, str, str | None]] = []
    for ids in in_chunks(sorted(clusters)):
        told = Membership.objects.filter(cluster__in=ids, claim__article__told_at__lt=end)
        rows += told.values_list("claim_id", "cluster_id", "copy_of_id")
    members = sorted(claim for claim, _, _ in rows)
    pairs: list[tuple[str, str]] = []
    for ids in in_chunks(members):
        pairs += Relation.objects.filter(a__in=ids).values_list("a_id", "b_id")
    known = {*members}
    pairs += [(claim, original) for claim, _, original in rows if original]
    groups = joined(members, [pair for pair in pairs if known.issuperset(pair)])
    near = {claim for group in groups if not claims.isdisjoint(group) for claim in group}
    relations: list[Relation] = []
    for ids in in_chunks(sorted(near)):
        relations += Relation.objects.filter(a__in=ids)
    ordered = sorted(relations, key=lambda r: (r.a_id, r.b_id))
    return _gathered([row for row in rows if row[0] in near], ordered, decided)


def _gathered(
    rows: Collection[tuple[str, str, str | None]], relations: Iterable[Relation], decided: InForce
) -> list[ClusterEvidence]:
    homes = {claim: cluster for claim, cluster, _ in rows}
    copies = {claim: original for claim, _, original in rows if original}
    members = defaultdict(list)
    for id, telling in sorted(tellings(homes).items()):
        members[homes[id]].append(telling)
    related = defaultdict(list)
    for relation in relations:
        if homes.get(relation.a_id) == homes.get(relation.b_id) is not None:
            related[homes[relation.a_id]].append(relation_value(relation))
    return [cluster_evidence(id, members[id], related[id], copies, decided) for id in sorted(members)]


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
        copies={claim: copies[claim] for claim in sorted(ids & copies.keys())},
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
