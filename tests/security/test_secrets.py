"""No secret is under version control, and the audit of dependencies tells what it was told."""

import json
import runpy
import subprocess
import sys

import pytest

from tests.fetching.server import Answer, serving
from tests.security.patterns import ROOT
from tests.security.secrets_scan import found_in, scanned, tracked

KEY = "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"  # in order, so that no file of ours looks like it


def test_nothing_under_version_control_looks_like_a_secret():
    if not tracked():
        pytest.skip("no checkout of git: what is under version control wasn't looked at")
    assert scanned() == []


@pytest.mark.parametrize(
    "line",
    [
        "-----BEGIN " + "RSA PRIVATE KEY-----",
        "token: gh" + f"p_{KEY}",
        "AKIA" + "ABCDEFGHIJKLMNOP",
        "postgres://app:" + "hunter2@db.internal/app",
        f'SECRET_KEY = "{KEY[::-1]}"',
        f"api_key='{KEY}'",
        "whsec" + f"_{KEY}",
    ],
)
def test_a_secret_is_found(line):
    assert [number for number, _ in found_in(f"first line\n{line}\n")][:1] == [2]


@pytest.mark.parametrize(
    "line",
    [
        'SECRET_KEY = env.str("SECRET_KEY")',
        "postgres://app:secret@db.example/app",
        'password="correct horse battery staple"',
        'TOKEN_MODEL = "knox.AuthToken"',
        "https://user:${PASSWORD}@host.example/",
    ],
)
def test_what_only_names_one_is_left_alone(line):
    assert list(found_in(line)) == []


AUDIT = ROOT / ".ci" / "audit"


def audit(address: str, tmp_path) -> subprocess.CompletedProcess:
    pinned = tmp_path / "requirements.txt"
    pinned.write_text("# made\nsafe==1.0 \\\n    --hash=sha256:00\nbad[extra]==2.0 ; python_version < '4'\n")
    command = [sys.executable, str(AUDIT), str(pinned)]
    return subprocess.run(command, env={"OSV_ADDRESS": address}, capture_output=True, text=True, check=False)


def test_an_advisory_fails_the_audit_and_is_named(tmp_path):
    with serving() as site:
        site.answers["/"] = lambda asked: _answer(json.loads(asked.body))
        told = audit(site.address + "/", tmp_path)
    assert told.returncode == 1
    assert "bad 2.0: PYSEC-1" in told.stderr and "2 packages, 1 with" in told.stderr


def _answer(asked: dict):

    bad = [{"vulns": [{"id": "PYSEC-1"}]} if each["package"]["name"] == "bad" else {} for each in asked["queries"]]
    return Answer([json.dumps({"results": bad}).encode()])


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/", "http://nowhere.invalid/"])
def test_without_the_network_it_says_so_and_fails_nothing(address, tmp_path):
    told = audit(address, tmp_path)
    assert told.returncode == 0 and "nothing was looked at" in told.stderr


def test_every_pin_is_audited():
    pins = runpy.run_path(str(AUDIT))["pins"]
    requirements = str(ROOT / "requirements.txt")
    written = [line for line in (ROOT / "requirements.txt").read_text().splitlines() if "==" in line and line[0] != " "]
    assert len(pins([requirements])) == len(written) > 50
