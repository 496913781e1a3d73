"""The forms of reporting phrases, one table a phenomenon: (text, words of the claim, its chain)."""

import pytest

from tests.claims.reading import chain_of, read

DELTA, COAST, LAGOON = "Delta Watch for Human Dignity", "Coast Agency", "Radio Lagoon"
FELL = "the old bridge collapsed on Monday"
OPENS = "The" + FELL[3:]

ORDERS = [
    (f"Delta Watch has said that {FELL}.", [DELTA]),
    (f"Delta Watch says {FELL}.", [DELTA]),
    (f"{OPENS}, said Delta Watch.", [DELTA]),
    (f"{OPENS}, Delta Watch reports.", [DELTA]),
    (f"{OPENS}, Delta Watch reported on Tuesday.", [DELTA]),
    (f"On Tuesday Delta Watch announced that {FELL}.", [DELTA]),
    ("The old bridge, Delta Watch said, collapsed on Monday.", [DELTA]),
    (f"Delta Watch and Coast Agency reported that {FELL}.", [DELTA, COAST]),
]
PASSIVES = [
    (f"It was reported by Coast Agency that {FELL}.", [COAST]),
    (f"{OPENS}, it was reported by Coast Agency.", [COAST]),
    (f"{OPENS}, as was reported by Coast Agency.", [COAST]),
    (f"It was reported that {FELL}.", ["reports"]),
    (f"Peter Lang was quoted by Coast Agency as saying that {FELL}.", ["Peter Lang", COAST]),
]
THROUGH = [
    (f"A port official told Radio Lagoon that {FELL}.", ["port official", LAGOON]),
    (f"Coast Agency cited a port official as saying that {FELL}.", ["port official", COAST]),
    (f"Coast Agency reported the mayor as saying that {FELL}.", ["mayor", COAST]),
    (f"Citing a port official, Coast Agency said that {FELL}.", ["port official", COAST]),
    (f"In an interview with Radio Lagoon, Peter Lang said that {FELL}.", ["Peter Lang", LAGOON]),
    (f"Speaking to Coast Agency, Peter Lang said that {FELL}.", ["Peter Lang", COAST]),
    (f"Peter Lang confirmed to Coast Agency that {FELL}.", ["Peter Lang", COAST]),
    (f"The army said in a statement carried by Coast Agency that {FELL}.", ["army", COAST]),
    (f"Peter Lang said by Skype that {FELL}.", ["Peter Lang"]),  # no outlet
    (f"Peter Lang said that {FELL}, Coast Agency reported.", ["Peter Lang", COAST]),  # one inside the other
]
LOST_MARKS = [
    (f"{OPENS} Coast Agency reported.", [COAST]),
    (f"{OPENS} killing two people said the mayor adding that rescue teams came late.", ["mayor"]),
    (f"{OPENS} said the mayor who was visiting the harbour.", ["mayor"]),
    (f"{OPENS} near Alderton Delta Watch said as engineers searched the ruins.", [DELTA]),
    (f"{OPENS} Delta Watch said The harbour is closed to ships.", [DELTA]),
    (f"{OPENS} Peter Lang a local engineer told Coast Agency.", ["Peter Lang", COAST]),
]
SHARED = [
    (f"According to Delta Watch, two people died; {FELL}; and the harbour was closed.", [DELTA]),
    (f"Delta Watch said two people died and that {FELL}.", [DELTA]),
    (f"Delta Watch said two people died, adding that {FELL}.", [DELTA]),
    (f"Delta Watch said two people died while Coast Agency said that {FELL}.", [COAST]),
    (f"Delta Watch said two people died but a port official told Radio Lagoon that {FELL}.", ["port official", LAGOON]),
    (f"The harbour was closed, with Coast Agency reporting that {FELL}.", [COAST]),
]


@pytest.mark.parametrize(("text", "chain"), [*ORDERS, *PASSIVES, *THROUGH, *LOST_MARKS, *SHARED])
def test_who_said_it(text: str, chain: list[str]) -> None:
    assert chain_of(text, "ridge") == chain


DEEDS = [
    ("Delta Watch documented 14 deaths in Alderton on Monday.", "14 deaths", [DELTA]),
    ("Delta Watch raised the death toll to 14.", "toll", [DELTA]),
    ("Coast Agency called the collapse a crime.", "collapse", [COAST]),
    ("Delta Watch reported the collapse of the old bridge.", "collapse", [DELTA]),
    ("Ten people were reported killed in Alderton on Monday.", "killed", ["reports"]),
    ("The navy is accused by Delta Watch of shelling the harbour.", "shelling", [DELTA]),
    ("A Coast Agency photographer saw rescuers pulling two boys from the ruins.", "pulling", None),
    ("A video posted by Delta Watch showed rescuers pulling two boys from the ruins.", "pulling", [DELTA]),
    ("A video released by Coast Agency showed rescuers pulling two boys from the ruins.", "pulling", [COAST]),
    ("A photograph taken by residents of Alderton showed the bodies of two boys.", "bodies", ["residents of Alderton"]),
    ("One video showed rescuers pulling two boys from the ruins.", "pulling", ["One video"]),
]


@pytest.mark.parametrize(("text", "words", "chain"), DEEDS)
def test_who_counted_named_or_saw_it(text: str, words: str, chain: list[str] | None) -> None:
    found = chain_of(text, words)
    assert found == chain if chain is not None else bool(found)


NOBODY = [
    "Delta Watch did not say whether the old bridge collapsed on Monday.",
    "The mayor, who is expected to resign, visited the harbour after the old bridge collapsed on Monday.",
    "The old bridge collapsed on Monday, the third collapse of its kind.",
    "When the mayor announced his plans the old bridge collapsed on Monday.",
    "No group claimed responsibility after the old bridge collapsed on Monday.",
]


@pytest.mark.parametrize("text", NOBODY)
def test_who_says_nothing_of_it(text: str) -> None:
    chains = [claim.chain for claim in read(text).claims if "bridge" in claim.text]
    assert all(not chain for chain in chains)


def test_what_followed_was_said_too() -> None:
    text = "The old bridge collapsed on Monday, Delta Watch said, killing nine workers."
    assert chain_of(text, "nine workers") == [DELTA]


def test_what_a_source_left_unsaid_is_the_writers() -> None:
    text = "Delta Watch said that the old bridge collapsed on Monday but did not mention a cause."
    assert chain_of(text, "bridge") == [DELTA]
    assert all(not claim.chain for claim in read(text).claims if "mention" in claim.text)


def test_only_what_they_call_it_is_theirs() -> None:
    text = "The old bridge collapsed on Monday in what residents said was an act of sabotage."
    assert chain_of(text, "bridge") == []


def test_our_correspondent_is_the_publisher_who_saw_it() -> None:
    claim = next(c for c in read("Our correspondent in Alderton reported that the old bridge collapsed.").claims)
    assert claim.chain == () and claim.first_hand
