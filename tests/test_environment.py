"""A bad value in the environment stops the start, and names the variable and what was expected."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import broker, databases, number, secret_key


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("five", "expected a whole number"),
        ("0", "at least 1"),
        ("3601", "at most 3600"),
        ("", "expected a whole number"),
    ],
)
def test_a_bad_number_is_named(monkeypatch, value, message):
    monkeypatch.setenv("LEASE_SECONDS", value)
    with pytest.raises(ImproperlyConfigured, match=f"LEASE_SECONDS.*{message}"):
        number("LEASE_SECONDS", 300, most=3600)


def test_the_secret_key_is_made_once_and_kept_for_its_owner_alone(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    first = secret_key(tmp_path)
    assert len(first) > 50
    assert secret_key(tmp_path) == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_given_secret_key_is_taken(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "given")
    assert secret_key(tmp_path) == "given"
    assert not (tmp_path / "secret_key").exists()


def test_redis_and_postgresql_are_chosen_by_their_addresses(monkeypatch, tmp_path):
    monkeypatch.setenv("REDIS_URL", "redis://queue:6379/0")
    monkeypatch.setenv("DATABASE_URL", "postgres://user:secret@db:5432/name")
    assert broker(tmp_path)["broker_url"] == "redis://queue:6379/0"
    assert databases(tmp_path)["default"]["ENGINE"].endswith("postgresql")


def test_without_addresses_all_is_kept_in_the_data_folder(monkeypatch, tmp_path):
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert broker(tmp_path)["broker_transport_options"]["data_folder_in"].startswith(str(tmp_path))
    assert databases(tmp_path)["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
