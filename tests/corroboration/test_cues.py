"""Signs in a claim's words that it goes on, or turns to something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corroboration.engine.cues import Cues, cues
from corroboration.engine.tables import table

NONE = Cues(
    known_event=False,
    new_event=False,
    known=frozenset(),
    pronoun=False,
    state=False,
    background=False,
    lasting=False,
    turns=False,
    tense="past",
)


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("The attack killed nine", "known_event"),
        ("Nobody claimed the deadly suicide bombing", "known_event"),
        ("This Opava explosion was heard far away", "known_event"),
        ("THE BLASTS were heard far away", "known_event"),
        ("Another attack followed", "new_event"),
        ("Several separate raids followed", "new_event"),
        ("They included two nurses", "pronoun"),
        ("Among them were two nurses", "pronoun"),
        ("The town lies near Opava", "state"),
        ("Rebels control the town", "state"),
        ("The truce was agreed last month", "background"),
        ("The town was previously held by rebels", "background"),
        ("Fighting erupted at dawn", "background"),
        ("The town was besieged for more than two years", "lasting"),
        ("Over the past week shells fell", "lasting"),
        ("Meanwhile, a mine was flooded", "turns"),
        ("In a separate raid two were held", "turns"),
        ("On Monday a mine was flooded", "turns"),
    ],
)
def test_a_cue_is_seen(text, cue):
    assert getattr(cues(text), cue)


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Nine were killed", "known_event"),
        ("The mayor spoke hours before an attack", "known_event"),  # too far behind "the"
        ("The theatre burnt", "known_event"),
        ("The attack killed nine", "new_event"),
        ("Nurses, they said, were among them", "pronoun"),
        ("Theirs was the last house", "pronoun"),
        ("The town was taken", "state"),
        ("The warden left", "background"),  # whole words: not "war"
        ("The yearling won", "background"),
        ("Nearly twenty were hurt", "lasting"),
        ("A mine, meanwhile, was flooded", "turns"),
        ("Meanwhiles are rare", "turns"),
    ],
)
def test_and_not_where_it_does_not_stand(text, cue):
    assert not getattr(cues(text), cue)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells hit the town", "past"),
        ("The army had taken the town", "before"),
        ("The army has taken the town", "perfect"),
        ("Rebels have taken the town", "perfect"),
        ("Rebels hold the town", "present"),
        ("The army had said that it has the town", "before"),
    ],
)
def test_tense(text, expected):
    assert cues(text).tense == expected


def test_what_is_named_as_known():
    assert cues("Rebels stopped the convoy at that bridge").known == {"convoy", "bridg"}  # stems
    assert cues("This bread convoy was the first").known == {"bread", "convoy"}  # "was" names nothing
    assert cues("A convoy left").known == frozenset()


@pytest.mark.parametrize("text", ["", "...", "—", "12", "ß" * 3])
def test_what_says_nothing_has_no_cue(text):
    assert cues(text) == NONE


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    assert cues(text).tense in ("past", "before", "perfect", "present")


def test_the_lists_are_folded_as_the_words_are_that_they_are_compared_with():
    """A capital or an apostrophe in the table would never be met."""
    words = [word for listed in table("episode_cues").values() for word in listed]
    assert all(word == " ".join(word.casefold().split()) and word.replace(" ", "").isalpha() for word in words)
    phrases = {"background", "turns"}
    single = [word for name, listed in table("episode_cues").items() if name not in phrases for word in listed]
    assert all(" " not in word for word in single)
