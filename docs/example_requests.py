"""What is asked of each operation of the API, on the sample, for the examples of its schema."""

from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
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
BATCH = {
    "articles": [ARTICLE | {"external_id": "palmyra-05"}, ARTICLE | {"external_id": "6", "published_at": "2999-01-01"}]
}
PASSWORD = "a password of the examples"  # noqa: S105 (of a database made for it)
BASIC = "Basic " + b64encode(f"vera:{PASSWORD}".encode()).decode()
PAGE = "https://example.org/2017/03/palmyra"
WEBHOOK = {"url": "https://example.org/hook", "kinds": ["claim.contradicted"], "sources": ["al-masdar-news"]}
REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://example.org/checks/palmyra",
    "claimReviewed": "Islamic State recaptured Palmyra on Sunday, 11 December 2016",
    "datePublished": "2016-12-14",
    "author": {"@type": "Organization", "name": "Example Checks", "url": "https://example.org/"},
    "reviewRating": {"@type": "Rating", "ratingValue": 5, "worstRating": 1, "bestRating": 5, "alternateName": "True"},
    "itemReviewed": {"@type": "Claim", "datePublished": "2016-12-11"},
}


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


def a_token(name: str) -> str:
    """A fresh token of somebody's, for all that he or she may do."""
    from django.contrib.auth import get_user_model

    from corroboration.roles import role_of
    from corroboration.tokens import keeping

    owner = get_user_model().objects.get(username=name)
    return keeping.make(owner, name="examples", role=role_of(owner), lasts=timedelta(days=1))[1]


def requests(client: Any) -> dict[str, Callable[[], Asking]]:
    """What to ask, by the operation's id; each is asked once, in the order of their ids. client: makes what one
    is about, where that isn't there."""
    from claims.models import Article
    from corroboration.models import Cluster, Decision, Relation
    from sources.models import TrackRecord

    cluster = Cluster.objects.order_by("-attention", "public_id")[0].public_id
    relation = Relation.objects.filter(a__membership__cluster_id=cluster, independent=True).order_by("a", "b")[0]
    claim, article = {"public_id": relation.a_id}, {"public_id": Article.objects.order_by("public_id")[0].public_id}
    checked = TrackRecord.objects.order_by("-checks", "source__slug").values_list("source__slug", flat=True)
    slug, *others = dict.fromkeys(checked)
    source, decision = {"slug": slug}, {"public_id": Decision.objects.order_by("pk")[0].public_id}

    def made(address: str, body: Any, name: str) -> dict[str, str]:
        return {name: client.post(address, body, format="json").json()["id"]}

    def batch() -> dict[str, str]:
        return made(
            "/api/v1/articles/batches/", [ARTICLE | {"external_id": "in-a-batch"}, {"outlet": "AP"}], "public_id"
        )

    def retrieval() -> dict[str, str]:
        return made("/api/v1/articles/retrievals/", {"url": PAGE}, "public_id")

    def webhook() -> dict[str, str]:
        return made("/api/v1/webhooks/", WEBHOOK, "public_id")

    def tried_webhook() -> dict[str, str]:
        made = webhook()
        client.post(f"/api/v1/webhooks/{made['public_id']}/test/")
        [delivery] = client.get(f"/api/v1/webhooks/{made['public_id']}/deliveries/").json()["results"]
        return made | {"notice": delivery["id"]}

    return {
        "article_texts_retrieve": lambda: Asking(article),
        "articles_batches_create": lambda: Asking(body=BATCH),
        "articles_batches_items_list": lambda: Asking(batch()),
        "articles_batches_retrieve": lambda: Asking(batch()),
        "articles_create": lambda: Asking(body=ARTICLE | {"external_id": "palmyra-04-again"}),
        "articles_list": lambda: Asking(query={"outlet": "associated-press", "page_size": "2"}),
        "articles_retrieve": lambda: Asking(article),
        "auth_token_create": lambda: Asking(headers={"Authorization": BASIC}),
        "auth_tokens_create": lambda: Asking(body={"name": "newsroom", "role": "reader", "days": 30}),
        "auth_tokens_destroy": lambda: Asking({"key": a_token("vera")[:15]}),
        "auth_tokens_list": Asking,
        "claim_reviews_feed": Asking,
        "claim_reviews_import": lambda: Asking(body=REVIEW),
        "claim_reviews_list": Asking,
        "claims_list": lambda: Asking(query={"cluster": cluster, "page_size": "2"}),
        "claims_retrieve": lambda: Asking(claim),
        "clusters_list": lambda: Asking(query={"disputed": "true", "page_size": "2"}),
        "clusters_retrieve": lambda: Asking({"public_id": cluster}),
        "decisions_create": lambda: Asking(body={"kind": "note", "cluster": cluster, "reason": "Ask the monitor."}),
        "decisions_list": lambda: Asking(query={"page_size": "2"}),
        "decisions_retrieve": lambda: Asking(decision),
        "decisions_undo_create": lambda: Asking(decision, body={"reason": "The hour is in doubt again."}),
        "disputed_retrieve": Asking,
        "exports_retrieve": lambda: Asking({"kind": "claims"}),
        "exports_stix": Asking,
        "extract_create": lambda: Asking(body=ARTICLE),
        "relations_list": lambda: Asking(query={"cluster": cluster, "page_size": "2"}),
        "relations_retrieve": lambda: Asking({"a": relation.a_id, "b": relation.b_id}),
        "retrievals_create": lambda: Asking(body={"url": PAGE}),
        "retrievals_retrieve": lambda: Asking(retrieval()),
        "sources_compare_retrieve": lambda: Asking(query={"sources": ",".join([slug, others[0]])}),
        "sources_coverage_list": lambda: Asking(source),
        "sources_lead_times_retrieve": lambda: Asking(source),
        "sources_ledger_list": lambda: Asking(source, {"page_size": "2"}),
        "sources_list": lambda: Asking(query={"kind": "outlet", "page_size": "2"}),
        "search_retrieve": lambda: Asking(query={"q": "the army retook Palmyra"}),
        "sources_resolve_retrieve": lambda: Asking(query={"name": "AMN"}),
        "sources_retrieve": lambda: Asking(source),
        "sources_track_record_retrieve": lambda: Asking(source),
        "webhooks_create": lambda: Asking(body=WEBHOOK),
        "webhooks_deliveries_list": lambda: Asking(tried_webhook()),
        "webhooks_deliveries_redeliver_create": lambda: Asking(tried_webhook()),
        "webhooks_destroy": lambda: Asking(webhook()),
        "webhooks_list": Asking,
        "webhooks_partial_update": lambda: Asking(webhook(), body={"active": False}),
        "webhooks_retrieve": lambda: Asking(webhook()),
        "webhooks_secret_create": lambda: Asking(webhook()),
        "webhooks_test_create": lambda: Asking(webhook()),
    }
