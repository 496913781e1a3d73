"""`manage.py match`: which free statements speak of one event, with nothing stored."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from corroboration import statements
from tests.commands.test_extract import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nlp")]

BLAST = "A car bomb killed 14 people at a market in Azaz on 4 May 2018."
BLAST_TOO = "Fourteen people were killed by a car bomb at the market of Azaz on 4 May 2018."
FLOOD = "A flood destroyed three bridges near Opava in March 2011."


def match(tmp_path: Path, *lines: object, command: str = "match") -> tuple[list[dict], str, str]:
    """The answers, what was said on stderr, and what the command failed with in the end ("": it didn't)."""
    path = tmp_path / "in.ndjson"
    path.write_bytes(b"\n".join(row if isinstance(row, bytes) else json.dumps(row).encode() for row in lines))
    out, err, failed = io.StringIO(), io.StringIO(), ""
    try:
        call_command(command, str(path), stdout=out, stderr=err)
    except CommandError as error:
        failed = str(error)
    told = [row for row in err.getvalue().splitlines() if not row.startswith("Reading statements: ")]  # progress
    return [json.loads(row) for row in out.getvalue().splitlines()], "\n".join(told), failed


def said(id: object, text: object, **more: object) -> dict:
    return {"id": id, "text": text, **more}


def test_each_statement_gets_a_cluster_in_the_order_of_the_file(tmp_path):
    answers, err, failed = match(tmp_path, said("z", BLAST), said(7, FLOOD), said("a", BLAST_TOO))
    assert (err, failed) == ("", "")
    assert [set(answer) for answer in answers] == [{"id", "cluster"}] * 3
    assert [answer["id"] for answer in answers] == ["z", 7, "a"]
    assert answers[0]["cluster"] == answers[2]["cluster"] != answers[1]["cluster"]


def test_the_same_date_joins_what_other_dates_part(tmp_path):
    toll = "A car bomb killed 14 people at a market in Azaz."
    answers, _, _ = match(
        tmp_path, said(1, toll, date="2018-05-04"), said(2, toll, date="2018-05-04"), said(3, toll, date="2011-01-02")
    )
    assert answers[0]["cluster"] == answers[1]["cluster"] != answers[2]["cluster"]


def test_ids_need_not_be_unique(tmp_path):
    answers, _, _ = match(tmp_path, said("a", BLAST), said("a", FLOOD))
    assert [answer["id"] for answer in answers] == ["a", "a"]
    assert answers[0]["cluster"] != answers[1]["cluster"]


def test_nothing_is_stored(tmp_path, wakeups):
    before = rows()
    match(tmp_path, said("a", BLAST, outlet="Never Heard Of It"), said("b", FLOOD))
    assert rows() == before
    assert wakeups == []


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"oops", "not JSON"),
        (b"null", "expected a JSON object, got NoneType"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"id": "\xff"}', "not UTF-8 at byte 8"),
        ({"text": BLAST}, "id: missing: expected a string or a whole number"),
        (said("", BLAST), "id: missing"),
        (said(True, BLAST), "id: missing"),
        (said(1.5, BLAST), "id: missing"),
        (said([], BLAST), "id: missing"),
        (said("a\ud800", BLAST), "id: lone surrogate U+D800 at offset 1"),
        ({"id": 1}, "text: missing: expected a string that is not empty"),
        (said(1, " \n"), "text: missing"),
        (said(1, 5), "text: missing"),
        (said(1, "ab\udfff"), "text: lone surrogate U+DFFF at offset 2"),
        (said(1, "a\x00"), "text: NUL at offset 1"),
        (said(1, "x" * 5_001), "text: 5,001 characters long: expected at most 5,000"),
        (said(1, BLAST, date="soon"), "date: 'soon' is no date: expected ISO 8601"),
        (said(1, BLAST, date=20180504), "date: '20180504' is no date"),
        (said(1, BLAST, date=["2018-05-04"]), "is no date"),
        (said(1, BLAST, date="0000-00-00"), "is no date"),
    ],
)
def test_a_bad_line_is_named_after_which_the_others_are_answered(bad, reason, tmp_path):
    answers, err, failed = match(tmp_path, said("first", BLAST), bad, said("last", FLOOD))
    assert "in.ndjson:2: " in err
    assert reason in err
    assert [answer["id"] for answer in answers] == ["first", "last"]
    assert failed == "1 line was refused; the others are answered above."


STRANGE = [
    "x" * 5_000,
    '"' * 5_000,
    "([{" * 1_600,
    "and " * 1_250,
    "!",
    "\u200b\u200e",
    "\ufeff\ufffe\uffff",
    "سقط الجسر وقتل ١٤ شخصا.",
    "\u202eA car bomb killed 14 people.\u202c",
    "😀" * 500,
    "killed " + "9" * 400 + " people, " + "9" * 110 + " more and 1e999 others, ² and Ⅻ and 1_000 and ½.",
    "On 31 February 2018, 99999999999999 days ago, in 0000, in year 10000, 9999999 years ago, 3 million weeks ago.",
    BLAST + "\n" * 1000 + FLOOD,
]


@pytest.mark.parametrize("date", [None, "", "0001-01-01", "9999-12-31", "2018-05-04T23:59:59-12:00"])
def test_strange_statements_and_dates_are_answered(date, tmp_path):
    lines = [said(number, text, date=date) for number, text in enumerate(STRANGE) if date is None or len(text) < 1000]
    lines += [
        said("y", "It happened yesterday, last week and 5 years ago.", date=date),
        said("t", "It will happen tomorrow and next year.", date=date),
    ]
    answers, err, failed = match(tmp_path, *lines)
    assert (len(answers), err, failed) == (len(lines), "", "")


def test_an_empty_file_has_no_answers(tmp_path):
    assert match(tmp_path) == ([], "", "")


def test_a_line_too_long_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("corroboration.filing.LONGEST_LINE", 200)
    answers, err, _ = match(tmp_path, said(1, "x" * 900), said(2, BLAST))
    assert "in.ndjson:1: line longer than" in err
    assert [answer["id"] for answer in answers] == [2]


def test_the_longest_statement_is_allowed():
    assert statements.LONGEST == 5_000


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.ndjson"):
        call_command("match", str(tmp_path / "nowhere.ndjson"))
