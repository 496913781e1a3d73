"""A cluster followed through time comes on every day to what settling everything as of that day comes to."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from corroboration.engine.ballots import ClusterEvidence, up_to
from corroboration.engine.fits import EVERYBODY, PRIOR, Timeline, fit_months, latest, moved, steadied
from corroboration.engine.following import Line, follow
from corroboration.engine.settle import settle
from corroboration.engine.truth import Trust
from sources.engine.reliability import Prior
from tests.corroboration.judged import related
from tests.corroboration.test_truth import AGREE, FIRST, A, B, claim, cluster, worlds

MONITOR, ARMY = ("monitor", "origin"), ("army", "origin")


def standing(lines: list[Line], day: date) -> Counter:
    return Counter((line.party, line.what) for line in lines if line.since <= day and (line.until or date.max) > day)


@settings(max_examples=30, deadline=None)
@given(worlds())
def test_following_each_cluster_gives_what_settling_all_at_once_gives(world: list[ClusterEvidence]) -> None:
    now = latest(world)
    weights = Timeline(fit_months(world))
    courses = [follow(evidence, weights, now) for evidence in world]
    lines = [line for course in courses for line in course.lines]
    for day in {FIRST + timedelta(days=n) for n in (0, 13, 30, 31, 45, 62, 75)} | {now}:
        found = settle(world, day)
        expected = Counter((party, line) for party, record in found.records.items() for line in record.ledger)
        known = latest([up_to(evidence, day) for evidence in world])
        assert standing(lines, known or day) == expected
    found = settle(world)
    assert {claim: belief for course in courses for claim, belief in course.beliefs.items()} == found.credibilities
    assert sorted((o for c in courses for o in c.outcomes), key=repr) == sorted(found.outcomes, key=repr)
    assert {party for course in courses for party in course.speakers} == found.records.keys()


def test_a_line_ends_when_its_claim_is_replaced() -> None:
    clash = claim("c", "Army", 9, after=3)
    update = claim("d", "Army", 5, after=5)
    relations = [
        related(clash, A, "contradicts"),
        related(update, clash, "supersedes"),
        related(update, A, "corroborates"),
    ]
    course = follow(cluster([A, clash, update], relations), Timeline({}), FIRST + timedelta(days=9))
    against = [line for line in course.lines if line.party == MONITOR and line.what.kind == "contradicted"]
    assert [(line.since.day, line.until and line.until.day) for line in against] == [(4, 6)]


def test_lines_begin_anew_when_the_weights_of_their_voices_do() -> None:
    other = Trust(PRIOR, date(2021, 5, 31), {("governor", "origin"): 0.6})
    now = date(2021, 7, 2)
    evidence = cluster([A, B], [AGREE])
    same = follow(evidence, Timeline({date(2021, 5, 31): Trust(PRIOR)}), now)
    turned = follow(evidence, Timeline({date(2021, 5, 31): other}), now)
    mine = [line for line in turned.lines if line.party == MONITOR]
    assert [(line.since, line.until) for line in mine] == [
        (date(2021, 5, 3), date(2021, 6, 1)),
        (date(2021, 6, 1), None),
    ]
    assert mine[1].what.up < mine[0].what.up
    assert all(line.until is None for line in same.lines)


@pytest.mark.parametrize(("found", "expected"), [(0.815, 0.8), (0.785, 0.8), (0.83, 0.83), (0.7, 0.7)])
def test_a_weight_stays_until_a_fit_lies_well_away_from_it(found: float, expected: float) -> None:
    after = steadied(Trust(), Trust(means={MONITOR: found}), FIRST)
    assert after.mean(*MONITOR) == expected
    assert steadied(after, Trust(means={MONITOR: found}), FIRST) == after


def test_who_has_moved() -> None:
    before = Trust(means={MONITOR: 0.7, ARMY: 0.6}, judged=frozenset({ARMY}))
    after = Trust(means={MONITOR: 0.7, ARMY: 0.5}, judged=frozenset({ARMY}))
    assert moved(before, after) == {ARMY}
    assert moved(before, before) == set()
    assert moved(before, Trust(Prior(false_values=7.0), means=before.means, judged=before.judged)) == {EVERYBODY}
    pair = {(MONITOR, ARMY): 0.9, (ARMY, MONITOR): 0.9}
    assert moved(before, Trust(means=before.means, judged=before.judged, dependent=pair)) == {MONITOR, ARMY}
