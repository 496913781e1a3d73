"""How many origins a cluster has, against the definition worked out by hand and by brute force."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corroboration.engine.independence import independence
from corroboration.engine.origins import count_origins
from corroboration.engine.standing import Standing, standing, vouched
from corroboration.engine.values import Dropped, Independence, Pair, Telling
from sources.engine.values import Kind
from tests.corroboration.factories import telling, voice

VOICES = (
    voice("Flood Watch", Kind.MONITOR),
    voice("Interior Ministry"),
    voice("Ana Kovar", Kind.PERSON, speaks_for="interior-ministry"),
    voice("Northern Agency", Kind.AGENCY),
    voice("a doctor in the town", Kind.UNNAMED, slug="herald/a-doctor-in-the-town"),
    voice("an army officer", Kind.UNNAMED, slug="courier/an-army-officer"),
    voice("reports", Kind.REPORTS, slug="courier/reports"),
    voice("reader7", Kind.COMMENTER),
    voice("Outlet 1", Kind.OUTLET),
)
FLIPPED = {True: False, False: True, None: True}

chains = st.lists(st.sampled_from(VOICES), max_size=2, unique=True)
made = st.lists(
    st.tuples(
        chains, st.integers(0, 3), st.booleans(), st.sampled_from(["", "", "northern-agency"]), st.integers(0, 2)
    ),
    min_size=1,
    max_size=8,
)


def tellings_of(rows: list) -> list[Telling]:
    return [
        telling(
            f"c{number}",
            outlet=f"Outlet {outlet}",
            chain=chain,
            first_hand=first_hand,
            wire=wire,
            published=f"2021-05-0{day + 1}",
        )
        for number, (chain, outlet, first_hand, wire, day) in enumerate(rows)
    ]


def verdicts_of(tellings: list[Telling]) -> dict[Pair, Independence]:
    return {(a.id, b.id): independence(a, b) for a, b in combinations(tellings, 2)}


def closure(ids: list[str], joined: set[Pair]) -> set[frozenset[str]]:
    """Connected components by brute force: sets are united until no pair asks for it any more."""
    groups = [{id} for id in ids]
    while clash := next(
        ((a, b) for a, b in combinations(groups, 2) if any(_tied(x, y, joined) for x in a for y in b)), 0
    ):
        groups = [group for group in groups if group not in clash] + [clash[0] | clash[1]]
    return {frozenset(group) for group in groups}


def _tied(left: str, right: str, joined: set[Pair]) -> bool:
    return (left, right) in joined or (right, left) in joined


def by_hand(tellings: list[Telling], verdicts: dict[Pair, Independence]) -> tuple[set[frozenset[str]], int]:
    """(the claims that vouch, by origin; how many lines of unknown lineage there are) by the definition."""
    joined = {pair for pair, found in verdicts.items() if found.verdict is False}
    inside = [t for t in tellings if standing(t) is not Standing.OUTSIDE]
    ids = {t.id for t in inside}
    freed = {id for pair, found in verdicts.items() if found.verdict is True and ids >= {*pair} for id in pair}
    speaking = [t.id for t in inside if vouched(t) or t.id in freed]
    silent = [t.id for t in inside if t.id not in speaking]
    lines = closure(silent, joined)
    loose = [line for line in lines if not any(_tied(x, y, joined) for x in line for y in speaking)]
    return closure(speaking, joined), len(loose)


@given(made, st.lists(st.integers(0, 27), max_size=3))
def test_it_counts_what_the_definition_counts(rows, decided):
    """decided: pairs about which a person says the opposite."""
    tellings = tellings_of(rows)
    verdicts = verdicts_of(tellings)
    for number in decided:
        if number < len(verdicts):
            pair = sorted(verdicts)[number]
            verdicts[pair] = Independence(FLIPPED[verdicts[pair].verdict], ("decided",))
    found = count_origins(tellings, verdicts)
    lines, unknown = by_hand(tellings, verdicts)
    speaking = frozenset().union(*lines) if lines else frozenset()
    assert {frozenset(ids) & speaking for _, ids in found.origins} == lines
    assert found.unknown == unknown


@given(made)
def test_no_claim_is_counted_twice_and_no_reader_once(rows):
    tellings = tellings_of(rows)
    found = count_origins(tellings, verdicts_of(tellings))
    listed = [id for _, ids in found.origins for id in ids]
    assert len(listed) == len(set(listed))
    readers = {t.id for t in tellings if standing(t) is Standing.OUTSIDE}
    assert readers.isdisjoint(listed)
    assert len(found.origins) + found.unknown <= len(tellings) - len(readers)


@given(made, st.integers(1, 20))
def test_repeating_a_claim_under_other_names_adds_no_origin(rows, repeats):
    """Whoever cites an origin, any number of outlets: the origins stay what they were."""
    tellings = tellings_of(rows)
    first = next((t for t in tellings if vouched(t) and t.claim.chain), None)
    if first is None:
        return
    copies = [
        telling(f"d{number}", outlet=f"Mirror {number}", chain=first.claim.chain[:1], published="2021-05-09")
        for number in range(repeats)
    ]
    before = count_origins(tellings, verdicts_of(tellings))
    after = count_origins([*tellings, *copies], verdicts_of([*tellings, *copies]))
    assert len(after.origins) <= len(before.origins)
    assert after.unknown <= before.unknown


def test_an_own_voice_that_a_person_found_independent_is_an_origin():
    tellings = [telling("c1", outlet="Herald", chain=["Flood Watch"]), telling("c2", outlet="Courier")]
    unknown = count_origins(tellings, verdicts_of(tellings))
    assert (len(unknown.origins), unknown.unknown) == (1, 1)
    decided = count_origins(tellings, {("c1", "c2"): Independence(True, ("decided by vera",))})
    assert {voice.name for voice, _ in decided.origins} == {"Flood Watch", "Courier"}
    assert decided.unknown == 0


def test_a_decision_about_a_claim_of_another_cluster_makes_no_origin_here():
    tellings = [telling("c1", outlet="Courier")]
    assert count_origins(tellings, {("c1", "elsewhere"): Independence(True, ("decided",))}).unknown == 1


@pytest.mark.parametrize(("told_on", "origins", "unknown"), [((), 0, 0), (("Tribune",), 1, 0)])
def test_nobody_says_any_more_what_every_outlet_withdrew(told_on, origins, unknown):
    """An origin as long as some outlet still has its word; an own voice of unknown lineage for itself alone."""
    gone = Dropped(datetime(2021, 5, 6, tzinfo=UTC), "later text")
    edited = [telling("c1", outlet="Herald", chain=["Flood Watch"]), telling("c2", outlet="Courier")]
    kept = [telling(f"d{name}", outlet=name, chain=["Flood Watch"]) for name in told_on]
    tellings = [*(replace(each, dropped=gone) for each in edited), *kept]
    found = count_origins(tellings, verdicts_of(tellings))
    assert (len(found.origins), found.unknown) == (origins, unknown)
    before = count_origins([*edited, *kept], verdicts_of([*edited, *kept]))
    assert (len(before.origins), before.unknown) == (1, 1)
