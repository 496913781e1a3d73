"""The admin's pages, by what they are about. Django finds them here."""

from corroboration.admin import gradings, lists, merging, records, replies, sources, work

__all__ = ["gradings", "lists", "merging", "records", "replies", "sources", "work"]
