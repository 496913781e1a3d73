"""Who is in a cluster: what its page must know of every claim before it can tell which to show."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from claims.models import Claim, day_only
from corroboration.models import Cluster
from corroboration.selectors.cards import Copy
from corroboration.standing import ORDER

READ = (  # in the order of what a member is made of
    "claim_id",
    "copy_of_id",
    "claim__pk",
    "claim__slot",
    "claim__statement",
    "claim__quantities",
    "claim__modality",
    "claim__zone",
    "claim__dropped_at",
    "claim__updated_as",
    "claim__assessment__status",
    "claim__article__outlet__name",
    "claim__article__outlet__slug",
    "claim__article__external_id",
    "claim__article__told_at",
    "claim__article__published_at",
    "claim__article__day_only",
)


@dataclass(frozen=True, slots=True)
class Member:
    """A claim of the cluster. original: the claim that it copies; row: its row number, by which voices are found."""

    id: str
    original: str | None
    row: int
    slot: str
    statement: str
    quantities: list[dict[str, Any]]
    modality: str
    zone: str
    dropped_at: datetime | None
    updated_as: str
    status: str | None
    outlet: str
    outlet_slug: str
    external_id: str
    told_at: datetime
    published_at: datetime
    by_day: bool

    @property
    def day_only(self) -> bool:
        """Whether the hour is not known at which it was told."""
        return day_only(self.told_at, self.published_at, self.by_day)

    @property
    def withdrawn(self) -> bool:
        """Whether its outlet took it out of the article, without a newer answer."""
        return self.dropped_at is not None and not self.updated_as

    @property
    def commented(self) -> bool:
        """Whether a reader said so below an article: kept out of all counting."""
        return self.zone == Claim.Zone.COMMENTS


def members_of(cluster: Cluster) -> list[Member]:
    """All claims of a cluster as they were told, in one query."""
    return [Member(*row) for row in cluster.memberships.order_by(*ORDER).values_list(*READ)]


def copies_among(members: Iterable[Member]) -> dict[str, list[Copy]]:
    """What is folded below each claim, the earliest first."""
    copies: dict[str, list[Copy]] = defaultdict(list)
    for member in members:
        if member.original:
            copies[member.original].append(Copy(member.id, member.outlet, member.told_at))
    return copies
