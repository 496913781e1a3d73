"""What was held at the end of any day: by the articles published and the decisions made until then.

A source's record is looked up: the lines of its ledger have the days between which they stood, and the weights of each
month are kept. Only what a later decision touched is worked out again without it (past.py).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Q, QuerySet

from corroboration import relating, scoring, weighing
from corroboration.arrivals import recomputed
from corroboration.decisions import in_force
from corroboration.engine.following import lines_on
from corroboration.engine.settle import ClusterEvidence, Settlement
from corroboration.engine.settle import settle as settle_evidence
from corroboration.engine.topics import all_topics, bit, bits_of
from corroboration.engine.truth import Party, Trust
from corroboration.evidence import in_chunks
from corroboration.gathering import gather, version
from corroboration.models import Decision, LedgerEntry, Relation
from corroboration.past import Past, before_decisions, end_of, last_day
from sources.engine.admiralty import Cuts, Grading
from sources.engine.columns import Columns, about, columns_of, outside, score, standing
from sources.engine.reliability import Contribution
from sources.models import Grading as GradingRow
from sources.models import Source, TrackRecord
from sources.selectors import grading_value, latest_grading

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


def snapshot(as_of: date) -> Snapshot:
    """What was held at the end of a day. Kept until articles or decisions have been settled again."""
    settled, grading = version(), latest_grading()
    return _kept(as_of, settled, Decision.objects.count(), grading) if settled else _worked_out(as_of, grading)


@lru_cache(maxsize=KEPT)
def _kept(as_of: date, settled: UUID, decisions: int, grading: GradingRow | None) -> Snapshot:
    return _worked_out(as_of, grading)


def _worked_out(as_of: date, row: GradingRow | None) -> Snapshot:
    end = end_of(as_of)
    evidence = [e for e in (until(e, end) for e in _evidence(as_of)) if e.tellings]
    grading = grading_value(row)
    settlement = settle_evidence(evidence, as_of, grading.half_life_days, _weights(as_of), grading.cuts)
    return Snapshot(
        as_of=as_of,
        status={id: (c.status, c.probability, c.admiralty) for id, c in settlement.credibilities.items()},
        cluster={telling.id: each.cluster_id for each in evidence for telling in each.tellings},
        relations=tuple(relating.row(relation) for each in evidence for relation in each.relations),
        settlement=settlement,
    )


def _weights(as_of: date) -> Trust:
    """The weights of the last day up to this one on which anything was published or decided."""
    return weighing.timeline().at(last_day(as_of) or as_of)


def until(evidence: ClusterEvidence, end: datetime) -> ClusterEvidence:
    """A cluster's evidence without the claims that came out later."""
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


def _evidence(as_of: date) -> list[ClusterEvidence]:
    evidence, past = gather(in_force(until=end_of(as_of))), before_decisions(as_of)
    others = [e for e in evidence if past.claims.isdisjoint(t.id for t in e.tellings)]
    return sorted([*others, *past.clusters], key=lambda e: e.cluster_id)


def records(source: Source, as_of: date | None = None) -> dict[str, Any]:
    """A source's records in all roles, without the ledger, now or at the end of a day.

    recomputed: why the answer isn't the one that could have been given on that day. withheld: why there are no records,
    of a private person.
    """
    stored, day, grading = graded(source, as_of)
    found = list(map(_stored_record, stored)) if as_of is None else _records_then(source.slug, as_of, grading)
    found = [] if source.withheld else found
    return {
        "source": source.slug,
        "name": source.name,
        "as_of": day.isoformat() if day else None,
        "grading": grading_line(grading),
        "records": found,
        "recomputed": recomputed(as_of) if as_of else [],
        "withheld": source.withheld or None,
    }


def grading_line(grading: Grading) -> dict[str, Any]:
    """By what records are graded, as answers give it."""
    letters = [{"letter": name, "mean": mean, "low": low} for name, mean, low in grading.cuts.letters]
    cuts = {"widest_interval": grading.cuts.widest, "fewest_checks": grading.cuts.fewest_checks, "letters": letters}
    return {"half_life_days": grading.half_life_days} | cuts


def cuts(line: Mapping[str, Any]) -> Cuts:
    """The cuts of the letters, back from an answer's grading."""
    letters = tuple((each["letter"], each["mean"], each["low"]) for each in line["letters"])
    return Cuts(letters, line["widest_interval"], line["fewest_checks"])


def topic_records(source: Source, as_of: date | None = None, topic: str = "") -> list[dict[str, Any]]:
    """The record of each topic ("": of all) in each role, the most checked first; now or at the end of a day.

    A claim of several topics counts in each of them. No line is read: the blocks of numbers tell.
    """
    _, shown, grading = graded(source, as_of)
    day = last_day(as_of)
    if day is None or shown is None or source.withheld:
        return []
    prior, found = weighing.prior_on(day), []
    for role, lines in columns_on(source.slug, day, as_of):
        parts = [(name, about(lines, bit(name))) for name in ([topic] if topic else sorted(all_topics()))]
        scores = [(name, score(mine, prior, shown, *_rule(grading))) for name, mine in parts if len(mine)]
        records = [{"topic": name} | scoring.as_dict(role, each) for name, each in scores]
        found += sorted(records, key=lambda record: -record["checks"])
    return found


def graded(source: Source, as_of: date | None) -> tuple[list[TrackRecord], date | None, Grading]:
    """The records of now (none, of a past day), the day to which lines fade, and by what records are graded."""
    stored = list(source.track_records.select_related("grading").order_by("role")) if as_of is None else []
    if not stored:
        return stored, as_of, grading_value(latest_grading())
    return stored, max(row.as_of for row in stored), grading_value(stored[0].grading)


def _rule(grading: Grading) -> tuple[float, Cuts]:
    return grading.half_life_days, grading.cuts


def _records_then(voice: str, as_of: date, grading: Grading) -> list[dict[str, Any]]:
    day = last_day(as_of)
    if day is None:
        return []
    prior = weighing.prior_on(day)
    return [
        scoring.as_dict(role, score(lines, prior, as_of, *_rule(grading)))
        for role, lines in columns_on(voice, day, as_of)
    ]


def columns_on(voice: str, day: date, as_of: date | None) -> Iterator[tuple[str, Columns]]:
    """By role the lines of a voice that stood on a day. as_of: the past day that was asked for, if any."""
    for role, lines in columns_until(voice, day, as_of):
        yield role, standing(lines, day)


def columns_until(voice: str, day: date, as_of: date | None) -> Iterator[tuple[str, Columns]]:
    """By role the lines of a voice that ever stood by a day. Those that later decisions changed stand, as they stood
    on that day, since they were first known."""
    past = before_decisions(as_of) if as_of else Past()
    others, topics = _lines_of(voice, past, day), _topics_of(past)
    for role in scoring.roles(voice, day):
        lines = outside(scoring.record(voice, role, day), past.claims)
        if (voice, role) in others:
            lines = np.concatenate([lines, columns_of(others[voice, role], topics)])
        yield role, lines


def topics_then(as_of: date | None) -> dict[str, int]:
    """The topics, as bits, of the claims that decisions made since a day touched."""
    return _topics_of(before_decisions(as_of)) if as_of else {}


def _topics_of(past: Past) -> dict[str, int]:
    return {telling.id: bits_of(telling.claim.statement) for each in past.clusters for telling in each.tellings}


def _lines_of(voice: str, past: Past, day: date) -> dict[Party, list[Contribution]]:
    """The lines of a voice from the clusters that later decisions changed."""
    if not past.clusters:
        return {}
    trust = weighing.timeline().at(day)
    found = defaultdict(list)
    for evidence in past.clusters:
        for party, line in lines_on(evidence, trust, day):
            if party[0] == voice:
                found[party].append(line)
    return dict(found)


def parted(source: Source, as_of: date | None) -> tuple[QuerySet[LedgerEntry], dict[str, list[Contribution]]]:
    """A ledger as the stored lines that stood then, to be sliced, and the others by role: those that stood otherwise
    before later decisions. None of them is faded. A private person has none."""
    if source.withheld:
        return LedgerEntry.ever.none(), {}
    if as_of is None:
        return LedgerEntry.ever.filter(source=source, until=None), {}
    day = last_day(as_of)
    if day is None:
        return LedgerEntry.ever.none(), {}
    past = before_decisions(as_of)
    stored, otherwise = entries_on(source, day), set()
    for chunk in in_chunks(sorted(past.claims)):
        otherwise.update(stored.filter(claim__in=chunk).values_list("claim_id", flat=True))
    others = {role: lines for (_, role), lines in _lines_of(source.slug, past, day).items()}
    return stored.exclude(claim__in=otherwise) if otherwise else stored, others


def entries_on(source: Source, day: date) -> QuerySet[LedgerEntry]:
    """The stored lines of a source that stood on a day, by today's decisions; not faded."""
    return LedgerEntry.ever.filter(Q(until=None) | Q(until__gt=day), source=source, since__lte=day, date__lte=day)


def as_lines(ledgers: Mapping[str, Iterable[Contribution]]) -> list[dict[str, Any]]:
    """Ledgers by role as answers give them: one list, the latest first in each role."""
    names = ("claim", "kind", "partner", "up", "down", "weight", "reason")
    ordered = []
    for role in sorted(ledgers):
        by_claim = sorted(ledgers[role], key=lambda line: (line.claim, line.partner, line.kind, line.reason))
        for line in sorted(by_claim, key=lambda line: line.date, reverse=True):
            values = {name: getattr(line, name) for name in names}
            ordered.append({"role": role, "date": line.date.isoformat(), **values})
    return ordered


def _stored_record(row: TrackRecord) -> dict[str, Any]:
    names = ("role", "mean", "low", "high", "alpha", "beta", "up", "down", "checks", "letter", "enough", "reasons")
    return {name: getattr(row, name) for name in names}
