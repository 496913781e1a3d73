"""How a score is explained: sums that can be checked by hand, and forecasts that real checks bear out."""

from datetime import date

import pytest

from sources.engine.explain import Score, derivation
from sources.engine.reliability import Contribution, Reliability, reliability


def checks(count: int, held: bool, worth: float = 1.0, name: str = "") -> list[Contribution]:
    up, down = (worth, 0.0) if held else (0.0, worth)
    kind = "corroborated" if held else "contradicted"
    return [
        Contribution(f"{kind}{name}{n:04d}", kind, f"p{n:04d}", date(2021, 5, 4), up, down, 1.0, "as tested")
        for n in range(count)
    ]


def score_of(found: Reliability) -> Score:
    names = ("mean", "low", "high", "alpha", "beta", "up", "down", "letter")
    return Score(*(getattr(found, name) for name in names))


def test_the_sums_are_those_shown() -> None:
    found = derivation(Score(0.74, 0.55, 0.9, 9.2, 2.8, 6.0, 2.0, "C"))
    assert (found.prior_alpha, found.prior_beta) == (3.2, 0.8)
    assert found.plain_mean == pytest.approx(9.2 / 12)
    assert found.steps[:2] == (
        "prior 3.20 + borne out 6.00 = alpha 9.20",
        "prior 0.80 + contradicted 2.00 = beta 2.80",
    )
    assert found.steps[2].startswith("alpha / (alpha + beta) = 0.77, the score is 0.74: ")
    assert found.steps[3] == "90% interval 0.55 to 0.90, 0.35 wide"


@pytest.mark.parametrize(
    ("score", "cut"),
    [
        (Score(0.8, 0.5, 1.0, 5.2, 0.8, 2.0, 0.0, "F"), "letter F: independent checks worth 2.0, fewer than 5"),
        (Score(0.6, 0.3, 0.9, 7.2, 4.8, 4.0, 4.0, "F"), "letter F: the interval is 0.60 wide, more than 0.4"),
        (
            Score(0.78, 0.58, 0.9, 9.2, 2.8, 6.0, 2.0, "C"),
            "letter C: mean 0.78 of at least 0.6; B needs an interval that begins at 0.6, not at 0.58",
        ),
        (Score(0.7, 0.6, 0.9, 9.2, 2.8, 6.0, 2.0, "C"), "letter C: mean 0.70 of at least 0.6; B needs a mean of 0.75"),
        (Score(0.95, 0.9, 0.98, 90.0, 2.8, 80.0, 2.0, "A"), "letter A: mean 0.95 of at least 0.9"),
        (Score(0.2, 0.1, 0.3, 9.2, 30.8, 6.0, 30.0, "E"), "letter E: mean 0.20 below 0.4"),
    ],
)
def test_the_condition_that_decides_the_letter(score: Score, cut: str) -> None:
    assert derivation(score).steps[-1] == cut


def test_without_a_check_it_says_that_nothing_was_added() -> None:
    found = derivation(score_of(reliability([])))
    assert "without a check" in found.steps[2]
    assert found.plain_mean == pytest.approx(0.8)


def _real(lines: list[Contribution], more: int, held: bool) -> str:
    return reliability([*lines, *checks(more, held, name="more")]).letter


@pytest.mark.parametrize(
    ("hits", "misses", "held", "letter"),
    [
        (8, 4, True, "B"),
        (10, 1, False, "C"),
        (15, 12, True, "C"),
        (20, 3, True, "A"),
        (12, 10, False, "E"),
        (6, 20, True, "D"),
    ],
)
def test_what_is_foretold_happens_about_then(hits: int, misses: int, held: bool, letter: str) -> None:
    """The forecast is reckoned from the interval alone; real checks must reach the letter within a third of it."""
    lines = [*checks(hits, True), *checks(misses, False)]
    outcome = "borne out" if held else "contradicted"
    [move] = [m for m in derivation(score_of(reliability(lines))).moves if outcome in m]
    assert move.endswith(f"would make it {letter}")
    foretold = int(move.split()[1])
    happened = next(more for more in range(1, 500) if _real(lines, more, held) == letter)
    assert abs(foretold - happened) <= max(2, happened / 3), (foretold, happened)


@pytest.mark.parametrize(("hits", "misses", "worth"), [(2, 0, 1.0), (3, 3, 1.0), (5, 4, 0.7), (3, 1, 0.6)])
def test_what_would_lift_an_f_does(hits: int, misses: int, worth: float) -> None:
    lines = [*checks(hits, True, worth), *checks(misses, False, worth)]
    found = score_of(reliability(lines))
    assert found.letter == "F"
    [move] = derivation(found).moves
    foretold = int(move.split()[1])
    share = found.mean

    def after(more: int) -> str:
        borne_out = round(share * more)
        extra = [*checks(borne_out, True, name="more"), *checks(more - borne_out, False, name="more")]
        return reliability([*lines, *extra]).letter

    happened = next(more for more in range(1, 500) if after(more) != "F")
    assert abs(foretold - happened) <= max(3, happened / 2), (foretold, happened)


def test_the_best_letter_can_only_fall() -> None:
    moves = derivation(score_of(reliability(checks(100, True)))).moves
    assert len(moves) == 1 and "contradicted" in moves[0]
