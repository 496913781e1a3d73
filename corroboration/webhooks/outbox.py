"""News written down in the transaction of what it tells of: a notice, and a delivery for every webhook that listens.

The id of a notice is a hash of what changed: what is worked out twice is told once. Where nobody listens, nothing is
written.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime

from django.db import transaction

from corroboration import wakeup
from corroboration.evidence import in_chunks
from corroboration.models import Decision, Delivery, Membership, Notice, NoticeKind
from corroboration.webhooks import about
from corroboration.webhooks.links import claim_link, decision_link
from corroboration.webhooks.listening import Listener, listeners
from corroboration.webhooks.news import News

Heard = tuple[News, list[int]]  # news, and the webhooks that it is for


def tell_of_verdict(decision: Decision, claims: Collection[str], *, rating: str, given: bool, now: datetime) -> None:
    """Tell that a verdict was given, or undone, in the transaction of the decision that did it."""
    ears = listeners()
    if not ears:
        return
    day = decision.decided_at.astimezone(UTC).date()
    told = News(
        kind=NoticeKind.VERDICT_GIVEN if given else NoticeKind.VERDICT_UNDONE,
        thing=decision.public_id,
        change=(),
        day=day,
        data={
            "decision": decision_link(decision.public_id),
            "rating": rating,
            "claims": [claim_link(id) for id in sorted(claims)],
            "day": day.isoformat(),
        },
        about=_about_claims(claims),
    )
    post(heard([told], ears), now=now)


def post(found: Iterable[Heard], *, now: datetime) -> None:
    """Write down what wasn't told before, inside the caller's transaction, and have it delivered after that."""
    for some in in_chunks(list(found)):
        ids = [told.id for told, _ in some]
        old = set(Notice.objects.filter(public_id__in=ids).values_list("public_id", flat=True))
        fresh = {told.id: (told, webhooks) for told, webhooks in some if told.id not in old}
        Notice.objects.bulk_create([_notice(told, now) for told, _ in fresh.values()], ignore_conflicts=True)
        rows = [
            Delivery(notice_id=id, webhook_id=webhook, made_at=now, next_attempt_at=now)
            for id, (_, webhooks) in fresh.items()
            for webhook in webhooks
        ]
        Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=300)
        for webhook in sorted({row.webhook_id for row in rows}):
            transaction.on_commit(lambda pk=webhook: wakeup.deliver(pk), robust=True)


def heard(found: Iterable[News], ears: Collection[Listener]) -> Iterator[Heard]:
    """The news that somebody listens for."""
    for told in found:
        if webhooks := [ear.webhook for ear in ears if ear.hears(told.kind, told.day, told.about)]:
            yield told, webhooks


def _notice(told: News, now: datetime) -> Notice:
    return Notice(public_id=told.id, kind=told.kind, thing=told.thing, day=told.day, made_at=now, data=dict(told.data))


def _about_claims(claims: Collection[str]) -> about.About:
    homes = Membership.objects.filter(claim__in=claims).values_list("cluster_id", flat=True)
    where = about.of_clusters(set(homes)).values()
    said = about.together(about.of_claims(claims).values())
    return about.About(
        said.sources,
        frozenset().union(*(each.clusters for each in where)),
        frozenset().union(*(each.places for each in where)),
        said.topics,
    )
