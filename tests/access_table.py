"""Who may ask for what: one line a route, by its name, or by its pattern where it has none. test_access.py walks it.

    "cluster": read("cluster"),             # a page: GET 200 for readers; its argument is THINGS' "cluster"
    "verdict": decide("claim", get=None, post=400),  # an action: no GET; a POST without data is refused by its form

get and post are what those are answered who may ask: a status, None where the method isn't accepted. A pair of statuses
is for people without and with a login. post is sent with `data` of THINGS. Who may not ask is sent to the login or
refused, and that is not written here: it follows from the kind. What isn't in THINGS is taken as it is written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from knox.models import AuthToken

from claims.models import Actor, Article, Claim, Place
from corroboration.batches import begin
from corroboration.fetching.rows import Host, Page, Retrieval
from corroboration.models import (
    AuditEvent,
    Cluster,
    Decision,
    Delivery,
    ExternalReview,
    Outcome,
    Relation,
    Takedown,
    Webhook,
)
from sources.models import Feed, Grading, Reply, Source, SourceMerge, TrackRecord
from tests.factories import RECEIVED, make_decision, make_feed, make_grading, make_merge, make_reply
from tests.imports.factories import make_import
from tests.interchange.reviews import make_external_review
from tests.people import make_reader
from tests.retrieval.factories import make_edit, make_page, make_retrieval
from tests.webhooks.hooks import make_delivery, make_webhook
from tests.world import World

Status = int | tuple[int, int] | None


class Who(StrEnum):
    ANONYMOUS = "anonymous"
    GUEST = "anonymous with PUBLIC_READ"
    READER = "reader"
    CHECKER = "fact-checker"
    ADMIN = "admin"


ADMINS = {Who.ADMIN}
DECIDERS = {Who.CHECKER, *ADMINS}
PEOPLE = {Who.READER, *DECIDERS}
READERS = {Who.GUEST, *PEOPLE}


@dataclass(frozen=True)
class Route:
    """who: those who may ask. posts: those who may send, where they aren't the same; guests only if it names them."""

    who: set[Who]
    args: tuple[str, ...] = ()
    get: Status = 200
    post: Status = None
    posts: set[Who] | None = None
    data: Callable[[dict[str, Any]], dict[str, Any]] = lambda things: {}
    path: str = ""  # of a route that can't be reversed

    def senders(self) -> set[Who]:
        return self.who - {Who.GUEST} if self.posts is None else self.posts


def _route(who: set[Who], *args: str, **fields: Any) -> Route:
    return Route(who, args, **fields)


anyone = partial(_route, set(Who), posts=set(Who))
read = partial(_route, READERS)
own = partial(_route, PEOPLE)
decide = partial(_route, DECIDERS)
admin = partial(_route, ADMINS)

PAGES = {
    "home": read(),
    "progress": read(),
    "clusters": read(),
    "queue-places": read(),
    "queue-sources": read(),
    "queue-together": decide(get=None, post=302),
    "queue-view-save": own(get=None, post=302),
    "queue-view-rename": own("1", get=None, post=404),  # a view is one person’s, and nobody has this one
    "queue-view-delete": own("1", get=None, post=404),
    "cluster": read("cluster"),
    "act": decide("cluster", "note", post=400),
    "act-suggested": decide("cluster", get=None, post=303),
    "cluster-news": read("cluster"),
    "decisions": read(),
    "decision": read("decision"),
    "decision-undo": decide("decision", get=None, post=303),
    "external-reviews": read(),
    "external-review": read("review"),
    "external-review-answer": decide("review", get=None, post=400),
    "claim": read("claim", get=302),
    "claim-basis": read("claim"),
    "article": read("article"),
    "article-changes": read("edited"),
    "article-add": decide(post=400),
    "imports": decide(post=400),
    "import": decide("import"),
    "import-rejects": decide("import"),
    "retrieval": decide("retrieval"),
    "retrieval-settle": decide("retrieval", get=None, post=302),
    "retrieval-again": decide("retrieval", get=None, post=302),
    "edits": read(),
    "search": read(),
    "sources": read(),
    "sources-compare": read(),
    "source": read("source"),
    "extract": read(post=400, posts=READERS),
    "glossary": read(),
    "login": anyone(get=(200, 302), post=(200, 302)),
    "login-code": anyone(get=302, post=302),  # nobody here has given a password a moment ago
    "confirm": own(post=200),
    "password": own(post=200),
    "second-factor": own(get=302, post=302),  # to “confirm”: nobody here has said lately who it is
    "second-factor-app": own(get=302, post=302),
    "second-factor-app-remove": own(get=None, post=302),
    "second-factor-key-add": own(get=302, post=302),
    "second-factor-key-rename": own("1", get=None, post=302),
    "second-factor-key-remove": own("1", get=None, post=302),
    "second-factor-codes": own(get=None, post=302),
    "second-factor-remove": own(get=None, post=302),
    "sessions": own(),
    "sessions-end-others": own(get=None, post=302),
    "session-end": own("1", get=None, post=302),
    "tokens": own(post=400),
    "token-revoke": own("token", get=None, post=404),  # it is somebody else’s
    "healthz": anyone(get=200),
    "readyz": anyone(get=200),
    "metrics": anyone(get=404),  # off, unless a token or networks are set
    "admin:health": admin(post=405),
    "logout": anyone(get=None, post=302),
}

API = {
    "api/v1/": read(get=302, post=302, path="/api/v1/"),
    "api-schema": read(),
    "api-docs": read(),
    "api-sources": read(),
    "api-compare": read(get=400),
    "api-resolve": read(get=400),
    "api-lead-times": read("source"),
    "api-track-record": read("source"),
    "api-ledger": read("source"),
    "api-coverage": read("source"),
    "api-source": read("source"),
    "api-articles": read(post=400, posts=DECIDERS),
    "api-article": read("article"),
    "api-retrievals": decide(get=None, post=400),
    "api-retrieval": decide("retrieval"),
    "api-article-texts": read("article"),
    "api-batches": decide(get=None, post=400),
    "api-batch": decide("batch"),
    "api-batch-items": decide("batch"),
    "api-claims": read(),
    "api-claim": read("claim"),
    "api-clusters": read(),
    "api-cluster": read("cluster"),
    "api-relations": read(),
    "api-relation": read("later", "earlier"),
    "api-claim-reviews": read(),
    "api-claims-search": read(get=400),
    "api-export-stix": read(),
    "api-claim-review-feed": read(),
    "api-decisions": read(post=400, posts=DECIDERS),
    "api-decision": read("decision"),
    "api-decision-undo": decide("decision", get=None, post=201),
    "api-review-imports": decide(get=None, post=200),
    "api-search": read(get=400),
    "api-disputed": read(),
    "api-export": read("claims"),
    "api-extract": own(get=None, post=400),
    "api/v1/extract": own(get=None, post=400, path="/api/v1/extract"),
    "api-webhooks": decide(post=400),
    "api-webhook": decide("0" * 24, get=404),  # a webhook is one person’s, and nobody has this one
    "api-webhook-secret": decide("0" * 24, get=None, post=404),
    "api-webhook-test": decide("0" * 24, get=None, post=404),
    "api-webhook-deliveries": decide("0" * 24, get=404),
    "api-webhook-redeliver": decide("0" * 24, "0" * 24, get=None, post=404),
    "api-token": anyone(get=None, post=401),  # a session isn't enough: it takes name and password
    "api-tokens": own(post=400),
    "api-token-revoke": own("token", get=None),
}

ADMIN_SITE = {
    "admin:index": admin(post=200),
    "admin:login": anyone(get=302, post=302),
    "admin:logout": admin(get=None, post=302),
    "admin:password_change": admin(get=302, post=302),
    "admin:password_change_done": admin(get=302, post=302),
    "admin:autocomplete": admin(get=403),  # asks for nothing in particular
    "admin:jsi18n": admin(),
    "admin:view_on_site": admin("0", "0", get=404, post=404),
    "admin:app_list": admin("claims", post=200),
    "admin/(?P<url>.*)$": admin(path="/admin/nothing/", get=404, post=404),
    "admin:auth_user_password_change": admin("user", post=200),
    "admin:auth_user_second_factor": admin("user", get=302, post=302),
    "admin:auth_user_sessions": admin("user", get=302, post=302),
    "admin:claims_article_stuck": admin(post=302),
    "admin:claims_article_take_down": admin("claims_article", post=200),
    "admin:sources_feed_find": admin(post=200),
    "admin:sources_feed_import": admin(post=200),
    "admin:sources_feed_export": admin(post=200),
    "admin:sources_source_merge": admin("sources_source", post=200),
    "admin:sources_sourcemerge_undo": admin("sources_sourcemerge", post=200),
}

# What an admin is answered on the pages of a model: (GET, POST without data) by the end of the route's name.
WRITTEN = dict.fromkeys(("changelist", "add", "change", "delete", "history"), (200, 200))
SHOWN = WRITTEN | {"add": (403, 403), "change": (200, 403), "delete": (403, 403)}
ADDED = SHOWN | {"add": (200, 200)}
REVOKED = SHOWN | {"delete": (200, 200)}

MODELS = {
    Source: WRITTEN,
    SourceMerge: SHOWN,
    Feed: WRITTEN,
    Grading: ADDED,
    Reply: ADDED,
    TrackRecord: SHOWN,
    Article: SHOWN,
    Claim: SHOWN,
    Place: WRITTEN,
    Actor: WRITTEN,
    Cluster: SHOWN,
    Relation: SHOWN,
    Decision: SHOWN,
    Takedown: SHOWN,
    Retrieval: SHOWN,
    Page: SHOWN,
    Host: SHOWN,
    Outcome: SHOWN,
    Webhook: WRITTEN,
    Delivery: SHOWN,
    ExternalReview: REVOKED,
    User: WRITTEN,
    AuthToken: REVOKED,
    AuditEvent: SHOWN,
}


def things(world: World) -> dict[str, Any]:
    """What the addresses are made of, by the words used above; and a row of every model that the admin shows."""
    person = make_reader("somebody")
    token, _ = AuthToken.objects.create(person)
    decider = make_reader("has-decided")
    decision = make_decision(world.claims[:2], by=decider)
    make_feed(world.herald)
    make_merge(world.courier, world.herald)
    make_grading(by=decider)
    make_reply(world.herald, by=decider)
    Place.objects.create(slug="moravka", name="Morávka")
    Actor.objects.create(slug="moravka-militia", name="Morávka Militia")
    review = make_external_review()
    make_delivery(make_webhook(owner=decider))
    Takedown.objects.create(public_id="a" * 24, by=decider, at=RECEIVED, reason="a court order", titles=False)
    make_page(world.articles[0])
    AuditEvent.objects.create(at=RECEIVED, kind=AuditEvent.Kind.COMMAND, route="rebuild")
    relation = Relation.objects.first()
    return {
        "cluster": world.cluster.public_id,
        "claim": world.claims[0].public_id,
        "article": world.articles[0].public_id,
        "source": world.herald.slug,
        "later": relation.a_id,
        "earlier": relation.b_id,
        "decision": decision.public_id,
        "edited": make_edit(world.articles[1]).article.public_id,
        "retrieval": make_retrieval().public_id,
        "import": make_import(decider).run,
        "batch": begin(by=decider, now=RECEIVED).public_id,
        "review": review.public_id,
        "token": token.token_key,
        "user": person.pk,
    }
