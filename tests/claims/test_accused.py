"""Whoever is accused of a deed, or denies it, is its doer as the claim tells it."""

import pytest

from claims.engine.values import Modality
from tests.claims.reading import read


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("On Monday the opposition accused the Russian army of gassing a village near Homs.", "russia-army"),
        ("The monitor has accused rebels of being behind the attack on the port.", "rebels"),
        ("Residents accused the forces loyal to Assad of using nerve agents in Homs.", "syria-army"),
        ("The Syrian government has strongly denied accusations it carried out the attacks.", "syria-government"),
        ("Russia denied that it was behind the raid on the port.", "russia"),
        ("Moscow denied any involvement in the raids on the school.", "russia"),
    ],
)
def test_who_is_accused_or_denies_it_is_the_doer(text: str, doer: str) -> None:
    assert [claim.frame.actor_id for claim in read(text).claims if claim.slot == "perpetrator"] == [doer]


def test_the_accused_stands_in_the_claim() -> None:
    (claim,) = read("Shells fell on Homs a day after the opposition accused the army of gassing hundreds.").claims[1:]

    assert claim.text == "the army of gassing hundreds"
    assert [voice.name for voice in claim.chain] == ["opposition"]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Moscow denied any involvement in the raids on the school.", "any involvement in the raids on the school"),
        ("The army denied that it was behind the attack.", "it was behind the attack"),
    ],
)
def test_a_denial_without_a_clause_of_its_own_is_a_claim(text: str, content: str) -> None:
    (claim,) = read(text).claims

    assert (claim.text, claim.modality, len(claim.denied_by)) == (content, Modality.DENIED, 1)


@pytest.mark.parametrize("text", ["The ministry denied reports of clashes near Homs.", "It was over by noon."])
def test_who_denies_a_report_did_not_do_what_it_tells(text: str) -> None:
    assert not any(claim.frame.actor_id for claim in read(text).claims)
