"""The claims of an article that has no words any more: made of what was kept, as extraction makes them of words."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from claims.engine.taken_down import TAKEN_DOWN, statement
from claims.models import Article, Attribution, Claim
from claims.selectors import reference
from corroboration.erased.rows import ArticleRemains, ClaimRemains
from sources.engine.values import Kind, Voice
from sources.services import ensure_voices

Json = dict[str, Any]


def store(article: Article) -> None:
    """Store an article's claims as they were kept in place of those there are, inside the caller's transaction."""
    kept = ArticleRemains.objects.get(article=article.public_id).reading
    found = list(ClaimRemains.objects.filter(article=article.public_id))
    Claim.every.filter(article=article).delete()
    texts = _texts({kept["replaced_by"], *(row.reading["dropped_by"] for row in found)} - {""})
    rows = [_claim(article, row.claim, row.reading, texts) for row in found]
    Claim.every.bulk_create(rows, batch_size=300)
    _say_before({row.claim: row.reading["said_before"] for row in found})
    voices = {(row.claim, n): _voice(each) for row in found for n, each in enumerate(row.reading["voices"])}
    sources = ensure_voices(voices.values())
    Attribution.objects.bulk_create(
        (
            Attribution(
                claim=claim,
                part=each["part"],
                position=each["position"],
                source=sources[voices[row.claim, n].slug],
                name=voices[row.claim, n].name,
                kind=each["kind"],
                speaks_for=each["body"],
            )
            for claim, row in zip(rows, found, strict=True)
            for n, each in enumerate(row.reading["voices"])
        ),
        batch_size=300,
    )
    Article.objects.filter(pk=article.pk).update(
        told_at=datetime.fromisoformat(kept["told_at"]),
        replaced_by=texts.get(kept["replaced_by"]),
        wire_source=kept["wire_source"],
        first_hand=kept["first_hand"],
        zones=kept["zones"],
        notes=[],
        shingles=[],
    )


def _texts(ids: Collection[str]) -> dict[str, int]:
    return dict(Article.objects.filter(public_id__in=ids).values_list("public_id", "pk"))


def _claim(article: Article, id: str, kept: Json, texts: dict[str, int]) -> Claim:
    segments = kept["segments"]
    return Claim(
        public_id=id,
        article=article,
        position=kept["position"],
        start=segments[0][0],
        end=segments[-1][1],
        segments=segments,
        text=TAKEN_DOWN,
        statement=statement(kept["topics"]),
        sentence_start=kept["sentence"][0],
        sentence_end=kept["sentence"][1],
        dropped_at=datetime.fromisoformat(kept["dropped_at"]) if kept["dropped_at"] else None,
        dropped_by_id=texts.get(kept["dropped_by"]),
        **{
            name: kept[name]
            for name in (
                *("modality", "zone", "slot", "frame", "quantities", "first_hand", "cues"),
                *("stands", "refused", "chain_corrected", "updated_as"),
            )
        },
    )


def _say_before(said: dict[str, str]) -> None:
    """Note which claims of other texts stand for these, and for which these stand: whichever text is stored first."""
    there = set(Claim.every.filter(public_id__in=set(said.values())).values_list("public_id", flat=True))
    for claim, first in said.items():
        if first in there:
            Claim.every.filter(public_id=claim).update(said_before=first)
    for row in ClaimRemains.objects.filter(reading__said_before__in=list(said)):
        Claim.every.filter(public_id=row.claim).update(said_before=row.reading["said_before"])


def _voice(kept: Json) -> Voice:
    """Who it was, as he counts since sources were merged."""
    return reference().directory.standing(Voice(kept["source"], kept["name"], Kind(kept["kind"]), kept["body"]))
