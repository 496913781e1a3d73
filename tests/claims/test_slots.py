"""Two tellings of one fact get one slot; a part never gets the slot of the whole."""

import pytest

from tests.claims.describing import reference, told

TOLLS = [
    "A bomb killed 12 people",
    "12 people were killed",
    "12 people died in the blast",
    "The death toll rose to 12",
    "The death toll was 12",
    "12 people lost their lives",
    "The attack left 12 people dead",
    "The number of dead has reached 12",
    "The hospital received the bodies of 12 victims",
]


@pytest.mark.parametrize("text", TOLLS)
def test_every_way_to_tell_a_death_toll_is_one_slot(text: str) -> None:
    description = told(text)
    assert description.slot == "killed"
    assert [(q.value, q.role) for q in description.quantities] == [(12, "killed")]


def test_a_participle_counts_like_its_verb() -> None:
    whole = "A lorry bomb hit a market in Azaz on Monday, killing 9 people and wounding 31"
    killed, injured = told("killing 9 people", whole), told("wounding 31", whole)
    assert (killed.slot, killed.quantities[0].value) == ("killed", 9)
    assert (injured.slot, injured.quantities[0].value) == ("injured", 31)


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("Five children were killed", "killed-children", 5),
        ("At least 8 women were injured", "injured-women", 8),
        ("Thirty soldiers were killed", "killed-fighters", 30),
    ],
)
def test_parts_are_never_the_whole(text: str, slot: str, value: float) -> None:
    description = told(text)
    assert (description.slot, description.quantities[0].value) == (slot, value)


def test_a_part_told_behind_including_counts_like_the_whole() -> None:
    whole = "The blast killed 61 people, including five children"
    description = told("including five children", whole)
    assert (description.slot, description.quantities[0].value) == ("killed-children", 5)
    assert told("Five children were among the dead").slot == "killed-children"


def test_beside_the_whole_the_part_is_left_out() -> None:
    description = told("At least 30 people, 24 of them civilians, were killed")
    assert description.slot == "killed"
    assert [q.value for q in description.quantities] == [30]


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("The death toll is expected to rise", "toll-outlook"),
        ("Al-Shabaab claimed responsibility for the attack", "responsibility"),
        ("The attack was claimed by Al-Shabaab", "responsibility"),
        ("No group claimed responsibility for the bombing", "responsibility"),
        ("Boko Haram carried out the attack", "perpetrator"),
        ("The attack was carried out by Boko Haram", "perpetrator"),
        ("A lorry bomb exploded near the port", "weapon"),
        ("A suicide bomber carried out the attack", "weapon"),
        ("A car bomb hit a crowded market", "target"),
        ("A twin bombing struck the capital", "number-of-blasts"),
        ("The explosion took place in Hama", "place"),
        ("The blasts caused heavy damage", "damage"),
        ("Rescue workers were searching the ruins", "rescue"),
        ("Rebels control the town", "control"),
        ("The town is controlled by rebels", "control"),
        ("The army recaptured the village", "progress"),
        ("Troops withdrew from the hill", "progress"),
        ("Around 3,000 people were evacuated", "evacuated"),
        ("Some 40,000 people have been displaced", "displaced"),
        ("The jets carried out 60 sorties", "strikes"),
        ("Most of the dead were farmers", "victims"),
        ("Scores of people were killed and wounded", "casualties"),
        ("The ministers will meet in Geneva", "plan"),
        ("The convoy was halted", "stalled"),
    ],
)
def test_a_claim_answers_one_question(text: str, slot: str) -> None:
    assert told(text).slot == slot


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("The death toll rose to 44", "rose"),
        ("The previous toll was 20 dead", "previous"),
        ("So far 12 people have died", "so far"),
        ("12 people died", ""),
    ],
)
def test_words_mark_the_stage_of_a_count(text: str, stage: str) -> None:
    assert told(text).number_context == stage


def test_one_number_for_the_dead_and_the_injured_counts_neither() -> None:
    description = told("Scores of people were killed and wounded in the attack")
    assert [(q.low, q.role) for q in description.quantities] == [(40, "casualties")]


def test_numbers_beside_the_point_are_left_out() -> None:
    description = told("Two gunmen killed 11 people in three villages on 4 May 2018")
    assert [(q.value, q.role) for q in description.quantities] == [(11, "killed")]


def test_every_slot_that_data_names_is_on_the_list() -> None:
    words, actions = reference().slots, reference().actions
    used = {kind.slot for kind in actions.classes.values()} | {s for slots in words.happenings.values() for s in slots}
    used |= {f"{whole}-{part}" for whole in ("killed", "injured") for part in words.parts.values()} | set(words.counts)
    assert used - words.names == set()


@pytest.mark.parametrize(
    ("text", "whole", "slot", "value"),
    [
        ("six rebels", "The raid killed nine guards and six rebels.", "killed-fighters", 6),
        ("three women", "Nine guards and three women were killed.", "killed-women", 3),
        ("two girls", "Five women and two girls were among the dead.", "killed-children", 2),
        ("seven guards", "Six children and seven guards were wounded.", "injured-fighters", 7),
        ("nine boys", "The raid killed 44 people, including 11 women and nine boys.", "killed-children", 9),
        ("two of them children", "Three people, two of them children, died.", "killed-children", 2),
        ("Five children", "Five children and four nurses killed by a raid on Monday", "killed-children", 5),
        ("seven guards had been killed", "Six nurses and seven guards had been killed.", "killed-fighters", 7),
        ("including a policeman", "A mine killed seven people, including a policeman.", "killed-fighters", 1),
        ("40 women", "The militia released 12 men and 40 women.", "released", 40),
    ],
)
def test_a_count_joined_to_another_is_of_the_same_action(text: str, whole: str, slot: str, value: float) -> None:
    description = told(text, whole)
    assert (description.slot, [q.value for q in description.quantities]) == (slot, [value])


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("six soldiers", "Nine policemen and six soldiers killed the hostages."),
        ("six soldiers", "Nine policemen and six soldiers arrived."),
    ],
)
def test_those_who_kill_or_come_are_no_victims(text: str, whole: str) -> None:
    assert not told(text, whole).slot.startswith("killed")


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("The raid led to the death of two men", "killed"),
        ("The blast resulted in the killing of nine people", "killed"),
        ("The army freed 150 civilians", "released"),
        ("Thousands of civilians fled", "displaced"),
        ("The army used chlorine gas", "perpetrator"),
        ("Chlorine gas was used in the raid", "weapon"),
        ("It was a poisonous gas attack", "weapon"),
        ("Poisonous gas was fired in rockets", "weapon"),
        ("A convoy was launched on Monday", "happened"),
        ("This is a massacre by chemical weapons", "weapon"),
        ("This was a massacre", "killed"),
        ("A suicide bomber struck a wedding", "target"),
        ("The raids targeted the town of Hama", "place"),
        ("The envoy used the pause", "happened"),
        ("A helicopter was shot down", "happened"),
        ("Three men were killed because a wall collapsed", "killed"),
        ("The two villages were taken", "progress"),
        ("Two women were among those killed in the raid", "killed-women"),
    ],
)
def test_what_a_claim_answers(text: str, slot: str) -> None:
    assert told(text).slot == slot


def test_some_of_those_counted_before_are_counted_alike() -> None:
    first = told("A raid killed 40 people.")
    part = told("Nine of them were children.", earlier=(first,))
    assert (part.slot, [(q.value, q.unit, q.role) for q in part.quantities]) == (
        "killed-children",
        [(9, "child", "killed")],
    )
    assert told("Nine of them were children.").slot == "other"
