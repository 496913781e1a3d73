"""How many pairs of episodes are judged a second, beside comparing their texts alone?

    python -m benchmarks.pairs [--profiles 1000] [--json]

A row for the episodes of synthetic articles, and one for their claims taken singly, as statements that are handed in
alone: how many profiles stood on each side, pairs judged a second by matching.scores in this one process, pairs a
second by rapidfuzz.process.cdist(token_set_ratio) over the texts that those profiles keep, and the time of the one over
that of the other. Last, pairs a second by matching.links over the pairs that meet, as articles are linked: few at a
time, with their reasons.

Both are measured in turn, by this process's CPU time, and the best of some rounds counts: other processes share the
machine. Fails below PAIRS_A_SECOND or above TIMES_BARE.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from benchmarks.synthetic import stories
from corroboration.engine import clustering, matching
from corroboration.engine.episodes import episodes_of
from corroboration.engine.profiles import Profile, profile_of
from corroboration.engine.values import Episode

PAIRS_A_SECOND = 100_000
TIMES_BARE = 10.0
ROUNDS = 3
HEAD = "                 profiles   judged/s     bare/s   times bare"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--profiles", type=int, default=1000, help="on each side")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    episodes = list(islice(cut(), 2 * options.profiles))
    claims = [profile_of((telling,)) for episode in episodes for telling in episode.members]
    rows = [
        {"of": "episodes", **measured([episode.profile for episode in episodes])},
        {"of": "single claims", **measured(claims[: 2 * options.profiles])},
        {"of": "those that meet", **linked(episodes)},
    ]
    if options.json:
        print(json.dumps(rows))
    else:
        print(HEAD)
        for row in rows:
            bare, times = (
                f"{row[name]:{form}}" if name in row else "" for name, form in (("bare", "11,"), ("times", "12.2f"))
            )
            print(f"{row['of']:16} {row['profiles']:8,} {row['judged']:10,} {bare}{times}")
    if any(row["judged"] < PAIRS_A_SECOND or row["times"] > TIMES_BARE for row in rows if "times" in row):
        sys.exit(f"below {PAIRS_A_SECOND:,} pairs a second, or above {TIMES_BARE:g} times the time of bare cdist")


def cut() -> Iterator[Episode]:
    return chain.from_iterable(episodes_of(story.tellings) for story in stories())


def measured(profiles: Sequence[Profile]) -> dict[str, Any]:
    """Every profile of the first half with every one of the second."""
    lefts, rights = profiles[: len(profiles) // 2], profiles[len(profiles) // 2 :]
    blocks = [lefts[start : start + matching.BLOCK] for start in range(0, len(lefts), matching.BLOCK)]
    judged, bare = best(
        lambda: [matching.scores(block, rights) for block in blocks],
        lambda: [texts_alone(block, rights) for block in blocks],
    )
    pairs = len(lefts) * len(rights)
    return {
        "profiles": len(lefts),
        "judged": round(pairs / judged),
        "bare": round(pairs / bare),
        "times": round(judged / bare, 2),
    }


def texts_alone(lefts: Sequence[Profile], rights: Sequence[Profile]) -> Any:
    """What comparing them would cost if their texts were all there is."""
    left, right = ([text for profile in side for text in profile.texts] for side in (lefts, rights))
    return process.cdist(left, right, scorer=fuzz.token_set_ratio, dtype=np.uint8)


def linked(episodes: Sequence[Episode]) -> dict[str, Any]:
    met = clustering.pairs_met(episodes)
    profiles = {episode.id: episode.profile for episode in episodes}
    [seconds] = best(lambda: matching.links(met, profiles))
    return {"profiles": len(profiles), "judged": round(len(met) / seconds)}


def best(*works: Callable[[], object]) -> list[float]:
    """The least CPU seconds that each took, in turn."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, seconds in zip(works, taken, strict=True):
            began = time.process_time()
            work()
            seconds.append(time.process_time() - began)
    return [min(seconds) for seconds in taken]


if __name__ == "__main__":
    main()
