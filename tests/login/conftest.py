"""What tests of the login share: quick passwords, a closed site, limits that count in a file of their own."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.utils import timezone

from corroboration.login import factors
from tests.factories import PASSWORD, make_user


@pytest.fixture(autouse=True)
def closed(settings, own_counts):
    settings.PUBLIC_READ = False


@pytest.fixture
def vera(db):
    return make_user("vera")


def app_shows(secret: str, *, later: int = 0, now: float | None = None) -> str:
    """What somebody's app shows, so many periods later."""
    number = int(now or time.time()) // factors.PERIOD + later
    return format_hotp_value(hotp_value(factors.shown(secret), number))


def log_in(client: Client, name: str = "vera", password: str = PASSWORD, **more):
    return client.post("/login/", {"username": name, "password": password}, **more)


def give_factor(user) -> tuple[str, list[str]]:
    """A second factor for somebody: its secret and recovery codes. The code of a minute ago is used."""
    secret, now = factors.fresh_secret(), timezone.now()
    codes = factors.set_up(user, secret, app_shows(secret, later=-1, now=now.timestamp()), now=now)
    assert codes is not None
    return secret, codes
