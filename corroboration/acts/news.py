"""What others decided about a cluster since a page was made, and whether what was decided has been followed.

A page knows the latest decision that it was made with. Who acts on an older one is told first what came since.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Max

from corroboration.anchoring import about_clusters
from corroboration.models import Decision, Effect


@dataclass(frozen=True, slots=True)
class News:
    """seen: the latest decision there is. newer: those of others about this cluster since. following: whether something
    that was decided about it is still being followed."""

    seen: int
    newer: tuple[Decision, ...]
    following: bool


def latest() -> int:
    """The number of the latest decision, for a page to remember."""
    return Decision.objects.aggregate(latest=Max("pk"))["latest"] or 0


def news(cluster: str, *, seen: int, reader: AbstractBaseUser) -> News:
    """What has happened to a cluster since its reader saw it."""
    fresh = Decision.objects.filter(pk__gt=seen).exclude(by=reader.pk).select_related("by", "undoes").order_by("pk")
    decisions = list(fresh)
    ours = about_clusters([cluster]) if decisions else ()
    newer = tuple(decision for decision in decisions if decision.pk in ours)
    return News(latest(), newer, _following(cluster))


def _following(cluster: str) -> bool:
    """Judgements of a followed cluster were noted beforehand, so it is known by these wherever its claims go."""
    noted = Effect.objects.filter(after__isnull=True).values_list("before", flat=True)
    return any(home == cluster for before in noted for home, *_ in before["claims"].values())
