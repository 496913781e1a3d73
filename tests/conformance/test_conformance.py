"""A short round of `python -m tests.conformance`: enough to find what a change of the API broke."""

import subprocess
import sys

import pytest

SECONDS = 45


@pytest.mark.database
def test_the_api_does_what_its_schema_says():
    command = [sys.executable, "-m", "tests.conformance", "--seconds", str(SECONDS)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, done.stdout[-8000:]
