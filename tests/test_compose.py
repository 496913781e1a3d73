"""compose.yaml and the Dockerfile can't be run here, so what they say is checked against the code they start.

Also against two things that are easy to get wrong and hard to notice: a secret with a default, a port left open.
"""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from celery import Celery
from celery.app.utils import find_app
from django.conf import settings
from django.core.management import get_commands
from gunicorn.config import Config

from tests.test_operations import variables_listed

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
NOT_HANDED_ON = {"DATA_DIR", "DEBUG", "HOST", "PORT", "WORKERS", "PG_BIN", "KEPT"}  # the image's, or compose's own
SECRETS = ("SECRET_KEY", "POSTGRES_PASSWORD")


def command(name: str) -> list[str]:
    return shlex.split(SERVICES[name]["command"])


def queues(words: list[str]) -> set[str]:
    return set(words[words.index("-Q") + 1].split(","))


def gunicorn_target(words: list[str]) -> str:
    """The application in a gunicorn command, as gunicorn itself reads it; an option it doesn't know fails the test."""
    return Config(prog="gunicorn").parser().parse_args(words[1:]).args[0]


def test_the_whole_stack_is_there():
    assert set(SERVICES) == {"migrate", "web", "worker", "settle", "fetch", "beat", "db", "broker"}
    assert SERVICES["worker"]["deploy"]["replicas"] == "${WORKERS:-2}"


@pytest.mark.parametrize("name", sorted(OURS))
def test_each_command_of_ours_starts_something_that_exists(name):
    words = command(name)
    if words[0] == "python":
        assert (ROOT / words[1]).is_file()
        assert words[2] in get_commands()
    elif words[0] == "celery":
        assert words[1] == "-A"
        assert isinstance(find_app(words[2]), Celery)
        assert words[3] in {"worker", "beat"}
    else:
        assert words[0] == "gunicorn"
        assert f"{gunicorn_target(words)}.application" == settings.WSGI_APPLICATION


def test_the_image_starts_the_web_server_by_default():
    words = yaml.safe_load(re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)[1])
    assert gunicorn_target(words) == "config.wsgi"


def test_every_queue_has_a_worker_and_no_worker_waits_on_a_queue_without_tasks():
    used = {settings.CELERY_TASK_DEFAULT_QUEUE} | {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}
    served = [queues(command(name)) for name in OURS if "worker" in command(name)]
    assert set().union(*served) == used


@pytest.mark.parametrize("name", sorted(OURS))
def test_ours_run_on_postgresql_and_the_broker_of_this_file(name):
    environment = SERVICES[name]["environment"]
    assert re.fullmatch(r"postgres://\w+:\$\{POSTGRES_PASSWORD:\?.+\}@db:5432/\w+", environment["DATABASE_URL"])
    assert environment["REDIS_URL"].startswith("redis://broker:")
    assert "DEBUG" not in environment


@pytest.mark.parametrize("name", sorted(OURS))
def test_whatever_can_be_set_is_handed_on(name):
    """What stands in .env and isn't would be silently without effect."""
    assert variables_listed() - set(SERVICES[name]["environment"]) == NOT_HANDED_ON
    assert {"MFA_REQUIRED_ROLES", "SITE_URL", "AUDIT_DAYS"} <= set(SERVICES[name]["environment"])


def test_what_is_not_set_is_as_if_it_were_not_named(tmp_path):
    """Settings take what compose.yaml makes of an .env that has no more than it must."""
    secrets = {"SECRET_KEY": "k" * 50, "POSTGRES_PASSWORD": "p"}
    given = {name: filled(value, secrets) for name, value in OURS["web"]["environment"].items()}
    shown = "import json; from config import settings as s; print(json.dumps({n: getattr(s, n) for n in %r}))"
    names = ["MFA_REQUIRED_ROLES", "SESSION_COOKIE_AGE", "AUDIT_DAYS", "LEASE_SECONDS", "FETCH_PORTS", "API_RATES"]

    def told(**environment: str) -> dict:
        ours = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "HTTPS": "true", **environment}
        command = [sys.executable, "-c", shown % names]
        return json.loads(
            subprocess.run(command, cwd=ROOT, env=ours, capture_output=True, check=True, text=True).stdout
        )

    handed_on = told(**given | {"DATABASE_URL": "sqlite://", "REDIS_URL": "", "HTTPS": "true"})
    assert handed_on == told(SECRET_KEY="k" * 50)
    assert handed_on["MFA_REQUIRED_ROLES"] == ["admin"]


def filled(value: str, given: dict[str, str]) -> str:
    """What compose makes of ${NAME:-default} and ${NAME:?message}."""
    return re.sub(r"\$\{(\w+):([-?])([^}]*)\}", lambda found: given.get(found[1], found[3]), value)


@pytest.mark.parametrize("name", sorted(OURS))
def test_backups_and_the_log_of_takedowns_outlive_their_containers(name):
    """Else an older backup, restored by a new container, brings back what was taken down."""
    folder = "/kept"
    assert SERVICES[name]["volumes"] == ["${KEPT:-kept}:/kept"]
    assert "kept" in COMPOSE["volumes"]
    for variable in ("TAKEDOWN_LOG", "BACKUP_FOLDER"):
        assert filled(SERVICES[name]["environment"][variable], {}).startswith(f"{folder}/")
    assert re.search(r"install --directory --owner second-source --group second-source /data /kept$", DOCKERFILE, re.M)


def test_user_and_database_are_the_same_on_both_ends():
    user, base = re.match(r"postgres://(\w+):.*/(\w+)$", OURS["web"]["environment"]["DATABASE_URL"]).groups()
    assert user == SERVICES["db"]["environment"]["POSTGRES_USER"]
    assert base == SERVICES["db"]["environment"]["POSTGRES_DB"]


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_has_no_default(name):
    uses = re.findall(r"\$\{" + name + r"[^}]*\}", (ROOT / "compose.yaml").read_text(encoding="utf-8"))
    assert uses
    assert all(use.startswith("${" + name + ":?") for use in uses)


def test_the_build_keeps_no_key_in_the_image():
    assert not re.search(r"^(ENV|ARG)\b.*SECRET_KEY", DOCKERFILE, re.MULTILINE)
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {".env", "data", ".git", ".venv"} <= set(ignored)


def test_only_the_web_server_can_be_reached_and_only_from_this_machine():
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"web"}
    assert SERVICES["web"]["ports"] == ["${HOST:-127.0.0.1}:${PORT:-8000}:8000"]


@pytest.mark.parametrize("name", ["db", "broker", "web"])
def test_what_others_wait_for_says_when_it_is_well(name):
    kind, program, *arguments = SERVICES[name]["healthcheck"]["test"]
    assert kind == "CMD"
    if program == "python":
        compile(arguments[-1], "healthcheck", "exec")


@pytest.mark.parametrize("name", sorted(OURS))
def test_ours_wait_for_the_database_and_for_its_tables(name):
    waits = {other: how["condition"] for other, how in SERVICES[name]["depends_on"].items()}
    assert waits["db"] == "service_healthy"
    assert name == "migrate" or waits["migrate"] == "service_completed_successfully"


def test_the_database_outlives_its_container():
    volume, path = SERVICES["db"]["volumes"][0].split(":")
    assert volume in COMPOSE["volumes"]
    assert path == "/var/lib/postgresql/data"


def test_the_image_runs_as_nobody_special_from_hashed_requirements():
    steps = [line for line in DOCKERFILE.splitlines() if line and not line.startswith((" ", "#"))]
    assert steps[0] == "FROM python:3.11-slim-trixie"
    assert "RUN pip install --require-hashes -r requirements.txt" in steps
    user = next(i for i, step in enumerate(steps) if step.startswith("USER "))
    assert steps[user] not in {"USER root", "USER 0"}
    assert any("collectstatic" in step for step in steps[user:])
