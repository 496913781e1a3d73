"""Claims, clusters and relations of the gold articles, through `ingest` and `export` as a user would run them.

    python -m benchmarks.end_to_end [SHARED] [NAME ...]

SHARED (default ../shared) holds gold/NAME.ndjson, gold/NAME.json and evaluation/score_gold.py, whose figures it prints.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.corpus import TOP, manage

NAMES = ("seeds", "qamishli_convoy")


def score(shared: Path, name: str, folder: Path) -> str:
    environment = {**os.environ, "DATA_DIR": str(folder)}
    manage(environment, "migrate", "-v0")
    manage(environment, "ingest", str(shared / "gold" / f"{name}.ndjson"), "--wait")
    files = []
    for kind in ("claims", "relations"):
        files.append(folder / f"{kind}.ndjson")
        manage(environment, "export", kind, "--output", str(files[-1]))
    command = [sys.executable, str(shared / "evaluation" / "score_gold.py"), str(shared / "gold" / f"{name}.json")]
    return subprocess.run([*command, *map(str, files)], check=True, capture_output=True, text=True).stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=TOP.parent / "shared")
    parser.add_argument("names", nargs="*", default=NAMES)
    asked = parser.parse_args()
    if not (asked.shared / "gold").is_dir():
        raise SystemExit(f"{asked.shared} holds no gold/: name the folder of the annotated articles")
    for name in asked.names:
        with tempfile.TemporaryDirectory(prefix="second-source-") as folder:
            print(f"== {name}\n{score(asked.shared, name, Path(folder))}")


if __name__ == "__main__":
    main()
