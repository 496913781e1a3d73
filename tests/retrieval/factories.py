"""Rows of pages and edits for tests of what is shown of them."""

from claims.models import Article
from corroboration.fetching.rows import Edit, Host, Look, Page, Retrieval
from tests.factories import RECEIVED, make_article

URL = "https://herald.example/news/1"


def make_retrieval(**fields) -> Retrieval:
    """A page that failed; state and the rest as given."""
    values = {"url": URL, "host": "herald.example", "asked_at": RECEIVED, "next_attempt_at": RECEIVED}
    values |= {"state": Retrieval.State.FAILED, "reason": "the server answers 404: there is no such page"}
    return Retrieval.objects.create(**values | fields)


def make_edit(article: Article, before: str = "A blast hit the old market of Ostrava.", **fields) -> Edit:
    """An edit by which this text came in place of another of the same article."""
    same = {"external_id": article.external_id, "published_at": article.published_at, "state": Article.State.RETIRED}
    old = make_article(article.outlet, before, replaced_by=article, **same)
    return Edit.objects.create(**{"article": article, "before": old, "noted": False, "at": RECEIVED} | fields)


def make_page(article: Article, **fields) -> Page:
    """The page that an article was taken from, looked at once, on a host that was asked for its robots.txt."""
    host, _ = Host.objects.get_or_create(name="herald.example", defaults={"next_turn_at": RECEIVED})
    values = {"outlet": article.outlet, "external_id": article.external_id, "url": URL, "host": host.name}
    values |= {"first_seen_at": RECEIVED, "seen_at": RECEIVED, "next_attempt_at": RECEIVED}
    page = Page.objects.create(**values | fields)
    Look.objects.create(page=page, at=RECEIVED, outcome=Look.Outcome.FIRST, status=200, article=article)
    return page
