"""How far a source can be relied on: from the outcomes of its claims to a score with an interval.

Two views of the same evidence. The *ledger* is additive: each outcome adds a share of one check to "borne out" (up) or
to "contradicted" (down), and the shares sum to the alpha and beta shown. The *score* and its 90% interval come from the
exact posterior on a grid of accuracies, which remembers that most checks are themselves uncertain: a Beta(alpha, beta)
interval holds the true accuracy only 82 to 87 times in 100 where it promises 90, the grid 93 to 95 (simulation).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sources.engine.admiralty import SHIPPED_CUTS, Cuts, letter

GRID = tuple((step + 0.5) / 41 for step in range(41))
"""The accuracies between which the posterior is spread: 41 points, midpoints of equal cells."""

CELL = 1 / len(GRID)
LEVEL = 0.9  # of the credible interval
PLACES = 9  # scores are rounded to this many decimal places, so that equal evidence prints equal digits


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed of a source before its first check: Beta(mean * strength, (1 - mean) * strength).

    false_values: how many false answers compete with the true one, on average. It fixes what a claim that nobody has
    spoken to is worth: 1 / (false_values + 1), no evidence in either direction.
    """

    mean: float = 0.8
    strength: float = 4.0
    false_values: float = 5.0

    @property
    def alpha(self) -> float:
        return self.mean * self.strength

    @property
    def beta(self) -> float:
        return (1 - self.mean) * self.strength

    @property
    def unchecked(self) -> float:
        """The probability of a claim that has met neither support nor contradiction."""
        return 1 / (self.false_values + 1)


@dataclass(frozen=True, slots=True)
class Contribution:
    """One line of a ledger: what one outcome of one claim adds to its voice's record.

    claim: public id of the claim that was checked. kind: corroborated, contradicted, denied, verdict. partner: public
    id of the claim (or decision) that checked it. date: when both were known. up, down: the shares of one check that
    count for and against the voice; a check that was outweighed has neither. weight: what one whole check of this claim
    can count, in [0, 1] (hedged claims count less, old ones fade); up and down contain it already. reason: in words.
    """

    claim: str
    kind: str
    partner: str
    date: date
    up: float
    down: float
    weight: float
    reason: str


@dataclass(frozen=True, slots=True)
class Reliability:
    """The probability that the next checkable claim of a voice holds, and how sure that is.

    mean, low, high: of the grid posterior, a 90% interval. up, down: sums over the ledger. alpha, beta: the prior's
    plus those sums. n: number of claims that met at least one counted check. enough: up + down reach what the cuts ask.
    """

    mean: float
    low: float
    high: float
    alpha: float
    beta: float
    up: float
    down: float
    n: int
    letter: str
    enough: bool
    reasons: tuple[str, ...]


def ledger_as_of(
    ledger: Iterable[Contribution], as_of: date | None = None, half_life_days: float | None = None
) -> tuple[Contribution, ...]:
    """The lines of a ledger that were known on a day, each faded by its age, in order of date and ids.

    A line that is half_life_days old counts half, one twice as old a quarter. None: nothing fades, nothing is left out.
    """
    known = [line for line in ledger if as_of is None or line.date <= as_of]
    day = as_of or max((line.date for line in known), default=date.min)
    return tuple(_faded(line, _fade(line.date, day, half_life_days)) for line in sorted(known, key=_order))


def reliability(
    ledger: Iterable[Contribution],
    prior: Prior = Prior(),
    as_of: date | None = None,
    half_life_days: float | None = None,
    cuts: Cuts = SHIPPED_CUTS,
) -> Reliability:
    """The reliability of a voice from its (unfaded) ledger, as of the end of a day. cuts: those of its letter.

    The same lines in any order give the same numbers, bit for bit.
    """
    lines = ledger_as_of(ledger, as_of, half_life_days)
    checks = np.array(_checks(lines, prior), dtype=float).reshape(-1, 2)
    return scored(checks, _total(line.up for line in lines), _total(line.down for line in lines), prior, cuts)


def scored(checks: NDArray[np.float64], up: float, down: float, prior: Prior, cuts: Cuts = SHIPPED_CUTS) -> Reliability:
    """The reliability that follows from the sums of a ledger and its checks.

    checks: (claims, 2): of each claim that was checked the probability that it holds, and the weight of its check.
    """
    mean, low, high = _posterior(checks, prior)
    enough = up + down >= cuts.fewest_checks
    return Reliability(
        mean=mean,
        low=low,
        high=high,
        alpha=round(prior.alpha + up, PLACES),
        beta=round(prior.beta + down, PLACES),
        up=up,
        down=down,
        n=len(checks),
        letter=letter(mean, low, high, enough, cuts),
        enough=enough,
        reasons=_reasons(up, down, low, high, enough, prior, cuts),
    )


def _order(line: Contribution) -> tuple[date, str, str, str]:
    return (line.date, line.claim, line.partner, line.kind)


def _fade(day: date, as_of: date, half_life_days: float | None) -> float:
    """The share of its weight that evidence of a day keeps: 2 ** (-age / half-life)."""
    return 1.0 if half_life_days is None else math.exp2(-max(0, (as_of - day).days) / half_life_days)


def _faded(line: Contribution, share: float) -> Contribution:
    return replace(
        line,
        up=round(line.up * share, PLACES),
        down=round(line.down * share, PLACES),
        weight=round(line.weight * share, PLACES),
    )


def _total(shares: Iterable[float]) -> float:
    return round(math.fsum(shares), PLACES)


def _checks(lines: Sequence[Contribution], prior: Prior) -> list[tuple[float, float]]:
    """(probability that the claim holds, weight) of each checked claim, the voice's own word left out.

    The inverse of `shares`: the lines of one claim are the parts of one check.
    """
    parts: dict[str, list[Contribution]] = {}
    for line in lines:
        if line.weight > 0:
            parts.setdefault(line.claim, []).append(line)
    return [(_probability(parts[claim], prior), max(line.weight for line in parts[claim])) for claim in sorted(parts)]


def _probability(lines: Sequence[Contribution], prior: Prior) -> float:
    weight = max(line.weight for line in lines)
    net = (math.fsum(line.up for line in lines) - math.fsum(line.down for line in lines)) / weight
    neutral = prior.unchecked
    held = neutral + net * (1 - neutral) if net >= 0 else neutral + net * neutral
    return min(1.0, max(0.0, held))


def shares(held: float, prior: Prior) -> tuple[float, float]:
    """(up, down) of one check that left a claim with a probability, judged without the voice's own word.

    Both are 0 where the check changed nothing (held = prior.unchecked). At certainty up is 1, at impossibility down.
    """
    neutral = prior.unchecked
    if held >= neutral:
        return (held - neutral) / (1 - neutral), 0.0
    return 0.0, (neutral - held) / neutral


def _posterior(checks: NDArray[np.float64], prior: Prior) -> tuple[float, float, float]:
    """Mean and ends of the interval of the accuracy, given (probability, weight) of each checked claim."""
    return spread(_log_heights(checks, prior))


def spread(heights: Sequence[float]) -> tuple[float, float, float]:
    """Mean and ends of the interval of a posterior, given by its logarithm at each accuracy of the grid."""
    highest = max(heights)
    masses = [math.exp(height - highest) for height in heights]
    whole = math.fsum(masses)
    mean = math.fsum(mass * accuracy for mass, accuracy in zip(masses, GRID, strict=True)) / whole
    tail = (1 - LEVEL) / 2 * whole
    low = GRID[_reach(masses, tail)] - CELL / 2
    high = GRID[_reach(masses, whole - tail)] + CELL / 2
    return round(mean, PLACES), round(max(0.0, low), PLACES), round(min(1.0, high), PLACES)


def _log_heights(checks: NDArray[np.float64], prior: Prior) -> list[float]:
    """Log posterior of each accuracy on the grid, up to a constant.

    A claim that holds was a hit; one that doesn't was a miss that fell on one of several false answers.
    """
    held, weight = checks.T
    return [
        (prior.alpha - 1) * math.log(accuracy)
        + (prior.beta - 1) * math.log1p(-accuracy)
        + float(np.sum(weight * np.log(held * accuracy + (1 - held) * (1 - accuracy) / prior.false_values)))
        for accuracy in GRID
    ]


def _reach(masses: Sequence[float], wanted: float) -> int:
    """The first grid point at which the mass so far reaches what is wanted."""
    so_far = 0.0
    for index, mass in enumerate(masses):
        so_far += mass
        if so_far >= wanted:
            return index
    return len(masses) - 1


def _reasons(
    up: float, down: float, low: float, high: float, enough: bool, prior: Prior, cuts: Cuts
) -> tuple[str, ...]:
    reasons = [
        f"independent checks: {up:.2f} borne out, {down:.2f} contradicted",
        f"90% interval {low:.2f} to {high:.2f}, starting from {prior.mean:.2f} worth {prior.strength:g} checks",
    ]
    if not enough:
        reasons.append(f"too few independent checks: {up + down:.1f} of {cuts.fewest_checks:g}")
    elif high - low > cuts.widest:
        reasons.append(f"the interval is wider than {cuts.widest:g}: the checks do not agree enough for a letter")
    return tuple(reasons)
