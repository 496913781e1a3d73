"""The sample articles that ship with the project: to look at, and to try the extraction page with."""

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from corroboration.filing import numbered_lines
from corroboration.ingestion import parse_line

FOLDER = Path(settings.BASE_DIR) / "sample"

# What the extraction page offers, by external id: what there is to see in it.
TRIED = {
    "palmyra-08": "a chain of three voices",
    "palmyra-04": "a denial",
    "palmyra-19": "readers’ comments",
}


def files() -> list[str]:
    """The sample's NDJSON files; none where a package leaves them out."""
    return [str(path) for path in sorted(FOLDER.glob("*.ndjson"))]


@cache
def tried() -> dict[str, dict[str, Any]]:
    """The articles of TRIED that are there, by external id, in its order; published on a day, as a form asks for it."""
    articles = [parse_line(line.raw) for line in numbered_lines(files())]
    known = {a["external_id"]: a | {"published_at": a["published_at"][:10]} for a in articles}
    return {id: known[id] for id in TRIED if id in known}
