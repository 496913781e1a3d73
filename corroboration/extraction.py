"""Stage "extracted": an article's claims, read without a transaction open, stored in one."""

from functools import cache

from claims.engine.extract import extract, load_parser
from django.conf import settings
from spacy.language import Language

from claims.conversion import attribution_rows, claim_row
from claims.engine.values import Extraction, Zone
from claims.models import Article, Attribution, Claim
from claims.selectors import reference
from corroboration.engine.independence import shingles
from corroboration.evidence import article_text
from corroboration.ingestion import public_id
from sources.services import ensure_voices


@cache
def parser() -> Language:
    """The parser of this process, loaded at first use: half a gigabyte that web processes never need."""
    return load_parser(settings.SPACY_MODEL) if settings.SPACY_MODEL else load_parser()


def read(article: Article) -> Extraction:
    """What an article says: a function of the article and the reference data alone."""
    return extract(article_text(article), reference(), parser())


def claim_id(article: Article, segments: tuple[tuple[int, int], ...]) -> str:
    """The public id of a claim: what it is made of, never a row number."""
    return public_id(article.outlet.slug, article.external_id, article.text_hash, repr(segments))


def store(article: Article, extraction: Extraction) -> None:
    """Store an article's claims in place of earlier ones, inside the caller's transaction."""
    Claim.objects.filter(article=article).delete()
    told = [claim for claim in extraction.claims if claim.zone in (Zone.BODY, Zone.COMMENTS)]
    unique = {claim_id(article, claim.segments): claim for claim in reversed(told)}  # of two equal ones, the first
    pairs = [(id, claim) for id, claim in reversed(unique.items())]
    rows = [claim_row(claim, article_id=article.pk, position=n, public_id=id) for n, (id, claim) in enumerate(pairs)]
    Claim.objects.bulk_create(rows, batch_size=300)
    sources = ensure_voices(voice for _, claim in pairs for voice in (*claim.chain, *claim.denied_by))
    attributions = [
        a for row, (_, claim) in zip(rows, pairs, strict=True) for a in attribution_rows(claim, row, sources)
    ]
    Attribution.objects.bulk_create(attributions, batch_size=300)
    Article.objects.filter(pk=article.pk).update(
        wire_source=extraction.wire,
        first_hand=extraction.first_hand,
        zones=[[zone.value, start, end] for zone, (start, end) in extraction.zones],
        notes=list(extraction.notes),
        shingles=sorted(shingles(article.text)),
    )
