"""Measure the joint inference in worlds whose truth is known: does it know how sure it is, and does copying fool it?

    python benchmarks/simulation.py [--seeds N] [--json]

Sources are right with accuracies Beta(8, 3), a few speak far more often than the rest, false answers are popular by
Zipf's law, some questions are harder for all. Copiers repeat an original some days later; a brigade of young accounts
repeats one bad source word for word. One line a world, the mean over the seeds.
"""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.truth_discovery import kendall_tau
from corroboration.engine.joint import Fit, fit
from sources.engine.reliability import GRID, LEVEL

SOURCES, QUESTIONS, VOTES = 120, 2_000, 14_000
FALSE_VALUES = 6
BRIGADE = 12  # accounts
BUSIEST_TO_IDLE = 1.1  # exponent of the activities' power law
HARD, HARDER = 0.1, 0.5  # share of hard questions, and what is left of an accuracy's edge over chance on them
BINS = 10  # of the calibration error
FEWEST = 10  # votes of a source that is ranked, and whose interval is looked at

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """Votes with what lies behind them. value 0 is right. copies: pairs of sources (smaller first) that depend."""

    source: Ints
    question: Ints
    value: Ints
    time: Floats
    accuracy: Floats
    copies: frozenset[tuple[int, int]]

    @property
    def votes(self) -> tuple[Ints, Ints, Ints, Floats]:
        return self.source, self.question, self.value, self.time


def clean(draw: np.random.Generator, hard: float = 0.0) -> World:
    """Independent sources."""
    accuracy = draw.beta(8, 3, SOURCES)
    activity = draw.permutation(1 / np.arange(1, SOURCES + 1) ** BUSIEST_TO_IDLE)
    pairs = draw.choice(SOURCES * QUESTIONS, VOTES, replace=False, p=_spread(activity))
    source, question = pairs // QUESTIONS, pairs % QUESTIONS
    easy = draw.random(QUESTIONS) >= hard
    chance = np.where(easy[question], accuracy[source], accuracy[source] * HARDER)
    value = np.where(draw.random(VOTES) < chance, 0, _false_values(draw, VOTES))
    return World(source, question, value, draw.uniform(0, 365, VOTES), accuracy, frozenset())


def _spread(activity: Floats) -> Floats:
    weight = np.repeat(np.minimum(activity, 0.05), QUESTIONS)
    return weight / weight.sum()


def _false_values(draw: np.random.Generator, count: int) -> Ints:
    popularity = 1 / np.arange(1, FALSE_VALUES + 1)
    return draw.choice(np.arange(1, FALSE_VALUES + 1), count, p=popularity / popularity.sum())


def hard_events(draw: np.random.Generator) -> World:
    return clean(draw, HARD)


def copying(share: float, rate: float) -> Callable[[np.random.Generator], World]:
    """A share of the sources takes a part of its answers from one original each, up to a month later."""

    def world(draw: np.random.Generator) -> World:
        plain = clean(draw)
        copiers = draw.choice(SOURCES, int(SOURCES * share), replace=False)
        originals = np.setdiff1d(np.arange(SOURCES), copiers)
        chosen = {int(copier): int(draw.choice(originals)) for copier in copiers}
        return _with_copies(plain, chosen, rate, draw)

    return world


def brigade(draw: np.random.Generator) -> World:
    """New accounts that repeat one unreliable source."""
    plain = clean(draw)
    busy = np.flatnonzero(np.bincount(plain.source, minlength=SOURCES) >= 100)
    worst = int(busy[plain.accuracy[busy].argmin()])
    grown = World(*plain.votes, np.append(plain.accuracy, np.full(BRIGADE, plain.accuracy[worst])), frozenset())
    return _with_copies(grown, {SOURCES + i: worst for i in range(BRIGADE)}, 0.95, draw)


def _with_copies(plain: World, chosen: dict[int, int], rate: float, draw: np.random.Generator) -> World:
    """Each copier repeats a part of its original's votes; on those questions it has no word of its own."""
    source, question, value, time = plain.votes
    key = source * QUESTIONS + question
    for copier, original in sorted(chosen.items()):
        taken = np.flatnonzero((source == original) & (draw.random(len(source)) < rate))
        kept = ~np.isin(key, copier * QUESTIONS + question[taken])
        source = np.append(source[kept], np.full(len(taken), copier))
        late = time[taken] + draw.uniform(0.5, 30, len(taken))
        value, time = np.append(value[kept], value[taken]), np.append(time[kept], late)
        question = np.append(question[kept], question[taken])
        key = source * QUESTIONS + question
    family = chosen | {o: o for o in chosen.values()}
    related = frozenset((a, b) for a in family for b in family if a < b and family[a] == family[b])
    return World(source, question, value, time, plain.accuracy, related)


WORLDS: dict[str, Callable[[np.random.Generator], World]] = {
    "clean": clean,
    "25% copiers, rate 0.8": copying(0.25, 0.8),
    "50% copiers, rate 0.95": copying(0.5, 0.95),
    f"brigade of {BRIGADE}": brigade,
    "10% hard questions": hard_events,
}


def measure(world: World) -> dict[str, float]:
    """The figures of one fit. right: whether the likeliest answer of each question is the true one."""
    found = fit(*world.votes)
    best = _best(found)
    sure = np.array([probability for probability, _ in best])
    right = np.array([value == 0 for _, value in best], float)
    return {
        "majority": _majority(world),
        "accuracy": float(right.mean()),
        "brier": float(((sure - right) ** 2).mean()),
        "ece": _calibration_error(sure, right),
        **_sources(world, found),
        **_couples(world, found),
    }


def _best(found: Fit) -> list[tuple[float, int]]:
    chosen: dict[int, tuple[float, int]] = {}
    for (question, value), probability in found.answers.items():
        chosen[question] = max(chosen.get(question, (0.0, -1)), (probability, value))
    return [chosen[question] for question in sorted(chosen)]


def _majority(world: World) -> float:
    """Accuracy of majority voting; a tie with the truth among the first counts in part."""
    votes = np.zeros((QUESTIONS, FALSE_VALUES + 1))
    np.add.at(votes, (world.question, world.value), 1)
    votes = votes[votes.sum(axis=1) > 0]
    first = votes == votes.max(axis=1, keepdims=True)
    return float((first[:, 0] / first.sum(axis=1)).mean())


def _calibration_error(sure: Floats, right: Floats) -> float:
    """Expected calibration error: how far, on average, the probability in a bin is from the share that holds."""
    place = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = np.abs(np.bincount(place, sure, BINS) - np.bincount(place, right, BINS))
    return float(gaps.sum() / len(sure))


def _sources(world: World, found: Fit) -> dict[str, float]:
    """Coverage and width of the interval, and rank agreement with the true accuracies, of sources with enough votes."""
    ranked = np.flatnonzero(np.bincount(world.source, minlength=len(world.accuracy)) >= FEWEST)
    reached = np.cumsum(found.posterior[ranked], axis=1)
    grid, half = np.array(GRID), 0.5 / len(GRID)
    low = grid[(reached >= (1 - LEVEL) / 2).argmax(axis=1)] - half
    high = grid[(reached >= 1 - (1 - LEVEL) / 2).argmax(axis=1)] + half
    true = world.accuracy[ranked]
    own = np.array([(world.value[world.source == source] == 0).mean() for source in ranked])
    tau = kendall_tau(found.accuracy[ranked].tolist(), own.tolist())
    held = (low <= true) & (true <= high)
    copies = {source for pair in world.copies for source in pair}
    honest = np.array([source not in copies for source in ranked])
    return {"coverage": float(held[honest].mean()), "width": float((high - low).mean()), "tau": tau or 0.0}


def _couples(world: World, found: Fit) -> dict[str, float]:
    """Precision and recall of the couples called dependent (1 where there are none to call)."""
    called = {(a, b) for a, b, _ in found.dependent}
    hits = len(called & world.copies)
    precision = hits / len(called) if called else 1.0
    return {"precision": precision, "recall": hits / len(world.copies) if world.copies else 1.0}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    given = parser.parse_args()
    header = True
    for name, world in WORLDS.items():
        runs = [measure(world(np.random.default_rng(seed))) for seed in range(given.seeds)]
        mean = {key: round(float(np.mean([run[key] for run in runs])), 4) for key in runs[0]}
        if given.json:
            print(json.dumps({"world": name, **mean}), flush=True)
            continue
        if header:
            print(f"{'world':<24}" + "".join(f"{key:>10}" for key in mean))
            header = False
        print(f"{name:<24}" + "".join(f"{figure:>10.3f}" for figure in mean.values()), flush=True)


if __name__ == "__main__":
    main()
