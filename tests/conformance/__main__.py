import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services import free_port

TOP = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 60
PREPARED = "from docs.example_requests import prepared, token_of; prepared(); print(token_of('vera'))"


@contextmanager
def served(environment: dict[str, str]) -> Iterator[str]:
    """gunicorn, as the app starts it; yields its address."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(
        [*command, "--limit-request-line", "8190", "--log-level", "critical"], cwd=TOP, env=environment
    ) as server:
        try:
            _until_it_answers(address)
            yield address
        finally:
            server.terminate()


def _until_it_answers(address: str) -> None:
    for _ in range(START_SECONDS * 4):
        try:
            urllib.request.urlopen(address + "/login/", timeout=5).close()
            return
        except OSError:
            time.sleep(0.25)
    raise SystemExit(f"{address} doesn't answer")


def schema(address: str, token: str) -> dict:
    headers = {"Authorization": f"Token {token}", "Accept": "application/vnd.oai.openapi+json"}
    with urllib.request.urlopen(urllib.request.Request(address + "/api/v1/schema/", headers=headers)) as answer:
        return json.load(answer)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="second-source-") as name:
        folder = Path(name)
        environment = os.environ | {"DATA_DIR": name, "DJANGO_SETTINGS_MODULE": "config.settings"}
        environment |= {"THROTTLES": "off", "LOG_LEVEL": "CRITICAL", "PYTHONPATH": str(TOP)}
        prepared = f"import django; django.setup(); {PREPARED}"
        made = subprocess.run(
            [sys.executable, "-c", prepared], cwd=TOP, env=environment, check=True, stdout=subprocess.PIPE, text=True
        )
        token = made.stdout.split()[-1]
        with served(environment) as address:
            (folder / "schema.json").write_text(json.dumps(schema(address, token)))
            command = [
                *(sys.executable, "-m", "schemathesis.cli", "run", folder / "schema.json", "--url", address),
                *("-H", f"Authorization: Token {token}", "--checks", "all", "--seed", asked.seed),
                *("--max-time", asked.seconds, "--continue-on-failure", "--suppress-health-check", "all"),
            ]
            told = environment | {"CONFORMANCE_TOKEN": token, "SCHEMATHESIS_HOOKS": "tests.conformance.hooks"}
            return subprocess.run(list(map(str, command)), cwd=folder, env=told).returncode


if __name__ == "__main__":
    sys.exit(main())
