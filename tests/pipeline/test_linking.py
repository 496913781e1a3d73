"""What linking stores is a function of the articles: not of their order, of who came late, went, or was copied."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import Article
from corroboration import neighbours, pipeline, rebuilding
from corroboration.engine import blocking
from corroboration.models import BlockKey, Link, Membership
from corroboration.queue import State
from tests.corroboration.factories import telling
from tests.factories import make_article
from tests.pipeline.articles import work
from tests.pipeline.stored import START, check, made, store

pytestmark = pytest.mark.django_db

WIRE = "A blast killed 12 people at the Ostrava market on Tuesday"


@pytest.fixture(params=[2, 12], ids=lambda cap: f"cap {cap}")
def cap(request, monkeypatch):
    """How many neighbours an episode meets on each side: the real number, and one that every key exceeds."""
    monkeypatch.setattr(blocking, "NEIGHBOUR_CAP", request.param)


def arrive(chance: random.Random, articles, *, leaving: float = 0.0) -> None:
    """Let articles arrive and be worked on in some order, and some go again."""
    for told in chance.sample(articles, len(articles)):
        store(told)
        for _ in range(chance.randrange(3)):
            chance.choice([pipeline.process_next, lambda: pipeline.settle(wait=False)])()
        if chance.random() < leaving:
            retire(chance.choice(list(Article.objects.exclude(state__in=[State.RETIRING, State.RETIRED]))))
    work()


def retire(article: Article) -> None:
    """Let an empty text replace an article without a trace."""
    number = Article.objects.count()
    make_article(
        article.outlet,
        f"Withdrawn {number}.",
        external_id=article.external_id,
        published_at=article.published_at,
        revised_at=article.published_at,
        state=State.LINKED,
    )


@pytest.mark.parametrize("seed", range(4))
def test_links_are_what_whole_keys_in_memory_give_whoever_comes_late_or_goes(cap, seed):
    chance = random.Random(seed)
    arrive(chance, made(chance, 30), leaving=0.2)
    check()
    assert Link.objects.exists()


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_arrival_makes_no_difference(cap, seed):
    chance = random.Random(seed)
    articles = made(chance, 24)
    digests = set()
    for _ in range(3):
        arrive(chance, articles)
        digests.add(rebuilding.digest())
        Article.objects.all().delete()
        Membership.objects.all().delete()
        rebuilding.forget(now=timezone.now())
    assert len(digests) == 1


class TestCopies:
    def article(self, id: str, day: int, *texts: str) -> Article:
        told = [
            telling(f"{id}{n}", article=id, outlet=id, published=START.replace(day=day), position=n, text=text)
            for n, text in enumerate(texts)
        ]
        return store(told)

    def keyed(self) -> set[str]:
        return set(BlockKey.objects.values_list("claim_id", flat=True))

    def test_a_copy_has_no_keys_and_stands_in_its_originals_cluster(self):
        self.article("a", 1, WIRE)
        work()
        for number in range(5):
            self.article(f"b{number}", 2, WIRE)
        work()
        assert self.keyed() == {"a0"}
        assert set(Membership.objects.values_list("claim_id", "copy_of")) == {
            ("a0", None),
            *((f"b{number}0", "a0") for number in range(5)),
        }
        check()

    def test_copies_that_arrive_at_once_with_the_original_last(self):
        for number in range(5):
            self.article(f"b{number}", 2, WIRE)
        self.article("a", 1, WIRE)
        work()
        assert self.keyed() == {"a0"}
        check()

    def test_an_original_that_arrives_late_takes_the_place_of_the_first_copy(self):
        self.article("b", 2, WIRE)
        self.article("c", 3, WIRE)
        work()
        assert self.keyed() == {"b0"}
        self.article("a", 1, WIRE)
        work()
        assert self.keyed() == {"a0"}
        check()

    def test_a_copy_becomes_the_original_when_that_is_replaced(self):
        first = self.article("a", 1, WIRE)
        self.article("b", 2, WIRE)
        self.article("c", 3, WIRE)
        work()
        retire(first)
        work()
        assert self.keyed() == {"b0"}
        check()

    def test_an_episode_with_a_sentence_of_its_own_is_linked(self):
        self.article("a", 1, WIRE)
        self.article("b", 2, WIRE, WIRE.replace("killed", "wounded"))
        work()
        assert "a0" in self.keyed()
        check()


def test_neighbours_are_read_by_the_index_alone():
    """However long a key is: each side is a search in block_by_order that stops, without sorting."""
    with CaptureQueriesContext(connection) as asked:
        neighbours.beside([neighbours.Place("k", START, "x")])
    (query,) = asked.captured_queries
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for way in ("seqscan", "bitmapscan"):  # as it would read an empty table
                cursor.execute(f"SET LOCAL enable_{way} = off")
        words = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}[connection.vendor]
        cursor.execute(f"{words} {query['sql']}")
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    assert plan.count("block_by_order") == 2
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
