"""The secrets that deliveries are signed with, as Standard Webhooks has them (https://www.standardwebhooks.com).

None is stored: a secret follows from SECRET_KEY and the webhook's salt, so that a copy of the database gives none away.
Another SECRET_KEY therefore makes other secrets.
"""

import base64
from datetime import datetime
from secrets import token_hex

from django.utils.crypto import salted_hmac
from standardwebhooks import Webhook as Signer

from corroboration.models import Webhook
from corroboration.webhooks.models import SALT_LENGTH

PREFIX = "whsec_"
PURPOSE = "corroboration.webhooks.secrets"


def fresh_salt() -> str:
    return token_hex(SALT_LENGTH // 2)


def secret(salt: str) -> str:
    """The secret of a salt: 256 bits, in the form in which receivers' libraries take it."""
    return PREFIX + base64.b64encode(salted_hmac(PURPOSE, salt, algorithm="sha256").digest()).decode()


def in_use(webhook: Webhook, *, now: datetime) -> list[str]:
    """The webhook's secret, and for a while after it was changed the former one."""
    overlaps = webhook.former_until is not None and now < webhook.former_until
    return [secret(webhook.salt), *([secret(webhook.former_salt)] if overlaps else [])]


def headers(webhook: Webhook, message: str, body: str, *, now: datetime) -> dict[str, str]:
    """What proves to a receiver that a message is ours: signed with each secret in use."""
    signatures = [Signer(each).sign(message, now, body) for each in in_use(webhook, now=now)]
    return {
        "webhook-id": message,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def without_secrets(text: str, webhook: Webhook) -> str:
    """A receiver's answer as it may be kept: one that says the secrets it knows would put them into the log."""
    salts = [webhook.salt, webhook.former_salt]
    for known in (secret(salt) for salt in salts if salt):
        text = text.replace(known, f"{PREFIX}…").replace(known.removeprefix(PREFIX), "…")
    return text
