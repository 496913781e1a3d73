"""Articles taken in together: each as it would be alone after those before it, and none for another's fault."""

import random

import pytest
from django.db import DataError, OperationalError, transaction

from claims.models import Article
from corroboration import ingestion
from corroboration.ingestion import Accepted, Rejected, accept, accept_all
from tests.imports.doors import article

OUTLETS = ("Ostrava Post", "OSTRAVA POST", "Opava Post", "AMN", "Al-Masdar News")


def lines(seed: int) -> list[dict]:
    """Articles that are known, revised, moved, refused, under few ids and addresses."""
    chance = random.Random(seed)
    made = []
    for _ in range(60):
        line = article(chance.randrange(8), outlet=chance.choice(OUTLETS), text=f"Bridge {chance.randrange(4)} fell.")
        if chance.random() < 0.6:
            line["url"] = f"https://ostrava.example/{chance.randrange(6)}"
        if chance.random() < 0.1:
            line["published_at"] = "soon"
        made.append(line)
    return made


def told(answer: Accepted | Rejected) -> tuple:
    if isinstance(answer, Rejected):
        return ("rejected", str(answer))
    return (answer.status, answer.article.public_id, answer.warnings)


def alone(line: dict) -> Accepted | Rejected:
    try:
        return accept(line)
    except Rejected as refusal:
        return refusal


def rows() -> list[tuple]:
    return list(Article.objects.order_by("pk").values_list("public_id", "outlet__slug", "url", "text", "title"))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(8))
def test_the_answers_and_the_rows_are_those_of_one_after_another(seed):
    made = lines(seed)
    one_by_one = [told(alone(line)) for line in made]
    expected = rows()
    Article.objects.all().delete()
    together = [told(answer) for start in range(0, 60, 20) for answer in accept_all(made[start : start + 20])]
    assert together == one_by_one
    assert rows() == expected


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_batch(django_assert_max_num_queries):
    accept_all([article(1)])
    for size in (5, 100):
        with django_assert_max_num_queries(14):
            accept_all([article(size * 1000 + n, url=f"https://a.example/{size}/{n}") for n in range(size)])


@pytest.mark.django_db(transaction=True)
def test_one_that_the_database_refuses_takes_no_other_along(monkeypatch, wakeups):
    save, create = Article.save, type(Article.objects).bulk_create

    def refused(self, *arguments, **options):
        if self.external_id == "o-2":
            raise DataError("out of range")
        return save(self, *arguments, **options)

    def refused_together(self, rows, *arguments, **options):
        rows = list(rows)
        if any(isinstance(row, Article) and row.external_id == "o-2" for row in rows):
            raise DataError("out of range")
        return create(self, rows, *arguments, **options)

    monkeypatch.setattr(Article, "save", refused)
    monkeypatch.setattr(type(Article.objects), "bulk_create", refused_together)
    noted = []
    answers = accept_all([article(number) for number in range(5)], noted.append)
    assert [told(answer)[0] for answer in answers] == ["accepted", "accepted", "rejected", "accepted", "accepted"]
    assert "the database refuses it: out of range" in str(answers[2])
    assert [list(map(told, answer)) for answer in noted] == [list(map(told, answers))]
    assert len(wakeups) == Article.objects.count() == 4


@pytest.mark.django_db
def test_one_that_its_reader_breaks_on_takes_no_other_along(monkeypatch):
    def breaks(html):
        raise RecursionError(html)

    monkeypatch.setattr(ingestion, "text_of", breaks)
    answers = accept_all([article(1), article(2, text="", html="<p>A bridge fell.</p>"), article(3)])
    assert [told(answer)[0] for answer in answers] == ["accepted", "rejected", "accepted"]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_acknowledged_before_it_is_committed(wakeups):
    def breaks(answers):
        raise OperationalError("the disk is full")

    with pytest.raises(OperationalError):
        accept_all([article(1)], breaks)
    assert (Article.objects.count(), wakeups) == (0, [])
    with transaction.atomic():
        accept_all([article(1)])
        assert wakeups == []
    assert len(wakeups) == 1
