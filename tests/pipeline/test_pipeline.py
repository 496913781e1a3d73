"""An article's whole way, and that luck makes no difference to where it ends."""

import pydoc
import random
from datetime import date
from functools import partial

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone

from claims.models import Article, Claim
from corroboration import decisions, history, pipeline, queue, rebuilding, records, relating
from corroboration.ingestion import accept
from corroboration.models import Assessment, Decision, Link, Membership, Redirect, Relation
from corroboration.queue import State
from sources.models import Source, TrackRecord
from tests.pipeline.articles import TALES, line, take_in, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nlp")]


def cluster_of(external_id: str, slot: str) -> str:
    claim = Claim.objects.get(article__external_id=external_id, slot=slot)
    return claim.membership.cluster_id


def claim_of(external_id: str, slot: str) -> Claim:
    return Claim.objects.get(article__external_id=external_id, slot=slot)


def test_every_article_settles_and_every_claim_has_a_cluster_and_an_assessment():
    take_in()
    work()
    assert set(Article.objects.values_list("state", flat=True)) == {State.SETTLED}
    body = Claim.objects.filter(zone=Claim.Zone.BODY).count()
    assert body == Membership.objects.count() == Assessment.objects.count() > len(TALES)
    assert TrackRecord.objects.exists()


def test_one_attack_is_one_cluster_and_its_look_alike_is_another():
    take_in()
    work()
    assert cluster_of("a1", "killed") == cluster_of("a2", "killed") == cluster_of("a3", "killed")
    assert cluster_of("a1", "killed") != cluster_of("b1", "killed")


def test_a_copy_stands_with_its_original_and_is_related_to_nothing():
    take_in()
    work()
    copy = Claim.objects.filter(article__external_id="a4").first()
    assert copy.membership.copy_of.article.external_id == "a2"
    assert not Relation.objects.filter(a=copy).exists()
    assert not Relation.objects.filter(b=copy).exists()


def test_a_voice_that_raises_its_own_toll_supersedes_it():
    take_in()
    work()
    relation = Relation.objects.get(a=claim_of("a3", "killed"), b=claim_of("a1", "killed"))
    assert (relation.kind, relation.independent) == ("supersedes", False)


def test_a_second_run_finds_nothing_to_do():
    take_in()
    work()
    before = rebuilding.digest()
    assert not pipeline.finish()
    assert [accept(line(*tale)).status for tale in TALES] == ["unchanged"] * len(TALES)
    assert rebuilding.digest() == before


@pytest.mark.parametrize("seed", range(4))
def test_order_of_arrival_and_of_work_make_no_difference(seed):
    take_in()
    work()
    expected = rebuilding.digest()
    clear()
    chance = random.Random(seed)
    for tale in chance.sample(TALES, len(TALES)):
        take_in(tale)
        for _ in range(chance.randrange(3)):
            chance.choice([pipeline.process_next, lambda: pipeline.settle(wait=False)])()
    work()
    assert rebuilding.digest() == expected


def test_rebuild_comes_to_the_same_state():
    take_in()
    work()
    expected = rebuilding.digest()
    assert rebuilding.forget(now=timezone.now()) == len(TALES)
    assert not Claim.objects.exists()
    work()
    assert rebuilding.digest() == expected


@pytest.mark.parametrize(("revised_at", "stays"), [("2018-05-06T10:00:00Z", True), (TALES[1][2], False)])
def test_a_revision_keeps_the_text_and_what_can_be_said_to_have_stood(revised_at, stays):
    take_in()
    work()
    old = set(Claim.objects.filter(article__external_id="a2").values_list("public_id", flat=True))
    text = "A car bomb killed 15 people in Azaz on Friday, the local council said."
    revised = accept(line("a2", "River Post", TALES[1][2], text, revised_at=revised_at))
    assert revised.status == "revised"
    work()
    states = dict(Article.objects.filter(external_id="a2").values_list("text_hash", "state"))
    assert sorted(states.values()) == [State.RETIRED, State.SETTLED]
    assert Claim.objects.filter(public_id__in=old).exists() is stays
    new = Claim.objects.get(article__state=State.SETTLED, article__external_id="a2", slot="killed")
    assert new.quantities[0]["value"] == 15


def test_revisions_in_any_order_end_the_same():
    texts = [("12 people", None), ("15 people", "2018-05-06T10:00:00Z"), ("16 people", "2018-05-07T10:00:00Z")]
    digests = set()
    for order in ([0, 1, 2], [2, 0, 1], [1, 2, 0]):
        clear()
        for index in order:
            people, at = texts[index]
            told = f"A car bomb killed {people} in Azaz on Friday, the local council said."
            accept(line("a2", "River Post", "2018-05-04T15:00:00Z", told, revised_at=at))
            work()
        killed = Claim.objects.filter(slot="killed", dropped_at=None)
        assert [claim.quantities[0]["value"] for claim in killed] == [16]
        digests.add(rebuilding.digest())
    assert len(digests) == 1


def test_a_failing_stage_is_tried_again_and_then_shows_its_error(monkeypatch):
    accepted = take_in(TALES[0])[0]
    monkeypatch.setattr("corroboration.extraction.read", lambda article, parser: 1 / 0)
    now = timezone.now()
    for _ in range(4):
        pipeline.process(accepted.article.pk, clock=partial(lambda at: at, now))
        now = max(now, Article.objects.get(pk=accepted.article.pk).next_attempt_at)
    row = Article.objects.get(pk=accepted.article.pk)
    assert row.state == State.FAILED
    assert "ZeroDivisionError" in row.error
    monkeypatch.undo()
    queue.try_again(Article.objects.filter(pk=row.pk), now=timezone.now())
    work()
    assert Article.objects.get(pk=row.pk).state == State.SETTLED


def test_an_article_that_cannot_be_settled_is_set_aside_and_the_others_go_on(monkeypatch):
    take_in()
    poison = Article.objects.get(external_id="a3")
    sound = relating.judge

    def judge(members, *others):
        if any(telling.article == poison.public_id for telling in members):
            raise ValueError("poison")
        return sound(members, *others)

    monkeypatch.setattr("corroboration.relating.judge", judge)
    work()
    states = dict(Article.objects.values_list("external_id", "state"))
    assert states.pop("a3") == State.FAILED
    assert set(states.values()) == {State.SETTLED}
    assert "poison" in Article.objects.get(pk=poison.pk).error
    monkeypatch.undo()
    queue.try_again(Article.objects.filter(pk=poison.pk), now=timezone.now())
    work()
    mended = rebuilding.digest()
    rebuilding.forget(now=timezone.now())
    work()
    assert rebuilding.digest() == mended


@pytest.mark.parametrize("stage", ["corroboration.relating.judge", "corroboration.settling.compute"])
def test_a_run_that_was_killed_between_stages_is_finished_by_the_next(stage, monkeypatch):
    """Also in clusters that the waiting article is not in itself: a late article moves others' claims."""
    take_in()
    work()
    expected = rebuilding.digest()
    clear()
    take_in(*TALES[1:])
    work()
    take_in(TALES[0])  # the earliest comes last
    pipeline.process_next()

    def killed(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(stage, killed)
    with pytest.raises(KeyboardInterrupt):
        pipeline.settle(wait=False)
    monkeypatch.undo()
    work()
    assert rebuilding.digest() == expected


def test_settling_waits_for_articles_that_are_being_read_but_not_for_ever():
    take_in(*TALES[:2])
    pipeline.process_next()
    assert pipeline.settle() == 0
    later = timezone.now() + pipeline.LONGEST_WAIT
    assert pipeline.settle(clock=lambda: later) == 1


class TestDecisions:
    @pytest.fixture(autouse=True)
    def world(self, django_user_model):
        take_in()
        work()
        self.checker = django_user_model.objects.create_user("checker")

    def decide(self, kind, *claims, **value):
        decision = decisions.decide(kind, claims, by=self.checker, now=timezone.now(), value=value, reason="seen")
        work()
        return decision

    def test_different_event_splits_same_event_joins_and_undo_brings_back(self):
        before = rebuilding.digest()
        first, second = claim_of("a1", "killed"), claim_of("b1", "killed")
        joined = self.decide("same-event", first, second)
        assert cluster_of("a1", "killed") == cluster_of("b1", "killed")
        decisions.undo(joined, by=self.checker, now=timezone.now())
        work()
        assert cluster_of("a1", "killed") != cluster_of("b1", "killed")
        Membership.objects.get(claim=first)
        assert rebuilding.digest() != before  # the decisions themselves are part of it

    def test_a_split_binds_and_its_old_address_leads_on(self):
        first, second = claim_of("a1", "killed"), claim_of("a3", "killed")
        self.decide("different-event", first, second)
        assert cluster_of("a1", "killed") != cluster_of("a3", "killed")

    def test_a_merge_leads_the_old_address_to_the_new_one(self):
        first, second = claim_of("a1", "killed"), claim_of("b1", "killed")
        old = second.membership.cluster_id
        assert old != first.membership.cluster_id
        self.decide("same-event", first, second)
        assert cluster_of("b1", "killed") == first.membership.cluster_id
        assert Redirect.objects.filter(old_id=old).exists()

    @pytest.mark.parametrize("stage", ["corroboration.grouping.plan", "corroboration.settling.bring_up_to_date"])
    def test_what_is_decided_while_an_article_is_settled_is_not_lost(self, stage, monkeypatch):
        first, second = claim_of("a1", "killed"), claim_of("a3", "killed")
        known, asked = pydoc.locate(stage), []

        def decided_meanwhile(*args, **kwargs):
            if not asked:
                asked.append(decisions.decide("different-event", [first, second], by=self.checker, now=timezone.now()))
            return known(*args, **kwargs)

        Article.objects.update(state=State.LINKED)
        monkeypatch.setattr(stage, decided_meanwhile)
        work()
        assert asked and cluster_of("a1", "killed") != cluster_of("a3", "killed")
        assert not Article.objects.exclude(state=State.SETTLED).exists()

    def test_a_decision_survives_rebuilding(self):
        self.decide("different-event", claim_of("a1", "killed"), claim_of("a3", "killed"))
        expected = rebuilding.digest()
        rebuilding.forget(now=timezone.now())
        work()
        assert rebuilding.digest() == expected
        assert cluster_of("a1", "killed") != cluster_of("a3", "killed")

    def test_a_verdict_moves_the_claim_and_is_kept_apart_in_the_outcomes(self):
        claim = claim_of("b1", "killed")
        before = claim.assessment.credibility
        self.decide("verdict", claim, rating=0.0)
        after = Assessment.objects.get(claim=claim)
        assert after.credibility < before
        assert claim.outcomes.filter(kind="verdict").exists()

    def test_independence_can_be_decided(self):
        relation = Relation.objects.filter(kind="corroborates").exclude(independent=False).first()
        assert relation is not None, "the tales hold a corroboration"
        self.decide("independence", relation.a, relation.b, independent=False)
        again = Relation.objects.get(a=relation.a_id, b=relation.b_id)
        assert again.independent is False
        assert "checker" in again.evidence[0]

    def test_a_bad_decision_is_refused_with_what_was_expected(self):
        with pytest.raises(decisions.BadDecision, match=r"0 \(false\) to 1 \(true\)"):
            decisions.decide(
                "verdict", [claim_of("a1", "killed")], by=self.checker, now=timezone.now(), value={"rating": 7}
            )

    def test_the_past_is_answered_without_later_decisions(self):
        day = date(2018, 12, 31)
        before = history.snapshot(day)
        self.decide("same-event", claim_of("a1", "killed"), claim_of("b1", "killed"))
        after = history.snapshot(day)
        assert before.cluster == after.cluster
        assert before.status == after.status

    @pytest.mark.parametrize("change", ["update", "delete"])
    def test_the_database_refuses_to_change_a_decision(self, change):
        self.decide("verdict", claim_of("a1", "killed"), rating=1.0)
        rows = Decision.objects.all()
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            rows.update(reason="another") if change == "update" else rows._raw_delete(rows.db)


def test_as_of_equals_what_was_held_on_that_day():
    """Replay: on each day, what was settled with the articles until then is what as-of says afterwards."""
    then = {}
    for tale in sorted(TALES, key=lambda tale: tale[2]):
        take_in(tale)
        work()
        then[date.fromisoformat(tale[2][:10])] = held_now()
    for day, expected in then.items():
        snapshot = history.snapshot(day)
        assert (snapshot.cluster, statuses(snapshot)) == expected, day


def held_now():
    homes = dict(Membership.objects.values_list("claim_id", "cluster_id"))
    return homes, dict(Assessment.objects.values_list("claim_id", "status"))


def statuses(snapshot):
    return {claim: status for claim, (status, _, _) in snapshot.status.items()}


def test_a_record_now_is_the_record_as_of_today():
    take_in()
    work()
    for source in Source.objects.filter(track_records__isnull=False).distinct()[:5]:
        now = records.opened(source.slug)
        day = date.fromisoformat(now["as_of"])
        assert records.opened(source.slug, day)["ledger"] == now["ledger"]


def test_the_ledger_adds_up_to_the_record():
    take_in()
    work()
    for record in TrackRecord.objects.select_related("source"):
        entries = record.source.ledger.filter(role=record.role)
        assert abs(sum(e.up for e in entries) - record.up) < 1e-9
        assert abs(sum(e.down for e in entries) - record.down) < 1e-9


def test_links_are_ordered_and_once():
    take_in()
    work()
    pairs = list(Link.objects.values_list("left_id", "right_id"))
    assert pairs
    assert all(left < right for left, right in pairs)
    assert len(pairs) == len(set(pairs))


def clear() -> None:
    """Forget all articles, as in a fresh database."""
    rebuilding.forget(now=timezone.now())
    Article.objects.all().delete()
    get_user_model().objects.all().delete()
