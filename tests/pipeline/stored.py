"""Articles as extraction leaves them, made by chance: few places, days and sentences, so that many meet or copy."""

import random
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta

from django.db import transaction

from claims.conversion import claim_row
from claims.models import Article, Claim
from corroboration import neighbours
from corroboration.engine import blocking, matching
from corroboration.engine.copies import copies_among
from corroboration.engine.episodes import episodes_of
from corroboration.engine.values import Episode, Telling
from corroboration.evidence import tellings
from corroboration.models import BlockKey, CopyKey, EpisodeMember, Link
from tests.corroboration.factories import telling
from tests.corroboration.tellings import PLACES
from tests.factories import make_article, make_source

START = datetime(2021, 5, 1, 12, tzinfo=UTC)
SENTENCES = (
    "A blast killed {n} people at the Ostrava market on Tuesday",
    "The explosion wounded at least {n} shoppers near the old market hall",
    "Police arrested {n} men over the Lviv depot fire at dawn",
    "The Karvina mine was flooded after the storm on the Olza river",
    "Dozens were hurt",
)


def made(chance: random.Random, articles: int, days: int = 10) -> list[list[Telling]]:
    """The claims of some articles, article by article, in no order."""
    return [_article(chance, f"art{number:03}", days) for number in range(articles)]


def _article(chance: random.Random, id: str, days: int) -> list[Telling]:
    published = START + timedelta(days=chance.randrange(days), hours=chance.choice((0, 0, 3)))
    return [
        telling(
            f"{id}c{position}",
            outlet=id,
            article=id,
            published=published,
            position=position,
            text=chance.choice(SENTENCES).format(n=chance.choice((12, 12, 30))),
            place_path=chance.choice(PLACES),
            action=chance.choice(("kill", "arrest", "")),
            time=published.date() - timedelta(days=chance.randrange(3)) if chance.random() < 0.6 else None,
        )
        for position in range(chance.randint(1, 4))
    ]


def store(told: Iterable[Telling]) -> Article:
    """An article with these claims that waits to be linked."""
    told = list(told)
    first = told[0]
    with transaction.atomic():
        article = make_article(
            make_source(first.publisher.name, slug=first.publisher.slug),
            " ".join(t.claim.text for t in told),
            public_id=first.article,
            external_id=first.article,
            published_at=first.published_at,
            state=Article.State.EXTRACTED,
        )
        rows = [claim_row(t.claim, position=t.position, public_id=t.id) for t in told]
        for row in rows:
            row.article = article
        Claim.objects.bulk_create(rows)
    return article


def standing() -> list[Telling]:
    """The stored claims of articles that weren't replaced, in order."""
    retired = (Article.State.RETIRED, Article.State.RETIRING)
    ids = Claim.objects.exclude(article__state__in=retired).values_list("public_id", flat=True)
    return sorted(tellings(list(ids)).values(), key=lambda t: t.order)


def episodes_among(told: Collection[Telling]) -> list[Episode]:
    by_article: dict[str, list[Telling]] = {}
    for each in told:
        by_article.setdefault(each.article, []).append(each)
    return [episode for claims in by_article.values() for episode in episodes_of(claims)]


def expected_links(episodes: Collection[Episode], copies: Collection[str]) -> dict[tuple[str, str], float]:
    """The links of whole keys in memory, between the episodes that don't only copy."""
    keys: dict[str, list[blocking.Member]] = {}
    linked = [e for e in episodes if not {t.id for t in e.members} <= set(copies)]
    for episode in linked:
        for key in blocking.keys(episode):
            keys.setdefault(key, []).append(blocking.Member(episode.id, episode.published_at))
    pairs = {pair for members in keys.values() for pair in blocking.meetings(members, blocking.NEIGHBOUR_CAP)}
    found = matching.links(pairs, {episode.id: episode.profile for episode in linked})
    return {(link.left, link.right): link.score for link in found}


def check() -> None:
    """What linking stored is what whole keys in memory give of the same articles."""
    told = standing()
    copies, episodes = copies_among(told), episodes_among(told)
    stored = dict(CopyKey.objects.exclude(original=None).values_list("claim_id", "original_id"))
    assert stored == copies
    homes = dict(EpisodeMember.objects.values_list("claim_id", "episode_id"))
    assert homes == {t.id: e.id for e in episodes for t in e.members}
    linked = {e.id: e for e in episodes if not {t.id for t in e.members} <= set(copies)}
    keys = set(BlockKey.objects.values_list("claim_id", "key", "published_at"))
    assert keys == {(e.id, key, e.published_at) for e in linked.values() for key in blocking.keys(e)}
    links = {(left, right): score for left, right, score in Link.objects.values_list("left_id", "right_id", "score")}
    assert links == expected_links(episodes, copies)
    assert neighbours.meeting(linked) >= links.keys()
