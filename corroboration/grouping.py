"""Stage "grouped": the claims that links, copies or decisions connect are placed into clusters again, together.

A connected component is the smallest part of the corpus whose clusters can be worked out on their own, so the work
of one article stays local. What is stored is replaced only where it changed.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from claims.models import Article
from corroboration.decisions import InForce
from corroboration.engine.clustering import Grouping, group
from corroboration.engine.values import Episode as EpisodeValue
from corroboration.engine.values import Link as LinkValue
from corroboration.engine.values import Telling
from corroboration.evidence import in_chunks, stored_episodes, tellings
from corroboration.ingestion import public_id
from corroboration.models import (
    Cluster,
    CopyKey,
    Episode,
    EpisodeMember,
    Link,
    Membership,
    Redirect,
    Suggestion,
)
from corroboration.neighbours import Pair


@dataclass(frozen=True, slots=True)
class Plan:
    """Clusters as they should stand, by public id: members in order, the founder first.

    changed, gone: ids of clusters to be written and to be ended. leaving: claims that stand in none any more.
    refused: decisions that contradict earlier ones, in words.
    """

    clusters: Mapping[str, tuple[str, ...]]
    copies: Mapping[str, str]
    suggestions: tuple[tuple[str, str, float], ...]  # claim, cluster, score
    changed: frozenset[str]
    gone: frozenset[str]
    leaving: frozenset[str]
    refused: tuple[str, ...]


def connected(seeds: Collection[str], decided: InForce) -> set[str]:
    """All claims that are connected with the seeds by links, copies, clusters or constraints."""
    reached: set[str] = set()
    frontier = set(seeds)
    partners = _partners(decided)
    while frontier:
        reached |= frontier
        found = {other for id in frontier for other in partners.get(id, ())}
        for ids in in_chunks(sorted(frontier)):
            episodes = EpisodeMember.objects.filter(claim__in=ids).values("episode_id")
            found.update(EpisodeMember.objects.filter(episode__in=episodes).values_list("claim_id", flat=True))
            for pair in Link.objects.filter(Q(left__in=ids) | Q(right__in=ids)).values_list("left_id", "right_id"):
                found.update(pair)
            keys = CopyKey.objects.filter(claim_id__in=ids).values("key")
            found.update(CopyKey.objects.filter(key__in=keys).values_list("claim_id", flat=True))
            homes = Membership.objects.filter(claim_id__in=ids).values("cluster_id")
            found.update(Membership.objects.filter(cluster_id__in=homes).values_list("claim_id", flat=True))
        frontier = found - reached
    return reached


def _partners(decided: InForce) -> dict[str, set[str]]:
    partners = defaultdict(set)
    for constraint in decided.constraints:
        partners[constraint.left].add(constraint.right)
        partners[constraint.right].add(constraint.left)
    return partners


def told(claims: Collection[str]) -> tuple[dict[str, Telling], set[str]]:
    """These claims as they are grouped, and those of them that can't be yet, because they aren't linked."""
    linked: set[str] = set()
    for ids in in_chunks(sorted(claims)):
        linked.update(EpisodeMember.objects.filter(claim__in=ids).values_list("claim_id", flat=True))
    return tellings(linked), set(claims) - linked


def to_place() -> set[str]:
    """The claims of settled articles whose episodes are to be placed again."""
    settled = (Article.State.GROUPED, Article.State.RELATED, Article.State.SETTLED)
    waiting = EpisodeMember.objects.filter(episode__placed=False, claim__article__state__in=settled)
    return set(waiting.values_list("claim_id", flat=True))


def _links_among(episodes: Collection[EpisodeValue]) -> dict[Pair, LinkValue]:
    """The links between these episodes."""
    known = {episode.id for episode in episodes}
    found = {}
    for ids in in_chunks(sorted(known)):
        rows = Link.objects.filter(left__in=ids).values_list("left_id", "right_id", "score")
        found |= {(left, right): LinkValue(left, right, score, {}) for left, right, score in rows if right in known}
    return found


def plan(known: Mapping[str, Telling], decided: InForce, leaving: Collection[str] = ()) -> Plan:
    """How these claims should be grouped, and what of it is new. Nothing is stored.

    leaving: claims that leave their clusters; one that held only such ones ends.
    """
    constraints = [c for c in decided.constraints if c.left in known and c.right in known]
    episodes = stored_episodes(known)
    grouping = group(episodes, _links_among(episodes), constraints)
    clusters = named(grouping)
    home = {member: id for id, members in clusters.items() for member in members}
    stored = stored_members({*known, *leaving})
    return Plan(
        clusters=clusters,
        copies=dict(grouping.copies),
        suggestions=tuple((claim, home[founder], score) for claim, founder, score in grouping.suggestions),
        changed=frozenset(id for id, members in clusters.items() if stored.get(id) != frozenset(members)),
        gone=frozenset(stored.keys() - clusters.keys()),
        leaving=frozenset(leaving),
        refused=tuple(words for _, words in grouping.refused),
    )


def named(grouping: Grouping) -> dict[str, tuple[str, ...]]:
    """Clusters by public id, which is made of the founder's id: growth by later claims does not change it."""
    return {public_id("cluster", members[0]): tuple(members) for members in grouping.clusters}


def stored_members(claims: Collection[str]) -> dict[str, frozenset[str]]:
    """The stored clusters that hold any of these claims, with their members."""
    members = defaultdict(set)
    for ids in in_chunks(sorted(claims)):
        for claim, cluster in Membership.objects.filter(claim_id__in=ids).values_list("claim_id", "cluster_id"):
            members[cluster].add(claim)
    return {cluster: frozenset(ids) for cluster, ids in members.items()}


def store(plan: Plan, known: Mapping[str, Telling], touched: Set[str], *, now: datetime) -> None:
    """Bring the stored clusters to the plan, inside the caller's transaction.

    Clusters that changed, or that hold a touched claim, are marked to be related: a killed run leaves the mark.
    """
    old = {claim: id for id, ids in stored_members(known).items() for claim in ids}
    placed = {claim for id in plan.changed for claim in plan.clusters[id]}
    for ids in in_chunks(sorted(placed | plan.leaving | _members(plan.gone))):
        Membership.objects.filter(claim_id__in=ids).delete()
    for ids in in_chunks(sorted(plan.gone)):
        Cluster.objects.filter(public_id__in=ids).delete()
    _store_clusters(plan, known)
    looked_at = [id for id, members in plan.clusters.items() if id in plan.changed or touched & set(members)]
    for ids in in_chunks(sorted(looked_at)):
        Cluster.objects.filter(public_id__in=ids).update(related=False)
    _store_redirects(plan, old, now)
    for ids in in_chunks(sorted(known)):
        Suggestion.objects.filter(claim_id__in=ids).delete()
    _mark_placed(touched)
    rows = [Suggestion(claim_id=claim, cluster_id=cluster, score=score) for claim, cluster, score in plan.suggestions]
    Suggestion.objects.bulk_create(rows, batch_size=500)


def _mark_placed(claims: Collection[str]) -> None:
    for ids in in_chunks(sorted(claims)):
        Episode.objects.filter(members__claim__in=ids).update(placed=True)


def _members(clusters: Collection[str]) -> set[str]:
    found: set[str] = set()
    for ids in in_chunks(sorted(clusters)):
        found.update(Membership.objects.filter(cluster_id__in=ids).values_list("claim_id", flat=True))
    return found


def _store_clusters(plan: Plan, known: Mapping[str, Telling]) -> None:
    rows, memberships = [], []
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
    """Lead the address of a cluster that ended to the one that now holds its earliest claim."""
    home = {member: id for id, members in plan.clusters.items() for member in members}
    heirs: dict[str, str] = {}
    for claim, cluster in old.items():
        if cluster in plan.gone and claim in home:
            heirs.setdefault(cluster, home[claim])
            if public_id("cluster", claim) == cluster:
                heirs[cluster] = home[claim]
    Redirect.objects.bulk_create(
        [Redirect(old_id=gone, new_id=heir, since=now) for gone, heir in sorted(heirs.items())], batch_size=500
    )
