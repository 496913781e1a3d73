"""Who only repeats moves nobody's score: in judged clusters, and in a small world that is known by its votes alone."""

from collections.abc import Mapping
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.simulated_worlds import END, Size, honest, with_copiers
from benchmarks.simulation import COVERAGE, MOST_ECE, MOST_MOVED, infer, measure, missed
from corroboration.engine.ballots import ClusterEvidence
from corroboration.engine.settle import settle
from corroboration.engine.values import Relation, Telling
from tests.corroboration.judged import DEPENDENT, INDEPENDENT, UNKNOWN, related
from tests.corroboration.test_truth import claim

HONEST = ("Monitor", "Governor", "Army", "Mayor")
SMALL = Size(sources=40, questions=200, votes=1_400)


def cluster(number: int, values: Mapping[str, int], copiers: int, copied: str, carried: bool) -> ClusterEvidence:
    """One event to which each honest voice gives a value. Copiers give one voice's, naming it or not."""
    told = [claim(f"{number}-{who}", who, value, after=number) for who, value in sorted(values.items())]
    names = [f"Mirror {place}" for place in range(copiers if copied in values else 0)]
    for place, name in enumerate(names):
        origin = copied if carried else None
        told.append(claim(f"{number}-{place:02}", origin, values[copied], after=number + 1, outlet=name))
    relations = [_relation(later, earlier, carried, copied) for earlier, later in combinations(told, 2)]
    return ClusterEvidence(f"k{number}", told, relations)


def _relation(later: Telling, earlier: Telling, carried: bool, copied: str) -> Relation:
    first, second = later.claim.quantities[0].value, earlier.claim.quantities[0].value
    origins = [voice.name for telling in (later, earlier) for voice in telling.claim.chain]
    apart = INDEPENDENT if len(set(origins)) == 2 else DEPENDENT if carried else UNKNOWN
    return related(later, earlier, "corroborates" if first == second else "contradicts", apart)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.dictionaries(st.sampled_from(HONEST), st.integers(1, 3), min_size=2), min_size=1, max_size=6),
    st.sampled_from([1, 3, 10]),
    st.sampled_from(HONEST),
    st.booleans(),
)
def test_copiers_move_no_score(said: list[dict[str, int]], copiers: int, copied: str, carried: bool) -> None:
    def scores(count: int) -> dict[str, float]:
        evidence = [cluster(number, values, count, copied, carried) for number, values in enumerate(said)]
        records = settle(evidence).records
        return {who: records[who.casefold(), "origin"].reliability.mean for who in sorted({w for v in said for w in v})}

    before, after = scores(0), scores(copiers)
    assert all(abs(after[who] - before[who]) <= MOST_MOVED for who in before)


def test_a_small_world_is_judged_as_promised() -> None:
    figures = measure(with_copiers(0.25, 0.8, size=SMALL)(np.random.default_rng(1)), None)
    assert figures["accuracy"] > figures["majority"]
    assert figures["precision"] > 0.9
    assert {"brier", "ece", "coverage", "width", "tau", "recall", "skill"} < figures.keys()


def test_what_was_taken_back_is_no_vote() -> None:
    world = honest(np.random.default_rng(1), taken_back=0.5, size=SMALL)
    wrong = [int((world.standing(day).value != 0).sum()) for day in (END, -1.0)]
    assert wrong[0] == int(((world.value != 0) & np.isinf(world.until)).sum()) > wrong[1] == 0
    assert infer(world.standing()).accuracy.mean() > infer(world).accuracy.mean()


def test_a_missed_floor_is_named() -> None:
    good = {"accuracy": 0.9, "ece": MOST_ECE, "coverage": COVERAGE[0]}
    worlds = {"clean": good, "brigade of 12": good | {"accuracy": 0.88}, "odd": good | {"ece": 0.04, "coverage": 0.98}}
    assert [line.split(":")[0] for line in missed(worlds, {3: 0.01, 10: 0.03})] == [
        "odd",
        "odd",
        "a brigade costs 0.020 of the accuracy, promised 0.01",
        "10 copiers move a score by 0.0300, promised 0.02",
    ]
