"""How notices name things: by id, with the address at which the API shows them. No text of anybody's article."""

from django.urls import reverse

from corroboration.interchange.site import site

Link = dict[str, str]


def claim_link(id: str) -> Link:
    return {"id": id, "url": _at("api-claim", id)}


def article_link(id: str) -> Link:
    return {"id": id, "url": _at("api-article", id)}


def cluster_link(id: str) -> Link:
    return {"id": id, "url": _at("api-cluster", id)}


def record_link(slug: str) -> Link:
    """A source, by its track record."""
    return {"id": slug, "url": _at("api-track-record", slug)}


def decision_link(id: str) -> Link:
    return {"id": id, "url": _at("api-decision", id)}


def webhook_link(id: str) -> Link:
    return {"id": id, "url": _at("api-webhook", id)}


def _at(name: str, id: str) -> str:
    return site().at(reverse(name, args=[id]))
