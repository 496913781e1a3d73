import csv
import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Article
from corroboration import export, progress
from corroboration.formats import cell, csv_table, ndjson
from tests.commands.exporting import exported, line_of
from tests.factories import (
    make_article,
    make_claim,
    make_cluster,
    make_decision,
    make_feed,
    make_record,
    make_source,
    make_user,
    quantity,
)

pytestmark = pytest.mark.django_db

CONTRACT = {
    *("id", "article", "start", "end", "segments", "text", "statement", "attribution", "modality", "denied_by"),
    *("zone", "slot", "frame", "quantities", "cluster", "status", "credibility", "admiralty"),
    *("revised_at", "told_at", "withdrawn_at"),
}
ROOT = Path(__file__).resolve().parents[2]


# --- the shapes ---


def test_a_claim_has_the_shape_of_the_contract(world):
    killed = world.claims[2]
    line = line_of(killed, exported("claims"))
    assert set(line) == CONTRACT
    assert line["article"] == {
        "external_id": "h-1",
        "outlet": "morning-herald",
        "published_at": "2021-05-04T11:00:00Z",
    }
    assert (line["revised_at"], line["told_at"], line["withdrawn_at"]) == (None, "2021-05-04T11:00:00Z", None)
    assert (line["start"], line["end"]) == (killed.start, killed.end)
    assert line["segments"] == [[killed.start, killed.end]]
    assert line["text"] == "At least 14 people were killed"
    assert line["attribution"] == [{"source": "silesian-monitor", "name": "Silesian Monitor"}]
    assert line["frame"] == {
        "actor": "",
        "action": "kill",
        "target": "",
        "place": "Ostrava",
        "time": {"from": "2021-05-04", "to": "2021-05-04"},
    }
    assert line["quantities"] == [
        {"value": 14, "low": 14, "high": None, "bound": "at least", "unit": "person", "role": "killed"}
    ]
    assert line["cluster"] == world.cluster.public_id
    assert (line["status"], line["credibility"], line["admiralty"]) == ("contradicted", 0.6, 3)


def test_the_chain_runs_origin_first_and_leaves_the_publisher_out(world):
    nine = world.claims[5]
    assert [voice["source"] for voice in line_of(nine, exported("claims"))["attribution"]] == [
        "interior-ministry",
        "agence-morave",
    ]


def test_deniers_stand_beside_the_chain_under_the_name_the_article_used(world):
    line = line_of(world.claims[6], exported("claims"))
    assert line["attribution"] == []
    assert line["denied_by"] == [{"source": "interior-ministry", "name": "the ministry"}]
    assert line["modality"] == "denied"


def test_a_claim_nobody_has_judged_yet_is_unconfirmed_without_a_figure(db):
    line = line_of(make_claim(), exported("claims"))
    assert (line["cluster"], line["status"], line["credibility"], line["admiralty"]) == (
        None,
        "unconfirmed",
        None,
        None,
    )
    assert line["frame"]["time"] is None


def test_readers_comments_are_marked_as_such(world):
    assert [line["text"] for line in exported("claims") if line["zone"] == "comments"] == ["it was a truck"]


def test_vague_and_broken_quantities_keep_their_unknowns(db):
    vague = quantity(None, "vague", low=24, high=96)
    line = line_of(make_claim(quantities=[vague]), exported("claims"))
    assert line["quantities"] == [vague]


def test_relations_name_the_later_claim_first_and_say_when_independence_is_unknown(world):
    told, original, nine, killed = world.claims[1], world.claims[0], world.claims[5], world.claims[2]
    lines = {(line["a"], line["b"]): line for line in exported("relations")}
    assert lines[told.public_id, original.public_id]["independent"] is None
    assert lines[nine.public_id, killed.public_id] == {
        "a": nine.public_id,
        "b": killed.public_id,
        "relation": "contradicts",
        "type": "number",
        "independent": True,
        "score": 0.9,
        "reasons": ["9 or at least 14 killed"],
    }


@pytest.mark.parametrize("day", [None, date(2021, 5, 20)])
def test_a_copy_is_told_with_what_it_copies_and_is_no_second_voice(world, day):
    copied = {
        "a": world.copy.public_id,
        "b": world.claims[0].public_id,
        "relation": "corroborates",
        "type": "copy",
        "independent": False,
        "score": 1.0,
        "reasons": ["the same words"],
    }
    assert exported("relations", as_of=day)[-1] == copied
    assert copied not in exported("relations", as_of=date(2021, 5, 1))


def test_a_cluster_lists_its_claims_and_counts_origins_beside_outlets(world):
    line = next(line for line in exported("clusters") if line["id"] == world.cluster.public_id)
    assert line["claims"] == sorted(claim.public_id for claim in world.claims if claim != world.stray)
    assert (line["outlets"], line["unknown"], line["contradictions"]) == (3, 1, 1)
    assert line["time"] == {"from": "2021-05-04", "to": "2021-05-04"}
    assert line["status"] == "contested"


def test_a_source_comes_with_its_names_owners_and_feeds(world):
    make_feed(world.courier, "https://courier.example/rss")
    line = next(line for line in exported("sources") if line["slug"] == "evening-courier")
    assert line["aliases"] == ["Courier"]
    assert line["owners"] == [{"source": "vltava-holding", "since": None, "until": None}]
    assert line["feeds"] == ["https://courier.example/rss"]
    assert line["speaks_for"] is None


def test_track_records_have_one_line_for_each_role(world):
    roles = [line["role"] for line in exported("track-records") if line["source"] == "morning-herald"]
    assert roles == ["carrier", "own"]


def test_decisions_name_what_they_undo(world):
    user = make_user()
    first = make_decision(world.claims[:2], by=user)
    make_decision([], "undo", by=user, undoes=first)
    lines = exported("decisions")
    assert [(line["kind"], line["undoes"]) for line in lines if line["kind"] == "undo"] == [("undo", first.public_id)]
    assert next(line for line in lines if line["id"] == first.public_id)["anchors"][0]["external_id"] == "am-1"


def test_articles_can_be_taken_in_again(world):
    make_article(world.herald, "Only its day is known.", external_id="h-2", published_at="2021-05-06", day_only=True)
    line = exported("articles")[-1]
    assert (line["outlet"], line["external_id"], line["published_at"]) == ("morning-herald", "h-2", "2021-05-06")
    assert line["text"] == "Only its day is known."


@pytest.mark.parametrize("kind", export.KINDS)
def test_columns_are_the_parts_of_a_line_in_order(kind, world):
    make_decision(world.claims[:2])
    lines = list(export.KINDS[kind].stream(None))
    assert lines
    assert {tuple(line) for line in lines} == {export.KINDS[kind].columns}


# --- streams ---


@pytest.mark.parametrize(
    ("kind", "most"),
    [("articles", 1), ("claims", 3), ("relations", 2), ("clusters", 2), ("sources", 7), ("track-records", 1)],
)
def test_the_number_of_queries_does_not_grow_with_the_lines(kind, most, world):
    for _ in range(3):
        source = make_source(aliases=())
        make_cluster([make_claim(make_article(source), chain=[world.monitor])])
        make_record(source)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        list(export.KINDS[kind].stream(None))
    assert len(queries) <= most


def test_the_text_of_an_article_is_not_fetched_for_its_claims(world):
    with CaptureQueriesContext(connection) as queries:
        list(export.claims(None))
    assert not any('"claims_article"."text"' in query["sql"] for query in queries)


# --- forms ---


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        ("", ""),
        (True, "true"),
        (-1.5, "-1.5"),
        (0.83, "0.83"),
        ([1, 2], "[1, 2]"),
        ({"náměstí": None}, '{"náměstí": null}'),
        ("14 killed", "14 killed"),
        ("=HYPERLINK(A1)", "'=HYPERLINK(A1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1", "'＝1"),
    ],
)
def test_a_cell_never_starts_a_formula(value, expected):
    assert cell(value) == expected


def test_csv_has_a_header_and_nested_values_as_json(world):
    out = io.StringIO()
    call_command("export", "claims", "--format", "csv", stdout=out, stderr=io.StringIO())
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert set(rows[0]) == CONTRACT
    assert json.loads(rows[0]["segments"]) == [[13, 65]]
    assert len(rows) == 9


def test_a_table_of_nothing_still_has_its_header():
    assert "".join(csv_table([], ["a", "b"])) == "a,b\n"
    assert "".join(ndjson([])) == ""


# --- the command ---


def test_output_goes_to_a_file(world, tmp_path):
    target = tmp_path / "claims.ndjson"
    assert exported("claims", output=str(target)) == []
    assert len(target.read_text(encoding="utf-8").splitlines()) == 9


def test_progress_goes_to_stderr(world, monkeypatch):
    monkeypatch.setattr(progress, "SECONDS_A_LINE", 0)
    notes = io.StringIO()
    call_command("export", "relations", stdout=io.StringIO(), stderr=notes)
    assert notes.getvalue().splitlines()[-1] == "Exporting relations: 4"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["everything"], "invalid choice: 'everything'"),
        (["claims", "--as-of", "yesterday"], "'yesterday' is no date: expected one such as 2017-04-15"),
        (["claims", "--as-of", "2021-02-30"], "day is out of range"),
        (["claims", "--format", "xml"], "invalid choice: 'xml'"),
        (["claims", "--output", "/nowhere/at/all"], "Can't write /nowhere/at/all: No such file or directory"),
    ],
)
def test_what_is_wrong_is_said(db, arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("export", *arguments, stderr=io.StringIO())


def test_a_reader_that_goes_away_is_no_error(tmp_path):
    """`manage.py export ... | head`: quiet, whatever is left to write."""
    environment = os.environ | {"DATA_DIR": str(tmp_path), "DATABASE_URL": ""}
    environment.pop("DATABASE_URL")
    script = (
        "import sys; sys.argv = ['manage.py', 'export', 'claims']\n"
        "import django; django.setup()\n"
        "from corroboration import export\n"
        "columns = export.KINDS['claims'].columns\n"
        "line = dict.fromkeys(columns, 'x' * 1000)\n"
        "export.KINDS['claims'] = export.Kind(columns, lambda past: (line for _ in range(9999)))\n"
        "from corroboration.management.base import DatabaseCommand\n"
        "DatabaseCommand.check_migrations = lambda self: None\n"  # the lines are made up: no database is needed
        "from django.core.management import execute_from_command_line as run\n"
        "run(sys.argv)"
    )
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    writer = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    writer.stdout.readline()
    writer.stdout.close()
    errors = writer.stderr.read().decode()
    writer.stderr.close()
    assert writer.wait() == 0
    assert "Traceback" not in errors and "BrokenPipe" not in errors


def test_a_failed_article_is_exported_with_its_state(db):
    make_article(state=Article.State.FAILED, error="spaCy stopped")
    assert [line["state"] for line in exported("articles")] == ["failed"]
