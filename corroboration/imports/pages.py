"""A page that comes in a file, as the fields of an article: what it says of itself, whoever kept it."""

import hashlib
from datetime import datetime
from typing import Any

from corroboration.fetching import outlets
from corroboration.fetching.charsets import storable
from corroboration.fetching.facts import Facts, facts_of
from corroboration.html import crowded
from corroboration.imports.records import Fields, How
from corroboration.ingestion import LIMITS, FieldError, Rejected
from corroboration.looking import kept_page, revised_at


def facts(page: str, url: str, *, seen_at: datetime) -> Facts:
    """The facts of a page that was seen then. Raises Rejected for one that holds no article."""
    if reason := crowded(page):
        raise Rejected([FieldError("html", reason)])
    read = facts_of(page, url, now=seen_at)
    if not read.text.strip():
        raise Rejected([FieldError("html", "no article text found in the page")])
    return read


def said_by(read: Facts) -> Fields:
    """What a page says of itself, as fields of an article; of what it doesn't say nothing."""
    fields = {"title": read.title, "language": read.language}
    fields["published_at"] = read.dating.moment.written if read.dating.moment else ""
    return {name: storable(value) for name, value in fields.items() if value}


def captured(page: str, url: str, how: How, *, seen_at: datetime, seen_before: datetime | None) -> Fields:
    """The fields of a page that a crawler kept. seen_before: when it kept the same page last. Raises Rejected."""
    read = facts(page, url, seen_at=seen_at)
    address = read.canonical or url
    whose = outlets.whose(address, asked="", site_name=read.site_name)
    outlet = whose.word or how.outlet
    errors = []
    if not outlet:
        errors.append(FieldError("outlet", f"{whose.reason}: name it with --outlet"))
    moment = read.dating.moment
    if moment is None:
        errors.append(FieldError("published_at", read.dating.note or "the page doesn't say when it was published"))
    if errors or moment is None:
        raise Rejected(errors)
    fields: dict[str, Any] = how.fields(said_by(read)) | {"outlet": outlet, "text": storable(read.text)}
    fields |= {"html": kept_page(page), "external_id": name_of(address)}
    if len(address) <= LIMITS["url"]:
        fields["url"] = address
    if seen_before is not None:
        fields["revised_at"] = revised_at(read.modified, seen_before, seen_at)
    elif read.modified is not None and read.modified.at > moment.at and not read.modified.day_only:
        fields["revised_at"] = read.modified.written
    return fields


def name_of(address: str) -> str:
    """The external id of the page at an address."""
    if len(address) <= LIMITS["external_id"]:
        return address
    return f"sha256:{hashlib.sha256(address.encode()).hexdigest()}"
