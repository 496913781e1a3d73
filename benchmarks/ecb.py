"""ECB+ (Cybulska & Vossen 2014): sentences of two look-alike events a topic, as free statements without dates."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from time import perf_counter
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from benchmarks.events import harmonic
from claims.engine.frame import describe_statement
from claims.engine.reference import Reference
from claims.engine.values import Claim
from corroboration.engine.statements import group_statements
from corroboration.engine.values import UNDATED, Pair, Telling, ordered
from sources.engine.values import Kind, Voice

SINGLE_LINK = (60, 65, 70, 75, 80)  # token_set_ratio thresholds of the baseline; the best is shown
Row = dict[str, Any]


def statement(row: Row, nlp: Any, reference: Reference) -> Telling:
    """A sentence that stands alone, as the `match` command sees it."""
    said = describe_statement(row["text"], nlp, reference, None)
    length = len(row["text"])
    claim = Claim(
        segments=((0, length),),
        text=row["text"],
        statement=said.statement,
        sentence=(0, length),
        slot=said.slot,
        frame=said.frame,
        quantities=said.quantities,
    )
    return Telling(row["id"], row["id"], 0, Voice("", "", Kind.OUTLET), UNDATED, claim)


def report(rows: Sequence[Row], told: Sequence[Telling]) -> None:
    """Pair precision, recall and F1 over sentences of different documents, beside a plain baseline."""
    true = event_pairs(rows)
    print(f"ECB+, {len(rows)} sentences, {len(true)} pairs         P      R      F1")
    started = perf_counter()
    homes = group_statements(told)
    spent = perf_counter() - started
    print(f"  {'group_statements':36} {show(pair_scores(joined(rows, homes), true))}   {spent:.1f} s")
    best = max((pair_scores(joined(rows, single_link(rows, t)), true) for t in SINGLE_LINK), key=lambda s: s[2])
    print(f"  {'token_set_ratio, single link':36} {show(best)}")


def event_pairs(rows: Sequence[Row]) -> set[Pair]:
    """Pairs of sentences that share an event, from different documents."""
    of_event = defaultdict(list)
    for row in rows:
        for event in row["events"]:
            of_event[event].append(row)
    return {pair for group in of_event.values() for pair in across(group)}


def joined(rows: Sequence[Row], homes: Mapping[str, str]) -> set[Pair]:
    of_home = defaultdict(list)
    for row in rows:
        of_home[homes[row["id"]]].append(row)
    return {pair for group in of_home.values() for pair in across(group)}


def across(rows: Iterable[Row]) -> Iterable[Pair]:
    for a, b in combinations(rows, 2):
        if a["doc_id"] != b["doc_id"]:
            yield ordered(a["id"], b["id"])


def single_link(rows: Sequence[Row], threshold: int) -> dict[str, str]:
    """Everything that a chain of alike wordings connects."""
    texts = [row["text"].casefold() for row in rows]
    alike = process.cdist(texts, texts, scorer=fuzz.token_set_ratio, score_cutoff=threshold, dtype=np.uint8) > 0
    label = list(range(len(rows)))
    for i in range(len(rows)):
        for j in np.nonzero(alike[i, :i])[0]:
            if label[i] != label[j]:
                old, new = label[i], label[j]
                label = [new if x == old else x for x in label]
    return {row["id"]: str(label[i]) for i, row in enumerate(rows)}


def pair_scores(shown: set[Pair], true: set[Pair]) -> tuple[float, float, float]:
    hits = len(shown & true)
    precision, recall = hits / max(1, len(shown)), hits / max(1, len(true))
    return precision, recall, harmonic(precision, recall)


def show(figures: Iterable[float]) -> str:
    return "  ".join(f"{figure:.3f}" for figure in figures)
