"""Through whom an event's claims came, as a tree: origins first, whoever carried them, the outlets at the ends."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

CLAIMS_OPEN = 6  # of a voice; the others are folded away
LYING = 5  # voices: a longer way has no room on its side


@dataclass(frozen=True, slots=True)
class Node:
    """A source in the tree. id: its slug. kind: what it is, in words ("" unsaid)."""

    id: str
    name: str
    href: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A claim at an end of the tree."""

    id: str
    href: str
    statement: str


@dataclass(frozen=True, slots=True)
class Telling:
    """Claims of one outlet that came the same way.

    origin: whom they go back to, as origins of the cluster are counted; None: lineage unknown.
    carriers: the voices between the two. A claim that its outlet vouches for itself has it as origin and outlet.
    """

    origin: Node | None
    carriers: Sequence[Node]
    outlet: Node
    claims: Sequence[Said]


@dataclass(frozen=True, slots=True)
class Branch:
    """A voice of the tree with what hangs on it. claims: those that end here; here, then, the voice is an outlet."""

    node: Node
    claims: Sequence[Said]
    branches: Sequence["Branch"]

    @property
    def shown(self) -> Sequence[tuple[int, Said]]:
        """Its claims that are linked at once, with their numbers, and..."""
        return list(enumerate(self.claims, 1))[:CLAIMS_OPEN]

    @property
    def more(self) -> Sequence[tuple[int, Said]]:
        """... those that are folded away."""
        return list(enumerate(self.claims, 1))[CLAIMS_OPEN:]


@dataclass(frozen=True, slots=True)
class Tree:
    """origins: a branch for each. unknown: branches whose beginning nobody knows; they begin with the first voice that
    is known, and count as no origin. outlets: how many there are at the ends. depth: voices of the longest way."""

    origins: Sequence[Branch]
    unknown: Sequence[Branch]
    outlets: int
    claims: int
    depth: int

    @property
    def deep(self) -> bool:
        """Whether it is too deep to lie on its side."""
        return self.depth > LYING


Way = tuple[tuple[Node, ...], Sequence[Said]]  # from the origin, where it is known, to the outlet; what came that way


def chain_tree(tellings: Iterable[Telling]) -> Tree:
    """The tree of these ways: equal beginnings are drawn once; what has no known beginning stays apart.

    The branches that bear the most claims come first, whatever the order of the tellings.
    """
    told = [telling for telling in tellings if telling.claims]
    known = [(_path(telling), telling.claims) for telling in told if telling.origin]
    apart = [(_path(telling), telling.claims) for telling in told if not telling.origin]
    return Tree(
        origins=_branches(known),
        unknown=_branches(apart),
        outlets=len({telling.outlet.id for telling in told}),
        claims=len({said.id for telling in told for said in telling.claims}),
        depth=max((len(path) for path, _ in (*known, *apart)), default=0),
    )


def _path(telling: Telling) -> tuple[Node, ...]:
    """From the origin to the outlet; one who stands twice in a row stands once."""
    path = [telling.origin] if telling.origin else []
    for node in (*telling.carriers, telling.outlet):
        if not path or path[-1].id != node.id:
            path.append(node)
    return tuple(path)


def _branches(ways: Iterable[Way]) -> tuple[Branch, ...]:
    """The ways, those with an equal beginning as one branch."""
    by_head: dict[str, list[Way]] = defaultdict(list)
    for path, claims in ways:
        by_head[path[0].id].append((path, claims))
    return tuple(sorted(map(_branch, by_head.values()), key=lambda branch: (-_size(branch), _order(branch.node))))


def _branch(ways: Sequence[Way]) -> Branch:
    """One voice with all ways that begin with it."""
    ends = {said.id: said for path, claims in ways if len(path) == 1 for said in claims}
    return Branch(
        node=min((path[0] for path, _ in ways), key=_order),
        claims=tuple(ends[id] for id in sorted(ends)),
        branches=_branches((path[1:], claims) for path, claims in ways if path[1:]),
    )


def _order(node: Node) -> tuple[str, str, str, str]:
    return node.name, node.id, node.kind, node.href


def _size(branch: Branch) -> int:
    return len(branch.claims) + sum(map(_size, branch.branches))
