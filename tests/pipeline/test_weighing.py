"""Fits as they are kept: what is stored of one is what it moved, and what comes back is what was fitted."""

from datetime import date

import pytest

from corroboration import weighing
from corroboration.engine.truth import Trust
from corroboration.models import KeptFit, Part, Polled, Unsettled
from sources.engine.reliability import Prior

pytestmark = pytest.mark.django_db

MONITOR, ARMY, COUNCIL = ("monitor", "origin"), ("army", "origin"), ("council", "origin")
MARCH, APRIL, MAY = date(2021, 3, 31), date(2021, 4, 30), date(2021, 5, 31)
ALIKE = {(MONITOR, ARMY): 0.9, (ARMY, MONITOR): 0.9}
FITS = {
    MARCH: Trust(fitted_to=MARCH, means={ARMY: 0.6, MONITOR: 0.9}, judged=frozenset({ARMY}), dependent=ALIKE),
    APRIL: Trust(Prior(false_values=7.5), APRIL, {COUNCIL: 0.7, MONITOR: 0.9}, frozenset({MONITOR}), ALIKE),
    MAY: Trust(Prior(false_values=7.5), MAY, {COUNCIL: 0.7, MONITOR: 0.85}, frozenset({MONITOR})),
}


def keep(fits: dict[date, Trust]) -> None:
    before = weighing.NOBODY_YET
    for end, trust in fits.items():
        KeptFit.objects.create(month=end, trust=weighing._change(before, trust), stamp="")
        before = trust


def test_what_is_kept_comes_back_as_it_was_fitted():
    keep(FITS)
    assert weighing.timeline().fits == FITS


@pytest.mark.parametrize(
    ("day", "expected"), [(MARCH, 5.0), (APRIL, 5.0), (date(2021, 5, 1), 7.5), (date(2022, 1, 1), 7.5)]
)
def test_the_number_of_false_answers_on_a_day(day, expected):
    keep(FITS)
    assert weighing.prior_on(day) == Prior(false_values=expected) == weighing.timeline().at(day).prior


def told(cluster: str, month: date, army: int) -> None:
    """The army against three others, on one question."""
    voices = ("army", "monitor", "council", "ministry")
    votes = [[v, "origin", army if v == "army" else 0, month.toordinal(), 1.0, False] for v in voices]
    Polled.objects.create(cluster=cluster, month=month, ballots=[[votes, [], cluster]])


def test_a_fit_is_made_once_its_month_is_over_and_made_again_from_the_first_that_changed():
    for month in (MARCH, APRIL, MAY):
        for number in range(6):
            told(f"{month:%m}-{number}", month, army=1)
    assert weighing.due(date(2021, 5, 31))
    found = weighing.refit(date(2021, 5, 31))
    assert [row.month for row in found.rows] == [MARCH, APRIL]
    assert ARMY in found.moved
    weighing.store(found)
    assert not weighing.due(date(2021, 5, 31))
    weighing.store(weighing.refit(date(2021, 6, 1)))
    before = weighing.timeline().fits
    assert list(before) == [MARCH, APRIL, MAY]
    Polled.objects.filter(month=APRIL).delete()
    KeptFit.objects.filter(month__gte=APRIL).update(stale=True)
    again = weighing.refit(date(2021, 6, 1))
    assert (again.since, [row.month for row in again.rows]) == (APRIL, [MAY])
    weighing.store(again)
    assert weighing.timeline().fits[MARCH] == before[MARCH]


def test_clusters_of_voices_that_moved_are_settled_again_and_no_others():
    for cluster, voice in (("a", "army"), ("b", "monitor"), ("c", "army")):
        Part.objects.create(cluster=cluster, voice=voice, role="origin")
    row = KeptFit(month=MARCH, trust=weighing._change(weighing.NOBODY_YET, FITS[MARCH]), stamp="")
    weighing.store(weighing.Refit(MARCH, [row], frozenset({ARMY})))
    assert set(Unsettled.objects.values_list("cluster", flat=True)) == {"a", "c"}
    weighing.store(weighing.Refit(MARCH, [row], frozenset({weighing.EVERYBODY})))
    assert Unsettled.objects.count() == 3
