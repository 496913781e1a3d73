"""What reading costs: extraction beside the bare parser on the same texts, in the same run of one process.

    python benchmarks/reading.py [FILE] [--articles N] [--size CODE_POINTS] [--json]

FILE: articles as `manage.py ingest` takes them (default: ../shared/corpus/syria_news.ndjson). Prints one table:

- articles: CPU seconds of `nlp.pipe(texts, batch_size=32)` with every component that ships, of extraction, and their
  ratio (floor 1.6); the most memory the process had held before the parser ran, after it, and after extraction. Flat
  memory shows in the last row: the articles once more, and what that added.
- long texts: the corpus as one article of --size code points, with line breaks between its articles and without any
  (each in a process of its own): the same ratio (floor 1.6), and the peak of memory (floor 1 GB).
- growth: seconds of a text of --size code points over those of its first tenth (floor 11).

CPU seconds, so that a busy machine slows nothing; the parser is loaded and warm before the clock starts.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

REPO = Path(__file__).resolve().parent.parent
CORPUS = REPO.parent / "shared" / "corpus" / "syria_news.ndjson"
sys.path.insert(0, str(REPO))

from benchmarks.gold import article  # noqa: E402
from benchmarks.memory import peak  # noqa: E402
from claims.engine import document  # noqa: E402
from claims.engine.extract import extract, load_parser  # noqa: E402
from claims.engine.reference import load_reference  # noqa: E402
from claims.engine.values import ArticleText  # noqa: E402

BATCH = 32  # texts, as the issue states the comparison
RATIO, MEGABYTES, GROWTH = 1.6, 1024, 11.0  # the floors
SEPARATORS = {"kept": "\n", "none": " "}


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


class Reader:
    """The parser and reference data, loaded and warm."""

    def __init__(self, lines: list[dict[str, Any]]) -> None:
        self.reference, self.nlp = load_reference(), load_parser()
        self.articles = [article(line, self.reference) for line in lines]
        self.claims(self.articles[:3])

    def claims(self, articles: Iterable[ArticleText]) -> int:
        return sum(len(extract(one, self.reference, self.nlp).claims) for one in articles)

    def parsed(self, texts: Iterable[str]) -> int:
        return sum(len(doc) for doc in self.nlp.pipe(texts, batch_size=BATCH))

    def pieces(self, text: str) -> list[str]:
        """A long text as the bare parser can take it: its lines, cut where they are longer than a window."""
        readable = document.legible(text)
        cut = (piece for line in document.lines(readable) for piece in document.windows(readable, line))
        return [readable[start:end] for start, end in cut]

    def long(self, separator: str, size: int) -> ArticleText:
        """The corpus as one article of so many code points."""
        once = separator.join(one.text for one in self.articles)
        text = separator.join([once] * (size // len(once) + 1))[:size]
        return replace(self.articles[0], text=text, title="")


def articles(reader: Reader) -> dict[str, float]:
    start = peak()
    bare, _ = timed(lambda: reader.parsed(one.text for one in reader.articles))
    after_bare = peak()
    ours, claims = timed(lambda: reader.claims(reader.articles))
    after_ours = peak()
    reader.claims(reader.articles)
    return {
        "bare_seconds": bare,
        "seconds": ours,
        "ratio": ours / bare,
        "claims": claims,
        "mb_start": start,
        "mb_bare": after_bare,
        "mb": after_ours,
        "mb_again": peak(),
    }


def long_text(reader: Reader, separator: str, size: int) -> dict[str, float]:
    """Extraction first: what the bare parser holds must not hide in our peak."""
    one = reader.long(separator, size)
    tenth, _ = timed(lambda: reader.claims([replace(one, text=one.text[: size // 10])]))
    ours, claims = timed(lambda: reader.claims([one]))
    held = peak()
    bare, _ = timed(lambda: reader.parsed(reader.pieces(one.text)))
    return {
        "bare_seconds": bare,
        "seconds": ours,
        "ratio": ours / bare,
        "claims": claims,
        "mb": held,
        "growth": ours / tenth,
    }


def in_a_process_of_its_own(file: Path, separator: str, size: int) -> dict[str, float]:
    command = [sys.executable, __file__, str(file), "--size", str(size), "--only", separator]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def report(found: dict[str, dict[str, float]]) -> Iterable[str]:
    yield f"{'':22}{'bare s':>9}{'ours s':>9}{'ratio':>8}{'claims':>8}{'peak MB':>9}{'10x':>7}"
    for name, row in found.items():
        growth = f"{row['growth']:7.1f}" if "growth" in row else f"{'':7}"
        yield (
            f"{name:22}{row['bare_seconds']:9.1f}{row['seconds']:9.1f}{row['ratio']:8.2f}{row['claims']:8.0f}"
            f"{row['mb']:9.0f}{growth}"
        )
    flat = found["articles"]
    yield (
        f"memory over the articles, MB: {flat['mb_start']:.0f} loaded, {flat['mb_bare']:.0f} after the bare parser, "
        f"{flat['mb']:.0f} after extraction, {flat['mb_again']:.0f} after extracting all once more"
    )
    yield f"floors: ratio {RATIO}, {MEGABYTES} MB, ten times the text in {GROWTH:.0f} times the seconds"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--articles", type=int, help="only the first so many")
    parser.add_argument("--size", type=int, default=1_000_000, help="code points of the long texts; 0: none")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", choices=SEPARATORS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.file.is_file():
        print(f"{options.file} is not there; name a file of articles, as `manage.py ingest` takes them.")
        return 1
    lines = [json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines()[: options.articles]]
    reader = Reader(lines)
    if options.only:
        print(json.dumps(long_text(reader, SEPARATORS[options.only], options.size)))
        return 0
    found = {"articles": articles(reader)}
    if options.size:
        for name in SEPARATORS:
            found[f"long, line breaks: {name}"] = in_a_process_of_its_own(options.file, name, options.size)
    print(json.dumps(found) if options.json else "\n".join(report(found)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
