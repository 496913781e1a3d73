"""Through whom an event's claims came, as a tree: origins first, whoever carried them, the outlets at the ends."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


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


@dataclass(frozen=True, slots=True)
class Tree:
    """origins: a branch for each. unknown: branches whose beginning nobody knows; no two of them are taken for one."""

    origins: Sequence[Branch]
    unknown: Sequence[Branch]
    outlets: int
    claims: int


def chain_tree(tellings: Iterable[Telling]) -> Tree:
    """The tree of these ways: equal beginnings are drawn once; what has no known beginning stays apart.

    The order follows names, whatever the order of the tellings: origins of the most claims first.
    """
    told = list(tellings)
    known = [(_path(telling), telling.claims) for telling in told if telling.origin]
    apart = [(_path(telling), telling.claims) for telling in told if not telling.origin]
    outlets = {telling.outlet.id for telling in told}
    claims = sum(len(telling.claims) for telling in told)
    return Tree(_branches(known), _branches(apart), len(outlets), claims)


def _path(telling: Telling) -> tuple[Node, ...]:
    """From the origin to the outlet; one who stands twice in a row stands once."""
    path = [telling.origin] if telling.origin else []
    for node in (*telling.carriers, telling.outlet):
        if not path or path[-1].id != node.id:
            path.append(node)
    return tuple(path)


def _branches(ways: Iterable[tuple[tuple[Node, ...], Sequence[Said]]]) -> tuple[Branch, ...]:
    """The ways, those with an equal beginning as one branch."""
    heads: dict[str, Node] = {}
    ends: dict[str, list[Said]] = defaultdict(list)
    further: dict[str, list[tuple[tuple[Node, ...], Sequence[Said]]]] = defaultdict(list)
    for path, claims in ways:
        head = heads.setdefault(path[0].id, path[0])
        if path[1:]:
            further[head.id].append((path[1:], claims))
        else:
            ends[head.id].extend(claims)
    branches = [
        Branch(node, tuple(sorted(ends[id], key=lambda said: said.id)), _branches(further[id]))
        for id, node in heads.items()
    ]
    return tuple(sorted(branches, key=lambda branch: (-_size(branch), branch.node.name, branch.node.id)))


def _size(branch: Branch) -> int:
    return len(branch.claims) + sum(map(_size, branch.branches))
