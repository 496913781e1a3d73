"""Relations between the claims that extraction finds, against annotated articles.

    python -m benchmarks.agreement SHARED [--fit] [--errors STANCE NAME]

benchmarks/relations.py measures the relation engine as if extraction made no error; here claims come from extraction.
Printed twice: with the annotated events in place of clusters, and with clusters as the pipeline makes them. Precision
and recall are those of ../shared/evaluation/score_gold.py: over pairs of claims that were both found.

--fit     fits agreement_weights.toml to the pairs of claims of one event, cross-validated over sets, and prints it
--errors  prints what was wrongly given this stance in one set ("none": what was wrongly given none)
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.annotated import Annotated, load, names
from benchmarks.events import by_article, extracted, grouped, harmonic, matched
from benchmarks.fitting import Matrix, likely, logistic
from claims.engine.extract import load_parser
from claims.engine.reference import Reference, load_reference
from corroboration.engine import agreement, relations
from corroboration.engine.episodes import episodes_of
from corroboration.engine.values import Pair, Relation, Stance, Telling, ordered

STANCES = tuple(stance.value for stance in Stance)
PAIRS_A_SET = 300  # that a set counts for, however many pairs it holds


class Counts(NamedTuple):
    """Of one stance: pairs rightly given it, given it, and annotated with it."""

    hits: int
    said: int
    wanted: int

    def show(self) -> str:
        p, r = self.hits / max(1, self.said), self.hits / max(1, self.wanted)
        return f"{p:.2f} {r:.2f} {harmonic(p, r):.2f} {self.wanted:4}"


class Judged:
    """One annotated set: its claims as extraction finds them, and the relations that were annotated.

    told: by id. wanted: pair of ids -> annotated relation. later: the pair's claim that stands first in a relation.
    """

    def __init__(self, annotated: Annotated, nlp: Any, reference: Reference) -> None:
        labels = annotated.gold
        self.name = annotated.name
        self.told = {t.id: t for line in annotated.lines for t in extracted(line, nlp, reference)}
        found = matched(labels["claims"], list(self.told.values()))
        self.found = frozenset(found.values())
        self.event = {found[c["id"]]: c["event"] for c in labels["claims"] if c["id"] in found and c["event"]}
        self.wanted: dict[Pair, dict[str, Any]] = {}
        for row in labels["relations"]:
            if row["a"] in found and row["b"] in found:
                a, b = found[row["a"]], found[row["b"]]
                self.wanted[ordered(a, b)] = {**row, "a": a, "b": b}

    def events(self) -> list[list[Telling]]:
        """The claims of each annotated event."""
        groups: dict[str, list[Telling]] = defaultdict(list)
        for claim, event in self.event.items():
            groups[event].append(self.told[claim])
        return list(groups.values())

    def clusters(self) -> list[list[Telling]]:
        """The claims as the pipeline groups them."""
        episodes = [e for article in by_article(self.told.values()) for e in episodes_of(article)]
        return [[self.told[id] for id in members] for members in grouped(episodes)]

    def counts(self, said: Mapping[Pair, Relation]) -> dict[str, Counts]:
        """Each stance, and "independent": relations rightly called independent or not, of those rightly given."""
        figures = {stance: self._counts(stance, said) for stance in STANCES}
        both = [(row, said[pair]) for pair, row in self.wanted.items() if pair in said and _right(row, said[pair])]
        told = [(row["independent"] is True) == (r.independence.verdict is True) for row, r in both]
        return figures | {"independent": Counts(sum(told), len(told), len(told))}

    def _counts(self, stance: str, said: Mapping[Pair, Relation]) -> Counts:
        given = [pair for pair, relation in said.items() if relation.finding.stance == stance]
        wanted = [pair for pair, row in self.wanted.items() if row["relation"] == stance]
        hits = [pair for pair in given if pair in self.wanted and _right(self.wanted[pair], said[pair])]
        return Counts(sum(self._in_order(pair, said[pair]) for pair in hits), len(given), len(wanted))

    def _in_order(self, pair: Pair, relation: Relation) -> bool:
        """Whether of an update the right claim replaces the other, where their dates can tell."""
        one, other = (self.told[id].published_at.date() for id in pair)
        right = relation.a == self.wanted[pair]["a"] or one == other
        return right or relation.finding.stance is not Stance.SUPERSEDES


def _right(row: Mapping[str, Any], relation: Relation) -> bool:
    return bool(relation.finding.stance == row["relation"])


def related(judged: Judged, groups: Iterable[Sequence[Telling]]) -> dict[Pair, Relation]:
    """The relations within groups, between claims that were annotated and answer one question."""
    said = {}
    for group in groups:
        known = [telling for telling in group if telling.id in judged.found]
        for left, right in combinations(known, 2):
            asked = set(relations.questions(left)) & set(relations.questions(right))
            if asked and (relation := relations.judge(left, right)):
                said[ordered(left.id, right.id)] = relation
    return said


def report(sets: Sequence[Judged]) -> None:
    print(f"{'':24}" + "".join(f"{name:>22}" for name in (*STANCES, "independent")))
    print(f"{'':24}" + f"{'P    R    F1  wanted':>22}" * (len(STANCES) + 1))
    for way in ("events", "clusters"):
        whole: dict[str, list[Counts]] = defaultdict(list)
        for judged in sets:
            figures = judged.counts(related(judged, getattr(judged, way)()))
            for name, counts in figures.items():
                whole[name].append(counts)
            _line(f"{judged.name:16}{way}", figures)
        _line(f"{'all':16}{way}", {name: Counts(*np.sum(rows, axis=0).tolist()) for name, rows in whole.items()})


def _line(name: str, figures: Mapping[str, Counts]) -> None:
    print(f"{name:24}" + "".join(f"{counts.show():>22}" for counts in figures.values()))


def errors(judged: Judged, stance: str) -> None:
    said = related(judged, judged.clusters())
    for pair in sorted({*said, *judged.wanted}):
        given = said[pair].finding.stance.value if pair in said else "none"
        wanted = judged.wanted[pair]["relation"] if pair in judged.wanted else "none"
        if given == stance != wanted:
            reasons = said[pair].finding.reasons if pair in said else ()
            print(f"-- annotated {wanted}; {' / '.join(reasons)}")
            for telling in (judged.told[id] for id in pair):
                print(f"   {telling.claim.slot:12.12} {telling.claim.statement[:160]}")


# --- the weights of agreement.py


class Labelled(NamedTuple):
    """The pairs of a set that the weights decide: a row each of signs, whether they agree, and what they count for."""

    x: Matrix
    agree: Matrix
    weight: Matrix


def labelled(judged: Judged) -> Labelled:
    rows, agree = [], []
    pairs = (pair for group in judged.events() for pair in combinations(group, 2))
    for left, right in pairs:
        if relations.weighed(left, right):
            found = agreement.features(left, right)
            rows.append([found[name] for name in agreement.FEATURES])
            row = judged.wanted.get(ordered(left.id, right.id))
            agree.append(float(row is not None and row["relation"] == "corroborates"))
    weight = np.full(len(rows), PAIRS_A_SET / max(1, len(rows)))
    return Labelled(np.array(rows).reshape(len(rows), len(agreement.FEATURES)), np.array(agree), weight)


def fit(sets: Sequence[Judged]) -> None:
    """What such weights are worth on sets left out, then those fitted to all sets."""
    made = [labelled(judged) for judged in sets]
    scores = [likely(mine.x, fitted([other for other in made if other is not mine])) for mine in made]
    score, agree = np.concatenate(scores), np.concatenate([each.agree for each in made])
    print("pairs that neither numbers nor outcomes decide, sets left out\nlikely from     P     R     F1")
    for least in np.arange(0.2, 0.75, 0.05):
        said = score >= least
        p, r = agree[said].sum() / max(1, said.sum()), agree[said].sum() / max(1, agree.sum())
        print(f"{least:11.2f} {p:5.3f} {r:5.3f} {harmonic(p, r):6.3f}")
    weights = fitted(made)
    print(f"agreement_weights.toml: bias {weights[0]:.2f}")
    for name, weight in zip(agreement.FEATURES, weights[1:], strict=True):
        print(f"  {name:16} {weight:6.2f}")


def fitted(made: Sequence[Labelled]) -> Matrix:
    return logistic(*(np.concatenate(column) for column in zip(*made, strict=True)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--errors", nargs=2, metavar=("STANCE", "NAME"))
    asked = parser.parse_args()
    nlp, reference = load_parser(), load_reference()
    chosen = [asked.errors[1]] if asked.errors else names(asked.shared)
    loaded = [load(name, asked.shared) for name in chosen]
    sets = [Judged(each, nlp, reference) for each in loaded if each.gold["relations"]]
    if asked.errors:
        errors(sets[0], asked.errors[0])
    elif asked.fit:
        fit(sets)
    else:
        report(sets)


if __name__ == "__main__":
    main()
