"""The Admiralty letter of a source: a reader's shorthand for its reliability, A to F.

The scale is the intelligence services' own (NATO AJP-2.1): A completely, B usually, C fairly reliable, D not usually,
E unreliable, F cannot be judged. F is no bad mark, it says that there is nothing to judge by, and is never averaged.
"""

CUTS: tuple[tuple[float, str], ...] = ((0.9, "A"), (0.75, "B"), (0.6, "C"), (0.4, "D"))
"""The least posterior mean of each letter; below the last, E. Ours: the scale itself gives words, no numbers. B starts
just under the mean of the default prior (0.8): a source needs evidence, not benefit of the doubt, to pass into A."""

WIDEST_INTERVAL = 0.4
"""A 90% interval wider than this spans more than two letters, so that any of them would be a guess: F."""

MEANINGS = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}


def letter(mean: float, low: float, high: float, enough: bool) -> str:
    """The letter for a posterior mean in [0, 1] with its 90% interval; F where the evidence is thin.

    enough: whether there were enough independent checks (reliability.FEWEST_CHECKS).
    """
    if not enough or high - low > WIDEST_INTERVAL:
        return "F"
    return next((name for cut, name in CUTS if mean >= cut), "E")
