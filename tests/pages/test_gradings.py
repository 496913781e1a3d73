"""The pages say by which half-life and cuts a letter was given: those that an admin set, from one place."""

import pytest

from corroboration import history
from sources.models import TrackRecord
from tests.factories import make_grading, make_record

pytestmark = pytest.mark.django_db


def test_a_source_says_by_which_half_life_its_record_was_graded(client, world):
    assert "a half-life of 730 days" in client.get("/sources/morning-herald/").content.decode()
    row = make_grading(90, widest=0.3, fewest_checks=2)
    assert "a half-life of 730 days" in client.get("/sources/morning-herald/").content.decode(), "it isn't settled yet"
    TrackRecord.objects.update(grading=row)
    page = " ".join(client.get("/sources/morning-herald/").content.decode().split())
    assert "a half-life of 90 days: evidence so old counts half" in page
    assert "A letter needs checks worth 2, and an interval no wider than 0.3" in page


def test_the_glossary_and_every_letter_tell_the_cuts_of_today(client, world):
    for page in ("/glossary/", "/sources/"):
        assert "eliability of at least 0.6" in client.get(page).content.decode()
    make_grading(mean_c=0.55)
    for page in ("/glossary/", "/sources/"):
        found = client.get(page).content.decode()
        assert "eliability of at least 0.55" in found and "eliability of at least 0.6<" not in found


def test_how_a_score_follows_is_told_by_the_cuts_that_it_was_graded_by(client, world):
    make_record(world.monitor, role="own", letter="C")
    TrackRecord.objects.update(grading=make_grading(mean_c=0.55, mean_b=0.8))
    steps = [record["how"]["steps"][-1] for record in answered(client, "silesian-monitor")["records"]]
    assert "letter C: mean 0.70 of at least 0.55; B needs a mean of 0.8" in steps


def test_the_api_says_by_what_it_graded(client, world):
    assert answered(client, "morning-herald")["grading"] == {
        "half_life_days": 730.0,
        "widest_interval": 0.4,
        "fewest_checks": 5.0,
        "letters": [
            {"letter": "A", "mean": 0.9, "low": 0.85},
            {"letter": "B", "mean": 0.75, "low": 0.6},
            {"letter": "C", "mean": 0.6, "low": 0.0},
            {"letter": "D", "mean": 0.4, "low": 0.0},
        ],
    }
    row = make_grading(90)
    assert answered(client, "morning-herald", as_of="2021-05-06")["grading"] == history.grading_line(row.value)


def answered(client, slug: str, **query: str) -> dict:
    return client.get(f"/api/v1/sources/{slug}/track-record/", {**query, "brief": "true"}).json()
