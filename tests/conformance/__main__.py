import argparse
import json
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from tests.sampled import Sampled, sampled

# What is well formed, and can't be done to what is there, is no fault of ours.
CAN_NOT = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", 401, 403, 404, 409, 412, 422, 429, "5xx"]
"""


def schema(of: Sampled) -> dict:
    headers = {"Authorization": f"Token {of.token}", "Accept": "application/vnd.oai.openapi+json"}
    with urllib.request.urlopen(urllib.request.Request(of.address + "/api/v1/schema/", headers=headers)) as answer:
        return json.load(answer)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="second-source-") as name, sampled() as started:
        folder = Path(name)
        (folder / "schemathesis.toml").write_text(CAN_NOT)
        (folder / "schema.json").write_text(json.dumps(schema(started)))
        command = [
            *(sys.executable, "-m", "schemathesis.cli", "run", folder / "schema.json", "--url", started.address),
            *("-H", f"Authorization: Token {started.token}", "--checks", "all", "--seed", asked.seed),
            *("--max-time", asked.seconds, "--continue-on-failure", "--suppress-health-check", "all"),
        ]
        told = {"CONFORMANCE_TOKEN": started.token, "SCHEMATHESIS_HOOKS": "tests.conformance.hooks"}
        return subprocess.run(list(map(str, command)), cwd=folder, env={**started.environment, **told}).returncode


if __name__ == "__main__":
    sys.exit(main())
