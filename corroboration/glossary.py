"""The words that the pages show and what they mean (data/glossary.toml), the Admiralty letters included."""

import tomllib
from functools import cache
from pathlib import Path

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sources.engine.admiralty import MEANINGS, SHIPPED_CUTS, Cuts
from sources.selectors import grading_value, latest_grading

PATH = Path(__file__).parent / "data" / "glossary.toml"


@cache
def glossary() -> dict[str, dict[str, str]]:
    """Sections of words with their meanings."""
    return tomllib.loads(PATH.read_text(encoding="utf-8"))


def meaning(section: str, word: object) -> str:
    """What a word means; empty where the glossary doesn't list it."""
    return glossary()[section].get(str(word), "")


def letters(cuts: Cuts = SHIPPED_CUTS) -> dict[str, tuple[str, str]]:
    """Each Admiralty letter with its meaning and what it takes to have it."""
    takes = {name: _takes(mean, low) for name, mean, low in cuts.letters}
    takes["E"] = "enough checks, and a lower reliability"
    takes["F"] = f"fewer than {cuts.fewest_checks:g} independent checks, or an interval wider than {cuts.widest:g}"
    return {name: (words, takes[name]) for name, words in MEANINGS.items()}


def of_today(request: HttpRequest) -> dict[str, object]:
    """A context processor: `letters`, by the cuts that an admin has set; asked of the database once a page at most."""
    return {"letters": SimpleLazyObject(lambda: letters(grading_value(latest_grading()).cuts))}


def _takes(mean: float, low: float) -> str:
    return f"reliability of at least {mean:g}" + (f", its interval above {low:g}" if low else "")
