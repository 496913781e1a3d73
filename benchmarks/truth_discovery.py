"""Measure the joint inference on public truth-discovery data: accuracy, Kendall tau and time for each set.

    python benchmarks/truth_discovery.py [DIR] [--json] [--verdicts N]

DIR holds NAME.claims.csv (source, object, value: one row a claim) and NAME.gold.csv (object, value; several rows for an
object: any is right; an empty value: nobody claimed the truth). Without --json, a table beside majority voting and the
published figures of others. *undecided*: two camps of sources that can't be told apart; the majority's answers stand.

--verdicts: the gold of the N most disputed objects that have any is told to the engine as a person's verdicts. Those
objects are not scored: `unasked` is the accuracy on all others without the verdicts, `asked` with them.
"""

import argparse
import csv
import json
import sys
import time
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.truth_peers import PEERS
from corroboration.engine.camps import camps
from corroboration.engine.joint import fit_votes
from corroboration.engine.labels import fit_labels
from corroboration.engine.voting import arrange

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "benchmarks" / "truth"
FEWEST_GOLD = 10  # a source's gold accuracy is taken for its quality from this many gold claims on
YES_OR_NO = 2
"""A set with no more values than this asks the same yes/no question of every object: its sources err in directions.
With more, values are names private to each object, and the joint model with copy detection holds."""

Row = tuple[str, str, str]  # source, object, value
Gold = Mapping[str, frozenset[str]]
Votes = list[list[int]]  # source, object and value of each
Reading = tuple[Mapping[tuple[int, int], float], NDArray[np.float64], bool, Sequence[int]]


@dataclass(frozen=True)
class Inferred:
    """answers: object -> value. scores: source -> reliability. disputed: objects, those first to ask a person about."""

    answers: Mapping[str, str]
    scores: Mapping[str, float]
    undecided: bool
    disputed: Sequence[str]


@dataclass(frozen=True)
class Measured:
    """The figures of one set. kendall_tau is None where fewer than two sources can be ranked.

    unasked, asked: accuracy without and with verdicts, on the objects that have none; None where there are none.
    """

    set: str
    accuracy: float
    kendall_tau: float | None
    seconds: float
    claims: int
    majority: float
    undecided: bool
    unasked: float | None = None
    asked: float | None = None

    def line(self) -> dict[str, object]:
        tau = None if self.kendall_tau is None else round(self.kendall_tau, 4)
        figures = {
            "set": self.set,
            "accuracy": round(self.accuracy, 4),
            "kendall_tau": tau,
            "seconds": round(self.seconds, 2),
            "claims": self.claims,
            "undecided": self.undecided,
        }
        if self.unasked is not None and self.asked is not None:
            figures |= {"unasked": round(self.unasked, 4), "asked": round(self.asked, 4)}
        return figures


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


def infer(rows: list[Row], verdicts: Gold | None = None) -> Inferred:
    """What the project's engine makes of the claims. verdicts: object -> the values that a person called right."""
    columns = [sorted(set(column)) for column in zip(*rows, strict=True)]
    number = [{name: index for index, name in enumerate(names)} for names in columns]
    votes = [[number[c][row[c]] for row in rows] for c in range(3)]
    sources, objects, values = columns
    told = {number[1][name]: {number[2].get(v, -1) for v in right} for name, right in (verdicts or {}).items()}
    read = _labels if len(values) <= YES_OR_NO else _names
    found, scores, undecided, disputed = read(votes, told)
    weights = {(objects[o], values[v]): p for (o, v), p in found.items()}
    reliability = dict(zip(sources, scores.tolist(), strict=True))
    return Inferred(best(weights), reliability, undecided, [objects[o] for o in disputed])


def _names(votes: Votes, told: Mapping[int, set[int]]) -> Reading:
    """By joint inference: values are names private to each object."""
    verdicts = {(o, v): v in told[o] for o, v in zip(*votes[1:], strict=True) if o in told}
    arranged = arrange(*votes, verdicts=verdicts)
    found = camps(arranged, fit_votes(arranged))
    return found.answers, found.found.accuracy, found.undecided, found.disputed


def _labels(votes: Votes, told: Mapping[int, set[int]]) -> Reading:
    """By a confusion matrix a source: values are labels that all objects share. The likeliest are asked about last."""
    found = fit_labels(*votes, verdicts={o: min(right) for o, right in told.items() if min(right, default=-1) >= 0})
    answers = {(o, v): p for o, shares in enumerate(found.probability.tolist()) for v, p in enumerate(shares)}
    return answers, found.accuracy, False, np.argsort(found.probability.max(axis=1), kind="stable").tolist()


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


def measure(claims: Path, verdicts: int = 0) -> Measured:
    name = claims.name.removesuffix(".claims.csv")
    rows, gold = read_claims(claims), read_gold(claims.with_name(f"{name}.gold.csv"))
    start = time.perf_counter()
    found = infer(rows)
    seconds = time.perf_counter() - start
    return Measured(
        name,
        accuracy(found.answers, gold),
        rank_agreement(found.scores, rows, gold),
        seconds,
        len(rows),
        accuracy(majority(rows), gold),
        found.undecided,
        *(_ask(rows, gold, found, verdicts) if verdicts else ()),
    )


def _ask(rows: list[Row], gold: Gold, found: Inferred, verdicts: int) -> tuple[float, float]:
    """Accuracy without and with the gold of the most disputed objects as verdicts, on all other objects."""
    told = {name: gold[name] for name in [name for name in found.disputed if name in gold][:verdicts]}
    others = {name: right for name, right in gold.items() if name not in told}
    return accuracy(found.answers, others), accuracy(infer(rows, told).answers, others)


def table(measured: list[Measured], verdicts: int) -> str:
    """A row a set and one of means; the columns of peers are published figures, empty where there are none."""
    asked = ["unasked", "asked"] if verdicts else []
    heads = ["majority", "joint", "tau", *asked, *PEERS, "seconds", "claims"]
    lines = [f"{'set':<18}" + "".join(f"{head:>{_width(head)}}" for head in heads)]
    for m in measured:
        ours = [m.majority, m.accuracy, m.kendall_tau, *([m.unasked, m.asked] if verdicts else [])]
        figures = [*ours, *(peer.get(m.set) for peer in PEERS.values())]
        lines.append(f"{m.set:<18}{_cells(heads, figures)}{m.seconds:>9.2f}{m.claims:>9}" + "  undecided" * m.undecided)
    ours = [np.mean([m.majority for m in measured]), np.mean([m.accuracy for m in measured]), None]
    if verdicts:
        ours += [np.mean([m.unasked for m in measured]), np.mean([m.asked for m in measured])]
    theirs = [_mean([peer.get(m.set) for m in measured]) for peer in PEERS.values()]
    return "\n".join([*lines, f"{'mean':<18}{_cells(heads, [*ours, *theirs])}"])


def _width(head: str) -> int:
    return max(len(head) + 2, 9)


def _cells(heads: Sequence[str], figures: Sequence[float | None]) -> str:
    cells = ("-" if figure is None else f"{figure:.3f}" for figure in figures)
    return "".join(f"{cell:>{_width(head)}}" for head, cell in zip(heads, cells, strict=False))


def _mean(figures: Sequence[float | None]) -> float | None:
    """None where a set has no figure: a mean over others would be compared with ours."""
    known = [figure for figure in figures if figure is not None]
    return float(np.mean(known)) if len(known) == len(figures) else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--verdicts", type=int, default=0, metavar="N", help="gold of N objects told as verdicts")
    given = parser.parse_args()
    sets = sorted(given.directory.glob("*.claims.csv"))
    if not sets:
        parser.error(f"no NAME.claims.csv in {given.directory}")
    measured = []
    for path in sets:
        measured.append(measure(path, given.verdicts))
        if given.json:
            print(json.dumps(measured[-1].line()), flush=True)
    if not given.json:
        print(table(measured, given.verdicts))


if __name__ == "__main__":
    main()
