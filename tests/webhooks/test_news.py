"""What is told: what is otherwise once all is settled, once for good, whatever lay between."""

import random
from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.utils import timezone

from claims.models import Article, Claim
from corroboration import pipeline, rebuilding, reference_changes, settling
from corroboration.decisions import decide, undo
from corroboration.ingestion import accept
from corroboration.models import Delivery, KnownClaim, KnownCluster, KnownLetter, Membership, Notice
from corroboration.queue import State
from sources.models import Source
from tests.factories import make_alias
from tests.people import make_checker
from tests.pipeline.articles import line, take_in, work
from tests.webhooks.hooks import make_webhook, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nlp")]

CONTRADICTED, CORROBORATED = "claim.contradicted", "claim.corroborated"
CHANGED = "cluster.changed"
FLOOD = "A flood destroyed a bridge in Raqqa on Thursday"
FIRST = (
    "a1",
    "Orchard Gazette",
    "2018-05-04T09:00:00Z",
    "A car bomb killed 12 people in the town of Azaz on Friday, the Syrian Observatory for Human Rights said.",
)
OTHERWISE = (
    "b1",
    "River Post",
    "2018-05-04T15:00:00Z",
    "Four people died when a car bomb went off in Azaz on Friday, the Turkish defence ministry said.",
)
ALIKE = (
    "c1",
    "Hill Tribune",
    "2018-05-05T11:00:00Z",
    "Rescuers in Azaz buried the dead of a car bomb. Twelve people were killed on Friday, "
    "Karim Sabbagh, a doctor, said.",
)


@pytest.fixture
def first() -> None:
    take_in(FIRST)
    work()


def arrive(*articles: Iterable[str]) -> None:
    take_in(*articles)
    work()
    nothing_is_left()


def nothing_is_left() -> None:
    assert not any(known.objects.exists() for known in (KnownClaim, KnownCluster, KnownLetter))
    assert not settling.waiting()


def claim(external_id: str) -> str:
    return Claim.objects.get(article__external_id=external_id, slot="killed").public_id


def data(kind: str, thing: str = "") -> dict:
    return Notice.objects.get(kind=kind, **({"thing": thing} if thing else {})).data


def test_a_contradiction_by_an_independent_voice_is_told_to_who_listens_for_the_source(first):
    hook = make_webhook(kinds=[CONTRADICTED], sources=["orchard-gazette"])
    other = make_webhook(kinds=[CONTRADICTED], sources=["hill-tribune"])
    arrive(OTHERWISE)
    assert told(hook) == [(CONTRADICTED, claim("a1"))]
    assert told(other) == []
    found = data(CONTRADICTED)
    assert found["claim"]["id"] == claim("a1")
    assert found["claim"]["url"].endswith(f"/api/v1/claims/{claim('a1')}/")
    assert found["by"]["id"] == claim("b1")
    assert (found["how"], found["since"]) == ("contradicted", "2018-05-04")
    assert found["cluster"]["id"] == Membership.objects.get(claim=claim("a1")).cluster_id
    assert found["sources"] == ["orchard-gazette", "sohr"]


def test_who_listens_for_nobody_in_particular_hears_of_every_claim(first):
    make_webhook()
    arrive(OTHERWISE, ALIKE)
    assert {(CONTRADICTED, claim(id)) for id in ("a1", "b1")} <= set(told())
    assert {(CORROBORATED, claim(id)) for id in ("a1", "c1")} <= set(told())


def test_nothing_is_written_where_nobody_listens(first):
    make_webhook(active=False)
    owner = make_webhook().owner
    owner.is_active = False
    owner.save()
    arrive(OTHERWISE, ALIKE)
    assert told() == []


def test_what_was_so_before_there_was_a_webhook_is_not_told_later(first):
    arrive(OTHERWISE)
    make_webhook()
    settle_again(claim("a1"))
    assert told() == []


def settle_again(*claims: str) -> None:
    """As after a decision: articles that stand are settled once more."""
    Article.objects.filter(claims__public_id__in=claims).update(state=State.LINKED, waiting_since=timezone.now())
    work()
    nothing_is_left()


def test_a_cluster_that_a_claim_joins_has_changed_and_says_which_and_since_when(first):
    make_webhook(kinds=[CHANGED])
    arrive(OTHERWISE)
    cluster = Membership.objects.get(claim=claim("a1")).cluster
    assert told() == [(CHANGED, cluster.public_id)]
    found = data(CHANGED)
    joined = Claim.objects.filter(article__external_id="b1").values_list("public_id", flat=True)
    assert found["joined"]["count"] == len(joined)
    assert {each["id"] for each in found["joined"]["claims"]} == set(joined)
    assert found["left"] == {"count": 0, "claims": []}
    assert found["status"] == {"from": "unconfirmed", "to": "contested"}
    assert (found["ended"], found["moved_to"], found["follows"]) == (False, None, None)
    assert found["day"] == "2018-05-04"
    arrive(ALIKE)
    later = Notice.objects.get(kind=CHANGED, day="2018-05-05")
    assert later.data["follows"] == Notice.objects.get(kind=CHANGED, day="2018-05-04").public_id


def test_that_a_cluster_has_begun_is_no_change():
    make_webhook(kinds=[CHANGED])
    arrive(FIRST)
    assert told() == []


@pytest.mark.parametrize("order", range(3))
def test_in_whatever_order_articles_arrive_the_same_is_told_of_claims(order):
    make_webhook(kinds=[CONTRADICTED, CORROBORATED])
    articles = [FIRST, OTHERWISE, ALIKE]
    random.Random(order).shuffle(articles)
    for article in articles:
        arrive(article)
    a, b, c = claim("a1"), claim("b1"), claim("c1")
    told_of = {(n.kind, n.thing, n.data["by"]["id"]) for n in Notice.objects.all()}
    agree = {(CORROBORATED, a, c), (CORROBORATED, c, a)}
    assert told_of == agree | {(CONTRADICTED, a, b), (CONTRADICTED, b, a)}


def test_articles_that_are_settled_again_change_nothing(first):
    make_webhook()
    arrive(OTHERWISE, ALIKE)
    before = told()
    settle_again(claim("a1"), claim("b1"))
    assert told() == before


def test_a_rebuild_that_changes_nothing_tells_nothing(first):
    arrive(OTHERWISE, ALIKE)
    make_webhook()
    digest = rebuilding.digest()
    rebuilding.forget(now=timezone.now())
    assert KnownClaim.objects.exists()
    work()
    assert rebuilding.digest() == digest
    assert told() == []
    nothing_is_left()


def test_what_arrives_during_a_rebuild_is_told_when_it_is_done(first):
    make_webhook(kinds=[CONTRADICTED])
    rebuilding.forget(now=timezone.now())
    arrive(OTHERWISE)
    assert told() == sorted([(CONTRADICTED, claim("a1")), (CONTRADICTED, claim("b1"))])


def test_articles_that_are_read_again_because_of_the_reference_data_tell_nothing(first, django_user_model):
    arrive(OTHERWISE, ALIKE)
    make_webhook()
    Source.objects.filter(slug__in=("orchard-gazette", "hill-tribune")).update(curated=True)
    with reference_changes.followed():
        make_alias(Source.objects.get(slug="orchard-gazette"), "The Azaz")  # stands in the text of each
    assert step_by_step() > len(("a1", "b1", "c1"))
    nothing_is_left()
    assert told() == []


def test_who_is_read_again_keeps_only_those_waiting_whom_it_concerns(first):
    take_in(OTHERWISE, ("z1", "Hill Tribune", "2018-09-21T10:00:00Z", f"{FLOOD}, the mayor said."))
    work()
    make_webhook(kinds=[CHANGED])
    blast, flood = (Claim.objects.filter(article__external_id=id)[0].membership.cluster_id for id in ("a1", "z1"))
    send_back("a1")
    take_in(ALIKE, ("z2", "River Post", "2018-09-21T12:00:00Z", f"{FLOOD}, a driver said."))
    for external_id in ("z2", "c1"):
        pipeline.process(Article.objects.get(external_id=external_id).pk)
        pipeline.settle(wait=False)
    assert told() == [(CHANGED, flood)]
    assert not settling.waiting()
    Article.objects.update(next_attempt_at=timezone.now())
    work()
    assert told() == sorted([(CHANGED, flood), (CHANGED, blast)])
    assert data(CHANGED, blast)["left"]["count"] == 0
    nothing_is_left()


def send_back(external_id: str) -> None:
    """Take an article out to be read again, some day."""
    article = Article.objects.get(external_id=external_id)
    with reference_changes.followed():
        Source.objects.filter(pk=article.outlet_id).update(curated=True)
        make_alias(article.outlet, article.text[:30])
    pipeline.settle(wait=False)
    assert Article.objects.filter(pk=article.pk, state=State.RECEIVED).update(
        next_attempt_at=timezone.now() + timedelta(days=1)
    )


def step_by_step() -> int:
    """Settle as often as can be, also while articles that are read again stand in no cluster. Returns how often."""
    for turn in range(100):
        settled = pipeline.settle(wait=False)
        if not settled and not pipeline.process_next():
            return turn
    raise AssertionError("never done")


def test_a_killed_run_leaves_what_it_changed_to_be_told(first, monkeypatch):
    make_webhook(kinds=[CONTRADICTED])
    take_in(OTHERWISE)
    with monkeypatch.context() as killing:
        killing.setattr("corroboration.webhooks.announcing.tell", killed)
        while pipeline.process_next():
            pass
        with pytest.raises(KeyboardInterrupt):
            pipeline.settle(wait=False)
    assert told() == []
    assert settling.waiting()
    work()
    assert told() == sorted([(CONTRADICTED, claim("a1")), (CONTRADICTED, claim("b1"))])
    nothing_is_left()


def killed(*args, **options) -> None:
    raise KeyboardInterrupt


def test_a_run_killed_while_it_tells_tells_nothing_twice(first, monkeypatch):
    make_webhook(kinds=[CONTRADICTED])
    take_in(OTHERWISE)
    with monkeypatch.context() as killing:
        killing.setattr("corroboration.webhooks.known.forget", killed)
        while pipeline.process_next():
            pass
        with pytest.raises(KeyboardInterrupt):
            pipeline.settle(wait=False)
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()
    work()
    assert len(told()) == Delivery.objects.count() == 2
    nothing_is_left()


def test_an_article_that_is_set_aside_while_it_is_read_again_leaves_its_cluster(first):
    arrive(OTHERWISE)
    make_webhook(kinds=[CHANGED])
    cluster = Membership.objects.get(claim=claim("a1")).cluster_id
    gone = claim("b1")
    rebuilding.forget(now=timezone.now())
    Article.objects.filter(external_id="b1").update(state=State.FAILED, error="unreadable")
    work()
    assert told() == [(CHANGED, cluster)]
    assert gone in [each["id"] for each in data(CHANGED)["left"]["claims"]]
    nothing_is_left()


def test_a_cluster_that_a_person_merges_into_another_ends_and_says_where_it_went():
    take_in(FIRST, ("z1", "Hill Tribune", "2018-09-21T10:00:00Z", "A flood destroyed a bridge in Raqqa on Thursday."))
    work()
    flood = Claim.objects.get(article__external_id="z1")
    ended, stays = flood.membership.cluster_id, Membership.objects.get(claim=claim("a1")).cluster_id
    hook = make_webhook(kinds=[CHANGED], cluster=ended)
    person, now = make_checker(), timezone.now()
    decision = decide("same-event", [Claim.objects.get(public_id=claim("a1")), flood], by=person, now=now)
    work()
    assert told(hook) == sorted([(CHANGED, ended), (CHANGED, stays)])
    assert data(CHANGED, ended)["ended"] is True
    assert data(CHANGED, ended)["moved_to"]["id"] == stays
    assert data(CHANGED, stays)["day"] == now.date().isoformat()
    undo(decision, by=person, now=timezone.now())
    work()
    back = Notice.objects.filter(kind=CHANGED, thing=ended).order_by("made_at").last().data
    assert (back["ended"], back["status"]) == (False, {"from": None, "to": "unconfirmed"})


def test_there_and_back_and_there_again_are_three(first):
    take_in(("z1", "Hill Tribune", "2018-09-21T10:00:00Z", "A flood destroyed a bridge in Raqqa on Thursday."))
    work()
    make_webhook(kinds=[CHANGED])
    stays = Membership.objects.get(claim=claim("a1")).cluster_id
    both = [Claim.objects.get(public_id=claim("a1")), Claim.objects.get(article__external_id="z1")]
    person = make_checker()
    decision = decide("same-event", both, by=person, now=timezone.now())
    work()
    again = undo(decision, by=person, now=timezone.now())
    work()
    undo(again, by=person, now=timezone.now())
    work()
    changes = list(Notice.objects.filter(kind=CHANGED, thing=stays).order_by("made_at"))
    assert [len(changes), changes[1].data["follows"], changes[2].data["follows"]] == [
        3,
        changes[0].public_id,
        changes[1].public_id,
    ]


def test_what_an_outlet_takes_back_is_told_as_withdrawn(first):
    make_webhook(kinds=["claim.retracted"])
    id = claim("a1")
    correction = (
        "a1",
        "Orchard Gazette",
        "2018-05-04T09:00:00Z",
        "A car bomb exploded in the town of Azaz on Friday, the Syrian Observatory for Human Rights said.",
    )
    take_in_revised(correction)
    assert told() == [("claim.retracted", id)]
    assert data("claim.retracted")["by"]["url"].endswith("/")


def take_in_revised(tale) -> None:
    accept(line(*tale, revised_at="2018-05-06T09:00:00Z"))
    work()
    nothing_is_left()


# --- verdicts ---


def test_a_verdict_its_undoing_and_what_undoes_that_are_told_with_the_decision(first):
    hook = make_webhook(kinds=["verdict.given", "verdict.undone"], sources=["orchard-gazette"])
    other = make_webhook(kinds=["verdict.given"], sources=["river-post"])
    person = make_checker()
    about = [Claim.objects.get(public_id=claim("a1"))]
    given = decide("verdict", about, by=person, now=timezone.now(), value={"rating": 1.0}, reason="seen it")
    assert told(hook) == [("verdict.given", given.public_id)]
    undone = undo(given, by=person, now=timezone.now())
    again = undo(undone, by=person, now=timezone.now())
    assert told(hook) == sorted(
        [("verdict.given", given.public_id), ("verdict.undone", undone.public_id), ("verdict.given", again.public_id)]
    )
    assert told(other) == []
    found = data("verdict.given", given.public_id)
    assert [each["id"] for each in found["claims"]] == [claim("a1")]
    assert "seen it" not in str(found)


def test_a_decision_that_is_refused_tells_nothing(first):
    make_webhook()
    person, about = make_checker(), [Claim.objects.get(public_id=claim("a1"))]
    decide("verdict", about, by=person, now=timezone.now(), value={"rating": 1.0})
    before = told()
    with pytest.raises(ValueError, match="just decided"):
        decide("verdict", about, by=person, now=timezone.now(), value={"rating": 1.0})
    assert told() == before
