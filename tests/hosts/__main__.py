"""`python -m tests.hosts [--articles N] [--lease S] [--once] [--keep FOLDER]`: worker hosts cut off and back.

Four machines as network namespaces on one switch: PostgreSQL and Valkey, web and timer, and two that read and settle,
one of them with a second timer. The cable of each worker host is pulled while it has leases, and put back once the
other has done the work. In the end everything that was acknowledged is settled once, and the digest is that of one
machine to which nothing happened. Needs Linux and root.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.hosts import network

TOP = Path(__file__).resolve().parent.parent.parent
SAMPLE = TOP / "sample" / "palmyra.ndjson"
CORPUS = TOP.parent / "shared" / "corpus" / "syria_news.ndjson"  # other people's: never part of the project


def main() -> int:
    asked = _arguments()
    if lacking := network.missing() if not network.inside() else "":
        sys.stderr.write(f"Skipped: {lacking}.\n")
        return 77
    if not network.inside():
        network.enter()
    network.build_switch()
    path = SAMPLE if asked.sample or not CORPUS.is_file() else CORPUS
    lines = path.read_text(encoding="utf-8").splitlines()[: asked.articles]
    with tempfile.TemporaryDirectory(prefix="second-source-hosts-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        try:
            found = _tried(folder, lines, asked)
        finally:
            if asked.keep:
                ignored = shutil.ignore_patterns("files", "embedded_postgres*", ".s.*")
                shutil.copytree(folder, asked.keep, dirs_exist_ok=True, ignore=ignored)
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
    return 1 if found["faults"] else 0


def _tried(folder: Path, lines: list[str], asked: argparse.Namespace) -> dict[str, Any]:
    articles = folder / "articles.ndjson"
    articles.write_text("\n".join(lines) + "\n", encoding="utf-8")
    alone = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL", "BROKER_URL")}
    calm = subprocess.Popen(
        [sys.executable, "-m", "tests.hosts.calm", str(articles)],
        cwd=TOP,
        env={**alone, "DATA_DIR": str(folder / "calm"), "OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    from tests.hosts.machines import Machines

    machines = Machines(folder, asked.lease)
    os.environ |= machines.environment | {"DATA_DIR": str(folder / "observer")}
    import django

    django.setup()
    from django.core.management import call_command

    from sources.services import load_shipped
    from tests.hosts.trial import Trial

    call_command("migrate", verbosity=0)
    load_shipped()
    try:
        machines.start()
        found = Trial(machines, lines, asked.lease).run(both=not asked.once)
    finally:
        machines.stop()
    expected = calm.communicate()[0].strip()
    return found | {"load average": os.getloadavg()[0], "faults": _faults(found, len(lines), expected)}


def _faults(found: dict[str, Any], articles: int, digest: str) -> list[str]:
    faults = []
    if found["states"] != {"settled": articles}:
        faults.append(f"of {articles} articles: {found['states']}")
    if found["leases left"]:
        faults.append(f"{found['leases left']} leases are left")
    if found["digest"] != digest:
        faults.append(f"digest {found['digest']}, undisturbed {digest}")
    faults += [f"{each['host']} held nothing" for each in found["cut off"] if not each["held"]]
    return faults


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.hosts", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=120, help="at most; of the corpus or the sample")
    parser.add_argument("--sample", action="store_true", help="of the sample, also where the corpus is at hand")
    parser.add_argument("--lease", type=int, default=15, help="seconds for which a worker has an article")
    parser.add_argument("--once", action="store_true", help="cut off one worker host only")
    parser.add_argument("--keep", metavar="FOLDER", help="where to leave the logs")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
