"""Finding claims by a sentence: the index of their telling words, and the way from a query to ranked claims.

Candidates are the claims that hold most of a query's rarest words, by weight. Every step is bounded, so that a search
costs about the same however many claims are stored: words that few claims hold are looked through to the end, crowded
ones only over the days nearest to the one asked for, else over the latest.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from claims.conversion import frame_from_json
from claims.engine.taken_down import TAKEN_DOWN
from claims.engine.values import Claim as ClaimValue
from claims.engine.values import Extraction
from claims.models import Article, Claim
from corroboration import extraction, statements
from corroboration.engine import searching
from corroboration.engine.searching import RANKED, Found, Held
from corroboration.evidence import in_chunks, tellings
from corroboration.models import SearchWord

LONGEST_QUERY = 1_000  # characters: a sentence or two; the time of reading it grows with its square
FINDING = 6  # roots that bring candidates: the rarest; the others only tell which of these are likest
LOOKED_THROUGH = 10_000  # claims that hold one root: so many are read, in some 5 ms
TAKEN = 300  # candidates whose every root is looked up, and among which those in the same words are folded
NARROW = 2_000  # claims that filters leave: up to here all are candidates that share a word
CHUNK = 500  # claims of which filters are asked at once
INDEXED = ("public_id", "statement", "frame", "article__told_at")
EVER = FIRST_DAY, LAST_DAY = date.min.toordinal(), date.max.toordinal()
Stretch = tuple[int, int] | None  # from day to day; None: all days
HOLDERS = f"FROM {SearchWord._meta.db_table} WHERE root = %s"


def index(article: Article, found: Extraction) -> None:
    """Store the words by which an article's claims are found, inside the caller's transaction.

    They leave with their claims, which the database deletes together.
    """
    rows = [row for id, claim in extraction.told(article, found) for row in words_of(id, claim, article.published_at)]
    SearchWord.objects.bulk_create(rows, batch_size=1_000)


def index_again(articles: Collection[int]) -> None:
    """Bring the words of these articles' claims to what they tell now, inside the caller's transaction: those for which
    an earlier text's claim stands aren't found."""
    for ids in in_chunks(sorted(articles)):
        SearchWord.objects.filter(claim__article_id__in=ids).delete()
        SearchWord.objects.bulk_create(rows_of(ids), batch_size=1_000)


def rows_of(articles: Collection[int]) -> list[SearchWord]:
    """The words by which the claims of some articles are found, as rows that are not stored."""
    rows = Claim.objects.filter(article_id__in=articles).exclude(text=TAKEN_DOWN)
    return [
        SearchWord(claim_id=row.public_id, root=root, event_day=day)
        for row in rows.select_related("article").only(*INDEXED)
        for day in [searching.event_day(frame_from_json(row.frame), row.article.told_at)]
        for root in searching.roots(row.statement)
    ]


def words_of(id: str, claim: ClaimValue, published_at: datetime) -> Iterator[SearchWord]:
    """The words by which one claim is found, as rows that are not stored."""
    day = searching.event_day(claim.frame, published_at)
    return (SearchWord(claim_id=id, root=root, event_day=day) for root in searching.roots(claim.statement))


def similar(text: str, among: QuerySet[Claim] | None = None) -> list[Found]:
    """The claims most like a sentence, best first, at most RANKED. among: None for all claims.

    Of claims in the same words the earliest stands for all.
    """
    weights = searching.asked(text)
    if not weights:
        return []
    query = statements.telling("", text, None)
    look = _Look(weights, searching.day_named(query.claim.frame), among)
    chosen = _folded(searching.shortlist(look.candidates(), weights, look.near), among)
    return [Found(match, chosen[match.claim]) for match in searching.rank(query, tellings(chosen).values())]


class _Look:
    """One look into the index. weights: the roots asked for, the rarest first. near: the day asked for, if any."""

    def __init__(self, weights: Mapping[str, float], near: int | None, among: QuerySet[Claim] | None):
        self.weights, self.near = weights, near
        self.among = None if among is None else among.order_by()

    def candidates(self) -> dict[str, Held]:
        """Claims that hold most of what is asked for, each with the roots it holds."""
        few = self._few()
        days = self._found() if few is None else _days_of(few)
        return {id: Held(days[id], roots) for id, roots in self._roots_of(days).items()}

    def _few(self) -> list[str] | None:
        """The claims that filters leave; None where they leave many, or there are none."""
        if self.among is None:
            return None
        ids = list(self.among.values_list("public_id", flat=True)[: NARROW + 1])
        return ids if len(ids) <= NARROW else None

    def _found(self) -> dict[str, int]:
        """The claims that hold the most of the rarest roots, and pass the filters, with the days they speak of.

        Filters may leave nothing in the days that are looked through: then all days are.
        """
        stretches = self._stretches()
        found = self._within(stretches)
        if self.among is not None and len(found) < RANKED and any(stretches.values()):
            found = self._within(dict.fromkeys(stretches))
        return found

    def _within(self, stretches: Mapping[str, Stretch]) -> dict[str, int]:
        sql, values = self._query(stretches)
        if self.among is None:
            return dict(_rows(f"{sql} LIMIT {TAKEN}", values))
        ordered = _rows(sql, values)
        passed: dict[str, int] = {}
        while len(passed) < TAKEN and (chunk := dict(islice(ordered, CHUNK))):
            allowed = set(self.among.filter(public_id__in=list(chunk)).values_list("public_id", flat=True))
            passed |= {id: day for id, day in chunk.items() if id in allowed}
        return passed

    def _query(self, stretches: Mapping[str, Stretch]) -> tuple[str, list[Any]]:
        """Claims by the weight of the roots they hold, then by the day, then by id.

        Weights are whole numbers: their sum is the same in whatever order a database adds them.
        """
        parts, values = [], []
        for root, days in stretches.items():
            parts.append(f"SELECT claim_id, event_day, {round(1000 * self.weights[root])} AS weight {HOLDERS}")
            values.append(root)
            if days is not None:
                parts[-1] += " AND event_day BETWEEN %s AND %s"
                values += days
        by_day = "-event_day" if self.near is None else f"ABS(event_day - {self.near})"
        rows = " UNION ALL ".join(parts)
        sql = f"SELECT claim_id, event_day FROM ({rows}) AS held GROUP BY claim_id, event_day"  # noqa: S608 (numbers of ours)
        return f"{sql} ORDER BY SUM(weight) DESC, {by_day}, claim_id", values

    def _stretches(self) -> dict[str, Stretch]:
        """For each of the rarest roots the days within which its claims are looked through.

        Roots that few claims hold are looked through to the end, the others all over the same days.
        """
        bounds = {root: self._bounds(root) for root in list(self.weights)[:FINDING]}
        window = max(low for low, _ in bounds.values()), min(high for _, high in bounds.values())
        return {root: None if ends == EVER else window for root, ends in bounds.items()}

    def _bounds(self, root: str) -> tuple[int, int]:
        """The days that hold LOOKED_THROUGH of a root's claims: around the day asked for, else the latest."""
        days = SearchWord.objects.filter(root=root).values_list("event_day", flat=True)
        if self.near is None:
            return _nth(days.order_by("-event_day"), LOOKED_THROUGH, FIRST_DAY), LAST_DAY
        before = days.filter(event_day__lt=self.near).order_by("-event_day")
        after = days.filter(event_day__gte=self.near).order_by("event_day")
        half = LOOKED_THROUGH // 2
        return _nth(before, half, FIRST_DAY), _nth(after, half, LAST_DAY)

    def _roots_of(self, ids: Collection[str]) -> dict[str, set[str]]:
        """Which of the roots asked for these claims hold, for those that hold any.

        The day is not asked for here: SQLite would then read all claims with these roots instead of these claims.
        """
        held: dict[str, set[str]] = defaultdict(set)
        for chunk in in_chunks(ids):
            rows = SearchWord.objects.filter(claim__in=chunk, root__in=list(self.weights))
            for id, root in rows.values_list("claim_id", "root"):
                held[id].add(root)
        return held


def _days_of(ids: Collection[str]) -> dict[str, int]:
    """The days that these claims speak of, for those that can be found at all."""
    days: dict[str, int] = {}
    for chunk in in_chunks(ids):
        days.update(SearchWord.objects.filter(claim__in=chunk).values_list("claim_id", "event_day"))
    return days


def _nth(days: QuerySet[SearchWord], count: int, otherwise: int) -> int:
    """The day at which so many rows are reached; otherwise where there are fewer."""
    return next(iter(days[count - 1 : count]), otherwise)


def _rows(sql: str, values: list[Any]) -> Iterator[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        while rows := cursor.fetchmany(CHUNK):
            yield from rows


def _folded(ordered: list[str], among: QuerySet[Claim] | None) -> dict[str, tuple[str, ...]]:
    """The first RANKED of these claims that may be shown, each with those in the same words that stand behind it."""
    allowed = Claim.objects.all() if among is None else among.order_by()
    groups: dict[str, list[str]] = {}
    for chunk in in_chunks(ordered, size=TAKEN):
        originals = dict(allowed.filter(public_id__in=chunk).values_list("public_id", "membership__copy_of"))
        for id in chunk:
            if id in originals:
                groups.setdefault(originals[id] or id, []).append(id)
        if len(groups) >= RANKED:
            break
    folded = {}
    for original, ids in list(groups.items())[:RANKED]:
        shown = original if original in ids else ids[0]
        folded[shown] = tuple(id for id in ids if id != shown)
    return folded
