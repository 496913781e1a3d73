"""Whose a cluster is to review, whether it changed since it was reviewed, and its place in the queue.

All three follow from the decisions in force and from what is stored of the cluster, so a rebuild finds them again.
Assignments and reviews name the founder of a cluster; where that claim goes, they go.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import astuple
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from claims.models import Claim
from corroboration.anchoring import about_clusters, bind, not_undone
from corroboration.engine.attention import AS_LIKELY_AS_NOT, Ground, attention, changed, in_order, unsure
from corroboration.engine.review import Seen, news
from corroboration.evidence import in_chunks
from corroboration.models import Assessment, Cluster, Decision, Membership

Kind = Decision.Kind
Review = Cluster.Review
Latest = Mapping[tuple[str, str], tuple[Decision, int]]  # (cluster, kind) -> the latest in force, and which anchor
AT_ONCE = 100  # clusters in one query
DISPUTED = (Assessment.Status.CONTESTED, Assessment.Status.CONTRADICTED)
LATER = ("changed", "unsure")  # grounds that are known only when a cluster is settled, or reviewed
FIELDS = ("assignee_id", "review", "reviewed", "attention", "attention_grounds")


def founder(cluster: Cluster) -> Claim:
    """The claim that assignments and reviews of a cluster are anchored to: its earliest."""
    return founders([cluster])[0]


def founders(clusters: Sequence[Cluster]) -> list[Claim]:
    """The same of several, in their order."""
    rows = Membership.objects.filter(cluster__in=[cluster.public_id for cluster in clusters]).order_by(
        "-claim__article__told_at", "-claim__article__public_id", "-claim__position"
    )
    first = dict(rows.values_list("cluster_id", "claim_id"))
    claims = Claim.objects.select_related("article__outlet").in_bulk(list(first.values()), field_name="public_id")
    return [claims[first[cluster.public_id]] for cluster in clusters]


def seen(*clusters: Cluster) -> dict[str, Any]:
    """What the decision that clusters are reviewed keeps of each, in the order of its anchors: as they are on the
    reviewer's screen."""
    return {"seen": [_seen(cluster).to_json() for cluster in clusters]}


@transaction.atomic
def refresh(clusters: Collection[str]) -> None:
    """Work out assignees, reviews and places in the queue of these clusters anew.

    The rows are locked before decisions are read: of two who do this at once the later one has seen all.
    """
    for ids in in_chunks(sorted(set(clusters)), AT_ONCE):
        rows = list(Cluster.objects.select_for_update().filter(public_id__in=ids).order_by("public_id"))
        latest, open_claims = _latest(ids), _as_likely_as_not(ids)
        people = _people(latest)
        for row in rows:
            before = [getattr(row, name) for name in FIELDS]
            _judge(row, latest, people, open_claims[row.public_id])
            if before != [getattr(row, name) for name in FIELDS]:
                Cluster.objects.filter(pk=row.pk).update(**{name: getattr(row, name) for name in FIELDS})


def refresh_claims(claims: Collection[str]) -> None:
    """The same for the clusters that hold these claims."""
    found: set[str] = set()
    for ids in in_chunks(sorted(set(claims))):
        found.update(Membership.objects.filter(claim__in=ids).values_list("cluster_id", flat=True))
    refresh(found)


def _judge(row: Cluster, latest: Latest, people: Mapping[str, int], open_claims: int) -> None:
    """Set what follows for one cluster."""
    assigned, _ = latest.get((row.public_id, Kind.ASSIGN), (None, 0))
    row.assignee_id = people.get(assigned.value.get("to", "")) if assigned else None
    found = [Ground(*each) for each in row.attention_grounds if each[0] not in LATER]
    row.review, row.reviewed = _review(row, *latest.get((row.public_id, Kind.REVIEWED), (None, 0)))
    found.append(unsure(open_claims))
    if row.review == Review.CHANGED:
        found.append(changed(row.reviewed))
    told = in_order(found)
    row.attention_grounds = [list(astuple(ground)) for ground in told]
    row.attention = attention(told, reviewed=row.review == Review.REVIEWED)


def _review(row: Cluster, review: Decision | None, turn: int) -> tuple[str, str]:
    """turn: which of the clusters that were reviewed together it is."""
    if review is None:
        return Review.UNREVIEWED, ""
    then, at = Seen.from_json(dict(enumerate(review.value.get("seen", ()))).get(turn, {})), review.decided_at
    who, day = review.by.get_username(), f"{at.day} {at:%B %Y}"
    if then.state == row.state:
        return Review.REVIEWED, f"reviewed by {who} on {day}"
    return Review.CHANGED, f"{news(then, _seen(row))} since {who} reviewed it on {day}"


def _seen(row: Cluster) -> Seen:
    return Seen(row.state, row.claim_count, row.contradictions, row.corroborations, row.origin_count)


def _latest(clusters: Collection[str]) -> Latest:
    """The assignments and reviews of these clusters that count."""
    found: dict[tuple[str, str], tuple[Decision, int]] = {}
    decisions = sorted(_about(clusters), key=lambda each: (each.decided_at, each.public_id))
    if not decisions:
        return found
    homes: dict[str, str] = {}
    bound = bind(not_undone(decisions))
    for ids in in_chunks(sorted({claim for each in bound for claim in each.claims})):
        homes.update(Membership.objects.filter(claim__in=ids).values_list("claim_id", "cluster_id"))
    for each in bound:
        for turn, claim in enumerate(each.meant):
            if claim in homes:
                found[homes[claim], each.decision.kind] = each.decision, turn
    return found


def _about(clusters: Collection[str]) -> Iterator[Decision]:
    """Assignments and reviews that may mean claims of these clusters, with what undid them."""
    kinds = Decision.objects.filter(kind__in=(Kind.ASSIGN, Kind.REVIEWED, Kind.UNDO))
    if not kinds.exists():
        return
    for ids in in_chunks(sorted(about_clusters(clusters))):
        yield from kinds.filter(pk__in=ids).select_related("by")


def _people(latest: Latest) -> dict[str, int]:
    """The row numbers of those to whom a cluster was assigned, by name."""
    names = {decision.value.get("to", "") for (_, kind), (decision, _) in latest.items() if kind == Kind.ASSIGN} - {""}
    return dict(get_user_model().objects.filter(username__in=names).values_list("username", "pk")) if names else {}


def _as_likely_as_not(clusters: Collection[str]) -> Counter[str]:
    """How many disputed claims of each cluster are as likely true as false."""
    rows = Assessment.objects.filter(
        claim__membership__cluster__in=clusters,
        claim__membership__copy_of=None,
        status__in=DISPUTED,
        credibility__range=AS_LIKELY_AS_NOT,
    )
    return Counter(rows.values_list("claim__membership__cluster", flat=True))
