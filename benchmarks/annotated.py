"""The annotated articles that extraction and clustering are scored on.

Two kinds: those of ../shared/gold, and our own in annotations/, which hold offsets, names and decisions but no word of
the articles: their texts are read from ../shared/corpus, and must be the texts that were annotated.
"""

import hashlib
import importlib.util
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

REPO = Path(__file__).resolve().parent.parent
SHARED = REPO.parent / "shared"
OWN = Path(__file__).resolve().parent / "annotations"
CORPUS = Path("corpus") / "syria_news.ndjson"


@dataclass(frozen=True, slots=True, eq=False)
class Annotated:
    """One set. gold: articles, claims (with quotes), relations, distinct; lines: its articles as ingest lines.

    held_out: to be scored, never read while rules are written.
    """

    name: str
    gold: dict[str, Any]
    lines: tuple[dict[str, Any], ...]
    held_out: bool = False


def names(shared: Path) -> list[str]:
    """All sets that can be scored with this folder of shared data."""
    own = sorted(path.stem for path in OWN.glob("*.json")) if (shared / CORPUS).is_file() else []
    return sorted(path.stem for path in (shared / "gold").glob("*.ndjson")) + own


def load(name: str, shared: Path) -> Annotated:
    """One set by name. Raises FileNotFoundError for an unknown one, ValueError when a text is not the one annotated."""
    own = OWN / f"{name}.json"
    if not own.is_file():
        gold = json.loads((shared / "gold" / f"{name}.json").read_text(encoding="utf-8"))
        return Annotated(name, gold, tuple(_rows(shared / "gold" / f"{name}.ndjson")))
    gold = json.loads(own.read_text(encoding="utf-8"))
    wanted = {article["key"]: article for article in gold["articles"]}
    lines = {line["external_id"]: line for line in _rows(shared / CORPUS) if line["external_id"] in wanted}
    for key, article in wanted.items():
        _check(article, lines.get(key))
    for claim in gold["claims"]:
        claim["quote"] = lines[claim["article"]]["text"][claim["start"] : claim["end"]]
    return Annotated(name, gold, tuple(lines[key] for key in wanted), gold["held_out"])


def _check(article: dict[str, Any], line: dict[str, Any] | None) -> None:
    found = hashlib.sha256(line["text"].encode()).hexdigest() if line is not None else "no such article"
    if found != article["text_sha256"]:
        raise ValueError(
            f"{CORPUS}, {article['key']}: expected the text of SHA-256 {article['text_sha256']}, got {found}"
        )


def _rows(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def scorer(shared: Path) -> ModuleType:
    """shared/evaluation/score_gold.py as a module."""
    path = shared / "evaluation" / "score_gold.py"
    spec = importlib.util.spec_from_file_location("score_gold", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
