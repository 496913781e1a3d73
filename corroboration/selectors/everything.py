"""A search over all that is stored: claims like some words, the clusters that hold them, sources of such a name."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from corroboration import lines, search
from corroboration.engine.searching import Found
from corroboration.models import Cluster, Membership
from corroboration.selectors import resolution
from sources.engine.resolving import Candidate
from sources.models import Source

FOUND = 20  # of claims; clusters are theirs
LONGEST_NAME = 100  # characters; what is longer names no source


@dataclass(frozen=True, slots=True)
class Everything:
    """clusters: each with the ids of those of its claims that were found."""

    claims: Sequence[Found]
    clusters: Sequence[tuple[Cluster, list[str]]]
    sources: Sequence[tuple[Candidate, Source]]


def found(query: str) -> Everything:
    """What is found of each kind, the best first."""
    claims = search.similar(query)[:FOUND]
    sources = resolution.named(query).candidates if len(query) <= LONGEST_NAME else ()
    return Everything(claims, _clusters(claims), sources)


def _clusters(claims: Sequence[Found]) -> list[tuple[Cluster, list[str]]]:
    """Clusters in the order of their likest claims."""
    rows = Membership.objects.filter(claim__in=[each.id for each in claims])
    homes = dict(rows.values_list("claim_id", "cluster_id"))
    matched: dict[str, list[str]] = defaultdict(list)
    for each in claims:
        if each.id in homes:
            matched[homes[each.id]].append(each.id)
    stored = {row.public_id: row for row in lines.clusters().filter(public_id__in=list(matched))}
    return [(stored[id], ids) for id, ids in matched.items() if id in stored]
