"""What a decision changed in the judgements that people see, noted when it is made and when it has been followed.

That is what stands in the clusters of the claims that it names, before and after, and the records of those
who speak there. Decisions that are followed together are told of together: each lists what both changed.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from claims.models import Claim
from corroboration.evidence import in_chunks
from corroboration.models import Assessment, Decision, Effect, Membership, Part
from sources.models import TrackRecord

MOST_CLAIMS = 300  # claims whose judgements are noted for one decision: more than anybody looks through
MOST_RECORDS = 120
Noted = dict[str, dict[str, list[Any]]]


@dataclass(frozen=True, slots=True)
class Change:
    """A judgement before and after. None: it didn't exist then."""

    before: tuple[Any, ...] | None
    after: tuple[Any, ...] | None


def begin(decision: Decision, claims: Collection[str]) -> None:
    """Note how things stand before a decision about these claims is followed, inside the caller's transaction."""
    clusters = _clusters(claims)
    members = _members(clusters)
    named = sorted(claims)[:MOST_CLAIMS]
    asked = [*named, *(claim for claim in members if claim not in claims)][:MOST_CLAIMS]
    Effect.objects.create(decision=decision, before={"claims": _claims(asked), "records": _records(clusters)})


def complete() -> None:
    """Note how things stand now for the decisions that have been followed, inside the caller's transaction.

    A claim may have gone to another cluster, whose voices weren't noted before: records are those of before.
    """
    for effect in Effect.objects.filter(after__isnull=True).order_by("decision"):
        before: Noted = effect.before
        effect.after = {"claims": _claims(list(before["claims"])), "records": _again(list(before["records"]))}
        effect.save(update_fields=["after"])


def changes(before: Mapping[str, Sequence[Any]], after: Mapping[str, Sequence[Any]]) -> Iterator[tuple[str, Change]]:
    """What stands otherwise than before, by its name."""
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old != new:
            yield name, Change(tuple(old) if old else None, tuple(new) if new else None)


def _clusters(claims: Collection[str]) -> list[str]:
    found: set[str] = set()
    for ids in in_chunks(sorted(claims)):
        found.update(Membership.objects.filter(claim__in=ids).values_list("cluster_id", flat=True))
    return sorted(found)


def _members(clusters: Collection[str]) -> list[str]:
    rows = Membership.objects.filter(cluster__in=clusters, copy_of=None).order_by("cluster", "claim")
    return list(rows.values_list("claim_id", flat=True)[:MOST_CLAIMS])


def _claims(ids: Collection[str]) -> dict[str, list[Any]]:
    """id -> cluster, status, credibility, digit, of those of these claims that stand in a cluster."""
    homes = dict(Membership.objects.filter(claim__in=ids).values_list("claim_id", "cluster_id"))
    rows = Assessment.objects.filter(claim__in=ids).values_list("claim_id", "status", "credibility", "digit")
    judged = {claim: found for claim, *found in rows}
    present = Claim.objects.filter(public_id__in=ids).values_list("public_id", flat=True)
    return {id: [homes[id], *judged.get(id, ("", None, None))] for id in sorted(present) if id in homes}


def _records(clusters: Collection[str]) -> dict[str, list[Any]]:
    """ "slug role" -> letter, mean, of those who speak in these clusters."""
    speakers = Part.objects.filter(cluster__in=clusters).exclude(name="").order_by("voice", "role")
    parties = list(speakers.values_list("voice", "role").distinct()[:MOST_RECORDS])
    return _again([f"{voice} {role}" for voice, role in parties])


def _again(names: Collection[str]) -> dict[str, list[Any]]:
    slugs = {name.rsplit(" ", 1)[0] for name in names}
    rows = TrackRecord.objects.filter(source__slug__in=slugs).values_list("source__slug", "role", "letter", "mean")
    found = {f"{slug} {role}": [letter, mean] for slug, role, letter, mean in rows}
    return {name: found[name] for name in sorted(names) if name in found}
