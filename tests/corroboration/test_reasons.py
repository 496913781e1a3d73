"""Why two episodes score as they do, in plain words, with what each reason is worth worked out by hand."""

from math import exp

import pytest

from corroboration.engine import reasons as module
from corroboration.engine.features import FEATURES
from corroboration.engine.matching import Weights, score
from corroboration.engine.reasons import MOST, Reason, reasons, says, start
from tests.corroboration.factories import telling

TABLES = {
    "dated": Weights(
        -2.54,
        {
            "same_place": 0.13,
            "long_apart": -1.89,
            "words": 1.66,
            "words_contained": 1.35,
            "topics": 1.23,
            "same_days": -0.04,
        },
    ),
    "undated": Weights(-3.82, {"words": 1.67, "names": 0.75}),
}


@pytest.fixture
def weighed(monkeypatch):
    """Weights that stay as they are here when the shipped ones are fitted anew."""
    monkeypatch.setattr(module, "weights", TABLES.__getitem__)


@pytest.mark.parametrize(
    ("features", "which", "expected"),
    [
        ({}, "dated", []),
        ({"same_place": 1.0}, "dated", [("both name one town or quarter", 0.1)]),
        ({"same_place": 0.0, "long_apart": 0.0}, "dated", []),
        (
            {"words": 0.5, "long_apart": 1.0, "topics": 1.0},  # 0.83, -1.89, 1.23: the heaviest first, either way
            "dated",
            [
                ("their own dates lie more than a week apart", -1.9),
                ("they are about the same topics", 1.2),
                ("their telling words are alike", 0.8),
            ],
        ),
        ({"same_days": 1.0}, "dated", []),  # -0.04 is no tenth
        ({"names": 0.2, "words": 1.0}, "dated", [("their telling words are alike", 1.7)]),  # names: undated only
        ({"names": 0.4}, "undated", [("they name the same people, places and things", 0.3)]),
        ({"words": 0.5, "words_contained": 0.6}, "dated", [("their telling words are alike", 1.6)]),  # 0.83 + 0.81
        ({"place": 1.0}, "dated", []),  # a feature of earlier weights
    ],
)
def test_the_heaviest_come_first_and_what_adds_nothing_is_not_told(weighed, features, which, expected):
    assert [(reason.says, reason.adds) for reason in reasons(features, which)] == expected


def test_a_pair_has_a_handful_of_reasons_and_the_lightest_are_left_out():
    told = reasons(dict.fromkeys(FEATURES, 1.0))
    assert len(told) == MOST
    assert [abs(reason.adds) for reason in told] == sorted((abs(reason.adds) for reason in told), reverse=True)
    assert {says("words"), says("published_apart")} <= {reason.says for reason in told}


@pytest.mark.parametrize("name", FEATURES)
def test_each_feature_reads_as_one_statement_of_the_two(name):
    words = says(name)
    assert words[0].islower() and len(words) <= 120
    assert not words.startswith(("how ", "the same")) and "(" not in words
    assert [says(other) for other in FEATURES].count(words) == 1


@pytest.mark.parametrize(("adds", "signed"), [(1.2, "+1.2"), (-0.4, "−0.4"), (3.0, "+3.0")])
def test_a_reason_says_whether_it_speaks_for_or_against(adds, signed):
    assert Reason("both give one date", adds).signed == signed


def test_what_a_pair_begins_with_and_its_reasons_make_up_its_score():
    pair = [telling(id, text="A car bomb killed 12 people in Ostrava", outlet=id) for id in ("a", "b")]
    link = score(*pair)
    told = reasons(link.features)
    assert len(told) < MOST  # none is left out
    odds = start().adds + sum(reason.adds for reason in told)
    assert 1 / (1 + exp(-odds)) == pytest.approx(link.score, abs=0.05)  # tenths are rounded
