"""`manage.py extract`: the claims of articles in the contract's shape, with nothing stored."""

import io
import json
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from corroboration import pipeline

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nlp")]

TEXT = (
    "Two bridges fell in Ostrava on Monday and killed at least four people, the mayor said.\n\n"
    "A spokesman of the railway denied that a train had been on the bridge."
)
GOOD = {"external_id": "o-1", "outlet": "Ostrava Post", "published_at": "2021-05-04T12:00:00Z", "text": TEXT}
CONTRACT = {
    *("id", "article", "start", "end", "segments", "text", "statement", "attribution", "modality", "denied_by"),
    *("zone", "slot", "frame", "quantities", "cluster", "status", "credibility", "admiralty"),
    *("revised_at", "told_at", "withdrawn_at"),
}


def rows() -> dict[str, int]:
    """How many rows each table of the project has."""
    mine = [
        model for name in ("sources", "claims", "corroboration") for model in apps.get_app_config(name).get_models()
    ]
    return {model.__name__: model.objects.count() for model in mine}


def extract(tmp_path: Path, *lines: object) -> tuple[list[dict], str, str]:
    """The claims written, what was said on stderr, and what the command failed with in the end ("": it didn't)."""
    path = tmp_path / "in.ndjson"
    path.write_bytes(b"\n".join(row if isinstance(row, bytes) else json.dumps(row).encode() for row in lines))
    out, err, failed = io.StringIO(), io.StringIO(), ""
    try:
        call_command("extract", str(path), stdout=out, stderr=err)
    except CommandError as error:
        failed = str(error)
    return [json.loads(row) for row in out.getvalue().splitlines()], err.getvalue(), failed


def test_claims_have_the_shape_of_the_contract(tmp_path):
    claims, said, failed = extract(tmp_path, GOOD)
    assert (said, failed) == ("", "")
    assert len(claims) >= 2
    for claim in claims:
        assert set(claim) == CONTRACT
        assert claim["article"] == {
            "external_id": "o-1",
            "outlet": "ostrava-post",
            "published_at": "2021-05-04T12:00:00Z",
        }
        assert claim["text"] == " ".join(TEXT[start:end] for start, end in claim["segments"])
        assert (claim["start"], claim["end"]) == (claim["segments"][0][0], claim["segments"][-1][1])
        assert (claim["cluster"], claim["credibility"], claim["admiralty"]) == (None, None, None)


def test_nothing_is_stored_and_nobody_is_woken(tmp_path, wakeups):
    before = rows()
    extract(tmp_path, GOOD, GOOD | {"outlet": "Never Heard Of It"}, b"oops")
    assert rows() == before
    assert wakeups == []


def test_the_same_claims_as_the_pipeline_stores(tmp_path):
    extracted, _, _ = extract(tmp_path, GOOD)
    call_command("ingest", str(tmp_path / "in.ndjson"), stdout=io.StringIO(), stderr=io.StringIO())
    while pipeline.finish():
        pass
    out = io.StringIO()
    call_command("export", "claims", stdout=out, stderr=io.StringIO())
    judged = ("cluster", "status", "credibility", "admiralty")
    bare = [
        {name: claim[name] for name in claim if name not in judged}
        for claim in map(json.loads, out.getvalue().splitlines())
    ]
    key = "id"
    assert sorted(bare, key=lambda claim: claim[key]) == sorted(
        ({name: claim[name] for name in claim if name not in judged} for claim in extracted),
        key=lambda claim: claim[key],
    )


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"oops", "not JSON"),
        (b"[]", "expected a JSON object, got list"),
        (GOOD | {"text": "a\x00"}, "text: NUL at offset 1"),
        (GOOD | {"text": ""}, "text: empty"),
        (GOOD | {"published_at": "2999-01-01"}, "published_at: 2999-01-01 lies in the future"),
        (GOOD | {"outlet": None}, "outlet: missing"),
    ],
)
def test_a_bad_line_is_named_after_which_the_others_still_come(bad, reason, tmp_path):
    claims, said, failed = extract(tmp_path, bad, GOOD)
    assert f"in.ndjson:1: {reason}" in said
    assert failed == "1 line was refused; the claims of the others are above."
    assert claims


def test_a_line_too_long_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("corroboration.filing.LONGEST_LINE", 500)
    claims, said, _ = extract(tmp_path, GOOD | {"title": "x" * 2000}, GOOD)
    assert "in.ndjson:1: line longer than" in said
    assert claims


def test_text_in_an_unread_language_has_no_claims(tmp_path):
    assert extract(tmp_path, GOOD | {"text": "سقط الجسر في المدينة يوم الاثنين. " * 5}) == ([], "", "")


def test_an_article_in_html_is_read(tmp_path):
    page = "<html><body><article><p>" + TEXT.replace("\n\n", "</p><p>") + "</p></article><script>killed()</script>"
    claims, _, failed = extract(tmp_path, {name: GOOD[name] for name in GOOD if name != "text"} | {"html": page})
    assert failed == ""
    assert any("four people" in claim["text"] for claim in claims)
    assert not any("killed()" in claim["text"] for claim in claims)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.ndjson"):
        call_command("extract", str(tmp_path / "nowhere.ndjson"))
