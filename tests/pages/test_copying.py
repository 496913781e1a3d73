"""With whom a source shares errors, by the fit of a day, and since when."""

from datetime import date

import pytest

from corroboration import weighing
from corroboration.engine.truth import Trust
from corroboration.models import KeptFit
from corroboration.selectors.copying import copying_of
from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db

MONITOR, ARMY, CARRIED = ("monitor", "origin"), ("army", "origin"), ("army", "own")
MARCH, APRIL, MAY, JUNE = date(2021, 3, 31), date(2021, 4, 30), date(2021, 5, 31), date(2021, 6, 30)


def both_ways(*pairs: tuple[tuple[str, str], tuple[str, str], float]) -> dict:
    return {key: chance for a, b, chance in pairs for key in ((a, b), (b, a))}


def keep(**fits: dict) -> None:
    """Of each month, the pairs that its fit found."""
    before = weighing.NOBODY_YET
    for month, pairs in zip((MARCH, APRIL, MAY, JUNE), fits.values(), strict=False):
        after = Trust(dependent=pairs, fitted_to=month)
        KeptFit.objects.create(month=month, trust=weighing._change(before, after), stamp="")
        before = after


FOUND = both_ways((MONITOR, ARMY, 0.9))
SURER = both_ways((MONITOR, ARMY, 0.95), (MONITOR, CARRIED, 0.6))


def test_a_pair_is_told_with_the_day_since_which_it_stands():
    make_source("The Army", slug="army")
    keep(march=FOUND, april=SURER, may=SURER)
    first, second = copying_of("monitor")
    assert (first.source, first.name, first.probability, first.since) == ("army", "The Army", 0.95, date(2021, 4, 1))
    assert (second.role, second.other_role, second.since) == ("origin", "own", date(2021, 5, 1))
    assert first.kept == pytest.approx(1 - 0.8 * 0.95)
    assert [(each.source, each.since) for each in copying_of("army")] == [
        ("monitor", date(2021, 4, 1)),
        ("monitor", date(2021, 5, 1)),
    ]


def test_a_pair_that_was_lost_and_found_again_stands_since_it_was_found_again():
    keep(march=FOUND, april={}, may=FOUND)
    assert [each.since for each in copying_of("monitor")] == [date(2021, 6, 1)]


def test_a_pair_that_was_lost_is_told_no_more():
    keep(march=FOUND, april={})
    assert copying_of("monitor") == ()


def test_a_past_day_is_told_what_weighed_then():
    keep(march=FOUND, april=SURER)
    for day in ("2021-02-10", "2021-04-10", "2021-05-10"):
        make_article(published_at=day, state="settled")
    assert copying_of("monitor", date(2021, 2, 20)) == ()
    assert [each.probability for each in copying_of("monitor", date(2021, 5, 9))] == [0.9]
    assert [each.probability for each in copying_of("monitor", date(2021, 5, 31))] == [0.95, 0.6]


def test_a_source_without_a_record_copies_from_nobody():
    keep(march=FOUND)
    assert copying_of("council") == ()


def test_the_page_says_whom_how_surely_and_what_it_takes_off(client):
    for name in ("Monitor", "Army"):
        make_source(f"The {name}", slug=name.lower())
    keep(march=FOUND)
    page = client.get("/sources/monitor/").content.decode()
    part = page.split('id="copying"')[1].split("</section>")[0]
    assert 'href="/sources/army/"' in part
    assert "(quoted origin, there quoted origin)" in part
    assert "0.90 sure since 1 April 2021" in part
    assert "counts 0.28 of a voice" in part


def test_the_page_says_nothing_where_nobody_copies(client):
    make_source("The Monitor", slug="monitor")
    assert 'id="copying"' not in client.get("/sources/monitor/").content.decode()
