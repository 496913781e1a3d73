"""Profiles against profiles, as arrays: what the features of features.py are made from, worked out once."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from corroboration.engine.profiles import Days, Path, Profile

Grid = NDArray[Any]  # of numbers, (left, right)
Bags = tuple[Grid, Grid]  # a row a profile, a column a thing: whole numbers

UNKNOWN, ELSEWHERE, PROVINCE, COUNTRY, AROUND, SAME = 0, -1, 1, 2, 3, 4  # how two places lie to each other
NO_DAYS = -1  # one of the two gives no date


class Comparison:
    """Every left profile beside every right one.

    Whole numbers only are summed (weights in tenths, counts), exactly, so that a pair gives the same value whichever
    pairs stand beside it.
    """

    def __init__(self, lefts: Sequence[Profile], rights: Sequence[Profile]) -> None:
        self.lefts, self.rights = lefts, rights

    # --- any field

    def equal(self, field: Callable[[Profile], str]) -> Grid:
        left = np.array([field(p) for p in self.lefts], dtype=object)
        right = np.array([field(p) for p in self.rights], dtype=object)
        return np.asarray(left[:, None] == right[None, :], dtype=float)

    def both(self, field: Callable[[Profile], bool]) -> Grid:
        return np.outer(*self.spread(lambda p: float(field(p))))

    def spread(self, field: Callable[[Profile], float]) -> Bags:
        """A number of each profile: of the left ones, of the right ones."""
        return np.array([float(field(p)) for p in self.lefts]), np.array([float(field(p)) for p in self.rights])

    def lower(self, field: Callable[[Profile], float]) -> Grid:
        left, right = self.spread(field)
        return np.minimum(left[:, None], right[None, :])

    def apart(self, field: Callable[[Profile], float]) -> Grid:
        left, right = self.spread(field)
        return np.asarray(np.abs(left[:, None] - right[None, :]))

    def shared(self, field: Callable[[Profile], Collection[object]]) -> Grid:
        """How many things they have in common; -1 where one of the two has none."""
        left, right = self.bags(lambda p: dict.fromkeys(field(p), 1))
        return np.where(self.both(lambda p: bool(field(p))) > 0, left @ right.T, -1.0)

    def bags(
        self, field: Callable[[Profile], Mapping[Any, int]], other: Callable[[Profile], Mapping[Any, int]] | None = None
    ) -> Bags:
        """Counts of things, of the left profiles by `field`, of the right ones by `other` (None: by the same)."""
        columns: dict[object, int] = {}
        found = []
        for profiles, counted in ((self.lefts, field), (self.rights, other or field)):
            things = [counted(p) for p in profiles]
            rows = [row for row, each in enumerate(things) for _ in each]
            cols = [columns.setdefault(thing, len(columns)) for each in things for thing in each]
            found.append((len(profiles), rows, cols, [count for each in things for count in each.values()]))
        left, right = (np.zeros((size, len(columns))) for size, *_ in found)
        for bag, (_, rows, cols, counts) in zip((left, right), found, strict=True):
            bag[rows, cols] = counts
        return left, right

    # --- words

    @cached_property
    def words(self) -> Bags:
        return self.bags(lambda p: p.words)

    @cached_property
    def common_words(self) -> Grid:
        return self.words[0] @ self.words[1].T

    @cached_property
    def word_norms(self) -> Bags:
        return squares(self.words[0]), squares(self.words[1])

    @cached_property
    def names(self) -> tuple[Grid, Grid]:
        """Weight, in tenths, of the names shared; and of those that each has alone, the lesser of the two."""
        named, words = self.bags(_named, _said)
        said, others = self.bags(_said, _named)
        mine, theirs = named @ words.T, said @ others.T
        alone = np.minimum(named.sum(1)[:, None] - mine, others.sum(1)[None, :] - theirs)
        return np.maximum(mine, theirs), alone

    @cached_property
    def closest_wording(self) -> Grid:
        """token_set_ratio of their two closest statements, [0, 1]."""
        left, right = ([text for p in side for text in p.texts] for side in (self.lefts, self.rights))
        ratios = process.cdist(left, right, scorer=fuzz.token_set_ratio, dtype=np.uint8)
        starts = [np.cumsum([0, *(len(p.texts) for p in side)])[:-1] for side in (self.lefts, self.rights)]
        by_left = np.maximum.reduceat(ratios, starts[0], axis=0)
        return np.asarray(np.maximum.reduceat(by_left, starts[1], axis=1) / 100.0)

    # --- days

    @cached_property
    def own_days(self) -> Grid:
        """Days between the nearest of their own dates; NO_DAYS where one gives none."""
        return self._nearest(lambda p: p.times, lambda p: p.times)

    @cached_property
    def taken_days(self) -> Grid:
        """Days between the own dates of one and the taken-over ones of the other, where only one has its own."""
        forth = self._nearest(lambda p: p.times, lambda p: () if p.times else p.taken_times)
        back = self._nearest(lambda p: () if p.times else p.taken_times, lambda p: p.times)
        return np.maximum(forth, back)

    def _nearest(self, mine: Callable[[Profile], Sequence[Days]], theirs: Callable[[Profile], Sequence[Days]]) -> Grid:
        nearest = np.full((len(self.lefts), len(self.rights)), np.inf)
        right = [(column, *days) for column, p in enumerate(self.rights) for days in theirs(p)]
        if right:
            columns, starts, ends = np.array(right).T
            for row, profile in enumerate(self.lefts):
                for start, end in mine(profile):
                    gaps = np.maximum(0, np.maximum(starts, start) - np.minimum(ends, end)).astype(float)
                    np.minimum.at(nearest[row], columns, gaps)
        return np.where(np.isinf(nearest), float(NO_DAYS), nearest)

    @cached_property
    def published_apart(self) -> Grid:
        """Days between their publications; NO_DAYS where one is without a date."""
        left, right = self.spread(lambda p: np.nan if p.published is None else p.published)
        return np.asarray(np.nan_to_num(np.abs(left[:, None] - right[None, :]), nan=float(NO_DAYS)))

    # --- places

    @cached_property
    def own_places(self) -> Grid:
        """How the places lie to each other that their own words name (UNKNOWN ... SAME)."""
        return self._lie(lambda p: p.places)

    @cached_property
    def any_places(self) -> Grid:
        """The same of their own places, or else of those taken over from the text around."""
        return self._lie(lambda p: p.places or p.taken_places)

    def _lie(self, field: Callable[[Profile], Sequence[Path]]) -> Grid:
        lefts, rights = ([dict.fromkeys(field(p), 1) for p in side] for side in (self.lefts, self.rights))
        paths = [list(dict.fromkeys(path for each in side for path in each)) for side in (lefts, rights)]
        found = np.zeros((len(lefts), len(rights)))
        if not paths[0] or not paths[1]:
            return found
        levels = np.array([[lie(one, other) for other in paths[1]] for one in paths[0]])
        has = [
            np.array([[float(path in each) for path in known] for each in side])
            for side, known in zip((lefts, rights), paths, strict=True)
        ]
        for level in (ELSEWHERE, PROVINCE, COUNTRY, AROUND, SAME):  # the nearest pair of places decides
            found[(has[0] @ (levels == level).astype(float) @ has[1].T) > 0] = level
        return found


def squares(bag: Grid) -> Grid:
    return np.asarray((bag * bag).sum(1))


def cosine(bags: Bags) -> Grid:
    norms = np.outer(squares(bags[0]), squares(bags[1]))
    return np.asarray((bags[0] @ bags[1].T) / np.sqrt(np.maximum(norms, 1.0)))


def _named(profile: Profile) -> Mapping[str, int]:
    return {name: profile.words.get(name, 0) for name in profile.names}


def _said(profile: Profile) -> Mapping[str, int]:
    return dict.fromkeys(profile.words, 1)


@lru_cache(maxsize=65_536)
def lie(one: Path, other: Path) -> int:
    """How two places lie to each other. A country alone is COUNTRY: shared by nearly all."""
    if one[0] == other[0]:
        return SAME if len(one) > 1 else COUNTRY
    if one[0] in other or other[0] in one:
        return AROUND if min(len(one), len(other)) > 1 else COUNTRY
    return PROVINCE if len(set(one) & set(other)) > 1 else ELSEWHERE
