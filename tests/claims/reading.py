"""What the tests of extraction share: a parser, a small directory, and one line to extract from."""

from datetime import UTC, datetime
from functools import cache

from claims.engine.document import load_parser
from claims.engine.extract import extract
from claims.engine.reference import Reference, load_reference
from claims.engine.values import ArticleText, Claim, Extraction
from sources.engine.names import load_shipped
from sources.engine.values import Kind, KnownSource, Voice

PUBLISHER = Voice("the-harbour-post", "The Harbour Post", Kind.OUTLET)
SOURCES = (
    KnownSource("the-harbour-post", "The Harbour Post", Kind.OUTLET, ("Harbour Post",)),
    KnownSource("delta-watch", "Delta Watch for Human Dignity", Kind.MONITOR, ("Delta Watch",)),
    KnownSource("coast-agency", "Coast Agency", Kind.AGENCY, ("CAG",)),
    KnownSource("radio-lagoon", "Radio Lagoon", Kind.OUTLET),
    KnownSource("north-league", "Northern League", Kind.ARMED_GROUP, ("NLG",)),
)


@cache
def reference() -> Reference:
    return load_reference([*load_shipped(), *SOURCES])


def read(text: str, title: str = "", wire: str = "", via: str = "") -> Extraction:
    article = ArticleText(text, PUBLISHER, datetime(2021, 3, 10, 12, tzinfo=UTC), title, wire=wire, via=via)
    return extract(article, reference(), load_parser())


def claim_with(text: str, words: str) -> Claim:
    """The claim of a text that holds these words."""
    return next(claim for claim in read(text).claims if words in claim.text)


def chain_of(text: str, words: str) -> list[str]:
    return [voice.name for voice in claim_with(text, words).chain]
