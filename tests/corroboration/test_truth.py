"""Whom to believe: credibility of claims, records of voices, and no look ahead."""

import math
import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.engine.values import Zone
from corroboration.engine.ballots import ClusterEvidence, questions, up_to
from corroboration.engine.fits import fit_day, fit_months, month_ends
from corroboration.engine.settle import Settlement, settle
from corroboration.engine.truth import Trust, held, probabilities
from corroboration.engine.values import Dropped, Stance, Telling
from corroboration.engine.verdicts import Verdict
from sources.engine.values import Kind, Voice
from tests.corroboration.factories import telling
from tests.corroboration.judged import DEPENDENT, INDEPENDENT, UNKNOWN, related

FIRST = date(2021, 5, 1)
VOTE = math.log(0.8 / 0.2) + math.log(5)  # of a voice of which nothing is known, with five false answers


def claim(id: str, origin: str | None, value: int = 5, after: int = 0, outlet: str = "", **more) -> Telling:
    chain = [origin] if origin else []
    day = FIRST + timedelta(days=after)
    return telling(id, outlet=outlet or f"Outlet {id}", chain=chain, published=day, slot="killed", value=value, **more)


A, B, C = claim("a", "Monitor"), claim("b", "Governor", after=2), claim("c", "Army", 9, after=3)
AGREE = related(B, A, "corroborates")
CLASH = [related(C, A, "contradicts"), related(C, B, "contradicts")]


def cluster(tellings, relations=(), **more) -> ClusterEvidence:
    return ClusterEvidence("k", tellings, relations, **more)


def test_two_voices_for_one_answer() -> None:
    (question,) = questions(cluster([A, B], [AGREE]))
    expected = math.exp(2 * VOTE) / (math.exp(2 * VOTE) + 5)
    assert probabilities(question, question.votes, Trust()) == (pytest.approx(expected),)


def test_one_voice_each_for_two_answers() -> None:
    (question,) = questions(cluster([A, C], [CLASH[0]]))
    expected = math.exp(VOTE) / (2 * math.exp(VOTE) + 4)
    assert probabilities(question, question.votes, Trust()) == (pytest.approx(expected), pytest.approx(expected))


def test_a_lone_word_is_as_good_as_its_voice() -> None:
    assert settle([cluster([A])]).credibilities["a"].probability == pytest.approx(0.8)


def test_nobody_is_corroborated_by_itself() -> None:
    """Judged without its own vote, an answer that nobody else gave is one of six that are possible."""
    (question,) = questions(cluster([A]))
    assert held(question, question.votes[0], Trust()) == pytest.approx(1 / 6)


def test_repetition_is_no_corroboration() -> None:
    """Twenty outlets that carry one origin weigh what one does, and earn nothing."""
    echoes = [claim(f"e{i:02}", "Monitor", after=1 + i) for i in range(20)]
    relations = [related(echo, A, "corroborates", DEPENDENT) for echo in echoes]
    alone, many = settle([cluster([A])]), settle([cluster([A, *echoes], relations)])
    assert many.credibilities["a"].probability == alone.credibilities["a"].probability
    assert many.credibilities["a"].status == "unconfirmed"
    assert many.records["monitor", "origin"].reliability.up == 0.0
    assert len(questions(cluster([A, *echoes], relations))[0].votes) == 1


def test_voices_that_share_their_errors_do_not_bear_each_other_out() -> None:
    monitor, governor = ("monitor", "origin"), ("governor", "origin")
    copying = Trust(dependent={(monitor, governor): 0.9, (governor, monitor): 0.9})
    plain, wary = settle([cluster([A, B], [AGREE])], trust=Trust()), settle([cluster([A, B], [AGREE])], trust=copying)
    assert wary.credibilities["a"].probability < plain.credibilities["a"].probability
    assert wary.records[monitor].ledger == ()
    (question,) = questions(cluster([A, B], [AGREE]))
    score = VOTE + (1 - 0.8 * 0.9) * VOTE  # of the later vote, what a copy rate of 0.8 leaves
    expected = math.exp(score) / (math.exp(score) + 5)
    assert probabilities(question, question.votes, copying) == (pytest.approx(expected),)


def test_unknown_lineage_neither_confirms_nor_refutes() -> None:
    own, rival = claim("b", None, after=1), claim("c", None, 9, after=2)
    relations = [related(own, A, "corroborates", UNKNOWN), related(rival, A, "contradicts", UNKNOWN)]
    found = settle([cluster([A, own, rival], relations)])
    assert found.credibilities["a"].probability == settle([cluster([A])]).credibilities["a"].probability
    assert found.credibilities["a"].status == "unconfirmed"
    assert all(record.ledger == () for record in found.records.values())


@pytest.mark.parametrize(
    ("tellings", "relations", "status", "digit"),
    [
        ([A], [], "unconfirmed", 6),
        ([A, B], [AGREE], "corroborated", 1),
        ([A, C], [CLASH[0]], "contradicted", 4),
        ([A, B, C], [AGREE, *CLASH], "contested", 2),
        ([A, C], [related(C, A, "differs")], "differs", 6),
        ([A, C], [related(C, A, "supersedes", DEPENDENT)], "superseded", 6),
        ([A, B], [related(B, A, "corroborates", UNKNOWN)], "unconfirmed", 3),
    ],
)
def test_status_and_digit(tellings, relations, status: str, digit: int) -> None:
    found = settle([cluster(tellings, relations)]).credibilities["a"]
    assert (found.status, found.admiralty) == (status, digit)


def test_a_denial_weighs_at_least_an_assertion() -> None:
    denial = claim("d", None, after=3, modality="denied", denied_by=["Ministry"])
    found = settle([cluster([A, denial], [related(denial, A, "contradicts", UNKNOWN, "denial")])])
    assert found.credibilities["a"].probability < 0.3
    assert found.credibilities["d"].probability == found.credibilities["a"].probability  # one content, one probability
    assert found.records["monitor", "origin"].reliability.down > 0.5
    assert found.outcomes[0].weight == 1.0


def test_denial_alone_answers_somebody() -> None:
    """0.8 for the unnamed claimant against ln(0.342 / 0.02) for the denial: doubtful, but not impossible."""
    denial = claim("d", None, modality="denied", denied_by=["Ministry"])
    found = settle([cluster([denial])]).credibilities["d"]
    odds = math.exp(VOTE) * 0.02 / 0.342
    assert found.probability == pytest.approx(odds / (odds + 5), abs=1e-6)
    assert (found.status, found.admiralty) == ("contradicted", 5)


def test_a_denier_that_is_contradicted_pays_for_it() -> None:
    denial = claim("d", None, after=3, modality="denied", denied_by=["Ministry"])
    relations = [AGREE, *(related(denial, t, "contradicts", UNKNOWN, "denial") for t in (A, B))]
    found = settle([cluster([A, B, denial], relations)])
    denier = found.records["ministry", "origin"]
    assert denier.reliability.down > 0.5 > denier.reliability.up
    assert {line.kind for line in denier.ledger} == {"contradicted"}


def test_origin_outlet_and_carrier_have_separate_records() -> None:
    own = claim("b", None, after=1, outlet="Post", first_hand=True)
    carried = claim("a", "Monitor", outlet="Post")
    carrier = claim("c", "Governor", after=2)
    relations = [related(carrier, carried, "corroborates"), related(own, carrier, "differs")]
    records = settle([cluster([carried, own, carrier], relations)]).records
    assert {role for voice, role in records if voice == "post"} == {"own", "carrier"}
    assert records["post", "carrier"].reliability.up > 0.5
    assert records["post", "own"].reliability.up == 0.0
    assert records["post", "own"].reliability.letter == "F"
    assert "too few independent checks" in " ".join(records["post", "own"].reliability.reasons)


def test_a_verdict_outweighs_the_machines() -> None:
    verdict = Verdict("a", 0.0, FIRST + timedelta(days=9), "v1", "the hospital knows of nobody")
    found = settle([cluster([A, B], [AGREE], verdicts=[verdict])])
    assert found.credibilities["a"].probability == pytest.approx(0.02)
    assert found.credibilities["b"].status == "contradicted"  # it says the same
    assert found.credibilities["a"].admiralty == 5
    assert [line.kind for line in found.records["monitor", "origin"].ledger] == ["verdict"]
    before = settle([cluster([A, B], [AGREE], verdicts=[verdict])], FIRST + timedelta(days=8))
    assert before.credibilities["a"].status == "corroborated"


def test_half_true_is_neither_for_nor_against_a_voice() -> None:
    verdict = Verdict("a", 0.5, FIRST + timedelta(days=9), "v1", "part of it")
    score = settle([cluster([A, B], [AGREE], verdicts=[verdict])]).records["monitor", "origin"].reliability
    assert (score.up, score.down, score.n) == (0.0, 0.0, 1)


def test_an_outlet_is_not_borne_out_by_its_own_word() -> None:
    """The Post carries the governor, and saw it itself: that checks the governor, but not the Post as carrier."""
    carried = claim("a", "Governor", outlet="Post")
    own = claim("b", None, after=1, outlet="Post", first_hand=True)
    records = settle([cluster([carried, own], [related(own, carried, "corroborates")])]).records
    assert records["governor", "origin"].reliability.up > 0.5
    assert records["post", "carrier"].reliability.up == 0.0


def test_readers_below_an_article_have_no_record_and_no_say() -> None:
    reader = Voice("post/reader", "a reader", Kind.COMMENTER)
    comment = telling("r", outlet="Post", chain=[reader], published=FIRST, slot="killed", zone=Zone.COMMENTS)
    found = settle([cluster([A, comment], [related(comment, A, "contradicts")])])
    assert set(found.records) == {("monitor", "origin"), ("outlet-a", "carrier")}
    assert found.outcomes == ()
    assert "r" not in found.credibilities


def test_reasons_name_the_voices_with_their_weights() -> None:
    reasons = settle([cluster([A, B, C], [AGREE, *CLASH])]).credibilities["a"].reasons
    assert any("Monitor says so" in reason and reason.startswith("+") for reason in reasons)
    assert any("Army says otherwise" in reason and reason.startswith("-") for reason in reasons)


def test_a_withdrawn_claim_counts_for_nobody_and_its_ledger_says_so() -> None:
    gone = replace(A, dropped=Dropped(B.published_at + timedelta(days=5), "text", ""))
    world = cluster([gone, B, C], [AGREE, *CLASH])
    last = gone.dropped.day
    assert shown(settle([world], last - timedelta(days=1))) == shown(
        settle([cluster([A, B, C], [AGREE, *CLASH])], last - timedelta(days=1))
    )
    found = settle([world])
    (line,) = found.records["monitor", "origin"].ledger
    assert (line.kind, line.partner, line.date) == ("retracted", "text", last)
    assert (line.up, line.down, line.weight) == (0.0, 0.0, 0.0)
    assert found.records["monitor", "origin"].reliability.n == 0
    assert (
        found.records["governor", "origin"].reliability.up
        < settle([cluster([A, B, C], [AGREE, *CLASH])]).records["governor", "origin"].reliability.up
    )
    assert found.outcomes[-1].kind != "retracted"
    kinds = {outcome.kind: (outcome.since, outcome.until) for outcome in found.outcomes if outcome.claim == "a"}
    assert kinds["retracted"] == (last, None)
    assert kinds["contradicted"] == (date(2021, 5, 4), last)


def test_a_copy_goes_on_when_its_original_is_withdrawn() -> None:
    copy = claim("e", "Monitor", after=1)
    gone = replace(A, dropped=Dropped(B.published_at + timedelta(days=5), "text", ""))
    found = settle([cluster([gone, copy, C], [CLASH[0]], copies={"e": "a"})])
    assert found.credibilities["e"].status == "contradicted"
    assert any(line.kind == "contradicted" for line in found.records["monitor", "origin"].ledger)
    assert found.records["army", "origin"].reliability.down > 0


def test_an_updated_claim_was_right_with_those_who_agreed() -> None:
    old = replace(A, dropped=Dropped(B.published_at + timedelta(days=5), "text", "newer"))
    found = settle([cluster([old, B, C], [AGREE, *CLASH])])
    assert found.records["monitor", "origin"].reliability.up > 0
    (outcome,) = [each for each in found.outcomes if each.claim == "a" and each.kind == "superseded"]
    assert (outcome.by, outcome.reason) == ("newer", "superseded: the text of 8 May 2021 gives a newer answer")


def test_a_replaced_claim_neither_contradicts_nor_is_contradicted() -> None:
    update = claim("d", "Monitor", 9, after=5)
    relations = [CLASH[0], related(update, A, "supersedes", DEPENDENT), related(update, C, "corroborates")]
    found = settle([cluster([A, C, update], relations)])
    assert found.records["army", "origin"].reliability.down == 0.0
    assert found.credibilities["c"].status == "corroborated"


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2021, 5, 14), date(2021, 4, 30)),
        (date(2021, 5, 31), date(2021, 4, 30)),
        (date(2021, 1, 1), date(2020, 12, 31)),
        (date(2020, 3, 1), date(2020, 2, 29)),
    ],
)
def test_the_last_fit_before_a_day(as_of: date, expected: date) -> None:
    assert fit_day(as_of) == expected


def test_month_ends() -> None:
    assert month_ends(date(2020, 12, 31), date(2021, 3, 30)) == (
        date(2020, 12, 31),
        date(2021, 1, 31),
        date(2021, 2, 28),
    )
    later = claim("l", "Army", after=62)
    assert fit_months([cluster([A, later])], date(2021, 7, 1)) == {}, "nothing was known since May"
    assert list(fit_months([cluster([A, later])])) == [date(2021, 5, 31), date(2021, 6, 30)]


def drops(told: Telling) -> st.SearchStrategy[Dropped]:
    """How a later text of its article ended a claim, up to forty days after it was told."""
    when = st.integers(0, 40).map(lambda days: told.published_at + timedelta(days=days))
    return st.builds(Dropped, when, st.just(f"text after {told.id}"), st.sampled_from(["", "newer"]))


@st.composite
def worlds(draw) -> list[ClusterEvidence]:
    """A few clusters of claims by a few voices over three months, related at random."""
    clusters = []
    for number in range(draw(st.integers(1, 3))):
        tellings = [
            claim(
                f"{number}-{i}",
                draw(st.sampled_from([None, "Monitor", "Army", "Governor", "Mayor"])),
                value=i,
                after=draw(st.integers(0, 90)),
                outlet=draw(st.sampled_from(["Herald", "Post", "Echo"])),
                modality=draw(st.sampled_from(["asserted", "asserted", "hedged", "denied"])),
                denied_by=draw(st.sampled_from([(), ("Ministry",)])),
            )
            for i in range(draw(st.integers(1, 5)))
        ]
        tellings = [replace(told, dropped=draw(st.none() | drops(told))) for told in tellings]
        relations = [
            related(
                max(left, right, key=lambda t: t.order),
                min(left, right, key=lambda t: t.order),
                draw(st.sampled_from([stance.value for stance in Stance])),
                draw(st.sampled_from([INDEPENDENT, INDEPENDENT, DEPENDENT, UNKNOWN])),
                draw(st.sampled_from(["number", "denial"])),
            )
            for index, left in enumerate(tellings)
            for right in tellings[index + 1 :]
            if draw(st.booleans())
        ]
        verdicts = [
            Verdict(t.id, draw(st.sampled_from([0.0, 0.5, 1.0, None])), FIRST + timedelta(days=60), f"v{t.id}", "seen")
            for t in tellings[:1]
            if draw(st.booleans())
        ]
        clusters.append(ClusterEvidence(f"k{number}", tellings, relations, verdicts))
    return clusters


def shown(found: Settlement) -> tuple[object, ...]:
    return (found.outcomes, dict(found.credibilities), dict(found.records))


@settings(max_examples=40, deadline=None)
@given(worlds(), st.integers(0, 95))
def test_the_past_does_not_change_when_more_is_published(world: list[ClusterEvidence], day: int) -> None:
    as_of = FIRST + timedelta(days=day)
    then = [up_to(evidence, as_of) for evidence in world]
    assert shown(settle(world, as_of)) == shown(settle(then, as_of))


@settings(max_examples=40, deadline=None)
@given(worlds(), st.integers(0, 10_000))
def test_the_order_of_arrival_makes_no_difference(world: list[ClusterEvidence], seed: int) -> None:
    shuffle = random.Random(seed).shuffle
    mixed = []
    for evidence in world:
        tellings, relations = list(evidence.tellings), list(evidence.relations)
        shuffle(tellings)
        shuffle(relations)
        mixed.append(replace(evidence, tellings=tellings, relations=relations))
    shuffle(mixed)
    assert shown(settle(world, None, 200.0)) == shown(settle(mixed, None, 200.0))


@settings(max_examples=40, deadline=None)
@given(worlds(), st.sampled_from([None, 45.0]))
def test_every_ledger_adds_up(world: list[ClusterEvidence], half_life: float | None) -> None:
    for record in settle(world, None, half_life).records.values():
        score = record.reliability
        assert math.fsum(line.up for line in record.ledger) == pytest.approx(score.up, abs=1e-9)
        assert math.fsum(line.down for line in record.ledger) == pytest.approx(score.down, abs=1e-9)
        assert all(line.up >= 0 and line.down >= 0 for line in record.ledger)
        assert score.up + score.down <= record.claims + 1e-9
