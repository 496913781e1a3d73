"""Does the engine know when it can't know? Worlds and samples in which two camps of sources contradict each other.

    python -m benchmarks.two_camps [DIR] [--seeds N] [--samples N]

Worlds: of the sources, a share is honest; the others agree among themselves on another answer to half of the questions.
With and without copying in either camp; a share of 1 is a clean world, which must never be called undecided. Then
samples of the flight day in DIR: sources taken out and a part of the questions kept, by which either camp may come out
ahead. A row a kind: how often there were two readings, how often the set was called undecided, how often the first
reading was decided for and worse than majority voting by more than a point; and mean accuracy of majority voting, of
the fit alone, of what camps.py answers, and of that with the 20 most disputed questions told (on the other questions).
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.truth_discovery import DEFAULT, best, read_claims, read_gold
from corroboration.engine.camps import PARTED, camps
from corroboration.engine.joint import fit_votes
from corroboration.engine.voting import arrange

SOURCES, QUESTIONS, ANSWERED = 30, 600, 0.4  # the last: share of the questions that a source answers
SPLIT = 0.5  # share of the questions on which the camps differ
FALSE_VALUES = 4
COPIERS, COPIED = 8, 0.95  # sources that copy from another of their camp, and the share of its answers they take
VERDICTS = 20
LOST = 0.01  # accuracy below majority voting's from which a decided set counts as wrong
FEWEST_LEFT_OUT, MOST_LEFT_OUT = 3, 15  # sources of a sample
SAMPLED = "flight_20111208"

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class World:
    """Votes (source, question, value), and the right values of the questions that have gold."""

    votes: tuple[Ints, Ints, Ints]
    truth: Mapping[int, frozenset[int]]


def world(honest: float, copiers: int, draw: np.random.Generator) -> World:
    """Value 0 is right, and what the honest ones say; the other camp says 1 where the camps differ."""
    camp = np.arange(SOURCES) < round(honest * SOURCES)
    accuracy = draw.beta(8, 2, SOURCES)
    source, question = np.nonzero(draw.random((SOURCES, QUESTIONS)) < ANSWERED)
    says = np.where(camp[source], 0, (draw.random(QUESTIONS) < SPLIT)[question])
    errors = draw.integers(2, 2 + FALSE_VALUES, len(source))
    value = np.where(draw.random(len(source)) < accuracy[source], says, errors)
    for copier in draw.choice(SOURCES, copiers, replace=False).tolist():
        mates = np.flatnonzero((camp == camp[copier]) & (np.arange(SOURCES) != copier))
        original = source == draw.choice(mates)
        told = np.full(QUESTIONS, -1)
        told[question[original]] = value[original]
        taken = (source == copier) & (told[question] >= 0) & (draw.random(len(source)) < COPIED)
        value[taken] = told[question[taken]]
    return World((source, question, value), {name: frozenset({0}) for name in range(QUESTIONS)})


def whole(directory: Path) -> World:
    """The flight day."""
    rows = read_claims(directory / f"{SAMPLED}.claims.csv")
    gold = read_gold(directory / f"{SAMPLED}.gold.csv")
    names = [sorted(set(column)) for column in zip(*rows, strict=True)]
    number = [{name: index for index, name in enumerate(column)} for column in names]
    votes = [np.array([number[c][row[c]] for row in rows]) for c in range(3)]
    truth = {number[1][o]: frozenset(number[2].get(v, -1) for v in right) for o, right in gold.items()}
    return World((votes[0], votes[1], votes[2]), truth)


def sample(day: World, draw: np.random.Generator) -> World:
    """The day without some of its sources, and a part of its questions."""
    source, question, _ = day.votes
    left_out = draw.choice(source.max() + 1, draw.integers(FEWEST_LEFT_OUT, MOST_LEFT_OUT + 1), replace=False)
    kept = draw.random(question.max() + 1) < draw.choice([0.25, 0.5, 1.0])
    chosen = ~np.isin(source, left_out) & kept[question]
    votes = tuple(column[chosen] for column in day.votes)
    asked = set(votes[1].tolist())
    return World(votes, {name: right for name, right in day.truth.items() if name in asked})  # type: ignore[arg-type]


def measure(world: World) -> dict[str, float]:
    votes = arrange(*world.votes)
    alone = fit_votes(votes)
    found = camps(votes, alone)
    shares = np.bincount(votes.answer, minlength=len(votes.home))
    majority = dict(zip(alone.answers, shares.tolist(), strict=True))
    told = [name for name in found.disputed if name in world.truth][:VERDICTS]
    verdicts = {(o, v): v in world.truth[o] for o, v in zip(*world.votes[1:], strict=True) if o in told}
    judged = arrange(*world.votes, verdicts={(int(o), int(v)): right for (o, v), right in verdicts.items()})
    asked = camps(judged, fit_votes(judged)).answers
    figures = {
        "majority": accuracy(majority, world.truth),
        "alone": accuracy(alone.answers, world.truth),
        "camps": accuracy(found.answers, world.truth),
        "asked": accuracy(asked, {name: right for name, right in world.truth.items() if name not in told}),
    }
    wrong = not found.undecided and figures["camps"] < figures["majority"] - LOST
    return {"two": found.parted >= PARTED, "undecided": found.undecided, "wrong": wrong, "lead": found.lead, **figures}


def accuracy(weights: Mapping[tuple[int, int], float], truth: Mapping[int, frozenset[int]]) -> float:
    found = best({(str(o), str(v)): weight for (o, v), weight in weights.items()})
    return sum(int(found[str(name)]) in right for name, right in truth.items()) / len(truth)


def kinds(
    directory: Path, seeds: int, samples: int
) -> Iterator[tuple[str, int, Callable[[np.random.Generator], World]]]:
    """(name, number of draws, how one is drawn) of each row."""
    for honest in (0.5, 0.6, 0.8, 1.0):
        for copiers in (0, COPIERS):
            name = f"{honest:.0%} honest, {copiers} copiers"
            yield name, seeds, lambda draw, honest=honest, copiers=copiers: world(honest, copiers, draw)
    if samples:
        day = whole(directory)
        yield f"samples of {SAMPLED}", samples, lambda draw: sample(day, draw)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--samples", type=int, default=30)
    given = parser.parse_args()
    header = True
    for name, count, draw in kinds(given.directory, given.seeds, given.samples):
        runs = [measure(draw(np.random.default_rng(seed))) for seed in range(count)]
        if header:
            print(f"{'':<30}" + "".join(f"{key:>10}" for key in runs[0]))
            header = False
        means = [float(np.mean([run[key] for run in runs])) for key in runs[0]]
        print(f"{name:<30}" + "".join(f"{figure:>10.3f}" for figure in means), flush=True)


if __name__ == "__main__":
    main()
