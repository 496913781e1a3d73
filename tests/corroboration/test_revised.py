"""The texts of an article, one after the other: which claims go on, which are updated, which withdrawn."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corroboration.engine.dropping import known_by, words_of_drop
from corroboration.engine.revised import Fate, Text, Version, fates, places, rewritten
from corroboration.engine.values import Dropped, Telling
from tests.corroboration.factories import telling
from tests.corroboration.judged import DEPENDENT, related

BASE = datetime(2021, 5, 4, 9, tzinfo=UTC)


def at(day: int, hour: int = 10) -> datetime:
    return datetime(2021, 5, day, hour, tzinfo=UTC)


# --- the order of texts ---


def version(id: str, revised: datetime | None = None, published: datetime = BASE) -> Version:
    return Version(id, published, revised, f"hash of {id}")


@pytest.mark.parametrize(
    ("versions", "told", "replaced"),
    [
        ([version("a")], {"a": BASE}, {}),
        ([version("a", at(6))], {"a": BASE}, {}),  # the only one known: it came out with its article
        ([version("a"), version("b", at(6))], {"a": BASE, "b": at(6)}, {"a": "b"}),
        ([version("a"), version("c", at(7)), version("b", at(6))], {"a": BASE, "b": at(6), "c": at(7)}, {"a": "b"}),
        ([version("a"), version("b")], {"b": BASE}, {"a": "b"}),  # by hash
        ([version("a"), version("b", at(4, 8))], {"b": BASE}, {"a": "b"}),  # revised before it was published
        ([version("a"), version("b", BASE)], {"b": BASE}, {"a": "b"}),
        ([version("a"), version("b", at(6)), version("c", at(6))], {"a": BASE, "c": at(6)}, {"a": "c", "b": "c"}),
    ],
)
def test_where_texts_stand(versions: list[Version], told: dict[str, datetime], replaced: dict[str, str]) -> None:
    for order in permutations(versions):
        found = places(order)
        assert {id: place.told_at for id, place in found.items() if place.told} == told
        assert {id: place.replaced_by for id, place in found.items()}.items() >= replaced.items()
        assert [place.replaced_by for place in found.values()].count("") == 1


# --- their claims ---

SCHOOLS = "Schools in the town stayed closed on Saturday"
MARKET = "A car bomb hit the crowded market of Ostrava on Friday morning"
DEAD = "The blast killed 44 people"


def text(number: int, *sentences: str | Telling, beside: str = "") -> Text:
    """A text with a claim for each sentence. beside: more words, in which extraction found no claim."""
    words, told, start = "", [], 0
    for place, sentence in enumerate(sentences):
        made = sentence if isinstance(sentence, Telling) else claim(sentence)
        start, words = len(words), f"{words}{made.claim.text}. "
        cut = replace(made.claim, segments=((start, start + len(made.claim.text)),))
        came = at(3 + number)
        told.append(
            replace(made, id=f"t{number}c{place}", article=f"t{number}", published_at=came, position=place, claim=cut)
        )
    return Text(f"t{number}", at(3 + number), f"{words}{beside}", told)


def claim(sentence: str, **more) -> Telling:
    return telling("", outlet="Post", text=sentence, **more)


def dead(number: int, sentence: str = "The blast killed {} people", bound: str = "exact", **more) -> Telling:
    told = {"slot": "killed", "value": number, "bound": bound, "unit": "people", "role": "killed"}
    return claim(sentence.format(number), **(told | more))


def ends(first: Text, second: Text) -> dict[str, str]:
    """Claim of the first text -> what becomes of it."""
    found = fates([first, second])
    again = {fate.said_before for fate in found.values()} - {""}

    def end(id: str) -> str:
        fate = found.get(id, Fate())
        if fate.dropped:
            return "updated" if fate.dropped.updated_as else "withdrawn"
        return "same" if id in again else "goes on"

    return {told.claim.text: end(told.id) for told in first.told}


@pytest.mark.parametrize(
    ("old", "new", "end", "why"),
    [
        (DEAD, text(2, MARKET, SCHOOLS, DEAD), "same", "the same words, elsewhere in the text"),
        (DEAD, text(2, MARKET, SCHOOLS, DEAD.upper()), "same", "letter case is nothing"),
        (MARKET, text(2, SCHOOLS, MARKET.replace("morning", "mornings")), "same", "a letter more"),
        (DEAD, text(2, MARKET, SCHOOLS), "withdrawn", "neither claim nor words"),
        (DEAD, text(2, MARKET, SCHOOLS, beside=f"{DEAD}."), "goes on", "its words stand there, though no claim"),
        (MARKET, text(2, SCHOOLS, DEAD, beside=f"{MARKET.replace('crowded', 'busy')}."), "goes on", "nearly its words"),
        (dead(44), text(2, MARKET, SCHOOLS, beside="The blast killed 41 people."), "withdrawn", "another number"),
        (dead(44), text(2, MARKET, SCHOOLS, dead(44, "The explosion left {} dead")), "goes on", "in other words"),
        (dead(44), text(2, MARKET, SCHOOLS, dead(51, bound="at least")), "updated", "a rising toll"),
        (dead(44), text(2, MARKET, SCHOOLS, dead(12)), "withdrawn", "a lower one, for which the higher made way"),
        (dead(44), text(2, "Nobody knows more", dead(12)), "goes on", "both may be so, and it is another text"),
        (
            claim("The army shelled the hospital of Opava"),
            text(2, claim("The army has not shelled the hospital of Opava", polarity=False)),
            "withdrawn",
            "said otherwise, however little was kept",
        ),
        (DEAD, text(2, "The council met", "A road was mended"), "goes on", "another text altogether"),
        (
            claim("The army shelled the hospital of Opava"),
            text(2, MARKET, SCHOOLS, claim("The army shelled the hospital of Opava", modality="denied")),
            "withdrawn",
            "its words are only denied now",
        ),
        (
            dead(44, chain=["Ministry"]),
            text(2, MARKET, SCHOOLS, dead(44, chain=["Monitor"])),
            "goes on",
            "who said it may have been read otherwise",
        ),
    ],
)
def test_what_becomes_of_a_claim(old: str | Telling, new: Text, end: str, why: str) -> None:
    first = text(1, *(each for each in (MARKET, SCHOOLS) if each != old), old)
    said = first.told[-1].claim.text
    assert ends(first, new)[said] == end, why


def test_a_claim_is_told_by_its_first_text_for_all() -> None:
    found = fates([text(1, MARKET, DEAD), text(2, DEAD, MARKET), text(3, MARKET, SCHOOLS, DEAD)])
    again = {id: fate.said_before for id, fate in found.items()}
    assert again == {"t2c0": "t1c1", "t2c1": "t1c0", "t3c0": "t1c0", "t3c2": "t1c1"}


def test_one_sentence_twice_is_two_claims() -> None:
    found = fates([text(1, DEAD, MARKET), text(2, DEAD, MARKET, DEAD)])
    assert {id: fate.said_before for id, fate in found.items()} == {"t2c0": "t1c0", "t2c1": "t1c1"}


def test_a_claim_reworded_again_and_again_goes_on_until_it_is_dropped() -> None:
    words = (
        "The blast killed {} people in the town",
        "In the town {} people lost their lives in the blast",
        "{} people of the town lost their lives that day",
    )
    told = [text(n, MARKET, SCHOOLS, dead(44, each)) for n, each in enumerate(words, start=1)]
    assert all(fate.dropped is None for fate in fates(told).values())
    found = fates([*told, text(4, MARKET, SCHOOLS)])
    assert {id for id, fate in found.items() if fate.dropped} == {"t1c2", "t2c2", "t3c2"}


def test_what_comes_back_is_told_anew() -> None:
    found = fates([text(1, MARKET, SCHOOLS, DEAD), text(2, MARKET, SCHOOLS), text(3, MARKET, SCHOOLS, DEAD)])
    assert found["t1c2"].dropped == Dropped(at(5), "t2")
    assert "t3c2" not in found


def test_a_short_text_between_withdraws_nothing() -> None:
    """A page that was cut off, or asked for money."""
    whole = text(1, MARKET, SCHOOLS, DEAD)
    found = fates([whole, text(2, "Subscribe to read on"), text(3, MARKET, SCHOOLS, DEAD)])
    assert all(fate.dropped is None for fate in found.values())
    assert found["t3c2"].said_before == "t1c2"


def test_a_book_rewritten_throughout_is_not_compared_in_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corroboration.engine.revised.MOST_PAIRS", 1)
    assert ends(text(1, MARKET, SCHOOLS, DEAD), text(2, MARKET, SCHOOLS))[DEAD] == "goes on"


SENTENCES = (MARKET, SCHOOLS, DEAD, "The explosion left 44 people dead", "Police arrested two men", "Nobody was hurt")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5), min_size=2, max_size=5))
def test_later_texts_change_nothing_of_what_was_known(drafts: list[list[str]]) -> None:
    texts = [text(number, *draft) for number, draft in enumerate(drafts, start=1)]
    whole = fates(texts)
    for known in range(1, len(texts)):
        assert fates(texts[:known]) == _known(whole, texts[:known])


def _known(found: dict[str, Fate], texts: Sequence[Text]) -> dict[str, Fate]:
    """What is told of these texts' claims, without what later texts did."""
    ids = {told.id for each in texts for told in each.told}
    then = {id: fate for id, fate in found.items() if id in ids}
    last = texts[-1].told_at
    return {id: fate for id, fate in then.items() if fate.dropped is None or fate.dropped.at <= last}


# --- what follows for others ---


def test_a_drop_is_not_known_before_its_day() -> None:
    gone = replace(claim(DEAD), dropped=Dropped(at(6), "t2"))
    assert known_by(gone, at(5).date()).dropped is None
    assert known_by(gone, at(6).date()) == gone
    assert words_of_drop(gone) == "withdrawn: the text of 6 May 2021 no longer says it"
    updated = replace(gone, dropped=Dropped(at(6), "t2", "c"))
    assert words_of_drop(updated) == "superseded: the text of 6 May 2021 gives a newer answer"


@pytest.mark.parametrize(
    ("stance", "published", "outlet", "updated", "expected"),
    [
        ("contradicts", at(6), "Post", "", ("b", "a", "supersedes", "correction")),
        ("differs", at(7), "Post", "", ("b", "a", "supersedes", "correction")),
        ("corroborates", at(6), "Post", "", ("b", "a", "corroborates", "number")),
        ("contradicts", at(5), "Post", "", ("b", "a", "contradicts", "number")),
        ("contradicts", at(6), "Herald", "", ("b", "a", "contradicts", "number")),
        ("contradicts", at(6), "Post", "c", ("b", "a", "contradicts", "number")),
    ],
    ids=["instead", "later", "it agrees", "beside it", "another outlet", "it was updated"],
)
def test_what_an_outlet_says_instead_corrects_what_it_withdrew(stance, published, outlet, updated, expected) -> None:
    old = replace(dead(44), id="a", dropped=Dropped(at(6), "t2", updated))
    new = telling("b", outlet=outlet, published=published)
    found = rewritten(related(new, old, stance, DEPENDENT), {"a": old, "b": new})
    assert (found.a, found.b, found.finding.stance, found.finding.type) == expected
