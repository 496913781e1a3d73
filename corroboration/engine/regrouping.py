"""Grouping again only what a change can reach, with the result that grouping everything from nothing would have.

Episodes that changed are placed again, in order, among clusters that stand as they were. Where one goes elsewhere, what
came after it is placed again too if it was compared with it, or with one of its cluster that it pushed out of sight:
each is compared with the founders and the newest of a cluster, so a change reaches as far as it is among the newest.
"""

import heapq
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from corroboration.engine.decisions import Decisions
from corroboration.engine.placing import NEWEST, OLDEST, Order, Outline, Placing, Words
from corroboration.engine.values import Constraint, Pair

Home = tuple[str, str]  # founder of the cluster that a claim stands in, and what the claim copies ("": nothing)


class Source(Words, Protocol):
    """What is stored of episodes, by their ids, and of the grouping so far: clusters by their founders."""

    def outlines(self, ids: Collection[str]) -> Sequence[Outline]:
        """These episodes; one that is gone is left out."""

    def orders(self, ids: Collection[str]) -> Mapping[str, Order]:
        """When these episodes are placed."""

    def links(self, ids: Collection[str]) -> Mapping[Pair, float]:
        """All links of these episodes."""

    def homes(self, ids: Collection[str]) -> Mapping[str, Home]:
        """Where the claims of these episodes stand, those that stand somewhere."""

    def members(self, clusters: Collection[str]) -> Collection[str]:
        """The episodes that have a claim in one of these clusters."""

    def told_by(self, claims: Collection[str]) -> Collection[str]:
        """The episodes of these claims."""

    def originals(self, claims: Collection[str]) -> Mapping[str, str]:
        """What these claims copy, those that do."""

    def copying(self, claims: Collection[str]) -> Collection[str]:
        """The episodes with a claim that copies one of these."""


@dataclass(frozen=True, slots=True)
class Change:
    """What came of it. clusters: those that were looked at, whole, as they stand now, founder first.

    placed: the episodes that were placed anew. suggestions: theirs, as in Grouping. copies: of all claims looked at.
    """

    clusters: tuple[tuple[str, ...], ...]
    copies: Mapping[str, str]
    suggestions: tuple[tuple[str, str, float], ...]
    placed: frozenset[str]


def regroup(
    source: Source,
    changed: Collection[str],
    again: Collection[str] = (),
    leaving: Collection[str] = (),
    constraints: Sequence[Constraint] = (),
) -> Change:
    """Place episodes again, and what that reaches.

    changed: those that are new, or about which something was decided. again: those whose links changed, or whose claims
    became copies or originals. leaving: those that stand nowhere any more. constraints: those that bind.
    """
    regrouping = _Regrouping(source, leaving, constraints)
    regrouping.run(changed, again)
    placing = regrouping.placing
    return Change(
        clusters=tuple(tuple(members) for members in placing.clusters),
        copies=placing.copies,
        suggestions=tuple(placing.suggestions),
        placed=frozenset(regrouping.done - set(leaving)),
    )


class _Regrouping:
    """Episodes up to `now` stand in the state of placing, as far as their clusters were needed; later ones wait."""

    def __init__(self, source: Source, leaving: Collection[str], constraints: Sequence[Constraint]) -> None:
        self.source, self.leaving = source, set(leaving)
        gone = {claim for episode in source.outlines(self.leaving) for claim in episode.claims}
        binding = [c for c in constraints if c.left not in gone and c.right not in gone]
        self.placing = Placing(Decisions(binding), source)
        self.done: set[str] = set()  # placed again
        self._kin = _kin(constraints)
        self._known: dict[str, Outline] = {}
        self._homes: dict[str, Home] = {}  # as stored
        self._rooms: dict[
            str, list[tuple[Order, str]]
        ] = {}  # stored cluster -> its episodes that don't only copy there
        self._waiting: list[tuple[Order, str]] = []
        self._again: set[str] = set()  # to be placed again
        self._now: Order | None = None

    def run(self, changed: Collection[str], again: Collection[str]) -> None:
        surely = {*changed, *self.leaving}
        claims = {claim for episode in self.source.outlines(surely) for claim in episode.claims}
        surely.update(self.source.told_by({kin for claim in claims for kin in self._kin.get(claim, ())}))
        self._place_again(surely | {*again})
        while self._waiting:
            self._now, id = heapq.heappop(self._waiting)
            if id in self._again and id not in self.done:
                self._place(self._known[id], surely=id in surely)
            elif id not in self.done:
                self._stand(self._known[id])

    def _place(self, episode: Outline, *, surely: bool) -> None:
        """Place an episode again, and have what that reaches placed again where its place is another."""
        self.done.add(episode.id)
        claims = episode.claims
        before = {id: self._homes[id] for id in claims if id in self._homes}
        if episode.id not in self.leaving:
            self.placing.place(episode)
        after = {
            id: (self.placing.clusters[self.placing.cluster_of[id]][0], self.placing.copies.get(id, ""))
            for id in claims
            if id in self.placing.cluster_of
        }
        if surely or before != after:
            self._reach(episode, {founder for founder, _ in (*before.values(), *after.values())})

    def _stand(self, episode: Outline) -> None:
        """Let an episode stand where it stood, as far as its clusters were needed."""
        homes = {id: self._homes[id] for id in episode.claims if id in self._homes}
        wanted = {
            id: home for id, home in homes.items() if home[0] in self._rooms and id not in self.placing.cluster_of
        }
        self.placing.stand(episode, wanted)

    def _reach(self, episode: Outline, clusters: Iterable[str]) -> None:
        """Have placed again what was compared with an episode that came, went or moved, or with its clusters."""
        claims = episode.claims
        links = self.source.links([episode.id])
        reached = {id for pair in links for id in pair}
        reached.update(self.source.copying(claims))
        reached.update(self.source.told_by({kin for claim in claims for kin in self._kin.get(claim, ())}))
        self._later(reached, None)
        for cluster in sorted(clusters):
            room = self._rooms.get(cluster, [])
            ids = {id for _, id in room}
            ids.update(id for pair in self.source.links(ids) for id in pair)
            self._later(ids, self._limit(episode, cluster, room))

    def _limit(self, episode: Outline, cluster: str, room: Sequence[tuple[Order, str]]) -> Order | None:
        """Up to where what a cluster is compared by may have changed; None: to its end."""
        later = room[bisect_right(room, (episode.order, episode.id)) :]
        if self.placing.others_in(cluster, episode.id) < OLDEST or len(later) < NEWEST:
            return None
        return later[NEWEST - 1][0]

    def _later(self, ids: Collection[str], limit: Order | None) -> None:
        """Have those of these episodes placed again that come later, up to a limit."""
        fresh = set(ids) - self._again
        orders = self.source.orders(fresh)
        now = self._now
        later = {id for id, order in orders.items() if now and order > now and (limit is None or order <= limit)}
        if later:
            self._place_again(later)

    def _place_again(self, ids: Collection[str]) -> None:
        """Have episodes placed again when their turn comes; all that they may be compared with is made known."""
        self._again.update(ids)
        episodes = self.source.outlines(ids)
        claims = [claim for episode in episodes for claim in episode.claims]
        links = self.source.links(ids)
        self.placing.link(links)
        originals = self.source.originals(claims)
        self.placing.originals.update(originals)
        kin = {kin for claim in claims for kin in self._kin.get(claim, ())}
        partners = {id for pair in links for id in pair} | {*self.source.told_by({*originals.values(), *kin})}
        homes = self.source.homes({*ids, *partners})
        self._homes.update(homes)
        for episode in episodes:
            self._wait(episode)
        self._know({founder for founder, _ in homes.values()} - self._rooms.keys())

    def _know(self, clusters: Collection[str]) -> None:
        """Make clusters known, and those that decisions bind their claims with: what of them is earlier stands."""
        fresh: dict[str, Outline] = {}
        while clusters:
            ids = self.source.members(clusters)
            homes = self.source.homes(ids)
            self._homes.update(homes)
            episodes = self.source.outlines(ids)
            fresh |= {episode.id: episode for episode in episodes}
            self._rooms |= {cluster: [] for cluster in clusters}
            for episode in sorted(episodes, key=lambda episode: episode.order):
                stands_in = {homes[claim] for claim in episode.claims if claim in homes}
                for cluster in (founder for founder, original in stands_in if not original and founder in clusters):
                    self._rooms[cluster].append((episode.order, episode.id))
            clusters = self._bound(episodes) - self._rooms.keys()
        for episode in sorted(fresh.values(), key=lambda episode: episode.order):
            self._wait(episode)

    def _bound(self, episodes: Iterable[Outline]) -> set[str]:
        """The clusters in which claims stand that decisions bind these episodes with, or their own other claims."""
        bound = {claim for episode in episodes for claim in episode.claims if claim in self._kin}
        kin = {kin for claim in bound for kin in self._kin[claim]}
        homes = self.source.homes(self.source.told_by(bound | kin))
        self._homes.update(homes)
        return {founder for founder, _ in homes.values()}

    def _wait(self, episode: Outline) -> None:
        """Have an episode take its turn; one whose turn has been stands at once."""
        self._known[episode.id] = episode
        if self._now is None or episode.order > self._now:
            heapq.heappush(self._waiting, (episode.order, episode.id))
        elif episode.id not in self.done:
            self._stand(episode)


def _kin(constraints: Iterable[Constraint]) -> dict[str, set[str]]:
    """claim -> the claims that decisions bind it with, as the same or as others, directly or through more."""
    kin: dict[str, set[str]] = {}
    for constraint in constraints:
        joined = kin.get(constraint.left, {constraint.left}) | kin.get(constraint.right, {constraint.right})
        for claim in joined:
            kin[claim] = joined
    return kin
