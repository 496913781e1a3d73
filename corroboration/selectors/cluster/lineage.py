"""Whom the claims of a cluster go back to, and through whom they came."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from claims.models import Attribution
from corroboration.models import Cluster
from corroboration.pictures.chains import Node, Said, Telling
from corroboration.selectors.cluster.members import Member
from sources.models import Source

Chain = tuple[Node, ...]

ORIGIN, UNKNOWN, WITHDRAWN, COMMENTS = "origin", "unknown", "withdrawn", "comments"
STANDINGS = (ORIGIN, UNKNOWN, WITHDRAWN, COMMENTS)  # in the order of the page


@dataclass(frozen=True, slots=True)
class Voice:
    """Who stands behind a claim. number: of the origin, as the page counts them; 0 where none is counted.

    standing: "origin", or why it is none: its lineage is unknown, all was withdrawn, a reader said so.
    """

    standing: str
    slug: str
    name: str
    number: int = 0

    @property
    def counted(self) -> "Voice":
        """The voice as origins are counted: those that are none of one standing are one."""
        return self if self.number else Voice(self.standing, "", "")

    @property
    def anchor(self) -> str:
        return f"origin-{self.number}" if self.number else f"voices-{self.standing}"


@dataclass(frozen=True, slots=True)
class Lineage:
    """Of each claim: voices: who stands behind it as origins are counted; speakers: the name of its own first voice,
    which may be one of several that are shown to be one origin; chains: its chain, empty for an own voice."""

    voices: Mapping[str, Voice]
    speakers: Mapping[str, str]
    chains: Mapping[str, Chain]


def lineage_of(cluster: Cluster, members: Sequence[Member]) -> Lineage:
    """Whom each claim goes back to, in one query."""
    chains = _chains(cluster, members)
    home = {
        claim: Voice(ORIGIN, origin["source"], origin["name"], number)
        for number, origin in enumerate(cluster.origins, start=1)
        for claim in origin["claims"]
    }
    voices = {member.id: home.get(member.id) or _without_origin(member, chains[member.id]) for member in members}
    speakers = {member.id: chains[member.id][0].name if chains[member.id] else member.outlet for member in members}
    return Lineage(voices, speakers, chains)


def _without_origin(member: Member, chain: Chain) -> Voice:
    standing = COMMENTS if member.commented else WITHDRAWN if member.withdrawn else UNKNOWN
    slug, name = (chain[0].id, chain[0].name) if chain else (member.outlet_slug, member.outlet)
    return Voice(standing, slug, name)


def _chains(cluster: Cluster, members: Iterable[Member]) -> dict[str, Chain]:
    voices: dict[int, list[Node]] = defaultdict(list)
    rows = Attribution.objects.filter(claim__membership__cluster=cluster, part=Attribution.Part.CHAIN)
    told = rows.order_by("claim", "position").values_list("claim_id", "source__slug", "name", "kind")
    for claim, slug, name, kind in told:
        voices[claim].append(_node(slug, name, Source.Kind(kind).label))
    return {member.id: tuple(voices.get(member.row, ())) for member in members}


def _node(slug: str, name: str, kind: str = "") -> Node:
    return Node(slug, name, reverse("source", args=[slug]), kind)


def tellings(members: Iterable[Member], lineage: Lineage) -> list[Telling]:
    """What the tree is drawn of: claims that came the same way, those of most claims first. Comments came no way, and
    what was withdrawn is told no more."""
    ways: dict[tuple[Voice | None, tuple[str, ...], str], list[Member]] = defaultdict(list)
    for member in members:
        voice = lineage.voices[member.id]
        if voice.standing in (ORIGIN, UNKNOWN):
            carriers = _carriers(lineage.chains[member.id], voice)
            origin = voice if voice.number else None
            ways[origin, tuple(node.id for node in carriers), member.outlet_slug].append(member)
    most = sorted(ways.items(), key=lambda way: -len(way[1]))
    return [
        Telling(
            origin=_node(origin.slug, origin.name) if origin else None,
            carriers=_carriers(lineage.chains[told[0].id], lineage.voices[told[0].id]),
            outlet=_node(told[0].outlet_slug, told[0].outlet),
            claims=[Said(each.id, reverse("claim", args=[each.id]), each.statement) for each in told],
        )
        for (origin, _, _), told in most
    ]


def _carriers(chain: Chain, voice: Voice) -> Chain:
    """Who stands between the origin, if any is known, and the outlet: also a voice counted as one with its origin."""
    return chain[1:] if voice.number and chain and chain[0].id == voice.slug else chain
