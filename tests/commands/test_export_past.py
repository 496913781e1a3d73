import io
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from corroboration import export, history
from corroboration.engine.settle import Record
from corroboration.ingestion import accept
from corroboration.models import Relation
from sources.engine.reliability import reliability
from tests.commands.exporting import exported, line_of
from tests.factories import (
    make_decision,
)
from tests.pipeline.articles import take_in, work

pytestmark = pytest.mark.django_db


def snapshot(monkeypatch, **parts) -> list[date]:
    """Let history answer with this; returns the list of the days that it is asked for."""
    asked = []
    held = SimpleNamespace(**({"status": {}, "cluster": {}, "relations": ()} | parts))
    monkeypatch.setattr(history, "snapshot", lambda day: asked.append(day) or held)
    return asked


def finding(a, b, stance: str = "differs", independent: bool | None = None) -> Relation:
    return Relation(a_id=a.public_id, b_id=b.public_id, kind=stance, score=0.5, independent=independent)


MAY_4, MAY_5 = date(2021, 5, 4), date(2021, 5, 5)


def test_articles_and_decisions_of_later_days_are_left_out(world):
    make_decision(world.claims[:2], decided_at=world.articles[2].published_at)
    assert [line["external_id"] for line in export.articles(MAY_4)] == ["am-1", "h-1"]
    assert list(export.decisions(MAY_4)) == []
    assert len(list(export.decisions(MAY_5))) == 1


def test_claims_as_of_a_day_carry_what_was_held_then(world, monkeypatch):
    told, killed = world.claims[1], world.claims[2]
    homes = {told.public_id: "c0", killed.public_id: "c0"}
    snapshot(monkeypatch, status={killed.public_id: ("unconfirmed", 0.5, 6)}, cluster=homes)
    lines = list(export.claims(MAY_4))
    assert {line["article"]["external_id"] for line in lines} == {"am-1", "h-1"}
    then = line_of(killed, lines)
    assert (then["cluster"], then["status"], then["credibility"], then["admiralty"]) == ("c0", "unconfirmed", 0.5, 6)
    assert line_of(told, lines)["credibility"] is None


def test_clusters_as_of_a_day_count_only_the_claims_they_had(world, monkeypatch):
    told, original = world.claims[1], world.claims[0]
    homes = {told.public_id: "c0", original.public_id: "c0"}
    snapshot(monkeypatch, cluster=homes)
    [line] = export.clusters(MAY_4)
    assert (line["id"], line["claims"]) == ("c0", sorted(homes))
    assert (line["outlets"], line["contradictions"]) == (2, 0)
    assert line["last_published_at"] == "2021-05-04T11:00:00Z"


def test_relations_as_of_a_day_are_those_of_the_snapshot_in_order(world, monkeypatch):
    nine, killed, told, original = (world.claims[index] for index in (5, 2, 1, 0))
    snapshot(monkeypatch, relations=(finding(nine, killed), finding(told, original)))
    *lines, copy = export.relations(MAY_5)
    assert [line["a"] for line in lines] == sorted([nine.public_id, told.public_id])
    assert (copy["a"], copy["type"]) == (world.copy.public_id, "copy")
    assert tuple(lines[0]) == export.KINDS["relations"].columns
    assert (lines[0]["relation"], lines[0]["independent"]) == ("differs", None)


def test_track_records_as_of_a_day_are_worked_out_for_that_day(db, monkeypatch):
    record = Record("herald", "Herald", "own", reliability([]), (), 0)
    snapshot(monkeypatch, settlement=SimpleNamespace(records={("herald", "own"): record}))
    [line] = export.track_records(MAY_4)
    assert tuple(line) == export.KINDS["track-records"].columns
    assert (line["source"], line["letter"], line["checks"], line["as_of"]) == ("herald", "F", 0, "2021-05-04")


def test_the_command_asks_for_the_end_of_the_day(world, monkeypatch):
    asked = snapshot(monkeypatch)
    out = io.StringIO()
    call_command("export", "claims", "--as-of", "2021-05-04", stdout=out, stderr=io.StringIO())
    assert len(out.getvalue().splitlines()) == 6
    assert asked == [MAY_4]


def test_the_past_of_a_small_world_can_be_exported(world):
    """Through the real history, whatever it holds: every kind of line has its shape."""
    for kind, chosen in export.KINDS.items():
        assert {tuple(line) for line in chosen.stream(MAY_5)} <= {chosen.columns}, kind


@pytest.fixture
def processed(db, nlp):
    """Six tales of two attacks, taken all the way."""
    take_in()
    work()


LAST_DAY = date(2018, 9, 21)


@pytest.mark.parametrize("kind", export.KINDS)
def test_the_past_as_of_the_last_day_is_the_present(kind, processed):
    stream = export.KINDS[kind].stream
    assert list(stream(LAST_DAY)) == list(stream(None))


def test_the_past_is_what_would_have_been_without_what_came_later(processed):
    """The first attack as of its second day: its clusters stand, the second attack is not known."""
    then = list(export.clusters(date(2018, 5, 5)))
    assert {line["last_published_at"][:7] for line in then} == {"2018-05"}
    now = {line["id"]: line for line in export.clusters(None)}
    assert then and all(line == now[line["id"]] for line in then)


def test_exported_articles_can_be_taken_in_again(processed):
    assert {accept(line).status for line in exported("articles")} == {"unchanged"}
