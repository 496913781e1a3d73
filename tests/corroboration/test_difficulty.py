"""Hard questions: found by how everybody does on them, believed less, and not blamed on their sources."""

import numpy as np
import pytest

from corroboration.engine.difficulty import HARDER, MOST, estimate, split_up, without
from corroboration.engine.joint import Fit, fit
from corroboration.engine.voting import Votes, arrange
from sources.engine.reliability import Prior

ACCURACIES = (0.9, 0.6, 0.7)
N = 4.0  # false answers
SHARE = 0.1


def said(values: list[int], **more: object) -> Votes:
    """One question, answered by sources of these accuracies."""
    return arrange(range(len(values)), [0] * len(values), values, **more)  # type: ignore[arg-type]


def logs(votes: Votes, factor: float) -> tuple[np.ndarray, np.ndarray]:
    right = factor * np.array(ACCURACIES)[votes.source]
    return np.log(right), np.log((1 - right) / N)


def by_hand(values: list[int], left_out: int | None = None) -> dict[tuple[int, bool], float]:
    """(answer, hard) -> probability, by going through all of them; one source may be left out."""
    odds = {}
    for truth in range(int(N) + 1):
        for hard in (False, True):
            odds[truth, hard] = SHARE if hard else 1 - SHARE
            for source, value in enumerate(values):
                right = ACCURACIES[source] * (HARDER if hard else 1)
                if source != left_out:
                    odds[truth, hard] *= right if value == truth else (1 - right) / N
    return {key: part / sum(odds.values()) for key, part in odds.items()}


@pytest.mark.parametrize("values", [[0, 0, 0], [0, 1, 1], [0, 1, 2]])
def test_beliefs_are_those_worked_out_answer_by_answer(values: list[int]) -> None:
    votes = said(values)
    easy, hard = logs(votes, 1), logs(votes, HARDER)
    found = split_up(votes, np.zeros(len(votes.home)), easy, hard, np.array([N]), SHARE)
    expected = by_hand(values)
    for at, value in enumerate(votes.value.tolist()):
        assert found.easy[at] == pytest.approx(expected[value, False])
        assert found.hard[at] == pytest.approx(expected[value, True])
    assert found.hardness[0] == pytest.approx(sum(part for (_, is_hard), part in expected.items() if is_hard))
    held = without(votes, found, easy, hard)
    for at, source in enumerate(votes.source.tolist()):
        others = by_hand(values, left_out=source)
        assert held.right_easy[at] == pytest.approx(others[values[source], False])
        assert held.right[at] + held.wrong[at] == pytest.approx(1)


def test_discord_makes_a_question_hard_and_a_verdict_makes_none() -> None:
    hardness = {}
    for name, values, more in (
        ("one voice", [0, 0, 0], {}),
        ("discord", [0, 1, 2], {}),
        ("judged", [0, 1, 2], {"verdicts": {(0, 1): True}}),
    ):
        votes = said(values, **more)
        plain = np.full(len(votes.home), 0.3)
        found = split_up(votes, plain, logs(votes, 1), logs(votes, HARDER), np.array([N]), SHARE)
        hardness[name] = found.hardness[0]
        if name == "judged":
            assert found.belief.tolist() == plain.tolist()
            assert estimate(votes, found) == 0
        if name == "discord":
            assert estimate(votes, found) == pytest.approx(found.hardness[0] / 51)  # fifty easy ones are assumed
    assert hardness["one voice"] < SHARE / 3 < SHARE * 2.5 < hardness["discord"]
    assert hardness["judged"] == 0


def world(hard: float, seed: int = 6) -> tuple[tuple[np.ndarray, ...], np.ndarray]:
    """(votes, which questions are hard): twelve sources, each on half of 800 questions; value 0 is right."""
    draw = np.random.default_rng(seed)
    is_hard = draw.random(800) < hard
    source, question = np.nonzero(draw.random((12, 800)) < 0.5)
    accuracy = draw.uniform(0.6, 0.95, 12)[source]
    right = draw.random(len(source)) < np.where(is_hard[question], accuracy * HARDER, accuracy)
    return (source, question, np.where(right, 0, draw.integers(1, 6, len(source)))), is_hard


def surest(found: Fit) -> np.ndarray:
    sure = np.zeros(800)
    for (name, _), probability in found.answers.items():
        sure[name] = max(sure[name], probability)
    return sure


def test_the_share_of_hard_questions_is_found() -> None:
    votes, is_hard = world(0.1)
    found = fit(*votes)
    assert found.hard == pytest.approx(is_hard.mean(), abs=0.04)
    assert fit(*world(0.0)[0]).hard < 0.01


def test_where_many_would_be_hard_none_is() -> None:
    found = fit(*world(0.4)[0])
    assert found.hard == 0
    assert MOST < 0.4


def test_two_questions_show_nothing_of_difficulty() -> None:
    """So a source of which nothing is known is as accurate as the prior has it."""
    found = fit([0, 1, 2], [0, 0, 1], [0, 1, 0], prior=Prior())
    assert found.hard < 0.001
    assert found.accuracy[2] == pytest.approx(Prior().mean, abs=0.004)  # of the grid


def test_a_hard_question_is_believed_less(monkeypatch) -> None:
    votes, is_hard = world(0.1)
    with_them = surest(fit(*votes))
    monkeypatch.setattr("corroboration.engine.joint.SHARE", 0.0)
    without_them = surest(fit(*votes))
    assert with_them[is_hard].mean() < without_them[is_hard].mean() - 0.03
    assert with_them[~is_hard].mean() == pytest.approx(without_them[~is_hard].mean(), abs=0.01)
