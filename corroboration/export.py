"""Everything of one kind as a stream of lines, now or as of the end of a day, in an order that never depends on luck.

Streams of today hold one chunk of rows at a time. The past is worked out in memory (corroboration/history.py).
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from claims.models import Claim
from corroboration import history, relating
from corroboration import lines as shapes
from corroboration.as_of import Day
from corroboration.engine.lineages import SAME_TEXT
from corroboration.engine.values import Finding, Stance
from corroboration.engine.values import Relation as RelationValue
from corroboration.evidence import in_chunks
from corroboration.history import Snapshot
from corroboration.lines import Line
from corroboration.models import Membership, Relation
from sources.models import Source, private

CHUNK = 2000  # rows fetched at a time
TEXTS = 20  # articles fetched at a time: 20 of the largest are 40 MB


def articles(as_of: date | None) -> Iterator[Line]:
    rows = shapes.articles()
    if as_of:
        rows = rows.filter(told_at__lt=history.end_of(as_of))
    return map(shapes.article_line, rows.iterator(chunk_size=TEXTS))


def claims(as_of: date | None) -> Iterator[Line]:
    if as_of is None:
        return map(shapes.judged_claim_line, shapes.claims().iterator(chunk_size=CHUNK))
    held = history.snapshot(as_of)
    rows = shapes.claims().filter(article__told_at__lt=history.end_of(as_of))
    return (_claim_then(claim, held, as_of) for claim in rows.iterator(chunk_size=CHUNK))


def _claim_then(claim: Claim, held: Snapshot, as_of: date) -> Line:
    id = claim.public_id
    judgement = held.status.get(id, shapes.NOT_JUDGED)
    return shapes.claim_line(claim, cluster=held.cluster.get(id), judgement=judgement, end=history.end_of(as_of))


def relations(as_of: date | None) -> Iterator[Line]:
    """The relations, which join representatives of copies, then each copy with what it copies."""
    copies = map(shapes.relation_line, _copies(as_of))
    if as_of is None:
        return chain(map(shapes.relation_line, shapes.relations().iterator(chunk_size=CHUNK)), copies)
    held = sorted(history.snapshot(as_of).relations, key=lambda r: (r.a_id, r.b_id))
    return chain(map(shapes.relation_line, held), copies)


def _copies(as_of: date | None) -> Iterator[Relation]:
    """A copy says what its original says, and is no second voice."""
    rows = Membership.objects.filter(copy_of__isnull=False)
    if as_of:
        rows = rows.filter(claim__article__told_at__lt=history.end_of(as_of))
    pairs = rows.order_by("claim_id").values_list("claim_id", "copy_of_id")
    for copy, original in pairs.iterator(chunk_size=CHUNK):
        finding = Finding(Stance.CORROBORATES, "copy", 1.0, ("the same words",))
        yield relating.row(RelationValue(copy, original, finding, SAME_TEXT))


def clusters(as_of: date | None) -> Iterator[Line]:
    if as_of:
        return _clusters_then(as_of)
    rows = shapes.clusters().iterator(chunk_size=CHUNK)
    return (shapes.cluster_line(cluster, shapes.member_ids(cluster)) for cluster in rows)


def _clusters_then(as_of: date) -> Iterator[Line]:
    """Clusters as their claims and decisions of the time made them; origins and relations are worked out anew."""
    members = defaultdict(list)
    for claim, cluster in sorted(history.snapshot(as_of).cluster.items()):
        members[cluster].append(claim)
    day, rows = Day(as_of), []
    for ids in in_chunks(list(members)):
        rows += [stood.row for stood in day.clusters({id: members[id] for id in ids}).values()]
    for row in sorted(rows, key=lambda row: (row.first_published_at, row.public_id)):
        yield shapes.cluster_line(row, members[row.public_id])


def sources(as_of: date | None) -> Iterator[Line]:
    """Sources are reference data: today's, whatever the day asked for."""
    return map(shapes.source_line, shapes.sources().iterator(chunk_size=CHUNK))


def track_records(as_of: date | None) -> Iterator[Line]:
    """Private persons have none."""
    if as_of is None:
        return map(shapes.record_line, shapes.shown_records().iterator(chunk_size=CHUNK))
    withheld = set(Source.objects.filter(private()).values_list("slug", flat=True))
    records = (each for each in history.snapshot(as_of).settlement.records.values() if each.voice not in withheld)
    ordered = sorted(records, key=lambda record: (record.voice, record.role))
    return (shapes.record_value_line(record, as_of) for record in ordered)


def decisions(as_of: date | None) -> Iterator[Line]:
    rows = shapes.decisions()
    if as_of:
        rows = rows.filter(decided_at__lt=history.end_of(as_of))
    return map(shapes.decision_line, rows.iterator(chunk_size=CHUNK))


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of line: its columns, in the order of a table, and its stream, now (None) or as of a day."""

    columns: tuple[str, ...]
    stream: Callable[[date | None], Iterator[Line]]


KINDS = {
    "articles": Kind(shapes.ARTICLE, articles),
    "claims": Kind(shapes.CLAIM, claims),
    "relations": Kind(shapes.RELATION, relations),
    "clusters": Kind(shapes.CLUSTER, clusters),
    "sources": Kind(shapes.SOURCE, sources),
    "track-records": Kind(shapes.TRACK_RECORD, track_records),
    "decisions": Kind(shapes.DECISION, decisions),
}
