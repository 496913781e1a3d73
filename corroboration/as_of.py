"""What was held of a few claims and clusters at the end of a day: as `export --as-of` writes it, without the others.

A judgement of a day follows from the claim's cluster and from the weights of the voices, which are kept by month. So a
page of claims costs the work of their clusters, however large the corpus is. Only what decisions made since touched is
worked out without these, once for all pages (past.py).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from uuid import UUID

from django.db.models import Q, QuerySet

from claims.models import Claim
from corroboration import history, relating, weighing
from corroboration.decisions import InForce, in_force
from corroboration.engine.dropping import known_by
from corroboration.engine.settle import ClusterEvidence, beliefs
from corroboration.engine.truth import Trust
from corroboration.engine.values import Telling
from corroboration.evidence import in_chunks, tellings
from corroboration.gathering import gather_about, version
from corroboration.lines import NOT_JUDGED, Judgement, Line, claim_line
from corroboration.models import Cluster, Decision, Membership, Relation
from corroboration.past import Past, before_decisions, end_of, last_day

PAGES_KEPT = 256  # pages of claims of which a process keeps what was held; some 20 kB each
KEPT = 8  # days of which a process keeps what was decided and what the voices weighed


@dataclass(frozen=True, slots=True)
class Held:
    """What was held of some claims: by claim the cluster it stood in, and its status, credibility and digit."""

    cluster: Mapping[str, str]
    judged: Mapping[str, Judgement]


@dataclass(frozen=True, slots=True)
class Stood:
    """A cluster as it stood: as a row that isn't stored, and what its claims told."""

    row: Cluster
    members: Sequence[Telling]


@dataclass(frozen=True)
class Day:
    """The end of a past day (UTC), from which claims, clusters and relations are looked at."""

    date: date

    @cached_property
    def end(self) -> datetime:
        return end_of(self.date)

    @cached_property
    def past(self) -> Past:
        return before_decisions(self.date)

    @cached_property
    def displaced(self) -> frozenset[str]:
        """The clusters of today that did not stand so: later decisions made them, or touched them."""
        found: set[str] = set()
        for ids in in_chunks(sorted(self.past.claims)):
            found.update(Membership.objects.filter(claim__in=ids).values_list("cluster_id", flat=True))
        return frozenset(found)

    @cached_property
    def others(self) -> dict[str, ClusterEvidence]:
        """The clusters that stood in their place, without what came out later."""
        found = (history.until(each, self.end) for each in self.past.clusters)
        return {each.cluster_id: each for each in found if each.tellings}

    @property
    def decided(self) -> InForce:
        settled = version()
        return _decided(settled, Decision.objects.count(), self.date) if settled else in_force(until=self.end)

    @property
    def trust(self) -> Trust:
        settled = version()
        return _trust(settled, self.date) if settled else _weights(self.date)

    # --- claims ---

    def claims(self, rows: QuerySet[Claim]) -> QuerySet[Claim]:
        """Those of these claims that had been told."""
        return rows.filter(article__told_at__lt=self.end)

    def claim_lines(self, claims: Sequence[Claim], *, judged: bool = True) -> list[Line]:
        """Claims of `claims()` as they stood. judged: with cluster, status and credibility, which cost the most."""
        held = self.held([claim.public_id for claim in claims]) if judged else Held({}, {})
        return [
            claim_line(
                claim,
                cluster=held.cluster.get(claim.public_id),
                judgement=held.judged.get(claim.public_id, NOT_JUDGED),
                end=self.end,
            )
            for claim in claims
        ]

    def held(self, claims: Collection[str]) -> Held:
        """What was held of these claims. Kept until articles or decisions have been settled again."""
        settled = version()
        if settled is None:
            return self.worked_out(frozenset(claims))
        return _held(settled, Decision.objects.count(), self, frozenset(claims))

    def worked_out(self, wanted: frozenset[str]) -> Held:
        """What was held of these claims, from their clusters."""
        evidence = self._evidence(wanted)
        found = beliefs(evidence, self.date, self.trust, wanted) if evidence else {}
        return Held(
            cluster={each.id: known.cluster_id for known in evidence for each in known.tellings if each.id in wanted},
            judged={id: (b.status, b.probability, b.admiralty) for id, b in found.items() if id in wanted},
        )

    def _evidence(self, claims: frozenset[str]) -> list[ClusterEvidence]:
        """What was known of the clusters in which these claims stood, as far as it bore on them."""
        homes: set[str] = set()
        for ids in in_chunks(sorted(claims - self.past.claims)):
            homes.update(Membership.objects.filter(claim__in=ids).values_list("cluster_id", flat=True))
        if self.past.claims:
            homes -= self.displaced
        known = gather_about(claims, homes, self.decided, self.end) if homes else []
        return known + [each for each in self.others.values() if not claims.isdisjoint(t.id for t in each.tellings)]

    # --- clusters ---

    def members(self, clusters: Collection[str]) -> dict[str, list[str]]:
        """The claims that these clusters had; one that did not stand had none, and is left out."""
        found = {id: sorted(t.id for t in self.others[id].tellings) for id in clusters if id in self.others}
        standing = {*clusters} - self.others.keys()
        if self.past.claims:
            standing -= self.displaced
        for ids in in_chunks(sorted(standing)):
            rows = Membership.objects.filter(cluster__in=ids, claim__article__told_at__lt=self.end)
            for cluster, claim in rows.order_by("claim_id").values_list("cluster_id", "claim_id"):
                found.setdefault(cluster, []).append(claim)
        return found

    def clusters(self, members: Mapping[str, Sequence[str]]) -> dict[str, Stood]:
        """Clusters as their claims and decisions of the time made them."""
        ids = sorted(id for each in members.values() for id in each)
        told = tellings(ids)
        copies: dict[str, str] = {}
        for chunk in in_chunks(ids):
            rows = Membership.objects.filter(claim__in=chunk, copy_of__isnull=False)
            copies |= dict(rows.values_list("claim_id", "copy_of_id"))
        decided = self.decided
        found = {}
        for cluster, claims in members.items():
            known = [known_by(told[id], self.date) for id in claims if id in told]
            mine = {id: copies[id] for id in claims if id in copies}
            found[cluster] = Stood(_row(cluster, known, mine, decided), known)
        return found

    def stood(self, clusters: QuerySet[Cluster]) -> QuerySet[Cluster]:
        """Those of the stored clusters that stood then, as far as later decisions did not touch them."""
        rows = clusters.filter(first_published_at__lt=self.end)
        return rows.exclude(public_id__in=self.displaced) if self.past.claims else rows

    def other_clusters(self) -> list[Cluster]:
        """Those that stood where later decisions made others: their names and places in a list alone."""
        return [
            Cluster(public_id=id, first_published_at=min(telling.published_at for telling in known.tellings))
            for id, known in self.others.items()
        ]

    # --- relations ---

    def relations(self, rows: QuerySet[Relation]) -> QuerySet[Relation]:
        """Those of the stored relations that held then, as far as later decisions did not touch them."""
        known = Q(a__article__told_at__lt=self.end, b__article__told_at__lt=self.end)
        rows = rows.filter(known)
        return rows.exclude(a__membership__cluster_id__in=self.displaced) if self.past.claims else rows

    def other_relations(self) -> list[tuple[str, Relation]]:
        """Those that held where later decisions made others, as rows that aren't stored, each with its cluster."""
        return [(id, relating.row(each)) for id, known in self.others.items() for each in known.relations]


def _row(public_id: str, members: Sequence[Telling], copies: Mapping[str, str], decided: InForce) -> Cluster:
    relations, origins = relating.judge(members, copies, decided)
    standing = relating.stood_by(members, copies, relations)
    return Cluster(public_id=public_id, **relating.summed_up(members, standing, origins))


@lru_cache(maxsize=KEPT)
def _decided(settled: UUID, decisions: int, day: date) -> InForce:
    return in_force(until=end_of(day))


@lru_cache(maxsize=PAGES_KEPT)
def _held(settled: UUID, decisions: int, day: Day, claims: frozenset[str]) -> Held:
    return day.worked_out(claims)


@lru_cache(maxsize=KEPT)
def _trust(settled: UUID, day: date) -> Trust:
    return _weights(day)


def _weights(day: date) -> Trust:
    """What the voices weighed on the last day up to this one on which anything was published or decided."""
    return weighing.trust_on(last_day(day) or day)
