"""The numbers of a cluster over time, and its page at any size."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corroboration.models import Cluster, Membership
from tests import factories
from tests.factories import quantity
from tests.people import make_checker

pytestmark = pytest.mark.django_db


def toll(number: float, *, day: int = 1, slot: str = "killed", **fields):
    article = factories.make_article(published_at=f"2021-05-{day:02}")
    return factories.make_claim(article, slot=slot, quantities=[quantity(number, role=slot)], **fields)


def tolls(client, cluster, **asked):
    return client.get(f"/clusters/{cluster.public_id}/", asked).context["shown"].tolls


def test_numbers_are_drawn_as_told_with_what_each_replaces(client, db):
    first, second = toll(14, day=2), toll(9, day=1)
    late = factories.make_claim(
        factories.make_article(published_at="2021-05-03"), slot="killed", quantities=[quantity(20, "at least")]
    )
    factories.make_relation(late, first, "supersedes")
    factories.make_assessment(first, "superseded")
    cluster = factories.make_cluster([first, second, late])
    drawn = tolls(client, cluster).drawn
    assert [(each.said, each.low, each.high, each.status) for each in drawn] == [
        ("9 killed", 9, 9, "unconfirmed"),
        ("14 killed", 14, 14, "superseded"),
        ("at least 20 killed", 20, None, "unconfirmed"),
    ]
    assert list(drawn[2].replaces) == [first.public_id]
    assert 'class="picture tolls' in client.get(f"/clusters/{cluster.public_id}/").content.decode()


def test_only_what_was_said_to_be_so_is_a_number(client, db):
    kept = [toll(3), toll(4)]
    copy = toll(3)
    others = [toll(5, modality="denied"), toll(6, modality="planned"), toll(7, zone="comments"), toll(8, slot="place")]
    cluster = factories.make_cluster([*kept, copy, *others], copies={copy: kept[0]})
    assert sorted(each.value for each in tolls(client, cluster).drawn) == [3, 4]


def test_a_lone_number_is_no_course(client, db):
    cluster = factories.make_cluster([toll(3), factories.make_claim(slot="killed")])
    assert tolls(client, cluster).drawn == []
    assert "Numbers over time" not in client.get(f"/clusters/{cluster.public_id}/").content.decode()


def test_the_question_with_the_most_numbers_is_drawn_unless_another_is_asked_for(client, db):
    cluster = factories.make_cluster([toll(3), toll(4), *(toll(n, slot="injured") for n in (5, 6, 7))])
    found = tolls(client, cluster)
    assert (found.slot, dict(found.slots)) == ("injured", {"injured": 3, "killed": 2})
    assert tolls(client, cluster, toll="killed").slot == "killed"
    assert tolls(client, cluster, toll="junk").slot == "injured"


MOST_QUERIES = 34
LOOKS = ["question", "origin", "table"]


def big_cluster(size: int) -> Cluster:
    """A cluster of this many claims by a tenth as many origins and outlets, all compared with their neighbours, some
    copied, with suggestions and outcomes."""
    outlets = [factories.make_source(f"Outlet {n}") for n in range(max(size // 10, 3))]
    voices = [factories.make_source(f"Body {n}", kind="official") for n in range(max(size // 10, 3))]
    carrier = factories.make_source("Agency", kind="agency")
    slots = ["killed", "place"]
    claims = [
        factories.make_claim(
            factories.make_article(outlets[n % len(outlets)], published_at=f"2021-05-{n % 27 + 1:02}"),
            chain=[voices[n % len(voices)], carrier] if n % 4 else [],
            slot=slots[n % len(slots)],
            quantities=[quantity(n)] if n % 2 == 0 else [],
            statement=f"Claim {n} tells of what happened in the market of the town on that day at noon",
        )
        for n in range(size)
    ]
    copies = {claim: claims[turn - 1] for turn, claim in enumerate(claims) if turn % 10 == 9}
    cluster = factories.make_cluster(claims, copies=copies)
    cluster.origins = [
        {"source": v.slug, "name": v.name, "claims": [c.public_id for c in claims[n :: len(voices)]]}
        for n, v in enumerate(voices)
    ]
    cluster.save()
    for turn, claim in enumerate(claims):
        factories.make_assessment(claim, "contested", reasons=["+2.60 Body says so (as origin, reliability 0.73)"] * 4)
        factories.make_episode(claim)
        for other in claims[max(0, turn - 3) : turn]:
            factories.make_relation(claim, other, ["contradicts", "differs", "corroborates"][turn % 3])
    stray = [factories.make_claim() for _ in range(6)]
    other = factories.make_cluster(stray)
    for claim, mine in zip(stray, claims, strict=False):
        factories.make_episode(claim)
        factories.make_link(claim, mine, 0.4, topics=1.0)
        factories.make_suggestion(claim, cluster)
        factories.make_suggestion(mine, other)
    return cluster


def test_a_page_of_200_claims_takes_no_more_queries_than_one_of_5_and_stays_below_100_kb(client, db):
    client.force_login(make_checker())
    queries: dict[int, list[int]] = {}
    for size in (5, 200):
        address = f"/clusters/{big_cluster(size).public_id}/"
        for look in LOOKS:
            with CaptureQueriesContext(connection) as asked:
                page = client.get(address, {"by": look}).content
            queries.setdefault(size, []).append(len(asked))
    assert queries[5] == queries[200] and max(queries[5]) <= MOST_QUERIES
    first = client.get(address).content
    assert len(first) < 100_000 and first.count(b"data-claim=") == 20
    assert len(page) < 100_000


def test_nothing_on_a_page_grows_without_end(client, db):
    cluster = big_cluster(60)
    small = {look: len(client.get(f"/clusters/{cluster.public_id}/", {"by": look}).content) for look in LOOKS}
    more = [factories.make_claim(slot="killed", quantities=[quantity(n)]) for n in range(200)]
    Membership.objects.bulk_create(Membership(claim=claim, cluster=cluster) for claim in more)
    for look in LOOKS:
        grown = len(client.get(f"/clusters/{cluster.public_id}/", {"by": look, "whole": "true"}).content)
        assert grown < 2 * small[look], look
