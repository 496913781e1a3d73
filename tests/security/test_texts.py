"""Texts of 100,000 characters made to hurt go through the whole of the work, each within a bound, and settle."""

import time

import pytest

from claims.models import Article
from corroboration import extraction
from corroboration.ingestion import accept
from tests.pipeline.articles import line, work

SIZE = 100_000
SECONDS = 30.0  # of this process, to read one; on a quiet machine the worst takes a quarter
SENTENCE = "On Tuesday the mayor of Ostrava said that 12 people were killed. "
HARDEST = {
    "quotes that never end": '"A bomb hit the market, “he said, ‘it was ',
    "brackets in brackets": "The mayor (who [the (council said ",
    "somebody said something": "said X ",
    "marks on letters": "a\u0301\u0302\u0303\u0304",
    "one long word": "killed-",
}
OTHERS = {  # a fifth as long: they take their time in proportion
    "voices of voices": "according to the police, who told the Herald that the mayor said ",
    "numbers and numbers": "12 people, 30 people or 1,000 to 2,000 people and ",
    "other directions": "\u202e12 people were killed\u202c ",
    "days and days": "two days before Friday, a week later, in May 2021, ",
}
TEXTS = {name: (piece, SIZE) for name, piece in HARDEST.items()} | {n: (p, SIZE // 5) for n, p in OTHERS.items()}


def filled(piece: str, size: int) -> str:
    return SENTENCE + (piece * (size // len(piece) + 1))[:size]


@pytest.mark.django_db
@pytest.mark.any_database  # reading takes the time, and asks no database
@pytest.mark.usefixtures("nlp")
def test_they_are_read_in_time_and_settle(monkeypatch):
    took: dict[str, float] = {}
    reading = extraction.read

    def timed(article, *args):
        started = time.process_time()
        found = reading(article, *args)
        took[article.external_id] = time.process_time() - started
        return found

    monkeypatch.setattr(extraction, "read", timed)
    for name, text in TEXTS.items():
        accept(line(name, "Ostrava Post", "2021-05-05", filled(*text)))
    started = time.process_time()
    work()
    whole = time.process_time() - started
    assert set(Article.objects.values_list("state", "error")) == {("settled", "")}
    assert {name: seconds for name, seconds in took.items() if seconds > SECONDS} == {}
    assert took.keys() == TEXTS.keys()
    assert whole - sum(took.values()) < SECONDS
