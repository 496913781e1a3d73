"""ClaimReview (schema.org) of our own verdicts: pure shaping, from what `reviewed` read.

Who spoke is named as far as somebody in particular did: an organisation or a public person. An unnamed source, a group,
reports and readers are described in words. So is a private person: these objects are made to be copied to where nobody
can take a name back. What was said stands in the words of its article, there as on our pages.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from claims.models import Article, Claim
from corroboration.interchange.ratings import BEST, WORST, number_of, words_of
from corroboration.interchange.reviewed import Reviewed, Told
from corroboration.interchange.site import Site
from corroboration.lines import moment, publication, telling
from sources.models import Source

CONTEXT = "https://schema.org"
LONGEST = 74  # characters of claimReviewed: Google asks for less than 75
Node = dict[str, Any]
ORGANISATIONS = (
    Source.Kind.OUTLET,
    Source.Kind.AGENCY,
    Source.Kind.OFFICIAL,
    Source.Kind.ARMED_GROUP,
    Source.Kind.MONITOR,
)
DESCRIBED = {
    Source.Kind.PERSON: "a private person",
    Source.Kind.COMMENTER: "a reader, in a comment below the article",
    Source.Kind.REPORTS: "reports that name nobody",
}


def claim_review(found: Reviewed, site: Site) -> Node:
    """One verdict on one claim."""
    given, claim = found.given, found.claim
    node = {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "url": site.at(address(found)),
        "identifier": given.decision.public_id,
        "claimReviewed": shortened(claim.statement),
        "datePublished": _day(given.published),
        "dateModified": moment(given.modified),
        "author": {"@type": "Organization", "name": site.name, "url": site.url},
        "reviewRating": _rating(given.decision.value, given.decision.reason),
        "itemReviewed": _claim(found, site),
    }
    if links := given.decision.value.get("links"):
        node["citation"] = list(links)
    return node | ({"sdLicense": site.license} if site.license else {})


def address(found: Reviewed) -> str:
    """Where a reader finds the claim, the verdict and what stands behind them: on the page of its cluster."""
    id = found.claim.public_id
    if found.cluster is None:
        return f"{reverse('article', args=[found.claim.article.public_id])}?claim={id}#c-{id}"
    return f"{reverse('cluster', args=[found.cluster.public_id])}?near={id}#card-{id}"


def shortened(statement: str) -> str:
    """A statement below 75 characters, cut between words."""
    words = " ".join(statement.split())
    if len(words) <= LONGEST:
        return words
    cut = words[: LONGEST - 1]
    if words[LONGEST - 1] != " " and " " in cut:
        cut = cut.rsplit(" ", 1)[0]
    return cut.rstrip(" ,;:–—-") + "…"


def _rating(value: Mapping[str, Any], reason: str) -> Node:
    """The rating. One that can't be told has its words alone."""
    words, number = words_of(value).capitalize(), number_of(value)
    node: Node = {"@type": "Rating", "alternateName": words, "name": words}
    if number is not None:
        node |= {"ratingValue": number, "worstRating": WORST, "bestRating": BEST}
    return node | ({"ratingExplanation": reason} if reason else {})


def _claim(found: Reviewed, site: Site) -> Node:
    first, *others = found.tellings
    node = {
        "@type": "Claim",
        "@id": site.at(reverse("claim", args=[found.claim.public_id])),
        "text": found.claim.statement,
        "datePublished": telling(first.article),
        "author": speaker(found),
        "firstAppearance": _appearance(first, site),
    }
    return node | ({"appearance": [_appearance(each, site) for each in others]} if others else {})


def speaker(found: Reviewed) -> Node:
    """Whom the claim comes from: named where it is somebody in particular who may be named, else described."""
    if found.origin is None:
        return _organisation(found.outlet)
    source, kind = found.origin.source, Source.Kind(found.origin.kind)
    if kind in ORGANISATIONS:
        return _organisation(source, found.origin.name)
    if kind == Source.Kind.PERSON and not source.withheld:
        return {"@type": "Person", "name": found.origin.name} | _same_as(source)
    words = DESCRIBED.get(kind, f"{found.origin.name}, not named")
    return {"@type": "Thing", "description": f"{words}, as told by {found.outlet.name}"}


def claimant(found: Reviewed) -> str:
    """The same as a few words."""
    node = speaker(found)
    return node.get("name") or node["description"]


def _organisation(source: Source, name: str = "") -> Node:
    return {"@type": "Organization", "name": name or source.name} | _same_as(source)


def _same_as(source: Source) -> Node:
    return {"sameAs": source.homepage} if is_web(source.homepage) else {}


def _appearance(told: Told, site: Site) -> Node:
    """An article that carries the claim. One whose address nobody knows has only that of our page about it."""
    article = told.article
    node = {
        "@type": "CreativeWork",
        "@id": site.at(reverse("article", args=[article.public_id])),
        **({"url": article.url} if is_web(article.url) else {}),
        **({"headline": article.title} if article.title else {}),
        "datePublished": publication(article),
        "publisher": _organisation(article.outlet),
    }
    changed = _changed(told.claim, article)
    return node | ({"dateModified": changed} if changed else {})


def _changed(claim: Claim, article: Article) -> str | None:
    """When the article said otherwise, or was revised: Full Fact asks for it on what was corrected."""
    return moment(claim.dropped_at or article.revised_at)


def is_web(address: str) -> bool:
    """Whether an address leads to the web, and may become a link."""
    return address.startswith(("https://", "http://"))


def _day(value: datetime) -> str:
    return value.date().isoformat()
