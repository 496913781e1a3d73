"""Clusters: the list to choose from, and where an id that is no longer in use leads."""

from django.core.paginator import Page
from django.db.models import Exists, OuterRef, Q

from corroboration.models import Cluster, Membership, Redirect
from corroboration.selectors.paging import page_of

ORDERS = {
    "review": ("-attention", "public_id"),
    "newest": ("-last_published_at", "public_id"),
    "claims": ("-claim_count", "public_id"),
}
DEFAULT_ORDER = "review"

REDIRECTS_FOLLOWED = 20  # a chain of merges longer than this is a loop


def clusters(*, order: str, query: str, page: object) -> Page:
    """Clusters in this order, those whose title or statements contain the query."""
    found = Cluster.objects.order_by(*ORDERS[order])
    if query:
        said = Membership.objects.filter(cluster=OuterRef("public_id"), claim__statement__icontains=query)
        found = found.filter(Q(title__icontains=query) | Exists(said))
    return page_of(found, page)


def current_id(old_id: str) -> str | None:
    """Where a public id that is no longer in use leads now; None when it leads nowhere."""
    here = old_id
    for _ in range(REDIRECTS_FOLLOWED):
        step = Redirect.objects.filter(old_id=here).order_by("-since", "-pk").values_list("new_id", flat=True).first()
        if step is None:
            return here if here != old_id else None
        here = step
    return None
