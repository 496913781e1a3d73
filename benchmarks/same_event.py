"""Same event or not? Episodes, matching and clustering against labelled claims and sentences.

    python -m benchmarks.same_event SHARED [--fit] [--errors NAME]

SHARED holds `benchmarks/ecb_sentences.jsonl` (ECB+: sentences without dates, outlets or Syria, two look-alike events a
topic) and annotated articles (benchmarks/annotated.py). ECB+ sentences are handed over as statements, as `match` does;
annotated articles go through extraction, and its claims stand for the marked claims they overlap by half.

Printed with the weights that ship, which were fitted to these very sets: optimistic. What to expect elsewhere stands in
the columns "left out", of --fit: every set clustered with weights fitted to the others.

--fit      fits episode_weights.toml and match_weights.toml, cross-validated over sets and topics, and prints them
--errors   prints what was wrongly joined and wrongly parted in one set
"""

import argparse
import json
from pathlib import Path

import numpy as np

from benchmarks import ecb, event_fit
from benchmarks.annotated import load, names
from benchmarks.events import HEAD, Gold, Score
from claims.engine.extract import load_parser
from claims.engine.reference import load_reference
from corroboration.engine.episodes import episodes_of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--errors", metavar="NAME")
    options = parser.parse_args()
    sentences = options.shared / "benchmarks" / "ecb_sentences.jsonl"
    if not sentences.exists():
        parser.error(f"{sentences} is missing: hand over the folder that holds benchmarks/ and gold/")
    nlp, reference = load_parser(), load_reference()
    sets = [Gold(load(name, options.shared), nlp, reference) for name in names(options.shared)]
    if options.errors:
        next(gold for gold in sets if gold.name == options.errors).errors()
        return
    rows = [json.loads(line) for line in sentences.read_text(encoding="utf-8").splitlines()]
    told = [ecb.statement(row, nlp, reference) for row in rows]
    if options.fit:
        event_fit.run(sets, rows, told)
        return
    report(sets)
    ecb.report(rows, told)


def report(sets: list[Gold]) -> None:
    """Each set with the shipped weights, beside average linkage over everything and one cluster an article."""
    print(f"{'':16} claims matched   episodes: B3   clusters: {HEAD}   average linkage B3")
    rows = []
    for gold in sets:
        episodes = [e for article in gold.by_article() for e in episodes_of(article)]
        within, placed, linked = gold.within(episodes), gold.placed(episodes), gold.average(episodes)
        rows.append((within.f1, *placed, linked.f1))
        found = f"{len(gold.event):6} of {gold.claims:4}"
        print(f"{gold.name:16} {found}   {within.f1:.3f}   {placed.show()}   {linked.f1:.3f}")
    means = np.nanmean(np.array(rows, dtype=float), axis=0)
    print(f"{'mean':16} {'':14}   {means[0]:.3f}   {Score(*means[1:5]).show()}   {means[5]:.3f}")


if __name__ == "__main__":
    main()
