"""Those who hand things in: a program that posts, a person with files, fact-checkers, and sites with feeds.

Each tries again until it is told that what it sent is kept, as a client should; that is what "acknowledged" means here.
They pace themselves by `progress`, the share of the blows that was dealt, so that things arrive to the very end.
"""

import json
import random
import subprocess
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psutil

from tests.chaos.inputs import BATCH, FILE, ONE, TOP, Line, Parcel

API = "/api/v1/"
PATIENCE = 20.0  # seconds a request may take
PAUSE = 0.5  # before it is tried again
AGAIN = (409, 429)  # with Retry-After: the first request with this key is still worked on
ASKED_TWICE = 4  # of so many answers one is asked for once more
DECIDES_EVERY = (0.5, 3.0)  # seconds
UNDONE = 0.15  # of decisions, the share that is undone
Progress = Callable[[], float]


class Client:
    """A program that sends each write until it is answered, under one key."""

    def __init__(self, address: str, token: str) -> None:
        headers = {"Authorization": f"Token {token}"}
        self._http = httpx.Client(base_url=address + API, headers=headers, timeout=PATIENCE, trust_env=False)
        self.sent = self.tries = self.replays = 0

    def get(self, path: str, **params: Any) -> Any:
        """What is there; None while nobody answers."""
        try:
            answer = self._http.get(path, params=params)
            return answer.json() if answer.status_code == 200 else None
        except (httpx.HTTPError, ValueError):
            return None

    def post(self, path: str, body: Any) -> tuple[int, Any]:
        key = uuid4().hex
        status, answer, _ = self._until_answered(path, body, key)
        self.sent += 1
        if status < 300 and self.sent % ASKED_TWICE == 0:
            again = self._until_answered(path, body, key)
            assert again == (status, answer, True), f"{path}: answered otherwise the second time: {again}"
            self.replays += 1
        return status, answer

    def _until_answered(self, path: str, body: Any, key: str) -> tuple[int, Any, bool]:
        """Status, body, and whether it was told once more what had been answered before."""
        while True:
            self.tries += 1
            try:
                answer = self._http.post(path, json=body, headers={"Idempotency-Key": key})
                if answer.status_code < 500 and not (answer.status_code in AGAIN and "retry-after" in answer.headers):
                    return answer.status_code, answer.json(), "idempotent-replayed" in answer.headers
            except (httpx.HTTPError, ValueError):
                pass
            time.sleep(PAUSE)


class Sender(threading.Thread):
    """One of those; what went wrong with it is kept for the reckoning."""

    def __init__(self, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self.error = ""

    def run(self) -> None:
        try:
            self.send()
        except Exception:
            self.error = traceback.format_exc()

    def send(self) -> None:
        raise NotImplementedError


def in_turn(things: list[Any], progress: Progress) -> Iterable[Any]:
    """Each when its share of the blows has been dealt."""
    for turn, thing in enumerate(things):
        while progress() < turn / len(things):
            time.sleep(0.1)
        yield thing


class Posting(Sender):
    """A program that posts articles, one by one and in batches."""

    def __init__(self, client: Client, parcels: list[Parcel], progress: Progress) -> None:
        super().__init__("posting")
        self.client, self.parcels, self.progress = client, parcels, progress
        self.acknowledged: list[Line] = []

    def send(self) -> None:
        for parcel in in_turn(self.parcels, self.progress):
            status, answer = self._send(parcel)
            assert status in (200, 202), f"{parcel.door}: {status} {answer}"
            self.acknowledged += parcel.lines

    def _send(self, parcel: Parcel) -> tuple[int, Any]:
        if parcel.door == ONE:
            return self.client.post("articles/", parcel.lines[0])
        status, answer = self.client.post("articles/batches/", list(parcel.lines))
        assert not answer.get("rejected"), answer
        return status, answer


class Filing(Sender):
    """A person who takes files in by the command, and gives it again when it was killed or failed."""

    def __init__(self, folder: Path, environment: dict[str, str], parcels: list[Parcel], progress: Progress) -> None:
        super().__init__("filing")
        self.folder, self.environment, self.parcels, self.progress = folder, environment, parcels, progress
        self.acknowledged: list[Line] = []
        self.running: psutil.Process | None = None

    def send(self) -> None:
        for turn, parcel in enumerate(in_turn(self.parcels, self.progress)):
            file = self.folder / f"file-{turn}.ndjson"
            file.write_text("".join(json.dumps(line) + "\n" for line in parcel.lines), encoding="utf-8")
            while (counts := self._ingest(file)) is None:
                time.sleep(PAUSE)
            assert counts["rejected"] == 0, counts
            self.acknowledged += parcel.lines

    def _ingest(self, file: Path) -> dict[str, int] | None:
        """What the command says at its end; None where it didn't get there."""
        command = [sys.executable, "manage.py", "ingest", str(file)]
        quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
        process = self.running = psutil.Popen(command, cwd=TOP, env=self.environment, **quiet)
        try:
            said, _ = process.communicate(timeout=120)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return None
        finally:
            self.running = None
        return json.loads(said.splitlines()[-1]) if process.returncode == 0 else None


class Deciding(Sender):
    """A fact-checker: looks at claims, decides something about them, and takes some of it back."""

    def __init__(self, client: Client, chance: random.Random, over: threading.Event) -> None:
        super().__init__("deciding")
        self.client, self.chance, self.over = client, chance, over
        self.acknowledged: list[str] = []
        self.answers: Counter[int] = Counter()

    def send(self) -> None:
        while not self.over.is_set():
            path, body = self._proposal()
            if path:
                status, answer = self.client.post(path, body)
                self.answers[status] += 1
                assert status in (201, 404, 409, 422), f"{path} {body}: {status} {answer}"
                if status == 201:
                    self.acknowledged.append(answer["id"])
            self.over.wait(self.chance.uniform(*DECIDES_EVERY))

    def _proposal(self) -> tuple[str, Any]:
        if self.acknowledged and self.chance.random() < UNDONE:
            return f"decisions/{self.chance.choice(self.acknowledged)}/undo/", {"reason": "on second thoughts"}
        page = self.client.get("claims/", page_size=100)
        claims = [claim for claim in (page or {}).get("results", []) if claim["cluster"]]
        if len(claims) < 2:
            return "", None
        left, right = self.chance.sample(claims, 2)
        homes = [claim for claim in claims if claim["cluster"] == left["cluster"]]
        if len(homes) > 1:
            left, right = self.chance.sample(homes, 2) if self.chance.random() < 0.7 else (left, right)
        return "decisions/", self._about([left["id"], right["id"]])

    def _about(self, ids: list[str]) -> dict[str, Any]:
        return self.chance.choice(
            [
                {"kind": "same-event", "claims": ids},
                {"kind": "different-event", "claims": ids},
                {"kind": "independence", "claims": ids, "independent": self.chance.random() < 0.5},
                {"kind": "relation", "claims": ids, "relation": self.chance.choice(["corroborates", "contradicts"])},
                {"kind": "verdict", "claims": ids[:1], "verdict": "false", "reason": "two videos show otherwise"},
                {"kind": "not-a-claim", "claims": ids[:1], "reason": "a heading"},
            ]
        )


def doors(parcels: Iterable[Parcel]) -> tuple[list[Parcel], list[Parcel]]:
    """Those that are posted, and those that come as files."""
    every = list(parcels)
    return [each for each in every if each.door in (ONE, BATCH)], [each for each in every if each.door == FILE]
