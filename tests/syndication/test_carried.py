"""A copy is shown as one: at the door where it is the same letter for letter, else once it was read."""

import pytest
from django.urls import reverse

from claims.models import Article
from corroboration.ingestion import accept
from corroboration.selectors.carried import Carried, carried
from tests.pipeline.articles import work
from tests.syndication.wires import WIRE, wires

pytestmark = pytest.mark.django_db
OTHER = "The Opava bridge fell into the river on Tuesday evening and nobody was hurt. Traffic was sent round the town."


def told(outlet: str, text: str = WIRE, day: int = 4, **more) -> Article:
    line = {"external_id": "w", "outlet": outlet, "published_at": f"2018-05-{day:02}T09:00:00Z", "text": text}
    return accept(line | more).article


def of(article: Article) -> Carried:
    return carried([article])[article.pk]


def test_the_same_text_is_known_at_the_door():
    first, second = told("River Post"), told("Hill Tribune", day=5)
    third, alone = told("Orchard Gazette", day=6), told("Delta Press", OTHER)
    assert (of(second).copy_of, of(second).same_text, of(second).outlets) == (first, True, 3)
    assert of(third).copy_of == first
    assert of(first) == Carried(outlets=3)
    assert of(alone) == Carried()


def test_an_earlier_one_that_arrives_later_is_what_the_others_copy():
    second, first = told("Hill Tribune", day=5), told("River Post", day=4)
    assert of(second).copy_of == first
    assert of(first).copy_of is None


def test_an_article_is_no_copy_of_itself():
    first = told("River Post")
    told("River Post", WIRE + " More follows.", revised_at="2018-05-04T10:00:00Z")
    back = told("River Post", url="https://river.example/w", external_id="w")
    assert (of(first), of(back)) == (Carried(), Carried())


def test_a_text_under_another_head_and_foot_is_known_once_it_was_read(nlp):
    first = told("River Post")
    near = told(
        "Hill Tribune", "Hill Tribune staff\n\n" + WIRE.replace("\n\n", "\n") + "\n\nRead more on our site.", day=5
    )
    brief = told("Orchard Gazette", WIRE.split("\n\n")[0], day=5)
    other = told("Delta Press", OTHER, day=5)
    assert of(near) == Carried()
    work()
    assert (of(near).copy_of, of(near).same_text) == (first, False)
    assert of(near).outlets == of(first).outlets >= 2
    assert of(other) == Carried()
    assert of(brief).copy_of in (None, first)


def test_page_and_api_say_so(client, nlp):
    first, second = told("River Post"), told("Hill Tribune", day=5)
    work()
    page = client.get(reverse("article", args=[second.public_id])).content.decode()
    assert "The same text as" in page
    assert "2 outlets carry it" in page
    assert "2 outlets carry this text" in client.get(reverse("article", args=[first.public_id])).content.decode()
    line = client.get(reverse("api-article", args=[second.public_id])).json()
    assert (line["copy_of"], line["outlets"]) == (
        {"article": first.public_id, "outlet": "river-post", "same_text": True},
        2,
    )
    assert [row["outlets"] for row in client.get(reverse("api-articles")).json()["results"]] == [2, 2]


def test_queries_do_not_grow_with_the_articles(nlp, django_assert_num_queries):
    for line in wires(copies=4, others=2):
        accept(line)
    work()
    articles = list(Article.objects.all())
    for some in (articles[:1], articles):
        with django_assert_num_queries(6):
            carried(some)
