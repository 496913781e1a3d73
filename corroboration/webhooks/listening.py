"""Which webhooks a piece of news is for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from corroboration.models import Cluster, Webhook
from corroboration.selectors.clusters import current_id
from corroboration.webhooks.about import About
from sources.selectors import merges


@dataclass(frozen=True, slots=True)
class Listener:
    """A webhook in use and what it hears. sources, cluster: as they count since merges; empty: whichever."""

    webhook: int
    kinds: frozenset[str]
    sources: frozenset[str]
    cluster: str
    place: str
    topic: str
    since: date | None

    def hears(self, kind: str, day: date, about: About) -> bool:
        return (
            kind in self.kinds
            and (self.since is None or day >= self.since)
            and (not self.sources or not self.sources.isdisjoint(about.sources))
            and (not self.cluster or self.cluster in about.clusters)
            and (not self.place or self.place in about.places)
            and (not self.topic or self.topic in about.topics)
        )


def listeners() -> list[Listener]:
    """Those of the webhooks in use. One ends with its owner's account."""
    rows = list(Webhook.objects.filter(active=True, owner__is_active=True).order_by("pk"))
    counts_as = merges() if rows else {}
    homes = _homes({row.cluster for row in rows} - {""})
    return [_listener(row, counts_as, homes) for row in rows]


def _listener(row: Webhook, counts_as: Mapping[str, str], homes: Mapping[str, str]) -> Listener:
    return Listener(
        webhook=row.pk,
        kinds=frozenset(row.kinds),
        sources=frozenset(counts_as.get(slug, slug) for slug in row.sources),
        cluster=homes.get(row.cluster, ""),
        place=row.place,
        topic=row.topic,
        since=row.since,
    )


def _homes(clusters: Iterable[str]) -> dict[str, str]:
    """Where these ids of clusters lead now: one that ended goes on in another."""
    ids = sorted(clusters)
    standing = set(Cluster.objects.filter(public_id__in=ids).values_list("public_id", flat=True))
    return {id: id if id in standing else current_id(id) or id for id in ids}
