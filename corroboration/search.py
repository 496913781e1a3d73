"""Finding claims by a sentence: the index of their telling words, and the way from a query to ranked claims.

Every step is bounded, so that a search costs about the same however many claims are stored. A word that few claims
hold gives all of them. A word that many hold gives those that hold a second such word too, and by itself only where
nothing better is found; of these the nearest to the day asked for, else the latest.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import combinations

from django.db.models import Exists, OuterRef, QuerySet

from claims.engine.values import Claim as ClaimValue
from claims.engine.values import Extraction
from claims.models import Article, Claim
from corroboration import extraction, statements
from corroboration.engine import searching
from corroboration.engine.searching import RANKED, Found, Held
from corroboration.evidence import in_chunks, tellings
from corroboration.models import SearchWord

LONGEST_QUERY = 1_000  # characters: a sentence or two; the time of reading it grows with its square
CROWDED = 800  # claims that hold one word: up to here all are candidates
PAIRS = 3  # of crowded words that are looked up together, the rarest first
TAKEN = 400  # candidates from each pair, and from a crowded word by itself
LOOKED_THROUGH = 20_000  # claims with the rarer word of a pair: holds the cost of a pair flat
NARROW = 2_000  # claims that filters leave: up to here all are candidates that share a word
FOLDED = 4 * RANKED  # candidates among which those in the same words are folded into one

Row = tuple[str, int]  # claim, the day it speaks of


def index(article: Article, found: Extraction) -> None:
    """Store the words by which an article's claims are found, inside the caller's transaction.

    They leave with their claims, which the database deletes together.
    """
    rows = [row for id, claim in extraction.told(article, found) for row in words_of(id, claim, article.published_at)]
    SearchWord.objects.bulk_create(rows, batch_size=1_000)


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
    look = _Look(list(weights), searching.day_named(query.claim.frame), among)
    chosen = _folded(searching.shortlist(look.candidates(), weights, look.near), among)
    return [Found(match, chosen[match.claim]) for match in searching.rank(query, tellings(chosen).values())]


class _Look:
    """One look into the index. roots: what is asked for, the rarest first. near: the day asked for, if any."""

    def __init__(self, roots: list[str], near: int | None, among: QuerySet[Claim] | None):
        self.roots, self.near = roots, near
        self.among = None if among is None else among.order_by()
        self.days: dict[str, int] = {}
        self.held: dict[str, set[str]] = {}

    def candidates(self) -> dict[str, Held]:
        """Candidates, with the roots asked for that each holds."""
        few = self._few()
        if few is not None:
            self._look_up(few, self.roots)
        else:
            self._look_around()
        return {id: Held(self.days[id], held) for id, held in self.held.items()}

    def _few(self) -> list[str] | None:
        """The claims that filters leave; None where they leave many, or there are none."""
        if self.among is None:
            return None
        ids = list(self.among.values_list("public_id", flat=True)[: NARROW + 1])
        return ids if len(ids) <= NARROW else None

    def _look_around(self) -> None:
        crowded = [root for root in self.roots if not self._take_all(root)]
        for pair in list(combinations(crowded, 2))[:PAIRS]:
            self._take_nearest(*pair)
        if len(self.held) < RANKED:
            for root in crowded:
                self._take_nearest(root)
        self._look_up(list(self.held), crowded)

    def _take_all(self, root: str) -> bool:
        """Take every claim that holds a root. False where there are too many, and none is taken."""
        rows = list(_with(root).values_list("claim_id", "event_day")[: CROWDED + 1])
        if len(rows) > CROWDED:
            return False
        self._take(rows, root)
        return True

    def _take_nearest(self, root: str, second: str = "") -> None:
        """Take the claims nearest to the day asked for, else the latest, that hold a root, or two."""
        later, earlier = _with(root).order_by("event_day", "claim"), _with(root).order_by("-event_day", "-claim")
        if self.near is None:
            sides = [(earlier, "gte")]
        else:
            sides = [(later.filter(event_day__gte=self.near), "lte"), (earlier.filter(event_day__lt=self.near), "gte")]
        for rows, until in sides:
            if second and self.among is None:
                rows = _first(rows, until)
            if second:
                rows = rows.filter(
                    Exists(_with(second).filter(claim=OuterRef("claim"), event_day=OuterRef("event_day")))
                )
            if self.among is not None:
                rows = rows.filter(Exists(self.among.filter(public_id=OuterRef("claim"))))
            self._take(rows.values_list("claim_id", "event_day")[:TAKEN], root, *filter(None, [second]))

    def _look_up(self, ids: Collection[str], roots: Collection[str]) -> None:
        """Which of these claims hold which of these roots."""
        for chunk in in_chunks(ids):
            rows = SearchWord.objects.filter(claim__in=chunk, root__in=roots)
            for id, root, day in rows.values_list("claim_id", "root", "event_day"):
                self._take([(id, day)], root)

    def _take(self, rows: Iterable[Row], *roots: str) -> None:
        for id, day in rows:
            self.days[id] = day
            self.held.setdefault(id, set()).update(roots)


def _with(root: str) -> QuerySet[SearchWord]:
    return SearchWord.objects.filter(root=root)


def _first(rows: QuerySet[SearchWord], until: str) -> QuerySet[SearchWord]:
    """The first LOOKED_THROUGH of these rows, to the end of a day, so that no row of that day is left out by luck."""
    last = rows.values_list("event_day", flat=True)[LOOKED_THROUGH - 1 : LOOKED_THROUGH].first()
    return rows if last is None else rows.filter(**{f"event_day__{until}": last})


def _folded(ordered: list[str], among: QuerySet[Claim] | None) -> dict[str, tuple[str, ...]]:
    """The first RANKED of these claims that may be shown, each with those in the same words that stand behind it."""
    allowed = Claim.objects.all() if among is None else among.order_by()
    groups: dict[str, list[str]] = {}
    for chunk in in_chunks(ordered, size=FOLDED):
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
