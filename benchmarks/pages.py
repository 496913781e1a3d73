"""Are the pages quick at the size of a year's work? Fills a database with synthetic claims and asks for each page.

    python -m benchmarks.pages [--claims 100000] [--clusters 100000] [--outcomes 100000] [--asked 40] [--postgres]
        [--kept FOLDER] [--database URL] [--json]

A row a page, as a fact-checker who is logged in sees it: the median and p95 of the milliseconds, p95 of what this
process itself computed (on a busy machine the clock shows others' work too), the number of queries, and the kilobytes.
The queue is as long as --clusters (the clusters of the articles, then copies of them without claims), one source has a
ledger of --outcomes lines, and one cluster some 200 claims. --kept: the database stays in that folder, and is taken
from there if it is there (SQLite only). --database: only this one is asked, as it is.

Fails when a page of the limits is slower than 300 ms (p95) or larger than 100 KB.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.linking import quantile
from benchmarks.stages import child, database, enter

WARMING = 3  # requests of a page before the clock runs
CLAIMS_OF_ONE = 200  # of the cluster whose page is asked for
SLOWEST_MS, LARGEST = 300, 100_000
LIMITED = ("queue", "cluster", "source")  # the pages that must keep the limits, by the first word of their names


def pages() -> dict[str, str]:
    """Name -> address."""
    from urllib.parse import urlencode

    from django.db.models import Count
    from django.db.models.functions import Abs

    from corroboration.models import Cluster, ClusterFacet, LedgerEntry
    from corroboration.selectors.review import address_in

    def most(kind: str) -> str:
        found = ClusterFacet.objects.filter(kind=kind).values("value").annotate(n=Count("cluster"))
        return found.order_by("-n", "value")[0]["value"]

    held = Cluster.objects.filter(memberships__isnull=False).distinct()
    one = held.annotate(off=Abs(Count("memberships") - CLAIMS_OF_ONE)).order_by("off", "public_id")[0]
    longest = LedgerEntry.ever.values("source__slug").annotate(n=Count("pk")).order_by("-n", "source__slug")[0]
    place, source = most("place"), most("source")
    middle = Cluster.objects.order_by("-attention", "public_id")[Cluster.objects.filter(attention__gt=0).count() // 2]
    queries = {
        "queue": {},
        "queue, all": {"review": "any"},
        "queue, deep page": {"review": "any", "page": "3000"},
        "queue, contested": {"status": "contested"},
        "queue, contested, deep": {"status": "contested", "page": "900"},
        "queue, a wide place": {"place": place},
        "queue, a source": {"source": source},
        "queue, place and source": {"place": place, "source": source},
        "queue, contradiction": {"clash": "number"},
        "queue, days": {"event_from": "2015-01-20", "event_to": "2015-02-10"},
        "queue, a word": {"q": "bombing"},
        "queue, a sentence": {"q": "car bomb killed people near the market"},
        "queue, mine": {"assigned": "me", "review": "open"},
        "queue, origins": {"min_origins": "3", "order": "origins"},
        "queue, newest": {"order": "newest", "review": "any"},
    }
    found = {name: f"/clusters/?{urlencode(query)}" for name, query in queries.items()}
    walked = address_in("place=" + place, "review", middle)
    return found | {
        f"cluster of {one.claim_count} claims": f"/clusters/{one.public_id}/",
        "cluster in a queue": f"/clusters/{one.public_id}/?{address_in('', 'review', one)}",
        "cluster, in a long queue": f"/clusters/{middle.public_id}/?{walked}",
        f"source of {longest['n']:,} lines": f"/sources/{longest['source__slug']}/",
        "source, deep page": f"/sources/{longest['source__slug']}/?page=900",
        "sources": "/sources/",
        "desk": "/",
        "decisions": "/decisions/",
    }


def ask_all(asked: int) -> list[dict[str, Any]]:
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    import config.wsgi  # noqa: F401  # begins as the server does

    client = Client()
    client.force_login(get_user_model().objects.get(username="vera"))
    rows = []
    for name, path in pages().items():
        took, used = [], []
        for turn in range(WARMING + asked):
            began, worked = time.perf_counter(), time.process_time()
            response = client.get(path)
            if response.status_code != 200:
                raise SystemExit(f"{path} answers {response.status_code}")
            if turn >= WARMING:
                used.append(1000 * (time.process_time() - worked))
                took.append(1000 * (time.perf_counter() - began))
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        rows.append(
            {
                "page": name,
                "median_ms": quantile(took, 0.5),
                "p95_ms": quantile(took, 0.95),
                "cpu_p95_ms": quantile(used, 0.95),
                "queries": len(queries),
                "bytes": len(response.content),
            }
        )
    return rows


def stage(asked: argparse.Namespace) -> dict[str, Any]:
    """What a child process does, in the database that its environment names."""
    enter(new=True)
    if asked.stage == "ask":
        return {"pages": ask_all(asked.asked)}
    from benchmarks.desk import build

    return build(asked.claims, asked.clusters, asked.outcomes)


@contextmanager
def place_for(kind: str, kept: Path | None, given: str) -> Iterator[tuple[Path, str, bool]]:
    """A folder, the address of a database, and whether that is filled already."""
    if given:
        with tempfile.TemporaryDirectory(prefix="second-source-") as name:
            yield Path(name), given, True
        return
    if kept is None or kind != "SQLite":
        with database(kind) as (folder, address):
            yield folder, address, False
        return
    kept.mkdir(parents=True, exist_ok=True)
    path = kept.resolve() / "corpus.sqlite3"
    yield path.parent, f"sqlite:///{path}", path.exists()


HEADER = f"{'database':10} {'page':30} | {'median':>7} {'p95 ms':>7} {'of CPU':>7} | queries | {'KB':>6}"


def line(kind: str, row: dict[str, Any]) -> str:
    return (
        f"{kind:10} {row['page']:30} | {row['median_ms']:7.1f} {row['p95_ms']:7.1f} {row['cpu_p95_ms']:7.1f} | "
        f"{row['queries']:7} | {row['bytes'] / 1000:6.1f}"
    )


def beyond(row: dict[str, Any]) -> bool:
    limited = row["page"].split()[0].strip(",") in LIMITED
    return limited and (row["p95_ms"] > SLOWEST_MS or row["bytes"] > LARGEST)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--clusters", type=int, default=100_000)
    parser.add_argument("--outcomes", type=int, default=100_000)
    parser.add_argument("--asked", type=int, default=40)
    parser.add_argument("--kept", type=Path)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--database", metavar="URL", default="")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--stage", choices=["fill", "ask"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.stage:
        print(json.dumps(stage(asked)))
        return
    if not asked.json:
        print(HEADER)
    sizes = ("claims", "clusters", "outcomes", "asked")
    options = [word for name in sizes for word in (f"--{name}", str(getattr(asked, name)))]
    slow = []
    kinds = ["PostgreSQL"] if asked.database else ["SQLite", *(["PostgreSQL"] if asked.postgres else [])]
    for kind in kinds:
        with place_for(kind, asked.kept, asked.database) as (folder, address, filled):
            if not filled:
                child("benchmarks.pages", "fill", folder, address, options)
            rows = child("benchmarks.pages", "ask", folder, address, options)["pages"]
        for row in rows:
            print(json.dumps({"database": kind, **row}) if asked.json else line(kind, row), flush=True)
        slow += [f"{row['page']} on {kind}" for row in rows if beyond(row)]
    if slow:
        raise SystemExit(f"slower than {SLOWEST_MS} ms or larger than {LARGEST:,} bytes: {'; '.join(slow)}")


if __name__ == "__main__":
    main()
