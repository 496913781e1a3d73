"""The extraction page: what would be stored of a text, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from claims.engine.explain import Reason, quote
from claims.models import Article, Attribution, Claim
from corroboration.highlight import PLAIN_ZONE, Mark
from corroboration.trial import ExplainedTrial
from sources.models import Source

MOST_CLAIMS = 400  # marked and shown on the page; an article has some dozens
MOST_ASIDE = 200
MOST_OUTLETS = 500


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice of a chain. page: whether it is a source with a page of its own here."""

    attribution: Attribution
    page: bool


@dataclass(frozen=True, slots=True)
class ReadClaim:
    """A claim that is not stored. chain: origin first, the outlet left out."""

    claim: Claim
    chain: tuple[Voice, ...]
    deniers: tuple[Voice, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """A stretch of the text that is not the article, and why it is not."""

    zone: str
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class TrialPage:
    """marks, cues, zones: what `highlight` needs. total: of claims, shown or not."""

    article: Article
    claims: list[ReadClaim]
    total: int
    marks: list[Mark]
    cues: list[tuple[int, int]]
    zones: list[tuple[str, int, int]]
    aside: list[Aside]
    reasons: tuple[Reason, ...]
    notes: tuple[str, ...]


def trial_page(explained: ExplainedTrial) -> TrialPage:
    """A trial as the page shows it."""
    tried, whole = explained.trial, explained.whole
    found, text = tried.extraction, tried.article.text
    rows = tried.claims[:MOST_CLAIMS]
    known = _with_pages(attribution for _, attributions in rows for attribution in attributions)
    asides = [
        Aside(str(zone), quote(text, segment), reason.says)
        for (zone, segment), reason in zip(found.zones, whole.zones, strict=True)
        if zone != PLAIN_ZONE
    ]
    return TrialPage(
        article=tried.article,
        claims=[_read_claim(claim, spoken, explained.reasons[claim.public_id], known) for claim, spoken in rows],
        total=len(tried.claims),
        marks=[_mark(claim) for claim, _ in rows],
        cues=[(start, end) for claim, _ in rows for start, end in claim.cues],
        zones=[(str(zone), start, end) for zone, (start, end) in found.zones],
        aside=asides[:MOST_ASIDE],
        reasons=whole.article,
        notes=found.notes,
    )


def outlet_names() -> list[str]:
    """Names of outlets to choose from."""
    kinds = (Source.Kind.OUTLET, Source.Kind.AGENCY, Source.Kind.MONITOR)
    names = Source.objects.filter(kind__in=kinds, curated=True).order_by("name", "slug")
    return list(names.values_list("name", flat=True)[:MOST_OUTLETS])


def _with_pages(attributions: Iterable[Attribution]) -> set[str]:
    """The slugs of those voices that are sources already."""
    slugs = {attribution.source.slug for attribution in attributions}
    return set(Source.objects.filter(slug__in=sorted(slugs)).values_list("slug", flat=True))


def _read_claim(claim: Claim, spoken: list[Attribution], reasons: tuple[Reason, ...], known: set[str]) -> ReadClaim:
    voices = [(attribution.part, Voice(attribution, attribution.source.slug in known)) for attribution in spoken]
    return ReadClaim(
        claim=claim,
        chain=tuple(voice for part, voice in voices if part == Attribution.Part.CHAIN),
        deniers=tuple(voice for part, voice in voices if part == Attribution.Part.DENIER),
        reasons=reasons,
    )


def _mark(claim: Claim) -> Mark:
    segments = tuple((start, end) for start, end in claim.segments)
    return Mark(claim.public_id, segments, href=f"#card-{claim.public_id}")
