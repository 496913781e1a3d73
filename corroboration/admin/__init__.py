"""The admin's pages, by what they are about. Django finds them here."""

from corroboration.admin import gradings, merging, records, sources, work

__all__ = ["gradings", "merging", "records", "sources", "work"]
