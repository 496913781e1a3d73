import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from corroboration import history
from sources.engine.admiralty import SHIPPED_GRADING
from tests.factories import make_ledger_entry, make_record, make_source
from tests.world import make_world

pytestmark = pytest.mark.django_db


def printed(*arguments: str) -> dict:
    out = io.StringIO()
    call_command("track-record", *arguments, stdout=out)
    return json.loads(out.getvalue())


def test_it_prints_the_records_and_the_ledger_behind_them(db):
    world = make_world()
    answer = printed("morning-herald")
    assert (answer["source"], answer["name"], answer["as_of"]) == ("morning-herald", "Morning Herald", "2021-06-01")
    assert [record["role"] for record in answer["records"]] == ["carrier", "own"]
    assert {line["claim"] for line in answer["ledger"]} == {claim.public_id for claim in world.claims[1:3]}


def test_a_source_without_a_record_has_an_empty_one(db):
    make_source("Herald", slug="herald")
    nothing = {"role": None, "topic": None, "records": [], "recomputed": [], "topics": [], "ledger": []}
    nothing["withheld"] = nothing["reply"] = None
    graded = {"grading": history.grading_line(SHIPPED_GRADING)}
    assert printed("herald") == {"source": "herald", "name": "Herald", "as_of": None} | graded | nothing


def test_a_past_day_is_asked_for_as_such(db):
    source = make_source("Herald", slug="herald")
    make_record(source, as_of=date(2021, 6, 1))
    answer = printed("herald", "--as-of", "2020-01-01")
    assert (answer["as_of"], answer["records"]) == ("2020-01-01", [])


def test_an_unnamed_source_has_a_slug_of_two_parts(db):
    world = make_world()
    resident = make_source("residents", slug="morning-herald/residents")
    make_ledger_entry(resident, world.claims[3], role="origin")
    assert [line["role"] for line in printed("morning-herald/residents")["ledger"]] == ["origin"]


def test_a_role_and_a_topic_can_be_asked_for(db):
    make_world()
    only = printed("morning-herald", "--role", "carrier")
    assert ({record["role"] for record in only["records"]}, {line["role"] for line in only["ledger"]}) == (
        {"carrier"},
        {"carrier"},
    )
    blast = printed("morning-herald", "--topic", "bombing")
    assert [(record["role"], record["checks"]) for record in blast["records"]] == [("own", 1)]
    assert [line["topics"] for line in blast["ledger"]] == [["bombing"]]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["morning-herald", "--role", "owner"], "invalid choice: 'owner'"),
        (["morning-herald", "--topic", "weather"], "invalid choice: 'weather'"),
        (["morning-heral"], "No source has the slug 'morning-heral'. Did you mean morning-herald"),
        (["qqqq"], r"No source has the slug 'qqqq'\.$"),
        (["morning-herald", "--as-of", "May"], "'May' is no date"),
    ],
)
def test_what_is_wrong_is_said(db, arguments, message):
    make_world()
    with pytest.raises(CommandError, match=message):
        printed(*arguments)
