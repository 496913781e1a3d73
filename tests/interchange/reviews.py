"""Others' reviews for tests, as they come in. All invented."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from corroboration.interchange.importing import take_in
from corroboration.interchange.reading import items
from corroboration.models import ExternalReview

NOW = datetime(2021, 6, 1, 12, tzinfo=UTC)
_number = count(1)


def claim_review(**fields: Any) -> dict[str, Any]:
    """A ClaimReview as most publishers write it."""
    number = next(_number)
    review = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": f"https://checks.example/{number}",
        "claimReviewed": "A gas bottle exploded in the covered market of Ostrava and killed 14 people",
        "datePublished": "2021-05-10",
        "author": {"@type": "Organization", "name": "Example Checks", "url": "https://www.checks.example/"},
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": 2,
            "worstRating": 1,
            "bestRating": 5,
            "alternateName": "Mostly false",
        },
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Organization", "name": "Silesian Monitor"},
            "datePublished": "2021-05-04",
            "appearance": [{"@type": "CreativeWork", "url": "https://herald.example/1"}],
        },
    }
    return review | fields


def make_external_review(**fields: Any) -> ExternalReview:
    """One that was imported."""
    node = claim_review(**fields)
    report = take_in(items(node), by=None, now=NOW)
    assert report.counts["accepted"] == 1, report.refused
    return ExternalReview.objects.order_by("pk").last()
