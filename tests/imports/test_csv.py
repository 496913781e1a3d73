"""CSV as a door: what RFC 4180 allows, what spreadsheets make of it, and a bad record that costs nobody but itself."""

import csv
import gzip
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from claims.models import Article
from corroboration.imports import tables
from tests.imports.doors import GOOD, article, ingest, stored

pytestmark = pytest.mark.django_db

HEADER = "external_id,outlet,published_at,text"
ROW = "{},Ostrava Post,2021-05-04,{}"


def table(*rows: str, header: str = HEADER, end: str = "\r\n") -> bytes:
    return "".join(row + end for row in (header, *rows)).encode()


@pytest.fixture
def write(tmp_path: Path):
    def _write(content: bytes, name: str = "in.csv") -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return _write


def test_a_table_is_taken_in_as_lines_of_json_are(write):
    rows = [article(number, title='"Fall", he said', language="en", wire="", via="x, y\nz") for number in range(3)]
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    counts, said = ingest(write(out.getvalue().encode()))
    assert (counts["accepted"], said) == (3, "")
    from_table = list(Article.objects.values("external_id", "text", "title", "via", "language", "published_at"))
    again = write("".join(json.dumps(row) + "\n" for row in rows).encode(), "in.ndjson")
    assert ingest(again)[0]["unchanged"] == 3
    assert from_table == list(Article.objects.values("external_id", "text", "title", "via", "language", "published_at"))
    assert {row["via"] for row in from_table} == {"x, y\nz"}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_by_the_header(separator, write):
    row = separator.join(["a", "Ostrava Post", "2021-05-04", '"One, two; three | four\tfive."'])
    ingest(write(table(row, header=HEADER.replace(",", separator))))
    assert stored() == {"a": "One, two; three | four\tfive."}


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_line_ends_and_line_breaks_in_a_cell_stay_as_they_are(end, write):
    path = write(table(ROW.format("a", '"One.\r\n\r\nTwo ""quoted"".\nThree."'), "", ROW.format("b", "Four."), end=end))
    counts, said = ingest(path)
    assert (counts["accepted"], said) == (2, "")
    assert stored() == {"a": 'One.\r\n\r\nTwo "quoted".\nThree.', "b": "Four."}


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (lambda text: text.encode("utf-8-sig"), {}),
        (lambda text: text.encode("utf-16"), {}),
        (lambda text: text.encode("utf-16-be"), {"encoding": "utf-16-be"}),
        (lambda text: text.encode("windows-1250"), {"encoding": "windows-1250"}),
        (lambda text: gzip.compress(text.encode()), {}),
    ],
)
def test_a_mark_or_a_name_says_how_text_is_encoded(content, options, write):
    path = write(content(table(ROW.format("a", '"Most v Ostravě spadl, řekl starosta."')).decode()))
    assert ingest(path, **options)[0]["accepted"] == 1
    assert stored() == {"a": "Most v Ostravě spadl, řekl starosta."}


def test_bytes_that_are_not_utf_8_are_named_and_never_guessed(write):
    rows = table(ROW.format("a", "Ostrav\u011b spadl most."), ROW.format("b", "A bridge fell.")).decode()
    counts, said = ingest(path := write(rows.encode("windows-1250")))
    assert (counts["accepted"], counts["rejected"]) == (1, 1)
    assert f"{path}:2: not UTF-8 at character 32: name the encoding with --encoding" in said


def test_columns_of_other_names_are_mapped(write):
    header = "Id,Publisher,Publication date,Body,Colour"
    path = write(table("7,Ostrava Post,2021-05-04,A bridge fell.,red", header=header))
    _, said = ingest(path, names=["external_id=Id,outlet=Publisher", "published_at=Publication date,text=Body"])
    assert stored() == {"7": "A bridge fell."}
    assert said.splitlines() == [f"{path}: columns not used: Colour"]


def test_outlet_and_language_of_all_are_given_beside_the_file(write):
    path = write(table("1,2021-05-04,A bridge fell.", header="External ID,Published_At,TEXT"))
    ingest(path, outlet="Ostrava Post", language="en")
    assert Article.objects.values_list("outlet__slug", "language").get() == ("ostrava-post", "en")


@pytest.mark.parametrize(
    ("content", "options", "reason"),
    [
        (b"", {}, "empty: expected a header"),
        (table("x", header="a,b"), {}, "no column for external_id, outlet, published_at, text or html"),
        (table("x", header=HEADER + ",text"), {}, "columns named twice: text"),
        (table("x"), {"names": ["outlet=Publisher"]}, "--map outlet=Publisher: no such column"),
        (table("x"), {"names": ["colour=Red"]}, "--map colour=Red: expected FIELD=NAME"),
        (table("x"), {"encoding": "utf-99"}, "no such encoding"),
        (table("x"), {"encoding": "base64"}, "no such encoding"),
    ],
)
def test_a_table_that_cannot_be_read_is_named_with_what_was_expected(content, options, reason, write):
    with pytest.raises(CommandError, match=reason):
        ingest(write(content), **options)
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("a,Ostrava Post,2021-05-04", "3 cells: expected 4, as the header has"),
        ("a,Ostrava Post,2021-05-04,One, two", "5 cells: expected 4"),
        ('a,Ostrava Post,2021-05-04,"One" two', "not CSV: ',' expected after '\"'"),
        ('a,Ostrava Post,2021-05-04,"One', "not CSV"),
        ("a,,2021-05-04,One", "outlet: missing"),
        ("a,Ostrava Post,soon,One", "published_at: 'soon' is no date"),
        ("a,Ostrava Post,2021-05-04,O\x00ne", "text: NUL at offset 1"),
    ],
)
def test_a_bad_record_is_named_and_costs_no_other_anything(bad, reason, write, tmp_path):
    rest = [ROW.format("b", '"Two.\nAnd more."'), ROW.format("c", '"Three ""quoted""."')]
    path = write(table(bad, *rest))
    counts, said = ingest(path, rejects=str(tmp_path / "rejects"))
    assert f"{path}:2: " in said
    assert reason in said
    assert stored().keys() >= {"c"}
    kept = [json.loads(line) for line in (tmp_path / "rejects").read_text().splitlines()]
    assert (kept[0]["line"], kept[0]["input"]) == (2, bad)
    assert len(kept) == counts["rejected"]


def test_quotes_that_never_close_cost_one_record(write, monkeypatch):
    monkeypatch.setattr(tables, "LONGEST_RECORD", 2000)
    rows = [ROW.format(f"b{number}", "A bridge fell.") for number in range(200)]
    path = write(table(ROW.format("a", '"One'), *rows))
    counts, said = ingest(path)
    assert (counts["accepted"], counts["rejected"]) == (200, 1)
    assert f"{path}:2: " in said


def test_a_cell_longer_than_any_article_costs_one_record(write, monkeypatch):
    monkeypatch.setattr(tables, "LONGEST_RECORD", 2000)
    path = write(table(ROW.format("a", "x" * 9000), ROW.format("b", "Two.")))
    counts, said = ingest(path)
    assert (counts["accepted"], counts["rejected"]) == (1, 1)
    assert f"{path}:2: longer than" in said


def test_a_compressed_file_that_breaks_off_gives_what_it_has(write):
    rows = [ROW.format(f"b{number}", f"Bridge {number * 7919} fell.") for number in range(3000)]
    whole = gzip.compress(table(*rows))
    counts, said = ingest(write(whole[: len(whole) // 2], "in.csv.gz"))
    assert counts["accepted"] > 100
    assert counts["rejected"] >= 1
    assert "the file breaks off here" in said


def test_names_may_be_mapped_in_lines_of_json_too(write):
    given = {"Publisher" if name == "outlet" else name: value for name, value in GOOD.items()}
    path = write(gzip.compress(json.dumps(given).encode()), "in.ndjson.gz")
    counts, said = ingest(path, names=["outlet=Publisher"])
    assert (counts["accepted"], said) == (1, "")


def test_the_format_can_be_said_where_the_name_does_not(write):
    assert ingest(write(table(ROW.format("a", "One.")), "in.dat"), format="csv")[0]["accepted"] == 1


@pytest.mark.usefixtures("nlp")
def test_a_table_is_tried_as_lines_of_json_are(write):
    def claims(path: Path) -> list[str]:
        out = io.StringIO()
        call_command("extract", str(path), stdout=out)
        return out.getvalue().splitlines()

    lines = claims(write(json.dumps(GOOD).encode(), "in.ndjson"))
    assert len(lines) >= 1
    assert claims(write(table(",".join([*list(GOOD.values())[:3], f'"{GOOD["text"]}"'])))) == lines
    assert not Article.objects.exists()
