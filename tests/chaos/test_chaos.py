"""The chaos suite's short form, with the real processes of the stack that the tests run on."""

import json
import subprocess
import sys

import pytest
from django.db import connection

from tests.chaos.inputs import TOP

SHORT = ("--kills", "5", "--articles", "8", "--poisons", "2", "--lease", "30", "--back-off", "1")
MOST_SECONDS = 1500  # on a machine that does much else; some 150 where it doesn't


@pytest.mark.database
def test_blows_lose_nothing_and_do_nothing_twice():
    stack = {"postgresql": "postgres"}.get(connection.vendor, connection.vendor)
    command = [sys.executable, "-m", "tests.chaos", "--stack", stack, *SHORT]
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, timeout=MOST_SECONDS)
    assert done.returncode == 0, (done.stdout + done.stderr)[-6000:]
    found = json.loads(done.stdout)
    assert found["kills"] >= 4  # of five
    assert found["articles"]["rows"] > found["articles"]["poison_set_aside"] == 2
