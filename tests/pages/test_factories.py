"""The factories keep the rules of the data model, and their world hangs together."""

import pytest

from tests import factories
from tests.world import make_world

pytestmark = pytest.mark.django_db


def test_it_makes_a_world_whose_claims_stand_in_their_articles():
    world = make_world()
    for claim in world.claims:
        start, end = claim.segments[0]
        assert claim.article.text[start:end] == claim.text


def test_it_makes_every_row_from_defaults():
    one, other = factories.make_claim(), factories.make_claim(text="Smoke rose over Brno.")
    cluster = factories.make_cluster([one, other])
    factories.make_relation(other, one)
    factories.make_link(other, one)
    factories.make_feed(one.article.outlet)
    factories.make_suggestion(one, cluster)
    factories.make_decision([one, other])
    factories.make_redirect("0" * 24, cluster.public_id)


def test_it_refuses_a_claim_that_its_article_does_not_hold():
    with pytest.raises(ValueError, match="does not contain"):
        factories.make_claim(factories.make_article(), "Rain fell on Brno")
