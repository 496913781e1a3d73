"""A cluster's page: who says what, in one of three looks, and what stands between the claims."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from corroboration.engine.reasons import Reason, start
from corroboration.interchange import verdicts
from corroboration.interchange.reviewed import Reviewed, reviewed
from corroboration.models import Cluster, Suggestion
from corroboration.pictures.chains import Telling
from corroboration.pictures.maps import Region
from corroboration.selectors import made
from corroboration.selectors.cards import light
from corroboration.selectors.cluster.lineage import lineage_of, tellings
from corroboration.selectors.cluster.looks import QUESTION, Look, look
from corroboration.selectors.cluster.members import members_of
from corroboration.selectors.cluster.pairs import Pairs, pairs_of
from corroboration.selectors.cluster.tolls import Tolls, tolls_of
from corroboration.selectors.coverage import Unheard, unheard
from corroboration.selectors.external import Likely, suggested_to
from corroboration.selectors.links import Suggested, suggested, suggestions
from corroboration.selectors.maps import map_of

FEW_WAYS, FEW_CLAIMS = 12, 60
MOST_WAYS = 16  # drawn, those of the most claims
REVIEWED, CARRIERS = 10, 12  # verdicts told to programs on the page itself, and carriers of each: the API tells more
SUGGESTED = 4  # each way, the likeliest: 1 KB of HTML each, with why


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks to see. page: of the list of claims; near: else the one on which this claim stands.
    pairs: page of the list of pairs, narrowed to this kind and to those `of` this claim. whole: all of the table.
    toll: the question whose numbers are drawn."""

    by: str = QUESTION
    page: str = ""
    near: str = ""
    kind: str = ""
    of: str = ""
    pairs: str = ""
    whole: bool = False
    toll: str = ""


@dataclass(frozen=True, slots=True)
class ClusterPage:
    """tellings: what the tree of chains is drawn of, of all the ways from an origin to an outlet. tolls: what the plots
    are drawn of, region: the map. unheard: who may have reported, and couldn't be heard."""

    cluster: Cluster
    asked: Asked
    look: Look
    tellings: list[Telling]
    ways: int
    tolls: Tolls
    region: Region | None
    pairs: Pairs
    suggestions: list[Suggested]
    elsewhere: list[Suggested]
    decisions: list[made.Made]
    reviewed: list[Reviewed]
    unheard: Unheard
    external: list[Likely]

    @property
    def start(self) -> Reason | None:
        """What every score of a link begins with, where a suggestion shows any."""
        return start() if any(each.why for each in (*self.suggestions, *self.elsewhere)) else None

    @property
    def few_ways(self) -> bool:
        """Whether the tree of chains is small enough to stand above every look."""
        return self.ways <= FEW_WAYS and self.cluster.claim_count <= FEW_CLAIMS


def cluster_page(public_id: str, asked: Asked, *, now: datetime) -> ClusterPage | None:
    """All that is known of one cluster, in a fixed number of queries; None when there is none."""
    cluster = Cluster.objects.select_related("assignee").filter(public_id=public_id).first()
    if cluster is None:
        return None
    members = members_of(cluster)
    lineage = lineage_of(cluster, members)
    ways = tellings(members, lineage)
    articles = {(member.outlet_slug, member.external_id) for member in members}
    return ClusterPage(
        cluster=cluster,
        asked=asked,
        look=look(cluster, members, lineage, asked.by, page=asked.page, near=asked.near, whole=asked.whole),
        tellings=ways[:MOST_WAYS],
        ways=len(ways),
        tolls=tolls_of(members, lineage.voices, asked.toll),
        region=map_of(cluster),
        pairs=pairs_of(cluster, lineage.speakers, kind=asked.kind, of=asked.of, page=asked.pairs),
        suggestions=suggested(_suggestions().filter(cluster=cluster)[:SUGGESTED]),
        elsewhere=suggested(_suggestions().filter(claim__membership__cluster=cluster)[:SUGGESTED]),
        decisions=made.about(articles),
        reviewed=_reviewed(articles, {member.id for member in members}),
        unheard=unheard(cluster, now=now),
        external=suggested_to({member.id for member in members}),
    )


def _reviewed(articles: set[tuple[str, str]], claims: set[str]) -> list[Reviewed]:
    """The verdicts in force on the cluster's claims, the latest first."""
    given = [each for each in verdicts.about(articles) if each.claim in claims]
    return reviewed(given[:REVIEWED], most=CARRIERS)


def _suggestions() -> QuerySet[Suggestion]:
    return suggestions().select_related("claim__article__outlet", "cluster").defer(*light("claim__article"))
