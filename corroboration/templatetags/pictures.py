"""Template tags of the pictures: what pages show, handed to the functions that draw it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from corroboration.pictures import chains, citations, maps, reliabilities, tolls

register = template.Library()

register.simple_tag(maps.region_map)
register.simple_tag(tolls.toll_plot)
register.simple_tag(reliabilities.reliability_chart)


@register.simple_tag
def cites_graph(name: str, cites: Sequence[Any], cited_by: Sequence[Any]) -> SafeString:
    """cites, cited_by: sources with slug, name and count of claims (selectors.citations.Cited)."""
    return citations.cites_graph(name, _partners(cites), _partners(cited_by))


def _partners(sources: Sequence[Any]) -> list[citations.Partner]:
    return [citations.Partner(each.name, reverse("source", args=[each.slug]), each.count) for each in sources]


@register.inclusion_tag("parts/chain_tree.html")
def chain_tree(tellings: Iterable[chains.Telling]) -> dict[str, Any]:
    return {"tree": chains.chain_tree(tellings)}
