"""Episodes, links and people's decisions in, clusters out: the claims about one event.

Episodes enter in the order of publication. Each joins the cluster it fits best as a whole, or opens its own, and later
ones never regroup earlier ones: a cluster as of any date is the cluster without its later claims. One that resembles
two events can't weld them: it joins one of them, and the other becomes a suggestion (docs/adr/0012).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from corroboration.engine import blocking
from corroboration.engine.copies import copies_among, copy_key
from corroboration.engine.decisions import Decisions
from corroboration.engine.placing import JOIN, NEAR_MISS, SHARE, Outline, Placing
from corroboration.engine.profiles import Profile
from corroboration.engine.values import Constraint, Episode, Link, Telling

__all__ = ["JOIN", "NEAR_MISS", "SHARE", "Grouping", "copy_key", "group", "pairs_met"]


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
    told = sorted((telling for episode in ordered for telling in episode.members), key=lambda t: t.order)
    placing = Placing(decisions, _Held({e.id: e.profile for e in ordered}, {t.id: t for t in told}))
    placing.originals = copies_among(told)
    placing.link({pair: link.score for pair, link in links.items()})
    for episode in ordered:
        placing.place(outline(episode))
    return Grouping(
        clusters=tuple(tuple(members) for members in placing.clusters),
        copies=placing.copies,
        suggestions=tuple(placing.suggestions),
        refused=tuple(decisions.refused),
    )


@dataclass(frozen=True, slots=True)
class _Held:
    """What episodes in memory say."""

    profile_of: Mapping[str, Profile]
    told: Mapping[str, Telling]

    def profiles(self, episodes: Collection[str]) -> Mapping[str, Profile]:
        return self.profile_of

    def tellings(self, claims: Collection[str]) -> Mapping[str, Telling]:
        return self.told


def outline(episode: Episode) -> Outline:
    """An episode as placing sees it."""
    return Outline(tuple(telling.order for telling in episode.members))


def pairs_met(episodes: Iterable[Episode]) -> set[tuple[str, str]]:
    """The pairs (left < right) of heads that meet under any key."""
    rooms: dict[str, list[blocking.Member]] = {}
    for episode in episodes:
        for key in blocking.keys(episode):
            rooms.setdefault(key, []).append(blocking.Member(episode.id, episode.published_at))
    return {pair for members in rooms.values() for pair in blocking.meetings(members)}
