"""Each fault is planted, found by name, and mended where it can be; a healthy database has none."""

import io
import json
import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.utils import timezone

from claims.models import Article, Claim
from corroboration import rebuilding, takedown
from corroboration.decisions import decide
from corroboration.integrity import looking
from corroboration.models import (
    ClaimFacet,
    Cluster,
    Decision,
    EpisodeMember,
    LedgerEntry,
    LedgerMonth,
    Link,
    Membership,
    Outcome,
    Redirect,
    Relation,
    SearchWord,
    Tombstone,
)
from sources.models import TrackRecord
from tests.emptying import empty_append_only
from tests.factories import make_redirect
from tests.integrity import planted
from tests.people import make_checker
from tests.pipeline.articles import take_in, work

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("nlp", "emptied")]


@pytest.fixture
def emptied(transactional_db, settings, tmp_path):
    settings.TAKEDOWN_LOG = tmp_path / "takedowns.ndjson"
    yield
    empty_append_only()


@pytest.fixture
def healthy() -> str:
    """Articles settled and decided about. Returns the digest."""
    take_in()
    work()
    claim = Claim.objects.order_by("pk").first()
    decide("verdict", [claim], by=make_checker("vera"), now=timezone.now(), value={"rating": 1}, reason="seen")
    work()
    return rebuilding.digest()


def found() -> dict[str, list[str]]:
    """What is found now, by check."""
    looked = looking.look(now=timezone.now(), again=True)
    return {check.name: [fault.says for fault in faults or ()] for check, faults in looked}


def faulty() -> dict[str, list[str]]:
    return {name: faults for name, faults in found().items() if faults}


def mended() -> None:
    """Mend what can be."""
    call_command("check_integrity", "--mend", "--again", stdout=io.StringIO())


def test_a_healthy_database_has_none(healthy):
    out = io.StringIO()
    call_command("check_integrity", "--again", stdout=out)
    assert out.getvalue().endswith("No faults.\n")
    assert len(found()) == out.getvalue().count(": none\n") >= 15


def test_each_fault_comes_with_what_to_do(healthy):
    SearchWord.objects.all().delete()
    out = io.StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("check_integrity", stdout=out)
    assert end.value.code == 1
    told = out.getvalue()
    assert "\nsearch words: `manage.py check_integrity --mend` makes them anew.\n  claim " in told
    assert told.endswith("\n10 faults.\n")


def shift_offsets() -> None:
    claim = Claim.objects.filter(start__gt=3).order_by("pk").first()
    Claim.objects.filter(pk=claim.pk).update(text=claim.text[:-3] + "...")


def lie_about_first_character() -> None:
    Claim.objects.filter(pk=Claim.objects.order_by("pk").first().pk).update(end=F("end") + 1)


def settle_twice() -> None:
    Article.objects.filter(pk=Article.objects.order_by("pk").first().pk).update(state="retired")


def hold_what_is_done() -> None:
    later = timezone.now() + timedelta(hours=1)
    row = Article.objects.order_by("pk").first()
    Article.objects.filter(pk=row.pk).update(token=uuid4(), lease_until=later)


def forget_lease() -> None:
    """An article that a worker took long ago, which is still to be read."""
    (accepted,) = take_in(("z9", "Hill Tribune", "2018-11-01T08:00:00Z", "Police said on Thursday that all was quiet."))
    long_ago = timezone.now() - timedelta(days=1)
    Article.objects.filter(pk=accepted.article.pk).update(token=uuid4(), lease_until=long_ago)


def lose_home() -> None:
    Membership.objects.filter(pk=Membership.objects.order_by("pk").first().pk).delete()


def miscount() -> None:
    Cluster.objects.filter(pk=Cluster.objects.order_by("pk").first().pk).update(claim_count=F("claim_count") + 2)


def add_up_wrongly() -> None:
    row = LedgerEntry.ever.filter(until=None).order_by("pk").first()
    LedgerEntry.ever.filter(pk=row.pk).update(whole_up=F("whole_up") + 1e-6)


def change_block() -> None:
    LedgerMonth.objects.exclude(lines=b"").update(lines=b"")


def change_record() -> None:
    TrackRecord.objects.filter(pk=TrackRecord.objects.order_by("pk").first().pk).update(letter="A", checks=99)


def lose_words() -> None:
    SearchWord.objects.filter(claim=Claim.objects.order_by("pk").last().public_id).delete()


def lose_facets() -> None:
    ClaimFacet.objects.filter(kind=ClaimFacet.Kind.OUTLET).delete()


MENDED = [
    (shift_offsets, "lying offsets", "its segments don't give its text"),
    (lie_about_first_character, "lying offsets", "its first and last character aren't those of its segments"),
    (settle_twice, "impossible states", "is settled and replaced at once, or neither"),
    (hold_what_is_done, "impossible states", "is held by a worker in a state in which none works on it"),
    (forget_lease, "forgotten leases", "and nobody took it"),
    (lose_home, "claims without a home", "stands in no cluster"),
    (miscount, "claims without a home", "claims, and has"),
    (add_up_wrongly, "ledgers", "its lines add up to"),
    (add_up_wrongly, "ledgers by month", "its numbers aren't those of its lines"),
    (change_block, "ledgers by month", "its numbers aren't those of its lines"),
    (change_record, "track records", "checks, letter differ from its ledger"),
    (lose_words, "search words", "missing"),
    (lose_facets, "facets", "missing"),
]


@pytest.mark.parametrize(
    ("plant", "check", "says"), MENDED, ids=[f"{plant.__name__}, {check}" for plant, check, _ in MENDED]
)
def test_what_is_derived_is_mended(healthy, plant, check, says):
    decided, texts = list(Decision.objects.values()), set(Article.objects.values_list("text", flat=True))
    plant()
    assert any(says in fault for fault in faulty()[check])
    mended()
    assert faulty() == {}
    assert list(Decision.objects.values()) == decided
    assert texts <= set(Article.objects.values_list("text", flat=True))
    if plant is not forget_lease:
        assert rebuilding.digest() == healthy


ORPHANED = [Membership, Relation, EpisodeMember, ClaimFacet, SearchWord, Outcome, LedgerEntry]


@pytest.mark.parametrize("model", ORPHANED, ids=lambda model: model.__name__)
def test_orphans_are_found_and_go(healthy, model):
    planted.orphan(model)
    assert any("isn't there" in fault for fault in faulty()["orphaned links"])
    mended()
    assert found()["orphaned links"] == []


def test_a_text_that_changed_is_left_to_people(healthy):
    row = Article.objects.order_by("pk").first()
    Article.objects.filter(pk=row.pk).update(text=row.text.replace("killed", "healed"))
    assert faulty() == {"changed texts": [f"article {row.public_id}: its text isn't the one that was received"]}
    with pytest.raises(SystemExit):
        mended()
    assert "healed" in Article.objects.get(pk=row.pk).text


def test_a_decision_that_lost_its_anchor(healthy):
    made = Decision.objects.get()
    anchors = [made.anchors[0] | {"text_hash": "0" * 64}]
    lost = Decision.objects.create(
        **{name: getattr(made, name) for name in ("kind", "value", "reason", "decided_at", "recorded_at", "by")},
        anchors=anchors,
        public_id="f" * 24,
    )
    assert faulty() == {"lost anchors": [f"decision {lost.public_id} (verdict): the claims that it named are gone"]}


def test_redirects_in_a_circle(healthy):
    make_redirect("a" * 24, "b" * 24)
    make_redirect("b" * 24, "a" * 24)
    cluster = Cluster.objects.first().public_id
    make_redirect("c" * 24, "d" * 24)
    make_redirect("d" * 24, cluster)
    circles = faulty()["redirects in circles"]
    assert [fault.split(":")[0] for fault in circles] == [f"cluster {'a' * 24}", f"cluster {'b' * 24}"]
    assert Redirect.objects.count() >= 4


def test_duplicates(healthy):
    with planted.doubled(Link, ("left", "right")):
        assert "2 rows with left" in faulty()["duplicate keys"][0]


def test_words_that_were_to_go(healthy):
    article = Article.objects.order_by("pk").first()
    takedown.take_down(article, by=make_checker("anna"), reason="a court order", now=timezone.now())
    work()
    assert faulty() == {}
    Article.objects.filter(pk=article.pk).update(html="<p>what it said</p>")
    Claim.every.filter(pk=Claim.every.filter(article=article).first().pk).update(statement="what it said")
    assert [fault.split(": ")[1] for fault in faulty()["words taken down"]] == [
        "was taken down, and has words",
        "its article was taken down, and it has words",
    ]


def test_database_and_log_learn_of_each_others_takedowns(healthy, settings):
    one, other = Article.objects.order_by("pk")[:2]
    for article in (one, other):
        takedown.take_down(article, by=make_checker(f"a{article.pk}"), reason="a court order", now=timezone.now())
    work()
    lines = settings.TAKEDOWN_LOG.read_text().splitlines(keepends=True)
    ordered = json.loads(lines[0])["takedown"]
    settings.TAKEDOWN_LOG.write_text(lines[0].replace(one.public_id, "f" * 24).replace(ordered, "f" * len(ordered)))
    says = [fault.split(": ")[1] for fault in faulty()["log of takedowns"]]
    assert [said[:20] for said in says] == ["only the log has it,", "isn't in the log, so", "isn't in the log, so"]
    mended()
    assert faulty() == {}
    assert Tombstone.objects.filter(article="f" * 24).exists()
    assert len(settings.TAKEDOWN_LOG.read_text().splitlines()) == 3
    settings.TAKEDOWN_LOG.write_text(lines[0][:-40])
    with pytest.raises(SystemExit):
        mended()
    assert "nothing was taken down by it: delete it" in faulty()["log of takedowns"][0]


@pytest.mark.skipif(os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="SQLite's own file")
def test_a_damaged_file(tmp_path, monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "NAME", str(planted.damaged_file(tmp_path)))
    assert list(looking.file(timezone.now()))
    connection.close()


def test_while_work_waits_what_follows_from_it_is_left_out(healthy):
    take_in(("z9", "Hill Tribune", "2018-11-01T08:00:00Z", "Police said on Thursday that all was quiet."))
    out = io.StringIO()
    call_command("check_integrity", stdout=out)
    assert "ledgers: left out until all articles are settled" in out.getvalue()
    assert "lying offsets: none" in out.getvalue()
