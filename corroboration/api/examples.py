"""What was once asked of each operation of the API, on the sample, and answered: kept in data/, so that none is made
up. Made by docs/make_examples.py."""

import json
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent.parent / "data" / "examples"


@cache
def asked_and_answered(operation: str) -> dict[str, Any] | None:
    """path, query, body (of a request that has one), status and response (of one that is JSON); None where nothing is
    kept of this operation."""
    path = DATA / f"{operation}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
