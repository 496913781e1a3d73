"""Two camps that contradict each other: told apart where the sources allow it, called undecided where they don't."""

import numpy as np
import pytest

from benchmarks.truth_discovery import infer
from benchmarks.two_camps import SOURCES, World, accuracy, world
from corroboration.engine.camps import CLEAR_LEAD, FEWEST_VERDICTS, PARTED, Camps, camps
from corroboration.engine.joint import Fit, fit_votes
from corroboration.engine.voting import arrange

HONEST = np.arange(SOURCES // 2)  # of an even world: the camp that is right


def look(made: World, verdicts: dict[tuple[int, int], bool] | None = None) -> Camps:
    votes = arrange(*made.votes, verdicts=verdicts)
    return camps(votes, fit_votes(votes))


def verdicts_on(made: World, objects: list[int]) -> dict[tuple[int, int], bool]:
    said = set(zip(made.votes[1].tolist(), made.votes[2].tolist(), strict=True))
    return {(name, value): value == 0 for name, value in said if name in objects}


def best_of(found: Fit) -> dict[int, int]:
    best: dict[int, tuple[float, int]] = {}
    for (name, value), probability in found.answers.items():
        best[name] = max(best.get(name, (0.0, 0)), (probability, value))
    return {name: value for name, (_, value) in best.items()}


@pytest.fixture(scope="module")
def even() -> World:
    """Half against half. Left to itself, the inference sides with the camp that is wrong."""
    return world(0.5, 8, np.random.default_rng(0))


@pytest.mark.parametrize("copiers", [0, 8])
def test_an_even_split_is_undecided_and_answers_as_most_do(copiers: int) -> None:
    made = world(0.5, copiers, np.random.default_rng(1))
    found = look(made)
    assert found.undecided
    assert found.parted >= PARTED
    assert abs(found.lead) < CLEAR_LEAD
    counts = np.zeros((600, 6))
    np.add.at(counts, made.votes[1:], 1)
    for (name, value), share in found.answers.items():
        assert share == pytest.approx(counts[name, value] / counts[name].sum(), abs=1e-9)


@pytest.mark.parametrize(("honest", "copiers"), [(0.6, 0), (0.6, 8), (0.8, 0), (0.8, 8), (1.0, 0), (1.0, 8)])
def test_an_honest_majority_is_believed(honest: float, copiers: int) -> None:
    """At 60:40, plain voting is right on 0.88 of the questions."""
    for seed in range(2):
        made = world(honest, copiers, np.random.default_rng(seed))
        found = look(made)
        assert not found.undecided
        assert found.answers is found.found.answers
        assert accuracy(found.answers, made.truth) > 0.97


def test_the_most_disputed_are_those_on_which_the_camps_differ(even: World) -> None:
    _, question, value = even.votes
    ones = np.bincount(question, value == 1)
    told = list(look(even).disputed[:20])
    assert (ones[told] >= 4).all()  # a value that nobody gives by mistake
    assert len(set(told)) == 20


def test_verdicts_overturn_a_reading_that_they_contradict(even: World) -> None:
    before = look(even)
    assert accuracy(before.found.answers, even.truth) < 0.6
    told = list(before.disputed[:20])
    after = look(even, verdicts_on(even, told))
    assert not after.undecided
    others = {name: right for name, right in even.truth.items() if name not in told}
    assert accuracy(after.answers, others) > 0.95
    assert after.found.accuracy[HONEST].mean() > after.found.accuracy[HONEST + len(HONEST)].mean() + 0.3


def test_verdicts_that_bear_a_reading_out_leave_it(even: World) -> None:
    """The same world with the other camp right."""
    before = look(even)
    verdicts = {key: key[1] == 1 for key in verdicts_on(even, list(before.disputed[:20]))}
    after = look(even, verdicts)
    assert not after.undecided
    best_before, best_after = (best_of(found) for found in (before.found, after.found))
    assert sum(best_before[name] != best_after[name] for name in best_before) < 30


def test_a_few_verdicts_settle_their_questions_and_no_more(even: World) -> None:
    told = list(look(even).disputed[: FEWEST_VERDICTS - 1])
    found = look(even, verdicts_on(even, told))
    assert found.undecided
    assert all(found.answers[name, 0] > 0.9 for name in told)


def test_the_order_of_the_votes_makes_no_difference(even: World) -> None:
    order = np.random.default_rng(3).permutation(len(even.votes[0]))
    mixed = World(tuple(column[order] for column in even.votes), even.truth)
    plain, other = look(even), look(mixed)
    assert (plain.parted, plain.lead, plain.disputed) == (other.parted, other.lead, other.disputed)
    assert plain.answers == other.answers


def test_one_source_has_no_camps() -> None:
    votes = arrange([0, 0], [0, 1], [0, 0])
    found = camps(votes, fit_votes(votes))
    assert (found.parted, found.lead, found.undecided, found.disputed) == (0.0, 0.0, False, ())


def test_the_benchmark_answers_with_what_stands(even: World) -> None:
    rows = sorted({(f"s{s}", f"o{o}", f"v{v}") for s, o, v in zip(*even.votes, strict=True)})
    found = infer(rows)
    assert found.undecided
    told = {name: frozenset({"v0"}) for name in found.disputed[:20]}
    after = infer(rows, told)
    assert not after.undecided
    assert sum(value == "v0" for value in after.answers.values()) > 570
