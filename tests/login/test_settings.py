"""What a site that others can reach is set to: Django's own check, cookies, headers, the rules of passwords."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import global_settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.urls import NoReverseMatch, reverse

from config import settings as project
from config.environment import names
from tests.factories import make_user

ROOT = Path(__file__).resolve().parents[2]
OPEN = {"HTTPS": "true", "ALLOWED_HOSTS": "claims.example.org", "CSRF_TRUSTED_ORIGINS": "https://claims.example.org"}
READ = "import json; from django.conf import settings as s; print(json.dumps({name: getattr(s, name) for name in %r}))"


def manage(*args: str, data: Path, **environment: str) -> subprocess.CompletedProcess:
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [sys.executable, *args]
    known = {"DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.run(
        command, cwd=ROOT, env=clean | known | environment, capture_output=True, text=True, timeout=120, check=False
    )


def test_the_check_for_deployment_finds_nothing(tmp_path):
    """With what docs/operations.md tells to set, and with a secret key that was made at the first start."""
    found = manage("manage.py", "check", "--deploy", "--fail-level", "DEBUG", data=tmp_path, **OPEN)
    assert (found.returncode, found.stderr) == (0, "")


def test_https_makes_cookies_that_stay_with_the_host_and_a_second_factor_of_admins(tmp_path):
    asked = (
        *("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "KNOWN_COOKIE_NAME", "SESSION_COOKIE_SECURE"),
        *("CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "MFA_REQUIRED_ROLES", "DEBUG", "SECURE_HSTS_SECONDS"),
    )
    said = json.loads(manage("-c", READ % (asked,), data=tmp_path, **OPEN).stdout)
    assert [said[name] for name in asked[:3]] == ["__Host-sessionid", "__Host-csrftoken", "__Host-known"]
    assert said["SESSION_COOKIE_SECURE"] and said["CSRF_COOKIE_SECURE"] and said["SESSION_COOKIE_HTTPONLY"]
    assert (said["MFA_REQUIRED_ROLES"], said["DEBUG"], said["SECURE_HSTS_SECONDS"]) == (["admin"], False, 31_536_000)


def test_without_settings_nothing_is_open_and_no_secret_is_known(tmp_path):
    asked = ("DEBUG", "PUBLIC_READ", "CORS_ALLOWED_ORIGINS", "SECRET_KEY", "ALLOWED_HOSTS")
    one, other = (json.loads(manage("-c", READ % (asked,), data=tmp_path / each).stdout) for each in "ab")
    assert (one["DEBUG"], one["PUBLIC_READ"], one["CORS_ALLOWED_ORIGINS"]) == (False, False, [])
    assert one["SECRET_KEY"] != other["SECRET_KEY"] and len(one["SECRET_KEY"]) > 50
    assert "*" not in one["ALLOWED_HOSTS"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/login/", "/api/v1/claims/", "/static/second_source.css", "/nothing/"])
def test_every_answer_refuses_what_no_page_here_needs(client, path):
    answer = client.get(path)
    answer.close()  # of a static file
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert (answer["X-Content-Type-Options"], answer["Referrer-Policy"]) == ("nosniff", "same-origin")


@pytest.mark.django_db
def test_no_page_may_run_what_stands_in_it(client):
    policy = client.get("/login/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy and "object-src 'none'" in policy
    assert "unsafe" not in policy and "script-src" not in policy and "style-src" not in policy


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("password", "wrong"),
    [
        ("eleven char", "too short"),
        ("startfinding", "too common"),
        ("vera-vera-vera", "too similar"),
        ("secondsource1", "name of this site"),
        ("correct horse battery staple", ""),
        ("ÀÉÎ õü 漢字かな交じり", ""),
        ("x" * 7 + "yz" * 60, ""),
    ],
)
def test_a_password_is_long_and_neither_common_nor_ours(password, wrong):
    vera = make_user("vera-vera-vera")
    if not wrong:
        assert validate_password(password, vera) is None
        return
    with pytest.raises(ValidationError, match=wrong):
        validate_password(password, vera)


def test_passwords_are_hashed_in_as_many_rounds_as_is_held_for_right_today():
    assert global_settings.PASSWORD_HASHERS[0] == f"{PBKDF2PasswordHasher.__module__}.PBKDF2PasswordHasher"
    assert "PASSWORD_HASHERS" not in vars(project), "Django's own list, whose first it is"
    assert PBKDF2PasswordHasher.iterations >= 600_000  # OWASP's cheat sheet for PBKDF2 with SHA-256


@pytest.mark.parametrize("name", ["account_signup", "account_login", "account_reset_password", "mfa_index"])
def test_no_page_of_allauth_is_routed(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    ("given", "meant"), [("admin", ["admin"]), (" reader, admin ", ["reader", "admin"]), ("none", []), ("", ["admin"])]
)
def test_roles_are_named_by_commas(monkeypatch, given, meant):
    monkeypatch.setenv("MFA_REQUIRED_ROLES", given)
    assert names("MFA_REQUIRED_ROLES", ("reader", "admin"), ["admin"]) == meant


def test_a_role_that_is_none_is_named(monkeypatch):
    monkeypatch.setenv("MFA_REQUIRED_ROLES", "admins")
    with pytest.raises(ImproperlyConfigured, match="MFA_REQUIRED_ROLES: 'admins' is none of reader, admin"):
        names("MFA_REQUIRED_ROLES", ("reader", "admin"), ["admin"])
