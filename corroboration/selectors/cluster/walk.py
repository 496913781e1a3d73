"""From claim to claim of one event, in the order of telling, each in its article."""

from dataclasses import dataclass

from corroboration.models import Cluster, Membership
from corroboration.standing import ORDER


@dataclass(frozen=True, slots=True)
class Walk:
    """A claim's place among those of its cluster; copies are passed over. previous, next: public ids, "" at an end."""

    cluster: Cluster
    position: int
    total: int
    previous: str
    next: str


def walk_from(claim: str, cluster_id: str) -> Walk | None:
    """Where one is on the way through a cluster, in two queries; None where the claim stands in none."""
    cluster = Cluster.objects.filter(public_id=cluster_id).first()
    if cluster is None:
        return None
    rows = Membership.objects.filter(cluster=cluster).order_by(*ORDER).values_list("claim_id", "copy_of_id")
    told = [id for id, original in rows if not original or id == claim]
    turn = told.index(claim)
    before, after = told[turn - 1] if turn else "", told[turn + 1] if turn + 1 < len(told) else ""
    return Walk(cluster, turn + 1, len(told), before, after)
