"""Probes: they need no login, tell what is missing, and nothing secret."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.test import override_settings

from corroboration.health import probes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def closed(settings):
    settings.PUBLIC_READ = False


def test_a_process_that_answers_is_healthy_without_a_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]


def test_ready_where_database_migrations_and_broker_are(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "checks": {"database": "ok", "migrations": "ok", "broker": "ok"}}


def test_not_ready_without_a_database_and_says_no_more_than_that(client, monkeypatch):
    def away():
        raise OSError("connection to db.internal as second_source with password hunter2 failed")

    monkeypatch.setattr(connection, "cursor", away)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": "can't be reached", "broker": "ok"}
    assert b"hunter2" not in answer.content


def test_whoever_is_logged_in_is_told_the_same(client, monkeypatch, admin_user):
    client.force_login(admin_user)

    def away():
        raise OSError("connection to db.internal failed")

    monkeypatch.setattr(connection, "cursor", away)
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


def test_not_ready_before_migrations_are_applied(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '0047_heartbeats'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"] == "1 to be applied: run manage.py migrate"


def test_whoever_probes_all_the_time_costs_queries_and_no_files(client, django_assert_num_queries, monkeypatch):
    client.get("/readyz")

    def refused(*args):
        raise AssertionError("the files of migrations are read again")

    monkeypatch.setattr(MigrationLoader, "load_disk", refused)
    with django_assert_num_queries(3):  # SELECT 1, whether there is a table of migrations, which it has
        assert client.get("/readyz").json()["checks"]["migrations"] == "ok"


def test_of_migrations_all_are_asked_for():
    executor = MigrationExecutor(connection)
    assert probes.ours() == {
        (each.app_label, each.name)
        for each, _ in executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    }


def test_not_ready_where_messages_cannot_be_written(client, settings, tmp_path):
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_out": str(tmp_path / "gone")}
    assert client.get("/readyz").json()["checks"]["broker"] == "its folder can't be written to"


@override_settings(CELERY_BROKER_URL="redis://127.0.0.1:1/0", CELERY_BROKER_TRANSPORT_OPTIONS={})
def test_a_broker_that_is_away_is_told_in_a_moment():
    assert probes.ready()["broker"] == "can't be reached"


def test_whoever_probes_is_not_sent_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200
