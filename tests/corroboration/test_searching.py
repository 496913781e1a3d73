"""Which claims are like a sentence, and why: words find, frames rank."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corroboration.engine import searching
from corroboration.engine.searching import Held, Match
from corroboration.engine.values import Telling
from tests.corroboration.factories import moment, telling
from tests.corroboration.tellings import corpora


def fit(query: Telling, claim: Telling) -> Match:
    [match] = searching.rank(query, [claim])
    return match


QUERY = telling(
    "query",
    text="A bus bombing killed 14 people in Ostrava on 4 May 2021",
    place="Ostrava",
    place_path=("ostrava", "moravia", "cz"),
    action="bombing",
    time="2021-05-04",
    value=14,
    role="killed",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The of in and said that it was", ()),
        ("", ()),
        ("attack", ("attack",)),
        ("The attack on Ostrava", ("OSTRV", "attack")),  # a name before a common noun
        ("Kafraya", ("KFR",)),
        ("Kefraya", ("KFR",)),
        ("14 dead", ("14", "dead")),
    ],
)
def test_a_statement_is_found_by_its_telling_roots_the_rarest_first(text, expected):
    assert searching.roots(text) == expected


def test_a_query_looks_up_its_rarest_roots_only():
    words = "mayor council bridge river storm market flood hospital school police army border"
    assert len(searching.asked(words)) == searching.ASKED
    assert set(searching.asked(words)) <= set(searching.roots(words))


def test_a_statement_without_end_has_so_many_roots_and_no_more():
    assert len(searching.roots(" ".join(f"x{n}y" for n in range(500)))) == searching.INDEXED


@pytest.mark.parametrize(
    ("time", "day"),
    [
        ("2021-05-01", date(2021, 5, 1)),
        (("2021-04-01", "2021-04-30"), date(2021, 4, 1)),
        ((None, "2021-04-30"), date(2021, 4, 30)),
        (None, date(2021, 5, 4)),  # when it was published
    ],
)
def test_a_claim_is_about_the_first_day_it_names(time, day):
    frame = telling(time=time).claim.frame
    assert searching.event_day(frame, moment("2021-05-04")) == day.toordinal()


WEIGHTS = {"OSTRV": 4.5, "bus": 2.0, "bomb": 2.2}
FOUND = {
    "all": Held(10, {"OSTRV", "bus", "bomb"}),
    "name-late": Held(30, {"OSTRV"}),
    "name-early": Held(1, {"OSTRV"}),
    "words": Held(20, {"bus", "bomb"}),
    "one": Held(40, {"bus"}),
}


@pytest.mark.parametrize(
    ("near", "expected"),
    [
        (None, ["all", "name-late", "name-early", "words", "one"]),
        (3, ["all", "name-early", "name-late", "words", "one"]),
    ],
)
def test_the_shortlist_goes_by_the_weight_of_shared_words_then_by_the_day(near, expected):
    assert searching.shortlist(FOUND, WEIGHTS, near) == expected


def test_equal_candidates_stand_in_the_order_of_their_ids():
    assert searching.shortlist({"b": Held(1, {"bus"}), "a": Held(1, {"bus"})}, WEIGHTS, None) == ["a", "b"]


def test_a_one_word_claim_does_not_win():
    """Its words are all in the query (token_set_ratio 100), but the query says much that it doesn't."""
    word = telling("word", text="Bus")
    told = telling("told", text="14 people died when a bomb tore through a bus in Ostrava", place="Ostrava", value=14)
    assert [match.claim for match in searching.rank(QUERY, [word, told])] == ["told", "word"]


def test_the_score_is_the_mean_of_shared_words_and_the_chance_of_one_event():
    match = fit(QUERY, telling("c", text="A bus fell into the river at Opava"))
    assert match.score == pytest.approx((match.words + match.event) / 2)
    assert 0 < match.words < 0.5


def test_the_same_sentence_has_all_its_words():
    assert fit(QUERY, telling("c", text=QUERY.claim.text)).words == 1


def test_without_telling_words_nothing_is_shared():
    assert fit(telling("q", text="it was so"), telling("c", text="it was so")).words == 0


@pytest.mark.parametrize(
    ("claim", "reasons"),
    [
        (
            telling(
                "c",
                text="Bombers killed 14 in a Ostrava bus",
                place="Ostrava",
                place_path=("ostrava", "moravia", "cz"),
                action="bombing",
                time="2021-05-04",
                value=14,
                role="killed",
            ),
            {
                "shares killed, 14, Ostrava, bus",
                "same place: Ostrava",
                "same time: 4 May 2021",
                "same action: bombing",
                "same number: 14 killed",
            },
        ),
        (
            telling("c", text="Rain", place="Opava", time="2021-05-06", action="rain", value=9, role="killed"),
            {"another place: Opava", "another time: 6 May 2021", "another number: 9 killed"},
        ),
        (
            telling("c", text="Rain", place="Moravia", place_path=("moravia", "cz"), time=("2021-05-01", "2021-05-09")),
            {"place within the other: Moravia", "same time: from 1 May 2021 until 9 May 2021"},
        ),
        (telling("c", text="Rain", time=("2021-04-30", None)), {"same time: from 30 April 2021"}),
        (telling("c", text="Rain", action="kill"), {"same kind of event"}),
        (telling("c", text="Rain"), set()),
    ],
)
def test_it_says_what_fits_and_what_does_not(claim, reasons):
    assert set(fit(QUERY, claim).reasons) == reasons


def test_a_shared_actor_is_named():
    query = telling("q", text="The mayor resigned", actor="mayor of Opava", action="resign")
    claim = telling("c", text="He went", actor="mayor of Opava", action="resign")
    assert "same actor: mayor of Opava" in fit(query, claim).reasons


@given(corpora())
def test_the_ranking_is_the_same_in_whatever_order_candidates_come(told):
    ranked = searching.rank(QUERY, told)
    assert searching.rank(QUERY, told[::-1]) == ranked
    assert all(0 <= match.score <= 1 for match in ranked)


def test_of_no_candidates_none_is_found():
    assert searching.rank(QUERY, []) == []


@given(corpora())
def test_how_well_a_claim_fits_does_not_depend_on_the_others(told):
    assert set(searching.rank(QUERY, told)) == {fit(QUERY, each) for each in told}


@given(st.text(max_size=300))
def test_any_text_can_be_asked_for(text):
    assert len(searching.asked(text)) <= searching.ASKED
    fit(telling("q", text=text or "x"), QUERY)
