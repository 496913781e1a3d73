"""The placing of one episode among the clusters of those before it: the step that grouping is made of."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from math import ceil
from typing import Protocol

from corroboration.engine import matching
from corroboration.engine.decisions import Decisions
from corroboration.engine.matching import LINK_FLOOR
from corroboration.engine.profiles import Profile, profile_of
from corroboration.engine.tables import table
from corroboration.engine.values import Pair, Telling, ordered

JOIN = float(table("match_weights")["thresholds"]["join"])
NEAR_MISS = LINK_FLOOR  # fit from which a person is asked: an episode fits no cluster better than its best link
OLDEST, NEWEST = 4, 8  # episodes that one is compared with: the founders hold the event still, the newest follow it
SHARE = float(table("match_weights")["thresholds"]["share"])  # of those, the ones it fits best
CANDIDATES = 8  # clusters that an episode is fitted to: those of its strongest links
SUGGESTIONS = 3  # an episode, at most
Order = tuple[datetime, str, int, str]  # Telling.order


@dataclass(frozen=True, slots=True)
class Outline:
    """What placing has to know of every episode: when its claims come, in order. An order ends in the claim's id."""

    orders: tuple[Order, ...]

    @property
    def id(self) -> str:
        return self.orders[0][-1]

    @property
    def order(self) -> Order:
        return self.orders[0]

    @property
    def claims(self) -> tuple[str, ...]:
        return tuple(order[-1] for order in self.orders)


class Words(Protocol):
    """What episodes say: asked only of those that are compared, which of a large cluster are few."""

    def profiles(self, episodes: Collection[str]) -> Mapping[str, Profile]:
        """The profiles of these episodes."""

    def tellings(self, claims: Collection[str]) -> Mapping[str, Telling]:
        """The tellings of these claims."""


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """What is placed as one: an episode, or the part of it that copies nothing and that people left together.

    claims: in order. order: of the episode, then of its first claim here. linked: head of the episode it comes from,
    by which links know it. whole: it is compared by the profile of the links, a part by that of its own claims.
    """

    claims: tuple[str, ...]
    order: tuple[Order, Order]
    linked: str
    whole: bool

    @property
    def id(self) -> str:
        return self.claims[0]


class Placing:
    """The state of grouping: which clusters stand so far, and where each claim went."""

    def __init__(self, decisions: Decisions, words: Words) -> None:
        self.clusters: list[list[str]] = []
        self.copies: dict[str, str] = {}
        self.suggestions: list[tuple[str, str, float]] = []
        self.originals: dict[str, str] = {}  # copy -> what it copies
        self.cluster_of: dict[str, int] = {}
        self.index: dict[str, int] = {}  # founder -> cluster
        self._decisions = decisions
        self._words = words
        self._profiles: dict[Unit, Profile] = {}
        self._scores: dict[Pair, float] = {}
        self._linked: dict[str, set[str]] = {}
        self._founded: list[tuple[Order, Order]] = []  # the order of each cluster's founder
        self._clusters_of_episode: dict[str, list[int]] = {}  # head -> where its parts went
        self._units: list[list[Unit]] = []  # of each cluster; copies are none
        self._parted: list[set[str]] = []  # whom people's decisions keep out of others' events, in each cluster
        self._settled: dict[str, int] = {}  # head of claims held to be the same -> their cluster

    def link(self, scores: Mapping[Pair, float]) -> None:
        """Make links known: (left, right) -> score of two episodes by their heads, left < right."""
        for (left, right), score in scores.items():
            self._scores[(left, right)] = score
            self._linked.setdefault(left, set()).add(right)
            self._linked.setdefault(right, set()).add(left)

    def others_in(self, founder: str, episode: str) -> int:
        """How many units that are not of this episode stand in a cluster so far."""
        units = self._units[self.index[founder]] if founder in self.index else ()
        return sum(unit.linked != episode for unit in units)

    def place(self, episode: Outline) -> None:
        """Put the claims of one episode where they belong: where people said, with the text they copy, or where
        they fit. All earlier episodes are placed."""
        fresh = [order for order in episode.orders if not self._copied(order[-1])]
        for unit in self._parts(episode, fresh):
            self._place(unit)

    def _copied(self, claim: str) -> bool:
        """Enter a copy into the cluster of what it copies, unless people's decisions keep it out."""
        original = self.originals.get(claim)
        if original is None or original not in self.cluster_of:
            return False
        cluster = self.cluster_of[original]
        decided = self._settled.get(self._decisions.head(claim), cluster)
        if self._barred([claim], cluster) or decided != cluster:
            return False
        self.copies[claim] = original
        self._enter(claim, cluster)
        return True

    def _parts(self, episode: Outline, fresh: Sequence[Order]) -> Iterable[Unit]:
        """The parts of an episode that are placed as one: claims that people took out of an event stand alone, and so
        do claims that people put into different clusters. The claims that they were parted from stay where they are:
        one that is split off doesn't tear the others apart."""
        claims = [order[-1] for order in fresh]
        alone = {claim for claim in claims if self._decisions.leaves(claim)}
        decided = {id: self._settled[head] for id in claims if (head := self._decisions.head(id)) in self._settled}
        if len({cluster for id, cluster in decided.items() if id not in alone}) > 1:
            alone |= decided.keys()
        rest = tuple(order for order in fresh if order[-1] not in alone)
        parts = [(order,) for order in fresh if order[-1] in alone] + ([rest] if rest else [])
        for part in sorted(parts):
            yield Unit(tuple(order[-1] for order in part), (episode.order, part[0]), episode.id, part is rest)

    def stand(self, episode: Outline, homes: Mapping[str, tuple[str, str]]) -> None:
        """Put claims of an episode where they were placed before: claim -> founder of its cluster, what it copies."""
        fresh = []
        for order in episode.orders:
            claim = order[-1]
            founder, original = homes.get(claim, ("", ""))
            if original:
                self.copies[claim] = original
                self._enter(claim, self.index[founder])
            elif founder:
                fresh.append(order)
        for unit in self._parts(episode, fresh):
            self._join(unit, self.index.get(homes[unit.id][0], len(self.clusters)))

    def _place(self, unit: Unit) -> None:
        heads = [self._decisions.head(claim) for claim in unit.claims]
        decided = next((self._settled[head] for head in heads if head in self._settled), None)
        fits = self._fits(unit)
        chosen = self._best(unit, fits) if decided is None else decided
        self._join(unit, chosen)
        others = [(fit, cluster) for fit, cluster in fits if cluster != chosen and fit >= NEAR_MISS]
        self.suggestions += [(unit.id, self.clusters[cluster][0], fit) for fit, cluster in others[:SUGGESTIONS]]

    def _best(self, unit: Unit, fits: Sequence[tuple[float, int]]) -> int:
        """The cluster that a unit fits, else that of the rest of its episode: whom people part from another episode's
        claim they don't part from its own. Else one of its own."""
        if fits and fits[0][0] >= JOIN:
            return fits[0][1]
        beside = self._clusters_of_episode.get(unit.linked, ())
        return next((cluster for cluster in beside if not self._barred(unit.claims, cluster)), len(self.clusters))

    def _join(self, unit: Unit, cluster: int) -> None:
        if cluster == len(self.clusters):
            self.clusters.append([])
            self._units.append([])
            self._parted.append(set())
            self._founded.append(unit.order)
            self.index[unit.id] = cluster
        for claim in unit.claims:
            self._enter(claim, cluster)
        self._units[cluster].append(unit)
        self._clusters_of_episode.setdefault(unit.linked, []).append(cluster)

    def _enter(self, claim: str, cluster: int) -> None:
        head = self._decisions.head(claim)
        self.clusters[cluster].append(claim)
        if self._decisions.parted(claim):
            self._parted[cluster].add(head)
        self.cluster_of[claim] = cluster
        self._settled.setdefault(head, cluster)

    def _fits(self, unit: Unit) -> list[tuple[float, int]]:
        """(fit, cluster) of the clusters that a unit may join, best first; the earlier founded wins a tie."""
        strongest: dict[int, float] = {}
        for other in self._linked.get(unit.linked, ()):
            link = self._scores[ordered(unit.linked, other)]
            for cluster in self._clusters_of_episode.get(other, ()):
                strongest[cluster] = max(strongest.get(cluster, 0.0), link)
        allowed = [cluster for cluster in strongest if not self._barred(unit.claims, cluster)]
        nearest = sorted(allowed, key=lambda cluster: (-strongest[cluster], self._founded[cluster]))[:CANDIDATES]
        asked = [self._asked(cluster) for cluster in nearest]
        scores = iter(self._scored(unit, [other for units in asked for other in units]))
        fits = [_fit(list(islice(scores, len(units)))) for units in asked]
        return sorted(zip(fits, nearest, strict=True), key=lambda fit: (-fit[0], self._founded[fit[1]]))

    def _barred(self, claims: Sequence[str], cluster: int) -> bool:
        return any(self._decisions.apart(claim, head) for claim in claims for head in self._parted[cluster])

    def _asked(self, cluster: int) -> Sequence[Unit]:
        """Whom a unit is compared with: they speak for their cluster."""
        units = self._units[cluster]
        return units if len(units) <= OLDEST + NEWEST else units[:OLDEST] + units[-NEWEST:]

    def _scored(self, unit: Unit, others: Sequence[Unit]) -> list[float]:
        """The scores of a unit with others: those of the links where they hold, else worked out."""
        pairs = [ordered(unit.linked, other.linked) for other in others]
        whole = [unit.whole and other.whole for other in others]
        missing = [
            o for o, pair, both in zip(others, pairs, whole, strict=True) if not both or pair not in self._scores
        ]
        fresh = iter(self._compared(unit, missing))
        scores: list[float] = []
        for pair, both in zip(pairs, whole, strict=True):
            if not both:
                scores.append(next(fresh))
                continue
            if pair not in self._scores:
                self._scores[pair] = next(fresh)
            scores.append(self._scores[pair])
        return scores

    def _compared(self, unit: Unit, others: Sequence[Unit]) -> list[float]:
        if not others:
            return []
        self._read([unit, *others])
        found: list[float] = matching.scores([self._profiles[unit]], [self._profiles[o] for o in others])[0].tolist()
        return found

    def _read(self, units: Sequence[Unit]) -> None:
        fresh = [unit for unit in units if unit not in self._profiles]
        if whole := [unit for unit in fresh if unit.whole]:
            profiles = self._words.profiles({unit.linked for unit in whole})
            self._profiles |= {unit: profiles[unit.linked] for unit in whole}
        if parts := [unit for unit in fresh if not unit.whole]:
            told = self._words.tellings({claim for unit in parts for claim in unit.claims})
            self._profiles |= {unit: profile_of([told[claim] for claim in unit.claims]) for unit in parts}


def _fit(scores: Sequence[float]) -> float:
    """How well a unit fits a cluster as a whole: the mean of its best scores over a SHARE of the episodes there.

    A share: a cluster holds aspects of an event that alone have little in common (its dead, its culprit); but one that
    fits one member of many is a bridge, not a member.
    """
    best = sorted(scores, reverse=True)[: ceil(len(scores) * SHARE)]
    return round(sum(best) / len(best), matching.PLACES)
