"""A person says whether two claims are two voices: relations, counts and scores follow, and it can be undone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.models import Claim
from corroboration import decisions, rebuilding
from corroboration.ingestion import accept
from corroboration.models import Cluster, Relation
from tests.pipeline.articles import line, take_in, work

OWN_VOICE = line(
    "a9", "Valley Herald", "2018-05-06T09:00:00Z", "Twelve people were killed by a car bomb in Azaz on Friday."
)


def claim_of(external_id: str) -> Claim:
    return Claim.objects.get(article__external_id=external_id, slot="killed")


def lineage() -> tuple[int, int]:
    """(origins, voices of unknown lineage) of the bombing in May."""
    cluster = Cluster.objects.get(memberships__claim=claim_of("a1"))
    return cluster.origin_count, cluster.unknown_count


def between(one: str, other: str) -> Relation:
    ids = [claim_of(one).public_id, claim_of(other).public_id]
    return Relation.objects.get(a__in=ids, b__in=ids)


def derived() -> list[dict]:
    kinds = [kind for kind in rebuilding.DIGESTED if kind != "decisions"]
    return [row for kind in kinds for row in rebuilding._lines(kind)]


@pytest.mark.django_db
@pytest.mark.usefixtures("nlp")
class TestDeciding:
    @pytest.fixture(autouse=True)
    def world(self, django_user_model):
        take_in()
        accept(OWN_VOICE)
        work()
        self.vera = django_user_model.objects.create_user("vera")
        self.clock = timezone.now()

    def now(self):
        self.clock += timedelta(minutes=1)
        return self.clock

    def decide(self, one: str, other: str, *, independent: bool):
        claims, value = [claim_of(one), claim_of(other)], {"independent": independent}
        made = decisions.decide("independence", claims, by=self.vera, now=self.now(), value=value, reason="I asked")
        work()
        return made

    def undo(self, decision) -> None:
        decisions.undo(decision, by=self.vera, now=self.now())
        work()

    def test_a_copy_that_no_engine_saw_is_one_origin_less_until_it_is_undone(self):
        before, held = lineage(), derived()
        assert between("a1", "a2").independent is True
        decision = self.decide("a1", "a2", independent=False)
        relation = between("a1", "a2")
        assert relation.independent is False
        assert relation.evidence[0].startswith("decided by vera")
        assert lineage() == (before[0] - 1, before[1])
        self.undo(decision)
        assert between("a1", "a2").independent is True
        assert lineage() == before
        assert derived() == held

    def test_an_own_voice_that_was_there_is_an_origin_more_until_it_is_undone(self):
        before = lineage()
        assert between("a9", "a2").independent is None
        decision = self.decide("a9", "a2", independent=True)
        assert between("a9", "a2").independent is True
        assert lineage() == (before[0] + 1, before[1] - 1)
        self.undo(decision)
        assert between("a9", "a2").independent is None
        assert lineage() == before
