"""Joint inference: who is right, who is reliable, and who only repeats."""

import numpy as np
import pytest

from corroboration.engine.joint import Fit, fit
from corroboration.engine.labels import fit_labels

TRUE = 0  # the value that holds, in every world here


def world(accuracies: list[float], questions: int = 200, false_values: int = 4, seed: int = 1):
    """(sources, objects, values) of independent sources that answer every question, right with their accuracy."""
    draw = np.random.default_rng(seed)
    sources = np.repeat(np.arange(len(accuracies)), questions)
    objects = np.tile(np.arange(questions), len(accuracies))
    right = draw.random(len(sources)) < np.array(accuracies)[sources]
    return sources, objects, np.where(right, TRUE, draw.integers(1, false_values + 1, len(sources)))


def accuracy(found: Fit) -> float:
    best: dict[int, tuple[float, int]] = {}
    for (name, value), probability in sorted(found.answers.items()):
        best[name] = max(best.get(name, (0.0, 0)), (probability, value))
    return sum(value == TRUE for _, value in best.values()) / len(best)


def test_accuracies_are_recovered() -> None:
    accuracies = [0.95, 0.9, 0.8, 0.7, 0.6, 0.5]
    found = fit(*world(accuracies))
    assert found.accuracy == pytest.approx(accuracies, abs=0.08)
    assert accuracy(found) > 0.97


def test_a_good_minority_outvotes_a_careless_majority() -> None:
    votes = world([0.95, 0.95, 0.35, 0.35, 0.35, 0.35, 0.35], false_values=2)
    _, objects, values = votes
    counts = [np.bincount(values[objects == name]) for name in range(200)]
    majority = np.mean([count.argmax() == TRUE for count in counts])
    assert accuracy(fit(*votes)) > majority + 0.03


def test_an_answer_nobody_else_gave_is_no_evidence() -> None:
    """Cavity: without its own vote, it is one of n + 1 that are possible."""
    found = fit([0, 1], [0, 1], [0, 0], false_answers=4.0)
    assert found.held == pytest.approx([1 / 5, 1 / 5])
    assert found.accuracy[0] == found.accuracy[1]


def test_copiers_are_found_and_held_back() -> None:
    """Eight copies of a bad source would win every vote; none of them is believed more for it."""
    sources, objects, values = world([0.9, 0.9, 0.85, 0.4])
    bad = values[sources == 3]
    for copier in range(4, 12):
        sources = np.append(sources, np.full(200, copier))
        objects = np.append(objects, np.arange(200))
        values = np.append(values, bad)
    votes = (sources, objects, values)
    with_discount, without = fit(*votes), fit(*votes, copying=False)
    assert accuracy(with_discount) > 0.93
    assert accuracy(without) < accuracy(with_discount) - 0.2
    assert {(a, b) for a, b, _ in with_discount.dependent} >= {(3, copier) for copier in range(4, 12)}
    assert not any(b < 3 for _, b, _ in with_discount.dependent)


def test_a_verdict_decides_between_two_even_camps() -> None:
    sources, objects = [0, 0, 1, 1], [0, 1, 0, 1]
    found = fit(sources, objects, [0, 0, 1, 1], verdicts={(0, 1): True}, false_answers=1.0)
    assert found.answers[0, 1] > 0.95
    assert found.accuracy[1] > found.accuracy[0]
    assert found.answers[1, 1] > 0.5  # and the camp it proves right is believed elsewhere


def test_a_verdict_stands_against_any_number_of_votes() -> None:
    """And the votes are judged by it alone: 0.98, not what is left of that without them."""
    found = fit(range(12), [0] * 12, [0] * 12, verdicts={(0, 0): False, (0, 1): True})
    assert (found.answers[0, 0], found.answers[0, 1]) == pytest.approx((0.02, 0.98))
    assert found.held == pytest.approx([0.02] * 12)
    assert found.accuracy.max() < 0.8


def test_a_vote_against_speaks_against() -> None:
    found = fit([0, 1], [0, 0], [0, 0], against=[False, True], denial=1.5, false_answers=5.0)
    alone = fit([0], [0], [0], false_answers=5.0)
    assert found.answers[0, 0] < alone.answers[0, 0] / 2


def test_known_pairs_raise_suspicion() -> None:
    votes = world([0.95, 0.95, 0.95], questions=12)
    plain, told = fit(*votes), fit(*votes, known_pairs={(0, 1): 8.0})
    assert not plain.dependent
    assert [(a, b) for a, b, _ in told.dependent] == [(0, 1)]


def test_the_order_of_the_votes_makes_no_difference() -> None:
    sources, objects, values = world([0.9, 0.7, 0.6, 0.8], questions=60)
    order = np.random.default_rng(5).permutation(len(sources))
    plain, mixed = fit(sources, objects, values), fit(sources[order], objects[order], values[order])
    assert plain.accuracy.tolist() == mixed.accuracy.tolist()
    assert plain.held[order].tolist() == mixed.held.tolist()
    assert plain.answers == mixed.answers


def test_a_verdict_on_a_label_stands_and_teaches_whom_to_believe() -> None:
    """Two against two on twenty questions; ten verdicts side with the first two."""
    sources, objects = np.repeat(np.arange(4), 20), np.tile(np.arange(20), 4)
    labels = np.where(sources < 2, 1, 0)
    found = fit_labels(sources, objects, labels, verdicts=dict.fromkeys(range(10), 1))
    assert found.probability[:10, 1].tolist() == pytest.approx([0.98] * 10)
    assert (found.probability[10:, 1] > 0.9).all()
    assert found.accuracy[0] > found.accuracy[2] + 0.3


def test_sources_that_overlook_are_told_from_those_that_imagine() -> None:
    """Six sources miss most of what is there and never invent: two of them saying yes is proof enough."""
    draw = np.random.default_rng(3)
    truth = draw.random(300) < 0.5
    says = np.where(truth, draw.random((6, 300)) < 0.45, draw.random((6, 300)) < 0.02)
    sources, objects = np.repeat(np.arange(6), 300), np.tile(np.arange(300), 6)
    found = fit_labels(sources, objects, says.astype(int).ravel())
    majority = np.mean((says.sum(axis=0) > 3) == truth)
    assert np.mean(found.probability.argmax(axis=1) == truth) > majority + 0.15
    assert found.confusion[:, 1, 1] == pytest.approx([0.45] * 6, abs=0.12)
    order = draw.permutation(len(sources))
    mixed = fit_labels(sources[order], objects[order], says.astype(int).ravel()[order])
    assert mixed.probability.tolist() == found.probability.tolist()
