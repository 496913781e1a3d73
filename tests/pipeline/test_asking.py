"""Two camps of voices that nothing tells apart: nobody is believed more than another, and people are asked."""

import random
from datetime import date

import pytest

from corroboration import asking, weighing
from corroboration.engine.attention import ASKED, MOST_COUNTED
from corroboration.engine.fits import FEWEST_DISPUTED, MOST_ASKED, Look
from corroboration.models import Cluster, KeptFit, Polled
from corroboration.selectors.disputed import camps, disputed
from tests.factories import make_claim, make_cluster, make_outcome, make_relation, public_id
from tests.pipeline.test_settling import take_in, work, world

pytestmark = pytest.mark.django_db

MARCH, APRIL = date(2021, 3, 31), date(2021, 4, 30)
NOW = date(2021, 6, 1)
GATE, RUNWAY = [f"gate-{n}" for n in range(6)], [f"runway-{n}" for n in range(6)]
QUARRELS = 2 * FEWEST_DISPUTED


def name(number: int) -> str:
    return public_id("quarrel", number)


def told(number: int, *, month: date = MARCH, right: int | None = None, silent: int = 0) -> None:
    """One question: the camps answer 0 and 1, a voice of each in turn errs. right: what a verdict says."""
    votes = []
    for answer, camp in enumerate((GATE, RUNWAY)):
        for place, voice in enumerate(camp[silent * answer :]):
            wrong = place == number % len(camp)
            votes.append([voice, "origin", 2 + place if wrong else answer, month.toordinal(), 1.0, False])
    verdicts = [] if right is None else [[answer, answer == right] for answer in (0, 1)]
    Polled.objects.create(cluster=name(number), month=month, ballots=[[votes, verdicts, name(number)]])


def refit() -> None:
    found = weighing.refit(NOW)
    assert found is not None
    weighing.store(found)


def means(camp: list[str]) -> list[float]:
    trust = weighing.timeline().at(NOW)
    return [trust.mean(voice, "origin") for voice in camp]


@pytest.fixture
def split() -> None:
    for number in range(QUARRELS):
        told(number)
    refit()


def test_no_camp_is_believed_more_than_the_other(split):
    kept = KeptFit.objects.get(month=MARCH)
    assert kept.undecided
    assert len(set(kept.disputed)) == len(kept.disputed) == MOST_ASKED
    trust = weighing.timeline().at(NOW)
    assert (trust.means, trust.judged, trust.dependent) == ({}, frozenset(), {})
    assert asking.asked() == set(kept.disputed)


def test_a_camp_that_most_belong_to_is_believed():
    for number in range(QUARRELS):
        told(number, silent=4)
    refit()
    assert not KeptFit.objects.get(month=MARCH).undecided
    assert min(means(GATE)) > max(means(RUNWAY[4:])) + 0.2
    assert asking.asked() == frozenset()


def test_a_few_quarrels_make_no_camps():
    for number in range(FEWEST_DISPUTED - 1):
        told(number)
    refit()
    assert not KeptFit.objects.get(month=MARCH).undecided


@pytest.mark.parametrize("right", [0, 1])
def test_verdicts_on_the_questions_asked_about_decide_and_the_past_stays_undecided(split, right):
    for number in range(QUARRELS):
        if name(number) in asking.asked():
            told(number, month=APRIL, right=right)
    refit()
    assert KeptFit.objects.get(month=MARCH).undecided
    assert not KeptFit.objects.get(month=APRIL).undecided
    borne_out, others = (GATE, RUNWAY) if right == 0 else (RUNWAY, GATE)
    assert min(means(borne_out)) > max(means(others)) + 0.2
    assert asking.asked() == frozenset()


def test_a_month_in_which_nothing_changed_says_the_same(split):
    Polled.objects.create(cluster="elsewhere", month=APRIL, ballots=[])
    refit()
    march, april = KeptFit.objects.order_by("month")
    assert (april.undecided, april.disputed) == (True, march.disputed)
    KeptFit.objects.update(stale=True)
    refit()
    assert [row.disputed for row in KeptFit.objects.order_by("month")] == [march.disputed, april.disputed]


def quarrel(number: int = 0) -> tuple[Cluster, str]:
    """A stored cluster of two claims that contradict each other; the first names its question."""
    first, second = make_claim(slot="killed"), make_claim(slot="killed")
    clash = ["clash", "1 contradiction of unknown or shared lineage", 2.0]
    cluster = make_cluster([first, second], title=f"quarrel {number}", attention=2.0, attention_grounds=[clash])
    make_relation(second, first, "contradicts")
    return cluster, first.public_id


def ask(*claims: str, undecided: bool = True) -> None:
    row = KeptFit(month=MARCH, trust=weighing._change(weighing.NOBODY_YET, weighing.NOBODY_YET), stamp="")
    row.undecided, row.disputed = undecided, list(claims)
    weighing.store(weighing.Refit(MARCH, [row], frozenset()))


def test_what_is_asked_about_leads_the_review_queue_until_it_isn_t_asked_any_more():
    (cluster, claim), (other, _) = quarrel(), quarrel()
    Cluster.objects.filter(pk=other.pk).update(attention=90)
    ask(claim)
    assert Cluster.objects.order_by("-attention").first() == cluster
    cluster.refresh_from_db()
    assert cluster.attention_reason.startswith("1 question on which a verdict would tell two camps apart; 1 contrad")
    ask(claim, undecided=False)
    cluster.refresh_from_db()
    assert 0 < cluster.attention < 90
    assert "camps" not in cluster.attention_reason


@pytest.mark.parametrize("seed", range(2))
def test_it_leads_the_queue_however_the_articles_come_in(monkeypatch, seed):
    """Clusters that change after the fit, or before, or by it: each question asked about counts where it stands."""
    monkeypatch.setattr(
        weighing, "look", lambda polled: Look(weighing.NOBODY_YET, True, tuple(b.claim for b in polled))
    )
    chance = random.Random(seed)
    articles = world(chance)
    chance.shuffle(articles)
    take_in(articles[::2])
    work()
    take_in(articles[1::2])
    work()
    places = set()
    for cluster in Cluster.objects.all():
        count = len(asking.asked() & set(cluster.memberships.values_list("claim_id", flat=True)))
        assert cluster.attention // ASKED == min(count, MOST_COUNTED)
        places.add(count)
    assert {0, 1} <= places


def test_a_verdict_takes_its_question_off_the_list():
    (_, judged), (_, open_one) = quarrel(), quarrel()
    ask(judged, "gone", open_one)
    assert [claim.public_id for claim in disputed().questions] == [judged, open_one]
    other = disputed().questions[0].membership.cluster.memberships.exclude(claim=judged).get().claim
    make_outcome(other, "verdict", since=APRIL)
    assert [claim.public_id for claim in disputed().questions] == [open_one]


def test_nobody_is_asked_where_the_camps_can_be_told_apart():
    cluster, claim = quarrel()
    ask(claim, claim, undecided=False)
    assert camps() is None
    assert disputed().clusters == [cluster]
