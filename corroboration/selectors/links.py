"""Why a claim stands in its cluster, and why it may belong to another: the links behind it, in words.

A link joins two episodes by their first claims. A reader is shown, of the other episode, a claim that stands in the
cluster in question.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from django.db.models import F, Q, QuerySet

from claims.models import Claim
from corroboration.engine.reasons import Reason, reasons
from corroboration.evidence import in_chunks
from corroboration.models import Cluster, EpisodeMember, Link, Suggestion

Key = TypeVar("Key")
Shown = tuple[int, str]  # a link, and the claim that stands for its other end

SUGGESTIONS_SHOWN = 12  # each way; the likeliest
STRONGEST = 3  # links shown of a claim in its cluster


@dataclass(frozen=True, slots=True)
class Why:
    """One link of a claim's episode. claim: what the other episode has in the cluster."""

    score: float
    reasons: tuple[Reason, ...]
    claim: Claim


@dataclass(frozen=True, slots=True)
class Here:
    """Why a claim stands in its cluster. beside: claims of its own episode there. whys: its strongest links there."""

    beside: int
    whys: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggestion, and the strongest link behind it; None where its episode has none (a person parted the claim)."""

    suggestion: Suggestion
    why: Why | None


class Stand(NamedTuple):
    """A claim of a cluster, its episode ("" for none) and article."""

    claim: str
    episode: str
    article: int


class Tie(NamedTuple):
    """One end of a link: which link, and the episode at its other end."""

    link: int
    other: str


def suggestions() -> QuerySet[Suggestion]:
    """Suggestions with the episodes of their claims, the likeliest first."""
    return Suggestion.objects.annotate(episode=F("claim__episode_member__episode")).order_by(
        "-score", "claim_id", "cluster_id"
    )


def likeliest(cluster: Cluster) -> QuerySet[Suggestion]:
    """The likeliest claims that may belong to a cluster."""
    return suggestions().filter(cluster=cluster)[:SUGGESTIONS_SHOWN]


def suggested(rows: Iterable[Suggestion]) -> list[Suggested]:
    """These rows of `suggestions`, each with its reasons, in four queries."""
    rows = list(rows)
    ties = _ties({row.episode for row in rows if row.episode})
    others = {tie.other for found in ties.values() for tie in found}
    homes = _homes(others, {row.cluster_id for row in rows})
    chosen: dict[int, list[Shown]] = {}
    for row in rows:
        ends = ((tie.link, homes.get((tie.other, row.cluster_id))) for tie in ties.get(row.episode, ()))
        chosen[row.pk] = [(link, claim) for link, claim in ends if claim][:1]
    whys = _whys(chosen)
    return [Suggested(row, next(iter(whys[row.pk]), None)) for row in rows]


def here(members: Iterable[Stand], shown: Collection[str]) -> dict[str, Here]:
    """Why the claims shown stand in their cluster, by claim, in three queries. members: all of it, in order."""
    told = {member.claim: member for member in members if member.episode}
    of_episode: dict[str, list[Stand]] = {}
    for member in told.values():
        of_episode.setdefault(member.episode, []).append(member)
    asked = [told[claim] for claim in shown if claim in told]
    ties = _ties({member.episode for member in asked})
    ends_at = {episode: told.get(episode, members[0]) for episode, members in of_episode.items()}
    chosen: dict[str, list[Shown]] = {}
    for member in asked:
        ends = ((tie.link, ends_at[tie.other]) for tie in ties[member.episode] if tie.other in ends_at)
        chosen[member.claim] = [(link, end.claim) for link, end in ends if end.article != member.article][:STRONGEST]
    whys = _whys(chosen)
    return {m.claim: Here(len(of_episode[m.episode]) - 1, whys[m.claim]) for m in asked}


def _ties(episodes: Collection[str]) -> dict[str, list[Tie]]:
    """The links of each of these episodes, the strongest first."""
    found: dict[str, list[Tie]] = {episode: [] for episode in episodes}
    rows = Link.objects.filter(Q(left__in=episodes) | Q(right__in=episodes)).order_by("-score", "left_id", "right_id")
    for pk, left, right in rows.values_list("pk", "left_id", "right_id"):
        for mine, other in ((left, right), (right, left)):
            if mine in found:
                found[mine].append(Tie(pk, other))
    return found


def _homes(episodes: Collection[str], clusters: Collection[str]) -> dict[tuple[str, str], str]:
    """(episode, cluster) -> its first claim there that is no copy, for those of these episodes that are in these."""
    found: dict[tuple[str, str], str] = {}
    for chunk in in_chunks(sorted(episodes)):
        rows = EpisodeMember.objects.filter(
            episode__in=chunk, claim__membership__cluster__in=clusters, claim__membership__copy_of=None
        ).order_by("claim__position", "claim")
        for episode, cluster, claim in rows.values_list("episode_id", "claim__membership__cluster", "claim_id"):
            found.setdefault((episode, cluster), claim)
    return found


def _whys(chosen: Mapping[Key, Sequence[Shown]]) -> dict[Key, tuple[Why, ...]]:
    """The links chosen, in words."""
    links = Link.objects.in_bulk({link for pairs in chosen.values() for link, _ in pairs})
    told = Claim.objects.select_related("article__outlet").only("public_id", "statement", "article__outlet__name")
    claims = told.in_bulk({claim for pairs in chosen.values() for _, claim in pairs}, field_name="public_id")
    return {
        key: tuple(
            Why(links[link].score, reasons(links[link].features), claims[claim])
            for link, claim in pairs
            if link in links and claim in claims
        )
        for key, pairs in chosen.items()
    }
