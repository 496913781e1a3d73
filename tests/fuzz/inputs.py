"""What is tried: halves of good inputs, put together wrongly. Pure noise is refused at the first look."""

import json

from hypothesis import strategies as st

ODD = (
    *(
        "",
        " ",
        "\x00",
        "\ud800",
        "\ufeff",
        "\u202e",
        "a\u0301",
        "ß",
        "İ",
        "ﷺ",
        "😀",
        "\u2028",
        "'",
        '"',
        "\\",
        "%",
        "%00",
    ),
    *("&#0;", "&#xD800;", "<", ">", "]]>", "-1", "0", "1e999", "NaN", "9" * 40, "٣", "x" * 5000, "null"),
    *("http://[", "http://a:99999/", "https://x.example/a", "//x", "javascript:alert(1)", "http://ex ample/", "../.."),
)
DAYS = (
    *("2021-05-04", "2021-13-45", "2021-02-30", "0000-00-00", "9999-12-31T23:59:59Z", "2021-05-04T10:00:00+99:99"),
    *("2021-W01-1", "31/02/2021", "13/13/2021", "Feb 30, 2021", "30 February 2021", "Tue, 99 Foo 0000 10:00:00 GMT"),
    *("1620122400", "99999999999999999", "-1", "20210504"),
)
words = st.one_of(st.sampled_from(ODD), st.sampled_from(DAYS), st.text(max_size=40))
scalars = st.one_of(words, st.none(), st.booleans(), st.integers(), st.floats(), st.integers(10**18, 10**30))
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4), max_leaves=12
)


def objects(*names: str) -> st.SearchStrategy[dict]:
    """An object with these fields, each good, odd or missing."""
    return st.fixed_dictionaries({}, optional=dict.fromkeys((*names, "x"), st.one_of(values, words, scalars)))


def salads(*pieces: str, most: int = 40) -> st.SearchStrategy[str]:
    """Pieces in any order, with anything between them."""
    return st.lists(st.one_of(st.sampled_from(pieces), words), max_size=most).map("".join)


@st.composite
def mangled(draw: st.DrawFn, *pieces: str) -> str:
    """A good document, up to four pieces of which are odd, doubled or missing."""
    found = list(pieces)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(found) - 1))
        found[at] = draw(st.one_of(words, words.map(found[at].__add__), st.sampled_from(("", found[at] * 2))))
    return "".join(found)


article_objects = objects("external_id", "outlet", "published_at", "text", "title", "url", "language", "via", "wire")
good_article = {
    "external_id": "a",
    "outlet": "Herald",
    "published_at": "2021-05-04",
    "text": "A bomb killed 12 people.",
}
near_articles = st.dictionaries(
    st.sampled_from([*good_article, "html"]), st.one_of(words, words.map(good_article["text"].__add__)), min_size=1
).map(lambda odd: good_article | odd)
articles = st.one_of(article_objects, near_articles)
json_text = values.map(lambda value: json.dumps(value, ensure_ascii=True))
lines = st.one_of(
    st.binary(max_size=200),
    article_objects.map(lambda value: json.dumps(value).encode()),
    near_articles.map(lambda value: json.dumps(value).encode()),
    salads("{", "}", "[", "]", '"text":', '"outlet"', ":", ",", "1e5", "true", "\\ud800", "\\u0000").map(
        lambda text: text.encode("utf-8", "replace")
    ),
    st.sampled_from([b"[" * 100_000, b'{"a":' * 50_000, b"1" * 10_000, b'"' + b"\\" * 99_999, b"\xff\xfe{}"]),
)

TAGS = ("html", "head", "body", "p", "div", "a", "span", "table", "tr", "td", "blockquote", "ul", "li", "svg", "math")
TAGS += ("script", "style", "template", "title", "article")
markup = salads(
    *(f"<{tag}>" for tag in TAGS),
    *(f"</{tag}>" for tag in TAGS),
    *(
        "<!--",
        "-->",
        "<![CDATA[",
        "<?xml ?>",
        "<!DOCTYPE",
        "<p title='",
        "<a href=",
        "&amp;",
        "&#x110000;",
        "&nbsp",
        "<p ",
    ),
    *("A bomb killed 12 people in Ostrava on Friday, the mayor told the Herald. ", "\n\n", "</", "<>", "< p>"),
)
FEED = (
    *(
        "<?xml version='1.0' encoding='utf-8'?>",
        "<?xml version='1.0' encoding='utf-7'?>",
        "<rss version='2.0'>",
        "</rss>",
    ),
    *(
        "<channel>",
        "</channel>",
        "<item>",
        "</item>",
        "<feed xmlns='http://www.w3.org/2005/Atom'>",
        "</feed>",
        "<entry>",
    ),
    *("</entry>", "<link>http://herald.example/1</link>", "<link href='http://[' rel='alternate'/>"),
    *(
        "<guid>1</guid>",
        "<pubDate>Tue, 04 May 2021 10:00:00 GMT</pubDate>",
        "<pubDate>99 Foo 0000</pubDate>",
        "<updated>",
    ),
    *("</updated>", "<title type='html'>", "<title>", "</title>", "<description><![CDATA[", "]]></description>"),
    *(
        "<content:encoded>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]>",
        "&b;",
        '{"version":"https://jsonfeed.org/version/1.1","items":[',
        "]}",
        "{",
        "}",
    ),
)
RSS = (
    *("<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><item><title>", "A bomb", "</title><link>"),
    *("http://herald.example/1", "</link><guid>", "1", "</guid><pubDate>", "Tue, 04 May 2021 10:00:00 GMT"),
    *("</pubDate><description>", "12 people", "</description></item></channel></rss>"),
)
ATOM = (
    *("<feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='html'>", "A bomb", "</title><link href='"),
    *("http://herald.example/1", "'/><id>", "1", "</id><updated>", "2021-05-04T10:00:00Z", "</updated><content>"),
    *("12 people", "</content></entry></feed>"),
)
JSON_FEED = (
    *('{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"', "1", '","url":"', "http://herald.example/1"),
    *(
        '","title":"',
        "A bomb",
        '","date_published":"',
        "2021-05-04T10:00:00Z",
        '","content_html":"',
        "12 people",
        '"}]}',
    ),
)
feeds = st.one_of(salads(*FEED), mangled(*RSS), mangled(*ATOM), mangled(*JSON_FEED)).flatmap(
    lambda text: st.sampled_from(["utf-8", "utf-16", "latin-1", "utf-8-sig"]).map(
        lambda codec: text.encode(codec, "replace")
    )
)
XML = [f"<?xml version='1.0' encoding='{code}'?>" for code in ("utf-8", "utf-7", "utf-16", "punycode", "none", "hex")]
OUTLINES = (
    "<opml version='2.0'><body><outline text='",
    "A",
    "' xmlUrl='",
    "http://herald.example/feed",
    "'/></body></opml>",
)
opml_salads = salads(
    *(
        "<?xml version='1.0'?>",
        "<opml version='2.0'>",
        "</opml>",
        "<body>",
        "</body>",
        "<outline ",
        "text='",
        "xmlUrl='",
    ),
    *("htmlUrl='", "'", "/>", ">", "</outline>", "http://herald.example/feed", "<!DOCTYPE x>", "<?pi ?>", "<!-- -->"),
)
opml = st.one_of(
    opml_salads, mangled(*OUTLINES), st.sampled_from(XML).flatmap(lambda first: mangled(first, *OUTLINES))
).map(lambda text: text.encode("utf-8", "replace"))

REVIEW = {
    "@type": "ClaimReview",
    "url": "https://checks.example/1",
    "claimReviewed": "A bomb killed 12 people",
    "datePublished": "2021-05-10",
    "author": {"@type": "Organization", "name": "Checks", "url": "https://checks.example/"},
    "reviewRating": {"ratingValue": 1, "bestRating": 5, "worstRating": 1, "alternateName": "False"},
    "itemReviewed": {"@type": "Claim", "appearance": [{"url": "https://herald.example/1"}]},
}
reviews = st.one_of(
    st.dictionaries(st.sampled_from([*REVIEW, "@graph", "@context", "inLanguage"]), values, max_size=4).map(
        lambda odd: REVIEW | odd
    ),
    st.dictionaries(st.sampled_from(list(REVIEW)), words, min_size=1, max_size=3).map(lambda odd: REVIEW | odd),
    values.map(lambda odd: {"@graph": [REVIEW, odd]}),
    values,
)
prose = salads(
    *(
        "On Friday ",
        "the mayor ",
        "said that ",
        "12 people ",
        "were killed ",
        "in Ostrava",
        ". ",
        '"',
        "“",
        "”",
        "’",
        "(",
    ),
    *(
        ")",
        "[",
        "]",
        "\n\n",
        "according to ",
        "the Herald",
        ", ",
        " - ",
        "(Reuters) ",
        "TAGS ",
        "Comments\n",
        "he said ",
    ),
    *("at least ", "30,000 ", "1/2 ", "10-12 ", "on 31 February 2021 ", "denied ", "and ", "Mr. ", "U.S. "),
    most=60,
)
