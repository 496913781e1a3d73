"""What happens to a claim after it was made, and from which day on."""

from datetime import date

import pytest

from corroboration.engine.outcomes import outcomes
from corroboration.engine.values import Independence, Outcome, Relation, Telling
from corroboration.engine.verdicts import Verdict
from sources.engine.values import Kind, Voice
from tests.corroboration.factories import telling
from tests.corroboration.judged import DEPENDENT, INDEPENDENT, UNKNOWN, related

FIRST, SECOND, THIRD = date(2021, 5, 1), date(2021, 5, 3), date(2021, 5, 6)
MONITOR = telling("a", outlet="Herald", chain=["Monitor"], published=FIRST, slot="killed", value=5)
GOVERNOR = telling("b", outlet="Post", chain=["Governor"], published=SECOND, slot="killed", value=5)
ARMY = telling("c", outlet="Gazette", chain=["Army"], published=THIRD, slot="killed", value=9)


def of(claim: str, found: tuple[Outcome, ...]) -> list[tuple[str, date, date | None, str, float]]:
    return [(o.kind.value, o.since, o.until, o.by, o.weight) for o in found if o.claim == claim]


def run(claims: list[Telling], relations: list[Relation], verdicts: list[Verdict] | None = None, **more):
    return outcomes(claims, relations, verdicts or [], more.pop("copies", {}), **more)


@pytest.mark.parametrize(
    ("independence", "weight"),
    [(INDEPENDENT, 1.0), (DEPENDENT, 0.0), (UNKNOWN, 0.0)],
)
def test_only_shown_independence_counts(independence: Independence, weight: float) -> None:
    found = run([MONITOR, GOVERNOR], [related(GOVERNOR, MONITOR, "corroborates", independence)])
    assert of("a", found) == [("corroborated", SECOND, None, "b", weight)]
    assert of("b", found) == [("corroborated", SECOND, None, "a", weight)]


def test_a_contradiction_counts_for_both_sides() -> None:
    found = run([MONITOR, ARMY], [related(ARMY, MONITOR, "contradicts")])
    assert of("a", found) == [("contradicted", THIRD, None, "c", 1.0)]
    assert of("c", found) == [("contradicted", THIRD, None, "a", 1.0)]


@pytest.mark.parametrize("claim", ["a", "b", "c", "d"])
def test_the_outcomes_of_some_claims_are_those_that_all_have(claim: str) -> None:
    copy = telling("d", outlet="Echo", chain=["Monitor"], published=THIRD, slot="killed", value=5)
    claims, copies = [MONITOR, GOVERNOR, ARMY, copy], {"d": "a"}
    relations = [related(GOVERNOR, MONITOR, "supersedes"), related(ARMY, GOVERNOR, "contradicts")]
    alone = run(claims, relations, copies=copies, wanted={claim})
    assert alone == tuple(each for each in run(claims, relations, copies=copies) if each.claim == claim) != ()


def test_what_only_differs_brings_no_outcome() -> None:
    assert run([MONITOR, ARMY], [related(ARMY, MONITOR, "differs")]) == ()


def test_a_relation_that_a_person_made_is_known_from_the_decision_on() -> None:
    decided = {("b", "a"): date(2021, 6, 1)}
    found = run([MONITOR, GOVERNOR], [related(GOVERNOR, MONITOR, "corroborates")], decided=decided)
    assert of("a", found) == [("corroborated", date(2021, 6, 1), None, "b", 1.0)]


def test_an_origin_counts_once_however_many_outlets_carry_it() -> None:
    echo = telling("d", outlet="Echo", chain=["Governor"], published=THIRD, slot="killed", value=5)
    found = run(
        [MONITOR, GOVERNOR, echo],
        [
            related(GOVERNOR, MONITOR, "corroborates"),
            related(echo, MONITOR, "corroborates"),
            related(echo, GOVERNOR, "corroborates", DEPENDENT),
        ],
    )
    assert of("a", found) == [("corroborated", SECOND, None, "b", 1.0), ("corroborated", THIRD, None, "d", 0.0)]


def test_a_hedged_partner_is_half_a_partner() -> None:
    hedged = telling("b", outlet="Post", chain=["Governor"], published=SECOND, modality="hedged")
    found = run([MONITOR, hedged], [related(hedged, MONITOR, "corroborates")])
    assert of("a", found)[0][-1] == 0.5


def test_a_copy_inherits_from_its_own_day_on() -> None:
    copy = telling("k", outlet="Mirror", chain=["Monitor"], published=THIRD, slot="killed", value=5)
    found = run([MONITOR, GOVERNOR, copy], [related(GOVERNOR, MONITOR, "corroborates")], copies={"k": "a"})
    assert of("k", found) == [("corroborated", THIRD, None, "b", 1.0)]
    assert of("b", found) == [("corroborated", SECOND, None, "a", 1.0)]  # by the original alone


def test_an_update_ends_a_contradiction_and_is_no_fault() -> None:
    update = telling("d", outlet="Herald", chain=["Monitor"], published=date(2021, 5, 8), slot="killed", value=9)
    found = run(
        [MONITOR, ARMY, update],
        [related(ARMY, MONITOR, "contradicts"), related(update, MONITOR, "supersedes", DEPENDENT)],
    )
    assert of("a", found) == [
        ("contradicted", THIRD, date(2021, 5, 8), "c", 1.0),
        ("superseded", date(2021, 5, 8), None, "d", 0.0),
    ]
    assert of("c", found) == [("contradicted", THIRD, date(2021, 5, 8), "a", 1.0)]


def test_a_contradiction_of_what_was_already_replaced_never_counts() -> None:
    update = telling("d", outlet="Herald", chain=["Monitor"], published=SECOND, slot="killed", value=9)
    found = run(
        [MONITOR, ARMY, update],
        [related(ARMY, MONITOR, "contradicts"), related(update, MONITOR, "supersedes", DEPENDENT)],
    )
    assert ("contradicted", THIRD, None, "c", 0.0) in of("a", found)


@pytest.mark.parametrize("type", ["correction", "retraction"])
def test_a_correction_takes_back(type: str) -> None:
    fix = telling("d", outlet="Herald", chain=["Monitor"], published=SECOND)
    found = run([MONITOR, fix], [related(fix, MONITOR, "supersedes", DEPENDENT, type=type)])
    assert of("a", found) == [("retracted", SECOND, None, "d", 0.0)]


def test_a_correction_ends_what_others_held_against_it() -> None:
    fix = telling("d", outlet="Herald", chain=["Monitor"], published=date(2021, 5, 8))
    found = run(
        [MONITOR, ARMY, fix],
        [related(ARMY, MONITOR, "contradicts"), related(fix, MONITOR, "supersedes", DEPENDENT, "correction")],
    )
    assert of("a", found) == [
        ("contradicted", THIRD, date(2021, 5, 8), "c", 1.0),
        ("retracted", date(2021, 5, 8), None, "d", 0.0),
    ]


def test_a_denier_is_a_voice_of_its_own() -> None:
    """Even where its lineage beside the claim is unknown: the article that denies has no origin for the content."""
    denial = telling("d", outlet="Echo", published=THIRD, modality="denied", denied_by=["Ministry"])
    found = run([MONITOR, denial], [related(denial, MONITOR, "contradicts", UNKNOWN, "denial")])
    assert of("a", found) == [("denied", THIRD, None, "d", 1.0)]
    assert of("d", found) == [("corroborated", THIRD, None, "a", 0.0), ("denied", THIRD, None, "d", 1.0)]


def test_a_nameless_denial_is_shown_and_not_counted() -> None:
    nobody = Voice("reports", "reports", Kind.REPORTS)
    denial = telling("d", outlet="Echo", published=THIRD, modality="denied", denied_by=[nobody])
    found = run([MONITOR, denial], [related(denial, MONITOR, "contradicts", UNKNOWN, "denial")])
    assert of("a", found) == [("denied", THIRD, None, "d", 0.0)]


def test_who_denies_its_own_claim_has_taken_it_back() -> None:
    denial = telling("d", outlet="Echo", published=THIRD, modality="denied", denied_by=["Monitor"])
    found = run([MONITOR, denial], [related(denial, MONITOR, "contradicts", UNKNOWN, "denial")])
    assert of("a", found) == [("retracted", THIRD, None, "d", 0.0)]


def test_who_makes_a_claim_after_denying_it_takes_nothing_back() -> None:
    denial = telling("d", outlet="Echo", published=date(2021, 4, 20), modality="denied", denied_by=["Monitor"])
    found = run([MONITOR, denial], [related(MONITOR, denial, "contradicts", UNKNOWN, "denial")])
    assert of("a", found) == [("denied", FIRST, None, "d", 0.0)]


def test_a_verdict_stands_until_the_next_one() -> None:
    verdicts = [
        Verdict("a", 0.0, date(2021, 7, 1), "v1", "no body found"),
        Verdict("a", 1.0, date(2021, 8, 1), "v2", "hospital records"),
    ]
    assert of("a", run([MONITOR], [], verdicts)) == [
        ("verdict", date(2021, 7, 1), date(2021, 8, 1), "v1", 1.0),
        ("verdict", date(2021, 8, 1), None, "v2", 1.0),
    ]


@pytest.mark.parametrize("ids", [("v1", "v2"), ("v2", "v1")])
def test_of_two_verdicts_of_one_day_the_later_stands_whatever_their_ids(ids) -> None:
    day = date(2021, 7, 1)
    verdicts = [Verdict("a", 0.0, day, ids[0], "a slip"), Verdict("a", 1.0, day, ids[1], "hospital records")]
    assert {row[3]: row[2] for row in of("a", run([MONITOR], [], verdicts))} == {ids[0]: day, ids[1]: None}


def test_a_verdict_that_was_undone_ends_and_unproven_counts_nothing() -> None:
    verdicts = [Verdict("a", 1.0, date(2021, 7, 1), "v1", "records", undone_on=date(2021, 7, 9))]
    assert of("a", run([MONITOR], [], verdicts)) == [("verdict", date(2021, 7, 1), date(2021, 7, 9), "v1", 1.0)]
    unproven = [Verdict("b", None, date(2021, 7, 1), "v2", "no access")]
    assert of("b", run([GOVERNOR], [], unproven)) == [("verdict", date(2021, 7, 1), None, "v2", 0.0)]


def test_the_order_of_the_input_makes_no_difference() -> None:
    claims = [MONITOR, GOVERNOR, ARMY]
    relations = [
        related(GOVERNOR, MONITOR, "corroborates"),
        related(ARMY, MONITOR, "contradicts"),
        related(ARMY, GOVERNOR, "contradicts"),
    ]
    assert run(claims, relations) == run(claims[::-1], relations[::-1])
