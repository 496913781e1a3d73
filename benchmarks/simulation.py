"""Measure the joint inference in worlds whose truth is known: does it know how sure it is, and does copying fool it?

    python -m benchmarks.simulation [--seeds N] [--json]

A line a world of benchmarks/simulated_worlds.py, the mean over the seeds: accuracy of majority voting and of the joint
model; Brier score and calibration error of its probabilities; of sources with ten votes or more that copy from nobody
how often the 90% interval shown for them holds their true accuracy, how wide it is, and Kendall's tau of score and
truth; precision and recall of the couples called dependent; and skill: by how much the scores at the end of a quarter
foretell the next one's votes better than one number for all sources could. Then how far copiers move an honest source's
score, and which of the promised floors are missed.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

import numpy as np

from benchmarks.simulated_worlds import (
    BRIGADE,
    BUSY,
    DAYS,
    FALSE_VALUES,
    WORLDS,
    Floats,
    World,
    by_accuracy,
    honest,
    joined_by,
)
from benchmarks.truth_discovery import kendall_tau
from corroboration.engine.fits import PRIOR
from corroboration.engine.joint import Fit, fit
from sources.engine.reliability import Contribution, Prior, Reliability, reliability, shares

BINS = 10  # of the calibration error
FEWEST = 10  # votes of a source that is ranked, and whose interval is looked at
QUARTER = DAYS / 4
HALF_LIFE = {"25% copiers, drift": 180.0, "everything at once": 180.0}  # days; where sources drift, evidence must fade
COPIERS, RATES = (1, 3, 10, 30), (0.5, 0.8, 0.95)  # how many copy one source, and what share of its answers they take
FIRST = date(2020, 1, 1)

MOST_ECE, COVERAGE, MOST_LOST, MOST_MOVED = 0.03, (0.88, 0.97), 0.01, 0.02  # the floors

Figures = Mapping[str, float]


def infer(world: World) -> Fit:
    """The fit with which the project weighs voices (fits.py): its prior is the same for everybody."""
    return fit(*world.votes, prior=PRIOR)


def measure(world: World, half_life: float | None) -> dict[str, float]:
    """The figures of one world."""
    standing = world.standing()
    found = infer(standing)
    best = _best(found)
    sure = np.array([probability for probability, _ in best])
    right = np.array([value == 0 for _, value in best], float)
    return {
        "majority": _majority(standing),
        "accuracy": float(right.mean()),
        "brier": float(((sure - right) ** 2).mean()),
        "ece": _calibration_error(sure, right),
        **_sources(standing, found, half_life),
        **_couples(world, found),
        "skill": _skill(world),
    }


def _best(found: Fit) -> list[tuple[float, int]]:
    chosen: dict[int, tuple[float, int]] = {}
    for (question, value), probability in found.answers.items():
        chosen[question] = max(chosen.get(question, (0.0, -1)), (probability, value))
    return [chosen[question] for question in sorted(chosen)]


def _majority(world: World) -> float:
    """Accuracy of majority voting; a tie with the truth among the first counts in part."""
    votes = np.zeros((world.question.max() + 1, FALSE_VALUES + 1))
    np.add.at(votes, (world.question, world.value), 1)
    votes = votes[votes.sum(axis=1) > 0]
    first = votes == votes.max(axis=1, keepdims=True)
    return float((first[:, 0] / first.sum(axis=1)).mean())


def _calibration_error(sure: Floats, right: Floats) -> float:
    """Expected calibration error: how far, on average, the probability in a bin is from the share that holds."""
    place = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = np.abs(np.bincount(place, sure, BINS) - np.bincount(place, right, BINS))
    return float(gaps.sum() / len(sure))


def ranked(world: World) -> list[int]:
    """The sources that copy from nobody and voted often enough."""
    votes = np.bincount(world.source, minlength=len(world.accuracy))
    return [source for source in np.flatnonzero(votes >= FEWEST).tolist() if source not in world.copiers]


def shown(world: World, found: Fit, half_life: float | None) -> dict[int, Reliability]:
    """The score of each ranked source as a page shows it: from a ledger with one line a vote."""
    prior = Prior(PRIOR.mean, PRIOR.strength, found.prior.false_values)
    ledgers: dict[int, list[Contribution]] = {source: [] for source in ranked(world)}
    rows = zip(world.source.tolist(), world.time.tolist(), found.held.tolist(), strict=True)
    for number, (source, time, held) in enumerate(rows):
        if source in ledgers:
            up, down = shares(held, prior)
            day = FIRST + timedelta(days=int(time))
            ledgers[source].append(Contribution(f"{number:06}", "corroborated", "", day, up, down, 1.0, ""))
    return {source: reliability(ledger, prior, None, half_life) for source, ledger in ledgers.items()}


def _sources(world: World, found: Fit, half_life: float | None) -> dict[str, float]:
    scores = shown(world, found, half_life)
    true = [float(world.accuracy[source]) for source in scores]
    held = [score.low <= accuracy <= score.high for score, accuracy in zip(scores.values(), true, strict=True)]
    return {
        "coverage": float(np.mean(held)),
        "width": float(np.mean([score.high - score.low for score in scores.values()])),
        "tau": kendall_tau([score.mean for score in scores.values()], true) or 0.0,
    }


def _couples(world: World, found: Fit) -> dict[str, float]:
    """Precision and recall of the couples called dependent (1 where there are none to call)."""
    called = {(a, b) for a, b, _ in found.dependent}
    hits = len(called & world.copies)
    precision = hits / len(called) if called else 1.0
    return {"precision": precision, "recall": hits / len(world.copies) if world.copies else 1.0}


def _skill(world: World) -> float:
    """1 - squared error of the scores / that of the one number that would have been best for all sources."""
    end, foretold, came = world.standing(), [], []
    for quarter in (1, 2, 3):
        day = quarter * QUARTER
        past = world.standing(day)
        scores, known = infer(past).accuracy, np.isin(end.source, ranked(past))
        later = known & (end.time > day) & (end.time <= day + QUARTER)
        foretold.append(scores[end.source[later]])
        came.append((end.value[later] == 0).astype(float))
    expected, right = np.concatenate(foretold), np.concatenate(came)
    return 1 - float(((expected - right) ** 2).sum() / ((right.mean() - right) ** 2).sum())


def moved(seed: int, copiers: int) -> float:
    """The most that so many copiers of one source move any score, its own too: of the best or worst of those with
    many votes, and of the busier half."""
    plain = honest(np.random.default_rng(seed))
    before = infer(plain).accuracy
    orders, greatest = [by_accuracy(plain, share) for share in (BUSY, 0.5)], 0.0
    for original in sorted({order[end] for order in orders for end in (0, -1)}):
        for rate in RATES:
            world = joined_by(plain, copiers, original, rate, np.random.default_rng(seed))
            after = infer(world).accuracy[: len(before)]
            greatest = max(greatest, float(np.abs(after - before).max()))
    return greatest


def missed(worlds: Mapping[str, Figures], moves: Mapping[int, float]) -> Iterator[str]:
    """The floors that the figures don't reach."""
    low, high = COVERAGE
    for name, figures in worlds.items():
        if figures["ece"] > MOST_ECE:
            yield f"{name}: calibration error {figures['ece']:.3f}, promised {MOST_ECE}"
        if not low <= figures["coverage"] <= high:
            yield f"{name}: coverage {figures['coverage']:.3f}, promised {low} to {high}"
    lost = worlds["clean"]["accuracy"] - worlds[f"brigade of {BRIGADE}"]["accuracy"]
    if lost > MOST_LOST:
        yield f"a brigade costs {lost:.3f} of the accuracy, promised {MOST_LOST}"
    for copiers, move in moves.items():
        if move > MOST_MOVED:
            yield f"{copiers} copiers move a score by {move:.4f}, promised {MOST_MOVED}"


def table(worlds: Mapping[str, Figures]) -> Iterable[str]:
    width = max(map(len, worlds))
    yield f"{'world':<{width}}" + "".join(f"{key:>10}" for key in worlds["clean"])
    for name, figures in worlds.items():
        yield f"{name:<{width}}" + "".join(f"{figure:>10.3f}" for figure in figures.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    given = parser.parse_args()
    worlds: dict[str, Figures] = {}
    for name, world in WORLDS.items():
        runs = [measure(world(np.random.default_rng(seed)), HALF_LIFE.get(name)) for seed in range(given.seeds)]
        worlds[name] = {key: round(float(np.mean([run[key] for run in runs])), 4) for key in runs[0]}
    moves = {k: round(max(moved(seed, k) for seed in range(given.seeds)), 4) for k in COPIERS}
    if given.json:
        for name, figures in worlds.items():
            print(json.dumps({"world": name, **figures}))
        print(json.dumps({"moved_by_copiers": moves, "missed": list(missed(worlds, moves))}))
        return
    print("\n".join(table(worlds)))
    print("\ngreatest move of an honest source's score by copiers of the best or the worst source")
    print("   ".join(f"{copiers}: {move:.4f}" for copiers, move in moves.items()))
    print("\nfloors that are missed:", *(list(missed(worlds, moves)) or ["none"]), sep="\n- ")


if __name__ == "__main__":
    main()
