"""The words that the pages show and what they mean (data/glossary.toml), the Admiralty letters included."""

import tomllib
from functools import cache
from pathlib import Path

from sources.engine.admiralty import CUTS, MEANINGS, WIDEST_INTERVAL
from sources.engine.reliability import FEWEST_CHECKS

PATH = Path(__file__).parent / "data" / "glossary.toml"


@cache
def glossary() -> dict[str, dict[str, str]]:
    """Sections of words with their meanings."""
    return tomllib.loads(PATH.read_text(encoding="utf-8"))


def meaning(section: str, word: object) -> str:
    """What a word means; empty where the glossary doesn't list it."""
    return glossary()[section].get(str(word), "")


@cache
def letters() -> dict[str, tuple[str, str]]:
    """Each Admiralty letter with its meaning and what it takes to have it."""
    takes = {name: _takes(mean, low) for name, mean, low in CUTS}
    takes["E"] = "enough checks, and a lower reliability"
    takes["F"] = f"fewer than {FEWEST_CHECKS:g} independent checks, or an interval wider than {WIDEST_INTERVAL:g}"
    return {name: (words, takes[name]) for name, words in MEANINGS.items()}


def _takes(mean: float, low: float) -> str:
    return f"reliability of at least {mean:g}" + (f", its interval above {low:g}" if low else "")
