"""Stage "extracted": an article's claims, read without a transaction open, stored in one."""

import gc
from collections.abc import Iterator
from functools import cache

from django.conf import settings
from spacy.language import Language

from claims.conversion import attribution_rows, claim_row
from claims.engine.extract import extract, load_parser
from claims.engine.values import Claim as ClaimValue
from claims.engine.values import Extraction, Zone
from claims.models import Article, Attribution, Claim
from claims.selectors import reference
from corroboration.engine.independence import shingles
from corroboration.evidence import article_text
from corroboration.ingestion import public_id
from corroboration.syndication.parses import Remembering
from sources.models import Source
from sources.services import ensure_voices


@cache
def parser() -> Language:
    """The parser of this process, loaded at first use: half a gigabyte that a web process needs only for trials."""
    loaded = load_parser(settings.SPACY_MODEL) if settings.SPACY_MODEL else load_parser()
    gc.collect()
    gc.freeze()  # it lives as long as the process: a full collection that walks through it takes 150 ms
    return loaded


def read(article: Article, remembering: Remembering | None = None) -> Extraction:
    """What an article says: a function of the article and the reference data alone. remembering: the parser that saves
    time on a text that it met before."""
    return extract(article_text(article), reference(), remembering or parser())


def claim_id(article: Article, segments: tuple[tuple[int, int], ...]) -> str:
    """The public id of a claim: what it is made of, never a row number."""
    return public_id(article.outlet.slug, article.external_id, article.text_hash, repr(segments))


def told(article: Article, extraction: Extraction) -> list[tuple[str, ClaimValue]]:
    """The claims that are kept, with their public ids, in text order; of two with the same characters, the first."""
    kept: dict[str, ClaimValue] = {}
    for claim in extraction.claims:
        if claim.zone in (Zone.BODY, Zone.COMMENTS):
            kept.setdefault(claim_id(article, claim.segments), claim)
    return list(kept.items())


def unsaved_rows(article: Article, extraction: Extraction) -> Iterator[tuple[Claim, list[Attribution]]]:
    """The claims of an article as rows that are not stored."""
    for position, (id, value) in enumerate(told(article, extraction)):
        voices = (*value.chain, *value.denied_by)
        sources = {voice.slug: Source(slug=voice.slug, name=voice.name, kind=voice.kind) for voice in voices}
        claim = claim_row(value, position=position, public_id=id)
        claim.article = article
        yield claim, attribution_rows(value, claim, sources)


def store(article: Article, extraction: Extraction) -> None:
    """Store an article's claims in place of earlier ones, inside the caller's transaction."""
    Claim.every.filter(article=article).delete()
    values = told(article, extraction)
    rows = []
    for position, (id, value) in enumerate(values):
        rows.append(claim_row(value, position=position, public_id=id))
        rows[-1].article_id = article.pk
    Claim.objects.bulk_create(rows, batch_size=300)
    sources = ensure_voices(voice for _, value in values for voice in (*value.chain, *value.denied_by))
    pairs = zip(rows, values, strict=True)
    attributions = [a for row, (_, value) in pairs for a in attribution_rows(value, row, sources)]
    Attribution.objects.bulk_create(attributions, batch_size=300)
    Article.objects.filter(pk=article.pk).update(
        told_at=article.published_at,  # as the only text of its article, until it is compared with others
        replaced_by=None,
        wire_source=extraction.wire,
        first_hand=extraction.first_hand,
        zones=[[zone.value, start, end] for zone, (start, end) in extraction.zones],
        notes=list(extraction.notes),
        shingles=sorted(shingles(_body(article.text, extraction))),
    )


def _body(text: str, extraction: Extraction) -> str:
    """An article without what surrounds it: by readers' comments and a page's foot two reprints would differ."""
    return " ".join(text[start:end] for zone, (start, end) in extraction.zones if zone is Zone.BODY)
