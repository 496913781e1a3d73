"""`manage.py ingest`: good lines get in beside bad ones, and each bad one is named by file, line, field and reason."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from claims.models import Article
from corroboration import filing, rebuilding, waiting
from corroboration.models import Cluster
from sources.models import Source

pytestmark = pytest.mark.django_db

GOOD = {
    "external_id": "o-1",
    "outlet": "Ostrava Post",
    "published_at": "2021-05-04T12:00:00Z",
    "text": "A bridge fell in Ostrava on Monday and killed four people, the mayor said.",
}
COUNTS = ["accepted", "unchanged", "revised", "rejected", "claims", "clusters", "set_aside", "seconds"]


@pytest.fixture
def write(tmp_path: Path):
    """Write lines (bytes as they are, all else as JSON) into a file; returns its path."""

    def _write(*lines: object, name: str = "in.ndjson") -> str:
        path = tmp_path / name
        rows = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
        path.write_bytes(b"".join(row + b"\n" for row in rows))
        return str(path)

    return _write


def ingest(*files: str, **options: object) -> tuple[dict, str]:
    """The counts of the last line of output, and what was said on stderr."""
    out, err = io.StringIO(), io.StringIO()
    call_command("ingest", *files, stdout=out, stderr=err, **options)
    return json.loads(out.getvalue().splitlines()[-1]), err.getvalue()


def line(**change: object) -> dict:
    return {name: value for name, value in (GOOD | change).items() if value is not ...}


# --- lines that hold no article ---


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"soon", "not JSON"),
        (b"{", "not JSON"),
        (b'{"external_id": "1"} {"external_id": "2"}', "not JSON: Extra data"),
        (b'{"text": "tab\there"}', "not JSON: Invalid control character"),
        (b"[]", "expected a JSON object, got list"),
        (b"7", "expected a JSON object, got int"),
        (b"null", "expected a JSON object, got NoneType"),
        (b"NaN", "expected a JSON object, got float"),
        (b'"text"', "expected a JSON object, got str"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"a":' * 100_000, "nested too deep"),
        (b'{"external_id": ' + b"9" * 5000 + b"}", "number too long"),
        (b'{"text": "\xff"}', "not UTF-8 at byte 10"),
        (json.dumps(GOOD).encode("utf-16"), "not UTF-8 at byte 0"),
        (b"\x00\x01\x02", "not JSON"),
    ],
)
def test_a_line_that_is_no_object_is_named(raw, reason, write):
    path = write(raw, GOOD)
    counts, said = ingest(path)
    assert f"{path}:1: " in said
    assert reason in said
    assert (counts["accepted"], counts["rejected"]) == (1, 1)
    assert Article.objects.get().external_id == "o-1"


def test_a_line_too_long_is_passed_over(write, monkeypatch):
    monkeypatch.setattr(filing, "LONGEST_LINE", 400)
    path = write(line(external_id="o-2", text="x" * 1200), GOOD)
    counts, said = ingest(path)
    assert f"{path}:1: line longer than" in said
    assert (counts["accepted"], counts["rejected"]) == (1, 1)


# --- fields ---

SURROGATE = "ab\ud800c"


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"external_id": ...}, "external_id", "missing: expected a string that is not empty"),
        ({"external_id": " "}, "external_id", "missing"),
        ({"external_id": True}, "external_id", "expected a string, got bool"),
        ({"external_id": 1.5}, "external_id", "expected a string, got float"),
        ({"external_id": "x" * 301}, "external_id", "301 characters long: expected at most 300"),
        ({"external_id": 10**400}, "external_id", "401 characters long: expected at most 300"),
        ({"external_id": SURROGATE}, "external_id", "lone surrogate U+D800 at offset 2"),
        ({"outlet": ...}, "outlet", "missing"),
        ({"outlet": "\t"}, "outlet", "missing"),
        ({"outlet": ["Ostrava Post"]}, "outlet", "expected a string, got list"),
        ({"outlet": "x" * 301}, "outlet", "301 characters long"),
        ({"outlet": "a\x00"}, "outlet", "NUL at offset 1"),
        ({"published_at": ...}, "published_at", "missing: expected an ISO 8601 date"),
        ({"published_at": ""}, "published_at", "missing"),
        ({"published_at": "yesterday"}, "published_at", "'yesterday' is no date: expected an ISO 8601 date"),
        ({"published_at": "2021-02-30"}, "published_at", "is no date"),
        ({"published_at": "2021-05"}, "published_at", "is no date"),
        ({"published_at": "0000-01-01"}, "published_at", "is no date"),
        ({"published_at": "10000-01-01"}, "published_at", "is no date"),
        ({"published_at": "2016-12-31T23:59:60Z"}, "published_at", "is no date"),
        ({"published_at": "2021-05-04T25:00:00Z"}, "published_at", "is no date"),
        ({"published_at": "2021-05-04T12:00:00+99:00"}, "published_at", "is no date"),
        ({"published_at": "0001-01-01T00:00:00+14:00"}, "published_at", "is no date"),
        ({"published_at": "2021-05-04\x0012:00"}, "published_at", "is no date"),
        ({"published_at": "2999-05-04\ud80012:00"}, "published_at", "is no date"),
        ({"published_at": "٢٠٢١-٠٥-٠٤"}, "published_at", "is no date"),
        ({"published_at": 20210504}, "published_at", "is no date"),
        ({"published_at": True}, "published_at", "is no date"),
        ({"published_at": {}}, "published_at", "is no date"),
        ({"published_at": "x" * 100_000}, "published_at", "is no date"),
        ({"published_at": "2999-01-01"}, "published_at", "2999-01-01 lies in the future"),
        ({"published_at": "9999-12-31T23:59:59-14:00"}, "published_at", "is no date"),
        ({"revised_at": "9999-12-31"}, "revised_at", "lies in the future"),
        ({"revised_at": []}, "revised_at", "is no date"),
        ({"text": ...}, "text", "empty: expected the article's text (or `html`)"),
        ({"text": " \n\u2003 "}, "text", "empty"),
        ({"text": False}, "text", "expected a string, got bool"),
        ({"text": "ab\x00"}, "text", "NUL at offset 2"),
        ({"text": "é" + SURROGATE}, "text", "lone surrogate U+D800 at offset 3"),
        ({"text": "\udc00"}, "text", "lone surrogate U+DC00 at offset 0"),
        ({"text": "é" * 1_000_001}, "text", "2,000,002 bytes long: expected at most 2,000,000"),
        ({"text": ..., "html": ""}, "text", "empty"),
        ({"text": ..., "html": "<p>a\x00</p>"}, "html", "NUL at offset 4"),
        ({"text": ..., "html": 5}, "html", "expected a string, got int"),
        ({"title": SURROGATE}, "title", "lone surrogate U+D800 at offset 2"),
        ({"title": "x" * 5001}, "title", "5001 characters long"),
        ({"url": "javascript:alert(1)"}, "url", "expected an http or https address"),
        ({"url": "http://["}, "url", "expected an http or https address"),
        ({"url": "http://ostrava.example/" + "x" * 1000}, "url", "1023 characters long"),
        ({"language": "x" * 11}, "language", "11 characters long"),
        ({"wire": 1}, "wire", "expected a string, got int"),
        ({"via": "x" * 301}, "via", "301 characters long"),
    ],
)
def test_a_bad_field_is_named(change, field, reason, write):
    path = write(line(**change), line(external_id="o-9", text="Another bridge stood."))
    counts, said = ingest(path)
    assert f"{path}:1: {field}: " in said
    assert reason in said
    assert len(said) < 1000
    assert (counts["accepted"], counts["rejected"]) == (1, 1)
    assert Article.objects.get().external_id == "o-9"


def test_twenty_megabytes_of_text_are_refused(write):
    counts, said = ingest(write(line(text="bridge " * 3_000_000), GOOD))
    assert "text: 21,000,000 bytes long: expected at most 2,000,000" in said
    assert (counts["accepted"], counts["rejected"]) == (1, 1)


def test_all_that_is_wrong_with_a_line_is_told_at_once(write):
    _, said = ingest(write({}))
    assert [row.split(": ")[1] for row in said.splitlines()] == ["external_id", "outlet", "published_at", "text"]


@pytest.mark.parametrize(
    ("written", "stored", "day_only"),
    [
        ("2021-05-04", "2021-05-04T00:00:00+00:00", True),
        ("20210504", "2021-05-04T00:00:00+00:00", True),
        ("2021-W18-2", "2021-05-04T00:00:00+00:00", True),
        ("2021-05-04T12:30", "2021-05-04T12:30:00+00:00", False),
        ("2021-05-04 12:30:15", "2021-05-04T12:30:15+00:00", False),
        ("2021-05-04T00:00:00Z", "2021-05-04T00:00:00+00:00", False),
        ("2021-05-04T01:00:00+03:00", "2021-05-03T22:00:00+00:00", False),
        ("2021-05-04T12:00:00.123456789Z", "2021-05-04T12:00:00.123456+00:00", False),
        ("0001-01-01", "0001-01-01T00:00:00+00:00", True),
    ],
)
def test_dates_as_iso_8601_writes_them(written, stored, day_only, write):
    ingest(write(line(published_at=written)))
    article = Article.objects.get()
    assert (article.published_at.isoformat(), article.day_only) == (stored, day_only)


# --- odd, and good ---


@pytest.mark.parametrize(
    ("change", "warnings"),
    [
        ({"colour": "red"}, ["unknown field 'colour' ignored"]),
        ({"colour": float("nan"), "\ud800": [], "a\nb": 1}, ["'colour'", r"'\ud800'", r"'a\nb'"]),
        ({"x" * 10_000: 1}, ["unknown field 'xxx"]),
    ],
)
def test_an_unknown_field_is_a_warning(change, warnings, write):
    path = write(line(**change))
    counts, said = ingest(path)
    assert counts["accepted"] == 1
    assert len(said.splitlines()) == len(warnings)
    assert all(
        f"{path}:1: warning: " in row and part in row for row, part in zip(said.splitlines(), warnings, strict=True)
    )


def test_bom_windows_line_ends_and_blank_lines_do_no_harm(write):
    rows = [line(external_id=f"o-{number}", text=f"Bridge {number} fell.") for number in range(3)]
    path = write(*(json.dumps(row).encode() + b"\r" for row in rows), b"", b"  \t\r", b"")
    Path(path).write_bytes(b"\xef\xbb\xbf" + Path(path).read_bytes().rstrip())
    counts, said = ingest(path)
    assert (counts["accepted"], counts["rejected"], said) == (3, 0, "")


def test_lines_are_counted_with_the_blank_ones(write):
    path = write(b"", GOOD, b"", b"oops")
    assert f"{path}:4: " in ingest(path)[1]


def test_of_a_field_given_twice_the_last_counts(write):
    ingest(write(json.dumps(GOOD).encode()[:-1] + b', "text": "A tower fell."}'))
    assert Article.objects.get().text == "A tower fell."


def test_a_number_is_an_id_too(write):
    ingest(write(line(external_id=-17)))
    assert Article.objects.get().external_id == "-17"


@pytest.mark.parametrize(
    ("outlet", "slug"),
    [
        ("  Ostrava Post ", "ostrava-post"),
        ("!!!", "x-"),
        ("قناة أوسترافا", "x-"),
        ("Остравские вести", "x-"),
        ("日刊オストラバ", "x-"),
        ("../../etc/passwd", "etc-passwd"),
        ("Ostrava\nPost", "ostrava-post"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
        ("x" * 300, "x" * 69 + "-"),
    ],
)
def test_an_outlet_of_any_letters_gets_an_address(outlet, slug, write):
    ingest(write(line(outlet=outlet)))
    source = Source.objects.get(articles__isnull=False)
    source.full_clean()
    assert source.slug.startswith(slug)
    assert source.name == outlet.strip()


def test_a_known_outlet_is_found_by_its_alias(write):
    ingest(write(line(outlet="AMN"), line(outlet="Al-Masdar News", external_id="o-2")))
    assert set(Article.objects.values_list("outlet__slug", flat=True)) == {"al-masdar-news"}


def test_text_is_kept_exactly_as_received(write):
    text = "\ufeff  A bridge\r\nfell\u2028 in \u202eOstrava\u202c \U0001f309 e\u0301 \x07 \uffff.\n\n"
    ingest(write(line(text=text)))
    assert Article.objects.get().text == text


def test_html_is_taken_in_as_the_text_in_it_and_kept(write):
    page = "<html><body><article><p>" + "A bridge fell in Ostrava on Monday. " * 9 + "</p><script>alert(1)</script>"
    counts, _ = ingest(write(line(text=..., html=page)))
    article = Article.objects.get()
    assert counts["accepted"] == 1
    assert article.text.startswith("A bridge fell in Ostrava")
    assert "alert" not in article.text
    assert article.html == page


# --- the same again, and revisions ---


def test_a_second_ingest_changes_nothing(write):
    path = write(GOOD, line(external_id="o-2", text="Another bridge stood."), b"oops")
    assert ingest(path)[0]["accepted"] == 2
    before = list(Article.objects.values().order_by("pk"))
    counts, _ = ingest(path)
    assert {name: counts[name] for name in COUNTS[:4]} == {"accepted": 0, "unchanged": 2, "revised": 0, "rejected": 1}
    assert list(Article.objects.values().order_by("pk")) == before


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, "unchanged"),
        ({"title": "Another title", "outlet": "OSTRAVA POST"}, "unchanged"),
        ({"text": "A bridge gave way."}, "revised"),
        ({"external_id": "o-2", "text": "A bridge gave way."}, "revised"),  # the same url
        ({"external_id": "o-2"}, "unchanged"),  # the same url and the same text
        ({"external_id": "o-2", "url": "https://ostrava.example/2"}, "accepted"),
        ({"external_id": "o-2", "url": ...}, "accepted"),
        ({"outlet": "Opava Post"}, "accepted"),  # ids and urls are an outlet's own
    ],
)
def test_what_the_same_article_again_counts_as(change, status, write):
    first = line(url="https://ostrava.example/1")
    ingest(write(first))
    again = {name: value for name, value in (first | change).items() if value is not ...}
    assert ingest(write(again))[0][status] == 1


# --- files, answers, exit codes ---


def test_refused_lines_are_written_out_with_their_reasons(write, tmp_path):
    bad = line(external_id=7.5, published_at="soon")
    path = write(GOOD, b'{"text": "\xff"}', bad)
    rejects = tmp_path / "rejects.ndjson"
    ingest(path, rejects=str(rejects))
    first, second = map(json.loads, rejects.read_text().splitlines())
    assert first == {
        "file": path,
        "line": 2,
        "reasons": [{"field": "", "message": "not UTF-8 at byte 10"}],
        "input": '{"text": "\\xff"}',
    }
    assert (second["line"], [reason["field"] for reason in second["reasons"]]) == (3, ["external_id", "published_at"])
    assert json.loads(second["input"]) == bad


def test_no_refused_line_no_line_among_the_rejects(write, tmp_path):
    rejects = tmp_path / "rejects.ndjson"
    ingest(write(GOOD), rejects=str(rejects))
    assert rejects.read_text() == ""


def test_the_rejects_never_overwrite_the_input(write):
    path = write(b"oops", GOOD)
    before = Path(path).read_bytes()
    with pytest.raises(CommandError, match="read as input"):
        ingest(path, rejects=path)
    assert Path(path).read_bytes() == before


@pytest.mark.parametrize("name", ["missing.ndjson", "."])
def test_a_file_that_cannot_be_read_is_named_and_nothing_is_taken_in(name, write, tmp_path):
    with pytest.raises(CommandError, match=name):
        ingest(write(GOOD), str(tmp_path / name))
    assert not Article.objects.exists()


def test_rejects_that_cannot_be_written_are_named(write, tmp_path):
    with pytest.raises(CommandError, match="nowhere"):
        ingest(write(GOOD), rejects=str(tmp_path / "nowhere" / "rejects.ndjson"))
    assert not Article.objects.exists()


def test_an_empty_file_takes_nothing_in(write):
    counts, said = ingest(write())
    assert list(counts) == COUNTS
    assert said == ""
    assert not any(counts[name] for name in COUNTS[:-1])


def test_several_files_are_one_intake(write):
    second = write(line(external_id="o-2"), name="second.ndjson")
    counts, _ = ingest(write(GOOD), second)
    assert counts["accepted"] == 2


def test_standard_input_is_a_file_too(monkeypatch):
    stdin = io.TextIOWrapper(io.BytesIO(json.dumps(GOOD).encode() + b"\n{\n"))
    monkeypatch.setattr("sys.stdin", stdin)
    counts, said = ingest("-")
    assert (counts["accepted"], counts["rejected"]) == (1, 1)
    assert "standard input:2: not JSON" in said


def test_waiting_ends_with_all_settled_and_counted(write, nlp, monkeypatch):
    monkeypatch.setattr(waiting, "QUIET_SECONDS", 0.0)
    other = line(external_id="o-2", outlet="Opava Post", text="A bridge fell in Ostrava. Four people were killed.")
    counts, said = ingest(write(GOOD, b"oops", other), wait=True)
    assert set(Article.objects.values_list("state", flat=True)) == {"settled"}
    assert counts["claims"] >= 2
    assert counts["clusters"] == Cluster.objects.count() >= 1
    assert (counts["rejected"], counts["set_aside"]) == (1, 0)
    assert "Traceback" not in said
    before = rebuilding.digest()
    assert ingest(write(GOOD, other), wait=True)[0]["unchanged"] == 2
    assert rebuilding.digest() == before
