"""An article cut into episodes: claims in, runs of claims about one happening out.

News goes on about one thing for some sentences, turns to another, returns to the first, and ends with what led up to
it. A claim alone seldom says which ("they included several rebels"); its article does. So claims are first held to
what stands beside them, by a choice at each claim: go on with one of the episodes told so far, or open another. The
model is a conditional logit (McFadden 1974) over features of choices.py, fitted to annotated articles by
`python -m benchmarks.same_event SHARED --fit`.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from corroboration.engine.aspects import aspect
from corroboration.engine.choices import Thread, joining, opening, weighed
from corroboration.engine.pointing import denies_the_told
from corroboration.engine.profiles import profile_of
from corroboration.engine.tables import table
from corroboration.engine.values import Episode, Telling

REMEMBERED = 8  # episodes that a claim may return to: the lead and the latest. Holds a book's cost to its length


def episodes_of(tellings: Sequence[Telling]) -> tuple[Episode, ...]:
    """The episodes of one article, by their first claims. tellings: its claims, in any order."""
    ordered = sorted(tellings, key=lambda telling: telling.order)
    runs = cut(ordered, _joins(), _opens())
    return tuple(Episode(tuple(run), profile_of(run, turn)) for turn, run in enumerate(runs))


def cut(
    ordered: Sequence[Telling], joins: Mapping[str, float], opens: Mapping[str, float], leaning: float | None = None
) -> list[list[Telling]]:
    """Runs of claims about one happening. leaning: log-odds added to opening another (None: the table's)."""
    if not ordered:
        return []
    lean = _leaning() if leaning is None else leaning
    aspects = [aspect(telling) for telling in ordered]
    threads = [Thread(aspects[0])]
    latest = list(threads)  # the one last told at the end
    for place, (previous, claim) in enumerate(pairwise(aspects), start=1):
        open_to = latest if threads[0] in latest else [threads[0], *latest[1:]]
        odds = [weighed(joining(claim, thread, previous), joins) for thread in open_to]
        another = weighed(opening(claim, open_to, previous, place / len(ordered)), opens) + lean
        best = max(range(len(odds)), key=odds.__getitem__)
        accusing = _accusing(claim.telling, open_to)
        if accusing is None and another > odds[best]:
            told = Thread(claim)
            threads.append(told)
        else:
            told = open_to[best] if accusing is None else accusing
            told.add(claim)
        latest = [*(thread for thread in latest if thread is not told), told][-REMEMBERED:]
    return [[a.telling for a in thread.aspects] for thread in threads]


def _accusing(telling: Telling, threads: Sequence[Thread]) -> Thread | None:
    """The episode that a denial of "those allegations" belongs to: that of the accusation told last before it."""
    if not denies_the_told(telling):
        return None
    asked = telling.claim.slot
    told = [(a.position, thread) for thread in threads for a in thread.aspects if a.telling.claim.slot == asked]
    return max(told, key=lambda pair: pair[0])[1] if told else None


@cache
def _joins() -> Mapping[str, float]:
    return _weights("joining")


@cache
def _opens() -> Mapping[str, float]:
    return _weights("opening")


def _weights(part: str) -> Mapping[str, float]:
    return {name: float(row["weight"]) for name, row in table("episode_weights")[part].items()}


@cache
def _leaning() -> float:
    return float(table("episode_weights")["leaning"]["log_odds"])
