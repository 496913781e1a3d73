"""`manage.py digest`: one hash of what came out, the same however it came in."""

import io
import json
from itertools import permutations

import pytest
from django.core.management import call_command

from corroboration.ingestion import accept
from tests.pipeline.articles import line, take_in, work
from tests.pipeline.test_pipeline import clear

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nlp")]

DAY = "2018-05-04T15:00:00Z"
URL = "https://river.example/azaz"


def toll(people: int) -> str:
    return f"A car bomb killed {people} people in Azaz on Friday, the local council said."


def digest() -> tuple[str, str]:
    """What the command writes, and what it says on stderr."""
    out, err = io.StringIO(), io.StringIO()
    call_command("digest", stdout=out, stderr=err)
    return out.getvalue().rstrip("\n"), err.getvalue()


def test_the_digest_is_one_line_of_hex_even_of_nothing():
    written, said = digest()
    assert len(written) == 64
    assert set(written) <= set("0123456789abcdef")
    assert said == ""


def test_a_digest_of_unsettled_articles_comes_with_a_warning():
    take_in()
    assert digest()[1] == "warning: 6 articles are not settled yet; the digest will change\n"


def test_rebuild_comes_to_the_same_digest(monkeypatch):
    monkeypatch.setattr("corroboration.waiting.QUIET_SECONDS", 0.0)
    take_in()
    work()
    before = digest()
    out = io.StringIO()
    call_command("rebuild", stdout=out, stderr=io.StringIO())
    assert digest() == before
    assert json.loads(out.getvalue().splitlines()[-1])["articles"] == 6


def test_another_article_makes_another_digest():
    accept(line("a", "River Post", DAY, toll(12)))
    work()
    before = digest()
    accept(line("b", "Hill Tribune", DAY, toll(13)))
    work()
    assert digest() != before


def test_what_was_refused_or_unchanged_leaves_no_trace():
    accept(line("a", "River Post", DAY, toll(12), url=URL))
    work()
    before = digest()
    assert accept(line("a", "River Post", DAY, toll(12), url=URL)).status == "unchanged"
    work()
    assert digest() == before


@pytest.mark.parametrize(
    "tellings",
    [
        pytest.param(
            [
                ("a", toll(12), {}),
                ("a", toll(15), {"revised_at": "2018-05-06"}),
                ("a", toll(14), {"revised_at": "2018-05-05"}),
            ],
            id="by revised_at",
        ),
        pytest.param(
            [("a", toll(12), {}), ("a", toll(15), {}), ("a", toll(14), {})], id="by hash where no date is given"
        ),
        pytest.param(
            [("a", toll(12), {"url": URL}), ("b", toll(15), {"url": URL}), ("c", toll(12), {"url": URL})],
            id="one url under several ids",
        ),
        pytest.param(
            [("a", toll(12), {"url": URL}), ("b", toll(15), {"url": URL}), ("b", toll(9), {"url": URL + "2"})],
            id="a chain of ids and urls",
        ),
    ],
)
def test_revisions_end_the_same_in_any_order(tellings):
    ends = set()
    for order in permutations(tellings):
        clear()
        for external_id, text, more in order:
            accept(line(external_id, "River Post", DAY, text, **more))
            if order[0] is not tellings[0]:  # settled in between, or all at once: it must not matter
                work()
        work()
        ends.add(digest())
    assert len(ends) == 1
