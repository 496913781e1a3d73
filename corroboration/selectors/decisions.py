"""Decisions that are kept and not followed."""

from collections.abc import Mapping
from functools import lru_cache
from uuid import UUID

from corroboration import settling
from corroboration.decisions import not_binding
from corroboration.models import Decision


def why_not_binding() -> Mapping[int, str]:
    """Row number -> reason, of each decision that nobody undid and that doesn't bind.

    Any may stand against any other, so all are weighed (half a second for 2,000). Kept until something is settled or
    decided.
    """
    settled = settling.version()
    return _kept(settled, Decision.objects.count()) if settled else _weighed()


@lru_cache(maxsize=1)
def _kept(settled: UUID, decisions: int) -> Mapping[int, str]:
    return _weighed()


def _weighed() -> Mapping[int, str]:
    return {decision.pk: reason for decision, reason in not_binding().items()}
