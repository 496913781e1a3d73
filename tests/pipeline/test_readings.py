"""What a fact-checker sets right at the desk: it holds at once, survives what is made anew, and can be undone."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from claims.models import Attribution, Claim
from corroboration import arrivals, export, rebuilding
from corroboration.decisions import BadDecision, Contradiction, decide, not_binding, undo
from corroboration.ingestion import accept
from corroboration.models import Cluster, Decision, Effect, Membership, Relation
from corroboration.queue import State
from tests.pipeline.articles import TALES, line, take_in, work

SPLIT, REFUSED, CHAIN = "split", "not-a-claim", "attribution"
POLICE = {"source": "azaz-police", "name": "Azaz police", "kind": "official"}
COUNCIL = {"source": "river-post/local-council", "name": "local council", "kind": "official"}


def claim_of(external_id: str, slot: str = "killed") -> Claim:
    return Claim.every.get(article__external_id=external_id, slot=slot)


def cluster_of(external_id: str, slot: str = "killed") -> str:
    return Membership.objects.get(claim=claim_of(external_id, slot)).cluster_id


def chain_of(external_id: str) -> list[str]:
    rows = Attribution.objects.filter(claim=claim_of(external_id), part="chain").order_by("position")
    return list(rows.values_list("source__slug", flat=True))


def derived() -> dict[str, list]:
    kinds = [kind for kind in rebuilding.DIGESTED if kind != "decisions"]
    return {kind: list(export.KINDS[kind].stream(None)) for kind in kinds}


@pytest.mark.django_db
@pytest.mark.usefixtures("nlp")
class TestDesk:
    @pytest.fixture(autouse=True)
    def world(self, django_user_model):
        take_in()
        work()
        self.vera = django_user_model.objects.create_user("vera")
        self.clock = timezone.now()

    def decide(self, kind: str, *claims: Claim, **more) -> Decision:
        self.clock += timedelta(minutes=1)
        return decide(kind, claims, by=self.vera, now=self.clock, **more)

    def undo(self, decision: Decision) -> Decision:
        self.clock += timedelta(minutes=1)
        return undo(decision, by=self.vera, now=self.clock)

    # --- claims that are split off ---

    def test_claims_split_off_stay_together_and_leave_the_others(self):
        before = derived()
        off = [claim_of("a1"), claim_of("a1", "injured")]
        decision = self.decide(SPLIT, *off, claim_of("a2"), claim_of("a3"), value={"off": 2})
        work()
        assert cluster_of("a1") == cluster_of("a1", "injured")
        assert cluster_of("a2") == cluster_of("a3") != cluster_of("a1")
        self.undo(decision)
        work()
        assert derived() == before

    def test_the_others_stay_together_when_one_after_another_is_split_off(self):
        home = cluster_of("a1")
        members = set(Membership.objects.filter(cluster=home).values_list("claim_id", flat=True))
        for external_id in ("a3", "a2"):
            gone = claim_of(external_id)
            members.remove(gone.public_id)
            left = Claim.objects.filter(public_id__in=members, membership__copy_of=None)
            self.decide(SPLIT, gone, *left.order_by("public_id"), value={"off": 1})
            work()
            members -= set(
                Membership.objects.filter(cluster=cluster_of(external_id)).values_list("claim_id", flat=True)
            )
            assert members == set(Membership.objects.filter(cluster=home).values_list("claim_id", flat=True))

    def test_a_split_of_what_was_decided_to_be_one_event_is_refused_also_through_what_it_joins(self):
        self.decide("same-event", claim_of("a1", "injured"), claim_of("a3"))
        off = [claim_of("a1"), claim_of("a1", "injured")]
        with pytest.raises(Contradiction, match="These claims can't be split off: vera decided on"):
            self.decide(SPLIT, *off, claim_of("a2"), claim_of("a3"), value={"off": 2})

    @pytest.mark.parametrize("off", [0, 2, True, "1", None])
    def test_a_split_says_how_many_are_split_off(self, off):
        with pytest.raises(BadDecision, match="off: expected how many of the 2 claims are split off, from 1 to 1"):
            self.decide(SPLIT, claim_of("a1"), claim_of("a2"), value={"off": off})

    # --- a chain that is set right ---

    def test_a_chain_set_right_counts_in_origins_and_records(self):
        self.decide(CHAIN, claim_of("a2"), value={"chain": [POLICE]})
        work()
        assert chain_of("a2") == ["azaz-police"]
        origins = Cluster.objects.get(public_id=cluster_of("a2")).origins
        assert "azaz-police" in {origin["source"] for origin in origins}
        lines = {each["source"] for each in export.KINDS["track-records"].stream(None)}
        assert "azaz-police" in lines

    @pytest.mark.parametrize("chain", [[POLICE], [POLICE, COUNCIL], []])
    def test_undo_brings_back_what_was_read(self, chain):
        before, read = derived(), chain_of("a2")
        decision = self.decide(CHAIN, claim_of("a2"), value={"chain": chain})
        work()
        assert chain_of("a2") == [voice["source"] for voice in chain] != read
        undoing = self.undo(decision)
        work()
        assert chain_of("a2") == read
        assert derived() == before
        self.undo(undoing)
        work()
        assert chain_of("a2") == [voice["source"] for voice in chain]

    def test_of_two_corrections_the_later_counts_and_the_earlier_comes_back(self):
        self.decide(CHAIN, claim_of("a2"), value={"chain": [POLICE]})
        work()
        later = self.decide(CHAIN, claim_of("a2"), value={"chain": []})
        work()
        assert chain_of("a2") == []
        self.undo(later)
        work()
        assert chain_of("a2") == ["azaz-police"]

    def test_two_claims_given_to_one_origin_confirm_each_other_no_more(self):
        one, other = claim_of("a1"), claim_of("a2")
        pair = Relation.objects.filter(a__in=[one, other], b__in=[one, other])
        assert pair.get().independent is True
        self.decide(CHAIN, one, other, value={"chain": [POLICE]})
        work()
        assert pair.get().independent is False

    @pytest.mark.parametrize(
        ("chain", "expected"),
        [
            (None, "expected a list of at most 8 voices"),
            ([{"source": "x"}], "expected of each voice its source, name and kind"),
            ([POLICE | {"kind": "oracle"}], "kind 'oracle': expected one of"),
            ([POLICE, POLICE], "a voice stands in it twice"),
        ],
    )
    def test_a_chain_that_is_none_is_refused(self, chain, expected):
        with pytest.raises(BadDecision, match=expected):
            self.decide(CHAIN, claim_of("a2"), value={"chain": chain})

    # --- no claim ---

    def test_what_is_no_claim_leaves_its_cluster_and_comes_back(self):
        before = derived()
        decision = self.decide(REFUSED, claim_of("a2"))
        work()
        assert not Membership.objects.filter(claim=claim_of("a2")).exists()
        left = Claim.objects.filter(article__external_id="a2")
        assert 0 < left.filter(membership__isnull=False).count() == left.count()
        assert claim_of("a2").public_id not in {each["id"] for each in export.KINDS["claims"].stream(None)}
        assert not_binding() == {}
        self.undo(decision)
        work()
        assert derived() == before

    # --- what it survives, and what it says of itself ---

    @pytest.mark.parametrize(("kind", "value"), [(CHAIN, {"chain": [POLICE]}), (REFUSED, {})])
    def test_a_rebuild_follows_it(self, kind, value):
        self.decide(kind, claim_of("a2"), value=value)
        work()
        before = rebuilding.digest()
        rebuilding.forget(now=timezone.now())
        work()
        assert rebuilding.digest() == before

    @pytest.mark.parametrize(("kind", "value"), [(CHAIN, {"chain": [POLICE]}), (REFUSED, {})])
    def test_a_revision_that_keeps_the_sentence_keeps_it(self, kind, value):
        decided = claim_of("a1")
        self.decide(kind, decided, value=value)
        work()
        text = f"Rescue teams searched the rubble of the market on Saturday.\n\n{TALES[0][3]}"
        accept(line("a1", "Orchard Gazette", TALES[0][2], text, revised_at="2018-05-06T10:00:00Z"))
        work()
        assert not_binding() == {}
        after = Claim.every.get(pk=decided.pk)
        assert (after.chain_corrected, after.refused) == (kind == CHAIN, kind == REFUSED)
        said_again = Claim.every.get(said_before=decided)
        assert not said_again.stands

    def test_a_past_day_says_that_a_reading_was_set_right_since(self):
        assert arrivals.recomputed(date(2018, 5, 31))[-1]["why"].startswith("articles published by")
        self.decide(CHAIN, claim_of("a2"), value={"chain": [POLICE]})
        assert arrivals.recomputed(date(2018, 5, 31))[-1]["why"].startswith("how claims were read was set right")

    def test_what_it_changed_is_noted_once_it_has_been_followed(self):
        decision = self.decide("verdict", claim_of("a1"), value={"rating": 0.0}, reason="the hospital said so")
        effect = Effect.objects.get(decision=decision)
        assert effect.after is None
        work()
        effect.refresh_from_db()
        id = claim_of("a1").public_id
        assert effect.before["claims"][id][2] > effect.after["claims"][id][2] == 0.02
        assert effect.before["records"].keys() == effect.after["records"].keys() != set()

    @pytest.mark.parametrize(
        ("kind", "value"), [("note", {}), ("assign", {"to": "vera"}), ("reviewed", {"state": "ab"})]
    )
    def test_what_orders_work_changes_nothing(self, kind, value):
        before = derived()
        undoing = self.undo(self.decide(kind, claim_of("a1"), value=value, reason="look again"))
        self.undo(undoing)
        work()
        assert derived() == before
        assert not Effect.objects.exists()
        assert claim_of("a1").article.state == State.SETTLED

    def test_nobody_gets_work_who_is_not_there(self):
        with pytest.raises(BadDecision, match="there is no active user otto"):
            self.decide("assign", claim_of("a1"), value={"to": "otto"})
