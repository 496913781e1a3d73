"""Scores the extraction engine against annotated articles, without a database.

    python -m benchmarks.gold [NAME ...] [--shared DIR] [--write FILE] [--show]

NAME: annotated sets (default: all; benchmarks/annotated.py says where they are). Prints the claim-level figures of
shared/evaluation/score_gold.py. --write FILE keeps the claims as `manage.py export claims` would write them; --show
lists what was missed and what was made up, to be read (but not of the sets held out).
"""

import argparse
import json
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.annotated import SHARED, load, names, scorer
from claims.engine.extract import extract, load_parser
from claims.engine.reference import load_reference
from claims.engine.values import ArticleText, Extraction
from sources.engine.values import Kind, Voice

CLAIM_LEVEL = (
    "claim_",
    "origin_acc",
    "attributed_",
    "chain_",
    "modality_",
    "value_",
    "gold_claims",
    "exported",
    "matched",
)


def article(line: dict[str, Any], reference: Any) -> ArticleText:
    """One ingest line as extraction sees it."""
    publisher = reference.directory.voice(line["outlet"], Kind.OUTLET)
    return ArticleText(
        text=line["text"],
        publisher=publisher,
        published_at=datetime.fromisoformat(line["published_at"].replace("Z", "+00:00")),
        title=line.get("title") or "",
        language=line.get("language") or "",
        wire=line.get("wire") or "",
        via=line.get("via") or "",
    )


def rows(line: dict[str, Any], extraction: Extraction) -> Iterator[dict[str, Any]]:
    """Claims in the form of `export claims`, as far as extraction alone knows them."""
    for number, claim in enumerate(extraction.claims):
        yield {
            "id": f"{line['external_id']}-{number:03}",
            "article": {"external_id": line["external_id"], "outlet": line["outlet"]},
            "start": claim.segments[0][0],
            "end": claim.segments[-1][1],
            "segments": claim.segments,
            "text": claim.text,
            "statement": claim.statement,
            "attribution": [_voice(voice) for voice in claim.chain],
            "denied_by": [_voice(voice) for voice in claim.denied_by],
            "modality": claim.modality.value,
            "zone": claim.zone.value,
            "slot": claim.slot,
            "quantities": [{"value": q.value, "bound": q.bound.value, "role": q.role} for q in claim.quantities],
            "cluster": None,
        }


def _voice(voice: Voice) -> dict[str, str]:
    return {"source": voice.slug, "name": voice.name, "kind": voice.kind.value}


def run(lines: Iterable[dict[str, Any]]) -> tuple[list[dict[str, Any]], float]:
    """All claims of the given ingest lines, and the seconds that extraction took (loading left out)."""
    reference, nlp = load_reference(), load_parser()
    nlp("A first sentence loads what loads late.")
    began = time.perf_counter()
    found = [row for line in lines for row in rows(line, extract(article(line, reference), reference, nlp))]
    return found, time.perf_counter() - began


def show(gold: dict[str, Any], claims: list[dict[str, Any]], score_gold: ModuleType) -> None:
    """What differs from the annotation, article by article."""
    found = score_gold.match(gold["claims"], claims)
    used = {claim["id"] for claim in found.values()}
    for entry in gold["articles"]:
        key = str(entry["key"])
        print(f"== {key} {entry['outlet']}")
        for claim in (c for c in gold["claims"] if str(c["article"]) == key):
            _show_claim(claim, found.get(claim["id"]), score_gold)
        body = range(entry.get("body_start", 0), entry.get("body_end", 10**9))
        for row in claims:
            if row["article"]["external_id"] == key and row["id"] not in used and row["start"] in body:
                print(f"  made up  {row['text']!r} {[voice['name'] for voice in row['attribution']]}")


def _show_claim(claim: dict[str, Any], match: dict[str, Any] | None, score_gold: ModuleType) -> None:
    if match is None:
        print(f"  missed   {claim['quote']!r} {claim['chain']}")
        return
    names = [voice["name"] for voice in match["attribution"]]
    same = len(names) == len(claim["chain"]) and all(map(score_gold.same_name, names, claim["chain"]))
    if not same or match["modality"] != claim["modality"]:
        print(f"  differs  {claim['quote']!r}")
        print(f"     want {claim['chain']} {claim['modality']}")
        print(f"     got  {names} {match['modality']}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    if not (options.shared / "gold").is_dir():
        print(f"The annotated articles are not part of this repository: {options.shared / 'gold'} may not be missing.")
        return 1
    score_gold = scorer(options.shared)
    written: list[dict[str, Any]] = []
    for name in options.names or names(options.shared):
        annotated = load(name, options.shared)
        claims, seconds = run(annotated.lines)
        written.extend(claims)
        if options.show and not annotated.held_out:
            show(annotated.gold, claims, score_gold)
        held_out = " (held out)" if annotated.held_out else ""
        print(f"{name}{held_out}: {len(annotated.lines)} articles, {len(annotated.lines) / seconds:.1f} a second")
        for key, value in score_gold.score(annotated.gold, claims, []).items():
            if key.startswith(CLAIM_LEVEL):
                print(f"  {key:24} {value:.3f}" if isinstance(value, float) else f"  {key:24} {value}")
    if options.write:
        options.write.write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in written), encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
