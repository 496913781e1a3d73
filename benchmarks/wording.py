"""How much wording two articles, and two sentences, share: where the thresholds of independence.py stand, and why.

    python -m benchmarks.wording [SHARED]

Reads SHARED/corpus/syria_news.ndjson. Whether two outlets ran one wire is known from their sentences alone (COPIED of
them nearly the same), whatever their tags say: most papers leave the tag out.
"""

import argparse
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product
from pathlib import Path

from benchmarks.annotated import CORPUS, SHARED
from claims.engine import zones
from claims.engine.values import Zone
from corroboration.engine.independence import SAME_ARTICLE, SAME_SENTENCE, SENTENCE_SHINGLES
from corroboration.engine.shingling import containment, shingles
from sources.engine.names import Directory, load_shipped

NEAR_DAYS, FAR_DAYS = 3, 60  # articles that may tell of one event, and such as can't
COPIED = 3  # sentences that two articles share at HALF or more, from which they are taken for reprints of one text
HALF = 0.5
SAMPLE = 8_000  # pairs of far articles whose sentences are compared; all would take half an hour
STEPS = (0.1, 0.2, 0.3, 0.4, 0.5)
_SENTENCE = re.compile(r"(?<=[.!?\"])\s+(?=[A-Z\"])")

Print = frozenset[int]


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """An article without its furniture: the print of the whole, and of each sentence that is long enough to show."""

    outlet: str
    day: date
    whole: Print
    sentences: tuple[Print, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=SHARED)
    texts = list(read(parser.parse_args().shared / CORPUS))
    pairs = [(a, b) for a, b in combinations(texts, 2) if a.outlet != b.outlet]
    near = [(a, b) for a, b in pairs if apart(a, b) <= NEAR_DAYS]
    far = [(a, b) for a, b in pairs if apart(a, b) > FAR_DAYS]
    articles(near, far)
    sentences(near, random.Random(1).sample(far, min(SAMPLE, len(far))))


def read(path: Path) -> Iterator[Text]:
    directory = Directory(load_shipped())
    with path.open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            plan = zones.layout(row["text"], row.get("title", ""), directory)
            body = " ".join(row["text"][start:end] for start, end in plan.of(Zone.BODY))
            prints = tuple(p for s in _SENTENCE.split(body) if len(p := shingles(s)) >= SENTENCE_SHINGLES)
            yield Text(row["outlet"], date.fromisoformat(row["published_at"][:10]), shingles(body), prints)


def apart(left: Text, right: Text) -> int:
    return abs((left.day - right.day).days)


def articles(near: Sequence[tuple[Text, Text]], far: Iterable[tuple[Text, Text]]) -> None:
    """A row a kind of pair: how many there are, and how many share so much of the shorter article."""
    groups: dict[str, list[float]] = {"reprints of one text": [], "one or two sentences": [], "no sentence": []}
    for left, right in near:
        same = copied(left, right)
        kind = "reprints of one text" if same >= COPIED else "one or two sentences" if same else "no sentence"
        groups[kind].append(containment(left.whole, right.whole))
    groups[f"over {FAR_DAYS} days apart"] = [containment(left.whole, right.whole) for left, right in far]
    print(f"Articles of two outlets within {NEAR_DAYS} days, by what their sentences share; threshold {SAME_ARTICLE}")
    table(groups)


def copied(left: Text, right: Text) -> int:
    """How many sentences of one stand in the other."""
    return sum(any(containment(mine, theirs) >= HALF for theirs in right.sentences) for mine in left.sentences)


def sentences(near: Iterable[tuple[Text, Text]], far: Iterable[tuple[Text, Text]]) -> None:
    """The same for pairs of sentences."""
    groups = {
        f"within {NEAR_DAYS} days": shares(near, lambda whole: True),
        f"... of articles that share less than {SAME_ARTICLE}": shares(near, lambda whole: whole < SAME_ARTICLE),
        f"over {FAR_DAYS} days apart": shares(far, lambda whole: True),
    }
    print(f"\nSentences of two outlets; threshold {SAME_SENTENCE}")
    table(groups)


def shares(pairs: Iterable[tuple[Text, Text]], wanted: Callable[[float], bool]) -> list[float]:
    return [
        containment(mine, theirs)
        for left, right in pairs
        if wanted(containment(left.whole, right.whole))
        for mine, theirs in product(left.sentences, right.sentences)
    ]


def table(groups: dict[str, list[float]]) -> None:
    print(f"  {'':48} {'pairs':>9} " + " ".join(f"{f'>={step}':>7}" for step in STEPS) + f" {'most':>6}")
    for kind, values in groups.items():
        counts = " ".join(f"{sum(value >= step for value in values):7}" for step in STEPS)
        print(f"  {kind:48} {len(values):9} {counts} {max(values, default=0.0):6.2f}")


if __name__ == "__main__":
    main()
