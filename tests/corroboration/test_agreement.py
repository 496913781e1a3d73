"""Do two claims of one event say the same? The signs, their table, and what it makes of them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corroboration.engine.agreement import FEATURES, agreement, enough, enough_for_two, features
from corroboration.engine.relations import judge, relate
from corroboration.engine.tables import table
from corroboration.engine.values import Stance
from tests.corroboration.factories import telling, voice

WORDS = ["dam", "burst", "Lipnik", "mill", "twelve", "died", "river", "rose", "the", "above"]


@pytest.mark.parametrize(
    ("left", "right", "sign"),
    [
        ({"slot": "damage"}, {"slot": "damage"}, "same_question"),
        ({"slot": "damage", "target": "the mill"}, {"slot": "damage", "target": "the mill"}, "same_answer"),
        ({"text": "The dam above Lipnik burst"}, {"text": "Burst: the dam above Lipnik"}, "shared_words"),
        ({"text": "The dam above Lipnik burst"}, {"text": "the dam burst"}, "contained"),
        ({"text": "The dam above Lipnik burst"}, {"text": "the dam above Lipnik has burst"}, "wording"),
        ({"action": "flood"}, {"action": "rescue"}, "other_action"),
        ({"target": "the old mill"}, {"target": "old mill"}, "same_target"),
        ({"value": 9, "role": "force"}, {"value": 9, "role": "force"}, "same_number"),
        ({"value": 9, "role": "force"}, {"value": 7, "role": "force"}, "other_number"),
        ({"value": 9, "role": "force"}, {}, "lone_number"),
    ],
)
def test_each_sign_is_seen_where_it_stands_and_only_there(left, right, sign):
    one, other = telling("c1", **left), telling("c2", outlet="Courier", **right)
    assert features(one, other)[sign] > 0
    plain = telling("c3", outlet="Courier", slot="plan", text="Nothing of the kind")
    assert features(plain, telling("c4", slot="purpose", text="Some other matter"))[sign] == 0


def test_the_table_weighs_every_sign_and_no_other():
    assert set(table("agreement_weights")["features"]) == set(FEATURES)


def test_the_reasons_are_the_heaviest_signs_in_words():
    one = telling("c1", slot="damage", target="the mill", text="Water broke the mill of Lipnik")
    other = telling("c2", outlet="Courier", slot="damage", target="the mill", text="The mill of Lipnik was broken")
    found = agreement(one, other)
    assert found.likely >= enough()
    assert len(found.reasons) == 3
    assert "both answer one question" in found.reasons


def test_one_word_in_common_is_not_one_statement():
    one = telling("c1", slot="other", text="Barrels fell on Lipnik")
    other = telling("c2", outlet="Courier", slot="other", text="Officials look into reports from Lipnik")
    assert agreement(one, other).likely < enough()


def test_two_voices_agree_only_where_it_is_likelier_than_for_one():
    texts = "The dam above Lipnik was watched all night by the engineers", "Engineers feared for the dam"
    one, other = (telling(f"c{i}", outlet=f"Outlet {i}", slot="other", text=text) for i, text in enumerate(texts))
    assert enough() <= agreement(one, other).likely < enough_for_two()
    assert relate(one, other).stance is Stance.CORROBORATES
    named = [replace(t, claim=replace(t.claim, chain=(voice(f"Witness {t.id}"),))) for t in (one, other)]
    assert judge(*named) is None


def test_two_deeds_in_one_town_are_not_one():
    left = {
        "slot": "happened",
        "action": "leave",
        "target": "Lipnik",
        "place": "Lipnik",
        "text": "The army left Lipnik",
    }
    right = {
        "slot": "happened",
        "action": "enter",
        "target": "Lipnik",
        "place": "Lipnik",
        "text": "Rebels entered Lipnik",
    }
    one, other = telling("c1", **left), telling("c2", outlet="Courier", **right)
    assert features(one, other)["same_target"] == features(one, other)["same_answer"] == 0
    assert agreement(one, other).likely < enough()


@given(st.lists(st.sampled_from(WORDS), min_size=1), st.lists(st.sampled_from(WORDS), min_size=1))
def test_agreement_is_symmetric_and_a_likelihood(mine, theirs):
    one, other = telling("c1", text=" ".join(mine)), telling("c2", outlet="Courier", text=" ".join(theirs))
    found = agreement(one, other)
    assert found == agreement(other, one)
    assert 0 < found.likely < 1
    assert all(0 <= value <= 1 for value in features(one, other).values())
