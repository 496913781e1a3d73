"""What is decided in the queue about several clusters at once: whose they are, and that they were reviewed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from claims.models import PUBLIC_ID_LENGTH
from corroboration import review
from corroboration.decisions import BadDecision, decide
from corroboration.models import Cluster, Decision

Kind = Decision.Kind
MOST = 200  # clusters in one decision
TICK = re.compile(rf"[0-9a-f]{{{PUBLIC_ID_LENGTH}}}\.\w*")  # a cluster, and its state when it was shown


@dataclass(frozen=True, slots=True)
class Picked:
    """Clusters that somebody ticked. changed: those that aren't any more what he or she saw; gone: how many ended."""

    clusters: tuple[Cluster, ...]
    changed: tuple[Cluster, ...] = ()
    gone: int = 0


def picked(ticked: Sequence[str]) -> Picked:
    """The clusters of these ticks, each "id.state", in their order."""
    seen = dict(tick.split(".") for tick in ticked[:MOST] if TICK.fullmatch(tick))
    known = Cluster.objects.select_for_update().in_bulk(list(seen), field_name="public_id")
    rows = [known[id] for id in seen if id in known]
    return Picked(
        clusters=tuple(row for row in rows if row.state == seen[row.public_id]),
        changed=tuple(row for row in rows if row.state != seen[row.public_id]),
        gone=len(seen) - len(rows),
    )


@transaction.atomic
def look(ticked: Sequence[str]) -> Picked:
    """The clusters of these ticks, before anything is decided."""
    return picked(ticked)


@transaction.atomic
def assign(ticked: Sequence[str], to: str, *, by: AbstractBaseUser, now: datetime) -> tuple[Decision, Picked]:
    """Give clusters to somebody, or back ("" for nobody), as one decision. That they changed meanwhile doesn't matter.

    Raises BadDecision.
    """
    found = picked(ticked)
    clusters = (*found.clusters, *found.changed)
    return _decide(Kind.ASSIGN, clusters, {"to": to}, by=by, now=now), Picked(clusters, gone=found.gone)


@transaction.atomic
def mark_reviewed(ticked: Sequence[str], *, by: AbstractBaseUser, now: datetime) -> tuple[Decision, Picked]:
    """Say that clusters were reviewed, as one decision; those that changed since they were shown are left out.

    Raises BadDecision where none is left.
    """
    found = picked(ticked)
    if found.changed and not found.clusters:
        raise BadDecision("What you ticked has changed meanwhile: look again.")
    return _decide(Kind.REVIEWED, found.clusters, review.seen(*found.clusters), by=by, now=now), found


def _decide(kind: str, clusters: Sequence[Cluster], value, *, by: AbstractBaseUser, now: datetime) -> Decision:
    if not clusters:
        raise BadDecision("Tick at least one cluster.")
    return decide(kind, review.founders(clusters), by=by, now=now, value=value)
