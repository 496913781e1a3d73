"""What counts for and against a voice, and what only looks as if it did; and what would change a judgement."""

from datetime import date, timedelta
from itertools import combinations

import pytest

from corroboration.engine.ballots import questions
from corroboration.engine.settle import settle
from corroboration.engine.truth import Trust
from corroboration.engine.verdicts import Verdict
from tests.corroboration.judged import DEPENDENT, UNKNOWN, related
from tests.corroboration.test_truth import AGREE, CLASH, FIRST, A, B, C, claim, cluster

RECANTS = claim("d", None, after=5, modality="denied", denied_by=["Monitor"])
FIX = claim("d", "Monitor", 9, after=5)
NOTICE = claim("d", None, 9, after=5, outlet="Outlet a")


@pytest.mark.parametrize(
    ("last", "relation"),
    [
        (RECANTS, related(RECANTS, A, "contradicts", UNKNOWN, "denial")),
        (FIX, related(FIX, A, "supersedes", DEPENDENT, "retraction")),
        (NOTICE, related(NOTICE, A, "supersedes", DEPENDENT, "correction")),
    ],
)
def test_what_was_taken_back_is_not_held_against_its_voice(last, relation) -> None:
    """The army contradicted it; the monitor then took it back, and nobody stands by it any more."""
    evidence = [cluster([A, C, last], [CLASH[0], relation])]
    found = settle(evidence)
    assert found.credibilities["a"].status == "retracted"
    assert found.credibilities["a"].probability == pytest.approx(1 / 6)
    assert "whoever said so has taken it back" in found.credibilities["a"].reasons
    assert found.records["monitor", "origin"].reliability.down == 0.0
    assert found.records["army", "origin"].reliability.down == 0.0
    before = settle(evidence, FIRST + timedelta(days=4))
    assert before.credibilities["a"].status == "contradicted"
    assert before.records["monitor", "origin"].reliability.down > 0.0


def test_who_took_it_back_no_longer_bears_others_out() -> None:
    evidence = cluster([A, B, RECANTS], [AGREE, related(RECANTS, A, "contradicts", UNKNOWN, "denial")])
    (question,) = questions(evidence)
    assert [vote.voice for vote in question.votes] == ["governor"]
    assert settle([evidence]).credibilities["b"].probability == pytest.approx(0.8)


def test_who_makes_it_again_stands_by_it() -> None:
    again = claim("e", "Monitor", after=9)
    relations = [
        related(RECANTS, A, "contradicts", UNKNOWN, "denial"),
        related(again, RECANTS, "contradicts", UNKNOWN, "denial"),
        related(again, A, "corroborates", DEPENDENT),
    ]
    (question,) = questions(cluster([A, RECANTS, again], relations))
    assert [(vote.voice, vote.against, vote.members) for vote in question.votes] == [("monitor", False, ("e",))]


def test_a_notice_of_the_same_moment_takes_back_too() -> None:
    """Of two claims published at one time the notice is the later, whatever their ids."""
    notice = claim("0", "Monitor", 9)
    asked = questions(cluster([A, notice], [related(notice, A, "supersedes", DEPENDENT, "retraction")]))
    assert [q.withdrawn for q in asked if q.answers == (("a",),)] == [frozenset({0})]


def test_an_outlet_corrects_its_own_report_alone() -> None:
    """What the Echo had from the monitor, the monitor may still stand by."""
    echo = claim("e", "Monitor", after=1)
    relations = [
        related(echo, A, "corroborates", DEPENDENT),
        related(NOTICE, A, "supersedes", DEPENDENT, "correction"),
    ]
    asked = questions(cluster([A, echo, NOTICE], relations))
    assert [vote.members for vote in asked[0].votes] == [("e",)]
    assert asked[0].withdrawn == frozenset()
    voiced = [relations[0], related(FIX, A, "supersedes", DEPENDENT, "retraction")]
    assert questions(cluster([A, echo, FIX], voiced))[0].withdrawn == frozenset({0})


@pytest.mark.parametrize("rating", [0.0, 1.0])
def test_a_denier_gains_or_pays_for_his_denials(rating: float) -> None:
    denial = claim("d", None, after=3, modality="denied", denied_by=["Ministry"])
    verdict = Verdict("a", rating, FIRST + timedelta(days=9), "v1", "seen")
    evidence = cluster([A, denial], [related(denial, A, "contradicts", UNKNOWN, "denial")], verdicts=[verdict])
    records = settle([evidence]).records
    denier, claimant = records["ministry", "origin"].reliability, records["monitor", "origin"].reliability
    assert (denier.up > 0.9, denier.down > 0.9) == (rating == 0.0, rating == 1.0)
    assert (claimant.up > 0.9, claimant.down > 0.9) == (rating == 1.0, rating == 0.0)


def test_those_who_deny_bear_each_other_out() -> None:
    """Against one who says so, each of three deniers has the two others on his side."""
    names = ("x", "y", "z")
    denials = [claim(f"d{who}", None, after=3, modality="denied", denied_by=[who]) for who in names]
    relations = [related(denial, A, "contradicts", UNKNOWN, "denial") for denial in denials]
    relations += [related(later, earlier, "corroborates", UNKNOWN) for earlier, later in combinations(denials, 2)]
    records = settle([cluster([A, *denials], relations)], trust=Trust()).records
    assert all(records[who, "origin"].reliability.up > 0.5 for who in names)
    assert {line.kind for line in records["x", "origin"].ledger} == {"corroborated", "contradicted"}
    assert records["monitor", "origin"].reliability.down > 0.9


@pytest.mark.parametrize(("modality", "whole"), [("asserted", 1.0), ("hedged", 0.5), ("planned", 0.5)])
def test_what_was_hedged_or_planned_counts_by_half_in_a_record(modality: str, whole: float) -> None:
    said = claim("a", "Monitor", modality=modality)
    verdict = Verdict("a", 0.0, FIRST + timedelta(days=9), "v1", "it came to nothing")
    (line,) = settle([cluster([said], verdicts=[verdict])]).records["monitor", "origin"].ledger
    assert (line.weight, line.down) == (whole, pytest.approx(0.96 * whole))


def test_a_voice_that_raised_its_toll_is_not_contradicted_by_itself() -> None:
    update = claim("d", "Monitor", 9, after=5)
    found = settle([cluster([A, update], [related(update, A, "supersedes", DEPENDENT)])])
    assert found.credibilities["a"].status == "superseded"
    assert found.records["monitor", "origin"].ledger == ()


# --- what an outlet says without naming anybody

OWN = claim("o", None, after=1, outlet="Echo")
BESIDE = [AGREE, related(OWN, A, "corroborates", DEPENDENT)]


def test_an_own_voice_of_unknown_lineage_earns_nothing_by_the_vote_that_it_repeats() -> None:
    """The monitor is borne out; who tells the same without saying from whom has shown no reporting of its own."""
    found = settle([cluster([A, B, OWN], BESIDE)], trust=Trust())
    assert [vote.members for vote in questions(cluster([A, B, OWN], BESIDE))[0].votes] == [("a", "o"), ("b",)]
    assert found.records["echo", "own"].ledger == ()
    assert found.records["monitor", "origin"].reliability.up > 0.5
    assert found.records["outlet-a", "carrier"].reliability.up > 0.5
    against = settle([cluster([A, C, OWN], [CLASH[0], BESIDE[1]])], trust=Trust())
    assert against.records["monitor", "origin"].reliability.down > 0
    assert against.records["echo", "own"].ledger == ()


def test_of_an_own_voice_of_unknown_lineage_only_verdicts_tell() -> None:
    """What agrees with it counts for nothing; so a denial must not, or its record could only fall."""
    verdict = Verdict("a", 0.0, FIRST + timedelta(days=9), "v1", "seen")
    judged = settle([cluster([A, B, OWN], BESIDE, verdicts=[verdict])])
    assert judged.records["echo", "own"].reliability.down > 0.9
    denial = claim("d", None, after=3, modality="denied", denied_by=["Ministry"])
    denied = [*BESIDE, related(denial, A, "contradicts", UNKNOWN, "denial")]
    assert settle([cluster([A, B, OWN, denial], denied)], trust=Trust()).records["echo", "own"].ledger == ()


def test_an_own_voice_that_was_there_or_is_found_independent_earns_its_own() -> None:
    there = claim("o", None, after=1, outlet="Echo", first_hand=True)
    found = settle([cluster([A, B, there], BESIDE)], trust=Trust())
    assert found.records["echo", "own"].reliability.up > 0.5
    decided = [*BESIDE, related(OWN, B, "corroborates")]
    assert settle([cluster([A, B, OWN], decided)], trust=Trust()).records["echo", "own"].reliability.up > 0.5


def test_of_several_claims_a_part_is_judged_by_one_that_vouches() -> None:
    there = claim("p", None, after=2, outlet="Echo", first_hand=True)
    relations = [*BESIDE, related(there, OWN, "corroborates", DEPENDENT)]
    (line,) = settle([cluster([A, B, OWN, there], relations)], trust=Trust()).records["echo", "own"].ledger
    assert line.claim == "p"


# --- what would change it


def test_what_would_change_a_lone_word() -> None:
    """20 to 5 for it. Another voice: 400 to 5; a rival of 20 beside 4 unclaimed: 20 to 24; a denial: 20/17.1 to 5."""
    (*_, change) = settle([cluster([A])], trust=Trust()).credibilities["a"].reasons
    assert change == (
        "one more independent voice that says so would make it 0.99, one that says otherwise 0.45, "
        "one that denies it 0.19"
    )


def test_what_would_change_a_dispute() -> None:
    """400 and 20 to 4: another rival voice makes it even."""
    reasons = settle([cluster([A, B, C], [AGREE, *CLASH])], trust=Trust()).credibilities["a"].reasons
    assert "one that says otherwise 0.50" in reasons[-2]
    assert reasons[-1] == "without Monitor it would be 0.45"


def test_whose_independence_would_change_it() -> None:
    own = claim("b", None, after=1, first_hand=True)
    reasons = settle([cluster([A, own], [related(own, A, "corroborates", UNKNOWN)])], trust=Trust())
    assert "were Outlet b shown to be independent, it would be 0.99" in reasons.credibilities["a"].reasons


def test_only_a_verdict_changes_a_verdict() -> None:
    verdict = Verdict("a", 1.0, date(2021, 6, 1), "v1", "records")
    reasons = settle([cluster([A], verdicts=[verdict])]).credibilities["a"].reasons
    assert reasons[0] == "a fact-checker's verdict decides: records"
    assert reasons[-1] == "only another verdict would change it"
