"""People decide: it binds, survives whatever is made anew, can be undone, and never contradicts what is in force."""

import json
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from claims.models import Article, Claim
from corroboration import export, rebuilding
from corroboration.decisions import BadDecision, Contradiction, decide, in_force, not_binding, undo
from corroboration.ingestion import accept
from corroboration.models import Decision, Membership
from corroboration.queue import State
from tests.factories import make_decision
from tests.pipeline.articles import TALES, line, take_in, work
from tests.pipeline.place import SAMPLE, TOP, Place

SAME, OTHER = "same-event", "different-event"
PATIENCE = 180  # seconds for four processes to start, on a machine that does other work


def claim_of(external_id: str, slot: str = "killed") -> Claim:
    return Claim.objects.get(article__external_id=external_id, slot=slot)


def cluster_of(external_id: str, slot: str = "killed") -> str:
    return claim_of(external_id, slot).membership.cluster_id


def derived() -> dict[str, list]:
    """Everything that the digest covers, the decisions themselves left out."""
    kinds = [kind for kind in rebuilding.DIGESTED if kind != "decisions"]
    return {kind: list(export.KINDS[kind].stream(None)) for kind in kinds}


@pytest.mark.django_db
@pytest.mark.usefixtures("nlp")
class TestDeciding:
    @pytest.fixture(autouse=True)
    def world(self, django_user_model):
        take_in()
        work()
        self.vera = django_user_model.objects.create_user("vera")
        self.otto = django_user_model.objects.create_user("otto")
        self.clock = timezone.now()

    def now(self):
        self.clock += timedelta(minutes=1)
        return self.clock

    def decide(self, kind: str, *external_ids: str, by=None) -> Decision:
        return decide(kind, [claim_of(id) for id in external_ids], by=by or self.vera, now=self.now())

    def undo(self, decision: Decision) -> Decision:
        return undo(decision, by=self.otto, now=self.now())

    # --- contradictions ---

    @pytest.mark.parametrize(("first", "second"), [(SAME, OTHER), (OTHER, SAME)])
    def test_the_opposite_of_what_is_in_force_is_refused(self, first, second):
        standing = self.decide(first, "a1", "b1")
        with pytest.raises(Contradiction) as refused:
            self.decide(second, "b1", "a1", by=self.otto)
        assert refused.value.against == (standing,)
        assert list(Decision.objects.all()) == [standing]

    def test_the_message_names_who_when_and_which_claims_also_through_others(self):
        one = self.decide(SAME, "a1", "a2")
        two = self.decide(SAME, "a2", "b1", by=self.otto)
        with pytest.raises(Contradiction) as refused:
            self.decide(OTHER, "a1", "b1")
        assert refused.value.against == (one, two)
        words = str(refused.value)
        assert words.startswith("These claims can't be of different events: vera decided on ")
        assert "otto decided on" in words
        assert f"{two.decided_at:%B %Y, %H:%M}" in words
        assert f"“{claim_of('a2').statement}” (River Post) is of one event with" in words
        assert words.endswith("Undo one of these decisions first.")

    def test_joining_what_was_parted_through_others_is_refused(self):
        one, two = self.decide(OTHER, "a1", "b1"), self.decide(SAME, "a1", "a3")
        with pytest.raises(Contradiction, match="These claims can't be of one event") as refused:
            self.decide(SAME, "a3", "b1")
        assert set(refused.value.against) == {one, two}

    def test_what_was_undone_stands_against_nothing(self):
        self.undo(self.decide(SAME, "a1", "b1"))
        self.decide(OTHER, "a1", "b1")
        work()
        assert cluster_of("a1") != cluster_of("b1")

    def test_an_undo_is_not_undone_where_that_would_bring_back_a_contradiction(self):
        undoing = self.undo(self.decide(SAME, "a1", "b1"))
        meanwhile = self.decide(OTHER, "a1", "b1")
        with pytest.raises(Contradiction, match="This can't be undone, because decisions would contradict") as refused:
            self.undo(undoing)
        assert refused.value.against == (meanwhile,)
        self.undo(meanwhile)
        self.undo(undoing)
        work()
        assert cluster_of("a1") == cluster_of("b1")

    def test_an_undo_at_the_moment_of_the_decision_counts_after_it(self):
        moment = self.now()
        pair = [claim_of("a1"), claim_of("b1")]
        first = decide(SAME, pair, by=self.vera, now=moment)
        undoing = undo(first, by=self.vera, now=moment)
        assert in_force().standing == {}
        undo(undoing, by=self.otto, now=moment)
        assert list(in_force().standing) == [first]

    def test_a_decision_is_undone_once(self):
        decision = self.decide(SAME, "a1", "b1")
        self.undo(decision)
        with pytest.raises(BadDecision, match="undone already"):
            self.undo(decision)

    def test_one_claim_is_no_pair(self):
        with pytest.raises(BadDecision, match="at least 2 different claims"):
            self.decide(SAME, "a1", "a1")

    def test_a_claim_that_is_gone_is_decided_about_no_more(self):
        old = claim_of("a2")
        text = "A car bomb killed 15 people in Azaz on Friday, the local council said."
        accept(line("a2", "River Post", TALES[1][2], text, revised_at=TALES[1][2]))
        work()
        with pytest.raises(BadDecision, match="A newer text has replaced these claims"):
            decide(SAME, [claim_of("a1"), old], by=self.vera, now=self.now())

    # --- contradictions that came about later ---

    def test_a_stored_contradiction_does_not_bind_and_is_listed_with_its_reason(self):
        first = self.decide(OTHER, "a1", "b1")
        later = self.now()
        pair = [claim_of("a1"), claim_of("b1")]
        second = make_decision(pair, SAME, by=self.otto, decided_at=later, recorded_at=later)
        work()
        assert cluster_of("a1") != cluster_of("b1")
        assert in_force().refused == {second: (first,)}
        assert not_binding()[second].startswith("contradicts earlier decisions: vera decided on")

    def test_a_decision_that_was_in_the_way_gives_way_when_it_is_undone(self):
        first = self.decide(OTHER, "a1", "b1")
        later = self.now()
        make_decision([claim_of("a1"), claim_of("b1")], SAME, by=self.otto, decided_at=later, recorded_at=later)
        self.undo(first)
        work()
        assert not_binding() == {}
        assert cluster_of("a1") == cluster_of("b1")

    def test_claims_that_become_one_bring_decisions_into_contradiction_and_the_earlier_binds(self):
        killed, wounded = claim_of("a1"), claim_of("a1", "injured")
        other = claim_of("b1")
        first = decide(SAME, [killed, other], by=self.vera, now=self.now())
        second = decide(OTHER, [wounded, other], by=self.otto, now=self.now())
        apart = decide(OTHER, [wounded, claim_of("b2", "killed")], by=self.otto, now=self.now())
        Claim.objects.filter(pk=killed.pk).update(segments=[*killed.segments, *wounded.segments])
        wounded.delete()
        assert in_force().refused == {second: (first,)}
        assert apart not in not_binding()

    def test_a_pair_that_became_one_claim_is_listed(self):
        killed, wounded = claim_of("a1"), claim_of("a1", "injured")
        decision = decide(OTHER, [killed, wounded], by=self.vera, now=self.now())
        Claim.objects.filter(pk=killed.pk).update(segments=[*killed.segments, *wounded.segments])
        wounded.delete()
        assert not_binding() == {decision: "its claims have become one claim"}

    # --- what decisions survive ---

    def test_a_file_that_is_taken_in_again_changes_nothing(self):
        self.decide(OTHER, "a1", "a3")
        work()
        before = rebuilding.digest()
        take_in()
        work()
        assert rebuilding.digest() == before
        assert cluster_of("a1") != cluster_of("a3")

    def test_a_rebuild_follows_them(self):
        self.decide(OTHER, "a1", "a3")
        self.decide(SAME, "a1", "b1")
        work()
        before = rebuilding.digest()
        rebuilding.forget(now=timezone.now())
        work()
        assert rebuilding.digest() == before
        assert cluster_of("a1") == cluster_of("b1") != cluster_of("a3")

    @pytest.mark.parametrize("kind", [SAME, OTHER])
    def test_a_revision_that_keeps_the_sentence_keeps_the_decision(self, kind):
        partner = "b1" if kind == SAME else "a3"
        self.decide(kind, "a1", partner)
        work()
        text = f"Rescue teams searched the rubble of the market on Saturday.\n\n{TALES[0][3]}\n\nSchools stayed closed."
        accept(line("a1", "Orchard Gazette", TALES[0][2], text, revised_at="2018-05-06T10:00:00Z"))
        work()
        assert not_binding() == {}
        assert (cluster_of("a1") == cluster_of(partner)) is (kind == SAME)

    def test_a_revision_that_came_late_and_is_older_changes_nothing(self):
        self.decide(OTHER, "a1", "a3")
        work()
        accept(line("a3", "Orchard Gazette", TALES[2][2], TALES[2][3] + " ", revised_at="2018-05-07T10:00:00Z"))
        work()
        accept(line("a3", "Orchard Gazette", TALES[2][2], "Nothing was known.", revised_at="2018-05-06T10:00:00Z"))
        work()
        assert not_binding() == {}
        assert cluster_of("a1") != cluster_of("a3")

    def test_a_claim_that_its_outlet_withdrew_keeps_its_decisions(self):
        self.decide(OTHER, "a1", "a2")
        work()
        text = TALES[1][3].replace("killed 12 people", "went off")
        accept(line("a2", "River Post", TALES[1][2], text, revised_at="2018-05-06T10:00:00Z"))
        work()
        assert claim_of("a2").withdrawn_at is not None
        assert not_binding() == {}
        assert cluster_of("a1") != cluster_of("a2")

    def test_an_undated_revision_that_rewrites_the_sentence_leaves_the_decision_orphaned_and_listed(self):
        decision = self.decide(OTHER, "a1", "a3")
        work()
        text = "At least 19 people are now known to have died in the Azaz car bombing of Friday, the Observatory said."
        accept(line("a3", "Orchard Gazette", TALES[2][2], text, revised_at=TALES[2][2]))
        work()
        assert not_binding() == {decision: "1 of its 2 claims can't be found in today's texts"}

    # --- undone ---

    @pytest.mark.parametrize(("kind", "partner"), [(SAME, "b1"), (OTHER, "a3"), (OTHER, "a2")])
    def test_undo_brings_back_what_was_derived_before(self, kind, partner):
        before = derived()
        decision = self.decide(kind, "a1", partner)
        work()
        assert derived() != before
        undoing = self.undo(decision)
        work()
        assert derived() == before
        self.undo(undoing)
        work()
        assert derived() != before

    def test_undoing_one_of_two_leaves_the_other(self):
        joined = self.decide(SAME, "a1", "b1")
        self.decide(OTHER, "a1", "a3")
        self.undo(joined)
        work()
        assert len({cluster_of("a1"), cluster_of("a3"), cluster_of("b1")}) == 3
        assert Membership.objects.count() == Claim.objects.filter(zone="body").count()
        assert not Article.objects.exclude(state=State.SETTLED).exists()


DECIDER = """
import os, sys, time
from pathlib import Path
import django
django.setup()
from django.contrib.auth import get_user_model
from django.utils import timezone
from claims.models import Claim
from corroboration import decisions

kind, meeting = sys.argv[1], Path(sys.argv[2])
append = decisions._append

def slowly(*arguments, **options):
    made = append(*arguments, **options)
    time.sleep(0.5)  # the others would all have looked by now, if they were let
    return made

decisions._append = slowly
claims = list(Claim.objects.filter(zone="body").order_by("public_id")[:2])
user = get_user_model().objects.get()
(meeting / f"{os.getpid()}.ready").touch()
while not (meeting / "go").exists():
    time.sleep(0.01)
try:
    decisions.decide(kind, claims, by=user, now=timezone.now(), reason=str(os.getpid()))
    print("decided")
except decisions.Contradiction:
    print("refused")
"""


@pytest.mark.database
def test_of_people_who_decide_the_opposite_at_once_one_is_refused(tmp_path):
    """Real processes, each with its own connection, on SQLite and on PostgreSQL."""
    place = Place(tmp_path, "deciding")
    some = tmp_path / "some.ndjson"
    some.write_text("".join(SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)[:2]), encoding="utf-8")
    place.manage("ingest", str(some), "--wait")
    place.manage("shell", "-c", "from django.contrib.auth.models import User; User.objects.create_user('vera')")
    said = _decide_at_once(place.environment, tmp_path, [SAME, OTHER, SAME, OTHER])
    kept = {json.loads(row)["kind"] for row in place.manage("export", "decisions").splitlines()}
    assert len(kept) == 1
    assert [words == "decided" for words in said] == [kind in kept for kind in (SAME, OTHER, SAME, OTHER)]


def _decide_at_once(environment: dict[str, str], meeting: Path, kinds: list[str]) -> list[str]:
    """What each of several people is told, who all decide at the moment when the last of them is ready."""
    environment = {**environment, "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(TOP)}
    options = {"cwd": TOP, "env": environment, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    people = [subprocess.Popen([sys.executable, "-c", DECIDER, kind, str(meeting)], **options) for kind in kinds]
    deadline = time.monotonic() + PATIENCE
    while len(list(meeting.glob("*.ready"))) < len(people) and time.monotonic() < deadline:
        time.sleep(0.05)
    (meeting / "go").touch()
    said = []
    for person in people:
        out, error = person.communicate(timeout=PATIENCE)
        assert person.returncode == 0, error[-3000:]
        said.append(out.strip())
    return said
