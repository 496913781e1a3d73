"""Worlds whose truth is known: votes of sources on questions, with who is how accurate and who copies from whom.

Sources are right with accuracies Beta(8, 3) and a few speak far more often than the rest. False answers are popular by
Zipf's law. A question belongs to a day of one year; most speak to it within three days, some weeks later.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

DAYS = 365
END = 3.0 * DAYS  # by then all has been said
FALSE_VALUES = 6
BRIGADE = 12  # accounts
BUSY = 0.2  # share of the sources that a brigade chooses from
BUSIEST_TO_IDLE = 1.1  # exponent of the activities' power law
LARGEST = 0.05  # of the power law's weights, so that nobody answers every question
HARD, HARDER = 0.1, 0.5  # share of hard questions, and what is left of an accuracy on them
LATE, PROMPT = 0.3, 3.0  # share of the votes that come 10 to 60 days after the event, and days that the others take
DRIFTING = 0.3  # share of the sources whose accuracy is another from one day of the year on
TAKEN_BACK = 0.3  # share of the errors that their source takes back within a month

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Draw = np.random.Generator


@dataclass(frozen=True)
class Size:
    """How many there are of each before anybody copies."""

    sources: int = 120
    questions: int = 2_000
    votes: int = 14_000


USUAL = Size()


@dataclass(frozen=True)
class World:
    """Votes with what lies behind them, in no order.

    value 0 is right. until: the day on which a vote was taken back (inf: it stands). accuracy: of each source, at the
    end: how probably what it says and stands by is right. copies: pairs of sources (smaller first) that depend.
    copiers: those of them that copy.
    """

    source: Ints
    question: Ints
    value: Ints
    time: Floats
    until: Floats
    accuracy: Floats
    copies: frozenset[tuple[int, int]] = frozenset()
    copiers: frozenset[int] = frozenset()

    def standing(self, day: float = END) -> "World":
        """The votes that had been given and not been taken back by the end of a day."""
        chosen = (self.time <= day) & (self.until > day)
        columns = (self.source, self.question, self.value, self.time, self.until)
        return replace(self, **dict(zip(COLUMNS, (column[chosen] for column in columns), strict=True)))

    @property
    def votes(self) -> tuple[Ints, Ints, Ints, Floats]:
        return self.source, self.question, self.value, self.time


COLUMNS = ("source", "question", "value", "time", "until")
Maker = Callable[[Draw], World]


def honest(
    draw: Draw,
    hard: float = 0.0,
    drifting: float = 0.0,
    taken_back: float = 0.0,
    wrong: int = FALSE_VALUES,
    size: Size = USUAL,
) -> World:
    """Independent sources. hard, drifting, taken_back: shares. wrong: how many false answers there are."""
    accuracy = draw.beta(8, 3, size.sources)
    activity = draw.permutation(np.minimum(1 / np.arange(1, size.sources + 1) ** BUSIEST_TO_IDLE, LARGEST))
    weight = np.repeat(activity, size.questions)
    pairs = draw.choice(len(weight), size.votes, replace=False, p=weight / weight.sum())
    source, question = pairs // size.questions, pairs % size.questions
    time = _times(draw, question, size.questions)
    chance, accuracy = _chances(draw, source, time, accuracy, drifting)
    chance = np.where((draw.random(size.questions) < hard)[question], chance * HARDER, chance)
    value = np.where(draw.random(size.votes) < chance, 0, _false(draw, size.votes, wrong))
    gone = (value != 0) & (draw.random(size.votes) < taken_back)
    until = np.where(gone, time + draw.uniform(1, 30, size.votes), np.inf)
    overall = accuracy * (1 - hard * (1 - HARDER))
    standing = overall / (overall + (1 - overall) * (1 - taken_back))  # of what a source stands by
    return World(source, question, value, time, until, standing)


def _times(draw: Draw, question: Ints, questions: int) -> Floats:
    late = draw.random(len(question)) < LATE
    lag = np.where(late, draw.uniform(10, 60, len(question)), draw.uniform(0, PROMPT, len(question)))
    times: Floats = draw.uniform(0, DAYS, questions)[question] + lag
    return times


def _chances(draw: Draw, source: Ints, time: Floats, accuracy: Floats, drifting: float) -> tuple[Floats, Floats]:
    """(chance that each vote is right, accuracy of each source at the end)."""
    count = len(accuracy)
    turns = np.where(draw.random(count) < drifting, draw.uniform(DAYS / 4, 3 * DAYS / 4, count), np.inf)
    later = np.where(np.isfinite(turns), draw.beta(8, 3, count), accuracy)
    return np.where(time < turns[source], accuracy[source], later[source]), later


def _false(draw: Draw, count: int, wrong: int) -> Ints:
    popularity = 1 / np.arange(1, wrong + 1)
    return draw.choice(np.arange(1, wrong + 1), count, p=popularity / popularity.sum())


def with_copiers(share: float, rate: float, **more: float) -> Maker:
    """A share of the sources takes a part of its answers from one original each, up to a month later."""

    def world(draw: Draw) -> World:
        plain = honest(draw, **more)  # type: ignore[arg-type]
        sources = len(plain.accuracy)
        copiers = draw.choice(sources, int(sources * share), replace=False)
        originals = np.setdiff1d(np.arange(sources), copiers)
        return copied(plain, {int(copier): int(draw.choice(originals)) for copier in copiers}, rate, draw)

    return world


def with_brigade(draw: Draw) -> World:
    """New accounts that repeat one bad source."""
    plain = honest(draw)
    return joined_by(plain, BRIGADE, by_accuracy(plain, BUSY)[0], 0.95, draw)


def everything(draw: Draw) -> World:
    """Copiers and a brigade, hard questions, sources that drift, errors taken back that their copiers keep."""
    plain = with_copiers(0.25, 0.8, hard=HARD / 2, drifting=DRIFTING, taken_back=TAKEN_BACK)(draw)
    return joined_by(plain, BRIGADE, by_accuracy(plain, BUSY)[0], 0.95, draw)


def by_accuracy(world: World, share: float) -> list[int]:
    """The busiest share of the sources, without those that copy, the least accurate first."""
    votes = np.bincount(world.source, minlength=len(world.accuracy))
    busy = np.argsort(-votes, kind="stable")[: int(len(votes) * share)].tolist()
    return sorted((source for source in busy if source not in world.copiers), key=lambda s: float(world.accuracy[s]))


def joined_by(plain: World, accounts: int, original: int, rate: float, draw: Draw) -> World:
    """The world with new accounts that copy one source."""
    first = len(plain.accuracy)
    grown = replace(plain, accuracy=np.append(plain.accuracy, np.full(accounts, plain.accuracy[original])))
    return copied(grown, {first + i: original for i in range(accounts)}, rate, draw)


def copied(plain: World, chosen: dict[int, int], rate: float, draw: Draw) -> World:
    """Each copier repeats a part of its original's votes; on those questions it has no word of its own.

    What the original takes back later, the copier keeps.
    """
    source, question, value, time, until = (getattr(plain, name) for name in COLUMNS)
    for copier, original in sorted(chosen.items()):
        taken = np.flatnonzero((source == original) & (draw.random(len(source)) < rate))
        kept = (source != copier) | ~np.isin(question, question[taken])
        late = time[taken] + draw.uniform(0.5, 30, len(taken))
        source = np.append(source[kept], np.full(len(taken), copier))
        time, until = np.append(time[kept], late), np.append(until[kept], np.full(len(taken), np.inf))
        value, question = np.append(value[kept], value[taken]), np.append(question[kept], question[taken])
    family = chosen | {o: o for o in chosen.values()}
    related = frozenset((a, b) for a in family for b in family if a < b and family[a] == family[b])
    copiers = plain.copiers | set(chosen)
    return World(source, question, value, time, until, plain.accuracy, plain.copies | related, copiers)


WORLDS: dict[str, Maker] = {
    "clean": honest,
    "25% copiers, rate 0.8": with_copiers(0.25, 0.8),
    "50% copiers, rate 0.95": with_copiers(0.5, 0.95),
    f"brigade of {BRIGADE}": with_brigade,
    "yes or no, 25% copiers": with_copiers(0.25, 0.8, wrong=1),
    "25% copiers, errors taken back": with_copiers(0.25, 0.8, taken_back=TAKEN_BACK),
    "25% copiers, drift": with_copiers(0.25, 0.8, drifting=DRIFTING),
    "25% copiers, 10% hard": with_copiers(0.25, 0.8, hard=HARD),
    "10% hard": lambda draw: honest(draw, HARD),
    "everything at once": everything,
}
