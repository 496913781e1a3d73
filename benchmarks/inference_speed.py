"""What does joint inference with copy detection cost, beside a peer that looks for no copying? Tenfold worlds.

    python -m benchmarks.inference_speed [--claims 10000 100000 1000000] [--peer PYTHON] [--json]

2,000 sources, few of which speak far more often than the rest, answer questions of some ten claims each; a quarter of
them takes most of its answers from another, a little later. A row a size: seconds, those over the size before's
(growth), most memory (MB) and accuracy of `joint.fit`, and of crowd-kit's one-coin Dawid-Skene on the same claims. Each
runs in a process of its own on a file of claims; reading it doesn't count, holding it does.

--peer: a Python that has crowd-kit (`pip install crowd-kit` into an environment of its own: it is no dependency of the
project). Without it the peer is left out.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.memory import peak
from benchmarks.stages import TOP
from corroboration.engine.joint import fit

SOURCES, ON_A_QUESTION = 2_000, 10  # claims of one question, on average
FALSE_VALUES = 6
COPIERS, COPIED = 0.25, 0.8  # share of the sources that copy, and of their answers that they take from another
BUSIEST_TO_IDLE = 1.1  # exponent of the activities' power law
SPARE = 2  # claims drawn for one that is kept: a source answers a question once
HEADER = f"{'claims':>9}{'':>10}{'seconds':>9}{'growth':>8}{'peak MB':>9}{'accuracy':>10}"

Ints = NDArray[np.int64]
World = dict[str, NDArray[Any]]


def world(claims: int, seed: int = 0) -> World:
    """The columns of so many claims, and the true value of every question."""
    draw = np.random.default_rng(seed)
    questions = claims // ON_A_QUESTION
    activity = 1 / np.arange(1, SOURCES + 1) ** BUSIEST_TO_IDLE
    drawn = claims * SPARE
    source = np.sort(draw.choice(draw.permutation(SOURCES), drawn, p=activity / activity.sum()))
    question, when = draw.integers(0, questions, drawn), draw.uniform(0, 365, drawn)
    value = np.where(draw.random(drawn) < draw.beta(8, 3, SOURCES)[source], 0, _false_values(draw, drawn))

    copier = draw.random(SOURCES) < COPIERS
    original = draw.choice(np.flatnonzero(~copier), SOURCES)[source]
    first, count = np.searchsorted(source, original), np.bincount(source, minlength=SOURCES)[original]
    told = (first + draw.random(drawn) * count).astype(np.int64).clip(max=drawn - 1)
    taken = copier[source] & (count > 0) & (draw.random(drawn) < COPIED)
    question, value = np.where(taken, question[told], question), np.where(taken, value[told], value)
    when = np.where(taken, when[told] + draw.uniform(0.5, 30, drawn), when)
    _, once = np.unique(source * questions + question, return_index=True)
    kept = draw.permutation(once)[:claims]
    truth = draw.integers(0, FALSE_VALUES + 1, questions)  # no value is right more often than another
    value = (value + truth[question]) % (FALSE_VALUES + 1)
    columns = {"source": source, "question": question, "value": value, "time": when}
    return {name: column[kept] for name, column in columns.items()} | {"truth": truth}


def _false_values(draw: np.random.Generator, count: int) -> Ints:
    popularity = 1 / np.arange(1, FALSE_VALUES + 1)
    return draw.choice(np.arange(1, FALSE_VALUES + 1), count, p=popularity / popularity.sum())


def fit_file(path: Path) -> dict[str, float]:
    """Be the child: fit the claims of a file, and say what it took."""
    with np.load(path) as votes:
        columns, truth = [votes[name] for name in ("source", "question", "value", "time")], votes["truth"]
    began = time.perf_counter()
    found = fit(*columns)
    seconds = time.perf_counter() - began
    held = peak()
    best: dict[int, tuple[float, int]] = {}
    for (question, value), probability in found.answers.items():
        best[question] = max(best.get(question, (0.0, 0)), (probability, value))
    right = sum(value == truth[question] for question, (_, value) in best.items()) / len(best)
    return {"seconds": seconds, "peak_mb": held, "accuracy": right}


def run(command: list[str]) -> dict[str, float]:
    done = subprocess.run(command, cwd=TOP, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--peer", help="a Python that has crowd-kit")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--fit", type=Path, help=argparse.SUPPRESS)  # the child that this starts
    given = parser.parse_args()
    if given.fit:
        print(json.dumps(fit_file(given.fit)))
        return
    runs = {"joint": [sys.executable, "-m", "benchmarks.inference_speed", "--fit"]}
    if given.peer:
        runs["one-coin"] = [given.peer, "-m", "benchmarks.one_coin"]
    else:
        print("one-coin is left out: --peer PYTHON names one that has crowd-kit", file=sys.stderr)
    before: dict[str, float] = {}
    for claims in given.claims:
        with tempfile.TemporaryDirectory(prefix="second-source-") as folder:
            path = Path(folder) / "votes.npz"
            np.savez(path, **world(claims))
            for name, command in runs.items():
                figures = run([*command, str(path)])
                growth = figures["seconds"] / before[name] if name in before else None
                before[name] = figures["seconds"]
                show(claims, name, {**figures, "growth": growth}, as_json=given.json)


def show(claims: int, name: str, figures: dict[str, float | None], as_json: bool) -> None:
    if as_json:
        print(json.dumps({"claims": claims, "method": name, **figures}), flush=True)
        return
    growth = "" if figures["growth"] is None else f"{figures['growth']:.1f}"
    line = f"{claims:>9}{name:>10}{figures['seconds']:>9.2f}{growth:>8}{figures['peak_mb']:>9}"
    print(f"{line}{figures['accuracy']:>10.3f}", flush=True)


if __name__ == "__main__":
    main()
