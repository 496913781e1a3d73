"""How a score follows from its ledger, in words and numbers, and what it would take to move its letter."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from sources.engine.admiralty import SHIPPED_CUTS, Cuts, letter
from sources.engine.reliability import LEVEL, PLACES

REACH = 1.6449  # standard deviations on either side of the mean that hold LEVEL of a normal distribution
MOST_CHECKS = 500  # further than that nobody looks ahead
LETTERS = ("A", "B", "C", "D", "E")  # from best to worst; F stands beside them


@dataclass(frozen=True, slots=True)
class Score:
    """A source's reliability in one role: the posterior mean, the ends of its interval, and the sums behind it."""

    mean: float
    low: float
    high: float
    alpha: float
    beta: float
    up: float
    down: float
    letter: str


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a score came about.

    prior_alpha, prior_beta: what was believed before the first check; with the ledger's sums they make alpha and beta.
    plain_mean: alpha / (alpha + beta), beside which the score is a little off. steps: in words, in order. moves: what
    would change the letter, in words.
    """

    prior_alpha: float
    prior_beta: float
    plain_mean: float
    steps: tuple[str, ...]
    moves: tuple[str, ...]


def derivation(score: Score, cuts: Cuts = SHIPPED_CUTS) -> Derivation:
    """Say how a score follows from what was believed before, what its ledger adds, and the cuts of the letters."""
    alpha, beta = round(score.alpha - score.up, PLACES), round(score.beta - score.down, PLACES)
    plain = round(score.alpha / (score.alpha + score.beta), PLACES)
    steps = (
        f"prior {alpha:.2f} + borne out {score.up:.2f} = alpha {score.alpha:.2f}",
        f"prior {beta:.2f} + contradicted {score.down:.2f} = beta {score.beta:.2f}",
        _beside(score, plain),
        f"{LEVEL:.0%} interval {score.low:.2f} to {score.high:.2f}, {score.high - score.low:.2f} wide",
        f"letter {score.letter}: {_cut(score, cuts)}",
    )
    return Derivation(alpha, beta, plain, steps, tuple(_moves(score, cuts)))


def _beside(score: Score, plain: float) -> str:
    """Why the mean isn't alpha / (alpha + beta)."""
    shown = f"alpha / (alpha + beta) = {plain:.2f}, the score is {score.mean:.2f}"
    if score.up + score.down == 0:
        return f"{shown}: without a check both are what was believed before"
    return (
        f"{shown}: the sums add shares of checks as if each were settled; the score goes over all accuracies from 0 to "
        "1, and lets a check that settles little leave room for both"
    )


def _cut(score: Score, cuts: Cuts) -> str:
    """The condition that decides the letter."""
    checks, width = score.up + score.down, score.high - score.low
    if score.letter == "F":
        if checks < cuts.fewest_checks:
            return f"independent checks worth {checks:.1f}, fewer than {cuts.fewest_checks:g}"
        return f"the interval is {width:.2f} wide, more than {cuts.widest:g}"
    place = LETTERS.index(score.letter)
    reached = [f"mean {score.mean:.2f} of at least {least:g}" for _, least, _ in cuts.letters[place : place + 1]]
    better = cuts.letters[place - 1] if place else None
    return "; ".join([*reached, *([_short_of(score, *better)] if better else [])])


def _short_of(score: Score, name: str, least: float, floor: float) -> str:
    """Which condition of a better letter isn't met."""
    if score.mean < least:
        return f"{name} needs a mean of {least:g}" if score.letter != "E" else f"mean {score.mean:.2f} below {least:g}"
    return f"{name} needs an interval that begins at {floor:g}, not at {score.low:.2f}"


def _moves(score: Score, cuts: Cuts) -> Iterator[str]:
    """What would give another letter, roughly: sure checks only, and each worth one."""
    if score.letter == "F":
        found = _first_change(score, score.mean, set(LETTERS), cuts)
        if found:
            expected = f"{score.mean:.0%} of them borne out (as the score expects)"
            yield f"about {_checks(found[0])}, {expected}, would make it {found[1]}"
        return
    place = LETTERS.index(score.letter)
    for outcome, share, letters in (("borne out", 1.0, LETTERS[:place]), ("contradicted", 0.0, LETTERS[place + 1 :])):
        found = _first_change(score, share, set(letters), cuts)
        if found:
            yield f"about {_checks(found[0])} in a row, all {outcome}, would make it {found[1]}"


def _checks(count: int) -> str:
    return f"{count} more sure check{'' if count == 1 else 's'}"


def _first_change(score: Score, share: float, letters: set[str], cuts: Cuts) -> tuple[int, str] | None:
    """The fewest further checks, of which a share is borne out, that give one of these letters."""
    for count in range(1, MOST_CHECKS + 1):
        then = _letter_after(score, count, share, cuts)
        if then in letters:
            return count, then
    return None


def _letter_after(score: Score, count: int, share: float, cuts: Cuts) -> str:
    """The letter after some more checks, were the posterior a Beta distribution of the same mean and width.

    What the checks behind the score are worth follows from its interval: the grid posterior is wider than its sums say.
    """
    deviation = max(score.high - score.low, 1e-6) / (2 * REACH)
    worth = max(score.mean * (1 - score.mean) / deviation**2 - 1, 0.0)
    mean = (score.mean * worth + share * count) / (worth + count)
    shrunk = math.sqrt(mean * (1 - mean) / (worth + count + 1)) / deviation
    low, high = mean - (score.mean - score.low) * shrunk, mean + (score.high - score.mean) * shrunk
    enough = score.up + score.down + count >= cuts.fewest_checks
    return letter(mean, max(0.0, low), min(1.0, high), enough, cuts)
