"""The Admiralty letter of a source: a reader's shorthand for its reliability, A to F.

The scale is the intelligence services' own (NATO AJP-2.1): A completely, B usually, C fairly reliable, D not usually,
E unreliable, F cannot be judged. F is no bad mark, it says that there is nothing to judge by, and is never averaged.
"""

CUTS: tuple[tuple[str, float, float], ...] = (
    ("A", 0.9, 0.85),
    ("B", 0.75, 0.6),
    ("C", 0.6, 0.0),
    ("D", 0.4, 0.0),
)
"""Letter, least posterior mean, least lower end of the 90% interval; what reaches none is E. Ours: the scale gives
words, no numbers. Praise needs a lower end too: "no doubt" can't be said of what may as well be right 7 times in 10."""

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
    return next((name for name, least, floor in CUTS if mean >= least and low >= floor), "E")
