"""A database filled before there were episodes: nothing is lost by the migration, and all is linked again."""

import pytest
from django.core.management import call_command

from claims.models import Article, Claim
from corroboration import pipeline, rebuilding
from corroboration.models import BlockKey, Episode, Link, Membership
from corroboration.queue import State
from tests.factories import make_link
from tests.pipeline.articles import TALES, take_in, work

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("nlp")]


@pytest.mark.parametrize("at_once", [True, False], ids=["settled at once", "settled one by one"])
def test_what_was_linked_as_claims_is_linked_as_episodes(at_once):
    take_in()
    work()
    expected, clusters = rebuilding.digest(), set(Membership.objects.values_list("claim_id", "cluster_id"))
    call_command("migrate", "corroboration", "0004_fill_search_words", verbosity=0)
    Article.objects.update(state=State.SETTLED)
    make_link(*Claim.objects.order_by("pk")[:2])
    call_command("migrate", verbosity=0)
    assert set(Article.objects.values_list("state", flat=True)) == {State.EXTRACTED}
    assert not Link.objects.exists() and not BlockKey.objects.exists() and not Episode.objects.exists()
    assert set(Membership.objects.values_list("claim_id", "cluster_id")) == clusters
    while not at_once and pipeline.process_next():
        pipeline.settle(wait=False)
    work()
    assert Article.objects.filter(state=State.SETTLED).count() == len(TALES)
    assert rebuilding.digest() == expected
