"""Template tags of the review queue."""

from django import template

from corroboration.models import Cluster
from corroboration.selectors.review import Queue, address_in

register = template.Library()


@register.filter
def worth(value: float) -> str:
    """What a reason adds, or all of them together: "0.5", "12"."""
    return f"{value:g}"


@register.simple_tag
def in_queue(queue: Queue, cluster: Cluster) -> str:
    """What follows "?" in the address of a cluster that is opened from this queue."""
    return address_in(queue.query, queue.order, cluster)
