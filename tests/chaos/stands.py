"""What stands in a database in the end: counted, and looked through for what was lost or came twice."""

import hashlib
from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, Model

from claims.models import Article, Attribution, Claim
from corroboration import queue, settling
from corroboration.models import (
    Assessment,
    Cluster,
    Decision,
    Delivery,
    LedgerEntry,
    Link,
    Membership,
    Outcome,
    Relation,
)
from tests.chaos.apps import MARK
from tests.chaos.inputs import Line

COUNTED: tuple[type[Model], ...] = (
    *(Article, Claim, Attribution, Link, Cluster, Membership),
    *(Relation, Outcome, Assessment, LedgerEntry, Decision),
)
ONCE = {  # what makes two rows the same
    Article: ("outlet", "external_id", "text_hash"),
    Claim: ("public_id",),
    Membership: ("claim",),
    Outcome: ("claim", "kind", "by"),
    Delivery: ("webhook", "notice"),
    Decision: ("kind", "anchors", "value", "decided_at"),
}


def counts() -> dict[str, int]:
    return {model.__name__: model._base_manager.count() for model in COUNTED}


def settled() -> bool:
    """Whether nothing waits any more."""
    return not Article.objects.filter(state__in=queue.UNFINISHED).exists() and not settling.waiting()


def duplicates() -> list[str]:
    """Rows that are there twice."""
    found = []
    for model, fields in ONCE.items():
        twice = model._base_manager.order_by().values(*fields).annotate(times=Count("pk")).filter(times__gt=1)
        found += [f"{model.__name__}: {row}" for row in twice]
    return found


def lost(acknowledged: Iterable[Line]) -> list[str]:
    """Articles that were acknowledged and aren't there, or neither settled nor set aside with a reason."""
    rows = Article.objects.values_list("external_id", "text_hash", "state", "error")
    stands = {(external_id, text_hash): (state, error) for external_id, text_hash, state, error in rows}
    found = []
    for line in acknowledged:
        identity = line["external_id"], hashlib.sha256(line["text"].encode()).hexdigest()
        state, error = stands.get(identity, ("lost", ""))
        aside = state == Article.State.FAILED and error
        if state not in queue.DONE and not aside:
            found.append(f"{line['external_id']}: {state}")
    return found


def set_aside() -> dict[str, str]:
    """The articles that were set aside without being poison, by id, with the last line of the reason."""
    rows = Article.objects.filter(state=Article.State.FAILED).exclude(text__startswith=MARK)
    return {id: error.strip().splitlines()[-1] for id, error in rows.values_list("external_id", "error")}


def poisoned() -> Counter[str]:
    """How the poison stands: by state, and with a reason or without."""
    rows = Article.objects.filter(text__startswith=MARK).values_list("state", "error")
    return Counter(f"{state} {'with' if error else 'without'} its reason" for state, error in rows)
