"""Do they agree, and are they two voices? The relation and independence engines against labelled pairs.

    python -m benchmarks.relations SHARED [--errors]

SHARED holds `benchmarks/emergent.jsonl` (claim, headline, stance) and `gold/*.json` (annotated articles). For gold,
slot, number, bound, modality and chain are taken from the annotation, so that these engines are measured alone, as if
extraction made no error. Baselines run in the same run: the majority stance, and five denying words.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from claims.engine.values import Bound, Claim, Frame, Modality, Quantity
from corroboration.engine.relations import judge, relate_statements
from corroboration.engine.values import Relation, Telling
from sources.engine.names import Directory, load_shipped, slugify
from sources.engine.values import Kind, Voice

STANCES = ("for", "observing", "against")
STANCE_OF = {None: "observing", "corroborates": "for", "contradicts": "against"}
DENYING = ("fake", "hoax", "false", "denies", "not")
HEDGING = ("reportedly", "claims", "rumor", "report", "may")
NOON = datetime(2000, 1, 1, 12, tzinfo=UTC)
Row = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--errors", action="store_true", help="print each gold pair judged otherwise")
    options = parser.parse_args()
    lines = (options.shared / "benchmarks" / "emergent.jsonl").read_text(encoding="utf-8").splitlines()
    emergent([json.loads(line) for line in lines])
    gold(sorted((options.shared / "gold").glob("*.json")), options.errors)


# --- Emergent: the stance of a headline on a claim


def emergent(rows: Sequence[Row]) -> None:
    """A row a method: macro-F1, then precision, recall and F1 of each stance."""
    print(f"Emergent, {len(rows)} pairs         macro-F1   " + "   ".join(f"{s:^17}" for s in STANCES))
    methods: tuple[tuple[str, Callable[[Row], str]], ...] = (
        ("majority", lambda row: "for"),
        ("cue words alone", cue_words),
        ("relate_statements", engine),
    )
    truth = [row["stance"] for row in rows]
    for name, method in methods:
        said = [method(row) for row in rows]
        scores = [prf(truth, said, stance) for stance in STANCES]
        columns = "   ".join(f"{p:.3f} {r:.3f} {f:.3f}" for p, r, f in scores)
        print(f"  {name:28} {sum(f for _, _, f in scores) / 3:8.3f}   {columns}")


def engine(row: Row) -> str:
    finding = relate_statements(statement("claim", row["claim"]), statement("headline", row["headline"]))
    return STANCE_OF[finding.stance.value if finding else None]


def cue_words(row: Row) -> str:
    words = row["headline"].lower().replace("?", " ? ").split()
    if any(word in words for word in DENYING):
        return "against"
    return "observing" if "?" in words or any(word in words for word in HEDGING) else "for"


def statement(id: str, text: str) -> Telling:
    claim = Claim(segments=((0, len(text)),), text=text, statement=text, sentence=(0, len(text)))
    return Telling(id, id, 0, Voice("statement", "statement", Kind.OUTLET), NOON, claim)


def prf(truth: Sequence[str], said: Sequence[str], label: str) -> tuple[float, float, float]:
    hits = sum(t == s == label for t, s in zip(truth, said, strict=True))
    precision = hits / max(1, sum(s == label for s in said))
    recall = hits / max(1, sum(t == label for t in truth))
    return precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0


# --- Gold articles: every pair of one event and one slot


def gold(files: Iterable[Path], errors: bool) -> None:
    pairs = [pair for file in files for pair in gold_pairs(json.loads(file.read_text(encoding="utf-8")))]
    truth = [relation for relation, _, _, _ in pairs]
    said = [found.finding.stance.value if found else "none" for _, _, found, _ in pairs]
    print(f"\nGold, {len(pairs)} pairs of one event and slot, extraction given")
    for label in ("contradicts", "corroborates", "differs", "supersedes"):
        p, r, f = prf(truth, said, label)
        print(f"  {label:14} {truth.count(label):4}   P {p:.3f}  R {r:.3f}  F1 {f:.3f}")
    both = [
        (want, found.independence.verdict) for t, want, found, _ in pairs if found and found.finding.stance.value == t
    ]
    print(f"  independence_acc {sum((w is True) == (g is True) for w, g in both) / max(1, len(both)):.3f}")
    print("  (gold, found):", dict(sorted(Counter((str(w), str(g)) for w, g in both).items())))
    if errors:
        for relation, want, found, words in pairs:
            verdict = found.independence.verdict if found else None
            if found is None or found.finding.stance.value != relation or (verdict is True) != (want is True):
                print(f"- {relation} {want} -> {found.finding if found else None}")
                print(f"    {found.independence if found else ''}\n    {words}")


def gold_pairs(data: Row) -> Iterable[tuple[str, bool | None, Relation | None, str]]:
    """Each pair that shares event and slot: its annotated relation and independence, what was found, the words."""
    articles = {article["key"]: article for article in data["articles"]}
    labels = {frozenset((r["a"], r["b"])): r for r in data["relations"]}
    claims = [(row, gold_telling(row, articles[row["article"]], i)) for i, row in enumerate(data["claims"])]
    for i, (row, left) in enumerate(claims):
        for other, right in claims[i + 1 :]:
            if row["event"] and (row["event"], row["slot"]) == (other["event"], other["slot"]):
                label = labels.get(frozenset((row["id"], other["id"])), {"relation": "none", "independent": None})
                words = f"{row['id']} {row['quote']}  |  {other['id']} {other['quote']}"
                yield label["relation"], label["independent"], judge(left, right), words


def gold_telling(row: Row, article: Row, position: int) -> Telling:
    publisher = directory().voice(article["outlet"], Kind.OUTLET)
    chain = tuple(voice(name, publisher) for name in row["chain"])
    claim = Claim(
        segments=((row["start"], row["end"]),),
        text=row["quote"],
        statement=row["quote"],
        sentence=(row["start"], row["end"]),
        chain=chain,
        modality=Modality(row["modality"]),
        denied_by=tuple(voice(name, publisher) for name in row["denied_by"]),
        slot=row["slot"],
        frame=Frame(),
        quantities=quantities(row),
        number_context=row["quote"] if row["value"] is not None else "",
    )
    known = {slug for v in (publisher, *chain) for slug in (v.slug, v.slug.split("/")[0], v.speaks_for)}
    return Telling(
        id=row["id"],
        article=row["article"],
        position=position,
        publisher=publisher,
        published_at=datetime.fromisoformat(f"{article['published']}T12:00:00+00:00"),
        claim=claim,
        wire=directory().voice(article["wire"], Kind.AGENCY).slug if article["wire"] else "",
        family=owners(publisher.slug),
        families={slug: owners(slug) for slug in sorted(known) if owners(slug)},
    )


WRITTEN = {"": "exact", "up to": "at most"}  # bounds as the annotation writes them
VAGUE = {
    "several": (2, None),
    "dozen": (24, 99),
    "dozens": (24, 99),
    "several hundred": (200, 999),
    "hundreds": (200, 999),
}


def quantities(row: Row) -> tuple[Quantity, ...]:
    """The annotated number, or the vague word that stands in its place."""
    value, role = row["value"], row["slot"]
    if value is None:
        spoken = [bounds for word, bounds in VAGUE.items() if word in row["quote"]]
        return (Quantity(None, *spoken[-1], Bound.VAGUE, role=role),) if spoken else ()
    bound = Bound(WRITTEN.get(row["bound"], row["bound"]))
    low = None if bound in (Bound.AT_MOST, Bound.LESS_THAN) else value
    high = None if bound in (Bound.AT_LEAST, Bound.MORE_THAN) else value
    return (Quantity(value, low, high, bound, role=role),)


@cache
def directory() -> Directory:
    return Directory(load_shipped())


@cache
def owners(slug: str) -> frozenset[str]:
    """The slug's owner, its owner's owner, and so on."""
    found: list[str] = []
    source = directory().get(slug)
    while source and source.owner and source.owner not in found:
        found.append(source.owner)
        source = directory().get(source.owner)
    return frozenset(found)


def voice(name: str, publisher: Voice) -> Voice:
    """A voice of a gold chain: known, or "reports", or a description that belongs to its outlet, or a person."""
    if directory().resolve(name):
        return directory().voice(name, Kind.OFFICIAL)
    if name in ("reports", "unconfirmed reports"):
        return Voice(f"{publisher.slug}/reports", name, Kind.REPORTS)
    if not all(word[0].isupper() for word in name.split()):
        kind = Kind.GROUP if name.split()[-1].endswith("s") or "sources" in name.lower() else Kind.UNNAMED
        return Voice(f"{publisher.slug}/{slugify(name)}", name, kind)
    return directory().voice(name, Kind.PERSON)


if __name__ == "__main__":
    main()
