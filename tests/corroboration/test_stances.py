"""To assert, to hedge and to deny are three things, each with odds of its own."""

import math

import pytest

from claims.engine.values import Modality
from corroboration.engine.ballots import questions
from corroboration.engine.settle import settle
from corroboration.engine.stances import Rate, Stances, shipped
from corroboration.engine.truth import DENIAL, Trust, probabilities, pull
from sources.engine.reliability import Prior
from tests.corroboration.judged import related
from tests.corroboration.test_truth import AGREE, VOTE, A, B, claim, cluster

EVEN = Stances(asserts=Rate(0.6, 0.3), hedges=Rate(0.3, 0.3), denies=Rate(0.1, 0.4))


def test_the_offsets_follow_from_the_rates() -> None:
    assert EVEN.reservation == pytest.approx(-math.log(2))
    assert EVEN.denial(0.8) == pytest.approx(math.log(4) - math.log(4))  # of an average voice: ln 4 in all
    assert EVEN.denial(0.5) == pytest.approx(math.log(4))


def test_what_ships_sums_to_one_and_keeps_the_order() -> None:
    rates = shipped()
    assert rates.asserts.true + rates.hedges.true + rates.denies.true == pytest.approx(1, abs=2e-3)
    assert rates.asserts.false + rates.hedges.false + rates.denies.false == pytest.approx(1, abs=2e-3)
    assert -rates.denies.weight > 3 * rates.asserts.weight > 0 > rates.reservation
    assert pytest.approx(shipped().denial(Prior().mean)) == DENIAL


@pytest.mark.parametrize(
    ("modality", "odds"),
    [
        (Modality.ASSERTED, 4.0),  # 0.8
        (Modality.HEDGED, 2.0),  # half the odds
        (Modality.PLANNED, math.sqrt(20) / 5),  # half a vote
    ],
)
def test_a_lone_word_by_its_manner(modality: Modality, odds: float) -> None:
    (question,) = questions(cluster([claim("a", "Monitor", modality=modality.value)]))
    assert probabilities(question, question.votes, Trust(stances=EVEN)) == (pytest.approx(odds / (1 + odds)),)


def test_who_also_says_it_outright_does_not_hedge() -> None:
    hedged = claim("h", "Monitor", after=1, outlet="Echo", modality="hedged")
    (question,) = questions(cluster([A, hedged], [related(hedged, A, "corroborates")]))
    assert [(vote.hedged, vote.weight) for vote in question.votes] == [(False, 1.0)]


@pytest.mark.parametrize(("accuracy", "weight"), [(0.8, math.log(4)), (0.9, math.log(9))])
def test_a_denial_weighs_by_who_denies(accuracy: float, weight: float) -> None:
    denial = claim("d", None, after=3, modality="denied", denied_by=["Ministry"])
    (question,) = questions(cluster([A, denial], [related(denial, A, "contradicts", type="denial")]))
    trust = Trust(means={("ministry", "origin"): accuracy}, stances=EVEN)
    (against,) = (vote for vote in question.votes if vote.against)
    assert pull(against, against.answer, trust) == pytest.approx(-weight)


def test_two_who_hedge_are_less_than_two_who_say_so() -> None:
    hedged = [claim("a", "Monitor", modality="hedged"), claim("b", "Governor", after=2, modality="hedged")]
    doubtful = settle([cluster(hedged, [related(hedged[1], hedged[0], "corroborates")])], trust=Trust())
    sure = settle([cluster([A, B], [AGREE])], trust=Trust())
    assert doubtful.credibilities["a"].probability < sure.credibilities["a"].probability
    assert any("says so with a reservation" in reason for reason in doubtful.credibilities["a"].reasons)
    assert VOTE + shipped().reservation > 0


def test_incomplete_is_not_contradictory() -> None:
    """ "At least 10 dead" beside "14 dead" differs: neither speaks against the other, nor for it."""
    least, exact = claim("a", "Monitor", 10, bound="at least"), claim("b", "Governor", 14, after=1)
    found = settle([cluster([least, exact], [related(exact, least, "differs")])])
    assert [found.credibilities[id].probability for id in "ab"] == [pytest.approx(0.8)] * 2
    assert {found.credibilities[id].status for id in "ab"} == {"differs"}
    assert all(record.ledger == () for record in found.records.values())
