"""Stage "grouped": what changed is placed among the clusters again, and of the others what that reaches.

The work of one article is that of its neighbourhood, however large the corpus (engine/regrouping.py). What is stored
is replaced only where it changed.
"""

from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from datetime import datetime

from corroboration.decisions import InForce
from corroboration.engine.regrouping import regroup
from corroboration.engine.values import Telling
from corroboration.evidence import in_chunks, tellings
from corroboration.models import Cluster, Episode, Membership, Redirect, Suggestion
from corroboration.queue import GROUPED
from corroboration.standing import ORDER, Standing, cluster_of, episodes_of


@dataclass(frozen=True, slots=True)
class Plan:
    """Clusters as they should stand, by public id: members in order, the founder first; those that were looked at.

    placed: the claims that were placed anew; suggestions are theirs. changed, gone: ids of clusters to be written and
    to be ended. known: the claims of those that are to be written. leaving: claims that stand in none any more.
    """

    clusters: Mapping[str, tuple[str, ...]]
    known: Mapping[str, Telling]
    placed: frozenset[str]
    copies: Mapping[str, str]
    suggestions: tuple[tuple[str, str, float], ...]  # claim, cluster, score
    changed: frozenset[str]
    gone: frozenset[str]
    leaving: frozenset[str]


def plan(changed: Collection[str], leaving: Collection[str], decided: InForce) -> Plan:
    """How claims should be grouped when some have changed and others leave, and what of it is new. Nothing is stored.

    changed: claims that are new, or about which something was decided.
    """
    placing, going, again = episodes_of({*changed} - {*leaving}), episodes_of(leaving), _to_place()
    standing = Standing(placing | going | again)
    change = regroup(standing, placing, again - going, going, decided.constraints)
    clusters = {cluster_of(members[0]): tuple(members) for members in change.clusters}
    home = {member: id for id, members in clusters.items() for member in members}
    stored = _stored_members({*home, *changed, *leaving, *standing.unlinked})
    new = frozenset(
        id
        for id, members in clusters.items()
        if stored.get(id) != {member: change.copies.get(member) for member in members}
    )
    return Plan(
        clusters=clusters,
        known=tellings({member for id in new for member in clusters[id]}),
        copies=change.copies,
        placed=frozenset(claim for episode in standing.outlines(change.placed) for claim in episode.claims),
        suggestions=tuple((claim, cluster_of(founder), score) for claim, founder, score in change.suggestions),
        changed=new,
        gone=frozenset(stored.keys() - clusters.keys()),
        leaving=frozenset({*leaving} | standing.unlinked),
    )


def _to_place() -> set[str]:
    """The episodes of settled articles that are to be placed again."""
    waiting = Episode.objects.filter(placed=False, claim__article__state__in=GROUPED)
    return set(waiting.values_list("claim_id", flat=True))


def _stored_members(claims: Collection[str]) -> dict[str, dict[str, str | None]]:
    """The stored clusters that hold any of these claims, with all their members and what those copy."""
    clusters: set[str] = set()
    for ids in in_chunks(sorted(claims)):
        clusters.update(Membership.objects.filter(claim_id__in=ids).values_list("cluster_id", flat=True))
    return _members_by_cluster(clusters)


def _members_by_cluster(clusters: Collection[str]) -> dict[str, dict[str, str | None]]:
    members: dict[str, dict[str, str | None]] = {id: {} for id in clusters}
    for ids in in_chunks(sorted(clusters)):
        rows = Membership.objects.filter(cluster_id__in=ids).values_list("cluster_id", "claim_id", "copy_of_id")
        for cluster, claim, original in rows:
            members[cluster][claim] = original
    return members


def store(plan: Plan, touched: Set[str], *, now: datetime) -> None:
    """Bring the stored clusters to the plan, inside the caller's transaction.

    Clusters that changed, or that hold a touched claim, are marked to be related: a killed run leaves the mark.
    """
    old = _claims_of(plan.gone)
    placed = {claim for id in plan.changed for claim in plan.clusters[id]}
    for ids in in_chunks(sorted(placed | plan.leaving | old.keys())):
        Membership.objects.filter(claim_id__in=ids).delete()
    for ids in in_chunks(sorted(plan.gone)):
        Cluster.objects.filter(public_id__in=ids).delete()
    _store_clusters(plan)
    unrelated = [id for id, members in plan.clusters.items() if id in plan.changed or touched & set(members)]
    for ids in in_chunks(sorted(unrelated)):
        Cluster.objects.filter(public_id__in=ids).update(related=False)
    _store_redirects(plan, old, now)
    for ids in in_chunks(sorted(plan.placed)):
        Suggestion.objects.filter(claim_id__in=ids).delete()
    _mark_placed(touched | plan.placed)
    rows = [Suggestion(claim_id=claim, cluster_id=cluster, score=score) for claim, cluster, score in plan.suggestions]
    Suggestion.objects.bulk_create(rows, batch_size=500)


def _claims_of(clusters: Collection[str]) -> dict[str, str]:
    """claim -> its cluster, of these clusters; the earliest claims first."""
    found: dict[str, str] = {}
    for ids in in_chunks(sorted(clusters)):
        rows = Membership.objects.filter(cluster_id__in=ids).order_by(*ORDER)
        found.update(rows.values_list("claim_id", "cluster_id"))
    return found


def _mark_placed(claims: Collection[str]) -> None:
    for ids in in_chunks(sorted(claims)):
        Episode.objects.filter(members__claim__in=ids).update(placed=True)


def _store_clusters(plan: Plan) -> None:
    rows, memberships, known = [], [], plan.known
    for id in sorted(plan.changed):
        members = plan.clusters[id]
        dates = [known[member].published_at for member in members]
        rows.append(
            Cluster(
                public_id=id,
                title=known[members[0]].claim.statement,
                first_published_at=min(dates),
                last_published_at=max(dates),
                claim_count=len(members),
                outlet_count=len({known[member].publisher.slug for member in members}),
                origin_count=0,
                unknown_count=0,
            )
        )
        memberships += [
            Membership(claim_id=member, cluster_id=id, copy_of_id=plan.copies.get(member)) for member in members
        ]
    Cluster.objects.bulk_create(rows, ignore_conflicts=True, batch_size=300)
    Membership.objects.bulk_create(memberships, batch_size=500)


def _store_redirects(plan: Plan, old: Mapping[str, str], now: datetime) -> None:
    """Lead the address of a cluster that ended to the one that now holds its earliest claim. old: earliest first."""
    home = {member: id for id, members in plan.clusters.items() for member in members}
    heirs: dict[str, str] = {}
    for claim, cluster in old.items():
        if claim in home:
            heirs.setdefault(cluster, home[claim])
    Redirect.objects.bulk_create(
        [Redirect(old_id=gone, new_id=heir, since=now) for gone, heir in sorted(heirs.items())], batch_size=500
    )
