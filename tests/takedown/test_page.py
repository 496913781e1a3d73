"""The admin's page: what would go, asked for twice, and what pages, API and exports say afterwards."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from claims.models import Article, Claim
from corroboration.ingestion import accept
from corroboration.models import Cluster, Takedown
from tests.people import make_admin
from tests.pipeline.articles import line, take_in, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nlp")]


@pytest.fixture(autouse=True)
def log(settings, tmp_path):
    settings.TAKEDOWN_LOG = tmp_path / "takedowns.ndjson"
    return settings.TAKEDOWN_LOG


@pytest.fixture
def article() -> Article:
    take_in()
    work()
    return Article.objects.get(external_id="a2")


def page(article: Article) -> str:
    return reverse("admin:claims_article_take_down", args=[article.pk])


def send(client, article: Article, **data: object):
    form = {"reason": "asked for by its author", "confirmation": "take down"}
    return client.post(page(article), form | data)


def test_the_page_shows_what_would_go_and_offers_copies(client, article):
    client.force_login(make_admin())
    shown = client.get(page(article)).content.decode()
    assert "erased for good" in shown
    assert "Hill Tribune" in shown  # a4 has the same text
    assert f"{Claim.every.filter(article=article).count()} claims in" in shown


@pytest.mark.parametrize("data", [{"confirmation": "yes"}, {"confirmation": ""}, {"reason": " "}])
def test_nothing_goes_without_the_typed_words_and_a_reason(client, article, data):
    client.force_login(make_admin())
    assert send(client, article, **data).status_code == 200
    assert not Takedown.objects.exists()


def test_copies_that_are_ticked_go_with_it(client, article):
    client.force_login(make_admin())
    copy = Article.objects.get(external_id="a4")
    answer = send(client, article, copies=[copy.pk])
    assert answer.status_code == 302
    assert set(Article.objects.exclude(erased_at=None).values_list("external_id", flat=True)) == {"a2", "a4"}
    assert Takedown.objects.get().reason == "asked for by its author"
    assert "erased on" in client.get(page(article)).content.decode()


def test_nothing_goes_when_the_log_cannot_be_written(client, article, log):
    client.force_login(make_admin())
    log.mkdir()
    shown = send(client, article).content.decode()
    assert "can’t be written" in shown or "can&#x27;t be written" in shown
    assert not Takedown.objects.exists()
    assert Article.objects.get(pk=article.pk).text


def test_pages_api_and_exports_say_so_where_words_were(client, article):
    client.force_login(make_admin())
    send(client, article)
    work()
    claim = Claim.objects.filter(article=article).first()
    cluster = Cluster.objects.get(memberships__claim=claim)
    addresses = [
        reverse("article", args=[article.public_id]),
        reverse("cluster", args=[cluster.public_id]),
        reverse("source", args=[article.outlet.slug]),
        f"/api/v1/claims/{claim.public_id}/",
        f"/api/v1/clusters/{cluster.public_id}/",
        f"/api/v1/articles/{article.public_id}/",
        f"/admin/claims/article/{article.pk}/change/",
    ]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
    for address in (addresses[0], addresses[1], addresses[3]):
        assert "text taken down" in client.get(address).content.decode().casefold(), address
    out = io.StringIO()
    call_command("export", "articles", stdout=out)
    assert sum("[text taken down]" in row for row in out.getvalue().splitlines()) == 1


def test_other_articles_are_taken_in_and_settled_after_it(client, article):
    client.force_login(make_admin())
    send(client, article)
    work()
    assert (
        accept(line("new", "River Post", "2018-05-06", "A bridge in Azaz was opened on Sunday.")).status == "accepted"
    )
    work()
    assert not Article.objects.exclude(state="settled").exists()
