"""Same event or not? Blocking, matching and clustering against labelled claims and sentences.

    python -m benchmarks.same_event SHARED [--fit] [--errors]

SHARED holds `benchmarks/ecb_sentences.jsonl` (ECB+: sentences without dates, outlets or Syria, two look-alike events a
topic) and annotated articles (benchmarks/annotated.py). ECB+ sentences are handed over as statements, as `match` does;
annotated articles go through extraction, and its claims stand for the marked claims they overlap by half.

--fit      fits the weights of match_weights.toml to the labelled pairs and prints them, cross-validated over events
--errors   prints what was wrongly joined and wrongly parted in gold
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import combinations
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from benchmarks import fitting
from benchmarks.annotated import Annotated, load, names
from claims.engine.extract import extract, load_parser
from claims.engine.frame import describe_statement
from claims.engine.reference import Reference, load_reference
from claims.engine.values import ArticleText, Claim, Zone
from corroboration.engine import clustering, features, matching
from corroboration.engine.values import Link, Telling
from sources.engine.names import slugify
from sources.engine.values import Kind, Voice

LOOK_ALIKES = 0.15  # weight of all pairs that only look alike beside a whole corpus: few, but what must not go wrong
SINGLE_LINK = (60, 65, 70, 75, 80)  # token_set_ratio thresholds of the baseline; the best is shown
Row = dict[str, Any]
Pair = tuple[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    sentences = options.shared / "benchmarks" / "ecb_sentences.jsonl"
    if not sentences.exists():
        parser.error(f"{sentences} is missing: hand over the folder that holds benchmarks/ and gold/")
    nlp, reference = load_parser(), load_reference()
    rows = [json.loads(line) for line in sentences.read_text(encoding="utf-8").splitlines()]
    told = [statement(row, nlp, reference) for row in rows]
    sets = [load(name, options.shared) for name in names(options.shared)]
    corpora = {annotated: Gold(annotated, nlp, reference) for annotated in sets}
    ecb(rows, told)
    for annotated, gold in corpora.items():
        gold.report(annotated.name, options.errors and not annotated.held_out)
    corpora = {annotated: gold for annotated, gold in corpora.items() if not annotated.held_out}
    if options.fit:
        fitting.run(
            (labelled_sentences(rows, told), 1.0),
            ([pair for gold in corpora.values() for pair in gold.labelled()], 1.0),
            ([pair for gold in corpora.values() for pair in gold.look_alikes()], LOOK_ALIKES),
        )


# --- ECB+: sentences of two look-alike events a topic


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
    return Telling(row["id"], row["id"], 0, Voice("", "", Kind.OUTLET), features.UNDATED, claim)


def ecb(rows: Sequence[Row], told: Sequence[Telling]) -> None:
    """Pair precision, recall and F1 over sentences of different documents, beside a plain baseline."""
    true = event_pairs(rows)
    print(f"ECB+, {len(rows)} sentences, {len(true)} pairs         P      R      F1")
    started = perf_counter()
    homes = clustering.group_statements(told)
    spent = perf_counter() - started
    print(f"  {'group_statements':36} {show(pair_scores(joined(rows, homes), true))}   {spent:.1f} s")
    best = max((pair_scores(joined(rows, single_link(rows, t)), true) for t in SINGLE_LINK), key=lambda s: s[2])
    print(f"  {'token_set_ratio, single link':36} {show(best)}")
    met, links = scored(told)
    meeting = {claim for pair in met & true for claim in pair}
    print(f"  claims with a true partner that meet one: {len(meeting) / len({c for pair in true for c in pair}):.3f}")
    print(f"  AUC of the score over pairs that met: {auc(links, true):.3f}")


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
            yield (a["id"], b["id"]) if a["id"] < b["id"] else (b["id"], a["id"])


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


def labelled_sentences(rows: Sequence[Row], told: Sequence[Telling]) -> list[fitting.Labelled]:
    """Pairs that met, with their features, whether they share an event, and the topic they must not be split over."""
    true, topic = event_pairs(rows), {row["id"]: row["topic"] for row in rows}
    document = {row["id"]: row["doc_id"] for row in rows}
    return [
        fitting.Labelled(f"ecb {topic[pair[0]]}", pair in true, matching.features(*tellings))
        for pair, tellings in met_tellings(told)
        if document[pair[0]] != document[pair[1]]
    ]


# --- gold: claims of annotated articles


class Gold:
    """One annotated set: its articles extracted, and its claims matched with what was extracted."""

    def __init__(self, annotated: Annotated, nlp: Any, reference: Reference) -> None:
        labels = annotated.gold
        self.told = [t for line in annotated.lines for t in extracted(line, nlp, reference)]
        self.found = matched(labels["claims"], self.told)
        self.event = {self.found[c["id"]]: c["event"] or c["id"] for c in labels["claims"] if c["id"] in self.found}
        known = [(self.found.get(pair["a"], ""), self.found.get(pair["b"], "")) for pair in labels["distinct"]]
        self.distinct = [pair for pair in known if all(pair)]
        self.claims = len(labels["claims"])

    def report(self, name: str, errors: bool) -> None:
        homes = clustering.group_statements(self.told)
        precision, recall = b_cubed(self.event, homes)
        kept = sum(homes[a] != homes[b] for a, b in self.distinct) / max(1, len(self.distinct))
        print(f"gold {name}: {len(self.told)} claims extracted, {len(self.found)} of {self.claims} matched")
        print(
            f"  cluster B3 (P R F1) {show((precision, recall, harmonic(precision, recall)))}   distinct kept {kept:.3f}"
        )
        _, links = scored(self.told)
        true = {pair for pair in combinations(sorted(self.event), 2) if self.event[pair[0]] == self.event[pair[1]]}
        inside = {pair: link for pair, link in links.items() if set(pair) <= self.event.keys()}
        print(f"  AUC of the score over pairs that met: {auc(inside, true):.3f}")
        if errors:
            self.errors(homes)

    def errors(self, homes: Mapping[str, str]) -> None:
        """Each cluster with the gold events of its claims."""
        by_home = defaultdict(list)
        for telling in sorted(self.told, key=lambda t: t.order):
            if telling.id in self.event:
                by_home[homes[telling.id]].append(telling)
        for home, members in sorted(by_home.items(), key=lambda item: -len(item[1])):
            print(f"  -- {home}, {len(members)} claims")
            for t in members:
                frame = t.claim.frame
                print(f"     {self.event[t.id]:44.44} {frame.time and frame.time.start} {frame.time_explicit:d} "
                      f"{frame.place_id:12.12} {frame.actor_id:10.10} {frame.action:10.10} {t.claim.slot:10.10} "
                      f"{t.claim.statement[:110]}")  # fmt: skip

    def labelled(self) -> list[fitting.Labelled]:
        return [
            fitting.Labelled(self.event[pair[0]], self.event[pair[0]] == self.event[pair[1]], matching.features(*both))
            for pair, both in met_tellings(self.told)
            if pair[0] in self.event and pair[1] in self.event
        ]

    def look_alikes(self) -> list[fitting.Labelled]:
        by_id = {telling.id: telling for telling in self.told}
        return [fitting.Labelled(self.event[a], False, matching.features(by_id[a], by_id[b])) for a, b in self.distinct]


def extracted(row: Row, nlp: Any, reference: Reference) -> list[Telling]:
    """The claims of one article of an ingest file."""
    publisher = reference.directory.resolve(row["outlet"])
    voice = Voice(publisher.slug if publisher else slugify(row["outlet"]), row["outlet"], Kind.OUTLET)
    published = datetime.fromisoformat(row["published_at"])
    article = ArticleText(row["text"], voice, published, title=row.get("title") or "", wire=row.get("wire") or "")
    claims = [claim for claim in extract(article, reference, nlp).claims if claim.zone is Zone.BODY]
    key = str(row["external_id"])
    return [Telling(f"{key}-{i:03}", key, i, voice, published, claim) for i, claim in enumerate(claims)]


def matched(labels: Sequence[Row], told: Sequence[Telling]) -> dict[str, str]:
    """gold claim -> extracted claim, one to one, where they share half of the characters in either; best first."""
    pairs = []
    for label in labels:
        want = set(range(label["start"], label["end"]))
        for telling in told:
            if telling.article == str(label["article"]):
                have = {i for start, end in telling.claim.segments for i in range(start, end)}
                if 2 * len(want & have) >= len(want | have):
                    pairs.append((-len(want & have) / len(want | have), label["id"], telling.id))
    found: dict[str, str] = {}
    for _, label_id, telling_id in sorted(pairs):
        if label_id not in found and telling_id not in found.values():
            found[label_id] = telling_id
    return found


def b_cubed(event: Mapping[str, str], homes: Mapping[str, str]) -> tuple[float, float]:
    """B-cubed precision and recall (Bagga & Baldwin 1998) over the claims that have a gold event."""
    precision = recall = 0.0
    for claim in event:
        mine = {other for other in event if homes[other] == homes[claim]}
        true = {other for other in event if event[other] == event[claim]}
        precision += len(mine & true) / len(mine) / len(event)
        recall += len(mine & true) / len(true) / len(event)
    return precision, recall


# --- both


def met_tellings(told: Sequence[Telling]) -> list[tuple[Pair, tuple[Telling, Telling]]]:
    by_id = {telling.id: telling for telling in told}
    return [((a, b), (by_id[a], by_id[b])) for a, b in sorted(clustering.pairs_met(told))]


def scored(told: Sequence[Telling]) -> tuple[set[Pair], dict[Pair, Link]]:
    met = met_tellings(told)
    return {pair for pair, _ in met}, {pair: matching.score(*both) for pair, both in met}


def pair_scores(shown: set[Pair], true: set[Pair]) -> tuple[float, float, float]:
    hits = len(shown & true)
    precision, recall = hits / max(1, len(shown)), hits / max(1, len(true))
    return precision, recall, harmonic(precision, recall)


def harmonic(a: float, b: float) -> float:
    return 2 * a * b / (a + b) if a + b else 0.0


def auc(links: Mapping[Pair, Link], true: set[Pair]) -> float:
    """Probability that a true pair scores above a false one, ties counted half."""
    same = np.array([link.score for pair, link in links.items() if pair in true])
    other = np.sort([link.score for pair, link in links.items() if pair not in true])
    if not len(same) or not len(other):
        return float("nan")
    below = (np.searchsorted(other, same, "left") + np.searchsorted(other, same, "right")) / 2
    return float(below.mean() / len(other))


def show(figures: Iterable[float]) -> str:
    return "  ".join(f"{figure:.3f}" for figure in figures)


if __name__ == "__main__":
    main()
