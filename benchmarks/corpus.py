"""The whole way of a corpus, under different luck: how long, how much memory, and whether the digest is the same.

    python -m benchmarks.corpus [FILE] [--workers 2] [--postgres]

FILE: an ingest file (default ../shared/corpus/syria_news.ndjson). Runs it alone in one process, shuffled with Celery
workers, and after `rebuild`; with --postgres also on a PostgreSQL and a broker of its own. Prints a line a run, and
fails when an article is lost or stuck, a second ingest changes anything, or two digests differ.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

TOP = Path(__file__).resolve().parent.parent
DEFAULT = TOP.parent / "shared" / "corpus" / "syria_news.ndjson"


def manage(environment: dict[str, str], *arguments: str) -> tuple[str, float]:
    """A command's output, and the largest resident memory of its process in MiB."""
    command = [sys.executable, "manage.py", *arguments]
    with tempfile.TemporaryFile("w+") as out:
        process = psutil.Popen(command, cwd=TOP, env=environment, stdout=out)
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, _memory(process))
            time.sleep(0.2)
        out.seek(0)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)} failed")
        return out.read().strip(), peak


def _memory(process: psutil.Process) -> float:
    """The most memory a process has held so far, in MiB (Linux; elsewhere what it holds now)."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 2**10
    except (OSError, IndexError):
        pass
    try:
        return process.memory_info().rss / 2**20
    except psutil.Error:
        return 0.0


@contextmanager
def celery(environment: dict[str, str], workers: int) -> Iterator[list[float]]:
    """Workers and beat; yields a list that holds, at the end, the largest memory of any of their processes in MiB."""
    base = [sys.executable, "-m", "celery", "-q", "-A", "config"]
    peaks = [0.0]
    commands = (
        ["worker", "-Q", "articles,settle", "-c", str(workers), "-l", "ERROR"],
        ["beat", "--pidfile=", "-l", "ERROR"],
    )
    started = [psutil.Popen([*base, *part], cwd=TOP, env=environment, start_new_session=True) for part in commands]
    try:
        yield peaks
        family = [child for process in started for child in (process, *process.children(recursive=True))]
        peaks[0] = max(_memory(process) for process in family)
    finally:
        for process in started:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def run(name: str, folder: Path, file: Path, workers: int, extra: dict[str, str]) -> str:
    """Take the file in at an empty place; returns the digest."""
    place = folder / name.replace(" ", "-")
    place.mkdir()
    environment = {**os.environ, "DATA_DIR": str(place), **extra}
    manage(environment, "migrate", "-v0")
    if workers:
        with celery(environment, workers) as peaks:
            output, _ = manage(environment, "ingest", str(file), "--wait")
        peak = peaks[0]
    else:
        output, peak = manage(environment, "ingest", str(file), "--wait")
    counts = json.loads(output.splitlines()[-1])
    again = json.loads(manage(environment, "ingest", str(file), "--wait")[0].splitlines()[-1])
    digest = manage(environment, "digest")[0]
    report(name, counts, peak, digest)
    lines = sum(1 for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
    if counts["accepted"] != lines or counts["set_aside"] or again["unchanged"] != lines:
        raise SystemExit(f"{name}: an article was lost, set aside or changed: {counts}, then {again}")
    if not workers:
        rebuilt = json.loads(manage(environment, "rebuild")[0].splitlines()[-1])
        after = manage(environment, "digest")[0]
        report("rebuild", rebuilt, 0, after)
        if after != digest:
            raise SystemExit("rebuild: the digest differs")
    return digest


def report(name: str, counts: dict, peak: float, digest: str) -> None:
    figures = f"{counts['claims']:6} claims {counts['clusters']:6} clusters {counts['seconds']:7.1f} s {peak:6.0f} MiB"
    print(f"{name:28} {figures}  {digest[:16]}", flush=True)


def shuffled(file: Path, folder: Path, seed: int) -> Path:
    lines = file.read_text(encoding="utf-8").splitlines()
    random.Random(seed).shuffle(lines)
    path = folder / f"shuffled-{seed}.ndjson"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", default=DEFAULT)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--postgres", action="store_true")
    asked = parser.parse_args()
    if not asked.file.is_file():
        raise SystemExit(f"{asked.file} is not there: name an ingest file")
    with tempfile.TemporaryDirectory(prefix="second-source-") as name:
        folder = Path(name)
        mixed = shuffled(asked.file, folder, seed=1)
        digests = {run("alone", folder, asked.file, 0, {})}
        digests.add(run(f"shuffled, {asked.workers} workers", folder, mixed, asked.workers, {}))
        if asked.postgres:
            from tests.services import stack

            with stack() as servers:
                digests.add(run(f"PostgreSQL, {asked.workers} workers", folder, mixed, asked.workers, servers))
    if len(digests) > 1:
        raise SystemExit("the digests differ")


if __name__ == "__main__":
    main()
