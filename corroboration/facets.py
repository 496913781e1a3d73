"""What clusters can be looked for by: places, sources, topics, and what they quarrel about."""

from collections.abc import Iterable, Sequence

from claims.selectors import reference
from corroboration.engine.topics import topics_of
from corroboration.engine.values import Relation, Stance, Telling
from corroboration.models import Cluster, ClusterFacet

Kind = ClusterFacet.Kind
Facet = tuple[str, str]  # kind, value


def store(cluster: str, members: Sequence[Telling], standing: Iterable[Relation], place: str) -> None:
    """Bring the stored facets of a cluster to what it is now, inside the caller's transaction.

    standing: relations between claims that somebody stands by. place: gazetteer id, "" for unknown.
    """
    found = wanted(members, standing, place)
    key = Cluster.objects.values_list("pk", flat=True).get(public_id=cluster)
    stored = set(ClusterFacet.objects.filter(cluster=key).values_list("kind", "value"))
    for kind, value in sorted(stored - found):
        ClusterFacet.objects.filter(cluster=key, kind=kind, value=value).delete()
    rows = [ClusterFacet(cluster_id=key, kind=kind, value=value) for kind, value in sorted(found - stored)]
    ClusterFacet.objects.bulk_create(rows, batch_size=300)


def wanted(members: Sequence[Telling], standing: Iterable[Relation], place: str) -> set[Facet]:
    """What a cluster of these members can be looked for by."""
    return {*_places(place), *_sources(members), *_clashes(standing), *_topics(members)}


def _places(place: str) -> set[Facet]:
    """The place and all that hold it: who looks for a province finds its towns."""
    return {(Kind.PLACE, id) for id in (place, *reference().gazetteer.path(place)) if id}


def _sources(members: Iterable[Telling]) -> set[Facet]:
    voices = (voice for t in members for voice in (t.publisher, *t.claim.chain, *t.claim.denied_by))
    return {(Kind.SOURCE, voice.slug) for voice in voices}


def _clashes(standing: Iterable[Relation]) -> set[Facet]:
    return {(Kind.CLASH, r.finding.type) for r in standing if r.finding.stance is Stance.CONTRADICTS}


def _topics(members: Iterable[Telling]) -> set[Facet]:
    return {(Kind.TOPIC, topic) for telling in members for topic in topics_of(telling.claim.statement)}
