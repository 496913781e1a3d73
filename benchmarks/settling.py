"""Does settling stay as fast as the corpus grows, and a past record as quick as a source's ledger grows?

    python -m benchmarks.settling [--claims 1000 10000 100000] [--outcomes 1000 10000 100000] [--postgres]
        [--articles 100] [--days 100] [--json]

A row a corpus and database: how long the filling took and settling all of it once; then, of new articles of some 12
claims settled one after another, each joined to the clusters of the events that it tells of (grouping and relating are
measured elsewhere), the median and p95 of the milliseconds, both over those of the smallest corpus, p95 of what this
process itself computed (on a busy machine the clock shows others' work too), how many clusters one article changed, and
how long the first article of a new month took, which has the month's fit made.

A row a source and database: records as of random days of five years, in all roles, without and with the latest 50 lines
of the ledger: median and p95 of the milliseconds, p95 over that of the smallest source, p95 of what this process itself
computed, and the p95 of its record now; p95 of its record of one topic, with the latest 50 lines about it.
"""

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.linking import quantile
from benchmarks.reading import peak
from benchmarks.stages import child, database, enter
from benchmarks.synthetic import Story, stories

WARMING = 5  # articles settled before the clock runs
FIRST, YEARS = date(2016, 1, 1), 5  # of the days on which outcomes became known
LINES_A_CHECK = 2  # a claim is checked by so many others
VOICES = 2_000  # whose weights are kept, beside the source's
PAGE = 50


def settle_all(claims: int, articles: int) -> dict[str, Any]:
    """Fill this process's database, settle it, and then one article after another."""
    from benchmarks.filling import Filler

    filler, stream = Filler(), stories()
    homes: dict[str, str] = {}
    began, count = time.perf_counter(), 0
    with filler.unguarded():
        while count < claims:
            batch = list(islice(stream, min(200, 1 + (claims - count) // 12)))
            filler.add(batch)
            count += sum(len(story.tellings) for story in batch)
            join(batch, homes)
        relate_all()
    filled = time.perf_counter()
    bring_up_to_date()
    settled = time.perf_counter()
    took, used, changed, turns, month = [], [], [], [], None
    for turn, story in enumerate(islice(stream, WARMING + articles)):
        filler.add([story])
        touched = join([story], homes)
        relate_all()
        start, worked = time.perf_counter(), time.process_time()
        bring_up_to_date()
        spent, worked = 1000 * (time.perf_counter() - start), 1000 * (time.process_time() - worked)
        if month not in (None, story.published_at.month):
            turns.append(spent)
        elif turn >= WARMING:
            took.append(spent)
            used.append(worked)
            changed.append(len(touched))
        month = story.published_at.month
    return {
        "claims": count,
        "fill_s": round(filled - began),
        "settle_s": round(settled - filled),
        "median_ms": quantile(took, 0.5),
        "p95_ms": quantile(took, 0.95),
        "cpu_p95_ms": quantile(used, 0.95),
        "clusters": quantile(changed, 0.5),
        "month_ms": max(turns, default=None),
        "peak_mb": peak(),
    }


def join(told: Sequence[Story], homes: dict[str, str]) -> set[str]:
    """Put the claims of these articles into the clusters of their events, and mark these. Returns their ids.

    homes: event -> its cluster.
    """
    from corroboration.models import Cluster, Membership
    from corroboration.standing import cluster_of

    clusters, members = [], []
    for story in told:
        for telling, event in zip(story.tellings, story.events, strict=True):
            if event not in homes:
                homes[event] = cluster_of(telling.id)
                at = story.published_at
                counts = dict.fromkeys(("claim_count", "outlet_count", "origin_count"), 1)
                row = Cluster(
                    public_id=homes[event], title=event, first_published_at=at, last_published_at=at, **counts
                )
                row.unknown_count = 0
                clusters.append(row)
            members.append(Membership(claim_id=telling.id, cluster_id=homes[event]))
    Cluster.objects.bulk_create(clusters, batch_size=300)
    Membership.objects.bulk_create(members, batch_size=300)
    touched = {member.cluster_id for member in members}
    Cluster.objects.filter(public_id__in=touched).update(related=False)
    return touched


def relate_all() -> None:
    """What the pipeline does before it settles."""
    from corroboration import relating, settling
    from corroboration.decisions import in_force
    from corroboration.evidence import in_chunks

    decided = in_force()
    for ids in in_chunks(relating.waiting(), size=50):
        for id, (members, copies) in relating.load(ids, {}).items():
            relating.store(id, members, copies, *relating.judge(members, copies, decided))
        settling.mark(ids)


def bring_up_to_date() -> None:
    from django.db import transaction

    from corroboration import settling

    settling.bring_up_to_date(transaction.atomic, all_of_it=True)


def ask(outcomes: int, days: int) -> dict[str, Any]:
    """Fill a ledger, and ask for its source's record as of random days."""
    from corroboration import history
    from corroboration.engine.topics import all_topics
    from corroboration.ledgers import Ledger, Wanted
    from sources.models import Source

    chance = random.Random(outcomes)
    began = time.perf_counter()
    fill_ledger(outcomes, chance)
    filled = time.perf_counter()
    source = Source.objects.get()
    asked = [FIRST + timedelta(days=chance.randrange(365 * YEARS)) for _ in range(WARMING + days)]
    records, used, pages, now, topics = [], [], [], [], []
    for turn, day in enumerate(asked):
        start, worked = time.perf_counter(), time.process_time()
        answer = history.records(source, day)
        known, worked = time.perf_counter(), time.process_time() - worked
        list(Ledger(source, day)[0:PAGE])
        shown = time.perf_counter()
        history.records(source)
        told = time.perf_counter()
        topic = chance.choice(all_topics())
        history.topic_records(source, day, topic)
        list(Ledger(source, day, Wanted(topic=topic))[0:PAGE])
        if turn >= WARMING:
            records.append(1000 * (known - start))
            used.append(1000 * worked)
            pages.append(1000 * (shown - start))
            now.append(1000 * (told - shown))
            topics.append(1000 * (time.perf_counter() - told))
    return {
        "outcomes": outcomes,
        "fill_s": round(filled - began),
        "checks": answer["records"][0]["checks"],
        "median_ms": quantile(records, 0.5),
        "p95_ms": quantile(records, 0.95),
        "cpu_p95_ms": quantile(used, 0.95),
        "page_p95_ms": quantile(pages, 0.95),
        "now_p95_ms": quantile(now, 0.95),
        "topic_p95_ms": quantile(topics, 0.95),
        "peak_mb": peak(),
    }


def fill_ledger(outcomes: int, chance: random.Random) -> None:
    """One outlet, its articles over some years, the lines of its ledger and five years of kept fits."""
    from django.db import transaction

    from claims.models import Article
    from corroboration import scoring
    from corroboration.engine.fits import PRIOR
    from corroboration.models import KeptFit, LedgerEntry, Part
    from corroboration.past import end_of
    from sources.models import Source

    source = Source.objects.create(slug="outlet", name="Outlet", kind=Source.Kind.OUTLET)
    last = FIRST + timedelta(days=365 * YEARS)
    for number in range(0, 365 * YEARS + 1, 7):
        at = end_of(FIRST + timedelta(days=number)) - timedelta(hours=1)
        names = {"public_id": f"article{number}", "external_id": str(number), "text_hash": str(number)}
        moments = dict.fromkeys(("published_at", "told_at", "received_at", "next_attempt_at", "waiting_since"), at)
        Article.objects.create(outlet=source, text="Some text.", state=Article.State.SETTLED, **names, **moments)
    Part.objects.create(cluster="c", voice="outlet", role="own", name="Outlet", since=FIRST, first="2016")
    months = sorted({(FIRST + timedelta(days=n)).replace(day=1) for n in range(31, 365 * YEARS)})
    KeptFit.objects.bulk_create(
        KeptFit(month=first - timedelta(days=1), trust=some_moves(chance, turn), stamp="")
        for turn, first in enumerate(months)
    )
    with transaction.atomic():
        LedgerEntry.ever.bulk_create(lines(source.pk, outcomes, chance), batch_size=2000)
        days = {FIRST + timedelta(days=n) for n in range(365 * YEARS + 1)}
        scoring.mark((("outlet", "own"), day) for day in days)
    scoring.bring_up(last, PRIOR, transaction.atomic)


def some_moves(chance: random.Random, turn: int) -> dict[str, Any]:
    """What a fit moves: at first every voice, later one in forty."""
    voices = chance.sample(range(VOICES), VOICES if turn == 0 else VOICES // 40)
    means = [[f"voice-{number}", "origin", round(chance.betavariate(8, 2), 9)] for number in voices]
    return {"means": means, "usual": [], "judged": [], "unjudged": []}


def lines(source: int, outcomes: int, chance: random.Random) -> Iterator[Any]:
    """Lines as checks leave them: some replaced by others some months later, when the voices weigh otherwise."""
    from corroboration.engine.topics import all_topics, bit
    from corroboration.models import LedgerEntry

    checks: dict[int, bool] = defaultdict(lambda: chance.random() < 0.8)
    for number in range(outcomes):
        day = FIRST + timedelta(days=chance.randrange(365 * YEARS))
        held = checks[number // LINES_A_CHECK]
        share = round(chance.random() / LINES_A_CHECK, 9)
        until = day + timedelta(days=90) if chance.random() < 0.2 else None
        yield LedgerEntry(
            source_id=source,
            role="own",
            cluster="c",
            claim_id=f"{number // LINES_A_CHECK:024x}",
            kind="corroborated" if held else "contradicted",
            partner=f"{number:024x}",
            date=day,
            since=day,
            until=until,
            whole_up=share if held else 0.0,
            whole_down=0.0 if held else share,
            whole_weight=1.0,
            reason="corroborated by another voice on that day",
            topics=bit(chance.choice(all_topics())),
        )


def stage(asked: argparse.Namespace) -> dict[str, Any]:
    """What a child process does, in the database that its environment names."""
    enter(new=True)
    return (
        settle_all(asked.claims[0], asked.articles) if asked.stage == "settle" else ask(asked.outcomes[0], asked.days)
    )


SETTLED = (
    f"{'database':10} {'claims':>9} {'fill s':>6} {'all s':>6} | {'median':>7} {'p95 ms':>7} {'ratios':>11}"
    f" {'of CPU':>7} | clusters | month ms |   MB"
)
ASKED = (
    f"{'database':10} {'outcomes':>9} {'fill s':>6} {'checks':>7} | {'median':>7} {'p95 ms':>7} {'ratio':>5}"
    f" {'of CPU':>7} | page p95 | now p95 | topic p95 |   MB"
)


def settled_line(kind: str, row: dict[str, Any], first: dict[str, Any]) -> str:
    ratios = f"{row['median_ms'] / first['median_ms']:5.2f} {row['p95_ms'] / first['p95_ms']:5.2f}"
    month = f"{row['month_ms']:8.0f}" if row["month_ms"] else f"{'-':>8}"
    return (
        f"{kind:10} {row['claims']:9,} {row['fill_s']:6} {row['settle_s']:6} | {row['median_ms']:7.1f} "
        f"{row['p95_ms']:7.1f} {ratios} {row['cpu_p95_ms']:7.1f} | {row['clusters']:8} | {month} | {row['peak_mb']:4}"
    )


def asked_line(kind: str, row: dict[str, Any], first: dict[str, Any]) -> str:
    return (
        f"{kind:10} {row['outcomes']:9,} {row['fill_s']:6} {row['checks']:7,} | {row['median_ms']:7.1f} "
        f"{row['p95_ms']:7.1f} {row['p95_ms'] / first['p95_ms']:5.2f} {row['cpu_p95_ms']:7.1f} | "
        f"{row['page_p95_ms']:8.1f} | {row['now_p95_ms']:7.1f} | {row['topic_p95_ms']:9.1f} | {row['peak_mb']:4}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--outcomes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--days", type=int, default=100)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--stage", choices=["settle", "ask"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.stage:
        print(json.dumps(stage(asked)))
        return
    for name, sizes, header, line in (
        ("settle", asked.claims, SETTLED, settled_line),
        ("ask", asked.outcomes, ASKED, asked_line),
    ):
        if sizes and not asked.json:
            print(header)
        for kind in ("SQLite", *(["PostgreSQL"] if asked.postgres else [])):
            first: dict[str, Any] = {}
            for size in sizes:
                with database(kind) as (folder, address):
                    options = ["--claims", str(size), "--outcomes", str(size)]
                    options += ["--articles", str(asked.articles), "--days", str(asked.days)]
                    row = child("benchmarks.settling", name, folder, address, options)
                first = first or row
                print(json.dumps({"database": kind, "stage": name, **row}) if asked.json else line(kind, row, first))


if __name__ == "__main__":
    main()
