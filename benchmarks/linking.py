"""Does linking stay as fast as the corpus grows? Fills databases with synthetic claims, and links new articles in them.

    python -m benchmarks.linking [--claims 10000 100000 1000000] [--postgres] [--dense]
        [--articles 200] [--links 5] [--json]

A row a size and database: how long the filling took; then, of new articles of some 12 claims linked one after another
as pipeline.process does after extraction, the median and p95 of the milliseconds, p95 over that of the smallest size,
p95 of what this process itself computed (on a busy machine the clock shows others' work too), the median of each step,
candidates per claim (the episodes that its episode is compared with: met; and the claims reached by them), the share of
claims that meet a true partner where the corpus holds one (true), the links stored of one article, and the most memory
that the linking process held. --dense: the last month is a war's worth of news of one place, and the articles measured
are those about that place.

Filling and linking are processes of their own, so that neither's memory or caches help the other.
"""

import argparse
import json
import pickle
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.reading import peak
from benchmarks.stages import child, database, enter
from benchmarks.synthetic import CLAIMS_A_DAY, Story, Surge, stories

WARMING = 10  # articles linked before the clock runs: tables of words are read, pages of the database are warm
STEPS = ("read", "cut", "keys", "meet", "score", "store")

Truth = dict[str, dict[str, str]]  # event -> claim -> its article


def fill(claims: int, asked: argparse.Namespace) -> dict[str, Any]:
    """Fill this process's database, and keep for the linking the articles that come next and what is true of them."""
    from benchmarks.filling import BATCH, Filler

    began, filler, stream = time.perf_counter(), Filler(), stories(surge=surge_before(claims) if asked.dense else None)
    truth: Truth = defaultdict(dict)
    places: Counter[str] = Counter()
    count = 0
    with filler.unguarded():
        while count < claims:
            batch = list(islice(stream, min(BATCH, 1 + (claims - count) // 12)))
            for story in batch:
                note(truth, story)
                places[story.place] += 1
                count += len(story.tellings)
            filler.add(batch, links=asked.links)
        seconds = time.perf_counter() - began
        coming = []
        while len(coming) < WARMING + asked.articles:
            story = next(stream)
            if asked.dense and story.place != places.most_common(1)[0][0]:
                note(truth, story)
                filler.add([story], links=asked.links)
            else:
                coming.append(story)
    known = {event: truth[event] for story in coming for event in story.events if event in truth}
    (asked.folder / "coming.pickle").write_bytes(pickle.dumps((coming, known, filler.last)))
    return {"claims": count, "fill_s": round(seconds)}


def surge_before(claims: int) -> Surge:
    """The dense month that a corpus of this size ends in."""
    month = Surge(0).days
    return Surge(max(0, claims // CLAIMS_A_DAY - month), month)


def note(truth: Truth, story: Story) -> None:
    for telling, event in zip(story.tellings, story.events, strict=True):
        truth.setdefault(event, {})[telling.id] = story.id


class Stopwatch:
    """The milliseconds of each step of one article after another; cpu: of them, those that this process computed."""

    def __init__(self) -> None:
        self.took: dict[str, list[float]] = {step: [] for step in STEPS}
        self.cpu: list[float] = []

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.took[name].append(1000 * (time.perf_counter() - began))

    def totals(self) -> list[float]:
        return [sum(steps) for steps in zip(*self.took.values(), strict=True)]


def link_all(folder: Path) -> dict[str, Any]:
    """Link the articles that come next, and say what it cost and whom their claims met."""
    from benchmarks.filling import Filler, renumber

    coming, truth, last = pickle.loads((folder / "coming.pickle").read_bytes())
    filler = Filler(last)
    watch, compared, reached, met, links = Stopwatch(), [], [], [], []
    for turn, story in enumerate(coming):
        if turn == WARMING:
            watch, compared, reached, met, links = Stopwatch(), [], [], [], []
        filler.add_unlinked([story])
        renumber()
        began = time.process_time()
        partners, episodes, stored = link(story, watch)
        links.append(stored)
        watch.cpu.append(1000 * (time.process_time() - began))
        for telling, event in zip(story.tellings, story.events, strict=True):
            compared.append(episodes[telling.id])
            reached.append(len(partners[telling.id]))
            true = {claim for claim, article in truth.get(event, {}).items() if article != story.id}
            if true:
                met.append(not true.isdisjoint(partners[telling.id]))
        note(truth, story)
    totals = watch.totals()
    return {
        "median_ms": quantile(totals, 0.5),
        "p95_ms": quantile(totals, 0.95),
        "cpu_p95_ms": quantile(watch.cpu, 0.95),
        **{f"{step}_ms": quantile(took, 0.5) for step, took in watch.took.items()},
        "met_median": quantile(compared, 0.5),
        "met_p95": quantile(compared, 0.95),
        "reached_p95": quantile(reached, 0.95),
        "links_median": quantile(links, 0.5),
        "with_partner": len(met),
        "partner_met": sum(met) / len(met),
        "peak_mb": peak(),
    }


def link(story: Story, watch: Stopwatch) -> tuple[dict[str, set[str]], dict[str, int], int]:
    """The calls of pipeline.process after extraction.

    Returns whom each claim met, with how many episodes its own was compared, and how many links were stored.
    """
    from django.db import transaction

    from corroboration import linking
    from corroboration.evidence import tellings

    with watch.step("read"):
        own = tellings([telling.id for telling in story.tellings])
    with watch.step("cut"):
        episodes = linking.cut(own, own.values())
    with watch.step("keys"):
        found = linking.store_keys(own, episodes)
    with watch.step("meet"):
        pairs = linking.candidates(found)
    with watch.step("score"):
        links = linking.scored(pairs, found)
    with watch.step("store"), transaction.atomic():
        linking.store_links(links)
    beside = Counter(head for pair in pairs for head in pair)
    compared = {telling.id: beside[episode.id] for episode in episodes for telling in episode.members}
    return partners_of(own, pairs), compared, len(links)


def partners_of(own: Collection[str], pairs: Collection[tuple[str, str]]) -> dict[str, set[str]]:
    """Whom each claim meets through its episode, and what it copies."""
    from corroboration.models import CopyKey, EpisodeMember

    heads = {head for pair in pairs for head in pair}
    rows = EpisodeMember.objects.filter(episode__in=heads).values_list("episode_id", "claim_id")
    members: dict[str, set[str]] = defaultdict(set)
    for episode, claim in rows:
        members[episode].add(claim)
    partners: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        for one, other in (pair, pair[::-1]):
            for claim in members[one] & set(own):
                partners[claim] |= members[other]
    copied = CopyKey.objects.filter(claim__in=list(own)).exclude(original=None)
    for claim, original in copied.values_list("claim_id", "original_id"):
        partners[claim].add(original)
    return partners


def quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def stage(asked: argparse.Namespace) -> dict[str, Any]:
    """What a child process does, in the database that its environment names."""
    enter(new=asked.stage == "fill")
    return link_all(asked.folder) if asked.stage == "link" else fill(asked.claims[0], asked)


HEADER = (
    f"{'database':10} {'claims':>9} {'fill s':>6} | {'median':>7} {'p95 ms':>7} {'ratio':>5} {'of CPU':>7} | "
    + " ".join(f"{step:>6}" for step in STEPS)
    + f" | {'met':>4} {'p95':>4} {'claims':>6} {'true':>6} | {'links':>5} | {'MB':>4}"
)


def line(kind: str, row: dict[str, Any], first: dict[str, Any]) -> str:
    return (
        f"{kind:10} {row['claims']:9,} {row['fill_s']:6} | {row['median_ms']:7.1f} {row['p95_ms']:7.1f} "
        f"{row['p95_ms'] / first['p95_ms']:5.2f} {row['cpu_p95_ms']:7.1f} | "
        + " ".join(f"{row[f'{step}_ms']:6.1f}" for step in STEPS)
        + f" | {row['met_median']:4.0f} {row['met_p95']:4.0f} {row['reached_p95']:6.0f} {row['partner_met']:6.3f}"
        + f" | {row['links_median']:5} | {row['peak_mb']:4}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--links", type=int, default=5, help="links of each claim in the filled database")
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--dense", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--stage", choices=["fill", "link"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.stage:
        print(json.dumps(stage(asked)))
        return
    if not asked.json:
        print(HEADER)
    for kind in ("SQLite", *(["PostgreSQL"] if asked.postgres else [])):
        first: dict[str, Any] = {}
        for claims in asked.claims:
            with database(kind) as (folder, address):
                options = ["--claims", str(claims), "--articles", str(asked.articles), "--links", str(asked.links)]
                options += ["--dense"] if asked.dense else []
                row = child("benchmarks.linking", "fill", folder, address, options)
                row |= child("benchmarks.linking", "link", folder, address, options)
            first = first or row
            print(json.dumps({"database": kind, **row}) if asked.json else line(kind, row, first), flush=True)


if __name__ == "__main__":
    main()
