"""Pairs and people's decisions in, clusters out: the claims about one event.

Claims enter in the order of (published_at, id). Each joins the cluster it fits best as a whole, or opens its own, and
later claims never regroup earlier ones: a cluster as of any date is the cluster without its later claims. One claim
that resembles two events can't weld them: it joins one of them, and the other becomes a suggestion.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from corroboration.engine import blocking
from corroboration.engine.copies import copies_among, copy_key
from corroboration.engine.decisions import Decisions
from corroboration.engine.matching import LINK_FLOOR, score
from corroboration.engine.values import Constraint, Link, Telling
from corroboration.engine.vetoes import clashes

__all__ = ["Grouping", "copy_key", "group", "group_statements"]

# Fit from which a claim joins. ECB+ pair P and F1, gold B3 F1 of two sets, look-alikes kept apart in the first:
# at 0.40: 0.635 0.544, 0.746 0.627, 0.71; at 0.45: 0.636 0.521, 0.722 0.648, 0.86.
JOIN = 0.45
NEAR_MISS = LINK_FLOOR  # fit from which a person is asked: a claim fits no cluster better than its best link
OLDEST, NEWEST = 4, 8  # members that a claim is compared with: the founders hold the event still, the newest follow it
SHARE = 0.34  # of those members, the ones it fits best: a third must fit. One half parts aspects of an event
CANDIDATES = 8  # clusters that a claim is fitted to: those of its strongest links
SUGGESTIONS = 3  # a claim, at most


@dataclass(frozen=True, slots=True)
class Grouping:
    """clusters: ids of the claims about one event, founder first, in the order they entered; clusters by founder.
    copies: id -> id of the earliest telling of the same text, whose cluster it shares.
    suggestions: (claim, founder of another cluster, fit): bridges and near misses for a person to decide.
    refused: decisions that contradict earlier ones, with the reason in words.
    """

    clusters: tuple[tuple[str, ...], ...]
    copies: Mapping[str, str]
    suggestions: tuple[tuple[str, str, float], ...]
    refused: tuple[tuple[Constraint, str], ...]


def group(
    tellings: Sequence[Telling], links: Mapping[tuple[str, str], Link], constraints: Sequence[Constraint] = ()
) -> Grouping:
    """Cluster the claims. constraints: in the order in which people decided.

    links: (left, right) -> link, left < right. A pair that isn't among them can't bring a claim to a cluster; its
    score is worked out where the fit to a whole cluster asks for it. So the result on one connected component of
    links, decisions and copies is the result on everything, restricted to it.
    """
    ordered = sorted(tellings, key=lambda telling: telling.order)
    decisions = Decisions(constraints)
    placing = _Placing(ordered, links, decisions)
    for telling in ordered:
        placing.place(telling)
    return Grouping(
        clusters=tuple(tuple(members) for members in placing.clusters),
        copies=placing.copies,
        suggestions=tuple(placing.suggestions),
        refused=tuple(decisions.refused),
    )


def group_statements(tellings: Sequence[Telling]) -> dict[str, str]:
    """id -> id of its cluster's founder, for claims that are held in memory and stored nowhere."""
    by_id = {telling.id: telling for telling in tellings}
    scored = (score(by_id[left], by_id[right]) for left, right in sorted(pairs_met(tellings)))
    links = {(link.left, link.right): link for link in scored if link.score >= LINK_FLOOR}
    return {member: members[0] for members in group(tellings, links).clusters for member in members}


def pairs_met(tellings: Sequence[Telling]) -> set[tuple[str, str]]:
    """The pairs (left < right) that meet under any key."""
    rooms: dict[str, list[blocking.Member]] = {}
    for telling in tellings:
        member = blocking.Member(telling.id, telling.published_at, blocking.event_day(telling))
        for key in blocking.keys(telling):
            rooms.setdefault(key, []).append(member)
    return {pair for members in rooms.values() for pair in blocking.meetings(members)}


class _Placing:
    """The state of grouping: which clusters stand so far, and where each claim went."""

    def __init__(
        self,
        ordered: Sequence[Telling],
        links: Mapping[tuple[str, str], Link],
        decisions: Decisions,
    ) -> None:
        self.clusters: list[list[str]] = []
        self.copies: dict[str, str] = {}
        self.suggestions: list[tuple[str, str, float]] = []
        self._originals = copies_among(ordered)
        self._tellings = {telling.id: telling for telling in ordered}
        self._decisions = decisions
        self._scores = {pair: link.score for pair, link in links.items()}
        self._linked: dict[str, list[str]] = {}
        for left, right in links:
            self._linked.setdefault(left, []).append(right)
            self._linked.setdefault(right, []).append(left)
        self._cluster_of: dict[str, int] = {}
        self._voices: list[list[str]] = []  # members of each cluster that aren't copies
        self._heads: list[set[str]] = []  # whom people's decisions bind, in each cluster
        self._settled: dict[str, int] = {}  # head of claims held to be the same -> their cluster

    def place(self, telling: Telling) -> None:
        """Put one claim where it belongs: where people said, with the text it copies, or where it fits.

        All earlier claims are placed.
        """
        claim, head = telling.id, self._decisions.head(telling.id)
        inherited = self._inherited(claim)
        decided = self._settled.get(head, inherited)
        if decided is not None and decided == inherited:
            self.copies[claim] = self._originals[claim]
        fits = [] if claim in self.copies else self._fits(claim)
        may_join = (cluster for fit, cluster in fits if fit >= JOIN and not clashes(telling, self._asked(cluster)))
        best = next(may_join, len(self.clusters))
        chosen = best if decided is None else decided
        self._enter(claim, head, chosen)
        others = [(fit, cluster) for fit, cluster in fits if cluster != chosen and fit >= NEAR_MISS]
        self.suggestions += [(claim, self.clusters[cluster][0], fit) for fit, cluster in others[:SUGGESTIONS]]

    def _inherited(self, claim: str) -> int | None:
        """The cluster of the text that a claim copies, unless people's decisions keep the claim out of it."""
        original = self._originals.get(claim)
        if original is None:
            return None
        cluster = self._cluster_of[original]
        return None if self._barred(claim, cluster) else cluster

    def _enter(self, claim: str, head: str, cluster: int) -> None:
        if cluster == len(self.clusters):
            self.clusters.append([])
            self._voices.append([])
            self._heads.append(set())
        self.clusters[cluster].append(claim)
        if claim not in self.copies:
            self._voices[cluster].append(claim)
        self._heads[cluster].add(head)
        self._cluster_of[claim] = cluster
        self._settled.setdefault(head, cluster)

    def _fits(self, claim: str) -> list[tuple[float, int]]:
        """(fit, cluster) of the clusters that a claim may join, best first; the earlier founded wins a tie."""
        strongest: dict[int, float] = {}
        for other in self._linked.get(claim, ()):
            cluster = self._cluster_of.get(other)
            if cluster is not None and other not in self.copies:
                strongest[cluster] = max(strongest.get(cluster, 0.0), self._score(claim, other))
        allowed = [cluster for cluster in strongest if not self._barred(claim, cluster)]
        nearest = sorted(allowed, key=lambda cluster: (-strongest[cluster], cluster))[:CANDIDATES]
        return sorted(((self._fit(claim, cluster), cluster) for cluster in nearest), key=lambda f: (-f[0], f[1]))

    def _barred(self, claim: str, cluster: int) -> bool:
        return any(self._decisions.apart(claim, head) for head in self._heads[cluster])

    def _fit(self, claim: str, cluster: int) -> float:
        """How well a claim fits a cluster as a whole: the mean of its best scores over a SHARE of the members.

        A share: a cluster holds aspects of an event that alone have little in common (its dead, its culprit); but a
        claim that fits one member of many is a bridge, not a member.
        """
        scores = sorted((self._score(claim, other.id) for other in self._asked(cluster)), reverse=True)
        best = scores[: ceil(len(scores) * SHARE)]
        return round(sum(best) / len(best), 9)

    def _asked(self, cluster: int) -> list[Telling]:
        """The members that a claim is compared with."""
        voices = self._voices[cluster]
        asked = voices if len(voices) <= OLDEST + NEWEST else voices[:OLDEST] + voices[-NEWEST:]
        return [self._tellings[id] for id in asked]

    def _score(self, claim: str, other: str) -> float:
        pair = (claim, other) if claim < other else (other, claim)
        if pair not in self._scores:
            self._scores[pair] = score(self._tellings[claim], self._tellings[other]).score
        return self._scores[pair]
