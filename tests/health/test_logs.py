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


@pytest.mark.parametrize("formatter", [ForPeople(), AsJson()])
@pytest.mark.parametrize("sent", ["\x1b[2J", "\x9b2J", "\x85", "\u2028", "\x00"])
def test_nor_does_it_command_a_terminal(formatter, sent):
    assert sent not in formatter.format(record("outlet %s", f"x{sent}y"))


REFUSED = "new row violates a rule\nDETAIL: Failing row contains (7, the article’s words)"


def refused_row() -> tuple:
    try:
        try:
            raise ValueError("not a date: " + "the article’s own words " * 100)
        except ValueError as error:
            raise RuntimeError(REFUSED) from error
    except RuntimeError:
        return sys.exc_info()


@pytest.mark.parametrize("formatter", [ForPeople(), AsJson()])
def test_of_an_error_its_first_words_are_told_and_what_it_came_from(formatter):
    info = refused_row()
    line = formatter.format(record("stored nothing: %s, %r", info[1], info[1], exc_info=info))
    assert "stored nothing: RuntimeError: new row violates a rule, RuntimeError: new row" in line
    assert "Failing row" not in line
    assert line.count("own words") < 20, "200 characters of them at most"
    assert line.index("ValueError: not a date") < line.rindex("RuntimeError: new row")
    assert "in refused_row" in line


def test_a_task_that_fails_is_named_in_celerys_own_line_without_what_it_broke_on(caplog):
    @current_app.task(name="tests.failing")
    def failing() -> None:
        raise ValueError(REFUSED)

    with caplog.at_level("ERROR"):
        failing.apply(task_id="t1", throw=False)
    said = [ForPeople().format(each) for each in caplog.records if each.name == "celery.app.trace"]
    assert len(said) == 1
    assert "[task=failing task_id=t1]" in said[0]
    assert "ValueError" in said[0]
    assert "Failing row" not in said[0]


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
