"""Texts made to hurt: each is read to the end, within seconds, and settles."""

import json
import time
from datetime import UTC, datetime

import pytest

from claims.engine.document import PART
from claims.engine.extract import extract
from claims.engine.reference import Reference
from claims.engine.values import ArticleText, Extraction
from claims.models import Article
from claims.selectors import reference
from corroboration import rebuilding
from corroboration.ingestion import accept
from sources.engine.values import Kind, Voice
from tests.pipeline.articles import line, work

LIMIT = 20.0  # seconds; on a quiet machine none of these takes 4
SIZE = 1_999_000
SENTENCE = "On Tuesday the mayor of Ostrava said that 12 people were killed and 30 wounded when a bomb hit the market. "
ARABIC = "قال المتحدث إن ١٢ شخصا قتلوا في المدينة يوم الثلاثاء. "


def repeated(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


@pytest.fixture(scope="module")
def read(nlp, django_db_setup, django_db_blocker):
    """Read a text as one of the Ostrava Post's; it may take LIMIT seconds."""
    with django_db_blocker.unblock():
        known: Reference = reference()

    def _read(text: str, title: str = "A bridge fell") -> Extraction:
        publisher = Voice("ostrava-post", "Ostrava Post", Kind.OUTLET)
        article = ArticleText(text, publisher, datetime(2021, 5, 4, 12, tzinfo=UTC), title=title)
        started = time.process_time()
        found = extract(article, known, nlp)
        assert time.process_time() - started < LIMIT
        for claim in found.claims:
            assert claim.text == " ".join(text[start:end] for start, end in claim.segments)
        return found

    return _read


@pytest.mark.parametrize(
    "text",
    [
        " " * SIZE + "x",
        "x" + "\n" * SIZE,
        "a" * SIZE,
        "9" * SIZE,
        "(" * SIZE,
        "[]" * (SIZE // 2),
        '"' * SIZE,
        "“" * (SIZE // 3),
        "'" * SIZE,
        "." * SIZE,
        "-" * SIZE,
        "a\n" * (SIZE // 8),
        "> a\n" * (SIZE // 8),
        repeated("word ", SIZE),
        repeated("http://ostrava.example/x ", SIZE),
        "😀" * (SIZE // 4),
        "a" + "\u0301" * (SIZE // 2),
        "\xa0" * (SIZE // 2),
        "\u200b" * (SIZE // 3),
        ARABIC * 20_000,
        repeated("9\n", SIZE),
        repeated("town\t12\t30\n", SIZE // 4),
        repeated("TAGS RELATED NEWS ", SIZE // 4),
        repeated("<<>>", SIZE),
        repeated("\x07\x1b", SIZE),
    ],
    ids=lambda text: repr(text[:3]),
)
def test_two_megabytes_of_nothing_hold_no_claims(text, read):
    assert read(text).claims == ()


@pytest.mark.parametrize(
    "piece", [SENTENCE, "and ", "he said that ", '"We saw it," he said. ', "12 people, 30 people, ", "A b. "], ids=repr
)
def test_a_long_paragraph_is_read_in_pieces(piece, read):
    read(repeated(piece, 20_000))


def test_what_stands_at_the_end_of_a_very_long_text_is_read(read):
    text = repeated("word ", SIZE) + "\n\nA bomb killed 12 people in Ostrava, the mayor said."
    assert [claim.chain[0].name for claim in read(text).claims if "killed" in claim.text] == ["mayor"]


def test_a_speaker_is_remembered_from_one_part_of_a_long_text_to_the_next(read):
    speech = "Mayor Petra Novotna told reporters that a bomb killed 12 people in Ostrava.\n"
    filler = "A tram stops here.\n" * (PART // 2 // 19)
    after = "She said that 30 people were wounded in Opava."
    text = filler + speech + filler + filler + after
    assert [claim.chain[0].name for claim in read(text).claims if "wounded" in claim.text] == ["Petra Novotna"]


@pytest.mark.parametrize("word", ["b" * 100_000, "9" * 100_000, "b-" * 50_000, "b’" * 50_000, "@" * 100_000])
def test_a_word_of_100_000_letters_hides_no_sentence_beside_it(word, read):
    found = read(f"{SENTENCE}\n\n{word}\n\nA train fell off the bridge of Opava, a witness said.")
    assert {"killed", "wounded"} <= {word for claim in found.claims for word in claim.text.split()}
    assert any("train" in claim.text for claim in found.claims)


@pytest.mark.parametrize(
    "around",
    ["{}", "\u202e{}\u202c", "\ufeff{}", f"{ARABIC}\n\n{{}}", "{}\x07\x1b[2J", "{}\uffff", "{}\n\n" + "😀" * 50],
)
def test_a_sentence_is_found_beside_other_scripts_and_controls(around, read):
    assert any("12 people" in claim.text for claim in read(around.format(SENTENCE)).claims)


def test_a_text_in_capitals_tells_what_it_tells_in_plain_type(read):
    plain = [(claim.segments, [voice.slug for voice in claim.chain]) for claim in read(SENTENCE).claims]
    shouted = [(claim.segments, [voice.slug for voice in claim.chain]) for claim in read(SENTENCE.upper()).claims]
    assert plain == shouted != []


def test_prose_below_a_table_is_read_and_its_rows_are_not(read):
    rows = "Town\tDead\tHurt\nOstrava\t12 people killed\t30\nOpava | 4 people killed | 7\n"
    assert all("12 people" in c.text or "30" in c.text or "bomb" in c.text for c in read(rows + SENTENCE).claims)
    assert all(c.segments[0][0] >= len(rows) for c in read(rows + SENTENCE).claims)


def test_an_article_in_another_language_says_so(read):
    assert read(ARABIC * 3).claims == ()
    assert read(ARABIC * 3).notes


STRANGE_NUMBERS = (
    "The blast killed ² people, ①② people, ½ people, ٣٠ people, 一 people, Ⅻ people, 0x10 people, 1_000 people, -5 "
    "people, 1.2.3 people and 99999999999999999999999 people on Monday. The attack killed "
    + "9"
    * 110
    + " people. The "
    "fire killed 1e999 people and 1E5000 others. The flood killed " + ",".join(["999"] * 28) + " people, or a million "
    "billion trillion. It cost $1e400, 5 million million dollars and 10 %%% of NaN and Infinity soldiers."
)
STRANGE_DATES = (
    "It happened 99999999999999 days ago, on 31 February 2021, in 0000, in year 10000, on 99/99/9999, on 2021-13-45, "
    "the day before yesterday, last century, 9999999 years ago, next millennium, at 25:61 and on the 0th of May. The "
    "bridge fell 3 million weeks ago. He said so 100000 months ago, one billion years ago and on 29 February 1900."
)


@pytest.mark.django_db
@pytest.mark.parametrize("text", [STRANGE_NUMBERS, STRANGE_DATES], ids=["numbers", "dates"])
@pytest.mark.parametrize("day", ["0001-01-01", "2021-05-04"])
def test_strange_numbers_and_dates_settle_and_are_json(text, day, nlp):
    accept(line("o-1", "Ostrava Post", day, text))
    work()
    article = Article.objects.get()
    assert (article.state, article.error) == ("settled", "")
    for claim in article.claims.all():
        json.dumps([claim.frame, claim.quantities], allow_nan=False)
    rebuilding.digest()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    ["a" * SIZE, '"' * SIZE, SENTENCE + "b" * 100_000, ARABIC * 200, "!", "\u202e" + SENTENCE, "\x07", "Comments"],
)
def test_no_row_is_stuck(text, nlp):
    accept(line("o-1", "x" * 300, "2021-05-04", text, title="A bridge fell " * 350, wire="x" * 200, via="y" * 300))
    accept(line("o-2", "Opava Post", "2021-05-04", SENTENCE))
    started = time.process_time()
    work()
    assert time.process_time() - started < LIMIT
    assert set(Article.objects.values_list("state", "error")) == {("settled", "")}


@pytest.mark.django_db
def test_a_title_that_the_text_repeats_without_end_costs_little(read):
    title = "A bridge fell in Ostrava and killed four people " * 100
    read(repeated("A bridge fell in Ostrava and killed four people\n", 20_000), title=title)
