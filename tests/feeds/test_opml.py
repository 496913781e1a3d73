"""Lists of feeds: read defensively, taken over only where it is clear whose each feed is."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from corroboration.feeds import importing
from corroboration.feeds.importing import Finding, plan, take
from corroboration.feeds.models import FeedEvent
from corroboration.feeds.opml import MOST_OUTLINES, NotOpml, Outline, read, write
from sources.models import Feed, Source
from tests.factories import make_feed, make_source
from tests.feeds.writing import NOW

LIST = b"""<?xml version="1.0"?><opml version="1.0"><head><title>Mine</title></head><body>
<outline text="News"><outline text="Local"><outline type="rss" text="Daily Sun" title="Daily  Sun - RSS"
  xmlUrl="feed://sun.example/rss" htmlUrl="https://sun.example/"/></outline></outline>
<outline TEXT="Moon" xmlURL="https://moon.example/rss"/><outline text="empty folder"/></body></opml>"""


def test_outlines_are_read_with_their_folders():
    assert read(LIST) == [
        Outline("Daily Sun - RSS", "feed://sun.example/rss", "https://sun.example/", "News / Local"),
        Outline("Moon", "https://moon.example/rss"),
    ]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "no XML"),
        (b"<html/>", "no OPML"),
        (b"<opml><body>", "no XML"),
        (b'<!DOCTYPE opml [<!ENTITY a "ha">]><opml>&a;</opml>', "entities"),
        (b'<?xml version="1.0" encoding="klingon"?><opml/>', "no XML"),
        (b"<opml>" + b" " * 1_000_001, "larger than"),
        (b"<opml>" + b'<outline xmlUrl="https://a.example/"/>' * (MOST_OUTLINES + 1) + b"</opml>", "split the file"),
    ],
)
def test_what_is_no_list_is_said_to_be_none(body, why):
    with pytest.raises(NotOpml, match=why):
        read(body)


def test_folders_without_end_end():
    deep = b"<opml>" + b'<outline text="x">' * 5000 + b'<outline text="a" xmlUrl="https://a.example/"/>'
    [outline] = read(deep + b"</outline>" * 5000 + b"</opml>")
    assert outline.feed == "https://a.example/" and len(outline.folder) <= 300


def test_what_is_written_is_read_again():
    outlines = [Outline("Sun & Moon", "https://sun.example/rss?a=1&b=2", "https://sun.example/")]
    assert read(write(outlines, title="Ours", now=NOW)) == outlines


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("outline", "finding", "outlet", "why"),
    [
        (Outline("Daily Sun", "https://sun.example/rss"), "known", "Daily Sun", ""),
        (Outline("Daily Sun » Feed", "https://sun.example/rss"), "known", "Daily Sun", ""),
        (Outline("DS", "feed:https://sun.example/rss"), "known", "Daily Sun", ""),  # by an alias
        (Outline("", "https://feeds.sun.example/rss"), "known", "Daily Sun", ""),  # by its site
        (Outline("Top stories", "https://cdn.example/7", "https://www.sun.example/"), "known", "Daily Sun", ""),
        (Outline("Evening Star", "https://star.example/rss"), "new", "Evening Star", ""),
        (Outline("Daily Sun", "https://sun.other.example/rss"), "unclear", "", "lies on another site"),
        (Outline("Moon", "https://sun.example/rss"), "unclear", "", "lies on another site"),
        (Outline("Two", "https://two.example/rss"), "unclear", "", "lies on the site of several"),
        (Outline("", "https://nobody.example/rss"), "unclear", "", "has no title"),
        (Outline("General Bolt", "https://bolt.example/rss"), "unclear", "", "publishes nothing"),
        (Outline("Sun", "javascript:alert(1)"), "unclear", "", "may not be asked"),
        (Outline("Sun", "http://127.0.0.1/rss"), "unclear", "", "may not be asked"),
        (Outline("Sun", "https://sun.example/" + "x" * 600), "unclear", "", "longer than 500"),
        (Outline("Sun", "http://www.sun.example/here/"), "duplicate", "", "of Daily Sun already"),
    ],
)
def test_each_line_goes_to_the_outlet_it_surely_is_of(outline, finding, outlet, why):
    sun = make_source("Daily Sun", curated=True, aliases=["DS"], homepage="https://sun.example/")
    make_source("Moon", homepage="https://moon.example/")
    make_source("General Bolt", kind="person")
    for name in ("Gemini One", "Gemini Two"):
        make_source(name, homepage="https://two.example/")
    make_feed(sun, "https://sun.example/here")
    [found] = plan([outline])
    assert (found.finding, found.outlet) == (finding, outlet) and why in found.why


@pytest.mark.django_db
def test_a_feed_that_stands_twice_in_a_list_is_taken_once():
    one = Outline("Star", "https://star.example/rss")
    assert [each.finding for each in plan([one, one])] == [Finding.NEW, Finding.DUPLICATE]


@pytest.mark.django_db
def test_what_is_clear_is_taken_over():
    make_source("Moon")
    planned = plan([*read(LIST), Outline("", "https://nobody.example/rss")])
    assert take(planned, by=None, now=NOW) == (2, 1)
    sun = Source.objects.get(slug="daily-sun")
    assert (sun.name, sun.kind, sun.curated, sun.homepage) == ("Daily Sun", "outlet", False, "https://sun.example/")
    assert set(Feed.objects.values_list("url", "source__name")) == {
        ("http://sun.example/rss", "Daily Sun"),
        ("https://moon.example/rss", "Moon"),
    }
    assert FeedEvent.objects.get(feed__source=sun).words == "from a list, folder News / Local"
    assert [each.finding for each in plan(read(LIST))] == [Finding.DUPLICATE] * 2


@pytest.mark.django_db
def test_a_long_list_asks_no_more_of_the_database(django_assert_num_queries):
    plan([])
    for size in (1, 300):
        outlines = [Outline(f"Paper {n}", f"https://paper{n}.example/rss") for n in range(size)]
        with django_assert_num_queries(7):
            plan(outlines)


@pytest.mark.django_db
def test_the_command_says_what_became_of_each_line(tmp_path):
    file = tmp_path / "feeds.opml"
    file.write_bytes(LIST)
    out, err = StringIO(), StringIO()
    call_command("import_opml", str(file), "--dry-run", stdout=out, stderr=err)
    assert json.loads(out.getvalue()) == {"known": 0, "new": 2, "unclear": 0, "duplicate": 0}
    assert "new: http://sun.example/rss: Daily Sun" in err.getvalue() and not Feed.objects.exists()
    call_command("import_opml", str(file), stdout=out, stderr=err)
    assert Feed.objects.count() == 2
    call_command("export_opml", "--output", str(tmp_path / "ours.opml"))
    assert [each.title for each in read((tmp_path / "ours.opml").read_bytes())] == ["Daily Sun", "Moon"]
    assert importing.listed()[0].home == "https://sun.example/"


@pytest.mark.django_db
def test_a_file_that_is_none_is_a_mistake_with_words(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_opml", str(tmp_path / "none"))
    (tmp_path / "page").write_text("<html/>")
    with pytest.raises(CommandError, match="no OPML"):
        call_command("import_opml", str(tmp_path / "page"))
