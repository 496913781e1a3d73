"""Addresses of feeds as people paste them."""

import re

_FEED = re.compile(r"feed:(?://)?(?=https?:)", re.IGNORECASE)
_BARE = re.compile(r"(?:feed|rss):/*", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def feed_address(pasted: str) -> str:
    """The web address that is meant: "feed://paper.example/rss" (which says http), "feed:https://...", or none of a
    scheme at all (which means https, as everywhere here)."""
    pasted = _FEED.sub("", pasted.strip(), count=1)
    bare = _BARE.match(pasted)
    if bare:
        return f"http://{pasted[bare.end() :]}"
    return pasted if _SCHEME.match(pasted) or not pasted else f"https://{pasted.removeprefix('//')}"
