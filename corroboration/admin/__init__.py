"""The admin's pages, by what they are about. Django finds them here."""

from corroboration.admin import gradings, records, sources, work

__all__ = ["gradings", "records", "sources", "work"]
