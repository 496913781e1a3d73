"""Pages by their address: asked for here, fetched later by a worker, and taken in as articles.

The row is the queue; whoever asks is told by it what became of it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urldefrag

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from corroboration.fetching.politeness import host_of
from corroboration.fetching.rows import URL_LENGTH, Retrieval
from corroboration.fetching.web import Unfetchable, check_address
from sources.models import Feed

HINTS = ("title", "published_at", "external_id", "language")


def ask(
    url: str,
    *,
    outlet: str = "",
    feed: Feed | None = None,
    by: User | None = None,
    hints: Mapping[str, Any] | None = None,
    now: datetime,
) -> Retrieval:
    """Have a page fetched and taken in as an article of this outlet ("": the one that the page is found to be of).

    hints: title, published_at (ISO 8601), external_id, language, where a feed or a person gives them. A page that is
    waited for already isn't asked for twice: that row comes back. Raises Unfetchable where the address may never be
    asked.
    """
    url = urldefrag(url.strip()).url
    if len(url) > URL_LENGTH:
        raise Unfetchable(f"an address of {len(url)} characters: expected at most {URL_LENGTH}", final=True)
    check_address(url)
    given = {name: value for name, value in (hints or {}).items() if value}
    if unknown := given.keys() - set(HINTS):
        raise ValueError(f"no hints: {sorted(unknown)}")
    if waiting := Retrieval.objects.filter(url=url, state__in=Retrieval.OPEN).first():
        return waiting
    row = Retrieval(
        url=url, host=host_of(url), outlet=outlet, feed=feed, by=by, hints=given, asked_at=now, next_attempt_at=now
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # asked for by another at the same moment
        return Retrieval.objects.get(url=url, state__in=Retrieval.OPEN)
    return row
