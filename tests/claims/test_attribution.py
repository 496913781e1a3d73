"""Through whom a claim came: origin first, the publisher left out; and how sure its voice is."""

import pytest

from claims.engine.values import Modality
from sources.engine.values import Kind
from tests.claims.reading import chain_of, claim_with, read

SANK = "The ferry sank near the island"


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Delta Watch said the ferry sank near the island.", ["Delta Watch for Human Dignity"]),
        (f"{SANK}, Delta Watch said on Monday.", ["Delta Watch for Human Dignity"]),
        (f"{SANK} Delta Watch said.", ["Delta Watch for Human Dignity"]),  # commas lost
        (f"{SANK}, according to Coast Agency.", ["Coast Agency"]),
        ("According to Coast Agency, the ferry sank near the island.", ["Coast Agency"]),
        (f"{SANK}, a port official told Radio Lagoon.", ["port official", "Radio Lagoon"]),
        (
            "Coast Agency quoted a port official as saying that the ferry sank near the island.",
            ["port official", "Coast Agency"],
        ),
        (f"“{SANK},” said Mara Voss, the mayor of Alderton.", ["Mara Voss"]),
        ("Foreign Minister Mara Voss announced that the ferry sank near the island.", ["Mara Voss"]),
        (f"{SANK}.", []),
        (f"{SANK}, a port official told The Harbour Post.", ["port official"]),
        ("Residents said the ferry sank near the island.", ["Residents"]),
        ("There were reports that the ferry sank near the island.", ["reports"]),
    ],
)
def test_who_said_it(text: str, chain: list[str]) -> None:
    assert chain_of(text, "erry sank") == chain


@pytest.mark.parametrize(
    ("before", "sentence", "chain"),
    [
        ("Mara Voss said the port was closed.", "She said the ferry sank near the island.", ["Mara Voss"]),
        (
            "Delta Watch said the port was closed.",
            "It said the ferry sank near the island.",
            ["Delta Watch for Human Dignity"],
        ),
        (
            "Delta Watch said the port was closed.",
            "The monitor said the ferry sank near the island.",
            ["Delta Watch for Human Dignity"],
        ),
        (
            "A port official told Radio Lagoon the port was closed.",
            "The official added that the ferry sank near the island.",
            ["port official", "Radio Lagoon"],
        ),
        ("Delta Watch said the port was closed.", "The ferry sank near the island.", []),
    ],
)
def test_who_is_meant_by_what_points_back(before: str, sentence: str, chain: list[str]) -> None:
    assert chain_of(f"{before} {sentence}", "erry sank") == chain


def test_a_monitor_of_the_lead_is_the_one_that_is_named_later() -> None:
    text = "The ferry sank near the island, a monitor said. Delta Watch said nine people died."
    assert chain_of(text, "ferry sank") == ["Delta Watch for Human Dignity"]


def test_a_quotation_runs_on_over_sentences() -> None:
    text = '"The engine failed. The ferry sank near the island" the captain told Radio Lagoon.'
    assert chain_of(text, "engine failed") == ["captain", "Radio Lagoon"]


def test_an_unnamed_source_belongs_to_the_outlet_that_it_spoke_to() -> None:
    claim = claim_with("The ferry sank near the island, a port official told Radio Lagoon.", "sank")
    assert claim.chain[0].slug == "radio-lagoon/port-official"
    assert claim.chain[0].kind is Kind.UNNAMED
    own = claim_with("The ferry sank near the island, a port official said.", "sank")
    assert own.chain[0].slug == "the-harbour-post/port-official"


def test_one_who_was_told_so_has_it_first_hand() -> None:
    assert claim_with("The ferry sank near the island, a port official told The Harbour Post.", "sank").first_hand


@pytest.mark.parametrize(
    "text",
    [
        "The Harbour Post's correspondent said the ferry sank near the island.",
        "According to The Harbour Post's correspondent, the ferry sank near the island.",
        "A Harbour Post reporter said the ferry sank near the island.",
        "The ferry sank near the island, The Harbour Post reporter said.",
    ],
)
def test_what_a_papers_own_reporter_saw_it_has_first_hand(text: str) -> None:
    claim = claim_with(text, "sank")
    assert claim.chain == ()
    assert claim.first_hand


def test_what_a_paper_only_says_itself_is_not_first_hand() -> None:
    assert not claim_with("The Harbour Post said the ferry sank near the island.", "sank").first_hand


def test_he_whom_others_oppose_does_not_speak() -> None:
    text = "The revolt against President Bashar al-Assad began in Alderton. He said the ferry sank near the island."
    assert chain_of(text, "sank") == []


@pytest.mark.parametrize(
    ("text", "words", "modality"),
    [
        ("The ferry sank near the island.", "sank", Modality.ASSERTED),
        ("The ferry may have sunk near the island.", "sunk", Modality.HEDGED),
        ("The ferry reportedly sank near the island.", "sank", Modality.HEDGED),
        ("The captain is believed to have left the ship.", "left", Modality.HEDGED),
        ("The navy will send two ships to the island.", "send", Modality.PLANNED),
        ("The death toll is expected to rise further.", "rise", Modality.PLANNED),
        ("The navy plans to close the port of Alderton.", "close", Modality.PLANNED),
        ("Mara Voss denied that the navy sank the ferry.", "sank", Modality.DENIED),
    ],
)
def test_how_sure_it_is(text: str, words: str, modality: Modality) -> None:
    assert claim_with(text, words).modality is modality


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Mara Voss denied that the navy sank the ferry.", []),
        ("Mara Voss denied the claims that the navy sank the ferry.", ["reports"]),
    ],
)
def test_who_denies_is_no_origin(text: str, chain: list[str]) -> None:
    claim = claim_with(text, "sank")
    assert claim.modality is Modality.DENIED
    assert [voice.name for voice in claim.chain] == chain
    assert [voice.name for voice in claim.denied_by] == ["Mara Voss"]


def test_readers_are_commenters() -> None:
    text = "The ferry sank near the island.\n2 Comments\nThe captain fled to the mainland."
    claim = next(c for c in read(text).claims if "captain" in c.text)
    assert claim.chain[-1].kind is Kind.COMMENTER


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        (f"{SANK}, the website Coast Agency reported on Wednesday.", ["Coast Agency"]),
        ("The local station Radio Lagoon reported that the ferry sank near the island.", ["Radio Lagoon"]),
        (f"{SANK}, according to its type and speed.", []),  # things
        ("An old prophecy says the ferry sank near the island.", []),  # a thing
        ("The tram drivers said the ferry sank near the island.", ["tram drivers"]),  # by its ending, a person
        ("According to a souce, the ferry sank near the island.", ["souce"]),  # misspelt
        ("Local media said the ferry sank near the island.", ["Local media"]),
    ],
)
def test_only_persons_and_bodies_speak(text: str, chain: list[str]) -> None:
    assert chain_of(text, "erry sank") == chain
