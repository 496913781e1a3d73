"""compose.more.yaml starts on a further machine what compose.yaml starts on the first, but for what there is once."""

import re
import shlex
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
FIRST = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
MORE = yaml.safe_load((ROOT / "compose.more.yaml").read_text(encoding="utf-8"))["services"]
SHARED = ("SECRET_KEY", "DATABASE_URL", "REDIS_URL")


def test_what_there_is_once_stays_on_the_first_machine():
    assert set(FIRST) - set(MORE) == {"migrate", "beat", "db", "broker"}
    assert not set(MORE) - set(FIRST)


@pytest.mark.parametrize("name", sorted(MORE))
def test_each_process_is_started_as_on_the_first(name):
    assert shlex.split(MORE[name]["command"]) == shlex.split(FIRST[name]["command"])
    for same in ("stop_grace_period", "healthcheck", "volumes"):
        assert MORE[name].get(same) == FIRST[name].get(same)


@pytest.mark.parametrize("name", sorted(MORE))
@pytest.mark.parametrize("variable", ["LOG_LEVEL", "LOG_FORMAT", "TAKEDOWN_LOG", "BACKUP_FOLDER"])
def test_what_has_another_default_in_containers_has_it_there_too(name, variable):
    assert MORE[name]["environment"][variable] == FIRST[name]["environment"][variable]


@pytest.mark.parametrize("name", sorted(MORE))
@pytest.mark.parametrize("variable", SHARED)
def test_what_machines_share_has_no_default(name, variable):
    given = MORE[name]["environment"][variable]
    assert re.fullmatch(r"\$\{" + variable + r":\?.+\}", given)


def test_only_the_web_server_can_be_reached_and_by_default_only_from_its_machine():
    assert {name for name, service in MORE.items() if "ports" in service} == {"web"}
    assert MORE["web"]["ports"][0].startswith("${HOST:-127.0.0.1}:")
