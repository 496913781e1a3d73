"""Real articles as CSV, web archive and folder come to what they come to as lines of JSON."""

import csv
import json
from pathlib import Path

import pytest
from django.utils import timezone

from claims.models import Article
from corroboration import rebuilding
from corroboration.imports.formats import reading
from corroboration.imports.records import How
from corroboration.ingestion import Submission, accept_all, check
from tests.imports.crawled import Crawl
from tests.imports.doors import ingest
from tests.pipeline.articles import work

ARTICLES = 365  # all of them are read by each door
SETTLED = 6  # of these the claims are compared, too
FIELDS = ("external_id", "outlet", "published_at", "title", "language", "via", "text")


@pytest.fixture(scope="module")
def lines(shared: Path) -> list[dict]:
    found = []
    for path in sorted((shared / "corpus").glob("*.ndjson")):
        found += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return found[:ARTICLES]


def as_lines(lines: list[dict], folder: Path) -> Path:
    path = folder / "in.ndjson"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def as_table(lines: list[dict], folder: Path) -> Path:
    path = folder / "in.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, FIELDS, restval="")
        writer.writeheader()
        writer.writerows(lines)
    return path


def as_folder(lines: list[dict], folder: Path) -> Path:
    top = folder / "in"
    top.mkdir()
    entries = []
    for number, line in enumerate(lines):
        (top / f"{number}.txt").write_bytes(line["text"].encode())
        entries.append({name: value for name, value in line.items() if name != "text"} | {"file": f"{number}.txt"})
    (top / "manifest.json").write_text(json.dumps(entries), encoding="utf-8")
    return top


def submissions(path: Path) -> list[Submission]:
    with reading(str(path), How(), lambda warning: None) as file:
        return [check(record.read(), now=timezone.now()) for record in file.records]


@pytest.mark.django_db
@pytest.mark.parametrize("converted", [as_table, as_folder])
def test_every_article_comes_in_as_its_line_of_json(converted, lines, tmp_path):
    assert submissions(converted(lines, tmp_path)) == submissions(as_lines(lines, tmp_path))


@pytest.mark.django_db
def test_claims_and_digest_are_the_same_by_every_door(lines, tmp_path):
    digests = set()
    for converted in (as_lines, as_table, as_folder):
        folder = tmp_path / converted.__name__
        folder.mkdir()
        assert ingest(converted(lines[:SETTLED], folder))[0]["accepted"] == SETTLED
        work()
        digests.add(rebuilding.digest())
        Article.objects.all().delete()
        rebuilding.forget(now=timezone.now())
    assert len(digests) == 1


@pytest.mark.django_db
def test_an_archive_gives_what_its_pages_give_as_lines_of_json(lines, tmp_path):
    crawl = Crawl()
    expected = []
    for number, line in enumerate(lines[:40]):
        url = f"https://crawled.example/{number}"
        body = "".join(f"<p>{part.replace('&', '&amp;').replace('<', '&lt;')}</p>" for part in line["text"].split("\n"))
        meta = f'<meta property="article:published_time" content="{line["published_at"]}">'
        html = (
            f'<html lang="en"><head><title>t{number}</title>{meta}</head><body><article>{body}</article></body></html>'
        )
        crawl.response(url, html, WARC_Date="2026-01-01T00:00:00Z")
        expected.append({"external_id": url, "outlet": "A", "published_at": line["published_at"], "html": html})
    accept_all(expected)
    before = set(Article.objects.values_list("public_id", "published_at", "day_only"))
    Article.objects.all().delete()
    counts, said = ingest(crawl.save(tmp_path / "in.warc.gz"), outlet="A")
    assert (counts["accepted"], counts["rejected"], said) == (len(before), 0, "")
    assert set(Article.objects.values_list("public_id", "published_at", "day_only")) == before
