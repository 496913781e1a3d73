"""All our verdicts as one document: the DataFeed that Data Commons and others read, written a piece at a time."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice
from typing import Any

from django.db.models import Count, Max

from corroboration import settling
from corroboration.formats import to_json
from corroboration.interchange.claim_review import CONTEXT, claim_review
from corroboration.interchange.reviewed import reviewed
from corroboration.interchange.site import Site
from corroboration.interchange.verdicts import Given, everything
from corroboration.lines import moment
from corroboration.models import Decision

PIECE = 50  # verdicts read at a time
VERDICTS = (Decision.Kind.VERDICT, Decision.Kind.UNDO)


def feed(site: Site) -> Iterator[str]:
    """The DataFeed, the latest verdict first."""
    latest = Decision.objects.filter(kind__in=VERDICTS).aggregate(at=Max("recorded_at"))["at"]
    head = {"@context": CONTEXT, "@type": "DataFeed", "name": f"Verdicts of {site.name}"}
    head |= {"dateModified": moment(latest)} if latest else {}
    head |= {"license": site.license} if site.license else {}
    yield to_json(head)[:-1] + ', "dataFeedElement": ['
    comma = ""
    for item in items(everything(), site):
        yield f"{comma}\n{to_json(item)}"
        comma = ","
    yield "\n]}\n"


def items(given: Iterable[Given], site: Site) -> Iterator[dict[str, Any]]:
    """The elements of the feed, each with one ClaimReview."""
    coming = iter(given)
    while piece := list(islice(coming, PIECE)):
        for found in reviewed(piece):
            review = claim_review(found, site)
            yield {
                "@type": "DataFeedItem",
                "dateCreated": review["datePublished"],
                "dateModified": review["dateModified"],
                "url": review["url"],
                "item": [review],
            }


def state(site: Site) -> str:
    """Changes whenever the feed may: with every decision and every settling, and with what is said of the publisher."""
    counted = Decision.objects.filter(kind__in=VERDICTS).aggregate(count=Count("pk"), last=Max("pk"))
    return sha256(repr((settling.version(), *counted.values(), site)).encode()).hexdigest()[:32]
