"""Fact checks like a query: our own verdicts, and what others published, in the order in which they fit.

Google's Fact Check Tools API answers so, and its clients ask us as they ask it. Found by the telling words of a query;
without one, by the publisher's site alone, the newest first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from corroboration import settling
from corroboration.engine import searching
from corroboration.interchange.claim_review import address, claimant, shortened
from corroboration.interchange.ratings import words_of
from corroboration.interchange.reviewed import Reviewed, reviewed
from corroboration.interchange.rows import ExternalReview, ExternalWord
from corroboration.interchange.site import Site
from corroboration.interchange.verdicts import everything
from corroboration.models import Decision

LEAST = 0.5  # share of the query's telling words, by weight, that a claim has
OF_A_ROOT = 5_000  # reviews of others read of one word
CANDIDATES = 1_000  # reviews of others that are looked at closely
PIECE = 50


@dataclass(frozen=True, slots=True)
class Check:
    """One fact check of a claim. roots: what it is found by. url: of our own checks a path."""

    text: str
    claimant: str
    claimed_on: date | None
    publisher: str
    site: str
    url: str
    title: str
    reviewed_on: date | None
    rating: str
    language: str
    roots: frozenset[str]
    id: str

    @property
    def age_from(self) -> date | None:
        """The newer of its dates: what its age is counted from."""
        return max(filter(None, (self.claimed_on, self.reviewed_on)), default=None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for. since: checks of claims made or reviewed on that day or later."""

    query: str = ""
    language: str = ""
    since: date | None = None
    site: str = ""

    def fits(self, check: Check) -> bool:
        """Whether a check passes all but the query."""
        if self.language and check.language.split("-")[0].lower() != self.language.split("-")[0].lower():
            return False
        if self.since and (check.age_from is None or check.age_from < self.since):
            return False
        return not self.site or check.site == self.site or check.site.endswith(f".{self.site}")


def search(wanted: Wanted, here: Site) -> list[list[Check]]:
    """The checks that fit, best first, those of one claim together."""
    weights = searching.asked(wanted.query)
    if wanted.query and not weights:
        return []
    own = [check for check in _ours(here) if wanted.fits(check)]
    others = [check for check in _others(weights, wanted) if wanted.fits(check)]
    scored = [(_score(check, weights), check) for check in (*own, *others)]
    fitting = [(score, check) for score, check in scored if not weights or score >= LEAST]
    return _together(check for _, check in sorted(fitting, key=lambda each: _order(*each)))


def since(days: int, today: date) -> date | None:
    """The day so many days ago; None for any."""
    return today - timedelta(days=min(days, today.toordinal() - 1)) if days else None


def _score(check: Check, weights: Mapping[str, float]) -> float:
    whole = sum(weights.values())
    return round(sum(weight for root, weight in weights.items() if root in check.roots) / whole, 9) if whole else 0.0


def _order(score: float, check: Check) -> tuple[float, int, str]:
    newest = check.reviewed_on or check.claimed_on
    return (-score, -newest.toordinal() if newest else 0, check.id)


def _together(checks: Iterable[Check]) -> list[list[Check]]:
    """Checks of a claim in the same words, at the place of the first."""
    claims: dict[str, list[Check]] = {}
    for check in checks:
        claims.setdefault(" ".join(check.text.casefold().split()), []).append(check)
    return list(claims.values())


# --- our own verdicts: kept in memory until something is decided or settled ---


def _ours(here: Site) -> Sequence[Check]:
    settled, decided = settling.version(), Decision.objects.count()
    return _kept(settled, decided, here) if settled else tuple(_read(here))


@lru_cache(maxsize=2)
def _kept(settled: UUID, decided: int, here: Site) -> Sequence[Check]:
    return tuple(_read(here))


def _read(here: Site) -> Iterator[Check]:
    given = everything()
    while piece := list(islice(given, PIECE)):
        yield from (_own(found, here) for found in reviewed(piece, most=1))


def _own(found: Reviewed, here: Site) -> Check:
    statement, said_by = found.claim.statement, claimant(found)
    return Check(
        text=statement,
        claimant=said_by,
        claimed_on=found.tellings[0].article.told_at.date(),
        publisher=here.name,
        site=(urlsplit(here.address).hostname or "").removeprefix("www."),
        url=here.at(address(found)),
        title=shortened(statement),
        reviewed_on=found.given.modified.date(),
        rating=words_of(found.given.decision.value).capitalize(),
        language=settings.LANGUAGE_CODE.split("-")[0],
        roots=frozenset(searching.roots(f"{statement} {said_by}")),
        id=found.given.decision.public_id,
    )


# --- what others published ---


def _others(weights: Mapping[str, float], wanted: Wanted) -> Iterator[Check]:
    """Those that hold most of the query's words; without a query those of the site, the newest first."""
    rows = ExternalReview.objects.defer("raw")
    if not weights:
        of_site = rows.filter(Q(publisher_site=wanted.site) | Q(publisher_site__endswith=f".{wanted.site}"))
        return (_other(row, frozenset()) for row in of_site.order_by("-reviewed_on", "public_id")[:CANDIDATES])
    held: dict[int, set[str]] = defaultdict(set)
    for root in weights:
        found = ExternalWord.objects.filter(root=root).order_by("-review")
        for pk in found.values_list("review_id", flat=True)[:OF_A_ROOT]:
            held[pk].add(root)
    best = sorted(held, key=lambda pk: (-sum(weights[root] for root in held[pk]), -pk))[:CANDIDATES]
    stored = {
        row.pk: row for start in range(0, len(best), 500) for row in rows.filter(pk__in=best[start : start + 500])
    }
    return (_other(stored[pk], frozenset(held[pk])) for pk in best if pk in stored)


def _other(row: ExternalReview, roots: frozenset[str]) -> Check:
    return Check(
        text=row.claim_text,
        claimant=row.claimant,
        claimed_on=row.claimed_on,
        publisher=row.publisher,
        site=row.publisher_site,
        url=row.url,
        title=row.title,
        reviewed_on=row.reviewed_on,
        rating=row.rating_words,
        language=row.language,
        roots=roots,
        id=row.public_id,
    )
