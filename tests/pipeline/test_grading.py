"""How records are graded is an admin's to set: all that depends on it follows by itself, whatever was settled."""

import math
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from corroboration import export, grading, history, pipeline, rebuilding, records, settling
from corroboration.models import KeptFit, LedgerMonth
from sources.models import Grading, Source, TrackRecord
from tests.factories import make_grading, make_user, moment
from tests.pipeline.articles import TALES, take_in, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nlp")]

LENIENT = {"mean_c": 0.5, "mean_d": 0.3, "widest": 1.0, "fewest_checks": 0.05}


@pytest.fixture
def settled() -> None:
    take_in()
    work()


def letters() -> dict[tuple[str, str], str]:
    rows = TrackRecord.objects.values_list("source__slug", "role", "letter")
    return {(slug, role): letter for slug, role, letter in rows}


def fresh_digest() -> str:
    rebuilding.forget(now=timezone.now())
    work()
    return rebuilding.digest()


def test_the_next_settling_grades_all_records_again(settled):
    shipped, before = rebuilding.digest(), letters()
    assert set(before.values()) == {"F"} and not settling.waiting()
    make_grading(200, **LENIENT)
    assert settling.waiting()
    assert pipeline.settle(wait=False) == 1
    assert not settling.waiting() and pipeline.settle(wait=False) == 0
    assert set(letters().values()) > {"F"}
    assert rebuilding.digest() != shipped


def test_a_changed_grading_leaves_what_it_leaves_in_a_fresh_database(settled):
    make_grading(200, **LENIENT)
    work()
    followed = rebuilding.digest()
    assert fresh_digest() == followed


@pytest.mark.parametrize("at_first", [2, 4])
def test_it_makes_no_difference_when_it_was_set(at_first):
    take_in(*TALES[:at_first])
    work()
    make_grading(90, **LENIENT)
    take_in(*TALES[at_first:])
    work()
    followed = rebuilding.digest()
    assert fresh_digest() == followed


def test_set_back_it_is_as_it_was(settled):
    shipped = rebuilding.digest()
    for half_life in (30, 730):
        make_grading(half_life)
        work()
    assert rebuilding.digest() == shipped


def test_neither_fits_nor_blocks_are_made_again(settled):
    """Lines are kept unfaded, and a fit weighs votes whatever their age: only scores depend on the grading."""
    fits, blocks = list(KeptFit.objects.values()), list(LedgerMonth.objects.order_by("pk").values())
    assert fits and blocks
    make_grading(30, **LENIENT)
    work()
    assert list(KeptFit.objects.values()) == fits
    assert list(LedgerMonth.objects.order_by("pk").values()) == blocks


def test_a_ledger_adds_up_to_its_record_before_and_after_it_is_settled(settled):
    """What is shown of a record before it is graded again is all of the old grading: letter, ledger and cuts."""
    make_grading(30, **LENIENT)
    for half_life in (730, 30):
        for source in Source.objects.filter(track_records__up__gt=0):
            found = records.opened(source.slug)
            assert found["grading"]["half_life_days"] == half_life
            for record in found["records"]:
                mine = [line["up"] for line in found["ledger"] if line["role"] == record["role"]]
                assert math.fsum(mine) == pytest.approx(record["up"], abs=1e-9)
        work()


@pytest.mark.parametrize("day", [date(2018, 5, 31), date(2018, 9, 30)])
def test_a_past_day_is_graded_by_the_setting_of_today(settled, day):
    before = history.snapshot(day), {slug: records.opened(slug, day) for slug, _ in letters()}
    make_grading(60, **LENIENT)
    for slug, found in before[1].items():
        then = records.opened(slug, day)
        assert then["grading"]["half_life_days"] == 60
        for old, new in zip(found["records"], then["records"], strict=True):
            assert new["up"] <= old["up"]
    exported = {(line["source"], line["role"]): line for line in export.KINDS["track-records"].stream(day)}
    for (slug, role), line in exported.items():
        [record] = [each for each in records.opened(slug, day)["records"] if each["role"] == role]
        assert (line["letter"], line["mean"]) == (record["letter"], record["mean"])
    assert any(line["letter"] != "F" for line in exported.values())


# --- what it would change ---


def test_a_preview_says_what_saving_it_does(settled):
    before = letters()
    unsaved = Grading(half_life_days=200, **LENIENT)
    digest, told = rebuilding.digest(), grading.preview(unsaved)
    assert rebuilding.digest() == digest and not Grading.objects.exists() and not settling.waiting()
    grading.grade_by(unsaved, by=make_user(), now=moment("2019-01-01"))
    work()
    after = letters()
    changed = {party for party in after if after[party] != before[party]}
    assert (told.records, told.letters) == (len(after), len(changed))
    assert 0 < len(told.most) <= grading.SHOWN
    roles = {label: value for value, label in TrackRecord.Role.choices}
    for each in told.most:
        row = TrackRecord.objects.get(source__slug=each.source, role=roles[each.role])
        assert (row.letter, row.mean) == (each.letters[1], each.means[1])
    sizes = [each.size for each in told.most]
    assert sizes == sorted(sizes, reverse=True)


def test_a_preview_of_what_is_set_already_changes_nothing(settled):
    told = grading.preview(Grading())
    assert (told.letters, told.most) == (0, ()) and told.records == len(letters())


def test_without_articles_there_is_nothing_to_preview():
    assert grading.preview(Grading()) == grading.Preview(0, 0, ())


# --- what the database refuses ---


def test_what_was_set_can_neither_be_changed_nor_deleted():
    row = make_grading(60)
    rows = Grading.objects.filter(pk=row.pk)
    for change in (lambda: rows.update(reason="another"), lambda: rows.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert rows.get().reason == "a test"


@pytest.mark.parametrize(
    "wrong",
    [
        {"half_life_days": 0},
        {"mean_b": 0.95},
        {"mean_c": 0.75},
        {"low_b": 0.9},
        {"low_d": -0.1},
        {"mean_a": 1.1},
        {"widest": 0},
        {"fewest_checks": 0},
    ],
)
def test_the_database_refuses_what_makes_no_sense(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_grading(**wrong)
