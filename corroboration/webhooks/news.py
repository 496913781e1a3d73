"""What is otherwise than it was known: one piece of news for each thing that a webhook can be told.

A function of what was noted and what stands now, whatever lay between. What became of a claim is identified by the
claim and by whom, so it is told once for good; the change of a cluster or a letter also by what it follows, so that
there, back, and there again are three.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet

from claims.models import Claim
from corroboration.evidence import in_chunks
from corroboration.ingestion import public_id
from corroboration.models import (
    Cluster,
    KnownClaim,
    KnownCluster,
    KnownLetter,
    Membership,
    Notice,
    NoticeKind,
    Outcome,
    Redirect,
)
from corroboration.selectors.clusters import current_id
from corroboration.webhooks import about
from corroboration.webhooks.about import About
from corroboration.webhooks.known import standing
from corroboration.webhooks.links import Link, article_link, claim_link, cluster_link, record_link
from sources.models import Source, TrackRecord, private

AT_ONCE = 100  # clusters compared at once
MOST_LISTED = 20  # claims that a notice names; it counts them all
NONE_YET = "F"  # the letter of a record that isn't there: as its source is shown
KIND_OF = {
    Outcome.Kind.CONTRADICTED: NoticeKind.CLAIM_CONTRADICTED,
    Outcome.Kind.DENIED: NoticeKind.CLAIM_CONTRADICTED,
    Outcome.Kind.CORROBORATED: NoticeKind.CLAIM_CORROBORATED,
    Outcome.Kind.RETRACTED: NoticeKind.CLAIM_RETRACTED,
}


@dataclass(frozen=True, slots=True)
class News:
    """What is to be told. change: what identifies it, beside its kind and the thing."""

    kind: NoticeKind
    thing: str
    change: tuple[str, ...]
    day: date
    data: Mapping[str, Any]
    about: About = field(default_factory=About)

    @property
    def id(self) -> str:
        return public_id("notice", self.kind.value, self.thing, *self.change)


@dataclass(frozen=True, slots=True)
class _Member:
    """A claim as it stands in a cluster now. known: what had become of it, as it was noted; None: it is new."""

    claim: str
    copy_of: str | None
    told_at: datetime
    known: frozenset[tuple[str, str]] | None


def of_clusters(notes: QuerySet[KnownCluster], now: date) -> Iterator[News]:
    """What happened to the clusters of these notes and to their claims. now: the day that it is by the data."""
    noted = list(notes.order_by("cluster").values_list("cluster", "status"))
    for rows in in_chunks(noted, AT_ONCE):
        yield from _of_clusters(dict(rows), now)


def _of_clusters(noted: Mapping[str, str], now: date) -> Iterator[News]:
    members = _members(noted)
    found = about.of_clusters(noted)
    for cluster in sorted(members):
        yield from _of_claims(cluster, members[cluster], found[cluster])
    yield from _changes(noted, members, found, now)


def _members(clusters: Collection[str]) -> dict[str, list[_Member]]:
    rows = Membership.objects.filter(cluster__in=clusters).order_by("claim")
    stored = list(rows.values_list("cluster_id", "claim_id", "copy_of_id", "claim__article__told_at"))
    known: dict[str, frozenset[tuple[str, str]]] = {}
    for ids in in_chunks([claim for _, claim, *_ in stored]):
        before = KnownClaim.objects.filter(claim__in=ids).values_list("claim", "outcomes")
        known |= {claim: frozenset((kind, by) for kind, by in outcomes) for claim, outcomes in before}
    found: dict[str, list[_Member]] = {id: [] for id in clusters}
    for cluster, claim, original, told_at in stored:
        found[cluster].append(_Member(claim, original, told_at, known.get(claim)))
    return found


# --- claims ---


def _of_claims(cluster: str, members: Collection[_Member], where: About) -> Iterator[News]:
    """What became of the claims of a cluster. A copy's fate is that of the claim it copies, and told with it; only
    what its own outlet takes back is its own."""
    by_id = {member.claim: member for member in members}
    carried = defaultdict(list)
    for member in members:
        carried[member.copy_of or member.claim].append(member.claim)
    fresh = [outcome for outcome in _outcomes(by_id) if _is_news(outcome, by_id[outcome.claim_id])]
    if not fresh:
        return
    said = about.of_claims(by_id)
    partners = _claims_among({outcome.by for outcome in fresh})
    for outcome in fresh:
        tellings = carried[outcome.claim_id] or [outcome.claim_id]
        told = about.together(said[id] for id in tellings)
        yield News(
            kind=KIND_OF[Outcome.Kind(outcome.kind)],
            thing=outcome.claim_id,
            change=(outcome.kind, outcome.by),
            day=outcome.since,
            data={
                "claim": claim_link(outcome.claim_id),
                "how": outcome.kind,
                "by": claim_link(outcome.by) if outcome.by in partners else article_link(outcome.by),
                "since": outcome.since.isoformat(),
                "cluster": cluster_link(cluster),
                "sources": sorted(told.sources),
                "copies": len(tellings) - 1,
            },
            about=About(told.sources, where.clusters, where.places, told.topics),
        )


def _outcomes(claims: Collection[str]) -> Iterator[Outcome]:
    for ids in in_chunks(sorted(claims)):
        yield from standing(ids).order_by("claim", "kind", "by")


def _is_news(outcome: Outcome, member: _Member) -> bool:
    own = member.copy_of is None or outcome.kind == Outcome.Kind.RETRACTED
    return outcome.kind in KIND_OF and own and (outcome.kind, outcome.by) not in (member.known or ())


def _claims_among(ids: Collection[str]) -> set[str]:
    """Those of these ids that are claims; what takes one back may be a later text of its article."""
    found: set[str] = set()
    for some in in_chunks(sorted(ids)):
        found.update(Claim.objects.filter(public_id__in=some).values_list("public_id", flat=True))
    return found


# --- clusters ---


def _changes(
    noted: Mapping[str, str], members: Mapping[str, Collection[_Member]], where: Mapping[str, About], now: date
) -> Iterator[News]:
    """The clusters that were there before and are otherwise now. That one begins is no change, unless it had ended."""
    before: dict[str, set[str]] = {id: set() for id in noted}
    for cluster, claim in KnownClaim.objects.filter(cluster__in=noted).values_list("cluster", "claim"):
        before[cluster].add(claim)
    stored = Cluster.objects.in_bulk(noted, field_name="public_id")
    status = {id: row.status for id, row in stored.items()}
    there = {id: {member.claim for member in members[id]} for id in noted}
    new = [id for id in noted if not noted[id]]
    back = set(Redirect.objects.filter(old_id__in=new).values_list("old_id", flat=True))
    old = [id for id in noted if noted[id] or id in back]
    changed = [id for id in old if (before[id], noted[id]) != (there[id], status.get(id, ""))]
    follows = _latest(NoticeKind.CLUSTER_CHANGED, changed)
    for id in changed:
        joined, left = there[id] - before[id], before[id] - there[id]
        moved_to = None if id in stored else current_id(id)
        told = about.together([where[id], *about.of_clusters([moved_to] if moved_to else []).values()])
        day = _day([member for member in members[id] if member.claim in joined], now)
        states = (_hash(noted[id], before[id]), _hash(status.get(id, ""), there[id]))
        yield News(
            kind=NoticeKind.CLUSTER_CHANGED,
            thing=id,
            change=(*states, day.isoformat(), follows.get(id, "")),
            day=day,
            data={
                "cluster": cluster_link(id),
                "ended": id not in stored,
                "moved_to": cluster_link(moved_to) if moved_to else None,
                "status": {"from": noted[id] or None, "to": status.get(id)},
                "joined": _listed(joined),
                "left": _listed(left),
                "day": day.isoformat(),
                "follows": follows.get(id),
            },
            about=about.together([told, *about.of_claims(joined | left).values()]),
        )


def _day(joined: Collection[_Member], now: date) -> date:
    """When a cluster changed: the day of the latest new claim; without one, people or their rules changed it now."""
    new = [member.told_at.astimezone(UTC).date() for member in joined if member.known is None]
    return max(new, default=now)


def _hash(status: str, claims: Collection[str]) -> str:
    return sha256("\x1f".join([status, *sorted(claims)]).encode()).hexdigest()


def _listed(claims: Collection[str]) -> dict[str, Any]:
    named: list[Link] = [claim_link(id) for id in sorted(claims)[:MOST_LISTED]]
    return {"count": len(claims), "claims": named}


def _latest(kind: NoticeKind, things: Collection[str]) -> dict[str, str]:
    """The last that was told of each of these things."""
    rows = Notice.objects.filter(kind=kind, thing__in=things).order_by("made_at", "public_id")
    return dict(rows.values_list("thing", "public_id"))


# --- letters ---


def of_letters(now: date) -> Iterator[News]:
    """Whose letter is another one. Of private persons none is told."""
    noted = list(KnownLetter.objects.order_by("source", "role").values_list("source", "role", "letter"))
    for rows in in_chunks(noted, AT_ONCE):
        slugs = {slug for slug, *_ in rows}
        records = TrackRecord.objects.filter(source__slug__in=slugs).values_list("source__slug", "role", "letter")
        letters = {(slug, role): letter for slug, role, letter in records}
        shown = set(Source.objects.filter(slug__in=slugs).exclude(private()).values_list("slug", flat=True))
        follows = _latest(NoticeKind.RECORD_LETTER_CHANGED, [f"{slug} {role}" for slug, role, _ in rows])
        for slug, role, was in rows:
            before, after = was or NONE_YET, letters.get((slug, role), NONE_YET)
            if slug in shown and before != after:
                yield _letter(slug, role, before, after, follows.get(f"{slug} {role}"), now)


def _letter(slug: str, role: str, before: str, after: str, follows: str | None, now: date) -> News:
    return News(
        kind=NoticeKind.RECORD_LETTER_CHANGED,
        thing=f"{slug} {role}",
        change=(before, after, now.isoformat(), follows or ""),
        day=now,
        data={
            "source": record_link(slug),
            "role": role,
            "letter": {"from": before, "to": after},
            "day": now.isoformat(),
            "follows": follows,
        },
        about=About(sources=frozenset([slug])),
    )
