"""The admin's pages, by what they are about. Django finds them here."""

from corroboration.admin import feeds, gradings, lists, merging, records, replies, sources, tokens, webhooks, work

__all__ = ["feeds", "gradings", "lists", "merging", "records", "replies", "sources", "tokens", "webhooks", "work"]
