"""Episodes, links and people's decisions in, clusters out: the claims about one event.

Episodes enter in the order of publication. Each joins the cluster it fits best as a whole, or opens its own, and later
ones never regroup earlier ones: a cluster as of any date is the cluster without its later claims. One that resembles
two events can't weld them: it joins one of them, and the other becomes a suggestion (docs/adr/0012).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import ceil

from corroboration.engine import blocking, matching
from corroboration.engine.copies import copies_among, copy_key
from corroboration.engine.decisions import Decisions
from corroboration.engine.matching import LINK_FLOOR
from corroboration.engine.profiles import Profile, profile_of
from corroboration.engine.tables import table
from corroboration.engine.values import Constraint, Episode, Link, Telling

__all__ = ["Grouping", "copy_key", "group", "pairs_met"]

JOIN = float(table("match_weights")["thresholds"]["join"])
NEAR_MISS = LINK_FLOOR  # fit from which a person is asked: an episode fits no cluster better than its best link
OLDEST, NEWEST = 4, 8  # episodes that one is compared with: the founders hold the event still, the newest follow it
SHARE = float(table("match_weights")["thresholds"]["share"])  # of those, the ones it fits best
CANDIDATES = 8  # clusters that an episode is fitted to: those of its strongest links
SUGGESTIONS = 3  # an episode, at most


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
    episodes: Sequence[Episode], links: Mapping[tuple[str, str], Link], constraints: Sequence[Constraint] = ()
) -> Grouping:
    """Cluster the claims of these episodes. constraints: in the order in which people decided.

    links: (left, right) -> link of two episodes by their heads, left < right. A pair that isn't among them can't bring
    an episode to a cluster; its score is worked out where the fit to a whole cluster asks for it. So the result on one
    connected component of links, decisions and copies is the result on everything, restricted to it.
    """
    ordered = sorted(episodes, key=lambda episode: episode.order)
    decisions = Decisions(constraints)
    placing = _Placing(ordered, links, decisions)
    for episode in ordered:
        placing.place(episode)
    return Grouping(
        clusters=tuple(tuple(members) for members in placing.clusters),
        copies=placing.copies,
        suggestions=tuple(placing.suggestions),
        refused=tuple(decisions.refused),
    )


def pairs_met(episodes: Iterable[Episode]) -> set[tuple[str, str]]:
    """The pairs (left < right) of heads that meet under any key."""
    rooms: dict[str, list[blocking.Member]] = {}
    for episode in episodes:
        for key in blocking.keys(episode):
            rooms.setdefault(key, []).append(blocking.Member(episode.id, episode.published_at))
    return {pair for members in rooms.values() for pair in blocking.meetings(members)}


@dataclass(frozen=True, slots=True, eq=False)
class _Unit:
    """What is placed as one: an episode, or the part of it that copies nothing and that people left together.

    linked: head of the episode it comes from, by which links know it. whole: its profile is that of the links.
    """

    members: tuple[Telling, ...]
    profile: Profile
    linked: str
    whole: bool

    @property
    def id(self) -> str:
        return self.members[0].id


class _Placing:
    """The state of grouping: which clusters stand so far, and where each claim went."""

    def __init__(
        self,
        ordered: Sequence[Episode],
        links: Mapping[tuple[str, str], Link],
        decisions: Decisions,
    ) -> None:
        self.clusters: list[list[str]] = []
        self.copies: dict[str, str] = {}
        self.suggestions: list[tuple[str, str, float]] = []
        told = sorted((telling for episode in ordered for telling in episode.members), key=lambda t: t.order)
        self._originals = copies_among(told)
        self._decisions = decisions
        self._scores = {pair: link.score for pair, link in links.items()}
        self._linked: dict[str, list[str]] = {}
        for left, right in links:
            self._linked.setdefault(left, []).append(right)
            self._linked.setdefault(right, []).append(left)
        self._cluster_of: dict[str, int] = {}
        self._clusters_of_episode: dict[str, list[int]] = {}  # head -> where its parts went
        self._units: list[list[_Unit]] = []  # of each cluster; copies are none
        self._parted: list[set[str]] = []  # whom people's decisions keep out of others' events, in each cluster
        self._settled: dict[str, int] = {}  # head of claims held to be the same -> their cluster

    def place(self, episode: Episode) -> None:
        """Put the claims of one episode where they belong: where people said, with the text they copy, or where
        they fit. All earlier episodes are placed."""
        fresh = [telling for telling in episode.members if not self._copied(telling)]
        for unit in self._parts(episode, fresh):
            self._place(unit)

    def _copied(self, telling: Telling) -> bool:
        """Enter a copy into the cluster of what it copies, unless people's decisions keep it out."""
        original = self._originals.get(telling.id)
        if original is None:
            return False
        cluster = self._cluster_of[original]
        decided = self._settled.get(self._decisions.head(telling.id), cluster)
        if self._barred([telling.id], cluster) or decided != cluster:
            return False
        self.copies[telling.id] = original
        self._enter(telling.id, cluster)
        return True

    def _parts(self, episode: Episode, fresh: Sequence[Telling]) -> Iterable[_Unit]:
        """The parts of an episode that are placed as one: claims that people parted from any other stand alone, and
        so do claims that people put into different clusters."""
        alone = {telling.id for telling in fresh if self._decisions.parted(telling.id)}
        decided = {t.id: self._settled[head] for t in fresh if (head := self._decisions.head(t.id)) in self._settled}
        if len({cluster for id, cluster in decided.items() if id not in alone}) > 1:
            alone |= decided.keys()
        rest = tuple(telling for telling in fresh if telling.id not in alone)
        parts = [(telling,) for telling in fresh if telling.id in alone] + ([rest] if rest else [])
        for members in sorted(parts, key=lambda part: part[0].order):
            whole = members is rest
            yield _Unit(members, episode.profile if whole else profile_of(members), episode.id, whole)

    def _place(self, unit: _Unit) -> None:
        heads = [self._decisions.head(telling.id) for telling in unit.members]
        decided = next((self._settled[head] for head in heads if head in self._settled), None)
        fits = self._fits(unit)
        chosen = self._best(unit, fits) if decided is None else decided
        if chosen == len(self.clusters):
            self.clusters.append([])
            self._units.append([])
            self._parted.append(set())
        for telling in unit.members:
            self._enter(telling.id, chosen)
        self._units[chosen].append(unit)
        self._clusters_of_episode.setdefault(unit.linked, []).append(chosen)
        others = [(fit, cluster) for fit, cluster in fits if cluster != chosen and fit >= NEAR_MISS]
        self.suggestions += [(unit.id, self.clusters[cluster][0], fit) for fit, cluster in others[:SUGGESTIONS]]

    def _best(self, unit: _Unit, fits: Sequence[tuple[float, int]]) -> int:
        """The cluster that a unit fits, else that of the rest of its episode: whom people part from another episode's
        claim they don't part from its own. Else one of its own."""
        if fits and fits[0][0] >= JOIN:
            return fits[0][1]
        beside = self._clusters_of_episode.get(unit.linked, ())
        return next((cluster for cluster in beside if not self._barred(_ids(unit), cluster)), len(self.clusters))

    def _enter(self, claim: str, cluster: int) -> None:
        head = self._decisions.head(claim)
        self.clusters[cluster].append(claim)
        if self._decisions.parted(claim):
            self._parted[cluster].add(head)
        self._cluster_of[claim] = cluster
        self._settled.setdefault(head, cluster)

    def _fits(self, unit: _Unit) -> list[tuple[float, int]]:
        """(fit, cluster) of the clusters that a unit may join, best first; the earlier founded wins a tie."""
        strongest: dict[int, float] = {}
        for other in self._linked.get(unit.linked, ()):
            link = self._scores[(unit.linked, other) if unit.linked < other else (other, unit.linked)]
            for cluster in self._clusters_of_episode.get(other, ()):
                strongest[cluster] = max(strongest.get(cluster, 0.0), link)
        allowed = [cluster for cluster in strongest if not self._barred(_ids(unit), cluster)]
        nearest = sorted(allowed, key=lambda cluster: (-strongest[cluster], cluster))[:CANDIDATES]
        asked = [self._asked(cluster) for cluster in nearest]
        scores = iter(self._scored(unit, [other for units in asked for other in units]))
        fits = [_fit(list(islice(scores, len(units)))) for units in asked]
        return sorted(zip(fits, nearest, strict=True), key=lambda fit: (-fit[0], fit[1]))

    def _barred(self, claims: Sequence[str], cluster: int) -> bool:
        return any(self._decisions.apart(claim, head) for claim in claims for head in self._parted[cluster])

    def _asked(self, cluster: int) -> Sequence[_Unit]:
        """Whom a unit is compared with: they speak for their cluster."""
        units = self._units[cluster]
        return units if len(units) <= OLDEST + NEWEST else units[:OLDEST] + units[-NEWEST:]

    def _scored(self, unit: _Unit, others: Sequence[_Unit]) -> list[float]:
        """The scores of a unit with others: those of the links where they hold, else worked out."""
        pairs = [(unit.linked, o.linked) if unit.linked < o.linked else (o.linked, unit.linked) for o in others]
        whole = [unit.whole and other.whole for other in others]
        missing = [
            o for o, pair, both in zip(others, pairs, whole, strict=True) if not both or pair not in self._scores
        ]
        fresh = iter(matching.scores([unit.profile], [o.profile for o in missing])[0].tolist() if missing else ())
        scores: list[float] = []
        for pair, both in zip(pairs, whole, strict=True):
            if not both:
                scores.append(next(fresh))
                continue
            if pair not in self._scores:
                self._scores[pair] = next(fresh)
            scores.append(self._scores[pair])
        return scores


def _ids(unit: _Unit) -> list[str]:
    return [telling.id for telling in unit.members]


def _fit(scores: Sequence[float]) -> float:
    """How well a unit fits a cluster as a whole: the mean of its best scores over a SHARE of the episodes there.

    A share: a cluster holds aspects of an event that alone have little in common (its dead, its culprit); but one that
    fits one member of many is a bridge, not a member.
    """
    best = sorted(scores, reverse=True)[: ceil(len(scores) * SHARE)]
    return round(sum(best) / len(best), matching.PLACES)
