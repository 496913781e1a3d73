"""Claims that are told to be denied: by whom, in the same sentence or the next, and who told them first."""

import pytest

from claims.engine.values import Modality
from tests.claims.reading import claim_with

TOLD = "Coast Agency said that the old bridge collapsed on Monday"
DISPUTED = [
    (f"{TOLD}. The navy denied the report.", "navy"),
    (f"{TOLD}. The navy denied it.", "navy"),
    (f"{TOLD}. The report was denied by the navy.", "navy"),
    (f"{TOLD}. The navy dismissed the claim as baseless.", "navy"),
    (f"{TOLD}. The navy said the report was false.", "navy"),
    (f"{TOLD}, a claim denied by the navy.", "navy"),
    (f"{TOLD}. That claim sounded dubious.", "The Harbour Post"),
    (f"{TOLD}. This report turned out to be false.", "The Harbour Post"),
    ("Coast Agency falsely reported that the old bridge collapsed on Monday.", "The Harbour Post"),
    ("Coast Agency claimed, seemingly falsely, that the old bridge collapsed on Monday.", "The Harbour Post"),
]


@pytest.mark.parametrize(("text", "denier"), DISPUTED)
def test_who_denies_it(text: str, denier: str) -> None:
    claim = claim_with(text, "bridge collapsed")
    assert claim.modality is Modality.DENIED
    assert [voice.name for voice in claim.denied_by] == [denier]
    assert [voice.name for voice in claim.chain] == ["Coast Agency"]


UNDISPUTED = [
    f"{TOLD}. The navy denied the report that its ships were near.",  # says itself what is denied
    f"{TOLD}. The navy denied the port any help.",
    f"{TOLD}. The claim was not false.",
    f"{TOLD}. The navy rejected the offer of a truce.",
]


@pytest.mark.parametrize("text", UNDISPUTED)
def test_what_disputes_something_else(text: str) -> None:
    assert claim_with(text, "bridge collapsed").modality is Modality.ASSERTED
