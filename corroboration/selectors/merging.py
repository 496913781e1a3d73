"""Clusters that a person may want to merge one with: those suggested, and those that a sentence finds."""

from claims.models import PUBLIC_ID_LENGTH, Claim
from corroboration import search
from corroboration.models import Cluster, Suggestion
from corroboration.search import LONGEST_QUERY

SHOWN = 10


def candidates(cluster: Cluster, query: str, chosen: str = "") -> list[Cluster]:
    """Clusters, the likeliest first: by a sentence, an id or address of a cluster; without any, those suggested.

    chosen: one that is shown whatever else is.
    """
    query = query.replace("\0", "").strip()[:LONGEST_QUERY]
    ids = [*([chosen] if chosen else []), *(_found(query) if query else _suggested(cluster))]
    wanted = [id for id in dict.fromkeys(ids) if id != cluster.public_id][:SHOWN]
    rows = Cluster.objects.in_bulk(wanted, field_name="public_id")
    return [rows[id] for id in wanted if id in rows]


def _found(query: str) -> list[str]:
    named = query.rstrip("/").rsplit("/", 1)[-1]
    if len(named) == PUBLIC_ID_LENGTH and Cluster.objects.filter(public_id=named).exists():
        return [named]
    claims = [found.id for found in search.similar(query)[: SHOWN * 5]]
    rows = Claim.objects.filter(public_id__in=claims, membership__isnull=False)
    homes = dict(rows.values_list("public_id", "membership__cluster_id"))
    return [homes[claim] for claim in claims if claim in homes]


def _suggested(cluster: Cluster) -> list[str]:
    """The clusters of claims that may belong here, and those to which claims of this one may belong."""
    here = Suggestion.objects.filter(cluster=cluster).values_list("score", "claim__membership__cluster_id")
    there = Suggestion.objects.filter(claim__membership__cluster=cluster).values_list("score", "cluster_id")
    found = [(score, id) for rows in (here, there) for score, id in rows if id]
    return [id for _, id in sorted(found, key=lambda each: (-each[0], each[1]))]
