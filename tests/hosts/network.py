"""Hosts on one switch: network namespaces on a bridge. Needs a network and mounts of this process's own, which end with
it, so that nothing of it is seen outside or left behind."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SWITCH = "switch"
NETWORK = "10.66.0"  # seen by nobody else
OBSERVER = f"{NETWORK}.254"
INSIDE = "SECOND_SOURCE_HOSTS"


def missing() -> str:
    """What this machine lacks for it; "" if nothing."""
    if sys.platform != "linux" or os.getuid():
        return "needs Linux and root"
    if lacking := [name for name in ("ip", "unshare", "nsenter", "mount") if not shutil.which(name)]:
        return f"needs {', '.join(lacking)}"
    tried = subprocess.run(["unshare", "--net", "--mount", "ip", "link", "add", SWITCH, "type", "bridge"], check=False)
    return "" if tried.returncode == 0 else "may not make network namespaces and bridges"


def inside() -> bool:
    return INSIDE in os.environ


def enter() -> None:
    """Be this program again, in a network and mounts of its own."""
    os.environ[INSIDE] = "1"
    program = [sys.executable, "-m", "tests.hosts", *sys.argv[1:]]
    os.execvp("unshare", ["unshare", "--net", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child", *program])


def build_switch() -> None:
    Path("/run/netns").mkdir(exist_ok=True)
    _run("mount", "-t", "tmpfs", "none", "/run/netns")
    _ip("link", "set", "lo", "up")
    _ip("link", "add", SWITCH, "type", "bridge")
    _ip("address", "add", f"{OBSERVER}/24", "dev", SWITCH)
    _ip("link", "set", SWITCH, "up")


class Host:
    """One machine on the switch. processes: what runs on it."""

    def __init__(self, name: str, number: int, folder: Path) -> None:
        self.name, self.address, self.folder = name, f"{NETWORK}.{number}", folder / name
        self.port = f"port-{number}"
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.folder.mkdir()
        self.folder.chmod(0o755)
        _ip("netns", "add", name)
        _ip("link", "add", self.port, "type", "veth", "peer", "name", "eth0", "netns", name)
        _ip("link", "set", self.port, "master", SWITCH, "up")
        for words in (["link", "set", "lo", "up"], ["address", "add", f"{self.address}/24", "dev", "eth0"]):
            _ip("-n", name, *words)
        _ip("-n", name, "link", "set", "eth0", "up")

    def start(self, name: str, command: list[str], environment: dict[str, str], user: int = 0) -> None:
        """user: whom it runs as, by number; 0 as ourselves."""
        as_whom = [f"--setuid={user}", f"--setgid={user}"] if user else []
        there = ["nsenter", f"--net=/run/netns/{self.name}", *as_whom, "--", *command]
        with self.log(name).open("ab") as out:
            self.processes[name] = subprocess.Popen(
                there, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env={**os.environ, **environment}
            )

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def cut(self) -> None:
        """Pull its cable: nothing comes or goes, and nobody is told."""
        _ip("link", "set", self.port, "down")

    def mend(self) -> None:
        _ip("link", "set", self.port, "up")

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _ip(*words: str) -> None:
    _run("ip", *words)


def _run(*words: str) -> None:
    subprocess.run(words, check=True)
