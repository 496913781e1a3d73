"""A cluster by origin: whom its claims go back to, and through whom they came."""

import pytest
from lxml import html

from corroboration.models import Cluster
from corroboration.selectors.cluster.lineage import lineage_of, tellings
from corroboration.selectors.cluster.members import members_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def origins(world) -> Cluster:
    """The small world with its origins counted: the monitor, the ministry with the agency; the rest is unknown."""
    monitor, ministry, agency = world.claims[2], world.claims[5], world.claims[0]
    world.cluster.origins = [
        {"source": "silesian-monitor", "name": "Silesian Monitor", "claims": [monitor.public_id]},
        {
            "source": "interior-ministry",
            "name": "Interior Ministry",
            "claims": [ministry.public_id, agency.public_id, world.copy.public_id],
        },
    ]
    world.cluster.save()
    return world.cluster


def parts(client, cluster):
    return client.get(f"/clusters/{cluster.public_id}/", {"by": "origin"}).context["shown"].look.parts


def test_claims_stand_under_their_origin_and_what_has_none_apart(client, origins, world):
    found = {
        part.voice.name or part.voice.standing: [s.card.claim for s in part.claims] for part in parts(client, origins)
    }
    original, told, killed, cause, _, nine, bomb, _ = world.claims
    assert found == {
        "Silesian Monitor": [killed],
        "Interior Ministry": [original, nine],
        "unknown": [told, cause, bomb],
    }


def test_who_is_counted_as_one_origin_is_named(client, origins):
    named = {part.voice.name: list(part.speakers) for part in parts(client, origins)}
    assert named["Interior Ministry"] == ["Agence Morave"]
    assert named["Silesian Monitor"] == []
    page = client.get(f"/clusters/{origins.public_id}/", {"by": "origin"}).content.decode()
    assert "Counted as one origin, as they are shown to depend on each other: <bdi>Interior Ministry</bdi>" in page


def test_what_was_withdrawn_and_what_readers_said_stand_apart(client, db):
    outlet = factories.make_source("River Post")
    text = factories.make_article(outlet, "Another text.", external_id="r2")
    gone = factories.make_claim(dropped_at=factories.RECEIVED, dropped_by=text)
    said = factories.make_claim(zone="comments")
    kept = factories.make_claim(dropped_at=factories.RECEIVED, dropped_by=text, updated_as=said.public_id)
    cluster = factories.make_cluster([gone, said, kept])
    found = [(part.voice.standing, [s.card.claim for s in part.claims]) for part in parts(client, cluster)]
    assert found == [("unknown", [kept]), ("withdrawn", [gone]), ("comments", [said])]


def ways(cluster) -> list[tuple[str | None, list[str], str, int]]:
    members = members_of(cluster)
    return [
        (
            way.origin.name if way.origin else None,
            [node.name for node in way.carriers],
            way.outlet.name,
            len(way.claims),
        )
        for way in tellings(members, lineage_of(cluster, members))
    ]


def test_the_tree_goes_from_origins_over_carriers_to_outlets(origins):
    assert ways(origins) == [
        ("Interior Ministry", ["Agence Morave"], "Evening Courier", 2),
        ("Interior Ministry", [], "Agence Morave", 1),
        (None, [], "Morning Herald", 1),
        ("Silesian Monitor", [], "Morning Herald", 1),
        (None, ["residents"], "Morning Herald", 1),
        (None, [], "Evening Courier", 1),
    ]


def test_what_readers_said_is_not_in_the_tree(db):
    assert ways(factories.make_cluster([factories.make_claim(zone="comments")])) == []


def test_a_small_tree_stands_above_every_look_and_a_large_one_above_that_by_origin(client, origins):
    address = f"/clusters/{origins.public_id}/"
    assert 'class="picture chains' in client.get(address).content.decode()
    outlets = [factories.make_claim() for _ in range(13)]
    large = factories.make_cluster(outlets, origins=[])
    address = f"/clusters/{large.public_id}/"
    page = client.get(address).content.decode()
    assert 'class="picture chains' not in page and "as a tree" in page
    assert 'class="picture chains' in client.get(address, {"by": "origin"}).content.decode()


def test_the_list_says_where_each_origin_begins(client, origins):
    tree = html.fromstring(client.get(f"/clusters/{origins.public_id}/", {"by": "origin"}).content)
    leads = [
        (a.get("href"), a.text_content().split()[-1]) for a in tree.xpath("//nav[@aria-label='Parts of the list']/a")
    ]
    assert leads == [("#origin-1", "1"), ("#origin-2", "2"), ("#voices-unknown", "3")]
