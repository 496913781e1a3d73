"""On what a person's verdict is asked for, where two camps of voices can't be told apart (docs/adr/0016).

The latest fit says whether they can't, and names the questions on which verdicts would tell most; they lead the review
queue until a later fit can tell, or names others.
"""

from collections.abc import Collection
from dataclasses import astuple

from corroboration import review
from corroboration.engine import attention
from corroboration.engine.attention import Ground, in_order
from corroboration.models import Cluster, KeptFit, Membership


def asked() -> frozenset[str]:
    """The claims that name the questions asked about; none where the latest fit could tell."""
    undecided, disputed = KeptFit.objects.order_by("-month").values_list("undecided", "disputed").first() or (False, ())
    return frozenset(disputed if undecided else ())


def queue_anew(claims: Collection[str]) -> None:
    """Give the clusters of these claims their place in the review queue, inside the caller's transaction."""
    wanted = asked()
    ids = set(Membership.objects.filter(claim__in=claims).values_list("cluster_id", flat=True))
    for cluster in Cluster.objects.filter(public_id__in=ids).order_by("public_id"):
        members = set(cluster.memberships.values_list("claim_id", flat=True))
        others = [Ground(*each) for each in cluster.attention_grounds if each[0] != "asked"]
        told = in_order([*others, attention.asked(len(wanted & members))])
        Cluster.objects.filter(pk=cluster.pk).update(attention_grounds=[list(astuple(ground)) for ground in told])
    review.refresh(ids)
