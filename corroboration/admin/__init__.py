"""The admin's pages, by what they are about. Django finds them here."""

from corroboration.admin import (
    audit,
    external,
    feeds,
    gradings,
    lists,
    merging,
    pages,
    records,
    replies,
    sources,
    takedowns,
    tokens,
    webhooks,
    work,
)

__all__ = [
    "audit",
    "external",
    "feeds",
    "gradings",
    "lists",
    "merging",
    "pages",
    "records",
    "replies",
    "sources",
    "takedowns",
    "tokens",
    "webhooks",
    "work",
]
