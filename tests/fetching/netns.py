"""A process in a network made for it: only there may a test give itself public addresses."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

TOP = Path(__file__).resolve().parent.parent.parent
LEFT_OUT = "what only real sockets show of redirects, rebinding and private addresses was left out"
OURS = ("DATABASE_URL", "REDIS_URL", "FETCH_NETWORKS", "FETCH_PORTS", "PYTEST_XDIST_WORKER")


def in_a_network_of_its_own(module: str, data: Path) -> dict[str, Any]:
    """What the module prints. Skips, saying what is left out, where the machine gives us no network."""
    command = ["unshare", "--net", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"])]
    if shutil.which("unshare") is None:
        pytest.skip(f"no unshare on this machine: {LEFT_OUT}")
    if subprocess.run([*command, "true"], capture_output=True, check=False).returncode:
        pytest.skip(f"this machine gives us no network of our own: {LEFT_OUT}")
    environment = {name: value for name, value in os.environ.items() if name not in OURS} | {"DATA_DIR": str(data)}
    whole = [*command, sys.executable, "-m", module]
    run = subprocess.run(whole, cwd=TOP, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)
