"""Scores attribution on PolNeAR: news texts in which people marked who said what, and by which words.

    python benchmarks/polnear.py [FILE] [--show N] [--look]

Of source, cue and content it prints the exact F1: an attribution's list of stretches counts when the text's marks hold
the very same list. "Who said what" pairs each attribution with the marked one whose content it shares most of
(intersection over union of characters, at least one half) and counts it when their sources overlap too. Attributions
without a source can't be right there. Rows: the half of the months that the rules were written with, the half that
was only ever scored, all. --look marks texts with what was missed and made up, --show N of them, first half only.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

REPO = Path(__file__).resolve().parent.parent
FILE = REPO.parent / "shared" / "benchmarks" / "polnear.jsonl"
sys.path.insert(0, str(REPO))

from claims.engine import document, spans  # noqa: E402
from claims.engine.extract import load_parser  # noqa: E402

LOOKED_AT_UNTIL = "2016-03"  # texts of later months are scored and never read
LEAST_SHARED = 0.5
PUBLISHED = (
    ("rules (published)", 0.107, 0.228, 0.056, None),
    ("CoreNLP (published)", 0.139, None, 0.175, None),
    ("CRF (published)", 0.506, 0.534, 0.286, None),
    ("BERT (published)", 0.832, 0.753, 0.729, None),
    ("a regex", None, None, None, 0.29),
    ("people", None, None, None, 0.78),
)

Spans = tuple[tuple[int, int], ...]


class Marked(NamedTuple):
    """One attribution of one text, its stretches in order."""

    source: Spans
    cue: Spans
    content: Spans
    rule: str = ""


class Counts(NamedTuple):
    hits: int
    found: int
    gold: int

    @property
    def f1(self) -> float:
        return 2 * self.hits / (self.found + self.gold) if self.found + self.gold else 0.0

    def plus(self, other: "Counts") -> "Counts":
        return Counts(self.hits + other.hits, self.found + other.found, self.gold + other.gold)


NOTHING = Counts(0, 0, 0)


def gold(row: dict[str, Any]) -> list[Marked]:
    """The attributions that people marked; those without content are left out."""
    marked = (
        Marked(*(tuple(sorted((start, end) for start, end in mark[part])) for part in ("source", "cue", "content")))
        for mark in row["attributions"]
    )
    return [mark for mark in marked if mark.content]


def found(text: str, nlp: Any) -> list[Marked]:
    """The attributions that the engine finds in a text, all of its lines read as body."""
    lines = document.lines(text)
    readable = document.legible(text)
    quotes = document.quotations(text, lines)
    sentences = [
        sentence
        for part in document.parts(readable, enumerate(lines))
        for sentence in document.parse(readable, part, nlp)
    ]
    return [Marked(a.source, a.cue, a.content, a.rule) for a in spans.attributions(text, sentences, quotes)]


def exact(mine: Sequence[Marked], theirs: Sequence[Marked], part: str) -> Counts:
    """How many lists of stretches agree; nobody's source is no list."""
    ours, marked = (Counter(getattr(m, part) for m in marks if getattr(m, part)) for marks in (mine, theirs))
    return Counts((ours & marked).total(), ours.total(), marked.total())


def pairs(mine: Sequence[Marked], theirs: Sequence[Marked]) -> list[tuple[int, int]]:
    """Attributions that say the same of the same, best content first, each used once."""
    scored = sorted(
        ((-share, i, j) for i, a in enumerate(mine) for j, b in enumerate(theirs) if (share := _shared(a, b))),
    )
    left, right, paired = set(), set(), []
    for _, i, j in scored:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            paired.append((i, j))
    return paired


def _shared(a: Marked, b: Marked) -> float:
    """Intersection over union of two contents, 0 below LEAST_SHARED or where the sources don't touch."""
    if a.content[0][0] >= b.content[-1][1] or b.content[0][0] >= a.content[-1][1] or not _touch(a.source, b.source):
        return 0.0
    common = _common(a.content, b.content)
    share = common / (_size(a.content) + _size(b.content) - common)
    return share if share >= LEAST_SHARED else 0.0


def _touch(a: Spans, b: Spans) -> bool:
    return _common(a, b) > 0


def _common(a: Spans, b: Spans) -> int:
    return sum(max(0, min(e, f) - max(s, t)) for s, e in a for t, f in b)


def _size(a: Spans) -> int:
    return sum(end - start for start, end in a)


def score(rows: Iterable[tuple[list[Marked], list[Marked]]]) -> dict[str, Counts]:
    totals = dict.fromkeys(("source", "cue", "content", "who said what"), NOTHING)
    for mine, theirs in rows:
        for part in ("source", "cue", "content"):
            totals[part] = totals[part].plus(exact(mine, theirs, part))
        right = Counts(len(pairs(mine, theirs)), len(mine), len(theirs))
        totals["who said what"] = totals["who said what"].plus(right)
    return totals


def look(text: str, mine: Sequence[Marked], theirs: Sequence[Marked]) -> None:
    """Print what was missed, what was made up, and what was only bounded otherwise."""
    paired = dict(pairs(mine, theirs))
    for i, a in enumerate(mine):
        b = theirs[paired[i]] if i in paired else None
        if b is None:
            print(f"  + {_line(text, a)}  ({a.rule})")
        elif (a.source, a.content) != (b.source, b.content):
            print(f"  ~ {_line(text, a)}  ({a.rule})\n  = {_line(text, b)}")
    for j, b in enumerate(theirs):
        if j not in paired.values():
            print(f"  - {_line(text, b)}")


def _line(text: str, mark: Marked) -> str:
    source, cue, content = (
        " | ".join(text[s:e] for s, e in stretches).replace("\n", " ")
        for stretches in (mark.source, mark.cue, mark.content)
    )
    return f"{{{source}}} <{cue}> [{content[:240]}]"


def _row(name: str, values: Sequence[float | None]) -> None:
    print(f"{name:34}" + "".join(f"{value:>9.3f}" if value is not None else f"{'-':>9}" for value in values))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    parser.add_argument("--look", action="store_true")
    parser.add_argument("--show", type=int, default=10)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    options = parser.parse_args()
    if not options.file.is_file():
        print(f"PolNeAR is not part of this repository: {options.file} is missing.")
        return 1
    nlp = load_parser()
    rows = [json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines()]
    done = [(row, found(row["text"], nlp), gold(row)) for row in rows]
    parts = {
        f"months until {LOOKED_AT_UNTIL}, read": [d for d in done if d[0]["date"][:7] <= LOOKED_AT_UNTIL],
        "later months, only scored": [d for d in done if d[0]["date"][:7] > LOOKED_AT_UNTIL],
        "all": done,
    }
    if options.look:
        for row, mine, theirs in next(iter(parts.values()))[: options.show]:
            print(f"== {row['doc_id']}")
            look(row["text"], mine, theirs)
    totals = {name: score((mine, theirs) for _, mine, theirs in part) for name, part in parts.items()}
    if options.json:
        print(json.dumps({name: {k: round(c.f1, 4) for k, c in counts.items()} for name, counts in totals.items()}))
        return 0
    print(f"{'exact F1':34}" + "".join(f"{name:>9}" for name in ("source", "cue", "content", "who-what")))
    for name, counts in totals.items():
        _row(f"{name} ({len(parts[name])})", [count.f1 for count in counts.values()])
    for name, *values in PUBLISHED:
        _row(name, values)
    whole = totals["all"]["who said what"]
    print(f"who said what, all: precision {whole.hits / max(1, whole.found):.3f}, recall {whole.hits / whole.gold:.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
