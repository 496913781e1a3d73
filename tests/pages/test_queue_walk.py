"""From cluster to cluster through a queue: "3 of 40", the one before and the one after."""

import itertools
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.contrib.auth.models import AnonymousUser

from corroboration.models import Cluster, ClusterFacet
from corroboration.selectors.review import ORDERS, place
from tests import factories

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()


@pytest.fixture
def row(db) -> list[Cluster]:
    """Eight clusters, some of which tie in what they are ordered by; every second is at Brno."""
    made = []
    for number in range(8):
        at = factories.PUBLISHED + timedelta(days=number // 3)
        counts = {"claim_count": 1 + number // 3, "origin_count": 1 + number // 4}
        made.append(factories.make_cluster(attention=1.0 + number // 3, last_published_at=at, **counts))
        if number % 2:
            ClusterFacet.objects.create(cluster=made[-1], kind="place", value="brno")
    return made


def found(cluster: Cluster, queue: str, at: str = "", viewer=NOBODY):
    return place(cluster, {"queue": queue, "stood": at}, viewer)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("filters", ["", "&place=brno", "&event_from=2021-05-01"])
def test_it_walks_the_whole_queue_forth_and_back(client, row, order, filters):
    query = f"order={order}{filters}"
    listed = [cluster.public_id for cluster in client.get(f"/clusters/?{query}").context["shown"].page]
    clusters = Cluster.objects.in_bulk(listed, field_name="public_id")
    for turn, id in enumerate(listed):
        here = found(clusters[id], query)
        assert (here.position, here.total, here.inside) == (turn + 1, len(listed), True)
        assert (here.previous and here.previous.public_id) == (listed[turn - 1] if turn else None)
        assert (here.next and here.next.public_id) == (listed[turn + 1] if turn + 1 < len(listed) else None)
    for one, after in itertools.pairwise(listed):  # by the addresses, as a reader goes
        step = {
            name: values[0]
            for name, values in parse_qs(found(clusters[one], query).next.address, keep_blank_values=True).items()
        }
        assert place(clusters[after], step, NOBODY).previous.public_id == one


def test_a_cluster_that_left_its_queue_keeps_its_place_there(row):
    listed = list(Cluster.objects.order_by("-attention", "public_id"))
    middle = listed[3]
    at = str(middle.attention)
    Cluster.objects.filter(pk=middle.pk).update(attention=0, review="reviewed")
    middle.refresh_from_db()
    here = found(middle, "", at)
    assert (here.inside, here.total) == (False, 7)
    assert (here.previous.public_id, here.next.public_id) == (listed[2].public_id, listed[4].public_id)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("at", ["", "junk", "nan", "inf", "9" * 30, "2021-05-04", "2021-05-04T10:00:00", "\0"])
def test_a_place_that_is_none_is_worked_out_anew(row, order, at):
    here = found(row[4], f"order={order}", at)
    assert here.inside and here.position == found(row[4], f"order={order}").position


@pytest.mark.parametrize("queue", ["", "place=nowhere", "event_from=junk&review=odd", "\0", "q=" + "x" * 5000])
def test_junk_in_the_queues_address_breaks_nothing(row, queue):
    assert found(row[0], queue) is not None


def test_without_a_queue_in_the_address_nothing_is_asked(row, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert place(row[0], {}, NOBODY) is None


def test_a_place_takes_three_queries_however_long_the_queue(row, django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(3):
            found(row[3], "status=unconfirmed")
        for _ in range(40):
            factories.make_cluster(attention=2.0)
