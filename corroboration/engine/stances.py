"""What a voice's stance on a claim says of its truth: to assert it, to hedge it and to deny it are three things.

A voice that asserts speaks for a claim as strongly as its accuracy says. The other two stances are set against that
one by what was measured (corroboration/data/stances.toml): with a reservation the odds are lower by so much, and a
denial has the odds that denials turned out to have, not those of a weak assertion.
"""

import math
from dataclasses import dataclass
from functools import cache

from corroboration.engine.tables import table


@dataclass(frozen=True, slots=True)
class Rate:
    """How frequent a stance is among the voices that speak to a claim: one that is true, one that is false."""

    true: float
    false: float

    @property
    def weight(self) -> float:
        """What one such stance of an average voice adds to the log-odds that the claim is true."""
        return math.log(self.true / self.false)


@dataclass(frozen=True, slots=True)
class Stances:
    """The likelihoods of the three stances."""

    asserts: Rate
    hedges: Rate
    denies: Rate

    @property
    def reservation(self) -> float:
        """What a reservation adds to the log-odds of an assertion: less than 0."""
        return self.hedges.weight - self.asserts.weight

    def denial(self, mean: float) -> float:
        """What a denial weighs beyond an assertion of the same voice, in log-odds.

        mean: accuracy of an average voice. Its denial weighs what denials were found to; that of a voice with other
        odds of being right weighs as much more, or less.
        """
        return -self.denies.weight - math.log(mean / (1 - mean))


@cache
def shipped() -> Stances:
    """The likelihoods that ship with the project."""
    rows = table("stances")
    return Stances(*(Rate(**rows[stance]) for stance in ("asserts", "hedges", "denies")))
