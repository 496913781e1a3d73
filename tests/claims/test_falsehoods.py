"""What somebody calls false is a claim that he denies, told as a clause, as a noun, or by what was said before."""

import pytest

from claims.engine.values import Modality
from tests.claims.reading import read


@pytest.mark.parametrize(
    ("text", "content", "deniers"),
    [
        ("Reports that the army used gas in Douma are false, SANA said.", "the army used gas in Douma", ["SANA"]),
        (
            "Reports on the use of nerve agents in Homs are totally false state news agency SANA said.",
            "the use of nerve agents in Homs",
            ["SANA"],
        ),
        (
            "It is not true that the army shelled the port, a spokesman said.",
            "the army shelled the port",
            ["spokesman"],
        ),
        (
            "There is no truth to the reports of a raid on the port, a spokesman said.",
            "a raid on the port",
            ["spokesman"],
        ),
        (
            "The navy promptly denied the reports of Wednesday's missile attack as baseless.",
            "Wednesday's missile attack",
            ["navy"],
        ),
        (
            "The fishermen said the navy sank the ferry, which the admiral denies.",
            "the navy sank the ferry",
            ["admiral"],
        ),
        (
            "Many fishermen say it cooperates with the navy, an accusation the council has denied.",
            "it cooperates with the navy",
            ["council"],
        ),
    ],
)
def test_what_is_called_false_is_denied_by_whoever_says_so(text: str, content: str, deniers: list[str]) -> None:
    (claim,) = read(f"Shells fell on the port. {text}").claims[1:]

    assert (claim.text, claim.modality, [v.name for v in claim.denied_by]) == (content, Modality.DENIED, deniers)


def test_a_claim_called_false_by_nobody_else_is_denied_by_the_outlet() -> None:
    (claim,) = read("The claim that the bridge fell is untrue.").claims

    assert (claim.modality, claim.chain, len(claim.denied_by)) == (Modality.DENIED, (), 1)


def test_what_is_not_false_is_not_denied() -> None:
    claims = read("Reports that the bridge fell are not false, the mayor said.").claims

    assert claims
    assert all(claim.modality is not Modality.DENIED for claim in claims)


LONG = (
    "Activists accused the army of gassing a village near Homs. The paper was not able to verify the accounts "
    "by itself on the phone or from pictures that were sent from the village and they were denied by the ministry of "
    "defence which spoke of a fire in a factory."
)


def test_a_denial_beside_other_things_is_about_the_accusation_before_it() -> None:
    denial = next(claim for claim in read(LONG).claims if claim.text.startswith("they were denied"))

    assert (denial.slot, denial.frame.actor_id) == ("perpetrator", "syria-army")
    assert (denial.modality, [v.name for v in denial.denied_by]) == (Modality.DENIED, ["ministry of defence"])
    assert not denial.chain


def test_who_carries_a_denial_has_not_said_what_is_denied() -> None:
    claims = read("Shells fell on the port. State television said the army denied that it had shelled the port.").claims

    assert [(c.chain, [v.name for v in c.denied_by]) for c in claims[1:]] == [((), ["army"])]
