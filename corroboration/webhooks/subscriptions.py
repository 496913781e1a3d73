"""Webhooks made, changed, tried and taken away, by people and their programs."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from claims.models import PUBLIC_ID_LENGTH
from claims.selectors import reference
from corroboration import wakeup
from corroboration.engine.topics import all_topics
from corroboration.fetching import web
from corroboration.ingestion import public_id
from corroboration.models import Cluster, Delivery, Notice, NoticeKind, Webhook
from corroboration.selectors.clusters import current_id
from corroboration.webhooks import health
from corroboration.webhooks.links import webhook_link
from corroboration.webhooks.models import URL_LENGTH
from corroboration.webhooks.secrets import fresh_salt
from sources.models import Source
from sources.selectors import known_sources

OVERLAP = timedelta(hours=24)  # in which the former secret signs too, after it was changed
MOST_SOURCES = 200
MOST_WEBHOOKS = 50  # of one person
TEST = "webhook.test"
EDITED = ("name", "url", "kinds", "sources", "cluster", "place", "topic", "since")


class BadWebhook(ValueError):
    """What is wrong with a webhook, by the field at fault."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(faults.values()))
        self.faults = dict(faults)


@transaction.atomic
def create(fields: Mapping[str, Any], *, by: AbstractBaseUser, now: datetime) -> Webhook:
    """Have an address told from now on. Raises BadWebhook."""
    if Webhook.objects.filter(owner=by).count() >= MOST_WEBHOOKS:
        raise BadWebhook({"": f"You have {MOST_WEBHOOKS} webhooks already: delete one first."})
    given = {name: fields[name] for name in EDITED if name in fields}
    _check({"kinds": [], "url": ""} | given)
    id = token_hex(PUBLIC_ID_LENGTH // 2)
    made = {"public_id": id, "owner": by, "created_at": now, "quiet_until": now, "salt": fresh_salt()}
    return Webhook.objects.create(**given, **made)


@transaction.atomic
def change(webhook: Webhook, fields: Mapping[str, Any], *, now: datetime) -> Webhook:
    """Change these fields; "active" switches it on or off. Raises BadWebhook."""
    given = {name: fields[name] for name in EDITED if name in fields}
    _check(given)
    if given.get("url", webhook.url) != webhook.url:
        health.forgive(webhook, now=now)
        transaction.on_commit(lambda: wakeup.deliver(webhook.pk), robust=True)
    for name, value in given.items():
        setattr(webhook, name, value)
    webhook.save(update_fields=list(given))
    active = fields.get("active", webhook.active)
    if active and not webhook.active:
        health.switch_on(webhook, now=now)
    elif webhook.active and not active:
        health.switch_off(webhook, "")
    return webhook


def rotate(webhook: Webhook, *, now: datetime) -> Webhook:
    """Give it another secret. The former one signs too for a while, so that its receiver can change in peace."""
    webhook.former_salt, webhook.former_until = webhook.salt, now + OVERLAP
    webhook.salt = fresh_salt()
    webhook.save(update_fields=["salt", "former_salt", "former_until"])
    return webhook


@transaction.atomic
def test(webhook: Webhook, *, now: datetime) -> Delivery:
    """Send it a notice that tells of nothing, whatever it listens for. Raises BadWebhook where it is switched off."""
    if not webhook.active:
        raise BadWebhook({"": "This webhook is switched off: nothing is sent to it."})
    id = public_id("notice", TEST, webhook.public_id, now.isoformat())
    data = {"webhook": webhook_link(webhook.public_id), "says": "This is a test. Nothing happened."}
    fields = {"kind": TEST, "thing": webhook.public_id, "day": now.date(), "made_at": now, "data": data}
    notice, _ = Notice.objects.get_or_create(public_id=id, defaults=fields)
    delivery, _ = Delivery.objects.get_or_create(
        notice=notice, webhook=webhook, defaults={"made_at": now, "next_attempt_at": now}
    )
    health.forgive(webhook, now=now)
    transaction.on_commit(lambda: wakeup.deliver(webhook.pk), robust=True)
    return delivery


def faults(fields: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with these fields of a webhook."""
    return {name: fault for name, value in fields.items() if (fault := FAULTS.get(name, _none)(value))}


def _check(fields: Mapping[str, Any]) -> None:
    """Raises BadWebhook."""
    if found := faults(fields):
        raise BadWebhook(found)


def _none(value: Any) -> str:
    return ""


def _url_fault(url: str) -> str:
    """What is wrong with an address; where a name leads to is looked at whenever something is sent."""
    if len(url) > URL_LENGTH:
        return f"longer than {URL_LENGTH} characters"
    if not url.lower().startswith("https://") and not (settings.FETCH_NETWORKS and url.lower().startswith("http://")):
        return "expected an address that begins with https://"
    try:
        web.check_address(url)
    except web.Unfetchable as error:
        return str(error)
    return ""


def _kinds_fault(kinds: list[str]) -> str:
    unknown = [kind for kind in kinds if kind not in NoticeKind.values]
    if unknown or not kinds:
        return f"expected at least one of {', '.join(NoticeKind.values)}"
    return "given twice" if len(set(kinds)) < len(kinds) else ""


def _sources_fault(slugs: list[str]) -> str:
    if len(slugs) > MOST_SOURCES:
        return f"more than {MOST_SOURCES}"
    known = {source.slug for source in known_sources()}
    known.update(Source.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    unknown = [slug for slug in slugs if slug not in known]
    return f"{unknown[0][:80]!r} is no source's slug" if unknown else ""


def _cluster_fault(id: str) -> str:
    there = not id or Cluster.objects.filter(public_id=id).exists() or current_id(id) is not None
    return "" if there else f"{id[:40]!r} is no cluster"


def _place_fault(id: str) -> str:
    return "" if not id or id in reference().gazetteer.entries else f"{id[:40]!r} is no place's id"


def _topic_fault(topic: str) -> str:
    return "" if not topic or topic in all_topics() else f"expected one of {', '.join(all_topics())}"


FAULTS: Mapping[str, Callable[[Any], str]] = {
    "url": _url_fault,
    "kinds": _kinds_fault,
    "sources": _sources_fault,
    "cluster": _cluster_fault,
    "place": _place_fault,
    "topic": _topic_fault,
}
