"""What people decided about pairs of claims, followed through: same as the same is the same."""

from collections.abc import Sequence

from corroboration.engine.values import Constraint


class Decisions:
    """The decisions that bind, and those that had to be refused because earlier ones say the opposite.

    Constraints are taken in the order given, the order in which they were made.
    """

    def __init__(self, constraints: Sequence[Constraint]) -> None:
        self._head: dict[str, str] = {}
        self._apart: dict[str, set[str]] = {}
        self.refused: list[tuple[Constraint, str]] = []
        for constraint in constraints:
            self._take(constraint)

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

    def _take(self, constraint: Constraint) -> None:
        left, right = self.head(constraint.left), self.head(constraint.right)
        if constraint.same and self.apart(left, right):
            self._refuse(constraint, "of the same event", "different events")
        elif not constraint.same and left == right:
            self._refuse(constraint, "of different events", "one event")
        elif constraint.same and left != right:
            self._join(min(left, right), max(left, right))
        elif not constraint.same:
            self._apart.setdefault(left, set()).add(right)
            self._apart.setdefault(right, set()).add(left)

    def _join(self, head: str, other: str) -> None:
        self._head[other] = head
        for enemy in sorted(self._apart.pop(other, ())):
            self._apart[enemy].discard(other)
            self._apart[enemy].add(head)
            self._apart.setdefault(head, set()).add(enemy)

    def _refuse(self, constraint: Constraint, wanted: str, settled: str) -> None:
        words = (
            f"{constraint.left} and {constraint.right} can't be {wanted}: "
            f"earlier decisions make them, directly or through other claims, claims of {settled}"
        )
        self.refused.append((constraint, words))
