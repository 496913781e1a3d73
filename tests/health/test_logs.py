"""Logs: one line each, with the ids of what they are about; as JSON where asked for."""

import json
import logging
import sys

import pytest
from celery import current_app

from config.logs import AsJson, ForPeople
from corroboration.logged import about, bound


def record(message: str, *args: object, exc_info=None) -> logging.LogRecord:
    return logging.LogRecord("corroboration.pipeline", logging.WARNING, "file.py", 1, message, args, exc_info)


def test_lines_for_people_name_what_they_are_about():
    with bound(article="abc"), bound(task="settle"):
        line = ForPeople().format(record("took %d s", 3))
    assert line.endswith("WARNING corroboration.pipeline [article=abc task=settle] took 3 s")
    assert "[" not in ForPeople().format(record("took"))


def test_json_has_the_ids_as_fields_and_the_trace_of_an_error():
    try:
        raise ValueError("no")
    except ValueError:
        with bound(request="r1"):
            told = json.loads(AsJson().format(record("broke", exc_info=sys.exc_info())))
    assert told["request"] == "r1"
    assert told["level"] == "warning"
    assert told["message"] == "broke"
    assert "ValueError: no" in told["trace"]


@pytest.mark.parametrize("formatter", [ForPeople(), AsJson()])
def test_what_a_stranger_sent_begins_no_line_of_its_own(formatter):
    line = formatter.format(record("outlet %s", "x\n2026-01-01 ERROR all is lost"))
    assert "\n" not in line


def test_a_long_message_is_cut():
    assert len(ForPeople().format(record("x" * 10_000))) < 2_200


def test_a_task_is_named_in_what_it_logs():
    seen = {}

    @current_app.task(name="tests.alive")
    def looking(*, article_id: int) -> None:
        seen.update(about())

    looking(article_id=7)
    assert seen["task"] == "alive"
    assert seen["article_id"] == "7"
    assert about() == {}


@pytest.mark.django_db
def test_an_answer_names_its_request(client, settings):
    first, second = client.get("/healthz"), client.get("/healthz", headers={"X-Request-ID": "mine"})
    assert first["X-Request-ID"] != second["X-Request-ID"] != "mine"
    settings.TRUSTED_PROXIES = 1
    assert client.get("/healthz", headers={"X-Request-ID": "mine"})["X-Request-ID"] == "mine"
    assert client.get("/healthz", headers={"X-Request-ID": "a b\x01"})["X-Request-ID"] != "a b\x01"
