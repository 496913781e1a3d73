"""Is the API quick at a million claims? Fills a PostgreSQL with synthetic claims, and asks as a client with a token.

    python -m benchmarks.api [--claims 100000] [--times 10] [--outcomes 100000] [--asked 60] [--sqlite]
        [--database URL] [--json]

--claims are written, each --times over (benchmarks/multiplied.py; on SQLite, --sqlite, only the claims themselves).
--database: in this one, which is filled only if it is empty.

A row a request: the median and p95 of the milliseconds, p95 of what this process itself computed, the number of
queries, the kilobytes, and how many of it are answered in a second beside an empty view of the bare framework, asked in
turn with it in the same run (1.0: as many).

Fails when a track record takes more than 50 ms (p95), or a page of 50 claims more than 80.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.linking import quantile
from benchmarks.stages import child, database, enter

WARMING = 5  # requests before the clock runs
SLOWEST = {"track record": 50.0, "50 claims": 80.0}  # ms, p95, by how a name begins
EVER_NEW = "~"  # after a day: asked for one day earlier each time, of which nothing is kept yet
ROOM = 1_000_000  # requests a minute: the throttles are asked, and let all through


def requests() -> dict[str, str]:
    """Name -> address, below /api/v1/."""
    from django.db.models import Count

    from corroboration.models import Cluster, ClusterFacet, Decision, LedgerEntry, Relation
    from sources.models import Source

    def most(kind: str) -> str:
        found = ClusterFacet.objects.filter(kind=kind).values("value").annotate(n=Count("cluster"))
        return found.order_by("-n", "value")[0]["value"]

    longest = LedgerEntry.ever.values("source__slug").annotate(n=Count("pk")).order_by("-n", "source__slug")
    slug, lines, second = longest[0]["source__slug"], longest[0]["n"], longest[1]["source__slug"]
    outlet = Source.objects.filter(kind=Source.Kind.OUTLET, articles__isnull=False).order_by("slug")[0].slug
    large = Cluster.objects.order_by("-claim_count", "public_id")[0]
    middle = Cluster.objects.order_by("last_published_at")[Cluster.objects.count() // 2]
    day = middle.last_published_at.date().isoformat()
    relation, decision = Relation.objects.order_by("pk")[0], Decision.objects.order_by("pk")[0]
    place, source = most("place"), most("source")
    queries: dict[str, tuple[str, dict[str, str]]] = {
        f"track record of {lines:,} lines": (f"sources/{slug}/track-record/", {}),
        "track record, brief": (f"sources/{slug}/track-record/", {"brief": "true"}),
        "track record as of a day": (f"sources/{slug}/track-record/", {"as_of": day}),
        "track record, one topic": (f"sources/{slug}/track-record/", {"topic": "airstrike"}),
        "ledger": (f"sources/{slug}/ledger/", {}),
        "sources side by side": ("sources/compare/", {"sources": f"{slug},{second}"}),
        "lead times": (f"sources/{slug}/lead-times/", {}),
        "source by a name": ("sources/resolve/", {"name": slug.replace("-", " ")}),
        "50 claims": ("claims/", {}),
        "50 claims, some fields": ("claims/", {"fields": "id,statement,status"}),
        "50 claims of a source": ("claims/", {"source": source}),
        "50 claims of a place": ("claims/", {"place": place}),
        "50 claims, contradicted": ("claims/", {"status": "contradicted"}),
        "50 claims of a topic": ("claims/", {"topic": "airstrike"}),
        "50 claims as of a day": ("claims/", {"as_of": day}),
        "50 claims as of ever new days": ("claims/", {"as_of": day + EVER_NEW}),
        "50 claims like a sentence": ("claims/", {"q": "car bomb killed people near the market"}),
        "one claim": (f"claims/{relation.a_id}/", {}),
        "50 clusters": ("clusters/", {}),
        "50 clusters of a place": ("clusters/", {"place": place}),
        "50 clusters of a topic": ("clusters/", {"topic": "airstrike"}),
        "50 clusters of an outlet": ("clusters/", {"outlet": outlet}),
        f"cluster of {large.claim_count} claims": (f"clusters/{large.public_id}/", {}),
        "50 relations": ("relations/", {}),
        "50 decisions": ("decisions/", {}),
        "decision": (f"decisions/{decision.public_id}/", {}),
    }
    return {name: f"/api/v1/{path}?{urlencode(query)}" for name, (path, query) in queries.items()}


def ask_all(asked: int) -> list[dict[str, Any]]:
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from knox.models import AuthToken

    import config.wsgi  # noqa: F401  # begins as the server does

    _, token = AuthToken.objects.create(get_user_model().objects.get(username="vera"))
    client = Client(headers={"Authorization": f"Token {token}"})
    bare = _bare()
    rows = []
    for name, path in requests().items():
        took, used, empty = [], [], []
        for turn in range(WARMING + asked):
            began, worked = time.perf_counter(), time.process_time()
            response = client.get(of_turn(path, turn))
            body = b"".join(response) if response.streaming else response.content
            ended, done = time.perf_counter(), time.process_time()
            if response.status_code != 200:
                raise SystemExit(f"{path} answers {response.status_code}: {body[:300].decode()}")
            bare()
            if turn >= WARMING:
                took.append(1000 * (ended - began))
                used.append(1000 * (done - worked))
                empty.append(1000 * (time.perf_counter() - ended))
        with CaptureQueriesContext(connection) as queries:
            client.get(of_turn(path, WARMING + asked))
        rows.append(
            {
                "request": name,
                "median_ms": quantile(took, 0.5),
                "p95_ms": quantile(took, 0.95),
                "cpu_p95_ms": quantile(used, 0.95),
                "queries": len(queries),
                "bytes": len(body),
                "beside_bare": round(sum(empty) / sum(took), 3),
            }
        )
    return rows


def of_turn(path: str, turn: int) -> str:
    """The address to ask this time."""
    before, marked, _ = path.partition(EVER_NEW)
    if not marked:
        return path
    start, day = before[: -len("2000-01-01")], before[-len("2000-01-01") :]
    return start + (date.fromisoformat(day) - timedelta(days=turn)).isoformat()


def _bare() -> Callable[[], object]:
    """An empty view of the framework alone, behind the same middleware."""
    from django.test import Client
    from django.test.utils import override_settings
    from django.urls import path
    from rest_framework.response import Response
    from rest_framework.views import APIView

    class Empty(APIView):
        authentication_classes = permission_classes = throttle_classes = ()

        def get(self, request: Any) -> Response:
            return Response({})

    client, view = Client(), Empty.as_view()
    addresses = type("addresses", (), {"urlpatterns": [path("empty/", view)]})

    def ask() -> object:
        with override_settings(ROOT_URLCONF=addresses, PUBLIC_READ=True):
            return client.get("/empty/")

    return ask


def stage(asked: argparse.Namespace) -> dict[str, Any]:
    """What a child process does, in the database that its environment names."""
    enter(new=True)
    if asked.stage == "ask":
        return {"requests": ask_all(asked.asked)}
    from benchmarks.desk import build
    from benchmarks.multiplied import multiply
    from claims.models import Claim

    if Claim.every.exists():
        return {"claims": Claim.every.count()}
    found = build(asked.claims, asked.claims // 5, asked.outcomes)
    return {"claims": multiply(asked.times)} if asked.times > 1 else found


HEADER = f"{'claims':>9} {'request':30} | {'median':>7} {'p95 ms':>7} {'of CPU':>7} | queries | {'KB':>6} | beside bare"


def line(claims: int, row: dict[str, Any]) -> str:
    return (
        f"{claims:9,} {row['request']:30} | {row['median_ms']:7.1f} {row['p95_ms']:7.1f} {row['cpu_p95_ms']:7.1f} | "
        f"{row['queries']:7} | {row['bytes'] / 1000:6.1f} | {row['beside_bare']:11.3f}"
    )


@contextmanager
def place_for(asked: argparse.Namespace) -> Iterator[tuple[Path, str]]:
    """A folder, and the address of a database."""
    if not asked.database:
        with database("SQLite" if asked.sqlite else "PostgreSQL") as place:
            yield place
        return
    with tempfile.TemporaryDirectory(prefix="second-source-") as folder:
        yield Path(folder), asked.database


def beyond(row: dict[str, Any]) -> bool:
    return any(row["request"].startswith(name) and row["p95_ms"] > most for name, most in SLOWEST.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--outcomes", type=int, default=100_000)
    parser.add_argument("--asked", type=int, default=60)
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--database", metavar="URL")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--stage", choices=["fill", "ask"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.stage:
        print(json.dumps(stage(asked)))
        return
    asked.times = 1 if asked.sqlite else asked.times
    os.environ["API_RATE_READS"] = f"{ROOM}/min"
    sizes = ("claims", "times", "outcomes", "asked")
    options = [word for name in sizes for word in (f"--{name}", str(getattr(asked, name)))]
    with place_for(asked) as (folder, address):
        claims = child("benchmarks.api", "fill", folder, address, options)["claims"]
        rows = child("benchmarks.api", "ask", folder, address, options)["requests"]
    print(*([] if asked.json else [HEADER]), sep="\n")
    for row in rows:
        print(json.dumps({"claims": claims, **row}) if asked.json else line(claims, row))
    if slow := [row["request"] for row in rows if beyond(row)]:
        raise SystemExit(f"too slow: {'; '.join(slow)}")


if __name__ == "__main__":
    main()
