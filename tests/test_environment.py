"""A bad value in the environment stops the start, and names the variable and what was expected."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import broker, databases, number, origins, rate, secret_key


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("five", "expected a whole number"),
        ("0", "at least 1"),
        ("3601", "at most 3600"),
        ("1e3", "expected a whole number"),
    ],
)
def test_a_bad_number_is_named(monkeypatch, value, message):
    monkeypatch.setenv("LEASE_SECONDS", value)
    with pytest.raises(ImproperlyConfigured, match=f"LEASE_SECONDS.*{message}"):
        number("LEASE_SECONDS", 300, most=3600)


@pytest.mark.parametrize("value", ["", " "])
def test_a_number_that_is_handed_on_as_nothing_is_the_default(monkeypatch, value):
    monkeypatch.setenv("LEASE_SECONDS", value)
    assert number("LEASE_SECONDS", 300, most=3600) == 300


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


@pytest.mark.parametrize(
    ("given", "meant"),
    [("20/min", (20, 60)), ("1/s", (1, 1)), (" 7/day ", (7, 86_400)), ("off", None), ("", (5, 3600))],
)
def test_a_rate_is_so_many_in_so_many_seconds(monkeypatch, given, meant):
    monkeypatch.setenv("API_RATE_READS", given)
    assert rate("API_RATE_READS", "5/h") == meant


@pytest.mark.parametrize("given", ["20", "20/minute", "0/min", "-1/s", "1.5/s", "/min", "20/min/s", "none", "٣/min"])
def test_a_bad_rate_is_named(monkeypatch, given):
    monkeypatch.setenv("API_RATE_READS", given)
    with pytest.raises(ImproperlyConfigured, match=r"API_RATE_READS=.*expected such as 5/h"):
        rate("API_RATE_READS", "5/h")


def test_origins_are_given_in_full(monkeypatch):
    monkeypatch.setenv("CORS_ORIGINS", "https://desk.example.org, http://localhost:3000")
    assert origins("CORS_ORIGINS") == ["https://desk.example.org", "http://localhost:3000"]
    monkeypatch.setenv("CORS_ORIGINS", "")
    assert origins("CORS_ORIGINS") == []


@pytest.mark.parametrize(
    "given",
    [
        "*",
        "null",
        "desk.example.org",
        "https://desk.example.org/",
        "https://*.example.org",
        "ftp://a.example.org",
        "https://user@a.example.org",
        "https://a.example.org?x",
        "https://a.example.org,*",
        "https://",
    ],
)
def test_a_bad_origin_is_named(monkeypatch, given):
    monkeypatch.setenv("CORS_ORIGINS", given)
    with pytest.raises(ImproperlyConfigured, match=r"CORS_ORIGINS: .*is no origin"):
        origins("CORS_ORIGINS")
