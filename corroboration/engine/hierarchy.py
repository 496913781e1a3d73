"""Which actor belongs to which, from the shipped tables of claims."""

import tomllib
from functools import cache
from importlib import resources


def actor_within(part: str, whole: str) -> bool:
    """Whether one actor id is the other, or belongs to it at any depth ("russian-air-force" to "russia")."""
    seen: set[str] = set()
    while part and part not in seen:
        if part == whole:
            return True
        seen.add(part)
        part = _parents().get(part, "")
    return False


@cache
def _parents() -> dict[str, str]:
    folder = resources.files("claims") / "data"
    files = sorted((f for f in folder.iterdir() if f.name.startswith("actors_")), key=lambda f: f.name)
    rows = (row for file in files for row in tomllib.loads(file.read_text(encoding="utf-8"))["actor"])
    return {row["id"]: row.get("parent", "") for row in rows}
