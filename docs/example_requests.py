"""What is asked of each operation of the API, on the sample, for the examples of its schema."""

from collections.abc import Callable
from typing import Any

from docs.filled import fill
from docs.make_examples import Asking

ARTICLE = {
    "external_id": "palmyra-04",
    "outlet": "Associated Press",
    "published_at": "2015-08-31",
    "title": "Temple of Bel hit by blast, damage disputed",
    "text": (
        "Source: a retelling in our own words, for the Second Source sample.\n\n"
        "Islamic State blew up part of the Temple of Bel in Palmyra on Sunday, the Syrian Observatory for Human Rights "
        "said. Only a wall and some pillars are left of the temple, a resident of the city told the AP.\n\n"
        "Maamoun Abdulkarim, Syria's head of antiquities, denied on Monday that the temple had been destroyed."
    ),
}
PASSWORD = "a password of the examples"


def prepared() -> None:
    """The sample, and vera with a password."""
    from django.contrib.auth import get_user_model

    fill()
    vera = get_user_model().objects.get(username="vera")
    vera.set_password(PASSWORD)
    vera.save()


def client_of(name: str) -> Any:
    """A client that asks in somebody's name."""
    from django.contrib.auth import get_user_model
    from rest_framework.test import APIClient

    client = APIClient()
    client.force_login(get_user_model().objects.get(username=name))
    return client


def token_of(name: str) -> str:
    """A fresh token of somebody's."""
    from django.contrib.auth import get_user_model
    from knox.models import AuthToken

    return AuthToken.objects.create(get_user_model().objects.get(username=name))[1]


def requests() -> dict[str, Callable[[], Asking]]:
    """What to ask, by the operation's id. A later one may build on what an earlier one made: they are asked in order of
    their ids."""
    from claims.models import Article
    from corroboration.models import Cluster, Decision, Relation
    from sources.models import TrackRecord

    cluster = Cluster.objects.order_by("-attention", "public_id")[0].public_id
    relation = Relation.objects.filter(a__membership__cluster_id=cluster, independent=True).order_by("a", "b")[0]
    claim, article = {"public_id": relation.a_id}, {"public_id": Article.objects.order_by("public_id")[0].public_id}
    source = TrackRecord.objects.order_by("-checks", "source__slug")[0].source.slug
    slug, decision = {"slug": source}, {"public_id": Decision.objects.order_by("pk")[0].public_id}
    return {
        "articles_create": lambda: Asking(body=ARTICLE | {"external_id": "palmyra-04-again"}),
        "articles_list": lambda: Asking(query={"outlet": "associated-press", "page_size": "2"}),
        "articles_retrieve": lambda: Asking(article),
        "claims_list": lambda: Asking(query={"cluster": cluster, "page_size": "2"}),
        "claims_retrieve": lambda: Asking(claim),
        "clusters_list": lambda: Asking(query={"disputed": "true", "page_size": "2"}),
        "clusters_retrieve": lambda: Asking({"public_id": cluster}),
        "disputed_retrieve": Asking,
        "extract_create": lambda: Asking(body=ARTICLE),
        "relations_list": lambda: Asking(query={"cluster": cluster, "page_size": "2"}),
        "relations_retrieve": lambda: Asking({"a": relation.a_id, "b": relation.b_id}),
        "sources_ledger_list": lambda: Asking(slug, {"page_size": "2"}),
        "sources_list": lambda: Asking(query={"kind": "outlet", "page_size": "2"}),
        "sources_retrieve": lambda: Asking(slug),
        "sources_track_record_retrieve": lambda: Asking(slug),
        "decisions_retrieve": lambda: Asking(decision),
    }
