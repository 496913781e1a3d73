"""Whose an entry is: its feed's outlet where it leads to that outlet's site; elsewhere only who is surely known."""

import ipaddress
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from corroboration.feeds.entries import Entry

COMMON = ("www.", "feeds.", "feed.", "rss.", "m.", "amp.", "mobile.")  # first parts of a host that name no other site


@dataclass(frozen=True, slots=True)
class Whose:
    """slug: of the outlet; "" where it isn't known, and then why."""

    slug: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What an aggregated entry is resolved by. names: slug by the name that an entry gives its source, sure ones only.
    homes: slugs by the sites of outlets' homepages."""

    names: Mapping[str, str]
    homes: Mapping[str, Collection[str]]


def site_of(url: str) -> str:
    """The host of an address without what says nothing of whose it is; "" where there is none."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""
    for prefix in COMMON:
        rest = host.removeprefix(prefix)
        if rest != host and "." in rest:
            return rest
    return host


def same_site(one: str, other: str) -> bool:
    """Whether two hosts are one site: the same, or one below the other. Two blogs of one platform aren't."""
    if not one or not other:
        return False
    if one == other:
        return True
    return not _is_number(one) and not _is_number(other) and (one.endswith(f".{other}") or other.endswith(f".{one}"))


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def whose(entry: Entry, outlet: str, own: Collection[str], known: Known | None) -> Whose:
    """The outlet of an entry. outlet: of the feed; own: its sites. known: None where the feed lists its own alone."""
    site = site_of(entry.link)
    at_home = not entry.link or any(same_site(site, each) for each in own)
    if known is None:
        return Whose(outlet) if at_home else Whose(refusal=f"leads to another site, {site or 'none'}")
    if entry.source_name or entry.source_url:
        return _named(entry, known, site="" if at_home else site)
    return Whose(outlet) if at_home else _at_home(site, known)


def _named(entry: Entry, known: Known, site: str) -> Whose:
    """The outlet that an entry names as its source; where its link says another, neither."""
    named = known.names.get(entry.source_name, "")
    led = (_at_home(each, known).slug for each in (site, site_of(entry.source_url)) if each)
    found = {slug for slug in (named, *led) if slug}
    if len(found) > 1:
        return Whose(refusal=f"is said to be from {entry.source_name!r}, but leads to another outlet's site")
    if found:
        return Whose(found.pop())
    return Whose(refusal=f"is from {(entry.source_name or entry.source_url)[:80]!r}, which is no outlet known here")


def _at_home(site: str, known: Known) -> Whose:
    """The one outlet whose homepage is there."""
    slugs = {slug for home, slugs in known.homes.items() if same_site(site, home) for slug in slugs}
    if len(slugs) == 1:
        return Whose(slugs.pop())
    return Whose(
        refusal=f"leads to {site or 'no site'}, which is {'several outlets' if slugs else 'no outlet'} known here"
    )
