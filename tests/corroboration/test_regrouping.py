"""Grouping again only what a change reaches comes to what grouping everything from nothing comes to."""

import random
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corroboration.engine.clustering import Grouping, group, outline
from corroboration.engine.copies import copies_among
from corroboration.engine.episodes import episodes_of
from corroboration.engine.regrouping import Change, regroup
from corroboration.engine.values import Constraint, Episode, Link, Telling
from tests.corroboration.factories import telling
from tests.corroboration.tellings import TEXTS

SCORES = (0.4, 0.5, 0.55, 0.6, 0.8, 0.95)


class Stored:
    """Episodes, links and the grouping so far, in memory."""

    def __init__(self, constraints=()):
        self.by_id: dict[str, Episode] = {}
        self.scores: dict[tuple[str, str], float] = {}
        self.told: dict[str, str] = {}  # claim -> episode
        self.copied: dict[str, str] = {}
        self.standing: dict[str, tuple[str, str]] = {}
        self.suggested: dict[str, list[tuple[str, str, float]]] = {}
        self.constraints = constraints
        self.asked: set[str] = set()

    def outlines(self, ids):
        return [outline(self.by_id[id]) for id in sorted(ids) if id in self.by_id]

    def profiles(self, episodes):
        self.asked |= episodes
        return {id: self.by_id[id].profile for id in episodes}

    def tellings(self, claims):
        told = {t.id: t for claim in claims for t in self.by_id[self.told[claim]].members}
        return {claim: told[claim] for claim in claims}

    def orders(self, ids):
        return {id: self.by_id[id].order for id in ids if id in self.by_id}

    def links(self, ids):
        return {pair: score for pair, score in self.scores.items() if not ids_apart(pair, ids)}

    def homes(self, ids):
        claims = [claim for episode in self.outlines(ids) for claim in episode.claims]
        return {claim: self.standing[claim] for claim in claims if claim in self.standing}

    def members(self, clusters):
        return {self.told[claim] for claim, (founder, _) in self.standing.items() if founder in clusters}

    def told_by(self, claims):
        return {self.told[claim] for claim in claims if claim in self.told}

    def originals(self, claims):
        return {claim: self.copied[claim] for claim in claims if claim in self.copied}

    def copying(self, claims):
        return {self.told[claim] for claim, original in self.copied.items() if original in claims}

    def in_order(self, but=()) -> list[Telling]:
        told = [t for episode in self.by_id.values() if episode.id not in but for t in episode.members]
        return sorted(told, key=lambda t: t.order)

    def come(self, new: list[Episode], scores) -> Change:
        for episode in new:
            self.by_id[episode.id] = episode
            self.told |= {t.id: episode.id for t in episode.members}
        self.scores |= {pair: score for pair, score in scores.items() if {*pair} <= self.by_id.keys()}
        fresh = {episode.id for episode in new}
        return self._take(regroup(self, fresh, self._recount() - fresh, (), self.bound()), ())

    def go(self, old: list[Episode]) -> Change:
        ids = {episode.id for episode in old}
        dropped = self.links(ids)
        self.scores = {pair: score for pair, score in self.scores.items() if pair not in dropped}
        again = ({id for pair in dropped for id in pair} | self._recount(ids)) - ids
        return self._take(regroup(self, (), again, ids, self.bound()), ids)

    def bound(self):
        return [c for c in self.constraints if {c.left, c.right} <= self.told.keys()]

    def _recount(self, gone=()) -> set[str]:
        now = copies_among(self.in_order(gone))
        changed = {c for c in self.told if now.get(c) != self.copied.get(c)}
        self.copied = now
        return {self.told[claim] for claim in changed}

    def _take(self, change: Change, gone) -> Change:
        for members in change.clusters:
            for claim in members:
                self.standing[claim] = (members[0], change.copies.get(claim, ""))
        for id in {*change.placed, *gone}:
            self.suggested.pop(id, None)
        for suggestion in change.suggestions:
            self.suggested.setdefault(self.told[suggestion[0]], []).append(suggestion)
        for id in gone:
            for t in self.by_id.pop(id).members:
                del self.told[t.id]
                self.standing.pop(t.id, None)
        return change

    def check(self) -> None:
        links = {pair: Link(*pair, score, {}) for pair, score in self.scores.items()}
        whole = group(list(self.by_id.values()), links, self.bound())
        assert self.standing == homes(whole)
        assert sorted(s for each in self.suggested.values() for s in each) == sorted(whole.suggestions)


def ids_apart(pair, ids) -> bool:
    return pair[0] not in ids and pair[1] not in ids


def homes(grouping: Grouping) -> dict[str, tuple[str, str]]:
    return {claim: (members[0], grouping.copies.get(claim, "")) for members in grouping.clusters for claim in members}


def article(chance: random.Random, number: int, days: int) -> tuple[Episode, ...]:
    day = chance.randrange(1, days + 1)
    return episodes_of(
        [
            telling(
                f"{number:03}{position}",
                article=f"a{number:03}",
                outlet=f"o{number}",
                published=f"2021-05-{day:02}",
                position=position,
                text=chance.choice(TEXTS) if chance.random() < 0.3 else f"Number {number} said {position} of it all",
                place=chance.choice(("Ostrava", "Opava", "")),
            )
            for position in range(chance.randint(1, 3))
        ]
    )


def scores_among(chance: random.Random, episodes: list[Episode], density: float) -> dict[tuple[str, str], float]:
    ids = sorted(episode.id for episode in episodes)
    return {
        (left, right): chance.choice(SCORES)
        for place, left in enumerate(ids)
        for right in ids[place + 1 :]
        if chance.random() < density
    }


def decided(chance: random.Random, articles, count: int) -> list[Constraint]:
    claims = sorted(t.id for episodes in articles for e in episodes for t in e.members)
    if len(claims) < 2:
        return []
    pairs = [sorted(chance.sample(claims, 2)) for _ in range(count)]
    made = [Constraint(*pair, chance.random() < 0.5, leaves=chance.choice(["", *pair])) for pair in pairs]
    refused = {id(c) for c, _ in group([e for a in articles for e in a], {}, made).refused}
    return [c for c in made if id(c) not in refused]


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10**6), count=st.integers(2, 30), density=st.sampled_from((0.05, 0.15, 0.4)))
@pytest.mark.parametrize("decisions", [0, 4])
def test_it_comes_to_the_same_as_grouping_everything(decisions, seed, count, density):
    """Articles come in any order, some go, some come back."""
    chance = random.Random(seed)
    articles = [article(chance, number, days=chance.choice((3, 20))) for number in range(count)]
    scores = scores_among(chance, [e for a in articles for e in a], density)
    stored = Stored(decided(chance, articles, decisions))
    order = chance.sample(articles, len(articles))
    for turn, episodes in enumerate(order):
        stored.come(list(episodes), scores)
        if chance.random() < 0.15:
            gone = chance.choice(order[: turn + 1])
            if gone[0].id in stored.by_id:
                stored.go(list(gone))
                if chance.random() < 0.5:
                    stored.check()
                    stored.come(list(gone), scores)
        stored.check()


def chain(days: int, events: int) -> tuple[list[Episode], dict[tuple[str, str], float]]:
    """An article a day about each of some events, linked with those of the two days before it."""
    made: list[Episode] = []
    for event in range(events):
        for day in range(days):
            id = f"e{event:03}d{day:03}"
            text = f"Number {event} said {day} of it all"
            published = date(2021, 1, 1) + timedelta(days=day)
            made += episodes_of([telling(id, article=id, outlet=id, published=published, text=text)])
    scores = {
        (left.id, right.id): 0.9
        for left, right in combinations(made, 2)
        if left.id[:4] == right.id[:4] and (right.published_at - left.published_at).days <= 2
    }
    return made, scores


@pytest.mark.parametrize(("days", "events"), [(20, 3), (20, 12), (80, 3)])
def test_a_late_article_reaches_its_neighbourhood_however_large_the_corpus(days, events):
    """More events, or one that goes on for longer, make no difference: it reaches those for whom it is among the
    founders or the newest."""
    episodes, scores = chain(days, events)
    late = next(episode for episode in episodes if episode.id == "e001d009")
    stored = Stored()
    stored.come([episode for episode in episodes if episode is not late], scores)
    change = stored.come([late], scores)
    stored.check()
    assert change.placed == {"e001d009", *(f"e001d{day:03}" for day in range(10, 18))}


def test_of_a_large_cluster_only_those_are_read_who_speak_for_it():
    """The founders and the newest; whose link is known need not be read either."""
    episodes, scores = chain(80, 1)
    stored = Stored()
    stored.come(episodes[:-1], scores)
    stored.asked.clear()
    stored.come(episodes[-1:], scores)
    assert len({founder for founder, _ in stored.standing.values()}) == 1
    assert stored.asked == {f"e000d{day:03}" for day in (*range(4), *range(71, 77), 79)}
