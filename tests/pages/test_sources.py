"""The list of sources, and one source with its record and ledger."""

import math
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from corroboration import history
from corroboration.figures import span
from sources.engine.admiralty import SHIPPED_GRADING
from sources.models import Source
from tests import factories

pytestmark = pytest.mark.django_db


def names(response) -> list[str]:
    return [row.source.name for row in response.context["found"]]


@pytest.fixture
def ranked(db):
    """Outlets and others whose order differs by name, lower end and number of checks."""
    for name, kind, low, checks in (
        ("Alpha", "outlet", 0.5, 9),
        ("Beta", "outlet", 0.7, 6),
        ("Gamma", "outlet", None, 0),
        ("Delta", "agency", 0.9, 40),
    ):
        source = factories.make_source(name, kind=kind)
        if low is not None:
            role = "own" if kind == "outlet" else "origin"
            factories.make_record(source, role=role, mean=0.95, low=low, high=1.0, checks=checks)
    factories.make_record(factories.make_source("Omega"), mean=0.95, low=0.9, high=1.0, checks=0)  # the prior alone
    factories.make_record(factories.make_source("Gamma"), role="carrier", mean=0.99, low=0.98, high=1.0)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("low", ["Beta", "Alpha", "Gamma", "Omega", "Delta"]),
        ("checks", ["Alpha", "Beta", "Gamma", "Omega", "Delta"]),
        ("name", ["Alpha", "Beta", "Gamma", "Omega", "Delta"]),
        ("mean", ["Beta", "Alpha", "Gamma", "Omega", "Delta"]),  # not offered: the default
    ],
)
def test_it_sorts_outlets_first_and_unknown_last(client, ranked, order, expected):
    assert names(client.get("/sources/", {"order": order})) == expected


@pytest.fixture
def thin(ranked):
    """One that was right so far, but was hardly checked."""
    factories.make_record(factories.make_source("Aleph"), mean=0.97, low=0.9, high=1.0, checks=2, letter="F")


@pytest.mark.parametrize("order", ["low", "letter"])
def test_too_little_evidence_is_put_neither_above_nor_below(client, thin, order):
    response = client.get("/sources/", {"order": order})
    assert names(response) == ["Beta", "Alpha", "Aleph", "Gamma", "Omega", "Delta"]  # by name from the third on
    page = response.content.decode()
    parting = page.index("Too little evidence to rank: outlets, by name")
    assert page.index(">Alpha</a>") < parting < page.index(">Aleph</a>")
    assert page.count("Too little evidence to rank") == 1  # Delta, no outlet, has enough


def test_an_order_that_ranks_nobody_parts_nobody(client, thin):
    response = client.get("/sources/", {"order": "name"})
    assert names(response) == ["Aleph", "Alpha", "Beta", "Gamma", "Omega", "Delta"]
    assert "Too little evidence to rank" not in response.content.decode()
    assert "nobody is ranked by reliability" in response.content.decode()


def test_letters_are_sorted_from_the_best(client, ranked):
    for name, letter, low in (("Eta", "A", 0.3), ("Theta", "B", 0.9)):
        factories.make_record(factories.make_source(name), mean=0.95, low=low, high=1.0, letter=letter)
    assert names(client.get("/sources/", {"order": "letter"}))[:4] == ["Eta", "Theta", "Beta", "Alpha"]


@pytest.mark.parametrize(("order", "expected"), [("articles", ["Beta", "Alpha"]), ("last", ["Alpha", "Beta"])])
def test_it_sorts_by_what_was_published(client, ranked, order, expected):
    for name, days in (("Alpha", ["2022-02-02"]), ("Beta", ["2021-01-01", "2021-01-03"])):
        for day in days:
            factories.make_article(factories.make_source(name), published_at=day)
    response = client.get("/sources/", {"order": order})
    assert names(response)[:2] == expected
    rows = {row.source.name: (row.articles, row.last and row.last.date()) for row in response.context["found"]}
    assert rows["Beta"] == (2, date(2021, 1, 3)) and rows["Gamma"] == (0, None)
    assert "3 Jan 2021" in response.content.decode()


@pytest.mark.parametrize(
    ("order", "listed"),
    [("name", True), ("articles", True), ("last", True), ("low", False), ("letter", False), ("checks", False)],
)
def test_private_persons_are_listed_where_nothing_is_ranked(client, ranked, order, listed):
    person = factories.make_source("Zeta", kind="person")
    factories.make_record(person, role="origin", letter="A")
    response = client.get("/sources/", {"order": order})
    assert ("Zeta" in names(response)) == listed
    assert ("a private person: no letter, no ranking" in response.content.decode()) == listed
    assert 'value="zeta"' not in response.content.decode()


def test_it_filters_by_country(client, world):
    factories.make_source("Far Paper", country="PL")
    response = client.get("/sources/", {"country": "PL"})
    assert names(response) == ["Far Paper"]
    assert names(client.get("/sources/", {"country": "PL", "q": "herald"})) == []
    assert "<option selected>PL</option>" in response.content.decode()


def test_sources_are_chosen_here_to_be_compared(client, world):
    page = client.get("/sources/").content.decode()
    assert '<form action="/sources/compare/"' in page
    assert 'name="s" value="morning-herald"' in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "courier"}, ["Evening Courier"]),
        ({"q": "The Herald"}, ["Morning Herald"]),  # an alias
        ({"kind": "monitor"}, ["Silesian Monitor"]),
        ({"q": "nobody"}, []),
    ],
)
def test_it_filters(client, world, query, expected):
    assert names(client.get("/sources/", query)) == expected


def test_readers_below_articles_are_not_ranked(client, world):
    everyone = names(client.get("/sources/"))
    assert "karel" not in everyone
    assert names(client.get("/sources/", {"kind": "commenter"})) == everyone  # no such choice


def test_an_agency_that_publishes_is_an_outlet_too(client, world):
    factories.make_record(world.agency, role="own")
    rows = client.get("/sources/").context["found"]
    assert next(row.main.role for row in rows if row.source == world.agency) == "own"


def test_a_record_without_a_check_is_not_shown_as_reliability(client, ranked):
    omega = client.get("/sources/", {"q": "Omega"}).content.decode()
    assert "no checked claim yet" in omega and "0.95" not in omega
    assert "says nothing of this one" in client.get("/sources/omega/").content.decode()


def test_no_letter_stands_without_its_interval(client, world):
    page = client.get("/sources/").content.decode()
    rows = page.split("<tr>")[2:]
    for row in rows:
        assert row.count('class="letter') == 0 or ("<svg" in row and " to " in row)


def test_the_lists_queries_are_constant(client, world, django_assert_num_queries):
    for _ in range(10):
        factories.make_record(factories.make_source())
    with django_assert_num_queries(6):
        client.get("/sources/")


def test_it_shows_the_record_of_each_role(client, world):
    factories.make_record(world.herald, role="origin")
    page = client.get("/sources/morning-herald/").content.decode()
    for words in ("own voice", "quoted origin", "carrier", "fairly reliable", "reliability of at least 0.6"):
        assert words in page
    assert "8 claims checked: 6.0 for, 2.0 against" in page


def test_it_says_what_too_little_evidence_means(client, world):
    page = client.get("/sources/evening-courier/").content.decode()
    assert "cannot be judged" in page
    assert "Too few independent checks" in page


def test_it_says_who_the_source_is(client, world):
    boss = factories.make_source("Jana Nova", kind="person", speaks_for=world.monitor)
    page = client.get("/sources/evening-courier/").content.decode()
    assert "Vltava Holding" in page and "Courier" in page
    assert "Jana Nova" in client.get("/sources/silesian-monitor/").content.decode()
    assert "Silesian Monitor" in client.get(f"/sources/{boss.slug}/").content.decode()


def test_an_unnamed_source_has_a_page_below_its_outlet(client, world):
    assert client.get("/sources/morning-herald/residents/").status_code == 200
    page = client.get("/sources/morning-herald/").content.decode()
    assert "/sources/morning-herald/residents/" in page
    assert "/sources/morning-herald/karel/" not in page  # a reader below an article


def test_the_ledger_links_each_check_to_claim_and_partner(client, world):
    page = client.get("/sources/silesian-monitor/").content.decode()
    assert f"/claims/{world.claims[2].public_id}/" in page
    assert f"/claims/{world.claims[5].public_id}/" in page
    assert "borne out by an independent source" in page
    assert "Interior Ministry</a>" in page and "<bdi>Evening Courier</bdi>" in page  # who checked it, and where


@pytest.mark.parametrize(
    ("kind", "checker"),
    [("denied", "the ministry"), ("contradicted", "Evening Courier"), ("corroborated", "Evening Courier")],
)
def test_a_denial_was_made_by_the_denier(client, world, kind, checker):
    bomb = world.claims[6]  # the Courier, in its own voice: the ministry denied it
    factories.make_ledger_entry(world.agency, world.claims[0], kind=kind, partner=bomb)
    assert [line.checker for line in client.get("/sources/agence-morave/").context["shown"].lines] == [checker]


def test_it_counts_whom_it_cites_and_who_cites_it(client, world):
    cited = client.get("/sources/agence-morave/").context["shown"].cited_by
    assert [(each.slug, each.count) for each in cited] == [("evening-courier", 2)]
    cites = client.get("/sources/evening-courier/").context["shown"].cites
    assert [(each.slug, each.count) for each in cites] == [("agence-morave", 2), ("interior-ministry", 1)]


def test_it_lists_the_latest_articles(client, world):
    late = factories.make_article(world.herald, published_at="2022-01-01", title="Later", state="received")
    page = client.get("/sources/morning-herald/").content.decode()
    assert page.index(f"/articles/{late.public_id}/") < page.index(f"/articles/{world.articles[1].public_id}/")
    assert "1 January 2022, 12:00</time>, received" in page


def test_readers_comments_are_no_citations(client, world):
    cites = client.get("/sources/morning-herald/").context["shown"].cites
    assert "morning-herald/karel" not in [each.slug for each in cites]


def lengthen(world, lines: int) -> None:
    """More lines in the monitor's ledger, of claims that were not compared with what checked them."""
    for _ in range(lines):
        claim = factories.make_claim(chain=[world.monitor])
        factories.make_ledger_entry(world.monitor, claim, role="origin", partner=world.claims[5])


def test_neither_its_queries_nor_its_size_grow_with_the_ledger(client, world):
    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/sources/silesian-monitor/")
        assert len(page.context["shown"].lines) == 25
        return len(captured), len(page.content)

    lengthen(world, 30)
    queries, size = asked()
    lengthen(world, 90)
    again, larger = asked()
    assert again == queries
    assert larger < 1.05 * size  # the leads and topics of a record are bounded, and so is a page of its ledger


def test_the_sums_of_all_pages_stand_below_each(client, world):
    lengthen(world, 30)
    pages = [client.get("/sources/silesian-monitor/", {"page": number}) for number in (1, 2)]
    whole = math.fsum(line.entry["up"] for page in pages for line in page.context["shown"].lines)
    for page in pages:
        [sums] = page.context["shown"].sums
        assert (sums.role, sums.lines, sums.down) == ("quoted origin", 31, 0.0)
        assert sums.up == pytest.approx(whole, abs=1e-9)
        assert "All 31 lines as quoted origin" in page.content.decode()


def test_it_says_how_the_score_follows_and_what_would_move_the_letter(client, world):
    page = client.get("/sources/morning-herald/", {"role": "own"}).content.decode()
    assert "prior 1.00 + borne out 6.00 = alpha 7.00" in page
    assert "prior 1.00 + contradicted 2.00 = beta 3.00" in page
    assert "letter C: mean 0.70 of at least 0.6; B needs a mean of 0.75" in page
    assert "in a row, all borne out, would make it B." in page


def test_a_line_opens_into_relation_and_evidence(client, world):
    page = client.get("/sources/silesian-monitor/").content.decode()
    for words in (
        "Two voices",
        "“Nine people died”",
        "contradicts, number: 9 or at least 14 killed",
        "different origins",
    ):
        assert words in page


def test_topics_are_listed_each_with_its_record(client, world):
    response = client.get("/sources/morning-herald/")
    listed = [(role, part["topic"], part["checks"]) for role, part in response.context["shown"].topics]
    assert listed == [("own voice", "bombing", 1), ("carrier", "killing", 1)]
    assert "?topic=killing&amp;role=carrier#ledger" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "roles", "lines"),
    [
        ({"role": "carrier"}, ["carrier"], 1),
        ({"topic": "bombing"}, ["own voice"], 1),
        ({"topic": "siege"}, [], 0),
        ({"role": "owner", "topic": "weather"}, ["own voice", "carrier"], 2),  # no such choices: all
    ],
)
def test_a_role_or_a_topic_can_be_shown_alone(query, roles, lines, client, world):
    response = client.get("/sources/morning-herald/", query)
    shown = response.context["shown"]
    assert ([record.role for record in shown.records], len(shown.lines)) == (roles, lines)


def test_it_tells_how_often_it_was_first_and_by_how_much(client, world):
    first, second = world.claims[0], world.claims[1]  # the agency at nine, the Herald at eleven
    factories.make_record(world.agency)
    factories.make_ledger_entry(world.agency, first, partner=second)
    page = " ".join(strip_tags(client.get("/sources/agence-morave/").content.decode()).split())
    assert "First with 1 of 1 claim that another origin told too, 2 hours before it." in page
    assert (
        "2 hours: A blast hit the covered market of Ostrava on Tuesday 4 May 2021, 09:00, then Morning Herald" in page
    )


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0.5, "30 minutes"),
        (1, "1 hour"),
        (1 / 60, "1 minute"),
        (5.25, "5.25 hours"),
        (24, "24 hours"),
        (60, "2.5 days"),
    ],
)
def test_a_stretch_of_time_in_words(hours, words):
    assert span(hours) == words


@pytest.fixture
def past(monkeypatch, world):
    """A record as of a day, as history gives it."""

    def records(source: Source, as_of: date) -> dict:
        record = {"role": "origin", "mean": 0.8, "low": 0.6, "high": 0.9, "alpha": 4.0, "beta": 1.0, "up": 1.0}
        record |= {"down": 0.0, "checks": 1, "letter": "F", "enough": False, "reasons": ["one check by then"]}
        late = {"since": "2021-06-07", "why": "articles published by then arrived later"}
        found = {"records": [record], "recomputed": [late], "grading": history.grading_line(SHIPPED_GRADING)}
        return {"source": source.slug, "name": source.name, "as_of": as_of.isoformat()} | found

    monkeypatch.setattr(history, "records", records)
    factories.make_ledger_entry(world.monitor, world.claims[2], role="origin", reason="seen by then")


def test_it_shows_the_record_as_of_a_day(client, past):
    page = client.get("/sources/silesian-monitor/", {"as_of": "2021-05-06"}).content.decode()
    assert "Track record as of 6 May 2021" in page
    assert "prior 3.00 + borne out 1.00 = alpha 4.00" in page and "seen by then" in page
    assert 'value="2021-05-06"' in page
    assert "Since 2021-06-07 this is another answer than then: articles published by then arrived later." in page


def test_the_past_tells_nothing_of_what_came_later(client, world):
    late = factories.make_article(world.herald, "A bridge fell.", published_at="2021-07-01")
    factories.make_claim(late, "A bridge fell", chain=[world.monitor])
    url = "/sources/silesian-monitor/"
    assert "A bridge fell" in client.get(url).content.decode()
    page = client.get(url, {"as_of": "2021-05-06"}).content.decode()
    assert "A bridge fell" not in page and "Recent claims" not in page


@pytest.mark.parametrize("raw", ["yesterday", "2021-13-01", "2021-02-30", "06/05/2021", "<b>", "9" * 300, "٢٠٢١-٠٥-٠٦"])
def test_a_date_that_is_none_is_said_to_be_so(client, world, raw):
    response = client.get("/sources/silesian-monitor/", {"as_of": raw})
    assert response.status_code == 400
    page = response.content.decode()
    assert "is no date. Expected year-month-day, such as 2017-04-15." in page
    assert "Shown is today’s record" in page
    assert "<b>" not in page


@pytest.mark.parametrize("raw", ["0001-01-01", "1899-12-31", "2900-01-01", "9999-12-31"])
def test_a_day_out_of_range_is_said_to_be_so(client, world, raw):
    response = client.get("/sources/silesian-monitor/", {"as_of": raw})
    assert response.status_code == 400
    assert f"{raw} is out of range" in response.content.decode()


def test_the_record_of_the_past_is_worked_out_from_what_is_stored(client, world):
    response = client.get("/sources/silesian-monitor/", {"as_of": "2021-05-06"})
    assert response.status_code == 200
    assert "Track record as of 6 May 2021" in response.content.decode()


def test_an_unknown_source_is_not_found_at_any_date(client, db):
    assert client.get("/sources/nobody/").status_code == 404
    assert client.get("/sources/nobody/?as_of=2021-05-06").status_code == 404
