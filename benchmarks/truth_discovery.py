"""Measure the joint inference on public truth-discovery data: accuracy, Kendall tau and time for each set.

    python benchmarks/truth_discovery.py [DIR] [--json]

DIR holds NAME.claims.csv (source, object, value: one row a claim) and NAME.gold.csv (object, value; several rows for an
object: any is right; an empty value: nobody claimed the truth). Without --json, a table beside majority voting.
"""

import argparse
import csv
import json
import sys
import time
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corroboration.engine.joint import fit
from corroboration.engine.labels import fit_labels

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "benchmarks" / "truth"
FEWEST_GOLD = 10  # a source's gold accuracy is taken for its quality from this many gold claims on
YES_OR_NO = 2
"""A set with no more values than this asks the same yes/no question of every object: its sources err in directions.
With more, values are names private to each object, and the joint model with copy detection holds."""

Row = tuple[str, str, str]  # source, object, value
Gold = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Measured:
    """The figures of one set. kendall_tau is None where fewer than two sources can be ranked."""

    set: str
    accuracy: float
    kendall_tau: float | None
    seconds: float
    claims: int
    majority: float

    def line(self) -> dict[str, object]:
        tau = None if self.kendall_tau is None else round(self.kendall_tau, 4)
        return {
            "set": self.set,
            "accuracy": round(self.accuracy, 4),
            "kendall_tau": tau,
            "seconds": round(self.seconds, 2),
            "claims": self.claims,
        }


def read_claims(path: Path) -> list[Row]:
    with path.open(newline="", encoding="utf-8") as lines:
        return sorted({(row["source"], row["object"], row["value"]) for row in csv.DictReader(lines)})


def read_gold(path: Path) -> Gold:
    """Object -> the right values; empty where nobody claimed the truth."""
    right: dict[str, set[str]] = {}
    with path.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            right.setdefault(row["object"], set()).update([row["value"]] if row["value"] else [])
    return {name: frozenset(values) for name, values in right.items()}


def infer(rows: list[Row]) -> tuple[dict[str, str], dict[str, float]]:
    """(object -> value, source -> reliability) by the project's engine."""
    columns = [sorted(set(column)) for column in zip(*rows, strict=True)]
    number = [{name: index for index, name in enumerate(names)} for names in columns]
    votes = [[number[c][row[c]] for row in rows] for c in range(3)]
    sources, objects, values = columns
    if len(values) <= YES_OR_NO:
        labelled = fit_labels(*votes)
        found = {(o, v): p for o, shares in enumerate(labelled.probability.tolist()) for v, p in enumerate(shares)}
        scores = labelled.accuracy
    else:
        joint = fit(*votes)
        found, scores = dict(joint.answers), joint.accuracy
    weights = {(objects[o], values[v]): p for (o, v), p in found.items()}
    return best(weights), dict(zip(sources, scores.tolist(), strict=True))


def majority(rows: Iterable[Row]) -> dict[str, str]:
    votes: dict[tuple[str, str], float] = {}
    for _, name, value in rows:
        votes[name, value] = votes.get((name, value), 0.0) + 1
    return best(votes)


def best(weights: Mapping[tuple[str, str], float]) -> dict[str, str]:
    """The weightiest value of each object. Ties fall by a checksum: the names of values must not decide."""
    chosen: dict[str, tuple[float, int, str]] = {}
    for (name, value), weight in weights.items():
        rank = (weight, zlib.crc32(f"{name}/{value}".encode()), value)
        chosen[name] = max(rank, chosen.get(name, rank))
    return {name: value for name, (_, _, value) in chosen.items()}


def accuracy(answers: Mapping[str, str], gold: Gold) -> float:
    return sum(answers.get(name) in right for name, right in gold.items()) / max(len(gold), 1)


def rank_agreement(scores: Mapping[str, float], rows: Iterable[Row], gold: Gold) -> float | None:
    """Kendall's tau-b between the sources' scores and their accuracy on gold objects."""
    hits: dict[str, list[bool]] = {}
    for source, name, value in rows:
        if name in gold:
            hits.setdefault(source, []).append(value in gold[name])
    judged = sorted(source for source, right in hits.items() if len(right) >= FEWEST_GOLD)
    return kendall_tau([scores[s] for s in judged], [sum(hits[s]) / len(hits[s]) for s in judged])


def kendall_tau(left: list[float], right: list[float]) -> float | None:
    """Tau-b of two rankings, ties counted; None where one of them ranks nothing."""
    ours, theirs = (np.sign(np.subtract.outer(np.array(x), np.array(x))) for x in (left, right))
    pairs = float(np.sqrt((ours**2).sum() * (theirs**2).sum()))
    return float((ours * theirs).sum()) / pairs if pairs else None


def measure(claims: Path) -> Measured:
    name = claims.name.removesuffix(".claims.csv")
    rows, gold = read_claims(claims), read_gold(claims.with_name(f"{name}.gold.csv"))
    start = time.perf_counter()
    answers, scores = infer(rows)
    seconds = time.perf_counter() - start
    tau = rank_agreement(scores, rows, gold)
    return Measured(name, accuracy(answers, gold), tau, seconds, len(rows), accuracy(majority(rows), gold))


def table(measured: list[Measured]) -> str:
    lines = [f"{'set':<18}{'majority':>9}{'joint':>8}{'tau':>7}{'seconds':>9}{'claims':>9}"]
    for m in measured:
        tau = "-" if m.kendall_tau is None else f"{m.kendall_tau:.2f}"
        lines.append(f"{m.set:<18}{m.majority:>9.3f}{m.accuracy:>8.3f}{tau:>7}{m.seconds:>9.2f}{m.claims:>9}")
    means = (float(np.mean([m.majority for m in measured])), float(np.mean([m.accuracy for m in measured])))
    return "\n".join([*lines, f"{'mean':<18}{means[0]:>9.3f}{means[1]:>8.3f}"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    given = parser.parse_args()
    sets = sorted(given.directory.glob("*.claims.csv"))
    if not sets:
        parser.error(f"no NAME.claims.csv in {given.directory}")
    measured = []
    for path in sets:
        measured.append(measure(path))
        if given.json:
            print(json.dumps(measured[-1].line()), flush=True)
    if not given.json:
        print(table(measured))


if __name__ == "__main__":
    main()
