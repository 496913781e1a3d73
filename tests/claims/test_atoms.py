"""Which clauses of a sentence are claims of their own."""

import pytest

from tests.claims.reading import read


def texts(sentence: str) -> list[str]:
    return [claim.text for claim in read(sentence).claims]


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        ("The blast killed six people and injured 32.", ["The blast killed six people", "injured 32"]),
        ("The bridge was destroyed and the town was cut off.", ["The bridge was destroyed", "the town was cut off"]),
        (
            "The mayor resigned because the flood destroyed the archive.",
            ["The mayor resigned", "the flood destroyed the archive"],
        ),
        (
            "Rebels seized the bridge after soldiers left the town.",
            ["Rebels seized the bridge", "soldiers left the town"],
        ),
        (
            "The ship reached Belmora as a storm was closing in.",
            ["The ship reached Belmora", "a storm was closing in"],
        ),
        (
            "The army took the town after besieging it for months.",
            ["The army took the town", "besieging it for months"],
        ),
        (
            "Troops withdrew from the town while keeping the hill.",
            ["Troops withdrew from the town", "keeping the hill"],
        ),
        # one happening, or two verbs with one complement
        ("The dead were taken to the hospital.", ["The dead were taken to the hospital"]),
        ("The men were shot and buried in the yard.", ["The men were shot and buried in the yard"]),
        ("They carried and used the weapons.", ["They carried and used the weapons"]),
        (
            "The blast took place as villagers were queuing for bread.",
            ["The blast took place as villagers were queuing for bread"],
        ),
        # a matrix that says nothing gives way to its clause
        ("This means that the bridge was destroyed by the flood.", ["the bridge was destroyed by the flood"]),
        ("There is no doubt that the dam will hold.", ["the dam will hold"]),
        ("The strike came as mediators met in Alderton.", ["mediators met in Alderton"]),
        # the one is denied, the other is not
        ("It was not a truck but a bus full of shells.", ["It was not a truck", "a bus full of shells"]),
        # a condition belongs to what it holds for
        ("If the dam breaks, the town will be flooded.", ["If the dam breaks, the town will be flooded"]),
    ],
)
def test_clauses_beside_each_other(sentence: str, claims: list[str]) -> None:
    assert texts(sentence) == claims


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        (
            "A truck bomb hit the market in Alderton, killing nine people.",
            ["A truck bomb hit the market in Alderton", "killing nine people"],
        ),
        ("The truck hit a wall killing the driver.", ["The truck hit a wall", "killing the driver"]),
        ("The rebels withdrew, leaving three tanks behind.", ["The rebels withdrew", "leaving three tanks behind"]),
        (
            "A man blew himself up inside a bus wounding several others.",
            ["A man blew himself up inside a bus", "wounding several others"],
        ),
        # a participle that only says which one is meant
        ("An attack targeting a market killed six.", ["An attack targeting a market killed six"]),
        ("Soldiers manning the gate were replaced.", ["Soldiers manning the gate were replaced"]),
        # a participle that only reports
        (
            "The bus burned down, the guard said, describing it as an accident.",
            ["The bus burned down"],
        ),
        ("The army confirmed the raid without giving details.", ["The army confirmed the raid"]),
    ],
)
def test_participles(sentence: str, claims: list[str]) -> None:
    assert texts(sentence) == claims


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        (
            "The army took the port, which lies north of the capital.",
            ["The army took the port", "which lies north of the capital"],
        ),
        (
            "The war began with protests which started in March.",
            ["The war began with protests", "which started in March"],
        ),
        (
            "The militia freed 150 villagers who were held at a school.",
            ["The militia freed 150 villagers", "who were held at a school"],
        ),
        # a happening that another one hangs on is told with what tells it apart
        (
            "At least 29 people died in a bombing that targeted a border crossing on Thursday.",
            ["At least 29 people died", "a bombing that targeted a border crossing on Thursday"],
        ),
        # these only say which one is meant
        (
            "The group that monitors the war has its seat in Alderton.",
            ["The group that monitors the war has its seat in Alderton"],
        ),
        ("People who fled the town are living in tents.", ["People who fled the town are living in tents"]),
        (
            "There was no shooting except in one house where a guard opened fire.",
            ["There was no shooting except in one house where a guard opened fire"],
        ),
        # and these only who speaks
        ("Delta Watch, which monitors violence, said the bridge was shelled.", ["the bridge was shelled"]),
    ],
)
def test_relative_clauses(sentence: str, claims: list[str]) -> None:
    assert texts(sentence) == claims


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        (
            "The rocket struck Belmora, a rebel stronghold in the south.",
            ["The rocket struck Belmora", "a rebel stronghold in the south"],
        ),
        (
            "He joined the Northern League an alliance of nine armed groups.",
            ["He joined the Northern League", "an alliance of nine armed groups"],
        ),
        # too little to be told by itself, and no apposition at all
        ("The rocket struck Belmora, a town.", ["The rocket struck Belmora, a town"]),
        (
            "The army made Belmora a military zone on Monday.",
            ["The army made Belmora a military zone on Monday"],
        ),
        ("The ferry left on Monday a week before the storm.", ["The ferry left on Monday a week before the storm"]),
    ],
)
def test_appositions(sentence: str, claims: list[str]) -> None:
    assert texts(sentence) == claims


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        (
            "The march went on despite the shelling of the main square by tanks.",
            ["The march went on", "the shelling of the main square by tanks"],
        ),
        (
            "The villages fell silent after rocket attacks by the army on the harbour.",
            ["The villages fell silent", "rocket attacks by the army on the harbour"],
        ),
        # no more than a time, or a manner
        ("The villages fell silent after the attack.", ["The villages fell silent after the attack"]),
        ("The march went on despite the heavy rain.", ["The march went on despite the heavy rain"]),
    ],
)
def test_happenings_behind_a_preposition(sentence: str, claims: list[str]) -> None:
    assert texts(sentence) == claims


@pytest.mark.parametrize(
    ("sentence", "planned", "asserted"),
    [
        (
            "The army launched an offensive to encircle the port and relieve two garrisons.",
            ["encircle the port", "relieve two garrisons"],
            ["The army launched an offensive"],
        ),
        (
            "Troops entered the village during an offensive aimed at cutting the road to the coast.",
            ["an offensive aimed at cutting the road to the coast"],
            ["Troops entered the village"],
        ),
        (
            "The navy sent two ships in order to protect the harbour.",
            ["protect the harbour"],
            ["The navy sent two ships"],
        ),
        ("Talks were held in a bid to end the strike.", ["end the strike"], ["Talks were held"]),
        # the infinitive only completes its verb
        ("Engineers managed to reach the miners.", [], ["Engineers managed to reach the miners"]),
        ("The men were able to leave the camp.", [], ["The men were able to leave the camp"]),
    ],
)
def test_aims_are_planned(sentence: str, planned: list[str], asserted: list[str]) -> None:
    claims = read(sentence).claims
    assert [claim.text for claim in claims if claim.modality.value == "planned"] == planned
    assert [claim.text for claim in claims if claim.modality.value == "asserted"] == asserted
