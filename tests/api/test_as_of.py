"""Any day can be asked for, and the answer is what `export --as-of` writes for it: no later article shines through."""

from datetime import date

import pytest

from corroboration import as_of, decisions, export
from corroboration.decisions import decide
from corroboration.ingestion import accept
from corroboration.models import Assessment, Cluster
from tests.factories import (
    make_article,
    make_claim,
    make_cluster,
    make_redirect,
    make_source,
    make_user,
    moment,
    public_id,
)
from tests.pipeline.articles import line, take_in, work
from tests.pipeline.test_decisions import claim_of
from tests.rows import reading

pytestmark = pytest.mark.django_db

API = "/api/v1"
DAYS = ("2018-05-03", "2018-05-04", "2018-05-05", "2018-05-07", "2018-09-20", "2018-10-01", "2018-10-05", "2018-12-31")
KINDS = ("claims", "clusters", "relations")


@pytest.fixture
def lived(db, nlp):
    """Two attacks, a copy, a toll that rises, an edit that withdraws, decisions of several days, and one undone."""
    take_in()
    later = "A car bomb killed nine people in Azaz on Friday, the town's hospital said."
    first = f"{later}\n\nThe hospital said the driver fled."
    accept(line("c1", "Field Courier", "2018-05-04T18:00:00Z", first))
    accept(line("c1", "Field Courier", "2018-05-04T18:00:00Z", later, revised_at="2018-05-06T09:00:00Z"))
    work()
    ines, otto = make_user("ines"), make_user("otto")
    apart = decide("different-event", [claim_of("a1"), claim_of("a2")], by=ines, now=moment("2018-10-01"))
    decide("verdict", [claim_of("b1")], by=ines, now=moment("2018-10-02"), value={"rating": 1.0})
    pair = [claim_of("a1"), claim_of("c1")]
    decide("independence", pair, by=otto, now=moment("2018-10-03"), value={"independent": False})
    work()
    decisions.undo(apart, by=otto, now=moment("2018-10-04"))
    work()


def walk(client, kind: str, **query) -> list[dict]:
    page = client.get(f"{API}/{kind}/", query).json()
    found = page["results"]
    while page["next"]:
        page = client.get(page["next"]).json()
        found += page["results"]
    return found


def exported(kind: str, day: str | None) -> dict:
    """The lines of an export, without the copies that it adds to relations."""
    lines = export.KINDS[kind].stream(date.fromisoformat(day) if day else None)
    return {key(each): each for each in lines if kind != "relations" or each["type"] != "copy"}


def key(row: dict) -> tuple[str, ...]:
    return (row["a"], row["b"]) if "a" in row else (row["id"],)


def test_every_list_is_what_is_exported_of_its_day(lived, client):
    told = {}
    for kind in KINDS:
        for day in DAYS:
            asked = walk(client, kind, as_of=day, page_size="2")
            assert {key(each): each for each in asked} == exported(kind, day), (kind, day)
            assert len(asked) == len({key(each) for each in asked})
            told[kind, day] = sorted(asked, key=key)
    assert told["claims", "2018-05-03"] == told["clusters", "2018-05-03"] == []
    for kind in KINDS:  # nothing is compared with nothing, and the days are not all one
        assert len({str(told[kind, day]) for day in DAYS}) > 2
    assert told["clusters", "2018-10-01"] != told["clusters", "2018-10-05"]  # decided, then undone


def test_every_row_by_itself_is_the_row_of_its_list(lived, client, conforms):
    for kind in KINDS:
        for day in ("2018-05-05", "2018-10-01", "2018-12-31"):
            for name, expected in exported(kind, day).items():
                answer = conforms(client.get(f"{API}/{kind}/{'/'.join(name)}/", {"as_of": day}))
                assert answer.pop("as_of") == day
                assert isinstance(answer.pop("recomputed"), list)
                assert answer == expected


def test_the_last_day_is_the_present(lived, client):
    for kind in KINDS:
        now = {key(each): each for each in walk(client, kind)}
        assert {key(each): each for each in walk(client, kind, as_of="2018-12-31")} == now


def test_what_was_withdrawn_later_still_stood(lived, client):
    [fled] = [each for each in walk(client, "claims") if "fled" in each["statement"]]
    assert (fled["status"], fled["withdrawn_at"]) == ("retracted", "2018-05-06T09:00:00Z")
    then = client.get(f"{API}/claims/{fled['id']}/", {"as_of": "2018-05-05"}).json()
    assert (then["status"] == "retracted", then["withdrawn_at"]) == (False, None)


def test_what_did_not_stand_yet_is_not_found(lived, client, conforms):
    day = "2018-05-04"
    for kind in KINDS:
        unknown = exported(kind, None).keys() - exported(kind, day).keys()
        assert unknown, kind
        for name in unknown:
            response = client.get(f"{API}/{kind}/{'/'.join(name)}/", {"as_of": day})
            assert response.status_code == 404
            conforms(response)


def test_pages_go_back_as_they_came(lived, client):
    for kind in KINDS:
        for day in ("2018-05-05", "2018-10-01"):
            first = client.get(f"{API}/{kind}/", {"as_of": day, "page_size": 3}).json()
            second = client.get(first["next"]).json() if first["next"] else first
            if second is not first:
                assert client.get(second["previous"]).json()["results"] == first["results"]


def test_the_answer_says_why_it_is_another_than_was_given_then(lived, client, conforms):
    page = conforms(client.get(f"{API}/claims/", {"as_of": "2018-05-05"}))
    assert page["as_of"] == "2018-05-05"
    assert page["recomputed"][0]["why"] == "articles published by 2018-05-05 arrived later"


@pytest.mark.parametrize("status", Assessment.Status.values)
@pytest.mark.parametrize("day", ["2018-05-05", "2018-10-01"])
def test_claims_are_narrowed_by_what_they_were_judged_to_be_then(lived, client, status, day):
    expected = {each["id"] for each in exported("claims", day).values() if each["status"] == status}
    assert {each["id"] for each in walk(client, "claims", as_of=day, status=status, page_size="3")} == expected


@pytest.mark.parametrize("day", ["2018-05-05", "2018-10-01", "2018-12-31"])
def test_claims_of_a_cluster_are_those_it_had(lived, client, day):
    for cluster in exported("clusters", day).values():
        found = walk(client, "claims", as_of=day, cluster=cluster["id"])
        assert sorted(each["id"] for each in found) == cluster["claims"]


@pytest.mark.parametrize("day", ["2018-05-05", "2018-10-01", "2018-12-31"])
def test_clusters_are_narrowed_by_what_they_were_then(lived, client, day):
    """Each filter leaves those of the day's clusters that have what it asks for, by the very lines."""
    lines = exported("clusters", day).values()
    claims = {each["id"]: each for each in exported("claims", day).values()}
    questions = [
        ({"status": "corroborated"}, lambda c: c["status"] == "corroborated"),
        ({"disputed": "true"}, lambda c: c["contradictions"] > 0),
        ({"disputed": "false"}, lambda c: c["contradictions"] == 0),
        ({"min_origins": "2"}, lambda c: len(c["origins"]) >= 2),
        ({"place": "Azaz"}, lambda c: c["place"] == "Azaz"),
        ({"event_from": "2018-05-05"}, lambda c: bool(c["time"]) and (c["time"]["to"] or "") >= "2018-05-05"),
        ({"event_to": "2018-05-04"}, lambda c: bool(c["time"]) and (c["time"]["from"] or "9") <= "2018-05-04"),
        ({"published_from": "2018-05-05"}, lambda c: c["last_published_at"] >= "2018-05-05"),
        ({"published_to": "2018-05-04"}, lambda c: c["first_published_at"] < "2018-05-05"),
        ({"outlet": "river-post"}, lambda c: any(claims[i]["article"]["outlet"] == "river-post" for i in c["claims"])),
        (
            {"source": "river-post/local-council"},
            lambda c: any(
                v["source"] == "river-post/local-council" for i in c["claims"] for v in claims[i]["attribution"]
            ),
        ),
    ]
    passed = 0
    for query, holds in questions:
        found = {each["id"] for each in walk(client, "clusters", as_of=day, page_size="2", **query)}
        assert found == {each["id"] for each in lines if holds(each)}, query
        passed += len(found)
    assert passed > 7


def test_relations_are_narrowed_as_they_were_then(lived, client):
    for day in ("2018-05-05", "2018-10-01", "2018-12-31"):
        lines = exported("relations", day).values()
        for kind in {each["relation"] for each in lines}:
            found = walk(client, "relations", as_of=day, relation=kind)
            assert {key(each) for each in found} == {key(each) for each in lines if each["relation"] == kind}
        for claim in {each["a"] for each in lines}:
            found = walk(client, "relations", as_of=day, claim=claim)
            assert {key(each) for each in found} == {key(each) for each in lines if claim in key(each)}


def test_a_sentence_is_looked_for_among_what_had_been_told(lived, client, conforms):
    page = conforms(client.get(f"{API}/claims/", {"q": "car bomb killed people in Azaz", "as_of": "2018-05-04"}))
    then = exported("claims", "2018-05-04")
    assert page["results"] and page["as_of"] == "2018-05-04"
    for found in page["results"]:
        assert found.pop("match")
        assert found == then[found["id"],]


def test_what_a_day_costs_does_not_grow_with_the_corpus(world, client):
    def cost(kind: str) -> tuple[int, int]:
        with reading() as read:
            assert client.get(f"{API}/{kind}/", {"as_of": "2021-05-04", "page_size": 5}).status_code == 200
        return read.queries, read.rows

    def lengthen(clusters: int) -> None:
        for number in range(clusters):
            article = make_article(make_source(), published_at=f"2020-01-{number % 28 + 1:02}")
            make_cluster([make_claim(article)])

    lengthen(8)
    for kind in KINDS:
        cost(kind)  # what is kept, and looked up once
    before = {kind: cost(kind) for kind in KINDS}
    lengthen(60)
    assert {kind: cost(kind) for kind in KINDS} == before


def test_a_page_of_a_day_is_kept_until_something_is_decided(lived, client, monkeypatch):
    day = "2018-10-05"
    before = walk(client, "claims", as_of=day)
    with monkeypatch.context() as patch:
        patch.setattr(as_of, "gather_about", None)  # whoever works it out again fails
        assert walk(client, "claims", as_of=day) == before
    decide("verdict", [claim_of("b1")], by=make_user("olga"), now=moment("2018-10-05"), value={"rating": 0.0})
    assert walk(client, "claims", as_of=day) != before


def test_an_old_id_leads_to_a_cluster_only_once_that_stood(world, client):
    old = public_id("once")
    make_redirect(old, world.cluster.public_id)
    here = f"{API}/clusters/{old}/"
    assert client.get(here, {"as_of": "2021-05-03"}).status_code == 404
    response = client.get(here, {"as_of": "2021-05-05", "fields": "id"})
    assert response["Location"] == f"{API}/clusters/{world.cluster.public_id}/?as_of=2021-05-05&fields=id"
    assert Cluster.objects.filter(public_id=old).count() == 0
