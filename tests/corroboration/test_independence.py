"""Two voices, one voice, or not to be told; and how many origins a cluster has."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corroboration.engine.independence import containment, count_origins, independence, shingles
from corroboration.engine.values import Independence
from sources.engine.values import Kind
from tests.corroboration.factories import telling, voice

MONITOR = voice("Flood Watch", Kind.MONITOR)
MINISTRY = voice("Interior Ministry")
MINISTER = voice("Ana Kovar", Kind.PERSON, speaks_for="interior-ministry")
AGENCY = voice("Northern Agency", Kind.AGENCY)
PHOTOGRAPHER = voice("agency photographer", Kind.UNNAMED, slug="northern-agency/x", speaks_for="northern-agency")
PARTY = voice("Reform Party", Kind.OFFICIAL)
LOCAL_MONITOR = voice("Syrian Observatory", Kind.MONITOR)
REPORTS = voice("reports", Kind.REPORTS)
COMMENTER = voice("reader7", Kind.COMMENTER)
STATE = {
    "state-tv": frozenset({"the-state"}),
    "state-agency": frozenset({"the-state"}),
    "army": frozenset({"the-state"}),
}


def unnamed(name: str, outlet: str, kind: Kind = Kind.UNNAMED):
    return voice(name, kind, slug=f"{outlet}/{'-'.join(name.split())}")


def pair(left: dict, right: dict) -> tuple[bool | None, str]:
    found = independence(telling("c1", **{"outlet": "Herald", **left}), telling("c2", **{"outlet": "Courier", **right}))
    back = independence(telling("c2", **{"outlet": "Courier", **right}), telling("c1", **{"outlet": "Herald", **left}))
    assert found.verdict is back.verdict
    return found.verdict, "; ".join(found.evidence)


@pytest.mark.parametrize(
    ("left", "right", "why"),
    [
        ({"chain": [MONITOR]}, {"chain": [MINISTRY]}, "two named origins"),
        ({"chain": [MONITOR]}, {"chain": [unnamed("a doctor in the town", "courier")]}, "a named and a described one"),
        ({"chain": [MONITOR]}, {"first_hand": True}, "a named one and an outlet that was there"),
        ({"original_reporting": True}, {"first_hand": True}, "two outlets that were there"),
        ({"chain": [MONITOR], "wire": "w"}, {"chain": [MINISTRY], "wire": "w"}, "one agency heard two origins"),
        ({"chain": [MONITOR, AGENCY]}, {"chain": [MINISTRY, AGENCY]}, "both told the same agency"),
        (
            {"chain": [unnamed("a rebel commander", "herald")]},
            {"chain": [unnamed("an army officer", "courier")]},
            "nobody is both",
        ),
        (
            {"chain": [unnamed("an aide", "courier"), voice("Courier", Kind.OUTLET)]},
            {"chain": [MONITOR]},
            "an outlet that was told by both passes both on",
        ),
        (
            {"chain": [unnamed("Syrian activists", "herald", Kind.GROUP)]},
            {"chain": [LOCAL_MONITOR]},
            "both are Syrian, which makes nobody a monitor's man",
        ),
        ({"outlet": PARTY, "original_reporting": True}, {"chain": [MONITOR]}, "an admin vouches for a party's site"),
    ],
)
def test_two_origins(left, right, why):
    verdict, evidence = pair(left, right)
    assert verdict is True, f"{why}: {evidence}"
    assert "two origins" in evidence


@pytest.mark.parametrize(
    ("left", "right", "says", "why"),
    [
        ({"chain": [MONITOR]}, {"chain": [MONITOR]}, "both come from Flood Watch", "the same origin"),
        ({"chain": [MINISTER]}, {"chain": [MINISTRY]}, "speak for one body", "a person and the body"),
        ({"chain": [MONITOR]}, {"outlet": MONITOR, "first_hand": True}, "both come from", "the origin's own page"),
        ({"chain": [voice("Courier", Kind.OUTLET)]}, {}, "cites Courier", "one cites the other outlet"),
        ({"chain": [unnamed("an aide", "courier"), voice("Courier")]}, {}, "cites Courier", "... for an unnamed voice"),
        (
            {"chain": [unnamed("an aide", "x"), MINISTRY]},
            {"chain": [MINISTRY]},
            "the origin of the other",
            "through it",
        ),
        ({"wire": "northern-agency"}, {"wire": "northern-agency"}, "the same agency", "one wire"),
        (
            {"wire": "northern-agency", "chain": [MONITOR]},
            {"wire": "northern-agency"},
            "same agency",
            "one wire's own line",
        ),
        ({"wire": "northern-agency"}, {"outlet": AGENCY}, "carries the text of", "the wire and its carrier"),
        ({"wire": "northern-agency"}, {"chain": [AGENCY]}, "carries", "the carrier and one who cites the wire"),
        ({"wire": "northern-agency"}, {"chain": [PHOTOGRAPHER]}, "carries", "... or the agency's photographer"),
        (
            {"chain": [voice("Courier", Kind.OUTLET)]},
            {"chain": [MONITOR]},
            "cites Courier, which published the other",
            "one cites the other outlet, which names its source",
        ),
        (
            {"wire": "northern-agency", "chain": [MONITOR]},
            {"chain": [AGENCY]},
            "whose text Herald carries",
            "... or the agency of the other's text",
        ),
        ({"outlet": PARTY}, {"chain": [PARTY]}, "cites Reform Party", "a party and its site"),
        ({"family": ["north-media"]}, {"family": ["north-media"]}, "belong to one house (north-media)", "one owner"),
        (
            {"chain": [voice("State TV", Kind.OUTLET)], "families": STATE},
            {"chain": [voice("Army")], "families": STATE},
            "one house (the-state)",
            "voices of one state",
        ),
        (
            {"chain": [voice("State TV", Kind.OUTLET)], "families": STATE},
            {"chain": [unnamed("a local source", "state-agency"), voice("State Agency")], "families": STATE},
            "one house (the-state)",
            "an unnamed voice is of the house it spoke to",
        ),
        ({}, {"outlet": "Herald", "published": "2021-05-06"}, "both published by Herald", "an outlet repeating itself"),
        (
            {"article": "x"},
            {"outlet": "Herald", "article": "x", "chain": [MONITOR]},
            "both published",
            "a lead, restating",
        ),
    ],
)
def test_one_voice(left, right, says, why):
    verdict, evidence = pair(left, right)
    assert verdict is False, f"{why}: {evidence}"
    assert says in evidence


@pytest.mark.parametrize(
    ("left", "right", "says", "why"),
    [
        ({}, {}, "lineage of Herald's own voice unknown", "two outlets without a source"),
        ({"chain": [MONITOR]}, {}, "lineage of Courier's own voice unknown", "one outlet without a source"),
        ({"chain": [MONITOR]}, {"chain": [REPORTS]}, "nobody in particular", "reports are no origin"),
        ({"chain": [MONITOR]}, {"chain": [COMMENTER]}, "kept out", "readers are kept out"),
        (
            {"chain": [unnamed("a military source", "herald")]},
            {"chain": [unnamed("a security official", "courier")]},
            "may be one person",
            "two unnamed voices of like description",
        ),
        (
            {"chain": [unnamed("an interior ministry source", "herald")]},
            {"chain": [MINISTRY]},
            "may speak for Interior Ministry",
            "an unnamed voice of the named body",
        ),
        (
            {"chain": [unnamed("an Observatory source", "herald")]},
            {"chain": [LOCAL_MONITOR]},
            "may speak for Syrian Observatory",
            "an unnamed voice of the monitor",
        ),
        ({"outlet": PARTY}, {"chain": [MONITOR]}, "lineage of Reform Party", "a party's site tells what it read, too"),
        (
            {"chain": [voice("Ahmad", Kind.PERSON, slug="herald/ahmad")]},
            {"chain": [voice("Ahmad Saleh", Kind.PERSON)]},
            "Ahmad and Ahmad Saleh may be one and the same",
            "a witness in two papers' copies of one agency's text",
        ),
    ],
)
def test_not_to_be_told(left, right, says, why):
    verdict, evidence = pair(left, right)
    assert verdict is None, f"{why}: {evidence}"
    assert says in evidence


LONG = (
    "Villagers said the river had carried away two bridges and most of the spring harvest before the levee was closed"
)


def test_near_identical_sentences_are_one_voice_whoever_is_named():
    other = LONG.replace("two bridges", "three bridges")
    verdict, evidence = pair({"text": LONG, "chain": [MONITOR]}, {"text": other, "chain": [MINISTRY]})
    assert verdict is False
    assert "of their wording" in evidence


def test_short_sentences_may_coincide():
    assert pair(
        {"text": "Five people were killed", "chain": [MONITOR]},
        {"text": "Five people were killed", "chain": [MINISTRY]},
    )[0]


def test_leads_of_one_event_may_begin_alike():
    """Seven words in common are what two reporters write of one count."""
    mine, theirs = "A car bomb killed 12 people in Azaz on Friday", "A car bomb killed 12 people in the town of Azaz"
    assert pair({"text": mine, "chain": [MONITOR]}, {"text": theirs, "chain": [MINISTRY]})[0] is True


def test_near_identical_articles_are_one_voice_where_no_origin_is_named():
    copy = shingles(" ".join(f"{LONG} on day {day}." for day in range(9)))
    assert pair({"article_print": copy}, {"article_print": copy})[0] is False
    assert pair({"article_print": copy, "chain": [MONITOR]}, {"article_print": copy, "chain": [MINISTRY]})[0] is True
    assert pair({"article_print": copy, "chain": [MONITOR]}, {"article_print": copy, "chain": [REPORTS]})[0] is False
    assert pair({"article_print": copy, "first_hand": True}, {"article_print": copy, "first_hand": True})[0] is False


@pytest.mark.parametrize(("shared", "verdict"), [(0.3, None), (0.45, False), (1.0, False)])
def test_a_reprint_that_was_cut_and_edited_is_still_one_text(shared, verdict):
    """Where the threshold stands: unrelated articles share at most 0.28 of their wording (benchmarks/wording.py)."""
    words = [f"w{n}" for n in range(200)]
    kept = round(200 * shared)
    edited = words[:kept] + [f"v{n}" for n in range(200 - kept)]
    found = pair({"article_print": shingles(" ".join(words))}, {"article_print": shingles(" ".join(edited))})
    assert found[0] is verdict


# --- shingles


def test_shingles_are_bounded_and_the_same_everywhere():
    assert shingles("four words are few") == frozenset()
    assert shingles("The flood took the bridge") == shingles("the FLOOD, took — the bridge!") == frozenset({789478022})
    assert len(shingles(" ".join(str(n) for n in range(10_000)))) == 256


def test_containment_of_a_part_in_a_whole():
    words = [f"w{n}" for n in range(4_000)]
    whole, half = shingles(" ".join(words)), shingles(" ".join(words[:2_000]))
    mixed = shingles(" ".join(words[:1_000] + [f"v{n}" for n in range(1_000)]))
    assert containment(half, whole) == 1.0
    assert containment(mixed, whole) == pytest.approx(0.5, abs=0.1)
    assert containment(shingles(""), whole) == 0.0


@pytest.mark.parametrize(
    "text", ["", "x" * 100_000, "مرحبا بالعالم " * 50, "a b " * 100_000, "\u202e" * 1000, "1 2 3 4 5"]
)
def test_any_text_has_shingles(text):
    assert len(shingles(text)) <= 256


# --- counting origins


def verdicts(tellings):
    return {(a.id, b.id): independence(a, b) for i, a in enumerate(tellings) for b in tellings[i + 1 :] if a.id < b.id}


def test_eight_outlets_two_origins():
    tellings = [telling(f"c{n}", outlet=f"Outlet {n}", chain=[MONITOR if n % 2 else MINISTER]) for n in range(8)]
    found = count_origins(tellings, verdicts(tellings))
    assert [(voice.name, ids) for voice, ids in found.origins] == [
        ("Ana Kovar", ("c0", "c2", "c4", "c6")),
        ("Flood Watch", ("c1", "c3", "c5", "c7")),
    ]
    assert (found.unknown, found.outlets) == (0, 8)


def test_own_voices_are_unknown_unless_they_lean_on_an_origin():
    tellings = [
        telling("c1", outlet="Herald", chain=[MONITOR], article="a1"),
        telling("c2", outlet="Herald", article="a1", position=1),  # the lead of the same article
        telling("c3", outlet="Courier"),
        telling("c4", outlet="Gazette", wire="northern-agency"),
        telling("c5", outlet="Tribune", wire="northern-agency"),
    ]
    found = count_origins(tellings, verdicts(tellings))
    assert [ids for _, ids in found.origins] == [("c1", "c2")]
    assert (found.unknown, found.outlets) == (2, 4)


def test_an_outlet_that_leans_on_two_origins_does_not_make_them_one():
    tellings = [
        telling("c1", outlet="Herald", chain=[MONITOR], article="a1"),
        telling("c2", outlet="Herald", chain=[MINISTRY], article="a1"),
        telling("c3", outlet="Herald", article="a1"),
    ]
    assert [ids for _, ids in count_origins(tellings, verdicts(tellings)).origins] == [("c1", "c3"), ("c2",)]


def test_readers_are_not_counted():
    tellings = [telling("c1", chain=[COMMENTER])]
    assert count_origins(tellings, {}).outlets == 0


def test_a_chain_of_dependence_is_one_origin():
    tellings = [telling(f"c{n}", outlet=f"Outlet {n}", chain=[voice(f"Voice {n}")]) for n in range(5)]
    links = {(f"c{n}", f"c{n + 1}"): Independence(False, ("copied",)) for n in range(4)}
    assert len(count_origins(tellings, links).origins) == 1


@given(st.integers(0, 10_000))
def test_the_order_of_tellings_and_verdicts_changes_nothing(seed):
    chains = [[MONITOR], [MINISTRY], [], [REPORTS], [MINISTER], []]
    tellings = [telling(f"c{n}", outlet=f"Outlet {n % 4}", chain=chain) for n, chain in enumerate(chains)]
    pairs = verdicts(tellings)
    order = random.Random(seed)
    shuffled = order.sample(tellings, len(tellings))
    items = order.sample(sorted(pairs), len(pairs))
    assert count_origins(shuffled, {key: pairs[key] for key in items}) == count_origins(tellings, pairs)


def test_a_body_that_publishes_is_its_own_source():
    page = telling("c1", outlet=MONITOR, text="The dam broke at dawn")
    assert independence(page, telling("c2", outlet="Courier", chain=[MINISTRY])).verdict is True
    assert independence(page, telling("c2", outlet="Courier", chain=[MONITOR])).verdict is False
    assert independence(page, telling("c2", outlet="Courier")).verdict is None
