"""The Admiralty letter of a source: a reader's shorthand for its reliability, A to F.

The scale is the intelligence services' own (NATO AJP-2.1): A completely, B usually, C fairly reliable, D not usually,
E unreliable, F cannot be judged. F is no bad mark, it says that there is nothing to judge by, and is never averaged.
"""

from dataclasses import dataclass

MEANINGS = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}
FEWEST_CHECKS = 5.0  # of a voice that is said to have been judged: up + down of its ledger


@dataclass(frozen=True, slots=True)
class Cuts:
    """What each letter takes. An admin may set others (sources.models.Grading); these are the shipped ones.

    letters: letter, least posterior mean, least lower end of the 90% interval, from best to worst; what reaches none
    is E. The scale gives words, no numbers, so the figures are ours. Praise needs a lower end too: "no doubt" can't be
    said of what may as well be right 7 times in 10. widest: a 90% interval wider than this spans more than two letters,
    so that any of them would be a guess: F. fewest_checks: with up + down below this it is "too few independent
    checks", F.
    """

    letters: tuple[tuple[str, float, float], ...] = (
        ("A", 0.9, 0.85),
        ("B", 0.75, 0.6),
        ("C", 0.6, 0.0),
        ("D", 0.4, 0.0),
    )
    widest: float = 0.4
    fewest_checks: float = FEWEST_CHECKS


SHIPPED_CUTS = Cuts()


@dataclass(frozen=True, slots=True)
class Grading:
    """How records are graded: the days after which evidence counts half, and the cuts of the letters."""

    half_life_days: float = 730.0
    cuts: Cuts = SHIPPED_CUTS


SHIPPED_GRADING = Grading()


def letter(mean: float, low: float, high: float, enough: bool, cuts: Cuts = SHIPPED_CUTS) -> str:
    """The letter for a posterior mean in [0, 1] with its 90% interval; F where the evidence is thin.

    enough: whether there were enough independent checks (Cuts.fewest_checks).
    """
    if not enough or high - low > cuts.widest:
        return "F"
    return next((name for name, least, floor in cuts.letters if mean >= least and low >= floor), "E")
