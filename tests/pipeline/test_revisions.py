"""An outlet edits its article: what it no longer says is retracted since that day, and was what it was before."""

import random
from datetime import date
from itertools import permutations

import pytest
from django.db import connection
from django.utils import timezone

from claims.models import Article, Claim
from corroboration import export, history, pipeline, queue, rebuilding, records, relating
from corroboration.ingestion import accept
from corroboration.models import Assessment, Outcome, Relation
from corroboration.queue import State
from tests.pipeline.articles import line, take_in, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nlp")]

MARKET = "A car bomb hit the market of Azaz on Friday, the Observatory for Human Rights said."
TOLL = "The blast killed 44 people, the Observatory for Human Rights said."
LOWER = "The blast killed 12 people, the Observatory for Human Rights said."
HIGHER = "The blast killed at least 51 people, the Observatory for Human Rights said."
SCHOOLS = "Schools in the town stayed closed on Saturday."
SAME = "A car bomb killed 44 people in Azaz on Friday, the local council said."
AGREEING = "A car bomb killed 44 people in Azaz on Friday, a hospital director said."
OTHER = "A car bomb killed 12 people in Azaz on Friday, the ministry of health said."
MAY_4, MAY_5, MAY_6, MAY_7 = (date(2018, 5, day) for day in (4, 5, 6, 7))


def gazette(*sentences: str, revised: str = "") -> dict:
    more = {"revised_at": revised} if revised else {}
    return line("g", "Orchard Gazette", "2018-05-04T09:00:00Z", "\n\n".join(sentences), **more)


def others() -> None:
    take_in(
        ("p", "River Post", "2018-05-04T15:00:00Z", SAME),
        ("t", "Hill Tribune", "2018-05-05T08:00:00Z", OTHER),
    )


def told(number: float, outlet: str = "orchard-gazette") -> Claim:
    rows = Claim.objects.filter(article__outlet__slug=outlet, slot="killed")
    return next(row for row in rows if row.quantities[0]["value"] == number)


def record(day: date, slug: str = "orchard-gazette") -> tuple[float, float, set[str]]:
    """up, down and the kinds of lines of a source as carrier, at the end of a day."""
    found = records.opened(slug, day, "carrier")
    mine = next((each for each in found["records"] if each["role"] == "carrier"), {"up": 0.0, "down": 0.0})
    return mine["up"], mine["down"], {each["kind"] for each in found["ledger"]}


def clear() -> None:
    Article.objects.all().update(replaced_by=None)
    Claim.every.all().delete()
    rebuilding.forget(now=timezone.now())
    Article.objects.all().delete()


class TestWithdrawn:
    @pytest.fixture(autouse=True)
    def edited(self):
        accept(gazette(MARKET, TOLL, SCHOOLS))
        others()
        work()
        self.id = told(44).public_id
        accept(gazette(MARKET, SCHOOLS, revised="2018-05-06T10:00:00Z"))
        work()

    def test_it_is_retracted_by_the_text_that_no_longer_says_it(self):
        claim = told(44)
        text = Article.objects.get(external_id="g", replaced_by=None)
        assert claim.public_id == self.id
        assert (claim.withdrawn_at.date(), claim.dropped_by, claim.updated_as) == (MAY_6, text, "")
        outcome = Outcome.objects.get(claim=claim, kind="retracted")
        assert (outcome.since, outcome.until, outcome.by, outcome.weight) == (MAY_6, None, text.public_id, 0.0)
        assert outcome.reason == "withdrawn: the text of 6 May 2018 no longer says it"
        assert claim.assessment.status == "retracted"

    def test_what_stood_against_it_ended_that_day(self):
        against = Outcome.objects.filter(claim=told(44), kind="contradicted")
        assert {outcome.until for outcome in against} == {MAY_6}

    def test_what_agreed_with_it_agrees_with_nobody_since(self):
        """Two outlets told of 44 until the one withdrew it: the other's word is borne out by nobody any more."""
        accept(line("q", "Valley Echo", "2018-05-04T18:00:00Z", AGREEING))
        work()
        claim = Claim.objects.get(article__external_id="q", slot="killed")
        (outcome,) = claim.outcomes.filter(kind="corroborated", by=self.id)
        assert (outcome.since, outcome.until) == (MAY_4, MAY_6)
        assert history.snapshot(MAY_5).status[claim.public_id][0] in ("corroborated", "contested")

    def test_the_record_is_what_it_was_before_and_counts_nothing_after(self):
        up, down, kinds = record(MAY_5)
        assert up + down > 0
        assert "retracted" not in kinds
        assert record(MAY_6) == (0.0, 0.0, {"retracted"})
        (entry,) = [each for each in records.opened("orchard-gazette")["ledger"] if each["claim"] == self.id]
        assert (entry["kind"], entry["up"], entry["down"], entry["weight"]) == ("retracted", 0.0, 0.0, 0.0)
        assert entry["reason"] == "withdrawn: the text of 6 May 2018 no longer says it"

    def test_what_both_texts_say_goes_on_as_one_claim(self):
        first, second = Article.objects.filter(external_id="g").order_by("told_at")
        market = Claim.objects.get(article=first, text__contains="market")
        (again,) = market.said_again(manager="every").all()
        assert again.article == second
        assert not Claim.objects.filter(article=second).exists()
        lines = [each for each in export.claims(None) if "market" in each["text"]]
        assert [each["id"] for each in lines] == [market.public_id]
        assert lines[0]["revised_at"] == "2018-05-06T10:00:00Z"
        assert second.text[lines[0]["start"] : lines[0]["end"]] == again.text
        assert lines[0]["told_at"] == "2018-05-04T09:00:00Z"

    def test_a_line_says_when_it_was_told_and_withdrawn_as_far_as_was_known(self):
        def withdrawn(day: date | None) -> str | None:
            return next(each["withdrawn_at"] for each in export.claims(day) if each["id"] == self.id)

        assert (withdrawn(None), withdrawn(MAY_6)) == ("2018-05-06T10:00:00Z", "2018-05-06T10:00:00Z")
        assert withdrawn(MAY_5) is None

    def test_one_that_says_it_again_is_told_anew(self):
        accept(gazette(SCHOOLS, MARKET, TOLL, revised="2018-05-07T10:00:00Z"))
        work()
        first, again = Claim.objects.filter(article__external_id="g", slot="killed").order_by("article__told_at")
        assert (first.public_id, first.withdrawn_at.date()) == (self.id, MAY_6)
        assert (again.article.told_at.date(), again.withdrawn_at) == (MAY_7, None)

    def test_states_say_which_text_stands(self):
        states = Article.objects.filter(external_id="g").order_by("told_at").values_list("state", flat=True)
        assert list(states) == [State.RETIRED, State.SETTLED]

    def test_a_rebuild_comes_to_the_same(self):
        before = rebuilding.digest()
        rebuilding.forget(now=timezone.now())
        work()
        assert rebuilding.digest() == before


def test_a_lower_toll_corrects_the_higher_one_and_does_not_dispute_it():
    accept(gazette(MARKET, TOLL, SCHOOLS))
    accept(gazette(MARKET, LOWER, SCHOOLS, revised="2018-05-06T10:00:00Z"))
    others()
    work()
    wrong, right = told(44), told(12)
    relation = Relation.objects.get(a=right, b=wrong)
    assert (relation.kind, relation.type) == ("supersedes", "correction")
    assert {o.since for o in Outcome.objects.filter(claim=wrong, kind="retracted")} == {MAY_6}
    assert history.snapshot(MAY_5).status[wrong.public_id][0] == "contested"
    assert right.public_id not in history.snapshot(MAY_5).status


def test_a_rising_toll_is_an_update_and_no_retraction():
    accept(gazette(MARKET, TOLL, SCHOOLS))
    accept(gazette(MARKET, HIGHER, SCHOOLS, revised="2018-05-06T10:00:00Z"))
    work()
    old, new = told(44), told(51)
    assert (old.updated_as, old.withdrawn_at) == (new.public_id, None)
    kinds = set(Outcome.objects.filter(claim=old).values_list("kind", flat=True))
    assert "superseded" in kinds
    assert "retracted" not in kinds
    assert new.article.told_at.date() == MAY_6


def test_a_sentence_in_other_words_is_no_retraction():
    accept(gazette(MARKET, TOLL, SCHOOLS))
    accept(gazette(MARKET, "The explosion left 44 people dead.", SCHOOLS, revised="2018-05-06T10:00:00Z"))
    work()
    assert {claim.dropped_at for claim in Claim.every.all()} == {None}


@pytest.mark.parametrize("revised", ["", "2018-05-04", "2018-05-04T09:00:00Z"])
def test_a_revision_that_is_not_dated_replaces_the_text_without_a_trace(revised):
    """Of two without a date the hash decides which stands: the other may be the old one."""
    accept(gazette(MARKET, TOLL, SCHOOLS))
    work()
    accept(gazette(MARKET, SCHOOLS, revised=revised))
    work()
    (standing,) = set(Claim.objects.values_list("article", flat=True))
    assert Article.objects.get(pk=standing).replaced_by is None
    assert not Outcome.objects.filter(kind="retracted").exists()
    assert {row.article_id for row in Claim.every.filter(stands=True)} == {standing}


VERSIONS = [
    gazette(MARKET, TOLL, SCHOOLS),
    gazette(MARKET, SCHOOLS, revised="2018-05-05T10:00:00Z"),
    gazette(MARKET, LOWER, SCHOOLS, revised="2018-05-06T10:00:00Z"),
    gazette(MARKET, TOLL, HIGHER, revised="2018-05-07T10:00:00Z"),
]


def arrive(texts: list[dict], chance: random.Random | None = None) -> None:
    for text in texts:
        accept(text)
        for _ in range(chance.randrange(4) if chance else 0):
            chance.choice([pipeline.process_next, lambda: pipeline.settle(wait=False)])()
    work()


def test_texts_in_any_order_one_by_one_or_together_end_the_same():
    others()
    digests = {}
    for order in [*permutations(VERSIONS[:3]), VERSIONS[::-1]]:
        for seed in (None, 1):
            arrive(list(order), random.Random(seed) if seed else None)
            arrive(VERSIONS)
            digests[rebuilding.digest()] = order
            clear()
            others()
    assert len(digests) == 1


@pytest.mark.parametrize("kind", ["claims", "relations", "clusters", "track-records"])
def test_every_day_is_answered_as_if_later_texts_had_never_come(kind):
    others()
    arrive(VERSIONS)
    stream = export.KINDS[kind].stream
    then = {day: list(stream(day)) for day in (MAY_4, MAY_5, MAY_6)}
    for number, day in enumerate(then, start=1):
        clear()
        others()
        arrive(VERSIONS[:number])
        assert list(stream(day)) == then[day], day


def test_a_text_that_fails_takes_no_part_until_it_is_tried_again(monkeypatch):
    arrive(VERSIONS[:2])
    assert told(44).withdrawn_at is not None
    whole, sound = rebuilding.digest(), relating.judge
    clear()

    def judge(members, *rest):
        if any(telling.published_at.date() > MAY_4 for telling in members):
            raise ValueError("poison")
        return sound(members, *rest)

    extra = gazette(MARKET, SCHOOLS, "Police arrested a man in Azaz on Sunday.", revised="2018-05-05T10:00:00Z")
    monkeypatch.setattr(relating, "judge", judge)
    arrive([VERSIONS[0], extra])
    assert list(Article.objects.filter(revised_at=None).values_list("state", flat=True)) == [State.SETTLED]
    assert told(44).withdrawn_at is None
    monkeypatch.undo()
    queue.try_again(Article.objects.filter(state=State.FAILED), now=timezone.now())
    work()
    assert told(44).withdrawn_at.date() == MAY_5
    mended = rebuilding.digest()
    rebuilding.forget(now=timezone.now())
    work()
    assert rebuilding.digest() == mended != whole


@pytest.mark.parametrize("stage", ["linking.unlink", "relating.judge", "settling.compute", "grouping.plan"])
def test_a_run_that_was_killed_is_finished_by_the_next(stage, monkeypatch):
    others()
    arrive(VERSIONS[:3])
    expected = rebuilding.digest()
    clear()
    others()
    arrive([VERSIONS[0], VERSIONS[2]])

    def killed(*arguments, **named):
        raise KeyboardInterrupt

    accept(VERSIONS[1])
    pipeline.process_next()
    monkeypatch.setattr(f"corroboration.{stage}", killed)
    with pytest.raises(KeyboardInterrupt):
        for _ in range(9):
            pipeline.finish()
    monkeypatch.undo()
    work()
    assert rebuilding.digest() == expected
    assert Assessment.objects.count() == Claim.objects.filter(zone="body").count()
    connection.check_constraints()
