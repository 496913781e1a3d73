"""What outlets edited without a word: the list, one edit, the article's page, and what programs are told."""

import json

import pytest

from claims.models import Article
from corroboration.engine.diffing import MOST_SENTENCES, Kind, compared
from tests.factories import make_article, make_claim, moment
from tests.fetching.test_hostile_bytes import within
from tests.retrieval.factories import make_edit

pytestmark = pytest.mark.django_db

BEFORE = "Blast in Ostrava\n\nA blast hit the market. It killed 14 people.\n\nThe mayor spoke."
AFTER = "Blast in Ostrava\n\nA blast hit the market. It killed 9 people.\n\nThe mayor spoke.\n\nMore follows."


def marked(before: str, after: str) -> list[str]:
    signs = {Kind.SAME: "=", Kind.GONE: "-", Kind.CAME: "+"}
    return [
        " ".join(f"{signs[piece.kind]}{piece.text}" for piece in paragraph) for paragraph in compared(before, after)
    ]


CASES = {
    "nothing changed": (
        BEFORE,
        BEFORE,
        ["=Blast in Ostrava", "=A blast hit the market. It killed 14 people.", "=The mayor spoke."],
    ),
    "a sentence and a paragraph": (
        BEFORE,
        AFTER,
        [
            "=Blast in Ostrava",
            "=A blast hit the market. It killed -14 +9 =people.",
            "=The mayor spoke.",
            "+More follows.",
        ],
    ),
    "a heading": ("One\n\nA.", "Two\n\nA.", ["-One +Two", "=A."]),
    "all of it": ("A. B.", "C.", ["-A. B. +C."]),
    "only blanks": ("A  b.\nC.", "A b.\n\nC.", ["=A b.", "=C."]),
    "from nothing": ("", "A.", ["+A."]),
    "words": (
        "At least 14 people died in the blast, the mayor said.",
        "At least 16 people died in Tuesday's blast.",
        ["=At least -14 +16 =people died in -the blast, the mayor said. +Tuesday's blast."],
    ),
    "a first word, and a sentence before": (
        "He spoke for an hour.",
        "Nobody came. Later he spoke for an hour.",
        ["+Nobody came. -He +Later he =spoke for an hour."],
    ),
    "reworded, swapped and dropped": (
        "Rain fell on the town. The mayor spoke to the press. It was late.",
        "The mayor spoke briefly to the press. Nothing else happened.",
        [
            "-Rain fell on the town.",
            "=The mayor spoke +briefly =to the press. -It was late. +Nothing else happened.",
        ],
    ),
    "Arabic": ("قال. قتل؟ نعم.", "قال. جرح؟ نعم.", ["=قال. -قتل؟ +جرح؟ =نعم."]),
}  # fmt: skip


@pytest.mark.parametrize("what", CASES)
def test_two_texts_are_woven_into_one(what):
    before, after, woven = CASES[what]
    assert marked(before, after) == woven


def test_texts_too_long_to_be_compared_are_said_to_have_changed_but_where_they_begin_and_end():
    before, after = (f"First. {f'{word} sentence. ' * (MOST_SENTENCES + 1)}Last." for word in ("A", "Another"))
    [pieces] = compared(before, after)
    assert [(piece.kind, piece.text[:8]) for piece in pieces] == [
        (Kind.SAME, "First."),
        (Kind.GONE, "A senten"),
        (Kind.CAME, "Another "),
        (Kind.SAME, "Last."),
    ]


@pytest.mark.parametrize(("before", "after"), [("A. ", "A. B. "), ("A. B. ", "B. B. A. "), ("a b ", "b b a ")])
def test_texts_that_repeat_themselves_are_compared_in_time(before, after):
    with within(10):
        assert compared(before * 5_000, after * 3_000)


@pytest.fixture
def edited() -> Article:
    """An article of two texts: one claim withdrawn, one updated, one added, one that goes on."""
    article = make_article(text=AFTER, told_at=moment("2021-05-05"), revised_at=moment("2021-05-05"))
    edit = make_edit(article, BEFORE, at=moment("2021-05-05"))
    added = make_claim(article, "It killed 9 people")
    gone = {"dropped_at": moment("2021-05-05"), "dropped_by": article}
    make_claim(edit.before, "A blast hit the market", **gone)
    make_claim(edit.before, "It killed 14 people", updated_as=added.public_id, **gone)
    make_claim(edit.before, "The mayor spoke")
    return article


def test_silent_edits_are_listed_the_latest_first_and_told_ones_apart(client, edited):
    told = make_article(title="Told of")
    make_edit(told, noted=True)
    page = client.get("/edits/").content.decode()
    assert (f"/articles/{edited.public_id}/changes/" in page, "Told of" in page) == (True, False)
    assert all(words in page for words in ("1 withdrawn", "1 updated", "1 added"))
    page = client.get("/edits/?which=told").content.decode()
    assert (f"/articles/{edited.public_id}/changes/" in page, "Told of" in page) == (False, True)


def test_an_edit_shows_both_texts_and_what_became_of_their_claims(client, edited):
    page = client.get(f"/articles/{edited.public_id}/changes/").content.decode()
    assert "Edited without a word" in page
    assert (
        '<del><span class="hidden">Gone: </span>14</del> <ins><span class="hidden">Come: </span>9</ins> people.' in page
    )
    assert page.index("Withdrawn") < page.index("Updated") < page.index("Added")
    assert client.get(f"/articles/{edited.edit.before.public_id}/changes/").status_code == 404


def test_markup_in_an_edited_text_is_shown_as_text(client):
    article = make_article(text="<script>alert(1)</script> was said. Two.")
    make_edit(article, "Two.")
    assert "<script>alert" not in client.get(f"/articles/{article.public_id}/changes/").content.decode()


def test_the_article_says_that_it_was_edited(client, edited):
    page = client.get(f"/articles/{edited.public_id}/").content.decode()
    assert "Edited without telling its readers" in page
    assert f"/articles/{edited.public_id}/changes/" in page


def test_the_list_costs_the_same_however_long(client, edited, django_assert_num_queries):
    client.get("/edits/")
    with django_assert_num_queries(4):
        client.get("/edits/")
    for _ in range(5):
        article = make_article(text=f"{AFTER} Again.")
        make_edit(article, BEFORE)
        make_claim(article, "It killed 9 people")
    with django_assert_num_queries(4):
        client.get("/edits/")


def test_programs_are_told_which_claims_each_text_added_and_dropped(client, edited, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        answer = client.get(f"/api/v1/articles/{edited.public_id}/texts/")
    first, second = answer.json()["texts"]
    assert (first["id"], first["noted"], first["replaced_by"]) == (edited.edit.before.public_id, None, edited.public_id)
    assert (second["id"], second["noted"], second["revised_at"]) == (edited.public_id, False, "2021-05-05T12:00:00Z")
    assert (len(first["added"]), len(second["added"]), len(second["dropped"])) == (3, 1, 1)
    assert second["updated"] == [{"claim": second["updated"][0]["claim"], "by": second["added"][0]}]
    assert "killed" not in json.dumps(answer.json()), "no text of the article leaves"
    assert client.get(f"/api/v1/articles/{'0' * 24}/texts/").status_code == 404
