"""What news is about, as far as webhooks are narrowed by it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from claims.models import Attribution, Claim
from corroboration.engine.topics import bits_of, topics_in
from corroboration.evidence import in_chunks
from corroboration.models import ClusterFacet
from sources.selectors import merges

Facet = ClusterFacet.Kind
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class About:
    """sources: slugs of those who take part, as they count since merges. places: ids, also of what holds the place."""

    sources: frozenset[str] = NOTHING
    clusters: frozenset[str] = NOTHING
    places: frozenset[str] = NOTHING
    topics: frozenset[str] = NOTHING


def of_claims(claims: Collection[str]) -> dict[str, About]:
    """Who says each of these claims, from its origin to its outlet, and its topics."""
    counts_as = merges()
    voices: dict[str, set[str]] = defaultdict(set)
    topics: dict[str, frozenset[str]] = {}
    for ids in in_chunks(sorted(set(claims))):
        for id, statement, outlet in Claim.objects.filter(public_id__in=ids).values_list(
            "public_id", "statement", "article__outlet__slug"
        ):
            topics[id] = frozenset(topics_in(bits_of(statement)))
            voices[id].add(outlet)
        chain = Attribution.objects.filter(claim__public_id__in=ids, part=Attribution.Part.CHAIN)
        for id, slug in chain.values_list("claim__public_id", "source__slug"):
            voices[id].add(slug)
    return {id: About(_counted(voices[id], counts_as), topics=topics[id]) for id in topics}


def of_clusters(clusters: Collection[str]) -> dict[str, About]:
    """Who takes part in these clusters, deniers too, and where their events are."""
    counts_as = merges()
    found: dict[str, dict[str, set[str]]] = {id: defaultdict(set) for id in clusters}
    for ids in in_chunks(sorted(found)):
        facets = ClusterFacet.objects.filter(cluster__public_id__in=ids, kind__in=(Facet.SOURCE, Facet.PLACE))
        for id, kind, value in facets.values_list("cluster__public_id", "kind", "value"):
            found[id][kind].add(value)
    return {
        id: About(_counted(facets[Facet.SOURCE], counts_as), frozenset([id]), frozenset(facets[Facet.PLACE]))
        for id, facets in found.items()
    }


def together(several: Iterable[About]) -> About:
    """What news is about that is about several things."""
    each = list(several)
    return About(
        NOTHING.union(*(one.sources for one in each)),
        NOTHING.union(*(one.clusters for one in each)),
        NOTHING.union(*(one.places for one in each)),
        NOTHING.union(*(one.topics for one in each)),
    )


def _counted(slugs: Iterable[str], counts_as: Mapping[str, str]) -> frozenset[str]:
    return frozenset(counts_as.get(slug, slug) for slug in slugs)
