"""The first page: what needs a person's look, what is new, whom to trust, and how far the work has come."""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db.models import Count

from claims.models import Article, Claim
from corroboration.gathering import version
from corroboration.models import Cluster
from corroboration.selectors.disputed import Disputed, camps
from corroboration.selectors.sources import SourceRow, glance
from sources.models import Source

SHOWN = 8  # entries of each list on the first page
DONE = (Article.State.SETTLED, Article.State.RETIRED)


@dataclass(frozen=True, slots=True)
class Progress:
    """Articles by where they are: settled, still on their way, or set aside with an error."""

    settled: int
    waiting: int
    failed: int

    @property
    def total(self) -> int:
        return self.settled + self.waiting + self.failed


@dataclass(frozen=True, slots=True)
class Home:
    """camps: what would tell two camps of sources apart; None where they can be told apart, or there are none."""

    camps: Disputed | None
    review: list[Cluster]
    newest: list[Cluster]
    outlets: list[SourceRow]
    origins: list[SourceRow]
    progress: Progress
    articles: int
    claims: int
    clusters: int
    sources: int


def home() -> Home:
    settled = version()
    return Home(
        camps=camps(),
        review=list(Cluster.objects.filter(attention__gt=0).order_by("-attention", "public_id")[:SHOWN]),
        newest=list(Cluster.objects.order_by("-last_published_at", "public_id")[:SHOWN]),
        outlets=glance(outlets=True, shown=SHOWN),
        origins=glance(outlets=False, shown=SHOWN),
        progress=progress(),
        articles=Article.objects.count(),
        claims=_claims(settled) if settled else Claim.objects.count(),
        clusters=Cluster.objects.count(),
        sources=Source.objects.count(),
    )


@lru_cache(maxsize=1)
def _claims(settled: UUID) -> int:
    """Until something has been settled again: to count a million takes a tenth of a second."""
    return Claim.objects.count()


def progress() -> Progress:
    """One query, which an index answers alone: it is asked for every few seconds while work is pending."""
    counts = dict(Article.objects.order_by().values_list("state").annotate(count=Count("*")))
    settled, failed = sum(counts.pop(state, 0) for state in DONE), counts.pop(Article.State.FAILED, 0)
    return Progress(settled=settled, waiting=sum(counts.values()), failed=failed)
