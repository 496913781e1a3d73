"""How the claims of a cluster stand to each other, pair by pair."""

import pytest
from lxml import html

from corroboration.models import Relation
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarrel(db):
    """Five claims, each of the later four in another relation to the first."""
    claims = [factories.make_claim(statement=f"claim {n}") for n in range(5)]
    for claim, kind, independent in zip(
        claims[1:],
        ["corroborates", "corroborates", "differs", "contradicts"],
        [None, True, False, None],
        strict=True,
    ):
        factories.make_relation(claim, claims[0], kind, independent=independent)
    return factories.make_cluster(claims), claims


def shown(client, cluster, **asked):
    return client.get(f"/clusters/{cluster.public_id}/", asked).context["shown"].pairs


def kinds(pairs) -> list[str]:
    return [pair.relation.shown_as for pair in pairs.rows]


def test_what_divides_stands_before_what_unites_and_repeats_are_folded(client, quarrel):
    cluster, _ = quarrel
    pairs = shown(client, cluster)
    assert kinds(pairs) == ["contradicts", "differs from", "corroborates"]
    assert (pairs.total, pairs.repeats) == (4, 1)
    assert [(each.kind, each.count) for each in pairs.counts] == [
        ("contradicts", 1),
        ("differs", 1),
        ("corroborates", 1),
        ("repeats", 1),
    ]
    page = client.get(f"/clusters/{cluster.public_id}/").content.decode()
    assert "1 pair merely repeats" in page and ">repeats</strong>" not in page


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("contradicts", ["contradicts"]),
        ("supersedes", []),
        ("corroborates", ["corroborates"]),
        ("repeats", ["repeats"]),
        ("junk", ["contradicts", "differs from", "corroborates"]),
    ],
)
def test_they_are_narrowed_to_one_kind(client, quarrel, kind, found):
    assert kinds(shown(client, quarrel[0], kind=kind)) == found


def test_they_are_narrowed_to_one_claim_and_say_so(client, quarrel):
    cluster, claims = quarrel
    assert kinds(shown(client, cluster, of=claims[1].public_id)) == ["repeats"]
    page = client.get(f"/clusters/{cluster.public_id}/", {"of": claims[1].public_id}).content.decode()
    assert "1 pair of one claim" in page and "Show all pairs" in page
    assert shown(client, cluster, of=factories.make_claim().public_id).of is None


def test_the_shown_independent_stand_before_the_dependent_and_these_before_the_unknown(client, db):
    claims = [factories.make_claim() for _ in range(4)]
    for claim, independent in zip(claims[1:], [None, False, True], strict=True):
        factories.make_relation(claim, claims[0], "contradicts", independent=independent)
    pairs = shown(client, factories.make_cluster(claims))
    assert [pair.relation.independent for pair in pairs.rows] == [True, False, None]


def test_a_pair_says_why_and_whether_its_voices_are_two(client, world):
    page = client.get(f"/clusters/{world.cluster.public_id}/").content.decode()
    row = page[page.index(f'id="r-{world.claims[5].public_id}-{world.claims[2].public_id}"') :].split("</li>")[0]
    words = html.fromstring(row).text_content()
    assert "contradicts" in words and "number, 0.90" in words
    assert "9 or at least 14 killed" in words
    assert "Independent: different origins" in words
    assert "Interior Ministry in Evening Courier" in words and "Silesian Monitor in Morning Herald" in words


def test_an_unindependent_corroboration_is_shown_as_repeating(client, world):
    address = f"/clusters/{world.cluster.public_id}/"
    page = client.get(address, {"kind": "repeats"}).content.decode()
    assert ">repeats</strong>" in page and "Independence unknown" in page
    Relation.objects.filter(kind="corroborates").update(independent=True)
    assert ">corroborates</strong>" in client.get(address).content.decode()


def test_many_pairs_come_in_pages_of_their_own(client, db):
    claims = [factories.make_claim() for _ in range(30)]
    for claim in claims[1:]:
        factories.make_relation(claim, claims[0], "differs")
    cluster = factories.make_cluster(claims)
    first, second = shown(client, cluster), shown(client, cluster, pairs=2)
    rows = {(pair.relation.a_id, pair.relation.b_id) for pair in (*first.rows, *second.rows)}
    assert len(first.rows) < 29 and len(rows) == len(first.rows) + len(second.rows)
    assert "pairs=2#pairs" in client.get(f"/clusters/{cluster.public_id}/").content.decode()


def test_a_claim_says_of_how_many_pairs_of_each_kind_it_is_one(client, quarrel):
    cluster, claims = quarrel
    factories.make_relation(claims[2], claims[1], "supersedes")
    page = html.fromstring(client.get(f"/clusters/{cluster.public_id}/").content)
    told = {
        claim.statement: page.xpath(f"//article[@id='card-{claim.public_id}']//a[contains(@href, '#pairs')]/text()")
        for claim in claims
    }
    assert told == {
        "claim 0": ["contradicts 1", "differs from 1", "corroborates 1", "repeats 1"],
        "claim 1": ["superseded by 1", "repeats 1"],
        "claim 2": ["supersedes 1", "corroborates 1"],
        "claim 3": ["differs from 1"],
        "claim 4": ["contradicts 1"],
    }


def test_without_any_pair_it_says_so(client, db):
    page = client.get(f"/clusters/{factories.make_cluster().public_id}/").content.decode()
    assert "none was compared with another" in page
