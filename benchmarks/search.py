"""Is a search as fast among a million claims, and does it find the event? Fills databases with synthetic claims.

    python -m benchmarks.search [--claims 10000 100000 1000000] [--queries 300] [--postgres] [--json]

A row a size and database: how long the filling took and how many words were indexed; the median and p95 of the
milliseconds of GET /api/v1/claims/?q= (and p95 of this process's CPU), of the same narrowed by filters, and of
/search/; of the sentences whose event the corpus tells of, the share with a claim of that event at the top and among
the first ten; and a hash over all answers. Fails when two databases answer differently.

What is asked for are sentences of articles that come after the corpus: half of them as their outlet wrote them ("on
Tuesday"), half as statements with their dates, and in one of ten a place alone.
"""

import argparse
import hashlib
import json
import pickle
import time
from collections import defaultdict
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.linking import quantile
from benchmarks.stages import child, database, enter
from benchmarks.synthetic import stories

BATCH = 500  # articles written at once while filling
WARMING = 20  # queries asked before the clock runs: parser and tables are loaded, pages of the database are warm
FIRST = 10  # results that a reader looks through
FILTERS = {"modality": "asserted", "published_from": "2015-01-02"}  # leave most claims: none is a candidate for that
Query = tuple[str, str]  # the words, the event they are about ("": none)


def fill(claims: int, queries: int, folder: Path) -> dict[str, Any]:
    """Fill this process's database, and keep what is to be asked of it."""
    from benchmarks.filling import Filler

    began, filler, stream = time.perf_counter(), Filler(), stories()
    events: dict[str, set[str]] = defaultdict(set)
    count = words = 0
    with filler.unguarded():
        while count < claims:
            batch = list(islice(stream, min(BATCH, 1 + (claims - count) // 12)))
            for story in batch:
                count += len(story.tellings)
                for telling, event in zip(story.tellings, story.events, strict=True):
                    events[event].add(telling.id)
            filler.add(batch)
            words += index(batch)
    seconds = time.perf_counter() - began
    asked = list(islice(asking(stream, set(events)), WARMING + queries))
    truth = {event: events[event] for _, event in asked if event}
    (folder / "asked.pickle").write_bytes(pickle.dumps((asked, truth)))
    return {"claims": count, "words": words, "fill_s": round(seconds)}


def index(batch: list[Any]) -> int:
    """What search.index stores of these articles."""
    from corroboration.models import SearchWord
    from corroboration.search import words_of

    rows = [
        row
        for story in batch
        for telling in story.tellings
        for row in words_of(telling.id, telling.claim, story.published_at)
    ]
    SearchWord.objects.bulk_create(rows, batch_size=5_000)
    return len(rows)


def asking(stream: Any, known: set[str]) -> Any:
    """Sentences about events of which the corpus tells, and places."""
    number = 0
    for story in stream:
        for telling, event in zip(story.tellings, story.events, strict=True):
            if event in known:
                number += 1
                claim = telling.claim
                if number % 10 == 0 and claim.frame.place:
                    yield claim.frame.place, ""
                else:
                    yield (claim.text if number % 2 else claim.statement), event
                break


def ask_all(folder: Path) -> dict[str, Any]:
    """Ask, and say how long the answers took and how good they are."""
    from django.conf import settings
    from rest_framework.test import APIClient

    settings.PUBLIC_READ = True  # what is measured is the search, not the login
    asked, truth = pickle.loads((folder / "asked.pickle").read_bytes())
    client, watch = APIClient(), Stopwatch()
    top, early = [], []
    answers = hashlib.sha256()
    for turn, (words, event) in enumerate(asked):
        if turn == WARMING:
            watch = Stopwatch()
        found = watch.ask(client, "api", "/api/v1/claims/", q=words).json()["results"]
        watch.ask(client, "narrowed", "/api/v1/claims/", q=words, **FILTERS)
        watch.ask(client, "page", "/search/", q=words)
        answers.update(json.dumps([[row["id"], row["match"]["score"]] for row in found]).encode())
        if event:
            hits = [row["id"] in truth[event] for row in found]
            top.append(any(hits[:1]))
            early.append(any(hits[:FIRST]))
    found_first = {"at_top": sum(top) / len(top), "in_ten": sum(early) / len(early)}
    return watch.figures() | found_first | {"answers": answers.hexdigest()[:12]}


class Stopwatch:
    """The milliseconds of each kind of request, by the clock and of this process's CPU (without PostgreSQL's)."""

    def __init__(self) -> None:
        self.took: dict[str, list[float]] = defaultdict(list)

    def ask(self, client: Any, name: str, path: str, **query: str) -> Any:
        began, worked = time.perf_counter(), time.process_time()
        response = client.get(path, query)
        self.took[f"{name}_cpu"].append(1000 * (time.process_time() - worked))
        self.took[name].append(1000 * (time.perf_counter() - began))
        if response.status_code != 200:
            raise SystemExit(f"{path} answers {response.status_code} to {query}")
        return response

    def figures(self) -> dict[str, float]:
        return {
            f"{name}_{kind}": quantile(each, share)
            for name, each in self.took.items()
            for kind, share in (("median_ms", 0.5), ("p95_ms", 0.95))
        }


def stage(asked: argparse.Namespace) -> dict[str, Any]:
    """What a child process does, in the database that its environment names."""
    enter(new=asked.stage == "fill")
    return ask_all(asked.folder) if asked.stage == "ask" else fill(asked.claims[0], asked.queries, asked.folder)


HEADER = (
    f"{'database':10} {'claims':>9} {'words':>9} {'fill s':>6} | {'API':>5} {'p95':>5} {'CPU':>5} | "
    f"{'narrowed':>8} {'p95':>5} | {'page':>5} {'p95':>5} | {'top':>5} {'in 10':>5} | answers"
)


def line(kind: str, row: dict[str, Any]) -> str:
    return (
        f"{kind:10} {row['claims']:9,} {row['words']:9,} {row['fill_s']:6} | "
        f"{row['api_median_ms']:5.0f} {row['api_p95_ms']:5.0f} {row['api_cpu_p95_ms']:5.0f} | "
        f"{row['narrowed_median_ms']:8.0f} {row['narrowed_p95_ms']:5.0f} | "
        f"{row['page_median_ms']:5.0f} {row['page_p95_ms']:5.0f} | "
        f"{row['at_top']:5.3f} {row['in_ten']:5.3f} | {row['answers']}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--stage", choices=["fill", "ask"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.stage:
        print(json.dumps(stage(asked)))
        return
    if not asked.json:
        print(HEADER)
    for claims in asked.claims:
        answers = set()
        for kind in ("SQLite", *(["PostgreSQL"] if asked.postgres else [])):
            with database(kind) as (folder, address):
                options = ["--claims", str(claims), "--queries", str(asked.queries)]
                row = child("benchmarks.search", "fill", folder, address, options)
                row |= child("benchmarks.search", "ask", folder, address, options)
            answers.add(row["answers"])
            print(json.dumps({"database": kind, **row}) if asked.json else line(kind, row), flush=True)
        if len(answers) > 1:
            raise SystemExit("the two databases give different answers")


if __name__ == "__main__":
    main()
