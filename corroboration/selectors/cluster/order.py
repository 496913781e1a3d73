"""In which order the questions of a cluster are gone through."""

from collections.abc import Mapping

from corroboration.models import Cluster, Membership, Relation

CATCH_ALL = "other"  # the slot of claims that answer no listed question: shown last, never compared


def disputed_slots(cluster: Cluster) -> set[str]:
    """The slots in which claims contradict each other. By the members: else SQLite would look through all clashes."""
    members = Membership.objects.filter(cluster=cluster).values("claim")
    clashes = Relation.objects.filter(kind=Relation.Kind.CONTRADICTS, a__in=members)
    return set(clashes.order_by().values_list("a__slot", flat=True).distinct())


def slots_in_order(answered: Mapping[str, int], disputed: set[str]) -> list[str]:
    """Disputed questions first, then the most answered ones. answered: how often each is."""
    return sorted(answered, key=lambda slot: (slot not in disputed, slot == CATCH_ALL, -answered[slot], slot))
