"""`manage.py relate`: how pairs of free statements stand to each other, with nothing stored."""

from pathlib import Path

import pytest

from tests.commands.test_extract import rows
from tests.commands.test_match import BLAST, BLAST_TOO, FLOOD, STRANGE, match

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nlp")]

RELATIONS = {"corroborates", "contradicts", "differs", "supersedes", None}


def relate(tmp_path: Path, *lines: object) -> tuple[list[dict], str, str]:
    return match(tmp_path, *lines, command="relate")


def pair(id: object, left: object, right: object, **more: object) -> dict:
    return {"id": id, "left": left, "right": right, **more}


def test_answers_have_the_shape_of_the_contract(tmp_path):
    denial = "Police denied that a car bomb had killed 14 people at a market in Azaz on 4 May 2018."
    answers, err, failed = relate(
        tmp_path, pair("b", BLAST, BLAST_TOO), pair(1, BLAST, denial), pair("a", BLAST, FLOOD)
    )
    assert (err, failed) == ("", "")
    assert [answer["id"] for answer in answers] == ["b", 1, "a"]
    for answer in answers:
        assert set(answer) == {"id", "relation", "type", "reasons"}
        assert answer["relation"] in RELATIONS
        assert (answer["type"] is None) == (answer["relation"] is None)
        assert all(isinstance(reason, str) for reason in answer["reasons"])
    assert [answer["relation"] for answer in answers] == ["corroborates", "contradicts", None]
    assert answers[2] == {"id": "a", "relation": None, "type": None, "reasons": []}


def test_numbers_are_held_against_each_other(tmp_path):
    toll = "A car bomb killed {} people in Azaz."
    pairs = [("14", "9"), ("14", "fourteen"), ("14", "at least 9"), ("14", "at least 20")]
    answers, _, _ = relate(tmp_path, *(pair(1, toll.format(left), toll.format(right)) for left, right in pairs))
    assert [answer["relation"] for answer in answers] == ["contradicts", "corroborates", "differs", "contradicts"]
    assert {answer["type"] for answer in answers} == {"number"}


def test_nothing_is_stored(tmp_path, wakeups):
    before = rows()
    relate(tmp_path, pair("a", BLAST, FLOOD, left_date="2018-05-05"))
    assert rows() == before
    assert wakeups == []


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"{", "not JSON"),
        (b"7", "expected a JSON object, got int"),
        ({"left": BLAST, "right": FLOOD}, "id: missing"),
        ({"id": 1, "right": FLOOD}, "left: missing: expected a string that is not empty"),
        (pair(1, BLAST, None), "right: missing"),
        (pair(1, BLAST, ""), "right: missing"),
        (pair(1, "a\ud800", FLOOD), "left: lone surrogate U+D800 at offset 1"),
        (pair(1, BLAST, "\x00"), "right: NUL at offset 0"),
        (pair("\udc00", BLAST, FLOOD), "id: lone surrogate U+DC00 at offset 0"),
        (pair(1, BLAST, "x" * 5_001), "right: 5,001 characters long"),
        (pair(1, BLAST, FLOOD, left_date="2018-13-01"), "left_date: '2018-13-01' is no date"),
        (pair(1, BLAST, FLOOD, right_date=False), "right_date: 'False' is no date"),
    ],
)
def test_a_bad_line_is_named_after_which_the_others_are_answered(bad, reason, tmp_path):
    answers, err, failed = relate(tmp_path, bad, pair("last", BLAST, BLAST_TOO))
    assert f"in.ndjson:1: {reason}" in err
    assert [answer["id"] for answer in answers] == ["last"]
    assert failed == "1 line was refused; the others are answered above."


def test_all_that_is_wrong_with_a_line_is_told_at_once(tmp_path):
    _, err, _ = relate(tmp_path, {"left_date": "x"})
    assert [row.split(": ")[1] for row in err.splitlines()] == ["id", "left", "right", "left_date"]


def test_strange_statements_are_answered(tmp_path):
    lines = [pair(number, text, "It fell.") for number, text in enumerate(STRANGE)]
    lines += [
        pair(f"d{number}", text, BLAST, left_date="9999-12-31", right_date="0001-01-01")
        for number, text in enumerate(STRANGE)
    ]
    answers, err, failed = relate(tmp_path, *lines)
    assert (len(answers), err, failed) == (len(lines), "", "")
    assert {answer["relation"] for answer in answers} <= RELATIONS
