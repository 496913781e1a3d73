"""What others decided about a cluster since a page was made, and whether what was decided has been followed.

A page knows the latest decision that it was made with. Who acts on an older one is told first what came since.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Max

from corroboration.models import Decision, Effect, Membership

Article = tuple[str, str]  # outlet, external id


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
    newer = _about(decisions, cluster) if decisions else ()
    return News(latest(), tuple(newer), _following(cluster))


def _following(cluster: str) -> bool:
    """Judgements of a followed cluster were noted beforehand, so it is known by these wherever its claims go."""
    noted = Effect.objects.filter(after__isnull=True).values_list("before", flat=True)
    return any(home == cluster for before in noted for home, *_ in before["claims"].values())


def _about(decisions: list[Decision], cluster: str) -> list[Decision]:
    told = Membership.objects.filter(cluster=cluster)
    articles: set[Article] = set(told.values_list("claim__article__outlet__slug", "claim__article__external_id"))
    return [decision for decision in decisions if articles.intersection(map(_article, decision.anchors))]


def _article(anchored: dict[str, str]) -> Article:
    return anchored["outlet"], anchored["external_id"]
