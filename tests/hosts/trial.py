"""A worker host is cut off while it has work, others take over, it comes back; then the other one."""

import logging
import time
import urllib.request
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Count
from django.utils import timezone

from claims.models import Article
from corroboration import queue, rebuilding, settling
from corroboration.models import Lease
from corroboration.roles import Role, give
from corroboration.tokens import keeping
from tests.hosts.machines import START_SECONDS, WEB, Machines, until_it_listens
from tests.hosts.network import Host

log = logging.getLogger("tests.hosts")
LOOK = 0.2  # seconds between two looks at the rows
NOTICED = 3.0  # seconds after a cut, in which who is not cut off finishes what it has or changes its row
PATIENCE = 480.0  # seconds until something must have happened
TRIES = 4  # cuts that hit a host between two articles are made again


class Held(NamedTuple):
    """Work that somebody has, by whose token and until when; a lease that goes on for the next stage is another."""

    token: str
    until: datetime


class Trial:
    def __init__(self, machines: Machines, lines: list[str], lease: int) -> None:
        self.machines, self.lines, self.lease = machines, lines, lease
        self.token = ""
        self.handed = 0
        self.began = time.monotonic()

    def run(self, *, both: bool) -> dict[str, Any]:
        """both: cut off the second worker host, too, once the first is back."""
        self.prepare()
        hosts = self.machines.workers if both else self.machines.workers[:1]
        found = {
            "cut off": [
                self.cut_off(host, len(self.lines) * turn // len(hosts)) for turn, host in enumerate(hosts, start=1)
            ]
        }
        self.hand_in(len(self.lines))
        self.until(self.settled)
        states = dict(Article.objects.order_by().values_list("state").annotate(n=Count("pk")))
        return found | {
            "handed in": self.handed,
            "states": states,
            "leases left": Article.objects.exclude(token=None).count() + Lease.objects.exclude(until=None).count(),
            "stores refused": self.machines.taken_over(),
            "digest": rebuilding.digest(),
            "seconds": round(time.monotonic() - self.began, 1),
        }

    def prepare(self) -> None:
        person = get_user_model().objects.create_user("vera", password=None)
        give(person, Role.FACT_CHECKER)
        self.token = keeping.make(person, name="trial", role=Role.FACT_CHECKER, lasts=timedelta(days=1))[1]
        until_it_listens(self.machines.web, WEB)

    def hand_in(self, until: int) -> None:
        """Articles by the API, as far as this one."""
        address = f"http://{self.machines.web.address}:{WEB}/api/v1/articles/"
        headers = {"Authorization": f"Token {self.token}", "Content-Type": "application/json"}
        for line in self.lines[self.handed : until]:
            asked = urllib.request.Request(address, line.encode(), headers)
            with urllib.request.urlopen(asked, timeout=START_SECONDS) as answer:
                assert answer.status in (200, 201, 202), answer.status
            self.handed += 1

    def cut_off(self, host: Host, more: int) -> dict[str, Any]:
        """Cut a host off while it has work; returns what it had, and when that was gone on with elsewhere.

        more: how far articles are handed in, half of them before. The host is back when the work is done.
        """
        self.hand_in((self.handed + more) // 2)
        for _ in range(TRIES):
            self.hand_in(min(self.handed + 1, more))  # so that there is work
            self.until(lambda: bool(self.leased()))
            host.cut()
            cut = time.monotonic()
            before = self.leased()
            time.sleep(NOTICED)
            held = {row: lease for row, lease in self.leased().items() if before.get(row) == lease}
            if held:
                break
            host.mend()
        log.info("%s cut off with %s", host.name, sorted(held))
        self.hand_in(more)
        moved: dict[str, float] = {}

        def gone_on() -> bool:
            leases = self.leased()
            for row, lease in list(held.items()):
                if leases.get(row) == lease:
                    continue
                if timezone.now() < lease.until:  # done by who had it: the other host is slow today
                    del held[row]
                else:
                    moved.setdefault(row, round(time.monotonic() - cut, 1))
            return len(moved) == len(held)

        self.until(gone_on)
        self.until(self.settled)
        settled = time.monotonic() - cut
        host.mend()
        return {
            "host": host.name,
            "held": sorted(row.partition(" ")[0] for row in held),
            "taken over after s": sorted(moved.values()),
            "all settled without it after s": round(settled, 1),
        }

    def leased(self) -> dict[str, Held]:
        """What anybody works on now."""
        rows = Article.objects.exclude(token=None).values_list("pk", "token", "lease_until")
        named = Lease.objects.exclude(until=None).values_list("name", "token", "until")
        found = {f"article {pk}": Held(str(token), until) for pk, token, until in rows}
        return found | {name: Held(str(token), until) for name, token, until in named}

    def settled(self) -> bool:
        waiting = Article.objects.filter(state__in=queue.UNFINISHED).exists() or settling.waiting()
        return not waiting and not self.leased()

    def until(self, true: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not true():
            if time.monotonic() > deadline:
                states = list(Article.objects.order_by().values_list("state").annotate(n=Count("pk")))
                raise SystemExit(f"nothing more happens at {timezone.now()}: {states}, {self.leased()}")
            time.sleep(LOOK)
