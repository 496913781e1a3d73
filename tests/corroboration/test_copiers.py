"""Accounts that only repeat one source, in small worlds known by their votes alone, move nobody's score."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.simulated_worlds import BUSY, Size, by_accuracy, honest, joined_by
from benchmarks.simulation import MOST_MOVED, infer

SMALL = Size(sources=40, questions=200, votes=1_400)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([1, 3, 10, 30]), st.sampled_from([0.8, 0.95]), st.sampled_from([0, -1]))
def test_copiers_move_no_score(seed: int, copiers: int, rate: float, end: int) -> None:
    plain = honest(np.random.default_rng(seed), size=SMALL)
    world = joined_by(plain, copiers, by_accuracy(plain, BUSY)[end], rate, np.random.default_rng(seed))
    before, after = infer(plain).accuracy, infer(world).accuracy
    assert np.abs(after[: len(before)] - before).max() <= MOST_MOVED
