"""The columns below the joint inference: pairs by portions, products by blocks, answers without a dict."""

import numpy as np
import pytest

from benchmarks.inference_speed import FALSE_VALUES, SOURCES, world
from corroboration.engine import copying
from corroboration.engine.accuracies import A, Grid
from corroboration.engine.copying import no_discount, vote_pairs
from corroboration.engine.joint import fit
from corroboration.engine.voting import Answers


def votes(sources: int = 9, questions: int = 40, seed: int = 2):
    """(source, question, answer): of each question, a random half of the sources; answers are 0 to 2 of each."""
    draw = np.random.default_rng(seed)
    asked = np.argwhere(draw.random((questions, sources)) < 0.5)
    question, source = asked[:, 0], asked[:, 1]
    answer = question * 3 + draw.integers(0, 3, len(asked))
    order = np.lexsort((source, answer))
    return source[order], question[order], answer[order]


def test_pairs_are_those_that_a_loop_finds() -> None:
    source, question, answer = votes()
    found = vote_pairs(source, question, answer, np.zeros(len(source)), {})
    shared: dict[tuple[int, int], list[bool]] = {}
    for i in range(len(source)):
        for j in range(i):
            if question[i] == question[j]:
                key = (int(min(source[i], source[j])), int(max(source[i], source[j])))
                shared.setdefault(key, []).append(answer[i] == answer[j])
    expected = {key: (len(same), sum(same)) for key, same in shared.items() if len(same) >= copying.FEWEST_SHARED}
    couples = [tuple(couple) for couple in found.sources.tolist()]
    assert dict(zip(couples, zip(found.shared, found.agreed, strict=True), strict=True)) == expected
    assert (answer[found.first] == answer[found.second]).all()
    assert np.bincount(found.couple, minlength=len(couples)).tolist() == found.agreed.tolist()


def test_the_portions_in_which_pairs_are_made_change_nothing(monkeypatch) -> None:
    source, question, answer = votes()
    plain = fit(source, question, answer)
    monkeypatch.setattr(copying, "AT_ONCE", 7)
    cut = fit(source, question, answer)
    assert cut.accuracy.tolist() == plain.accuracy.tolist()
    assert cut.answers == plain.answers


def test_votes_without_a_common_question_make_no_pairs() -> None:
    nobody = vote_pairs(np.arange(3), np.arange(3), np.arange(3), np.zeros(3), {})
    assert len(nobody.first) == len(nobody.prior) == 0


def test_products_by_blocks_are_the_sum_of_logarithms() -> None:
    """Three sources, one of them silent, votes of two weights, more of one kind than a block holds."""
    draw = np.random.default_rng(4)
    source = np.repeat([0, 2], [70, 3])
    weight = np.where(draw.random(73) < 0.5, 1.0, 0.4)
    right, wrong = draw.random(73), draw.random(73) / 5
    direct = np.zeros((3, len(A)))
    for s, w, r, f in zip(source, weight, right, wrong, strict=True):
        direct[s] += w * np.log(r * A + f * (1 - A))
    assert Grid(source, weight, 3).heights(right, wrong) == pytest.approx(direct, abs=1e-9)


def test_answers_read_like_a_dict() -> None:
    answers = Answers(np.array([2, 2, 5]), np.array([0, 3, 1]), np.array([0.25, 0.5, 0.75]))
    assert dict(answers) == {(2, 0): 0.25, (2, 3): 0.5, (5, 1): 0.75}
    assert [key in answers for key in ((2, 1), (2, 4), (3, 0), (9, 9))] == [False] * 4


def test_nothing_is_held_back_where_nobody_depends() -> None:
    discount = no_discount(3)
    assert discount.kept.tolist() == [1, 1, 1]
    assert discount.echo(np.ones(3)).tolist() == [0, 0, 0]


def test_the_world_that_speed_is_measured_in() -> None:
    made = world(5_000)
    assert len(made["source"]) == 5_000
    assert len(set(zip(made["source"].tolist(), made["question"].tolist(), strict=True))) == 5_000
    assert np.bincount(made["source"], minlength=SOURCES).max() > 100  # few speak far more often than the rest
    assert set(made["value"].tolist()) == set(range(FALSE_VALUES + 1))
    right = (made["value"] == made["truth"][made["question"]]).mean()
    assert 0.6 < right < 0.85  # Beta(8, 3)
    assert world(5_000)["value"].tolist() == made["value"].tolist()
