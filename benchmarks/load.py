"""How many people and programs can read at once? Asks gunicorn for pages and the API, on PostgreSQL with many claims.

    python -m benchmarks.load [--claims 100000] [--times 10] [--database URL] [--minutes 10]
        [--clients 1 2 4 8] [--step 20] [--workers 2] [--threads 4] [--json]

--claims are written, each --times over (as benchmarks/api.py fills; --database: in this one, filled only if it is
empty). Clients ask one request after another, each in an order of its own through all the requests of benchmarks/api.py
and the pages of benchmarks/pages.py, over connections that they keep. A step of --step seconds for each number of
clients; the largest at which 99 of 100 answers came within 500 ms is then held for --minutes.

A row a step: requests a second, p50 and p99, what the web processes computed a request (on a busy machine the clock
shows others' work too), how many requests a core and second that is, errors, load average; and the same of an empty
view of Django, asked by as many clients right after. Then a row a minute of the long stretch, with the memory that the
web processes have of their own, and a row a request of it.

Fails when anything but 200 is answered, when the long stretch's p99 is above 500 ms, or when memory in its last quarter
is more than 5 % above that of its second. The clients are threads of this process, and use the same cores.
"""

import argparse
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.api import EVER_NEW, place_for
from benchmarks.linking import quantile
from benchmarks.stages import TOP, child, enter
from tests.services import free_port

SLOWEST = 500.0  # ms, p99
ROOM = 10_000_000  # requests a minute: the throttles are asked, and let all through
TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 120
ROUNDS = 2  # before the clock runs, all requests so often
GROWTH = 1.05  # of memory from the second quarter to the last
EMPTY = {"empty": ("/empty/", "")}
Requests = dict[str, tuple[str, str]]  # name -> its address, and how who asks is known: "token", "cookie" or ""


@dataclass
class Web:
    """gunicorn, and how it is asked."""

    process: subprocess.Popen[bytes]
    port: int
    headers: dict[str, dict[str, str]]

    def workers(self) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [int(word) for word in listed.split()]

    def computed(self) -> float:
        """Seconds of computing of all its processes so far."""
        stats = [Path(f"/proc/{pid}/stat").read_text(encoding="ascii") for pid in self.workers()]
        fields = [stat.rpartition(")")[2].split() for stat in stats]
        return sum(int(each[11]) + int(each[12]) for each in fields) / TICKS

    def memory(self) -> float:
        """MB of their own that its processes hold, together."""
        found = 0
        for pid in self.workers():
            status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
            found += sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("RssAnon:"))
        return found / 1024


@dataclass
class Answers:
    """What was answered in a stretch of time. took: request -> ms; errors: what was no 200."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, name: str, ms: float, status: int | str) -> None:
        with self.lock:
            self.took[name].append(ms)
            if status != 200:
                self.errors.append(f"{name}: {status}")

    def all(self) -> list[float]:
        return [ms for each in self.took.values() for ms in each]


def client(web: Web, requests: Requests, answers: list[Answers], until: threading.Event, seed: int) -> None:
    """Ask until told to stop. answers: the last of them is written to."""
    chance, names = random.Random(seed), list(requests)
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=60)
    while not until.is_set():
        chance.shuffle(names)
        for name in names:
            if until.is_set():
                break
            path, known_by = requests[name]
            began = time.perf_counter()
            try:
                connection.request("GET", path, headers=web.headers[known_by])
                response = connection.getresponse()
                response.read()
                status: int | str = response.status
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                status = repr(error)
            answers[-1].note(name, 1000 * (time.perf_counter() - began), status)
    connection.close()


@contextmanager
def asking(web: Web, requests: Requests, clients: int) -> Iterator[list[Answers]]:
    """So many clients at work; a new stretch of time begins where one is appended to what is yielded."""
    answers, stop = [Answers()], threading.Event()
    threads = [
        threading.Thread(target=client, args=(web, requests, answers, stop, seed), daemon=True)
        for seed in range(clients)
    ]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def measured(web: Web, answers: list[Answers], seconds: float) -> dict[str, Any]:
    """A stretch of so many seconds from now on."""
    answers.append(Answers())
    began, worked = time.perf_counter(), web.computed()
    time.sleep(seconds)
    spent, worked, found = time.perf_counter() - began, web.computed() - worked, answers[-1]
    answers.append(Answers())
    took = found.all() or [float("inf")]
    return {
        "per_second": len(took) / spent,
        "p50_ms": quantile(took, 0.5),
        "p99_ms": quantile(took, 0.99),
        "cpu_ms": 1000 * worked / len(took),
        "errors": found.errors,
        "memory_mb": web.memory(),
        "load": os.getloadavg()[0],
        "took": found.took,
    }


def step(web: Web, requests: Requests, clients: int, seconds: float) -> dict[str, Any]:
    """The requests, then the empty view, each by so many clients."""
    with asking(web, requests, clients) as answers:
        ours = measured(web, answers, seconds)
    with asking(web, EMPTY, clients) as answers:
        empty = measured(web, answers, max(3, seconds / 4))
    return {"clients": clients, **ours, "empty": empty}


@contextmanager
def serving(asked: argparse.Namespace, folder: Path, address: str, known: dict[str, str]) -> Iterator[Web]:
    port = free_port()
    environment = {
        **os.environ,
        "DATA_DIR": str(folder),
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "benchmarks.loaded",
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    words = ["--workers", str(asked.workers), "--threads", str(asked.threads), "--log-level", "warning"]
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", *words]
    process = subprocess.Popen(command, cwd=TOP, env=environment)
    headers = {
        "": {},
        "token": {"Authorization": f"Token {known['token']}"},
        "cookie": {"Cookie": f"sessionid={known['session']}"},
    }
    try:
        yield Web(process, port, headers)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def warm(web: Web, requests: Requests) -> None:
    """Ask for everything, until each process has answered it some times."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=60)
            connection.request("GET", "/empty/")
            connection.getresponse().read()
            break
        except OSError:
            if time.monotonic() > deadline:
                raise SystemExit("gunicorn did not start") from None
            time.sleep(0.2)
    for turn in range(ROUNDS * len(web.workers())):
        for name, (path, known_by) in requests.items():
            connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=120)
            connection.request("GET", path, headers=web.headers[known_by])
            response = connection.getresponse()
            body = response.read()
            connection.close()
            if response.status != 200:
                raise SystemExit(f"{name}, round {turn}: {path} answers {response.status} {body[:200]!r}")


def stage() -> dict[str, Any]:
    """What is asked for, and by whom, as found in the database that the environment names."""
    enter(new=True)
    from django.contrib.auth import get_user_model
    from django.test import Client
    from knox.models import AuthToken

    from benchmarks import api, pages

    person = get_user_model().objects.get(username="vera")
    browser = Client()
    browser.force_login(person)
    asked = {name: path.replace(quote(EVER_NEW), "") for name, path in api.requests().items()}
    named = {f"API: {name}": (path, "token") for name, path in asked.items()}
    named |= {f"page: {name}": (path, "cookie") for name, path in pages.pages().items()}
    return {
        "requests": named,
        "token": AuthToken.objects.create(person)[1],
        "session": browser.cookies["sessionid"].value,
    }


HEADER = (
    f"{'':14} | {'a second':>8} {'p50 ms':>7} {'p99 ms':>7} | {'CPU ms':>7} {'a core':>7} | {'errors':>6} {'MB':>6} "
    f"{'load':>5} | empty: {'a second':>8} {'p99 ms':>7} {'CPU ms':>7}"
)


def line(name: str, row: dict[str, Any]) -> str:
    shown = (
        f"{name:14} | {row['per_second']:8.1f} {row['p50_ms']:7.0f} {row['p99_ms']:7.0f} | {row['cpu_ms']:7.1f} "
        f"{1000 / max(row['cpu_ms'], 0.001):7.0f} | {len(row['errors']):6} {row['memory_mb']:6.0f} {row['load']:5.1f}"
    )
    if empty := row.get("empty"):
        shown += f" | {'':6} {empty['per_second']:8.0f} {empty['p99_ms']:7.0f} {empty['cpu_ms']:7.2f}"
    return shown


def held(web: Web, requests: Requests, clients: int, minutes: int) -> Iterator[dict[str, Any]]:
    with asking(web, requests, clients) as answers:
        for minute in range(1, minutes + 1):
            yield {"minute": minute, "clients": clients, **measured(web, answers, 60)}


def faults(rows: Sequence[dict[str, Any]], steps: Sequence[dict[str, Any]]) -> list[str]:
    found = sorted({error for row in (*rows, *steps) for error in row["errors"]})
    took = [ms for row in rows for each in row["took"].values() for ms in each]
    if took and quantile(took, 0.99) > SLOWEST:
        found.append(f"p99 {quantile(took, 0.99):.0f} ms")
    if len(rows) >= 4:
        quarter = len(rows) // 4
        early = [row["memory_mb"] for row in rows[quarter : 2 * quarter]]
        late = [row["memory_mb"] for row in rows[-quarter:]]
        if sum(late) > GROWTH * sum(early):
            found.append(f"memory grew: {early} MB, then {late} MB")
    return found


def tell(row: dict[str, Any], name: str, *, as_json: bool) -> None:
    bare = {key: value for key, value in row.items() if key != "took"}
    if as_json and "empty" in bare:
        bare["empty"] = {key: value for key, value in bare["empty"].items() if key != "took"}
    print(json.dumps(bare) if as_json else line(name, row), flush=True)


def each_request(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    took = defaultdict(list)
    for row in rows:
        for name, times in row["took"].items():
            took[name] += times
    yield f"{'request':44} {'asked':>7} {'p50 ms':>7} {'p99 ms':>7}"
    for name, times in sorted(took.items(), key=lambda each: -quantile(each[1], 0.99)):
        yield f"{name:44} {len(times):7} {quantile(times, 0.5):7.0f} {quantile(times, 0.99):7.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--database", metavar="URL")
    parser.add_argument("--minutes", type=int, default=10)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 2, 4, 8])
    parser.add_argument("--step", type=float, default=20.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--stage", choices=["prepare"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.stage:
        print(json.dumps(stage()))
        return
    os.environ["API_RATE_READS"] = os.environ["API_RATE_ANONYMOUS"] = f"{ROOM}/min"
    asked.sqlite = False
    with place_for(asked) as (folder, address):
        sizes = ["--claims", str(asked.claims), "--times", str(asked.times)]
        claims = child("benchmarks.api", "fill", folder, address, sizes)["claims"]
        known = child("benchmarks.load", "prepare", folder, address, [])
        requests = {name: tuple(how) for name, how in known["requests"].items()}
        with serving(asked, folder, address, known) as web:
            warm(web, requests)
            if not asked.json:
                print(f"{claims:,} claims, {len(requests)} requests, {asked.workers} processes of {asked.threads}")
                print(HEADER)
            steps = []
            for clients in asked.clients:
                steps.append(step(web, requests, clients, asked.step))
                tell(steps[-1], f"{clients} clients", as_json=asked.json)
            quick = [row for row in steps if row["p99_ms"] <= SLOWEST] or steps[:1]
            best = max(quick, key=lambda row: row["per_second"])["clients"]
            rows = []
            for row in held(web, requests, best, asked.minutes):
                rows.append(row)
                tell(row, f"{best} cl., min {row['minute']}", as_json=asked.json)
    if not asked.json:
        print(*each_request(rows), sep="\n")
    if wrong := faults(rows, steps):
        raise SystemExit(f"fails: {'; '.join(wrong[:20])}")


if __name__ == "__main__":
    main()
