"""A small disk of our own, that can be filled without harm to anybody: a tmpfs in a mount namespace of this process."""

import os
import subprocess
import sys
from pathlib import Path

MEGABYTES = {"sqlite": 160, "postgres": 480}
OURS = "CHAOS_OWN_MOUNTS"


def in_own_mounts() -> None:
    """Begin this program anew where what it mounts is seen by nobody else and goes with it; without leave for that it
    goes on as it is."""
    if os.environ.get(OURS) or sys.platform != "linux":
        return
    apart = ["unshare", "--mount", "--propagation", "private"]
    try:
        allowed = subprocess.run([*apart, "true"], stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return
    if allowed:
        os.environ[OURS] = "yes"
        os.execvp("unshare", [*apart, sys.executable, "-m", "tests.chaos", *sys.argv[1:]])


def unmount(folder: Path) -> None:
    """Give a small disk up, though somebody may still have files on it open."""
    subprocess.run(["umount", "--lazy", str(folder)], stderr=subprocess.DEVNULL)


def mount(folder: Path, stack: str) -> bool:
    """Make a folder a small disk. False: that isn't allowed here."""
    if not os.environ.get(OURS):
        return False
    command = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES[stack]}m,mode=755", "chaos", str(folder)]
    return subprocess.run(command, stderr=subprocess.DEVNULL).returncode == 0
