"""Takedown: an admin has a text erased for good, here and in what older backups bring back."""

from corroboration.takedown.log import LogUnreadable, LogUnwritable
from corroboration.takedown.service import (
    Again,
    Preview,
    carriers,
    logged,
    order_again,
    preview,
    reapply,
    take_down,
    unknown,
    unlogged,
)

__all__ = [
    "Again",
    "LogUnreadable",
    "LogUnwritable",
    "Preview",
    "carriers",
    "logged",
    "order_again",
    "preview",
    "reapply",
    "take_down",
    "unknown",
    "unlogged",
]
