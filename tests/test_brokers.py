"""RabbitMQ as the broker: quorum queues, and what Redis does beside it. And connections that outlast lost hosts."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.environment import broker, databases, quorum_queues

TOP = Path(__file__).resolve().parent.parent
AMQP = "amqp://app:secret@queue:5672/second-source"
ASKED = """
import json
from django.conf import settings
queues = getattr(settings, "CELERY_TASK_QUEUES", [])
print(json.dumps({
    "broker": settings.CELERY_BROKER_URL,
    "counts": settings.COUNTS_BROKER,
    "queues": {queue.name: queue.queue_arguments for queue in queues},
}))
"""


def settings_with(tmp_path: Path, **environment: str) -> dict:
    """What the settings say in a process of its own that this environment starts."""
    bare = {name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "BROKER_URL")}
    given = {**bare, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings", **environment}
    done = subprocess.run([sys.executable, "-c", ASKED], env=given, cwd=TOP, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_rabbitmq_carries_the_messages_and_redis_goes_on_counting(tmp_path):
    found = settings_with(tmp_path, BROKER_URL=AMQP, REDIS_URL="redis://counts:6379/0")
    assert found["broker"] == AMQP
    assert found["counts"] == "redis://counts:6379/0"


def test_without_redis_beside_it_each_machine_counts_for_itself(tmp_path):
    assert settings_with(tmp_path, BROKER_URL=AMQP)["counts"] == ""


def test_every_queue_is_a_quorum_queue_that_gives_up_on_a_message_at_last(tmp_path):
    found = settings_with(tmp_path, BROKER_URL=AMQP)["queues"]
    used = {settings.CELERY_TASK_DEFAULT_QUEUE} | {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}
    assert set(found) == used
    for arguments in found.values():
        assert arguments["x-queue-type"] == "quorum"
        assert settings.MAX_ATTEMPTS < arguments["x-delivery-limit"] <= 100


def test_with_redis_as_broker_no_queue_is_declared(tmp_path):
    found = settings_with(tmp_path, REDIS_URL="redis://queue:6379/0")
    assert found == {"broker": "redis://queue:6379/0", "counts": "redis://queue:6379/0", "queues": {}}


def test_a_queue_is_bound_by_its_own_name():
    assert [(queue.name, queue.routing_key) for queue in quorum_queues(["settle", "fetch"])] == [
        ("fetch", "fetch"),
        ("settle", "settle"),
    ]


@pytest.mark.parametrize("url", ["redis://queue:6379/0", "rabbit", "amqp://"])
def test_a_broker_that_is_no_rabbitmq_is_named(monkeypatch, tmp_path, url):
    monkeypatch.setenv("BROKER_URL", url)
    with pytest.raises(ImproperlyConfigured, match=r"BROKER_URL.*expected amqp"):
        broker(tmp_path)


def test_nothing_is_sent_for_later():
    """Times stand on the rows: a quorum queue has no place for messages that wait for theirs."""
    sources = [
        path.read_text(encoding="utf-8") for top in ("config", "corroboration") for path in TOP.glob(f"{top}/**/*.py")
    ]
    assert not [text for text in sources if "countdown=" in text or "eta=" in text]


def test_both_ends_of_a_connection_notice_that_the_other_is_gone(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://user:secret@db:5432/name")
    options = databases(Path())["default"]["OPTIONS"]
    assert options["keepalives_idle"] + options["keepalives_interval"] * options["keepalives_count"] <= 30
    assert options["tcp_user_timeout"] <= 30_000
    assert "-c tcp_keepalives_idle=10s" in options["options"]


def test_behind_a_pool_nothing_of_a_session_is_set(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://user:secret@pool:6432/name")
    monkeypatch.setenv("DATABASE_POOLED", "true")
    database = databases(Path())["default"]
    assert database["DISABLE_SERVER_SIDE_CURSORS"]
    assert "options" not in database["OPTIONS"]
    assert database["OPTIONS"]["prepare_threshold"] is None


def test_what_the_address_says_goes_first(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://user:secret@db:5432/name?connect_timeout=2")
    assert int(databases(Path())["default"]["OPTIONS"]["connect_timeout"]) == 2
