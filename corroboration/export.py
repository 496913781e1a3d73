"""Everything of one kind as a stream of lines, now or as of a day, in an order that never depends on luck."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Protocol

from claims.models import Claim
from corroboration import lines as shapes
from corroboration.engine.titles import heading
from corroboration.engine.values import Telling
from corroboration.evidence import tellings
from corroboration.lines import Line
from corroboration.models import Assessment, Cluster, Relation
from sources.models import Source

CHUNK = 2000  # rows fetched at a time
TEXTS = 20  # articles fetched at a time: 20 of the largest are 40 MB


class Snapshot(Protocol):
    """What was held at the end of a day (corroboration.history.snapshot makes one)."""

    status: Mapping[str, tuple[str, float, int]]  # claim -> status, credibility, Admiralty digit
    cluster: Mapping[str, str]  # claim -> cluster
    relations: Iterable[Any]  # rows that have what a Relation has


@dataclass(frozen=True, slots=True)
class AsOf:
    """A day in the past, and how to find out what was known then."""

    day: date
    snapshot: Callable[[date], Snapshot]
    track_record: Callable[[str, date], Mapping[str, Any]]

    @property
    def end(self) -> datetime:
        """The last moment of that UTC day."""
        return datetime.combine(self.day, time.max, UTC)


def articles(as_of: AsOf | None) -> Iterator[Line]:
    rows = shapes.articles()
    if as_of:
        rows = rows.filter(published_at__lte=as_of.end)
    return map(shapes.article_line, rows.iterator(chunk_size=TEXTS))


def claims(as_of: AsOf | None) -> Iterator[Line]:
    if as_of is None:
        return map(shapes.judged_claim_line, shapes.claims().iterator(chunk_size=CHUNK))
    held = as_of.snapshot(as_of.day)
    rows = shapes.claims().filter(article__published_at__lte=as_of.end).iterator(chunk_size=CHUNK)
    return (_claim_then(claim, held) for claim in rows)


def _claim_then(claim: Claim, held: Snapshot) -> Line:
    id = claim.public_id
    unknown = (Assessment.Status.UNCONFIRMED, None, None)
    return shapes.claim_line(claim, cluster=held.cluster.get(id), judgement=held.status.get(id, unknown))


def relations(as_of: AsOf | None) -> Iterator[Line]:
    if as_of is None:
        return map(shapes.relation_line, shapes.relations().iterator(chunk_size=CHUNK))
    rows = as_of.snapshot(as_of.day).relations
    return map(shapes.relation_line, sorted(rows, key=lambda relation: (relation.a_id, relation.b_id)))


def clusters(as_of: AsOf | None) -> Iterator[Line]:
    if as_of is None:
        rows = shapes.clusters().iterator(chunk_size=CHUNK)
        return (shapes.cluster_line(cluster, shapes.member_ids(cluster)) for cluster in rows)
    return _clusters_then(as_of.snapshot(as_of.day))


def sources(as_of: AsOf | None) -> Iterator[Line]:
    """Sources are reference data: today's, whatever the day asked for."""
    return map(shapes.source_line, shapes.sources().iterator(chunk_size=CHUNK))


def track_records(as_of: AsOf | None) -> Iterator[Line]:
    rows = shapes.records().iterator(chunk_size=CHUNK)
    if as_of is None:
        return map(shapes.record_line, rows)
    return _records_then(as_of)


def decisions(as_of: AsOf | None) -> Iterator[Line]:
    rows = shapes.decisions()
    if as_of:
        rows = rows.filter(decided_at__lte=as_of.end)
    return map(shapes.decision_line, rows.iterator(chunk_size=CHUNK))


def _clusters_then(held: Snapshot) -> Iterator[Line]:
    """Clusters from the claims they held. Their origins are not counted anew: null, not today's figure."""
    members = defaultdict(list)
    for claim, cluster in sorted(held.cluster.items()):
        members[cluster].append(claim)
    stances = defaultdict(Counter)
    for relation in held.relations:
        if relation.kind != Relation.Kind.CORROBORATES or relation.independent is True:
            stances[held.cluster.get(relation.a_id)][relation.kind] += 1
    for cluster, ids in sorted(members.items()):
        row = _cluster_then(cluster, list(tellings(ids).values()), stances[cluster])
        yield shapes.cluster_line(row, ids)


def _cluster_then(public_id: str, members: Sequence[Telling], stances: Mapping[str, int]) -> Cluster:
    title = heading(members)
    dates = [telling.published_at for telling in members]
    return Cluster(
        public_id=public_id,
        title=title.title,
        place=title.place,
        event_from=title.start,
        event_to=title.end,
        first_published_at=min(dates),
        last_published_at=max(dates),
        outlet_count=len({telling.publisher.slug for telling in members}),
        origins=None,
        unknown_count=None,
        corroborations=stances[Relation.Kind.CORROBORATES],
        contradictions=stances[Relation.Kind.CONTRADICTS],
    )


def _records_then(as_of: AsOf) -> Iterator[Line]:
    """Records of the sources that have one today, as they stood: nobody's record begins by looking back."""
    slugs = Source.objects.filter(track_records__isnull=False).distinct().order_by("slug")
    for slug in slugs.values_list("slug", flat=True):
        then = as_of.track_record(slug, as_of.day)
        for record in sorted(then["records"], key=lambda record: record["role"]):
            who = {"source": then["source"], "name": then["name"], "role": record["role"], "as_of": str(then["as_of"])}
            yield who | {name: record[name] for name in shapes.RECORD}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of line: its columns, in the order of a table, and its stream."""

    columns: tuple[str, ...]
    stream: Callable[[AsOf | None], Iterator[Line]]


KINDS = {
    "articles": Kind(shapes.ARTICLE, articles),
    "claims": Kind(shapes.CLAIM, claims),
    "relations": Kind(shapes.RELATION, relations),
    "clusters": Kind(shapes.CLUSTER, clusters),
    "sources": Kind(shapes.SOURCE, sources),
    "track-records": Kind(shapes.TRACK_RECORD, track_records),
    "decisions": Kind(shapes.DECISION, decisions),
}
