"""The corpora that the scale benchmarks run on: seeded, in order, as dense on every day, and true about events."""

import random
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from itertools import islice, pairwise

import pytest

from benchmarks.filling import Filler
from benchmarks.synthetic import CLAIMS_A_DAY, START, Story, Surge, stories
from benchmarks.synthetic_world import World
from corroboration.evidence import tellings
from corroboration.models import CopyKey

DAYS = 60


def until(day: int, surge: Surge | None = None) -> list[Story]:
    found = []
    for story in stories(surge=surge):
        if (story.published_at.date() - START).days >= day:
            return found
        found.append(story)
    return found


@pytest.fixture(scope="module")
def told() -> list[Story]:
    return until(DAYS)


def test_it_is_a_function_of_its_seed(told):
    assert list(islice(stories(), 100)) == told[:100]
    assert list(islice(stories(seed=2), 100)) != told[:100]


def test_it_comes_in_order_of_publication_and_every_id_is_new(told):
    moments = [story.published_at for story in told]
    assert moments == sorted(moments)
    ids = [telling.id for story in told for telling in story.tellings]
    assert len(ids) == len(set(ids))


def test_a_claim_stands_in_its_text_and_has_an_event(told):
    for story in told[:500]:
        assert len(story.events) == len(story.tellings)
        for position, telling in enumerate(story.tellings):
            (start, end), claim = telling.claim.segments[0], telling.claim
            assert story.text[start:end] == claim.text
            assert (telling.article, telling.position) == (story.id, position)
            assert telling.published_at == story.published_at


def test_no_day_is_denser_than_another(told):
    """So that a corpus of ten times the claims is ten times as long, and nothing else."""
    counts = defaultdict(int)
    for story in told:
        counts[(story.published_at.date() - START).days // 20] += len(story.tellings)
    assert all(abs(count / 20 - CLAIMS_A_DAY) < 0.2 * CLAIMS_A_DAY for count in counts.values())


def test_a_surge_is_dense_in_one_place_and_for_its_days_only(told):
    def at(place: str, found: list[Story], days: range) -> int:
        return sum(s.place == place and (s.published_at.date() - START).days in days for s in found)

    place = max({story.place for story in told}, key=lambda place: at(place, told, range(DAYS)))
    dense = until(DAYS, Surge(first_day=20, days=20))
    assert at(place, dense, range(20)) == at(place, told, range(20))
    assert at(place, dense, range(20, 40)) > 6 * at(place, told, range(20, 40))
    assert at(place, dense, range(45, 60)) < 3 * at(place, told, range(45, 60))


def test_events_are_told_by_many_in_other_words_and_spellings(told):
    outlets, texts, spelled = defaultdict(set), defaultdict(set), defaultdict(set)
    for story in told:
        outlets[story.events[0]].add(story.publisher.slug)
        texts[story.events[0]].add(story.tellings[0].claim.text)
        if frame := story.tellings[0].claim.frame:
            spelled[frame.place_id].add(frame.place)
    assert max(map(len, outlets.values())) >= 14
    assert max(map(len, texts.values())) >= 6
    assert max(map(len, spelled.values())) >= 3


def test_an_agency_is_run_as_it_is(told):
    runs = defaultdict(list)
    for story in told:
        if story.wire:
            runs[story.events[0]].append(story)
    several = [copies for copies in runs.values() if len(copies) > 2]
    assert several
    for copies in several:
        assert len({copy.text for copy in copies}) == 1
        assert len({copy.publisher.slug for copy in copies}) == len(copies)


def test_a_town_is_hit_twice_within_a_week(told):
    days = defaultdict(set)
    for story in told:
        days[story.place].add((story.events[0], story.published_at))
    places = [sorted((at, event) for event, at in found) for found in days.values()]
    close = [
        (left, right)
        for found in places
        for left, right in pairwise(found)
        if left[1] != right[1] and right[0] - left[0] < timedelta(days=7)
    ]
    assert len(close) > 50


def test_background_tells_of_events_that_were_told_before(told):
    first = {}
    older = 0
    for story in told:
        for event in story.events:
            older += event in first and story.published_at - first[event] > timedelta(days=10)
            first.setdefault(event, story.published_at)
    claims = sum(len(story.tellings) for story in told)
    assert 0.02 < older / claims < 0.15


def test_tolls_rise(told):
    counts = defaultdict(list)
    for story in told:
        for telling, event in zip(story.tellings, story.events, strict=True):
            if telling.claim.slot == "killed":
                counts[event].append(telling.claim.quantities[0].value)
    many = [values for values in counts.values() if len(values) >= 6]
    risen = sum(sum(values[-2:]) > sum(values[:2]) for values in many)
    assert risen > 0.7 * len(many) > 10


def test_the_world_is_drawn_from_the_gazetteer():
    world = World(random.Random(1))
    assert len(world.places) > 1_000
    assert all(len(world.paths[place]) > 1 for place in world.places)


@pytest.mark.database
@pytest.mark.django_db
def test_a_database_is_filled_as_extraction_would_have():
    told = list(islice(stories(), 30))
    Filler().add(told)
    written = {telling.id: telling for story in told for telling in story.tellings}
    stored = tellings(written.keys())
    assert stored.keys() == written.keys()
    for id, telling in stored.items():
        plain = replace(telling, article_print=frozenset(), family=frozenset(), families={})
        assert plain == written[id]
    assert CopyKey.objects.exists()
