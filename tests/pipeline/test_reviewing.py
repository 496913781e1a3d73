"""Assignments and reviews of clusters: they go where the founder goes, and tell what changed."""

from datetime import timedelta

import pytest

from corroboration import decisions, rebuilding, review
from corroboration.ingestion import accept
from corroboration.models import Cluster, ClusterFacet, Decision
from tests import factories
from tests.pipeline.articles import TALES, line, take_in, work

pytestmark = pytest.mark.django_db

COLUMNS = ("public_id", "state", "assignee__username", "review", "reviewed", "attention", "attention_grounds")
DAY = timedelta(days=1)


def decide(cluster: Cluster, kind: str, by, **fields) -> Decision:
    at = factories.RECEIVED + fields.pop("after", DAY)
    found = factories.make_decision([review.founder(cluster)], kind, by=by, decided_at=at, recorded_at=at, **fields)
    review.refresh([cluster.public_id])
    cluster.refresh_from_db()
    return found


def undo(cluster: Cluster, decision: Decision, **fields) -> Decision:
    return decide(cluster, "undo", decision.by, undoes=decision, **{"after": 9 * DAY} | fields)


@pytest.fixture
def vera(db):
    return factories.make_user("vera")


@pytest.fixture
def cluster(db) -> Cluster:
    clash = ["clash", "1 contradiction of unknown or shared lineage", 2.0]
    claims = [factories.make_claim() for _ in range(2)]
    return factories.make_cluster(claims, state="s1", contradictions=1, attention_grounds=[clash], attention=2.0)


def test_a_cluster_is_whose_it_was_given_to_last(cluster, vera):
    otto = factories.make_user("otto")
    decide(cluster, "assign", vera, value={"to": "vera"})
    assert cluster.assignee == vera
    second = decide(cluster, "assign", vera, value={"to": "otto"}, after=2 * DAY)
    assert cluster.assignee == otto
    undo(cluster, second)
    assert cluster.assignee == vera


@pytest.mark.parametrize("to", ["", "nobody of this name"])
def test_a_cluster_can_be_nobodys(cluster, vera, to):
    decide(cluster, "assign", vera, value={"to": "vera"})
    decide(cluster, "assign", vera, value={"to": to}, after=2 * DAY)
    assert cluster.assignee is None


def test_what_was_reviewed_and_is_unchanged_needs_no_look(cluster, vera):
    assert (cluster.review, cluster.attention) == ("unreviewed", 2.0)
    decision = decide(cluster, "reviewed", vera, value=review.seen(cluster))
    assert (cluster.review, cluster.attention, cluster.grounds) == ("reviewed", 0.0, ())
    assert cluster.reviewed == "reviewed by vera on 6 May 2021"
    undo(cluster, decision)
    assert (cluster.review, cluster.reviewed, cluster.attention) == ("unreviewed", "", 2.0)


def test_what_changed_since_its_review_rises_and_says_what_changed(cluster, vera):
    decide(cluster, "reviewed", vera, value=review.seen(cluster))
    Cluster.objects.update(state="s2", claim_count=5, contradictions=2)
    review.refresh([cluster.public_id])
    cluster.refresh_from_db()
    told = "3 claims and a contradiction more since vera reviewed it on 6 May 2021"
    assert (cluster.review, cluster.reviewed, cluster.attention) == ("changed", told, 10.0)
    assert (cluster.grounds[0].kind, cluster.grounds[0].says) == ("changed", told)
    decide(cluster, "reviewed", vera, value=review.seen(cluster), after=2 * DAY)
    assert (cluster.review, cluster.attention) == ("reviewed", 0.0)
    Cluster.objects.update(state="s1")  # as it was at the first review, which is not the latest
    review.refresh([cluster.public_id])
    cluster.refresh_from_db()
    assert cluster.review == "changed"


def test_disputed_claims_of_which_nothing_is_known_are_a_ground(cluster):
    first, second = (member.claim for member in cluster.memberships.order_by("pk"))
    factories.make_assessment(first, "contested", 0.5)
    factories.make_assessment(second, "unconfirmed", 0.5)
    for _ in range(2):  # the second time it is there already
        review.refresh([cluster.public_id])
    cluster.refresh_from_db()
    assert cluster.attention == 2.5
    assert cluster.grounds[1].says == "1 disputed claim as likely true as false"


def test_several_are_reviewed_and_given_at_once_and_each_is_told_by_what_it_was(cluster, vera):
    other = factories.make_cluster(state="o1")
    anchors = [review.founder(other), review.founder(cluster)]
    factories.make_decision(anchors, "reviewed", by=vera, value=review.seen(other, cluster))
    factories.make_decision(anchors, "assign", by=vera, value={"to": "vera"})
    Cluster.objects.filter(pk=other.pk).update(state="o2", claim_count=2)
    review.refresh([cluster.public_id, other.public_id])
    cluster.refresh_from_db()
    other.refresh_from_db()
    assert (cluster.review, other.review) == ("reviewed", "changed")
    assert other.reviewed.startswith("a claim more since vera")
    assert cluster.assignee == other.assignee == vera


def test_a_review_goes_where_the_founder_goes(cluster, vera):
    decide(cluster, "reviewed", vera, value=review.seen(cluster))
    decide(cluster, "assign", vera, value={"to": "vera"})
    other = factories.make_cluster(state="s9")
    cluster.memberships.update(cluster=other)
    review.refresh([cluster.public_id, other.public_id])
    other.refresh_from_db()
    cluster.refresh_from_db()
    assert (other.assignee, other.review) == (vera, "changed")
    assert (cluster.assignee, cluster.review) == (None, "unreviewed")


def test_a_refresh_takes_a_fixed_number_of_queries(vera, django_assert_num_queries):
    clusters = [factories.make_cluster() for _ in range(20)]
    for one in clusters:
        factories.make_decision([review.founder(one)], "reviewed", by=vera, value=review.seen(one))
        factories.make_decision([review.founder(one)], "assign", by=vera, value={"to": "vera"})
    ids = [one.public_id for one in clusters]
    review.refresh(ids)
    for some in (ids[:2], ids):
        with django_assert_num_queries(12):
            review.refresh(some)


@pytest.mark.usefixtures("nlp")
class TestThroughThePipeline:
    @pytest.fixture(autouse=True)
    def world(self, vera):
        take_in()
        work()
        self.vera = vera
        self.cluster = Cluster.objects.order_by("-claim_count", "public_id").first()

    def columns(self) -> list[tuple]:
        return list(Cluster.objects.order_by("public_id").values_list(*COLUMNS))

    def facets(self) -> list[tuple]:
        found = ClusterFacet.objects.order_by("cluster__public_id", "kind", "value")
        return list(found.values_list("cluster__public_id", "kind", "value"))

    def test_a_rebuild_finds_reviews_assignments_and_places_in_the_queue_again(self):
        decide(self.cluster, "reviewed", self.vera, value=review.seen(self.cluster))
        decide(self.cluster, "assign", self.vera, value={"to": "vera"})
        before = self.columns(), self.facets()
        assert self.cluster.review == "reviewed"
        rebuilding.forget(now=factories.RECEIVED)
        work()
        assert (self.columns(), self.facets()) == before

    def test_a_new_claim_changes_what_was_reviewed(self):
        decide(self.cluster, "reviewed", self.vera, value=review.seen(self.cluster))
        _, _, at, text = TALES[3]
        accept(line("z1", "Late Herald", at, text.replace("12 people", "19 people")))
        work()
        self.cluster.refresh_from_db()
        assert self.cluster.review == "changed"
        assert "more since vera reviewed it" in self.cluster.attention_reason

    def test_it_is_found_by_its_places_sources_and_quarrels(self):
        facets = {(kind, value) for _, kind, value in self.facets() if kind != "clash"}
        assert {("place", "azaz"), ("place", "sy"), ("source", "river-post")} <= facets
        assert ("source", "hill-tribune/police") in facets

    def test_what_is_decided_at_the_desk_shows_at_once(self):
        founder = review.founder(self.cluster)
        now = factories.RECEIVED + 400 * DAY
        given = decisions.decide("assign", [founder], by=self.vera, now=now, value={"to": "vera"})
        seen = review.seen(self.cluster)
        reviewed = decisions.decide("reviewed", [founder], by=self.vera, now=now, value=seen)
        self.cluster.refresh_from_db()
        assert (self.cluster.assignee, self.cluster.review) == (self.vera, "reviewed")
        for days, decision in enumerate((given, reviewed), start=1):
            decisions.undo(decision, by=self.vera, now=now + days * DAY)
        self.cluster.refresh_from_db()
        assert (self.cluster.assignee, self.cluster.review) == (None, "unreviewed")
