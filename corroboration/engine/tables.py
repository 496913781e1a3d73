"""The language and domain knowledge of judgement, read once from corroboration/data."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The parsed corroboration/data/NAME.toml. Shipped with the code, so a missing file is a broken installation."""
    return tomllib.loads((resources.files("corroboration") / "data" / f"{name}.toml").read_text(encoding="utf-8"))
