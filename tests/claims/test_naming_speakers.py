"""Who is meant: persons by name, by what they were called, by "the statement"; and under which name."""

import pytest

from tests.claims.reading import chain_of

SPEAKERS = [
    # a name behind "named", and the pronoun after it
    ("A witness named Karim said the bridge burnt for hours.", "burnt", ["Karim"]),
    (
        "A baker named Karim who lost his shop described the fire.\n“The bridge burnt for hours,” he said.",
        "burnt",
        ["Karim"],
    ),
    # what a person was called stands for the person
    ("Nurse Lena Brandt said ten people died. The nurse said the clinic ran out of blood.", "ran out", ["Lena Brandt"]),
    # a surname alone is the person named in full, before or after
    ("Laura Stein told reporters ten people died. Stein said the bridge burnt.", "burnt", ["Laura Stein"]),
    # papers speak for whoever issued them
    ("A statement by Delta Watch said ten people died.", "died", ["Delta Watch for Human Dignity"]),
    (
        "Delta Watch said ten people died. The statement added that the bridge burnt.",
        "burnt",
        ["Delta Watch for Human Dignity"],
    ),
    # a body is told of again by its noun
    (
        "The Norland truce centre said ten people died. The bridge burnt, the centre said.",
        "burnt",
        ["Norland truce centre"],
    ),
    # the day on which it was reported is nobody
    ("Ten people died in the night, the Norland truce centre reported on Sunday.", "died", ["Norland truce centre"]),
    # two voices joined
    (
        "Delta Watch and local officials said ten people died.",
        "died",
        ["Delta Watch for Human Dignity", "local officials"],
    ),
    # people of two kinds who are only described speak as one
    ("Ten people died, activists and rescue workers said.", "died", ["activists and rescue workers"]),
    # a body named behind what it is; an army is not the ministry that spoke before
    ("Another group the Northern League said ten people died.", "died", ["Northern League"]),
    ("The Defence Ministry of Norland said ten died. The army announced that the bridge burnt.", "burnt", ["army"]),
    # someone of an outlet is not the outlet; the publisher's own reporter is the publisher
    (
        "Ten people died, a Coast Agency photographer at the scene said.",
        "died",
        ["Coast Agency photographer at the scene"],
    ),
    ("Ten people died, a Harbour Post correspondent reported.", "died", []),
    # an abbreviation is written out, but not where it is what an armed group goes by
    ("The UN said ten people died.", "died", ["United Nations"]),
    (
        "The Delta Watch for Human Dignity (DW) is old. Delta Watch said ten people died.",
        "died",
        ["Delta Watch for Human Dignity"],
    ),
    # a name that looks like a verb
    ("IS said in a statement that one of its fighters burnt the bridge.", "burnt", ["IS"]),
    # a toll broken down goes on with whoever gave it; other sentences don't
    ("Ten people died, Delta Watch said. Among the dead were two boys.", "boys", ["Delta Watch for Human Dignity"]),
    ("Ten people died, Delta Watch said. Rescuers searched for the dead all night.", "searched", []),
    # a post of a social network was said by whose name stands under it
    (
        "The fire went on. The bridge of Opava burns pic.twitter.com/x1 Jan Novak (jannovak) March 9, 2021 It rained.",
        "burns",
        ["Jan Novak"],
    ),
    (
        "A fire burnt the port. The bridge of Opava burns pic.twitter.com/x1 Jan Novak (jannovak) March 9, 2021",
        "fire",
        [],
    ),
    # a which-clause behind the verb explains to the reader; one before it tells on
    ("Delta Watch said the rebels burnt the bridge, which links the two banks of the river.", "links", []),
    (
        "The fire, which burnt the bridge, killed ten people, Delta Watch said.",
        "killed",
        ["Delta Watch for Human Dignity"],
    ),
]


@pytest.mark.parametrize(("text", "words", "chain"), SPEAKERS, ids=[text[:50] for text, _, _ in SPEAKERS])
def test_the_speaker_is_the_one_the_article_means(text: str, words: str, chain: list[str]) -> None:
    assert chain_of(text, words) == chain
