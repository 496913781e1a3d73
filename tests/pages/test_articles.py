"""An article with its claims in place."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def test_a_claim_leads_into_its_article(client, world):
    claim = world.claims[2]
    response = client.get(f"/claims/{claim.public_id}/")
    assert response.status_code == 302
    assert response.url == f"/articles/{claim.article.public_id}/?claim={claim.public_id}#c-{claim.public_id}"


def test_it_marks_the_chosen_claim_and_shows_it_beside_the_text(client, world):
    claim = world.claims[2]
    response = client.get(f"/articles/{claim.article.public_id}/", {"claim": claim.public_id})
    page = response.content.decode()
    assert 'class="claim status-contradicted chosen"' in page
    assert response.context["shown"].chosen.claim == claim
    assert f'href="/clusters/{world.cluster.public_id}/#card-{claim.public_id}"' in page


def test_it_shows_cues_comments_and_the_title_line(client, world):
    page = client.get(f"/articles/{world.articles[1].public_id}/").content.decode()
    assert '<span class="cue">told the Herald</span>' in page
    assert '<span class="zone-title">Explosion in Ostrava</span>' in page
    assert "zone-comments" in page
    assert "readers’ comments are kept out of it" not in page  # said only on the claim itself


def test_a_claim_of_another_article_is_not_chosen(client, world):
    response = client.get(f"/articles/{world.articles[0].public_id}/", {"claim": world.claims[2].public_id})
    assert response.context["shown"].chosen is None
    assert "not in this article" in response.content.decode()


def test_it_opens_the_page_of_the_list_that_holds_the_chosen_claim(client, db):
    article = factories.make_article(text=" ".join(f"Bridge {n} fell." for n in range(1, 31)))
    claims = [factories.make_claim(article, f"Bridge {n} fell") for n in range(1, 31)]
    response = client.get(f"/articles/{article.public_id}/", {"claim": claims[29].public_id})
    assert response.context["shown"].claims.number == 2
    assert "26–30 of 30" in response.content.decode()
    assert client.get(f"/articles/{article.public_id}/").context["shown"].claims.number == 1


def test_it_lists_other_revisions(client, world):
    article = world.articles[0]
    other = factories.make_article(article.outlet, "Another text.", external_id=article.external_id, state="retired")
    page = client.get(f"/articles/{article.public_id}/").content.decode()
    assert f"/articles/{other.public_id}/" in page
    page = client.get(f"/articles/{other.public_id}/").content.decode()
    assert "replaced by a revision" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"day_only": True}, '<time datetime="2021-05-04">4 May 2021</time>'),
        ({}, "4 May 2021, 10:30</time>"),
        ({"title": ""}, "Without a title"),
        ({"wire": "Agence Morave"}, "wire: Agence Morave"),
        ({"notes": ["no date in the text"]}, "no date in the text"),
    ],
)
def test_it_says_what_is_known_of_the_article(client, db, fields, words):
    article = factories.make_article(**fields)
    assert words in client.get(f"/articles/{article.public_id}/").content.decode()


def test_an_address_that_is_a_script_is_not_linked(client, db):
    article = factories.make_article(url="javascript:alert(1)")
    assert "javascript:" not in client.get(f"/articles/{article.public_id}/").content.decode()


def test_its_queries_are_constant(client, world, django_assert_num_queries):
    with django_assert_num_queries(5):
        client.get(f"/articles/{world.articles[0].public_id}/")
    article = factories.make_article(text=" ".join(f"Bridge {n} fell." for n in range(30)))
    for n in range(30):
        factories.make_claim(article, f"Bridge {n} fell", chain=[world.monitor, world.agency])
    with django_assert_num_queries(5):
        client.get(f"/articles/{article.public_id}/")
