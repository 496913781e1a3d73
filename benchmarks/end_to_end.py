"""Claims, clusters and relations of annotated articles, through `ingest` and `export` as a user would run them.

    python -m benchmarks.end_to_end [SHARED] [NAME ...]

NAME: annotated sets (default: all; benchmarks/annotated.py says where they are). Prints the figures of
SHARED/evaluation/score_gold.py.
"""

import argparse
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.annotated import SHARED, load, names, scorer
from benchmarks.corpus import manage


def score(shared: Path, name: str, folder: Path) -> dict[str, Any]:
    """One set from ingest lines to figures, in a new database below this folder."""
    annotated = load(name, shared)
    environment = {**os.environ, "DATA_DIR": str(folder)}
    lines = folder / "articles.ndjson"
    lines.write_text("".join(json.dumps(line) + "\n" for line in annotated.lines), encoding="utf-8")
    manage(environment, "migrate", "-v0")
    manage(environment, "ingest", str(lines), "--wait")
    score_gold = scorer(shared)
    rows = []
    for kind in ("claims", "relations"):
        file = folder / f"{kind}.ndjson"
        manage(environment, "export", kind, "--output", str(file))
        rows.append(score_gold.read_lines(file))
    figures: dict[str, Any] = score_gold.score(annotated.gold, *rows)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=SHARED)
    parser.add_argument("names", nargs="*")
    asked = parser.parse_args()
    if not (asked.shared / "gold").is_dir():
        raise SystemExit(f"{asked.shared} holds no gold/: name the folder of the annotated articles")
    for name in asked.names or names(asked.shared):
        with tempfile.TemporaryDirectory(prefix="second-source-") as folder:
            print(f"== {name}")
            for key, value in score(asked.shared, name, Path(folder)).items():
                print(f"  {key:32} {value:.3f}" if isinstance(value, float) else f"  {key:32} {value}")


if __name__ == "__main__":
    main()
