"""Examples in the API's schema: what was once asked and answered, kept in data/, so that none is made up."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from drf_spectacular.utils import OpenApiExample

DATA = Path(__file__).parent.parent / "data" / "examples"


@cache
def _example(name: str) -> dict[str, Any]:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


EXTRACT = [
    OpenApiExample("An article", value=_example("extract")["request"], request_only=True),
    OpenApiExample("What was read", value=_example("extract")["response"], response_only=True, status_codes=["200"]),
]
