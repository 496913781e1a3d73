"""Stored claims as the engines see them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import QuerySet

from claims.conversion import claim_value
from claims.engine.taken_down import TAKEN_DOWN
from claims.engine.values import ArticleText
from claims.models import Article, Claim
from claims.selectors import reference
from corroboration.engine import hierarchy
from corroboration.engine.profiles import Profile
from corroboration.engine.values import Dropped, Episode, Remains, Telling
from corroboration.models import ClaimRemains, EpisodeMember
from sources.engine.names import Directory
from sources.engine.values import Kind, Voice

CHUNK = 500  # ids in one query: SQLite's parameters are limited, and short reads leave room for writers
T = TypeVar("T")


def in_chunks(items: Collection[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """The items in order, `size` at a time."""
    ordered = list(items)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]


def article_text(article: Article) -> ArticleText:
    """An article as extraction sees it."""
    return ArticleText(
        text=article.text,
        publisher=publisher(article, reference().directory),
        published_at=article.published_at,
        title=article.title,
        language=article.language,
        wire=article.wire,
        via=article.via,
        published_day_only=article.day_only,
    )


def publisher(article: Article, directory: Directory) -> Voice:
    """Who published it, by the reference data or as this article names it: never as another article told of it."""
    if known := directory.get(article.outlet.slug):
        return Voice(known.slug, known.name, known.kind, known.speaks_for)
    return Voice(article.outlet.slug, article.outlet_name or article.outlet.name, Kind.OUTLET)


def tellings(claim_ids: Collection[str]) -> dict[str, Telling]:
    """The tellings of these claims by public id; a claim that is gone is left out."""
    families = _families()
    found = {}
    for ids in in_chunks(sorted(claim_ids)):
        rows = list(_with_voices(Claim.objects.filter(public_id__in=ids)))
        kept = remains_of(rows)
        found |= {row.public_id: telling(row, families, remains=kept.get(row.public_id)) for row in rows}
    return found


def remains_of(claims: Collection[Claim]) -> dict[str, Remains]:
    """What is kept of those of these claims whose words were erased, by their ids."""
    wordless = [claim.public_id for claim in claims if claim.text == TAKEN_DOWN]
    if not wordless:
        return {}
    kept = ClaimRemains.objects.filter(claim__in=wordless).values_list("claim", "found")
    return {claim: _remains(found) for claim, found in kept}


def _remains(found: Mapping[str, Any]) -> Remains:
    relations = {other: tuple(kept) for other, kept in found.get("relations", {}).items()}
    return Remains(**{**found, "questions": tuple(found.get("questions", ())), "relations": relations})


def _families() -> "Families":
    """The families as they stand now; by the actors as they stand now these tellings are going to be compared."""
    known = reference()
    hierarchy.go_by(known)
    return Families(known.directory)


def _with_voices(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    heavy = ("text", "html", "zones", "notes")
    texts = [f"article__{name}" for name in heavy] + [f"dropped_by__{name}" for name in (*heavy, "shingles")]
    chosen = claims.select_related("article__outlet", "dropped_by").defer(*texts)
    return chosen.prefetch_related("attributions__source")


def tellings_of(articles: Collection[int]) -> dict[int, list[Telling]]:
    """What each of these texts says in its body, in order, as it was read; also what another text of its article said
    before, and what a person refused as no claim.
    """
    families = _families()
    found: dict[int, list[Telling]] = {pk: [] for pk in articles}
    for ids in in_chunks(sorted(articles)):
        rows = _with_voices(Claim.every.filter(article_id__in=ids, zone=Claim.Zone.BODY))
        told = list(rows.order_by("article_id", "position"))
        kept = remains_of(told)
        for row in told:
            value = telling(row, families, as_read=True, remains=kept.get(row.public_id))
            found[row.article_id].append(value)
    return found


def stored_episodes(known: Mapping[str, Telling]) -> list[Episode]:
    """The episodes of these tellings, in order; a claim that isn't linked is in none."""
    members: dict[str, list[Telling]] = defaultdict(list)
    profiles = {}
    for ids in in_chunks(sorted(known)):
        rows = EpisodeMember.objects.filter(claim__in=ids).values_list("claim_id", "episode_id", "episode__profile")
        for claim, id, profile in rows:
            members[id].append(known[claim])
            profiles.setdefault(id, profile)
    return [
        Episode(tuple(sorted(told, key=lambda t: t.order)), Profile.from_json(profiles[id]))
        for id, told in sorted(members.items())
    ]


def telling(row: Claim, families: "Families", *, as_read: bool = False, remains: Remains | None = None) -> Telling:
    article = row.article
    claim = claim_value(row, as_read=as_read)
    voice = publisher(article, families.directory)
    known = families.directory.get(voice.slug)
    voices = (*claim.chain, *claim.denied_by)
    spoken_for = {slug for voice in voices for slug in (voice.slug, voice.speaks_for) if slug}
    return Telling(
        id=row.public_id,
        article=article.public_id,
        position=row.position,
        publisher=voice,
        published_at=article.told_at,
        claim=claim,
        wire=article.wire_source,
        family=families.of(voice.slug),
        original_reporting=known.original_reporting if known else False,
        day_only=article.told_day_only,
        article_print=frozenset(article.shingles),
        families={slug: families.of(slug) for slug in sorted(spoken_for)},
        dropped=dropped(row),
        remains=remains,
    )


def dropped(row: Claim) -> Dropped | None:
    """How a claim ended by an edit. The text that no longer has it should be selected."""
    if row.dropped_at is None or row.dropped_by is None:
        return None
    return Dropped(row.dropped_at, row.dropped_by.public_id, row.updated_as)


class Families:
    """Who belongs together: a source's owners and families, and those that hold these, from the reference data."""

    def __init__(self, directory: Directory):
        self.directory = directory
        self._known: dict[str, frozenset[str]] = {}

    def of(self, slug: str) -> frozenset[str]:
        """Slugs of all that hold the source, directly or through others; empty when none is known."""
        if slug not in self._known:
            holders: dict[str, None] = {}
            reached = [slug]
            for each in reached:  # grows while it is walked
                source = self.directory.get(each)
                fresh = [holder for holder in (source.holders if source else ()) if holder not in holders]
                holders |= dict.fromkeys(fresh)
                reached += fresh
            self._known[slug] = frozenset(holders)
        return self._known[slug]
