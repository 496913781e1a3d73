"""Whether anything leads into our own network: real sockets, in a network made for it (tests/fetching/house.py).

Redirects, and names that lead elsewhere at the next look, are what lets others' addresses in where only the form of an
address is checked.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent.parent
PUBLIC = ("asked plainly", "redirected to another public address", "rebound after the check")
REFUSED = (
    "asked by its address",
    "asked by a name",
    "redirected by address",
    "redirected by a name",
    "rebound between redirects",
)


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> dict:
    command = ["unshare", "--net", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"])]
    left_out = "redirects and rebinding with real public addresses were left out"
    if shutil.which("unshare") is None:
        pytest.skip(f"no unshare on this machine: {left_out}")
    if subprocess.run([*command, "true"], capture_output=True).returncode:
        pytest.skip(f"this machine gives us no network of our own: {left_out}")
    given = ("DATABASE_URL", "REDIS_URL", "FETCH_NETWORKS", "FETCH_PORTS", "PYTEST_XDIST_WORKER")
    environment = {name: value for name, value in os.environ.items() if name not in given}
    environment["DATA_DIR"] = str(tmp_path_factory.mktemp("house"))
    whole = [*command, sys.executable, "-m", "tests.fetching.house"]
    run = subprocess.run(whole, cwd=TOP, env=environment, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.mark.parametrize("attempt", PUBLIC)
def test_what_is_public_is_asked(report, attempt):
    assert report["found"][attempt] in ("public", "other")


@pytest.mark.parametrize("attempt", REFUSED)
def test_the_inside_is_refused(report, attempt):
    assert report["found"][attempt].startswith("refused: may not be asked")


def test_nothing_ever_reached_the_inside(report):
    assert report["inside"] == 0
    assert set(report["found"]) == {*PUBLIC, *REFUSED}
