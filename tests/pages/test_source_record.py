"""What a source's page shows of its record: its course, what moved it most, and its ledger narrowed."""

from datetime import date, timedelta

import pytest
from django.utils.html import strip_tags

from corroboration import history
from corroboration.courses import MOST_POINTS, WEIGHTIEST, courses, weightiest
from corroboration.ledgers import Ledger, Wanted
from corroboration.models import Part
from sources.models import Source
from tests import factories
from tests.rows import reading

pytestmark = pytest.mark.django_db

URL = "/sources/silesian-monitor/"
FIRST = date(2019, 1, 10)


@pytest.fixture
def monitor(world) -> Source:
    """A monitor whose claims were checked for two years: borne out at first, contradicted later."""
    partner = world.claims[5]  # the ministry, in the Courier
    for number in range(20):
        day, held = FIRST + timedelta(days=36 * number), number < 14
        article = factories.make_article(published_at=day)
        claim = factories.make_claim(article, chain=[world.monitor], statement=f"Statement {number}")
        kind = "corroborated" if held else "contradicted"
        shares = {"up": 1.0 if held else 0.0, "down": 0.0 if held else 0.5 + number / 100}
        factories.make_ledger_entry(
            world.monitor, claim, role="origin", partner=partner, kind=kind, date=day, reason=kind, **shares
        )
    world.monitor.track_records.update(as_of=date(2021, 5, 5))
    Part.objects.filter(voice=world.monitor.slug).update(since=FIRST)
    return world.monitor


def test_its_course_is_what_was_answered_at_each_months_end(monitor):
    [points] = courses(monitor).values()
    assert [points[0].on, points[-1].on] == [date(2019, 1, 31), date(2021, 5, 5)]
    for point in points[::4]:
        [then] = history.records(monitor, point.on)["records"]
        assert point.mean == pytest.approx(then["mean"], abs=1e-4)
        assert (point.low, point.high, point.letter) == (then["low"], then["high"], then["letter"])
    assert points[12].mean > points[-1].mean


def test_the_course_of_a_past_day_ends_with_its_record(monitor):
    [points] = courses(monitor, date(2020, 3, 15)).values()
    [then] = history.records(monitor, date(2020, 3, 15))["records"]
    assert points[-1].on == date(2020, 3, 15)
    assert points[-1].mean == pytest.approx(then["mean"], abs=1e-4)


def test_a_long_course_is_drawn_in_coarser_steps(monitor, world):
    claim = factories.make_claim(chain=[monitor], statement="Long ago")
    factories.make_ledger_entry(monitor, claim, role="origin", date=date(1999, 1, 1))
    [points] = courses(monitor).values()
    assert 40 < len(points) <= MOST_POINTS
    assert points[-1].on == date(2021, 5, 5)


def test_the_course_is_drawn(client, monitor):
    page = client.get(URL).content.decode()
    assert 'id="course"' in page and "<svg" in page[page.index('id="course"') :]


def test_what_moved_it_most_stands_with_partner_and_day(client, monitor):
    response = client.get(URL)
    (_, up), (_, down) = response.context["shown"].most
    assert [line.claim.statement for line in down[:2]] == ["Statement 19", "Statement 18"]
    assert len(up) == len(down) == WEIGHTIEST
    assert [line.entry["left"] for line in down] == sorted((line.entry["left"] for line in down), reverse=True)
    words = " ".join(strip_tags(response.content.decode()).split())
    assert (
        "Statement 19 contradicted by Interior Ministry, 24 November 2020; quoted origin; 0.59 of a check left" in words
    )


def test_an_old_line_has_faded_behind_a_new_one(monitor):
    up, _ = weightiest(monitor)
    assert [line.left for line in up] == sorted((line.left for line in up), reverse=True)
    assert up[0].date > up[1].date and up[1].left < 1.0


def test_of_one_claim_only_one_line_is_named(monitor, world):
    claim = factories.make_claim(chain=[monitor], statement="Told by many")
    for number in range(8):
        partner = factories.make_claim(statement=f"Partner {number}")
        factories.make_ledger_entry(monitor, claim, role="origin", partner=partner, date=date(2021, 5, 5), up=1.0)
    up, _ = weightiest(monitor)
    assert sum(line.claim == claim.public_id for line in up) == 1 and len(up) == WEIGHTIEST


def test_a_past_day_tells_of_nothing_later(monitor):
    _, down = weightiest(monitor, date(2020, 3, 15))
    assert down == []


def shown(client, **query) -> list[str]:
    return [line.claim.statement for line in client.get(URL, query).context["shown"].lines]


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ({"kind": "contradicted"}, 6),
        ({"kind": "corroborated"}, 15),
        ({"kind": "verdict"}, 0),
        ({"date_from": "2020-06-01", "date_to": "2020-12-31"}, 5),
        ({"date_to": "2019-01-10"}, 1),
        ({"checker": "interior-ministry"}, 21),
        ({"checker": "evening-courier"}, 0),  # it only printed what the ministry said
        ({"checker": "nobody"}, 0),
        ({"kind": "contradicted", "checker": "interior-ministry", "date_from": "2020-10-01"}, 2),
    ],
)
def test_the_ledger_is_narrowed(client, monitor, query, lines):
    page = client.get(URL, query)
    assert page.context["shown"].ledger.paginator.count == lines
    if lines:
        sums = page.context["shown"].sums
        assert sum(each.lines for each in sums) == lines
    else:
        assert "No check fits" in page.content.decode()


def test_the_record_stays_what_it_is_while_the_ledger_is_narrowed(client, monitor):
    whole, part = client.get(URL).context["shown"], client.get(URL, {"kind": "contradicted"}).context["shown"]
    assert [each.figures["mean"] for each in whole.records] == [each.figures["mean"] for each in part.records]


def test_each_choice_says_how_many_lines_it_has(client, monitor):
    kinds = client.get(URL, {"kind": "contradicted"}).context["shown"].kinds
    assert {each.value: each.lines for each in kinds if each.lines} == {"corroborated": 15, "contradicted": 6}
    assert "contradicted (6)" in client.get(URL).content.decode()


def test_what_narrows_it_is_kept_in_the_address(client, monitor):
    page = client.get(URL, {"date_from": "2019-01-01", "kind": "corroborated", "as_of": "2021-05-05"}).content.decode()
    kept = "as_of=2021-05-05&amp;kind=corroborated&amp;date_from=2019-01-01"
    assert f"/ledger/?{kept}&amp;format=csv" in page
    assert '<input type="hidden" name="kind" value="corroborated">' in page


@pytest.mark.parametrize("name", ["date_from", "date_to"])
def test_a_day_that_is_none_is_said_to_be_so(client, monitor, name):
    response = client.get(URL, {name: "never"})
    assert response.status_code == 400
    assert "“never” is no date" in response.content.decode()
    assert response.context["shown"].ledger.paginator.count == 21


def test_the_api_narrows_a_ledger_likewise(client, monitor):
    asked = {"date_from": "2020-06-01", "checker": "interior-ministry", "kind": "contradicted"}
    found = client.get("/api/v1/sources/silesian-monitor/ledger/", asked).json()["results"]
    assert [line["statement"] for line in found] == shown(client, **asked)
    assert client.get("/api/v1/sources/silesian-monitor/ledger/", {"date_to": "never"}).status_code == 400


def test_one_who_prints_and_one_who_is_quoted_check_each_for_themselves(world):
    told = factories.make_claim(world.articles[2], "Nine people died", statement="own word of the Courier")
    factories.make_ledger_entry(world.monitor, world.claims[2], role="origin", partner=told)
    assert [
        Ledger(world.monitor, None, Wanted(checker=slug)).count() for slug in ("evening-courier", "interior-ministry")
    ] == [1, 1]


def test_a_denier_checks_what_it_denies(world):
    bomb = world.claims[6]  # denied by the ministry
    factories.make_ledger_entry(world.agency, world.claims[0], kind="denied", partner=bomb)
    assert Ledger(world.agency, None, Wanted(checker="interior-ministry")).count() == 1


@pytest.mark.parametrize(
    "query", [{"kind": "corroborated"}, {"checker": "interior-ministry"}, {"date_from": "2019-01-01"}]
)
def test_a_narrowed_page_asks_no_more_of_more_lines(client, monitor, world, query):
    with reading() as before:
        client.get(URL, query)
    for number in range(30):
        claim = factories.make_claim(chain=[monitor], statement=f"Further {number}")
        factories.make_ledger_entry(monitor, claim, role="origin", partner=world.claims[5])
    with reading() as after:
        client.get(URL, query)
    assert after.queries == before.queries


def test_what_would_move_the_letter_is_said_without_a_click(client, monitor):
    page = client.get(URL).content.decode()
    assert "What would move the letter" in page[: page.index("<summary>How the score follows")]


def test_links_of_a_past_page_keep_its_day(client, world):
    factories.make_source("Jana Nova", kind="person", speaks_for=world.monitor)
    page = client.get(URL, {"as_of": "2021-05-06"}).content.decode()
    assert '/sources/jana-nova/?as_of=2021-05-06"' in page
    assert "compare/?s=silesian-monitor&amp;as_of=2021-05-06" in page
