"""Claims and clusters by where, when, through whom and of what they tell; and that what they are found by is kept."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Article, Attribution, Claim
from corroboration import claim_facets
from corroboration.decisions import decide, undo
from corroboration.ingestion import accept
from corroboration.models import Assessment, ClaimFacet, ClusterFacet
from tests.factories import (
    make_article,
    make_assessment,
    make_claim,
    make_cluster,
    make_cluster_findable,
    make_merge,
    make_source,
    make_user,
    moment,
)
from tests.pipeline.articles import line, take_in, work

pytestmark = pytest.mark.django_db

API = "/api/v1"


def ids(client, kind: str = "claims", **query) -> list[str]:
    response = client.get(f"{API}/{kind}/", query)
    assert response.status_code == 200, response.content
    page = response.json()
    found = [row["id"] for row in page["results"]]
    while page["next"]:
        page = client.get(page["next"]).json()
        found += [row["id"] for row in page["results"]]
    return found


def frame(place: str = "", start: str | None = None, end: str | None = None) -> dict:
    found = {"action": "kill", "place": place, "place_id": place}
    return found | ({"time": {"from": start, "to": end}} if start or end else {})


@pytest.fixture
def told(db):
    """Five claims, each on a later day: two in Homs and below it, one in Aleppo, one long ago, one of nowhere."""
    outlet, other = make_source("Gazette"), make_source("Post")
    rows = [
        ("bombing", "A bomb hit the market", frame("palmyra", "2017-03-30", "2017-04-02"), outlet),
        ("shelling", "Shells hit the market", frame("homs", "2017-04-03", "2017-04-03"), other),
        ("bombing", "A bomb hit the bridge", frame("aleppo", "2017-05-01", None), outlet),
        ("killing", "Twelve people were killed", frame("", None, "2012-01-31"), outlet),
        ("other", "It rained", frame(), other),
    ]
    made = []
    for number, (_, text, where, by) in enumerate(rows):
        article = make_article(by, f"{text}.", published_at=f"2017-06-0{number + 1}")
        made.append(make_claim(article, frame=where).public_id)
    return made


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"place": "palmyra"}, [0]),
        ({"place": "Tadmor"}, [0]),
        ({"place": "homs-governorate"}, [1, 0]),
        ({"place": "Syria"}, [2, 1, 0]),
        ({"place": "nowhere"}, []),
        ({"topic": "bombing"}, [2, 0]),
        ({"topic": "bombing", "place": "homs-governorate"}, [0]),
        ({"topic": "bombing", "place": "homs-governorate", "outlet": "post"}, []),
        ({"outlet": "post"}, [4, 1]),
        ({"event_from": "2017-04-02"}, [2, 1, 0]),
        ({"event_from": "2017-04-03"}, [2, 1]),
        ({"event_to": "2017-04-02"}, [3, 0]),
        ({"event_from": "2017-04-01", "event_to": "2017-04-30"}, [1, 0]),
        ({"event_to": "2012-01-30"}, []),
        ({"event_from": "2012-01-31", "event_to": "2012-01-31"}, [3]),
        ({"topic": "bombing", "published_to": "2017-06-02"}, [0]),
    ],
)
def test_claims_are_found_by_where_when_and_of_what_they_tell(query, expected, client, told):
    assert ids(client, **query) == [told[number] for number in expected]
    assert ids(client, **query, page_size="1") == [told[number] for number in expected]


def test_a_page_of_what_is_found_can_be_walked_back(client, told):
    first = client.get(f"{API}/claims/", {"place": "Syria", "page_size": 2}).json()
    second = client.get(first["next"]).json()
    assert client.get(second["previous"]).json()["results"] == first["results"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"status": "contested"}, [4, 2, 0]),
        ({"status": "contested", "topic": "bombing"}, [2, 0]),
        ({"status": "contested", "topic": "bombing", "place": "homs-governorate"}, [0]),
        ({"status": "unconfirmed"}, [3, 1]),
        ({"status": "unconfirmed", "place": "Syria"}, [1]),
        ({"status": "retracted"}, []),
    ],
)
def test_claims_are_found_by_their_status_the_latest_first(query, expected, client, told):
    for number in (0, 4, 2):
        make_assessment(Claim.objects.get(public_id=told[number]), "contested")
    make_assessment(Claim.objects.get(public_id=told[1]), "unconfirmed")
    assert ids(client, **query) == [told[number] for number in expected]
    assert ids(client, **query, page_size="1") == [told[number] for number in expected]


def test_claims_are_read_in_the_order_of_a_rare_status(told):
    make_assessment(Claim.objects.get(public_id=told[0]), "contested")
    claims = claim_facets.narrowed(
        Claim.objects.order_by("-article__told_at"), [("topic", ["bombing"]), ("status", ["contested"])]
    )
    assert [claim.public_id for claim in claims] == [told[0]]
    assert claims.query.annotations["found_at"].target.model is Assessment


def test_merged_sources_are_followed_either_way(client, world):
    paper = make_source("Herald of old")
    old = make_claim(make_article(paper, "It rained."), chain=[make_source("Silesian Observer", kind="monitor")])
    make_merge(paper, world.herald)
    make_merge(old.attributions.get().source, world.monitor)
    for slug in ("morning-herald", "herald-of-old"):
        assert {old.public_id, world.claims[1].public_id} <= set(ids(client, outlet=slug))
    for slug in ("silesian-monitor", "silesian-observer"):
        assert ids(client, source=slug) == ids(client, origin=slug)
        assert set(ids(client, source=slug)) == {old.public_id, world.claims[2].public_id}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"source": "silesian-monitor"}, {0}),
        ({"source": "agence-morave"}, {0, 1}),
        ({"source": "nobody"}, set()),
        ({"topic": "killing"}, {0}),
        ({"topic": "siege"}, set()),
    ],
)
@pytest.mark.parametrize("few", [0, 2_000])
def test_clusters_are_found_by_source_and_topic(query, expected, client, world, few, monkeypatch):
    monkeypatch.setattr(claim_facets, "FEW", few)
    both = [world.cluster.public_id, world.other_cluster.public_id]
    assert set(ids(client, "clusters", **query)) == {both[number] for number in expected}


def test_clusters_are_found_by_what_holds_their_place(client, db):
    inside = make_cluster(place="Palmyra", place_id="palmyra")
    outside = make_cluster(place="Aleppo", place_id="aleppo")
    make_cluster_findable(inside, outside)
    assert ids(client, "clusters", place="homs-governorate") == [inside.public_id]
    assert set(ids(client, "clusters", place="Syria")) == {inside.public_id, outside.public_id}


@pytest.mark.parametrize(
    "query",
    [{"place": "Syria"}, {"topic": "bombing", "place": "Syria"}, {"outlet": "gazette"}, {"event_from": "2017-01-01"}],
)
def test_a_filter_takes_the_same_queries_however_much_is_found(query, client, told):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            ids(client, **query)
        return len(captured)

    before = queries()
    outlet = make_source("Gazette")
    for number in range(20):
        where = frame("homs", "2017-04-03", "2017-04-03")
        make_claim(make_article(outlet, f"A bomb hit the market, again {number}."), frame=where)
    assert queries() == before


def test_the_rarest_value_leads(client, told):
    """Claims are read in its order, so that none is looked at that doesn't have it."""
    claims = claim_facets.narrowed(
        Claim.objects.order_by("-article__told_at"), [("place", ["palmyra"]), ("place", ["sy"])]
    )
    assert [claim.public_id for claim in claims] == [told[0]]
    assert claims.query.order_by == ("-found_at",)
    [leading] = [
        each for each in str(claims.query).split("WHERE")[1].split("AND") if "EXISTS" not in each and "palmyra" in each
    ]
    assert leading


# --- what they are found by is kept ---


def kept() -> set[tuple]:
    return set(ClaimFacet.objects.values_list("claim", "kind", "value", "told_at"))


def made_anew() -> set[tuple]:
    ClaimFacet.objects.all().delete()
    claim_facets.index(set(Article.objects.values_list("pk", flat=True)))
    return kept()


def values(external_id: str, kind: str) -> set[str]:
    return set(
        ClaimFacet.objects.filter(claim__article__external_id=external_id, kind=kind).values_list("value", flat=True)
    )


def test_reading_an_article_keeps_what_its_claims_are_found_by(nlp):
    take_in()
    work()
    assert values("a1", "outlet") == {"orchard-gazette"}
    assert values("a1", "source") == {"sohr"}
    assert {"azaz", "sy"} <= values("a1", "place")
    assert values("a1", "month") == {"2018-05"}
    assert values("b2", "denier")
    assert {"bombing", "killing"} <= values("a1", "topic")
    assert kept() == made_anew()
    assert set(ClusterFacet.objects.filter(kind="topic").values_list("value", flat=True)) >= {"bombing"}


def test_a_later_text_a_chain_set_right_and_its_undoing_are_followed(nlp):
    take_in()
    work()
    text = "A car bomb killed at least 12 people in the town of Azaz on Friday, the mayor of Azaz said."
    accept(line("a1", "Orchard Gazette", "2018-05-04T09:00:00Z", text, revised_at="2018-05-04T20:00:00Z"))
    work()
    assert kept() == made_anew() != set()
    claim = Claim.objects.get(article__external_id="a2", slot="killed")
    chain = [{"source": "river-watch", "name": "River Watch", "kind": "monitor", "speaks_for": ""}]
    by = make_user()
    decision = decide("attribution", [claim], by=by, now=moment("2018-10-01"), value={"chain": chain})
    work()
    assert Attribution.objects.get(claim=claim, part="chain").source.slug in values("a2", "source")
    assert kept() == made_anew()
    undo(decision, by=by, now=moment("2018-10-02"))
    work()
    assert kept() == made_anew()


def when_told() -> set[tuple]:
    return set(Assessment.objects.values_list("claim", "told_at"))


def test_assessments_say_when_their_claims_were_told(nlp):
    take_in()
    work()
    text = "A car bomb killed at least 12 people in the town of Azaz on Friday, the mayor of Azaz said."
    accept(line("a1", "Orchard Gazette", "2018-05-04T09:00:00Z", text, revised_at="2018-05-04T20:00:00Z"))
    work()
    expected = set(Claim.objects.filter(assessment__isnull=False).values_list("public_id", "article__told_at"))
    assert when_told() == expected != set()
    Assessment.objects.update(told_at=moment("1970-01-01"))
    import_module("corroboration.migrations.0040_assessments_in_order").fill(apps, None)
    assert when_told() == expected


def test_the_migration_fills_what_is_stored(nlp):
    take_in()
    work()
    before = kept(), set(ClusterFacet.objects.values_list("cluster", "kind", "value"))
    filling = import_module("corroboration.migrations.0034_claims_found_by")
    ClaimFacet.objects.all().delete()
    filling.empty(apps, None)
    assert not ClusterFacet.objects.filter(kind="topic").exists()
    filling.fill(apps, None)
    filling.fill(apps, None)  # a second run changes nothing
    assert (kept(), set(ClusterFacet.objects.values_list("cluster", "kind", "value"))) == before


@pytest.mark.parametrize(
    ("time", "months"),
    [
        ({}, []),
        ({"from": "2017-12-31", "to": "2018-02-01"}, ["2017-12", "2018-01", "2018-02"]),
        ({"from": None, "to": "2018-02-01"}, ["2018-02"]),
        ({"from": "2018-02-01", "to": None}, ["2018-02"]),
    ],
)
def test_the_months_of_an_event(time, months):
    assert claim_facets.months(time) == months
    assert len(claim_facets.months({"from": "1900-01-01", "to": "2017-01-01"})) == claim_facets.MOST_MONTHS
