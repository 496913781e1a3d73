"""Feeds for tests, written out: RSS with as little as an entry needs, and articles long enough to be taken whole."""

from datetime import UTC, datetime, timedelta
from html import escape
from urllib.parse import urlsplit

from corroboration.feeds.models import FeedState
from corroboration.feeds.polling import poll
from sources.models import Feed
from tests.factories import make_source

NOW = datetime(2021, 5, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SENTENCE = "A blast hit the market of Ostrava on Tuesday, and it killed {} people, the fire brigade told the Herald. "


def article(killed: int = 14) -> str:
    """HTML that reads like a whole article."""
    return "".join(f"<p>{SENTENCE.format(killed) * 3}</p>" for _ in range(4))


def item(number: int, site: str, *, content: str | None = None, date: str | None = "", more: str = "") -> str:
    """An entry of RSS. date: "" for a good one, None for none."""
    link = f"{site}/{number}"
    published = date if date != "" else f"Tue, 04 May 2021 {number % 24:02}:00:00 GMT"
    told = "" if published is None else f"<pubDate>{published}</pubDate>"
    body = article(number) if content is None else content
    return (
        f"<item><guid>{link}</guid><link>{link}</link><title>Blast {number}</title>{told}"
        f"<content:encoded>{escape(body)}</content:encoded>{more}</item>"
    )


def rss(*items: str, head: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">'
        f"<channel><title>Herald</title>{head}{''.join(items)}</channel></rss>"
    )


def follow(url: str, *, name: str = "Ostrava Herald", **fields) -> Feed:
    """A feed of an outlet, due from NOW on."""
    parts = urlsplit(url)
    outlet = make_source(name, homepage=f"{parts.scheme}://{parts.netloc}/")
    feed = Feed.objects.create(source=outlet, url=url, **fields)
    FeedState.objects.create(feed=feed, interval=1800, next_attempt_at=NOW)
    return feed


def polled(feed: Feed, *, now: datetime = NOW) -> str:
    """Poll a feed at a moment, due or not, as if its turn at its server had come."""
    FeedState.objects.filter(feed=feed).update(next_attempt_at=now)
    return poll(feed.pk, now=now)
