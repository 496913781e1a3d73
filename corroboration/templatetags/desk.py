"""Template tags of the desk: what can be done, and its keys."""

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

from corroboration.acts import news as news_of
from corroboration.acts.proposals import ACTS
from corroboration.models import Cluster
from corroboration.selectors import made

register = template.Library()


@register.simple_tag
def acts() -> list[dict[str, Any]]:
    """All acts, in the groups of the toolbar: about claims, about two of them, about the cluster."""
    named = list(ACTS.items())
    pairs = [(name, act) for name, act in named if act.least > 1]
    cluster = [(name, act) for name, act in named if act.alone]
    claims = [each for each in named if each not in pairs and each not in cluster]
    return [{"acts": claims, "pairs": False}, {"acts": pairs, "pairs": True}, {"acts": cluster, "pairs": False}]


@register.simple_tag(takes_context=True)
def acting(context: Context) -> dict[str, Any]:
    """What a page remembers of the moment at which it was made, and the decision that an undo would take back."""
    seen, user, shown = news_of.latest(), context["request"].user, context["shown"]
    return {
        "seen": seen,
        "news": news_of.news(shown.cluster.public_id, seen=seen, reader=user),
        "last": made.last_of(shown.decisions, user),
        "says": (),
    }


@register.filter
def page_of_cluster(cluster: Cluster) -> str:
    return reverse("cluster", args=[cluster.public_id])
