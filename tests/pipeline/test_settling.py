"""Settling what changed comes to what settling everything would; an answer for a day is the answer on that day."""

import random
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from claims.conversion import attribution_rows
from claims.models import Article, Attribution, Claim
from corroboration import arrivals, decisions, history, past, pipeline, rebuilding, records, settling, weighing
from corroboration.decisions import in_force
from corroboration.engine import fits
from corroboration.engine.ballots import up_to
from corroboration.engine.fits import PRIOR, ballots, fit_day, look, month_ends
from corroboration.engine.settle import Settlement, settle
from corroboration.engine.truth import Trust
from corroboration.engine.values import Telling
from corroboration.gathering import gather
from corroboration.models import (
    Assessment,
    Cluster,
    KeptFit,
    LedgerEntry,
    LedgerMonth,
    Outcome,
    Part,
    Polled,
)
from sources.engine.admiralty import SHIPPED_GRADING
from sources.engine.reliability import Contribution, Prior, reliability
from sources.models import Source, TrackRecord
from tests.corroboration.factories import telling
from tests.corroboration.tellings import PLACES
from tests.factories import make_source, make_user
from tests.pipeline import stored

pytestmark = pytest.mark.django_db

START = date(2021, 2, 24)
DAYS = 75  # three ends of months
ORIGINS = ("Flood Watch", "Orava Army", "Lipnik Council", "Rivers Ministry", "Saint Anna Hospital")
WORDS = (
    "{origin} said a blast killed {said} people at the market of {place}",
    "According to {origin}, {said} died when somebody's bomb exploded among stalls in {place}",
    "{place} explosion near bazaar: {said} dead, reports {origin}",
    "Shoppers were hit in {place} this morning and {said} lost their lives, {origin} told us",
)
FIGURES = ("mean", "low", "high", "alpha", "beta", "up", "down")


def world(chance: random.Random, events: int = 9) -> list[list[Telling]]:
    """Articles of one claim each about some attacks: who quotes whom, and with what toll, is chance."""
    articles = []
    for event in range(events):
        day = START + timedelta(days=chance.randrange(DAYS))
        place, toll = chance.choice([path for path in PLACES if path]), chance.choice((7, 12, 30))
        for number in range(chance.randint(1, 5)):
            origin = chance.choice(ORIGINS)
            said = toll if chance.random() < 0.7 else toll + 9
            articles.append(
                [
                    telling(
                        f"e{event}n{number}",
                        outlet=f"Outlet {chance.randrange(6)}",
                        article=f"art{event}x{number}",
                        chain=[origin],
                        published=datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
                        + timedelta(days=chance.randrange(4), minutes=event * 10 + number),
                        text=chance.choice(WORDS).format(origin=origin, said=said, place=place[0]),
                        place_path=place,
                        action="kill",
                        time=day,
                        slot="killed",
                        value=said,
                    )
                ]
            )
    return sorted(articles, key=lambda claims: claims[0].order)


def take_in(articles: Iterable[list[Telling]]) -> None:
    """Store these articles as they are when they have been read, and have them linked."""
    for claims in articles:
        with transaction.atomic():
            article = stored.store(claims)
            Article.objects.filter(pk=article.pk).update(received_at=claims[0].published_at)
            for value in claims:
                row = Claim.objects.get(public_id=value.id)
                sources = {v.slug: source_of(v.name, v.slug) for v in (*value.claim.chain, *value.claim.denied_by)}
                Attribution.objects.bulk_create(attribution_rows(value.claim, row, sources))
        pipeline.process(article.pk)


def source_of(name: str, slug: str) -> Source:
    return Source.objects.filter(slug=slug).first() or make_source(name, slug=slug, kind="official", curated=False)


def work() -> None:
    while pipeline.finish():
        pass
    assert not settling.waiting()


def decide(chance: random.Random, now: datetime) -> None:
    """Some decision about claims of which something can be decided."""
    claims = list(Claim.objects.filter(article__state=Article.State.SETTLED).order_by("public_id"))
    pair = chance.sample(claims, min(2, len(claims)))
    kind, value = chance.choice(
        [
            ("verdict", {"rating": chance.choice((0.0, 1.0))}),
            ("same-event", {}),
            ("different-event", {}),
            ("independence", {"independent": chance.random() < 0.5}),
            ("relation", {"relation": chance.choice(("corroborates", "contradicts", "none"))}),
        ]
    )
    about = pair[:1] if kind == "verdict" else pair
    try:
        decisions.decide(kind, about, by=make_user_once(), now=now, value=value, reason="seen")
    except (decisions.BadDecision, decisions.Contradiction):
        return
    work()


def undo_one(chance: random.Random, now: datetime) -> None:
    standing = sorted(in_force().standing, key=lambda decision: decision.public_id)
    if standing:
        decisions.undo(chance.choice(standing), by=make_user_once(), now=now)
        work()


def make_user_once():
    from django.contrib.auth import get_user_model

    return get_user_model().objects.filter(username="checker").first() or make_user("checker")


# --- everything at once, by the engine alone ---


def weights(now: date) -> Trust:
    """The weights on a day, fitted month after month to the evidence of then."""
    trust = Trust(PRIOR)
    first = min(Article.objects.values_list("published_at", flat=True)).date()
    for end in month_ends(first, fit_day(now)):
        clusters = sorted(history._evidence(end), key=lambda e: e.cluster_id)
        trust = look([b for each in clusters for b in ballots(up_to(each, end))]).after(trust, end)
    return trust


def check_now() -> None:
    """What is stored is what settling all clusters at once gives."""
    now = past.last_day()
    trust = weights(now)
    kept = weighing.timeline().at(now)
    assert weighing.prior_on(now) == kept.prior
    assert (kept.prior, kept.means, kept.judged, kept.dependent) == (
        trust.prior,
        trust.means,
        trust.judged,
        trust.dependent,
    )
    found = settle(gather(in_force()), now, SHIPPED_GRADING.half_life_days, trust)
    rows = Assessment.objects.values_list("claim_id", "status", "credibility", "digit")
    assert {id: tuple(row) for id, *row in rows} == {
        id: (c.status, c.probability, c.admiralty) for id, c in found.credibilities.items()
    }
    outcomes = Outcome.objects.values_list("claim_id", "kind", "since", "until", "by", "weight", "reason")
    assert Counter(outcomes) == Counter(
        (o.claim, str(o.kind), o.since, o.until, o.by, o.weight, o.reason) for o in found.outcomes
    )
    assert set(TrackRecord.objects.values_list("source__slug", "role")) == found.records.keys()
    check_records(found, now, None)


def check_records(found: Settlement, day: date, as_of: date | None) -> None:
    for source in Source.objects.all():
        mine = {role: r for (voice, role), r in found.records.items() if voice == source.slug}
        answer = records.opened(source.slug, as_of)
        assert [record["role"] for record in answer["records"]] == sorted(mine)
        for record in answer["records"]:
            expected = mine[record["role"]].reliability
            assert [record[name] for name in FIGURES] == pytest.approx(
                [getattr(expected, n) for n in FIGURES], abs=2e-9
            )
            assert (record["checks"], record["letter"]) == (expected.n, expected.letter)
            lines = [line for line in answer["ledger"] if line["role"] == record["role"]]
            assert sum(line["up"] for line in lines) == pytest.approx(record["up"], abs=1e-9)
            assert sum(line["down"] for line in lines) == pytest.approx(record["down"], abs=1e-9)
            shown = [(x["claim"], x["partner"], x["date"], x["up"], x["down"], x["reason"]) for x in lines]
            ledger = mine[record["role"]].ledger
            assert Counter(shown) == Counter(
                (x.claim, x.partner, x.date.isoformat(), x.up, x.down, x.reason) for x in ledger
            )
        check_topics(answer, weighing.prior_on(past.last_day(as_of) or day))


def check_topics(answer: dict[str, Any], prior: Prior) -> None:
    """The record of a topic is that of its lines."""
    told = {(line["role"], topic) for line in answer["ledger"] for topic in line["topics"]}
    assert {(record["role"], record["topic"]) for record in answer["topics"]} == told
    names = ("claim", "kind", "partner", "up", "down", "weight", "reason")
    for record in answer["topics"]:
        mine = [x for x in answer["ledger"] if x["role"] == record["role"] and record["topic"] in x["topics"]]
        lines = [Contribution(date=date.fromisoformat(x["date"]), **{name: x[name] for name in names}) for x in mine]
        expected = reliability(lines, prior)
        assert [record[name] for name in FIGURES] == pytest.approx([getattr(expected, n) for n in FIGURES], abs=2e-9)
        assert (record["checks"], record["letter"]) == (expected.n, expected.letter)


def check_past() -> None:
    """What is answered about past days is what settling all that was known then gives."""
    days = [START + timedelta(days=n) for n in range(3, DAYS + 10, 9)]
    for day in days:
        snapshot = history._worked_out(day, None)
        check_records(snapshot.settlement, day, day)
        assert snapshot.settlement.trust.means == weights(past.last_day(day) or day).means


def answers(day: date | None) -> dict[str, object]:
    found = {}
    for slug in Source.objects.order_by("slug").values_list("slug", flat=True):
        answer = records.opened(slug, day)
        if answer["records"]:
            found[slug] = (answer["records"], answer["ledger"])
    return found


@pytest.mark.parametrize(("seed", "least"), [(0, fits.MOVED), (1, 0.0), (2, 0.0)])
def test_what_is_settled_piece_by_piece_is_what_settling_everything_gives(seed, least, monkeypatch):
    """least: how far a weight must move; at 0 every fit has lines weighed anew."""
    monkeypatch.setattr(fits, "MOVED", least)
    chance = random.Random(seed)
    articles = world(chance, events=16)
    chance.shuffle(articles)
    while articles:
        take_in([articles.pop() for _ in range(min(len(articles), chance.randint(1, 9)))])
        work()
    assert LedgerEntry.objects.filter(whole_up__gt=0).exists() and KeptFit.objects.exists()
    assert least or LedgerEntry.ever.filter(since__day=1, until=None).exists(), "no weight moved"
    check_now()
    check_past()
    digest = rebuilding.digest()
    for kept in (LedgerEntry, LedgerMonth, KeptFit, Polled, Part, Outcome, Assessment, TrackRecord):
        kept._base_manager.all().delete()
    settling.mark(Cluster.objects.values_list("public_id", flat=True))
    work()
    assert rebuilding.digest() == digest


@pytest.mark.parametrize("seed", range(3))
def test_decisions_change_the_present_and_leave_the_past(seed):
    chance = random.Random(100 + seed)
    articles = world(chance)
    half = len(articles) // 2
    take_in(articles[:half])
    work()
    for turn in range(4):
        at = articles[half - 1][0].published_at + timedelta(hours=turn)
        undo_one(chance, at) if turn == 2 else decide(chance, at)
    check_now()
    take_in(articles[half:])
    work()
    decide(chance, articles[-1][0].published_at + timedelta(days=1))
    check_now()
    check_past()


@pytest.mark.parametrize("seed", range(2))
def test_replayed_day_by_day_as_asked_afterwards(seed):
    """With people deciding in between. What is answered on a day stays so until something older arrives."""
    chance = random.Random(200 + seed)
    articles = world(chance, events=7)
    late = [articles.pop(len(articles) // 3)]
    then = {}
    while articles:
        day = articles[0][0].published_at.date()
        today = [claims for claims in articles if claims[0].published_at.date() == day]
        articles = articles[len(today) :]
        take_in(today)
        work()
        if chance.random() < 0.3:
            decide(chance, datetime(day.year, day.month, day.day, 23, tzinfo=UTC))
        then[day] = answers(None)
        assert then[day] == answers(day)
    for day, expected in then.items():
        assert answers(day) == expected, day
        assert arrivals.recomputed(day) == []
    take_in(late)
    Article.objects.filter(public_id=late[0][0].article).update(received_at=datetime(2021, 9, 1, tzinfo=UTC))
    work()
    arrived = late[0][0].published_at.date()
    for day, expected in then.items():
        if day < arrived:
            assert (answers(day), arrivals.recomputed(day)) == (expected, [])
        else:
            (why,) = arrivals.recomputed(day)
            assert why["since"] == "2021-09-01" and "arrived later" in why["why"]
    check_now()
    check_past()
