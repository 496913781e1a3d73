"""docs/recipes.md, as it stands, against the app as it is started for people, with workers."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.example_requests import PASSWORD
from tests.sampled import TOP, Sampled, sampled

BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECONDS = 120

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def started() -> Iterator[Sampled]:
    with sampled(workers=True) as running:
        yield running


@pytest.fixture
def environment(started: Sampled, tmp_path: Path) -> dict[str, str]:
    told = {"ADDRESS": started.address, "TOKEN": started.token, "FOLDER": str(tmp_path), "NAME": "vera"}
    return os.environ | told | {"PASSWORD": PASSWORD, "PYTHONPATH": str(TOP / "clients" / "python")}


def blocks(language: str) -> list[str]:
    text = (TOP / "docs" / "recipes.md").read_text(encoding="utf-8")
    return [code for kind, code in BLOCK.findall(text) if kind == language]


@pytest.mark.parametrize("recipe", blocks("sh"), ids=range(len(blocks("sh"))))
def test_every_line_of_the_shell_answers(recipe, environment):
    assert shutil.which("curl"), "the recipes for the shell are curl's"
    command = ["bash", "-euo", "pipefail", "-c", recipe]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=SECONDS)
    assert (done.returncode, done.stderr) == (0, ""), recipe + done.stdout + done.stderr
    assert done.stdout or "-o" in recipe


def test_the_recipes_in_python_work_one_after_another(environment):
    code = "\n".join(blocks("python"))
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_the_same_version_is_not_sent_again(environment):
    [recipe] = [code for code in blocks("sh") if "If-None-Match" in code]
    done = subprocess.run(["bash", "-c", recipe], env=environment, capture_output=True, text=True, timeout=SECONDS)
    assert done.stdout == "304\n"
