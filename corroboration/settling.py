"""Stage "settled": from the clusters that changed to dated outcomes, credibilities and the lines of ledgers.

Each cluster is followed through time by itself (engine/following.py), so one article costs the work of its clusters.
What concerns all, the fits of the months that are over and the day to which records are counted, is brought up to date
when nothing else waits.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import uuid4

from django.db.models import Model, QuerySet

from corroboration import past, reference_changes, review, scoring, weighing
from corroboration.decisions import in_force
from corroboration.engine.fits import Timeline
from corroboration.engine.following import Course, Line, follow
from corroboration.engine.topics import bits_of
from corroboration.engine.truth import Party
from corroboration.engine.values import Telling
from corroboration.evidence import in_chunks
from corroboration.gathering import STATE, gather_some, version
from corroboration.models import Assessment, KeptFit, Lease, LedgerEntry, Membership, Outcome, Part, Polled, Unsettled
from corroboration.scoring import Storing
from corroboration.webhooks import known
from sources.models import Source

__all__ = ["bring_up_to_date", "compute", "forget", "mark", "unlike", "version", "waiting"]

AT_ONCE = 100  # clusters settled in one transaction
NO_DAY = date(1970, 1, 1)  # where no article stands: what was kept goes, whatever the day
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Followed:
    """Clusters followed through time, by id; one that ended isn't among the courses. told_at: of claims, when; topics:
    theirs, as bits."""

    clusters: tuple[str, ...]
    courses: Mapping[str, Course]
    told_at: Mapping[str, datetime]
    topics: Mapping[str, int]


def mark(clusters: Iterable[str]) -> None:
    """Have these clusters settled: they changed, or ended. Inside the caller's transaction: a killed run leaves it."""
    rows = [Unsettled(cluster=id) for id in sorted(set(clusters))]
    Unsettled.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def waiting() -> bool:
    """Whether anything was left to be settled, fitted or told, by a killed run or because other work came first, or an
    admin changed what is known of sources or how they are graded."""
    if Unsettled.objects.exists() or scoring.due() or reference_changes.waiting() or known.waiting():
        return True
    now = past.last_day()
    return now is not None and weighing.due(now)


def bring_up_to_date(storing: Storing, *, all_of_it: bool) -> None:
    """Settle what changed. all_of_it: fit the months that are over, too, and count the records to the latest date."""
    now = past.last_day() or NO_DAY
    weights = _settle_marked(weighing.timeline(), now, storing)
    if all_of_it:
        while (refit := weighing.refit(now)) is not None:
            with storing():
                weighing.store(refit)
            weights = _settle_marked(weighing.timeline(), now, storing)
    prior = weights.at(now).prior
    scoring.bring_up(now, prior, storing)
    if all_of_it:
        scoring.bring_to(now, prior, storing)
    with storing():
        Lease.objects.update_or_create(name=STATE, defaults={"token": uuid4(), "until": None})


def _settle_marked(weights: Timeline, now: date, storing: Storing) -> Timeline:
    marked = list(Unsettled.objects.order_by("cluster").values_list("cluster", flat=True))
    for ids in in_chunks(marked, AT_ONCE):
        followed = compute(ids, weights, now)
        with storing():
            store(followed)
    return weights


def compute(clusters: Collection[str], weights: Timeline, now: date) -> Followed:
    """Follow these clusters through time until now. Nothing is stored."""
    found = gather_some(clusters, in_force())
    courses = {each.cluster_id: follow(each, weights, now) for each in found}
    members = [telling for each in found for telling in each.tellings]
    told_at = {telling.id: telling.published_at for telling in members}
    topics = {telling.id: bits_of(telling.claim.statement) for telling in members}
    return Followed(tuple(clusters), courses, told_at, topics)


def store(followed: Followed) -> None:
    """Bring what is stored of these clusters to what was found, inside the caller's transaction."""
    members = Membership.objects.filter(cluster__in=followed.clusters)
    claims = sorted(members.values_list("claim_id", flat=True))
    assessments, outcomes = _assessments(followed), _outcomes(followed)
    for ids in in_chunks(claims):
        mine = set(ids)
        stored = (Assessment.objects.filter(claim__in=ids), Outcome.objects.filter(claim__in=ids))
        _replace(stored[0], (row for row in assessments if row.claim_id in mine), _assessment_identity)
        _replace(stored[1], (row for row in outcomes if row.claim_id in mine), _outcome_identity)
    changed = _store_parts(followed) | _store_lines(followed)
    scoring.mark(changed)
    _store_polled(followed)
    review.refresh(followed.clusters)
    Unsettled.objects.filter(cluster__in=followed.clusters).delete()


def unlike(followed: Followed) -> list[str]:
    """What is stored of these clusters otherwise than it was found, in words. Nothing is changed."""
    mine, theirs = {"claim__membership__cluster__in": followed.clusters}, {"cluster__in": followed.clusters}
    looked_at: tuple[tuple[str, QuerySet[Any], list[Any], Callable[[Any], tuple[Any, ...]]], ...] = (
        ("assessments", Assessment.objects.filter(**mine), _assessments(followed), _assessment_identity),
        ("outcomes", Outcome.objects.filter(**mine), _outcomes(followed), _outcome_identity),
        ("voices", Part.objects.filter(**theirs), _all_parts(followed), _part_identity),
        ("lines of ledgers", LedgerEntry.ever.filter(**theirs), _lines(followed), _entry_identity),
    )
    found = []
    for what, stored, wanted, identity in looked_at:
        stale, new = _differing(stored, wanted, identity)
        if stale or new:
            found.append(f"{what}: {len(new)} missing, {len(stale)} that shouldn't be there")
    return found


def _assessments(followed: Followed) -> list[Assessment]:
    return [
        Assessment(
            claim_id=claim,
            status=belief.status,
            credibility=belief.probability,
            digit=belief.admiralty,
            reasons=list(belief.reasons),
            told_at=followed.told_at[claim],
        )
        for _, course in sorted(followed.courses.items())
        for claim, belief in course.beliefs.items()
    ]


def _outcomes(followed: Followed) -> list[Outcome]:
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
        for _, course in sorted(followed.courses.items())
        for outcome in course.outcomes
    ]


def forget(claims: Collection[str]) -> None:
    """Take back the judgements of claims that stand in no cluster any more, inside the caller's transaction."""
    for ids in in_chunks(sorted(claims)):
        for model in (Assessment, Outcome):
            model.objects.filter(claim__in=ids).delete()


def _assessment_identity(row: Assessment) -> tuple[Any, ...]:
    return (row.claim_id, row.status, row.credibility, row.digit, tuple(row.reasons), row.told_at)


def _outcome_identity(row: Outcome) -> tuple[Any, ...]:
    return (row.claim_id, row.kind, row.by, row.since, row.until, row.weight, row.reason)


def _store_parts(followed: Followed) -> set[tuple[Party, date]]:
    """Returns whose name, or place among the voices, may have changed."""
    changed = _replace(Part.objects.filter(cluster__in=followed.clusters), _all_parts(followed), _part_identity)
    return {((row.voice, row.role), scoring.FIRST) for row in changed if row.name}


def _all_parts(followed: Followed) -> list[Part]:
    return [row for id, course in followed.courses.items() for row in _parts(id, course)]


def _parts(cluster: str, course: Course) -> list[Part]:
    silent = [Part(cluster=cluster, voice=v, role=r) for v, r in sorted(course.voters - course.speakers.keys())]
    return silent + [
        Part(
            cluster=cluster,
            voice=voice.slug,
            role=role,
            name=voice.name,
            since=telling.published_at.astimezone(UTC).date(),
            first=_place(telling),
        )
        for (_, role), (voice, telling) in course.speakers.items()
    ]


def _place(telling: Telling) -> str:
    """Telling.order as text that sorts alike."""
    moment = telling.published_at.astimezone(UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f} {telling.article} {telling.position:06} {telling.id}"


def _part_identity(row: Part) -> tuple[Any, ...]:
    return (row.cluster, row.voice, row.role, row.name, row.since, row.first)


def _store_lines(followed: Followed) -> set[tuple[Party, date]]:
    """Returns in whose ledger lines changed, with the days from which these stood."""
    changed = _replace(LedgerEntry.ever.filter(cluster__in=followed.clusters), _lines(followed), _entry_identity)
    known = dict(Source.objects.filter(pk__in={row.source_id for row in changed}).values_list("pk", "slug"))
    return {((known[row.source_id], row.role), row.since) for row in changed}


def _lines(followed: Followed) -> list[LedgerEntry]:
    lines = [(id, line) for id, course in sorted(followed.courses.items()) for line in course.lines]
    slugs = sorted({line.party[0] for _, line in lines})
    sources = dict(Source.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    return [_entry(id, line, sources[line.party[0]], followed.topics[line.what.claim]) for id, line in lines]


def _entry(cluster: str, line: Line, source: int, topics: int) -> LedgerEntry:
    return LedgerEntry(
        source_id=source,
        role=line.party[1],
        cluster=cluster,
        claim_id=line.what.claim,
        kind=line.what.kind,
        partner=line.what.partner,
        date=line.what.date,
        since=line.since,
        until=line.until,
        whole_up=line.what.up,
        whole_down=line.what.down,
        whole_weight=line.what.weight,
        reason=line.what.reason,
        topics=topics,
    )


def _entry_identity(row: LedgerEntry) -> tuple[Any, ...]:
    what = (row.claim_id, row.kind, row.partner, row.date, row.whole_up, row.whole_down, row.whole_weight, row.reason)
    return (row.source_id, row.role, row.cluster, row.since, row.until, row.topics, *what)


def _store_polled(followed: Followed) -> None:
    """Store what the fits are made of; from the first month in which it changed on, they are stale."""
    rows = []
    for id, course in followed.courses.items():
        told: list[Any] = []
        for end, found in course.ballots.items():
            before, told = told, weighing.ballots_json(found)
            if told != before:
                rows.append(Polled(cluster=id, month=end, ballots=told))
    changed = _replace(Polled.objects.filter(cluster__in=followed.clusters), rows, _polled_identity)
    if changed:
        KeptFit.objects.filter(month__gte=min(row.month for row in changed)).update(stale=True)


def _polled_identity(row: Polled) -> tuple[Any, ...]:
    return (row.cluster, row.month, json.dumps(row.ballots))


def _replace(stored: QuerySet[Row], wanted: Iterable[Row], identity: Callable[[Row], tuple[Any, ...]]) -> list[Row]:
    """Make the stored rows equal the wanted ones, touching only those that differ. Returns these, old and new."""
    stale, new = _differing(stored, wanted, identity)
    for rows in in_chunks(stale):
        stored.filter(pk__in=[row.pk for row in rows]).delete()
    stored.model._base_manager.bulk_create(new, batch_size=300)
    return stale + new


def _differing(
    stored: QuerySet[Row], wanted: Iterable[Row], identity: Callable[[Row], tuple[Any, ...]]
) -> tuple[list[Row], list[Row]]:
    """The stored rows that aren't wanted, and the wanted ones that aren't stored."""
    fresh = defaultdict(list)
    for row in wanted:
        fresh[identity(row)].append(row)
    stale = []
    for row in stored.order_by():
        if alike := fresh.get(identity(row)):
            alike.pop()
        else:
            stale.append(row)
    return stale, [row for alike in fresh.values() for row in alike]
