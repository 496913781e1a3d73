"""Which source a name or an address means: labelled cases, and what is never clear enough."""

import pytest

from sources.engine.resolving import (
    By,
    Candidate,
    Known,
    address_of,
    by_articles,
    by_name,
    by_site,
    chosen,
    ordered,
    platforms,
)

KNOWN = [
    Known("orchard-gazette", ("The Orchard Gazette", "OG", "Gazette de l'Orchard")),
    Known("river-post", ("River Post", "RP")),
    Known("hill-tribune", ("Hill Tribune", "The Trib")),
    Known("vale-tribune", ("Vale Tribune", "Trib")),
    Known("mill-hand", ("Mill Hand",), curated=False),
]


@pytest.mark.parametrize(
    ("name", "slug", "by", "sure"),
    [
        ("orchard-gazette", "orchard-gazette", By.SLUG, 1.0),
        ("ORCHARD GAZETTE", "orchard-gazette", By.NAME, 1.0),
        ("og", "orchard-gazette", By.ALIAS, 0.98),
        ("gazette de l’orchard", "orchard-gazette", By.ALIAS, 0.98),
        ("Mill Hand", "mill-hand", By.NAME, 0.95),
        ("mill-hand", "mill-hand", By.SLUG, 1.0),
    ],
)
def test_a_name_means_a_source(name, slug, by, sure):
    found = chosen(by_name(name, KNOWN, ""))
    assert found is not None and (found.slug, found.by, found.sure) == (slug, by, sure)


def test_a_spelling_counts_by_the_rules_that_read_articles():
    found = chosen(by_name("Rivver Poste", KNOWN, "river-post"))
    assert found == Candidate("river-post", By.SPELLING, 0.9, "Rivver Poste")


@pytest.mark.parametrize(
    "name", ["Orchard Gazettes", "Rivver Post", "Trib", "Hill Tribunes of Vale", "", "?!", "Nobody"]
)
def test_what_is_merely_alike_or_means_two_is_nobody(name):
    found = by_name(name, KNOWN, "")
    assert chosen(found) is None
    assert all(each.sure < 0.8 for each in found if each.by is By.LIKENESS)


def test_candidates_are_listed_even_where_nobody_is_chosen():
    assert [each.slug for each in by_name("Trib", KNOWN, "")][:2] == ["hill-tribune", "vale-tribune"]
    assert [each.slug for each in by_name("Rivver Post", KNOWN, "")] == ["river-post"]


def test_each_source_is_listed_once_by_what_tells_most():
    both = [
        Candidate("a", By.LIKENESS, 0.7, "x"),
        Candidate("a", By.NAME, 1.0, "a"),
        Candidate("b", By.ALIAS, 0.98, "b"),
    ]
    assert [(each.slug, each.by) for each in ordered(both)] == [("a", By.NAME), ("b", By.ALIAS)]
    assert chosen(ordered(both)) is None  # two that come near each other


# --- addresses ---

SITES = [
    ("gazette", By.HOMEPAGE, "https://www.gazette.example/"),
    ("gazette-fr", By.HOMEPAGE, "https://fr.gazette.example/index.html"),
    ("gazette-sport", By.HOMEPAGE, "https://gazette.example/sport/"),
    ("post", By.FEED, "https://feeds.post.example/rss.xml"),
    ("blogger", By.HOMEPAGE, "https://blogger.wordpress.com/"),
    ("channel", By.HOMEPAGE, "https://www.youtube.com/channel/UC123"),
    ("chirper", By.HOMEPAGE, "https://twitter.com/chirper"),
    ("twin-a", By.HOMEPAGE, "https://twins.example/"),
    ("twin-b", By.HOMEPAGE, "http://www.twins.example"),
    ("telegrapher", By.HOMEPAGE, "https://t.me/tele_graph"),
    ("platform", By.HOMEPAGE, "https://www.facebook.com/"),
    ("sub-only", By.HOMEPAGE, "https://news.holding.example/english/"),
]


@pytest.mark.parametrize(
    ("url", "slug", "sure"),
    [
        ("https://gazette.example/2019/05/story.html", "gazette", 1.0),
        ("http://www.gazette.example:8080/x?y=1#z", "gazette", 1.0),
        ("gazette.example", "gazette", 1.0),
        ("https://en.gazette.example/story", "gazette", 0.95),
        ("https://fr.gazette.example/a", "gazette-fr", 1.0),
        ("https://gazette.example/sport/cup", "gazette-sport", 1.0),
        ("https://feeds.post.example/other.xml", "post", 0.95),
        ("https://blogger.wordpress.com/2019/01/post", "blogger", 1.0),
        ("https://m.youtube.com/channel/UC123/videos", "channel", 1.0),
        ("https://x.com/Chirper/status/1", "chirper", 1.0),
        ("https://t.me/s/tele_graph", "telegrapher", 1.0),
        ("https://news.holding.example/english/world", "sub-only", 1.0),
    ],
)
def test_an_address_means_whose_site_it_is_on(url, slug, sure):
    found = chosen(by_site(address_of(url), SITES, platforms()))
    assert found is not None and (found.slug, found.sure) == (slug, sure)


@pytest.mark.parametrize(
    "url",
    [
        "https://notgazette.example/",
        "https://gazette.example.org/",
        "https://post.example/",  # a feed's host tells of itself alone
        "https://other.wordpress.com/",
        "https://wordpress.com/",
        "https://www.youtube.com/watch?v=UC123",
        "https://www.youtube.com/channel/UC124",
        "https://x.com/i/status/1",
        "https://www.facebook.com/somebody",
        "https://www.facebook.com/",
        "https://t.me/s/",
        "https://twins.example/story",  # two sources have it
        "https://news.holding.example/deutsch/",  # another part than is its own
        "https://web.archive.org/web/2019/https://gazette.example/",
    ],
)
def test_what_an_address_does_not_tell_is_nobody(url):
    assert chosen(by_site(address_of(url), SITES, platforms())) is None


@pytest.mark.parametrize(
    "url", ["", "gazette", "ftp://gazette.example/", "http://", "http://127.0.0.1/", "https://[::1/", "a b"]
)
def test_what_is_no_address(url):
    assert address_of(url) is None


def test_an_address_in_another_script_is_the_same_in_ascii():
    assert address_of("https://пример.example/Новости") == address_of("https://xn--e1afmkfd.example/новости")


@pytest.mark.parametrize(
    ("published", "slug"),
    [
        ({"gazette": 10}, "gazette"),
        ({"gazette": 2}, None),
        ({"gazette": 19, "post": 1}, "gazette"),
        ({"gazette": 8, "post": 2}, None),
        ({}, None),
    ],
)
def test_where_articles_were_published_tells_whose_a_host_is(published, slug):
    found = chosen(by_articles(published, "gazette.example"))
    assert (found and found.slug) == slug
