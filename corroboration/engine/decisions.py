"""What people decided about pairs of claims, followed through: same as the same is the same."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from corroboration.engine.values import Constraint


class Decisions:
    """The decisions that bind, and those that had to be refused because earlier ones say the opposite.

    Constraints are taken in the order given, the order in which they were made; those of one decision stand side by
    side and bind together or not at all. refused: each with the reason in words. against: what stands against a
    refused one, as a chain from its one claim to the other.
    """

    def __init__(self, constraints: Sequence[Constraint]) -> None:
        self._head: dict[str, str] = {}
        self._apart: dict[str, set[str]] = {}
        self._joined: dict[str, list[Constraint]] = {}  # claim -> the constraints that bind it to others
        self._parted: list[Constraint] = []
        self.refused: list[tuple[Constraint, str]] = []
        self.against: dict[Constraint, tuple[Constraint, ...]] = {}
        for decision in _by_decision(constraints):
            self._take(decision)
        self._leaving = {self.head(claim) for constraint in self._parted for claim in _leaving(constraint)}

    def head(self, claim: str) -> str:
        """One claim that stands for all held to be of the same event as `claim`: the least id among them."""
        head = claim
        while (above := self._head.get(head, head)) != head:
            head = above
        if head != claim:
            self._head[claim] = head  # a shorter way for the next look
        return head

    def same(self, left: str, right: str) -> bool:
        return self.head(left) == self.head(right)

    def apart(self, left: str, right: str) -> bool:
        """Whether people's decisions keep the two apart, directly or through others held to be the same."""
        return self.head(right) in self._apart.get(self.head(left), ())

    def parted(self, claim: str) -> bool:
        """Whether people's decisions keep the claim, or one held to be the same, out of any other's event."""
        return bool(self._apart.get(self.head(claim)))

    def leaves(self, claim: str) -> bool:
        """Whether people's decisions took the claim, or one held to be the same, out of the event of another."""
        return self.head(claim) in self._leaving

    def _take(self, decision: Sequence[Constraint]) -> None:
        against = self._standing_against(decision)
        for constraint in decision:
            if against:
                self._refuse(constraint, against)
            elif constraint.same:
                self._join(constraint)
            else:
                self._part(constraint)

    def _standing_against(self, decision: Sequence[Constraint]) -> tuple[Constraint, ...]:
        """The constraints that make a decision impossible; none: it may bind. Those of one decision that make claims
        the same hang together: it joins some, and may part these from others."""
        joined = dict.fromkeys(claim for c in decision if c.same for claim in (c.left, c.right))
        for constraint in decision:
            if constraint.same:
                continue
            for left, right in ((constraint.left, constraint.right), (constraint.right, constraint.left)):
                for claim in joined if left in joined else (left,):
                    if self.same(claim, right):
                        return self._chain(claim, right) or (constraint,)  # a claim is of one event with itself
        for left, right in combinations(joined, 2):
            if self.apart(left, right):
                return self._parting(left, right)
        return ()

    def _chain(self, left: str, right: str) -> tuple[Constraint, ...]:
        """The shortest chain of constraints that makes two claims the same."""
        come_by: dict[str, Constraint | None] = {left: None}
        queue = deque([left])
        while queue and right not in come_by:
            claim = queue.popleft()
            for constraint in self._joined.get(claim, ()):
                other = _other(constraint, claim)
                if other not in come_by:
                    come_by[other] = constraint
                    queue.append(other)
        chain = []
        while (constraint_back := come_by.get(right)) is not None:
            chain.append(constraint_back)
            right = _other(constraint_back, right)
        return tuple(reversed(chain))

    def _parting(self, left: str, right: str) -> tuple[Constraint, ...]:
        """The chain that keeps two claims apart: the earliest decision between their events, and the ways to it."""
        ends = [(c, c.left, c.right) for c in self._parted] + [(c, c.right, c.left) for c in self._parted]
        found = ((c, near, far) for c, near, far in ends if self.same(near, left) and self.same(far, right))
        parting, near, far = min(found, key=lambda end: self._parted.index(end[0]))
        return (*self._chain(left, near), parting, *self._chain(far, right))

    def _join(self, constraint: Constraint) -> None:
        for claim in (constraint.left, constraint.right):
            self._joined.setdefault(claim, []).append(constraint)
        head, other = sorted((self.head(constraint.left), self.head(constraint.right)))
        if head == other:
            return
        self._head[other] = head
        for enemy in sorted(self._apart.pop(other, ())):
            self._apart[enemy].discard(other)
            self._apart[enemy].add(head)
            self._apart.setdefault(head, set()).add(enemy)

    def _part(self, constraint: Constraint) -> None:
        self._parted.append(constraint)
        left, right = self.head(constraint.left), self.head(constraint.right)
        self._apart.setdefault(left, set()).add(right)
        self._apart.setdefault(right, set()).add(left)

    def _refuse(self, constraint: Constraint, against: tuple[Constraint, ...]) -> None:
        wanted, settled = (
            ("of the same event", "different events") if constraint.same else ("of different events", "one event")
        )
        words = (
            f"{constraint.left} and {constraint.right} can't be {wanted}: "
            f"earlier decisions make them, directly or through other claims, claims of {settled}"
        )
        self.refused.append((constraint, words))
        self.against[constraint] = against


def _by_decision(constraints: Iterable[Constraint]) -> Iterator[list[Constraint]]:
    """Constraints that follow each other and are of one decision; one of no known decision is on its own."""
    group: list[Constraint] = []
    for constraint in constraints:
        if group and not (constraint.decision and constraint.decision == group[0].decision):
            yield group
            group = []
        group.append(constraint)
    if group:
        yield group


def _leaving(constraint: Constraint) -> tuple[str, ...]:
    return (constraint.leaves,) if constraint.leaves else (constraint.left, constraint.right)


def _other(constraint: Constraint, claim: str) -> str:
    return constraint.right if constraint.left == claim else constraint.left
