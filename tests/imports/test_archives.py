"""Web archives as a door: pages as crawlers kept them, under the outlet whose site they stand on."""

import gzip
import io
import json
import zlib

import pytest

from claims.models import Article
from corroboration.imports import archives, taking
from corroboration.management.commands import ingest as command
from tests.factories import make_source
from tests.imports.crawled import KEPT, Crawl, chunked, packed, page
from tests.imports.doors import ingest

pytestmark = pytest.mark.django_db
HOME = "https://www.ostrava-post.example"


@pytest.fixture(autouse=True)
def post(db):
    return make_source("Ostrava Post", slug="ostrava-post", curated=True, homepage=HOME)


@pytest.mark.parametrize("name", ["in.warc", "in.warc.gz"])
def test_a_page_is_taken_in_with_what_it_says_of_itself(name, tmp_path):
    crawl = Crawl(packed=name.endswith("gz"))
    crawl.response(f"{HOME}/a?utm_source=x", page(title="Bridge falls", published="2021-05-04T10:00:00+02:00"))
    counts, said = ingest(crawl.save(tmp_path / name))
    assert (counts["accepted"], counts["rejected"], said) == (1, 0, "")
    article = Article.objects.get()
    assert (article.outlet.slug, article.url, article.external_id) == ("ostrava-post", f"{HOME}/a", f"{HOME}/a")
    assert (article.title, article.language, article.revised_at) == ("Bridge falls", "en", None)
    assert article.published_at.isoformat() == "2021-05-04T08:00:00+00:00"
    assert article.text.count("A bridge fell in Ostrava.") == 6
    assert article.html.startswith("<html lang=en>")


@pytest.mark.parametrize(
    ("body", "http"),
    [
        (lambda text: text.encode(), {}),
        (packed, {"Content-Encoding": "gzip"}),
        (lambda text: zlib.compress(text.encode()), {"Content-Encoding": "deflate"}),
        (lambda text: chunked(text.encode()), {"Transfer-Encoding": "chunked"}),
        (lambda text: chunked(packed(text)), {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}),
    ],
)
def test_a_body_is_read_however_it_was_sent(body, http, tmp_path):
    crawl = Crawl()
    crawl.response(f"{HOME}/a", body(page("Most v Ostravě spadl.")), http=http)
    crawl.response(f"{HOME}/b", body(page("Another bridge stood.")), http=http)
    assert ingest(crawl.save(tmp_path / "in.warc.gz"))[0]["accepted"] == 2
    assert "Most v Ostravě spadl." in Article.objects.get(external_id=f"{HOME}/a").text


@pytest.mark.parametrize(
    ("encoding", "kind"),
    [
        ("windows-1250", "text/html; charset=windows-1250"),
        ("utf-16", "text/html"),
        ("iso-8859-2", "text/html; charset=ISO-8859-2"),
        ("utf-8", "application/xhtml+xml; charset=iso-8859-1"),
    ],
)
def test_a_page_is_read_in_the_letters_it_is_written_in(encoding, kind, tmp_path):
    crawl = Crawl()
    sent = page("Most v Ostravě spadl.").replace("<meta charset=utf-8>", "")
    crawl.response(f"{HOME}/a", sent.encode(encoding), kind=kind)
    ingest(crawl.save(tmp_path / "in.warc.gz"))
    assert "Most v Ostravě spadl." in Article.objects.get().text


def test_what_is_no_page_is_passed_over(tmp_path):
    crawl = Crawl()
    crawl.response(f"{HOME}/a.png", b"\x89PNG", kind="image/png")
    crawl.response(f"{HOME}/a.css", "p {}", kind="text/css")
    crawl.response(f"{HOME}/gone", page(), status="404 Not Found")
    crawl.response(f"{HOME}/moved", page(), status="301 Moved Permanently")
    counts, said = ingest(crawl.save(tmp_path / "in.warc.gz"))
    assert (counts["accepted"], counts["rejected"], said) == (0, 0, "")


@pytest.mark.parametrize(
    ("url", "body", "options", "reason"),
    [
        ("https://nobody.example/a", page(), {}, "outlet: no outlet is known to publish at nobody.example"),
        (f"{HOME}/a", page(published=""), {}, "published_at: the page doesn't say when it was published"),
        (f"{HOME}/a", page(published="2021-05-09"), {}, "published_at: the page doesn't say"),  # after it was kept
        (f"{HOME}/a", "<html><body></body></html>", {}, "html: no article text found in the page"),
        (f"{HOME}/a", "<p>" * 40_000, {}, "html: 40,000 tags: expected at most 30,000"),
        (f"{HOME}/a", page(), {"WARC_Truncated": "length"}, "kept only part of the page (WARC-Truncated: length)"),
        (f"{HOME}/a", page(), {"WARC_Date": "soon"}, "WARC-Date is missing or no date"),
        (f"{HOME}/a", page(), {"http": {"Content-Encoding": "br"}}, "packed with br: expected gzip or deflate"),
        (
            f"{HOME}/a",
            gzip.compress(b"x" * 30_000_000),
            {"http": {"Content-Encoding": "gzip"}},
            "longer than 8,000,000",
        ),
    ],
)
def test_a_page_that_cannot_be_taken_in_is_named_and_costs_no_other_anything(url, body, options, reason, tmp_path):
    crawl = Crawl()
    crawl.response(url, body, **options)
    crawl.response(f"{HOME}/b", page("Another bridge stood."))
    path = crawl.save(tmp_path / "in.warc.gz")
    counts, said = ingest(path, rejects=str(tmp_path / "rejects"))
    assert (counts["accepted"], counts["rejected"]) == (1, 1)
    assert said.startswith(f"{path}: record 2 at byte ")
    assert reason in said
    kept = json.loads((tmp_path / "rejects").read_text())
    assert (kept["record"], kept["url"]) == (2, url)


def test_the_outlet_of_pages_on_sites_of_nobody_is_given_beside_the_file(tmp_path):
    crawl = Crawl()
    crawl.response("https://nobody.example/a", page())
    crawl.response(f"{HOME}/a", page("Another bridge stood."))
    assert ingest(crawl.save(tmp_path / "in.warc"), outlet="Opava Post")[0]["accepted"] == 2
    assert set(Article.objects.values_list("outlet__slug", "url")) == {
        ("opava-post", "https://nobody.example/a"),
        ("ostrava-post", f"{HOME}/a"),
    }


def test_a_page_kept_twice_is_revised_when_it_was_kept_with_another_text(tmp_path):
    crawl = Crawl()
    crawl.response(f"{HOME}/a", page())
    crawl.response(f"{HOME}/a", page(), WARC_Date="2021-05-07T08:00:00Z")
    crawl.response(f"{HOME}/a", page("A bridge gave way in Ostrava."), WARC_Date="2021-05-08T08:00:00Z")
    counts, _ = ingest(crawl.save(tmp_path / "in.warc.gz"))
    assert (counts["accepted"], counts["unchanged"], counts["revised"]) == (1, 1, 1)
    dates = Article.objects.order_by("pk").values_list("revised_at", flat=True)
    assert [at and at.isoformat() for at in dates] == [None, "2021-05-08T08:00:00+00:00"]


def test_a_revisit_under_another_address_is_the_page_it_is_of(tmp_path):
    make_source("Opava Post", slug="opava-post", curated=True, homepage="https://opava-post.example")
    crawl = Crawl()
    first = crawl.response(f"{HOME}/a", chunked(packed(page())), http={
        "Transfer-Encoding": "chunked", "Content-Encoding": "gzip"})  # fmt: skip
    crawl.revisit(f"{HOME}/a", first)
    crawl.revisit("https://opava-post.example/a", first)
    counts, said = ingest(crawl.save(tmp_path / "in.warc.gz"))
    assert (counts["accepted"], counts["rejected"], said) == (2, 0, "")
    assert len(set(Article.objects.values_list("text_hash", flat=True))) == 1


def test_a_revisit_of_what_another_file_holds_is_named(tmp_path):
    elsewhere = Crawl()
    first = elsewhere.response(f"{HOME}/a", page())
    crawl = Crawl()
    crawl.revisit(f"{HOME}/b", first)
    counts, said = ingest(crawl.save(tmp_path / "in.warc.gz"))
    assert counts["rejected"] == 1
    assert f"a revisit of {HOME}/a, which this file doesn't hold" in said


@pytest.mark.parametrize("is_packed", [True, False])
@pytest.mark.parametrize("left", [0.02, 0.2, 0.6])
def test_a_file_that_ends_too_early_gives_what_it_has(left, is_packed, tmp_path):
    crawl = Crawl(packed=is_packed)
    crawl.response(f"{HOME}/a", page())
    start = crawl.out.tell()
    crawl.response(f"{HOME}/b", page("".join(chr(97 + n * n % 26) for n in range(3000))))
    path = crawl.save(tmp_path / "in.warc")
    content = path.read_bytes()
    path.write_bytes(content[: start + int(left * (len(content) - start))])
    counts, said = ingest(path)
    assert (counts["accepted"], counts["rejected"]) == (1, 1)
    assert any(why in said for why in ("the file ends within", "damaged: its head can't be read"))


@pytest.mark.parametrize("is_packed", [True, False])
def test_a_damaged_record_costs_itself(is_packed, tmp_path):
    crawl = Crawl(packed=is_packed)
    crawl.response(f"{HOME}/a", page())
    start = crawl.out.tell()
    crawl.response(f"{HOME}/b", page("Another bridge stood."))
    for name in "cd":
        crawl.response(f"{HOME}/{name}", page(f"Bridge {name} stood."))
    content = bytearray(crawl.out.getvalue())
    content[start + (20 if is_packed else 0) : start + 40] = b"\xff" * (20 if is_packed else 40)
    path = tmp_path / "in.warc"
    path.write_bytes(content)
    counts, said = ingest(path)
    assert counts["accepted"] == 3
    assert counts["rejected"] >= 1
    assert "damaged" in said


def test_an_archive_compressed_in_one_piece_is_named_with_what_mends_it(tmp_path):
    crawl = Crawl(packed=False)
    crawl.response(f"{HOME}/a", page())
    path = tmp_path / "in.warc.gz"
    path.write_bytes(gzip.compress(crawl.out.getvalue()))
    assert "`warcio recompress` mends that" in ingest(path)[1]


def test_what_is_no_archive_is_named(tmp_path):
    path = tmp_path / "in.warc"
    path.write_bytes(b"external_id,outlet\n" * 50)
    counts, said = ingest(path)
    assert counts["rejected"] == 1
    assert f"{path}: record 1 at byte 0: damaged: " in said


def test_it_goes_on_behind_the_record_it_came_to(tmp_path, monkeypatch):
    monkeypatch.setattr(taking, "BATCH", 2)
    crawl = Crawl()
    for number in range(7):
        crawl.response(
            f"{HOME}/{number // 2}", page(f"Bridge {number} fell."), WARC_Date=f"2021-05-1{number}T08:00:00Z"
        )
    path = crawl.save(tmp_path / "in.warc.gz")
    calls = []

    def take(*arguments, **options):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return taking.take(*arguments, **options)

    monkeypatch.setattr(command, "take", take)
    with pytest.raises(command.CommandError):
        ingest(path)
    counts, said = ingest(path)
    assert "goes on behind record 5" in said
    assert (counts["accepted"], counts["revised"], counts["unchanged"]) == (4, 3, 0)
    revised = Article.objects.exclude(revised_at=None)
    assert {a.url[-1]: a.revised_at.day for a in revised} == {"0": 11, "1": 13, "2": 15}


def test_only_so_many_pages_are_remembered(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MOST_REMEMBERED", 1)
    crawl = Crawl()
    crawl.response(f"{HOME}/a", page())
    second = crawl.response(f"{HOME}/b", page("Another bridge stood."))
    crawl.revisit(f"{HOME}/c", second)
    counts, _ = ingest(crawl.save(tmp_path / "in.warc.gz"))
    assert (counts["accepted"], counts["rejected"]) == (2, 1)


def test_what_a_crawler_keeps_without_an_answer_around_it_is_a_page_too(tmp_path):
    crawl = Crawl()
    record = crawl.writer.create_warc_record(
        f"{HOME}/a",
        "resource",
        payload=io.BytesIO(page().encode()),
        warc_content_type="text/html",
        warc_headers_dict={"WARC-Date": KEPT},
    )
    crawl.writer.write_record(record)
    assert ingest(crawl.save(tmp_path / "in.warc.gz"))[0]["accepted"] == 1
