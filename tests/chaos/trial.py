"""One trial from its start to its reckoning: the app under blows, and beside it the same inputs undisturbed."""

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import Error, connection
from django.db.models import Count
from django.utils import timezone

from claims.models import Article
from corroboration import queue, rebuilding, roles
from corroboration.models import Decision, NoticeKind
from corroboration.roles import Role
from corroboration.tokens import keeping
from corroboration.webhooks import subscriptions
from sources.services import load_shipped
from tests.chaos import calm, sites, stands
from tests.chaos.blows import Blows, plan
from tests.chaos.inputs import TOP, Inputs
from tests.chaos.place import Place
from tests.chaos.senders import Client, Deciding, Filing, Posting, Sender, doors
from tests.fetching.server import Site

BETWEEN = (0.5, 5.0)  # seconds between two blows
START_SECONDS = 120.0
SETTLE_SECONDS = 600.0  # after the last blow
LOOK_SECONDS = 0.5
SAY_SECONDS = 15.0
UNUSABLE = "!"  # nobody logs in with a password here: hashing one takes long on purpose


class Trial:
    def __init__(
        self, place: Place, site: Site, given: Inputs, chance: random.Random, *, kills: int, lease: int, own_disk: bool
    ) -> None:
        self.place, self.site, self.given = place, site, given
        self.plan, self.dealt = plan(place.stack, kills, chance), 0
        self.blows = Blows(place, chance, lease=lease, own_disk=own_disk)
        self.chance, self.over = chance, threading.Event()
        self.faults: list[str] = []
        self.began = time.monotonic()

    def run(self) -> dict[str, Any]:
        """What came of it; `faults` is empty where all is well."""
        call_command("migrate", verbosity=0)
        load_shipped()
        undisturbed = self._start_calm()
        try:
            self._prepare()
            self._senders()
            self.place.start()
            for sender in self.senders:
                sender.start()
            self._deal()
            seconds = self._calm_down()
            self._reckon(self._end_calm(undisturbed))
            return self._told(seconds)
        finally:
            self.over.set()
            undisturbed.kill()
            self.place.stop()

    # --- before ---

    def _start_calm(self) -> subprocess.Popen[bytes]:
        self.apart = self.place.folder / "calm"
        self.apart.mkdir()
        given = {"lines": self.given.lines(), "poison": self.given.poison}
        (self.apart / "inputs.json").write_text(json.dumps(given), encoding="utf-8")
        if connection.vendor == "sqlite":  # the tables are made once: that takes its time
            (self.apart / "data").mkdir()
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(self.apart / "data" / "second_source.sqlite3")])
        environment = self.place.environment | {"DATA_DIR": str(self.apart / "data"), "CHAOS_CLOCK": os.devnull}
        for name in ("DATABASE_URL", "REDIS_URL"):
            environment.pop(name, None)
        command = [sys.executable, "-m", "tests.chaos.calm", str(self.apart)]
        with (self.apart / "log").open("wb") as log:
            return subprocess.Popen(command, cwd=TOP, env=environment, stdout=log, stderr=log)

    def _prepare(self) -> None:
        """People, feeds and a webhook."""
        sites.open_sites(self.site, self.given.entries)
        sites.follow(self.site.address)
        vera = get_user_model().objects.create(username="vera", password=UNUSABLE)
        roles.give(vera, Role.FACT_CHECKER)
        lasts = timedelta(days=30)
        self.tokens = [keeping.make(vera, name=name, role=Role.FACT_CHECKER, lasts=lasts)[1] for name in ("a", "b")]
        hook = {"url": self.site.address + sites.HOOK, "kinds": list(NoticeKind.values)}
        subscriptions.create(hook, by=vera, now=timezone.now())

    def _senders(self) -> None:
        posted, filed = doors(self.given.parcels)
        first, second = (Client(self.place.address, token) for token in self.tokens)
        self.posting = Posting(first, posted, self._progress)
        self.filing = Filing(self.place.folder, self.place.environment, filed, self._progress)
        self.deciding = Deciding(second, random.Random(self.chance.random()), self.over)
        publishing = sites.Publishing(self.site, self.given.entries, self._progress, self.over)
        self.senders: list[Sender] = [self.posting, self.filing, self.deciding, publishing]
        self.blows.command = lambda: self.filing.running

    def _progress(self) -> float:
        return self.dealt / len(self.plan)

    # --- meanwhile ---

    def _deal(self) -> None:
        self._patiently(self.blows.all_there, START_SECONDS, "the app started")
        for kind in self.plan:
            time.sleep(self.chance.uniform(*BETWEEN))
            self._say(kind)
            self.blows.deal(kind)
            self.dealt += 1
        self._say("no more blows")

    def _calm_down(self) -> float:
        """Wait until all that was sent is settled. Returns how many seconds that took after the last blow."""
        began = time.monotonic()
        self._patiently(lambda: not self.posting.is_alive(), SETTLE_SECONDS, "all that was posted was acknowledged")
        self._patiently(lambda: not self.filing.is_alive(), SETTLE_SECONDS, "all files were taken in")
        self._patiently(lambda: sites.taken_in(len(self.given.entries)), SETTLE_SECONDS, "all entries of feeds came in")
        self.over.set()
        for sender in self.senders:
            sender.join(60)
            self.faults += [f"{sender.name}: {sender.error}"] if sender.error else []
        self._patiently(stands.settled, SETTLE_SECONDS, "everything settled")
        seconds = time.monotonic() - began
        self.aside = stands.set_aside()
        if self.aside:  # as an admin does who has seen that it wasn't the articles' fault
            queue.try_again(Article.objects.filter(external_id__in=self.aside), now=timezone.now())
            self._patiently(stands.settled, SETTLE_SECONDS, "what was set aside settled at the second try")
        self._patiently(sites.told, SETTLE_SECONDS, "all deliveries were made")
        return seconds

    def _patiently(self, reached: Callable[[], object], seconds: float, what: str) -> None:
        deadline, say_at = time.monotonic() + seconds, time.monotonic() + SAY_SECONDS
        while True:
            if time.monotonic() > say_at:
                say_at += SAY_SECONDS
                self._say(f"waiting until {what}; {self._how_far()}")
            try:
                if reached():
                    return
            except Error:
                connection.close()
            if time.monotonic() > deadline:
                self.faults.append(f"after {seconds:.0f} s it isn't so that {what}")
                return
            time.sleep(LOOK_SECONDS)

    def _how_far(self) -> str:
        try:
            states = Article.objects.order_by("state").values_list("state").annotate(Count("pk"))
            return ", ".join(f"{count} {state}" for state, count in states)
        except Error as error:
            connection.close()
            return str(error)

    def _say(self, what: str) -> None:
        sys.stderr.write(f"{time.monotonic() - self.began:7.1f} s  {self.dealt:4}/{len(self.plan)}  {what}\n")

    # --- after ---

    def _end_calm(self, process: subprocess.Popen[bytes]) -> dict[str, Any]:
        names = ("public_id", "kind", "anchors", "value", "reason")
        decisions = [
            {name: getattr(row, name) for name in names}
            | {"undoes": row.undoes and row.undoes.public_id}
            | {"decided_at": row.decided_at.isoformat(), "recorded_at": row.recorded_at.isoformat()}
            for row in Decision.objects.select_related("undoes").order_by("pk")
        ]
        go = {"site": self.site.address, "entries": len(self.given.entries), "decisions": decisions}
        fresh = self.apart / "go.new"
        fresh.write_text(json.dumps(go), encoding="utf-8")
        fresh.rename(self.apart / calm.GO)
        process.wait(SETTLE_SECONDS)
        if process.returncode:
            raise AssertionError("undisturbed: " + (self.apart / "log").read_text(errors="replace")[-3000:])
        return json.loads((self.apart / calm.DONE).read_text(encoding="utf-8"))

    def _reckon(self, undisturbed: dict[str, Any]) -> None:
        """What is wrong, if anything."""
        acknowledged = self.posting.acknowledged + self.filing.acknowledged
        self.faults += [f"lost: {line}" for line in stands.lost(acknowledged)]
        self.faults += [f"twice: {row}" for row in stands.duplicates()]
        made, kept = set(self.deciding.acknowledged), set(Decision.objects.values_list("public_id", flat=True))
        self.faults += [f"decision lost: {id}" for id in made - kept]
        self.faults += [f"decision that nobody was told of: {id}" for id in kept - made]
        self.faults += [f"set aside for good: {id}: {why}" for id, why in stands.set_aside().items()]
        self.faults += [f"poison: {how}" for how in stands.poisoned() if how != "failed with its reason"]
        self.digest, self.counts = rebuilding.digest(), stands.counts()
        if self.counts != undisturbed["counts"]:
            self.faults.append(f"rows: {self.counts}; undisturbed {undisturbed['counts']}")
        if self.digest != undisturbed["digest"]:
            self.faults.append(f"digest: {self.digest}; undisturbed {undisturbed['digest']}")

    def _told(self, seconds: float) -> dict[str, Any]:
        heard = sites.heard(self.site.asked)
        return {
            "stack": self.place.stack,
            "kills": sum(self.blows.kills.values()),
            "kills_by_kind": dict(sorted(self.blows.kills.items())),
            "other_blows": dict(sorted(self.blows.dealt.items())),
            "skipped": dict(sorted(self.blows.skipped.items())),
            "processes_started": self.place.starts,
            "articles": {
                "acknowledged": len(self.posting.acknowledged) + len(self.filing.acknowledged),
                "by_feeds": len(self.given.entries),
                "rows": self.counts["Article"],
                "poison_set_aside": sum(stands.poisoned().values()),
                "set_aside_and_tried_again": self.aside,
            },
            "requests": {
                "writes": self.posting.client.sent + self.deciding.client.sent,
                "tries": self.posting.client.tries + self.deciding.client.tries,
                "asked_twice_answered_once": self.posting.client.replays + self.deciding.client.replays,
            },
            "decisions": {
                "acknowledged": len(self.deciding.acknowledged),
                "answers": dict(self.deciding.answers),
            },
            "deliveries": {"notices": len(heard), "sent_again": sum(heard.values()) - len(heard)},
            "rows": self.counts,
            "seconds": round(time.monotonic() - self.began),
            "seconds_to_settle": round(seconds),
            "digest": self.digest,
            "faults": self.faults,
        }
