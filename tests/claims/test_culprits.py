"""Who did it is one question, told as a deed, as an accusation or as standing behind it."""

import pytest

from tests.claims.reading import read


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The ministry accused rebels of using poison gas in the city.", "poison gas"),
        ("The ministry accused rebels of being behind the attack.", "behind the attack"),
        ("The coast guard has accused the militants of carrying out the attack.", "carrying out"),
        ("The envoy accuses the government of gassing hundreds in a chemical attack.", "gassing"),
        ("The inquiry said the government has been responsible for chlorine attacks.", "responsible"),
        ("The group is believed to be behind the killing.", "behind the killing"),
        ("He said the army is responsible.", "responsible"),
        ("The crime was committed by the soldiers of the regime.", "crime"),
        ("The militants had used chemical munitions against civilians.", "munitions"),
        ("The army has resorted once again to using chemical substances and toxic gases.", "using"),
    ],
)
def test_who_did_it_is_the_perpetrator(text: str, words: str) -> None:
    assert [claim.slot for claim in read(text).claims if words in claim.text] == ["perpetrator"]


@pytest.mark.parametrize(
    "text",
    [
        "The minister was behind the reform.",
        "The council is responsible for the schools of the town.",
        "The ministry accused rebels of breaking the truce.",
        "Chemical munitions were used against the town.",
        "The bomber used a lorry.",
        "The clerk committed a blunder.",
    ],
)
def test_other_deeds_and_unnamed_doers_name_no_perpetrator(text: str) -> None:
    assert "perpetrator" not in {claim.slot for claim in read(text).claims}
