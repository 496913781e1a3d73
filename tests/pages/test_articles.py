"""An article with its claims in place."""

import pytest
from lxml import html

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
    assert response.context["shown"].basis.card.claim == claim
    assert f'href="/clusters/{world.cluster.public_id}/?near={claim.public_id}#card-{claim.public_id}"' in page
    assert "one origin, no confirmation yet" in page.lower()


def test_it_marks_the_others_of_the_same_event_apart_from_the_chosen_one_and_the_rest(client, world):
    killed, cause = world.claims[2:4]
    elsewhere = factories.make_claim(killed.article, "Residents said")
    page = client.get(f"/articles/{killed.article.public_id}/", {"claim": killed.public_id}).content.decode()
    tree = html.fromstring(page)
    marked = {
        mark.get("data-claims").split()[0]: mark.get("class").split() for mark in tree.xpath("//mark[@data-claims]")
    }
    assert "chosen" in marked[killed.public_id] and "kin" not in marked[killed.public_id]
    assert "kin" in marked[cause.public_id]
    assert not {"kin", "chosen"} & set(marked[elsewhere.public_id])
    assert " kin" not in client.get(f"/articles/{killed.article.public_id}/").content.decode()


def test_it_leads_to_the_claims_of_the_event_told_before_and_after(client, db):
    claims = [factories.make_claim(factories.make_article(published_at=f"2021-05-0{day}")) for day in (3, 1, 4, 2)]
    third, first, copy, second = claims
    factories.make_cluster(claims, copies={copy: third}, title="Blast")
    for claim, before, after, place in (
        (first, "", second.public_id, "Claim 1 of 3"),
        (second, first.public_id, third.public_id, "Claim 2 of 3"),
        (third, second.public_id, "", "Claim 3 of 3"),
        (copy, third.public_id, "", "Claim 4 of 4"),
    ):
        response = client.get(f"/articles/{claim.article.public_id}/", {"claim": claim.public_id})
        walk = response.context["shown"].walk
        assert (walk.previous, walk.next) == (before, after)
        assert place in response.content.decode()


def test_a_claim_of_no_event_leads_nowhere(client, db):
    claim = factories.make_claim()
    response = client.get(f"/articles/{claim.article.public_id}/", {"claim": claim.public_id})
    assert response.context["shown"].walk is None and response.status_code == 200


def test_it_shows_cues_comments_and_the_title_line(client, world):
    page = client.get(f"/articles/{world.articles[1].public_id}/").content.decode()
    assert '<span class="cue">told the Herald</span>' in page
    assert '<span class="zone-title">Explosion in Ostrava</span>' in page
    assert "zone-comments" in page
    assert "readers’ comments are kept out of it" not in page  # said only on the claim itself


def test_a_claim_of_another_article_is_not_chosen(client, world):
    response = client.get(f"/articles/{world.articles[0].public_id}/", {"claim": world.claims[2].public_id})
    assert response.context["shown"].basis is None
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
    assert "A later text replaced this one" in page


class TestTexts:
    """Two texts of an article: the second says the fire again, no longer the dead, and anew the mayor."""

    @pytest.fixture(autouse=True)
    def texts(self, db):
        outlet = factories.make_source("River Post")
        self.second = factories.make_article(
            outlet,
            "The mayor came. A mill burnt down.",
            external_id="r",
            revised_at=factories.moment("2021-05-06T10:00"),
            told_at=factories.moment("2021-05-06T10:00"),
        )
        self.first = factories.make_article(
            outlet, "A mill burnt down. Two men died.", external_id="r", state="retired", replaced_by=self.second
        )
        self.fire = factories.make_claim(self.first, "A mill burnt down")
        dropped = {"dropped_at": self.second.told_at, "dropped_by": self.second}
        self.dead = factories.make_claim(self.first, "Two men died", **dropped)
        self.mayor = factories.make_claim(self.second, "The mayor came")
        self.again = factories.make_claim(self.second, "A mill burnt down", stands=False, said_before=self.fire)

    def page(self, client, article) -> str:
        return client.get(f"/articles/{article.public_id}/").content.decode()

    def test_a_claim_leads_into_the_latest_text_that_says_so(self, client):
        for claim, text, first in (
            (self.fire, self.second, self.fire),
            (self.again, self.second, self.fire),
            (self.dead, self.first, self.dead),
        ):
            url = client.get(f"/claims/{claim.public_id}/").url
            assert url == f"/articles/{text.public_id}/?claim={first.public_id}#c-{first.public_id}"

    def test_what_was_said_before_is_marked_where_a_text_says_it_again(self, client):
        page = self.page(client, self.second)
        assert f'data-claims="{self.fire.public_id}"' in page
        assert self.again.public_id not in page
        assert page.index("The mayor came</a>") < page.index("A mill burnt down</a>")

    def test_a_claim_that_no_text_is_said_to_have_told_is_not_shown(self, client):
        self.again.said_before = None
        self.again.save()
        assert client.get(f"/claims/{self.again.public_id}/").status_code == 404
        assert self.again.public_id not in self.page(client, self.second)

    def test_both_say_what_was_withdrawn_when_and_by_which_text(self, client):
        for article in (self.first, self.second):
            page = self.page(client, article)
            assert "What later texts no longer say" in page
            assert f'withdrawn by <a href="/articles/{self.second.public_id}/">the text of' in page
            assert "6 May 2021, 10:00</time></a>" in page

    def test_an_update_leads_to_the_newer_answer(self, client):
        self.dead.updated_as = self.mayor.public_id
        self.dead.save()
        assert f'<a href="/claims/{self.mayor.public_id}/">updated</a> by' in self.page(client, self.first)

    def test_a_replaced_text_says_so(self, client):
        page = self.page(client, self.first)
        assert "A later text replaced this one" in page
        assert "may still change" not in page

    def test_the_card_of_a_withdrawn_claim_says_so(self, client):
        page = client.get(f"/articles/{self.first.public_id}/", {"claim": self.dead.public_id}).content.decode()
        assert '<span class="status-superseded">withdrawn 6 May 2021</span>' in page

    def test_the_api_gives_what_a_text_says_and_where(self, client):
        rows = client.get("/api/v1/claims/", {"article": self.second.public_id}).json()["results"]
        found = {row["id"]: row for row in rows}
        assert found.keys() == {self.fire.public_id, self.mayor.public_id}
        fire = found[self.fire.public_id]
        assert (fire["start"], fire["revised_at"]) == (self.again.start, "2021-05-06T10:00:00Z")
        assert (fire["told_at"], fire["withdrawn_at"]) == ("2021-05-04T10:30:00Z", None)
        dead = client.get(f"/api/v1/claims/{self.dead.public_id}/").json()
        assert dead["withdrawn_at"] == "2021-05-06T10:00:00Z"


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
    with django_assert_num_queries(14):
        client.get(f"/articles/{world.articles[0].public_id}/")
    article = factories.make_article(text=" ".join(f"Bridge {n} fell." for n in range(30)))
    for n in range(30):
        factories.make_claim(article, f"Bridge {n} fell", chain=[world.monitor, world.agency])
    with django_assert_num_queries(14):
        client.get(f"/articles/{article.public_id}/")
