"""A takedown: the words go for good, what was found stands."""

import io
import json
import resource

import pytest
from django.core.management import call_command
from django.utils import timezone

from claims.models import Article, Claim
from corroboration import rebuilding, takedown, tasks
from corroboration.ingestion import accept
from corroboration.models import Assessment, LedgerEntry, Membership, Outcome, Relation
from tests.factories import make_user
from tests.pipeline.articles import line, take_in, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nlp")]


@pytest.fixture(autouse=True)
def _log(settings, tmp_path):
    settings.TAKEDOWN_LOG = tmp_path / "takedowns.ndjson"


LEDGER = ["source__slug", "role", "claim", "kind", "partner", "date", "until", "whole_up", "whole_down", "topics"]


def found() -> dict[str, object]:
    """All that was found, without a word."""
    return {
        "members": set(Membership.objects.values_list("claim", "cluster", "copy_of")),
        "relations": set(Relation.objects.values_list("a", "b", "kind", "type", "score", "independent")),
        "outcomes": set(Outcome.objects.values_list("claim", "kind", "since", "until", "by", "weight")),
        "ledger": sorted(
            (slug.partition("/")[0], *map(str, line)) for slug, *line in LedgerEntry.ever.values_list(*LEDGER)
        ),
        "assessments": set(Assessment.objects.values_list("claim", "status", "credibility", "digit")),
    }


@pytest.mark.parametrize("taken", ["a1", "a2", "a3", "a4", "b1", "b2"])
def test_what_was_found_stands(taken):
    take_in()
    work()
    before = found()
    article = Article.objects.get(external_id=taken)
    takedown.take_down(article, by=make_user("anna"), reason="a court order", now=timezone.now())
    work()
    after = found()
    for name in before:
        assert after[name] == before[name], name
    digest = rebuilding.digest()
    rebuilding.forget(now=timezone.now())
    work()
    again = found()
    for name in before:
        assert again[name] == before[name], name
    assert rebuilding.digest() == digest


def as_of(day: str) -> list[tuple]:
    """The relations and records of a past day, without words."""
    out = io.StringIO()
    call_command("export", "relations", "--as-of", day, stdout=out)
    relations = [json.loads(row) for row in out.getvalue().splitlines()]
    out = io.StringIO()
    call_command("export", "track-records", "--as-of", day, stdout=out)
    records = [json.loads(row) for row in out.getvalue().splitlines()]
    known = sorted((r["a"], r["b"], r["relation"], r["type"], str(r["independent"]), r["score"]) for r in relations)
    return known + sorted((r["source"], r["role"], r["mean"], r["checks"]) for r in records if "/" not in r["source"])


def test_past_days_stand_as_they_stood():
    take_in()
    work()
    before = {day: as_of(day) for day in ("2018-05-04", "2018-05-05", "2018-09-21")}
    for taken in ("a1", "a4", "b2"):
        article = Article.objects.get(external_id=taken)
        takedown.take_down(article, by=make_user(f"anna-{taken}"), reason="a court order", now=timezone.now())
    work()
    assert {day: as_of(day) for day in before} == before
    assert before["2018-09-21"]


def test_all_texts_of_an_article_go_and_what_its_edit_did_stands():
    take_in()
    work()
    later = "A car bomb killed nine people in Azaz on Friday, the local council said."
    accept(line("a2", "River Post", "2018-05-04T15:00:00Z", later, revised_at="2018-05-04T20:00:00Z"))
    work()
    before, fates = found(), set(Claim.every.values_list("public_id", "stands", "dropped_at", "updated_as"))
    assert Claim.every.exclude(dropped_at=None).exists()
    article = Article.objects.filter(external_id="a2").first()
    takedown.take_down(article, by=make_user("anna"), reason="a court order", now=timezone.now())
    work()
    assert not Article.objects.filter(external_id="a2").exclude(text="").exists()
    assert found() == before
    rebuilding.forget(now=timezone.now())
    work()
    assert found() == before
    assert set(Claim.every.values_list("public_id", "stands", "dropped_at", "updated_as")) == fates


def test_one_that_was_ordered_and_killed_is_gone_on_with_by_the_sweep(wakeups):
    """The rows are there, and whoever was to erase died before he told anybody."""
    take_in()
    work()
    article = Article.objects.get(external_id="a1")
    stone = takedown.log.Text(article.public_id, "i" * 64, article.text_hash, "w" * 64)
    takedown.log.write(takedown.log.Entry("a" * 24, timezone.now(), False, (stone,)))
    takedown.order_again()
    del wakeups[:]
    tasks.sweep()
    assert "corroboration.tasks.settle" in str(wakeups)
    work()
    assert Article.objects.get(pk=article.pk).text == ""


def test_a_full_disk_leaves_no_half_line_in_the_log(settings):
    """It would keep every backup from being restored."""
    entry = takedown.log.Entry("a" * 24, timezone.now(), False, (takedown.log.Text(*"abcd"),))
    takedown.log.write(entry)
    whole = settings.TAKEDOWN_LOG.read_bytes()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(whole) + 20, before[1]))
    try:
        with pytest.raises(takedown.LogUnwritable, match="can't be written"):
            takedown.log.write(entry)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert settings.TAKEDOWN_LOG.read_bytes() == whole
    settings.TAKEDOWN_LOG.write_bytes(whole[:-9])
    takedown.log.write(entry)
    with pytest.raises(takedown.LogUnreadable, match=r"takedowns\.ndjson:1: no takedown"):
        list(takedown.log.read())
    assert settings.TAKEDOWN_LOG.read_bytes() == whole[:-9] + b"\n" + whole
