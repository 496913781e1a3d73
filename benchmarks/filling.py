"""Synthetic articles into a database, many at once: rows as extraction and linking would have stored them.

Rows are the project's own, made by its own functions; only the writing is another: without foreign keys checked or a
journal kept, by COPY on PostgreSQL. Nothing is grouped, and what is linked is linked by chance: so that the table of
links is as long as it would be.
"""

import json
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction

from benchmarks.synthetic import CLAIMS_A_DAY, Story
from claims.conversion import attribution_rows, claim_row
from claims.models import Article, Attribution, Claim
from corroboration.engine.copies import COPY_WINDOW, Text, copy_key
from corroboration.engine.episodes import episodes_of
from corroboration.engine.independence import shingles
from corroboration.engine.values import Telling
from corroboration.linking import keys_of
from corroboration.models import BlockKey, CopyKey, Episode, EpisodeMember, Link
from sources.engine.values import Voice
from sources.models import Source

BATCH = 500  # articles written at once
TEXTS_KEPT = 20 * CLAIMS_A_DAY  # before those too old to be copied are let go
FILLED = (Source, Article, Claim, Attribution, Episode, EpisodeMember, BlockKey, CopyKey, Link)
FEATURES = {f"feature {number}": 0.5 for number in range(10)}  # so that a row is as long as a real one


def key_rows(tellings: Sequence[Telling], texts: dict[str, Text]) -> Iterator[models.Model]:
    """What linking.store_keys stores of one article: the one place that knows the tables of episodes and keys.

    texts: the original of each sentence told so far.
    """
    copied = set()
    for telling in tellings:
        if key := copy_key(telling):
            text = Text(telling.id, telling.article, telling.published_at)
            first = texts.setdefault(key, text)
            if text.published_at - first.published_at > COPY_WINDOW:
                first = texts[key] = text
            original = first.id if first.article != text.article else None
            copied |= {telling.id} if original else set()
            yield CopyKey(claim_id=telling.id, key=key, published_at=telling.published_at, original_id=original)
    for episode in episodes_of(tellings):
        yield Episode(claim_id=episode.id, profile=episode.profile.to_json(), met=True, placed=True)
        yield from (EpisodeMember(claim_id=telling.id, episode_id=episode.id) for telling in episode.members)
        if not copied.issuperset(telling.id for telling in episode.members):
            yield from keys_of([episode])


def link_rows(telling: Telling, told: Sequence[str], count: int) -> Iterator[Link]:
    """Links of a claim with `count` of those told before it, far enough from each other to lie on many pages."""
    for other in islice(reversed(told), 0, None, max(1, len(told) // count)):
        left, right = sorted((telling.id, other))
        yield Link(left_id=left, right_id=right, score=0.5, features=FEATURES)


@dataclass
class Last:
    """The row numbers given so far, the sources met, the claims of the last day, and the texts of the last weeks."""

    article: int = 0
    claim: int = 0
    sources: dict[str, int] = field(default_factory=dict)
    told: deque[str] = field(default_factory=lambda: deque(maxlen=CLAIMS_A_DAY))
    texts: dict[str, Text] = field(default_factory=dict)


class Filler:
    """Writes stories as rows, numbering them itself."""

    def __init__(self, last: Last | None = None):
        self.last = last or Last()

    def add(self, stories: Sequence[Story], *, links: int = 0) -> None:
        """Articles as they stand when they are settled, each claim with so many links."""
        self._add(stories, Article.State.SETTLED, links)

    def add_unlinked(self, stories: Sequence[Story]) -> None:
        """Articles as extraction leaves them."""
        self._add(stories, Article.State.EXTRACTED, 0)

    def _add(self, stories: Sequence[Story], state: str, links: int) -> None:
        rows: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        for story in stories:
            article = self._article(story, state, rows[Source])
            rows[Article].append(article)
            for telling in story.tellings:
                self._claim(telling, article, rows)
                if links:
                    rows[Link] += link_rows(telling, self.last.told, links)
            if state == Article.State.SETTLED:
                for row in key_rows(story.tellings, self.last.texts):
                    rows[type(row)].append(row)
            self.last.told.extend(telling.id for telling in story.tellings)
        if len(self.last.texts) > TEXTS_KEPT:
            since = stories[-1].published_at - COPY_WINDOW
            self.last.texts = {key: text for key, text in self.last.texts.items() if text.published_at >= since}
        with transaction.atomic(), connection.cursor() as cursor:
            for model in FILLED:
                if rows[model]:
                    _write(cursor, model, rows[model])

    def _article(self, story: Story, state: str, sources: list[models.Model]) -> Article:
        self.last.article += 1
        return Article(
            id=self.last.article,
            public_id=story.id,
            outlet_id=self._source(story.publisher, sources),
            outlet_name=story.publisher.name,
            external_id=story.id,
            text=story.text,
            text_hash=sha256(story.text.encode()).hexdigest(),
            published_at=story.published_at,
            told_at=story.published_at,
            received_at=story.published_at,
            wire_source=story.wire,
            shingles=sorted(shingles(story.text)),
            state=state,
            next_attempt_at=story.published_at,
            waiting_since=story.published_at,
        )

    def _claim(self, telling: Telling, article: Article, rows: dict[type[models.Model], list[models.Model]]) -> None:
        self.last.claim += 1
        row = claim_row(telling.claim, position=telling.position, public_id=telling.id)
        row.id, row.article_id = self.last.claim, article.id
        rows[Claim].append(row)
        voices = (*telling.claim.chain, *telling.claim.denied_by)
        sources = {voice.slug: Source(id=self._source(voice, rows[Source]), slug=voice.slug) for voice in voices}
        rows[Attribution] += attribution_rows(telling.claim, row, sources)

    def _source(self, voice: Voice, rows: list[models.Model]) -> int:
        """The row number of a source, which becomes a row when it is met first."""
        known = self.last.sources
        if voice.slug not in known:
            known[voice.slug] = len(known) + 1
            rows.append(Source(id=known[voice.slug], slug=voice.slug, name=voice.name, kind=voice.kind.value))
        return known[voice.slug]

    @contextmanager
    def unguarded(self) -> Iterator[None]:
        """Write without checks and journal; what the database keeps on the side is put right at the end."""
        guards = {
            "sqlite": ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -1000000"),
            "postgresql": ("session_replication_role = replica",),
        }
        word = {"sqlite": "PRAGMA", "postgresql": "SET"}[connection.vendor]
        with connection.cursor() as cursor:
            for guard in guards[connection.vendor]:
                cursor.execute(f"{word} {guard}")
        yield
        connection.close()
        renumber()
        if connection.vendor == "postgresql":  # autovacuum would, some time
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")


def renumber() -> None:
    """Let the database number rows from where the filling ended."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), FILLED):
            cursor.execute(statement)


def _write(cursor: Any, model: type[models.Model], rows: Sequence[models.Model]) -> None:
    numbered = rows[0].pk is not None
    fields = [f for f in model._meta.concrete_fields if numbered or not f.primary_key]
    ready = [(f.attname, _converter(f)) for f in fields]
    values = ([make(getattr(row, name)) if make else getattr(row, name) for name, make in ready] for row in rows)
    columns = ", ".join(connection.ops.quote_name(f.column) for f in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in values:
                copy.write_row(row)
    else:
        marks = ", ".join(["%s"] * len(fields))
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)


def _converter(field: models.Field) -> Any:
    """What makes a value of this field one that the database takes; None where it is one already."""
    if isinstance(field, models.JSONField):
        return json.dumps
    if isinstance(field, models.DateTimeField):
        return _moment
    return None


@lru_cache(maxsize=BATCH)  # the claims of an article share theirs
def _moment(value: datetime | None) -> Any:
    return value and connection.ops.adapt_datetimefield_value(value)
