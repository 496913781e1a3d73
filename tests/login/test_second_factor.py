"""The second factor: how it is set up, asked for, used once, lost, and demanded."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from corroboration.login import factors
from tests.factories import PASSWORD, make_user
from tests.login.conftest import app_shows, give_factor, log_in
from tests.people import make_admin

pytestmark = pytest.mark.django_db


def is_in(client) -> bool:
    return client.get("/glossary/").status_code == 200


def shown_codes(page) -> list[str]:
    return [part.split("<")[0] for part in page.content.decode().split("<li><code>")[1:]]


def test_it_is_set_up_with_the_first_code_of_the_app(client, vera):
    log_in(client)
    page = client.get("/second-factor/")
    assert '<path d="M' in page.content.decode() and "style=" not in page.content.decode()
    secret = client.session["secret_of_second_factor"]
    assert factors.shown(secret)[:4] in page.content.decode()
    assert client.post("/second-factor/", {"code": "000000"}).status_code == 400
    assert not factors.has(vera)
    done = client.post("/second-factor/", {"code": app_shows(secret)})
    assert len(shown_codes(done)) == 10 and "no-store" in done["Cache-Control"]
    assert shown_codes(client.get("/second-factor/")) == [], "they are shown once"
    assert factors.shown(secret) not in str(Authenticator.objects.get(type="totp").data), "it is kept encrypted"


def test_the_password_alone_lets_nobody_in_who_has_one(client, vera):
    secret, _ = give_factor(vera)
    asked = log_in(client)
    assert (asked.status_code, asked["Location"]) == (302, "/login/code/")
    assert not is_in(client)
    wrong = client.post("/login/code/", {"code": "000000"})
    assert "isn’t right" in wrong.content.decode() and not is_in(client)
    assert client.post("/login/code/", {"code": app_shows(secret)})["Location"] == "/"
    assert is_in(client)


def test_after_both_steps_one_is_where_one_was_going(client, vera):
    secret, _ = give_factor(vera)
    client.post("/login/", {"username": "vera", "password": PASSWORD, "next": "/edits/"})
    assert client.post("/login/code/", {"code": app_shows(secret)})["Location"] == "/edits/"


def test_a_code_counts_once(client, vera):
    secret, _ = give_factor(vera)
    code = app_shows(secret)
    assert [factors.accept(vera, code, now=timezone.now()) for _ in range(2)] == [True, False]
    assert not factors.accept(vera, app_shows(secret, later=-1), now=timezone.now()), "nor does an earlier one after it"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_a_code_counts_once_of_many_at_once(vera, kind):
    secret, codes = give_factor(vera)
    code = app_shows(secret) if kind == "app" else codes[0]

    def use(_) -> bool:
        try:
            return factors.accept(vera, code, now=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(8))) == 1


@pytest.mark.parametrize("later", [-3, 3])
def test_a_code_of_another_minute_is_none(vera, later):
    secret, _ = give_factor(vera)
    assert not factors.accept(vera, app_shows(secret, later=later), now=timezone.now())


def test_each_recovery_code_works_once(client, vera):
    _, codes = give_factor(vera)
    log_in(client)
    assert client.post("/login/code/", {"code": codes[3]}).status_code == 302 and is_in(client)
    again = Client()
    log_in(again)
    assert client.get("/second-factor/").content.decode().count("9 of them are left") == 1
    again.post("/login/code/", {"code": codes[3]})
    assert not is_in(again)


def test_codes_are_tried_a_few_times_an_hour(client, vera, limit):
    secret, _ = give_factor(vera)
    limit(codes_of_person=(3, 3600))
    log_in(client)
    tried = [client.post("/login/code/", {"code": "000000"}).status_code for _ in range(4)]
    assert tried == [200, 200, 200, 429]
    assert client.post("/login/code/", {"code": app_shows(secret)}).status_code == 429
    assert "try again in 20 minutes" in client.post("/login/code/", {"code": "0"}).content.decode()


def test_the_second_step_waits_ten_minutes_for_the_same_account(client, vera, monkeypatch):
    secret, _ = give_factor(vera)
    log_in(client)
    vera.set_password("another one of a kind")
    vera.save()
    assert client.post("/login/code/", {"code": app_shows(secret)})["Location"] == "/login/"
    log_in(client, password="another one of a kind")
    then = timezone.now() + timedelta(minutes=11)
    monkeypatch.setattr("django.utils.timezone.now", lambda: then)
    assert client.get("/login/code/")["Location"] == "/login/"


def test_without_a_password_nobody_is_asked_for_a_code(client, vera):
    give_factor(vera)
    assert client.get("/login/code/")["Location"] == "/login/"


def test_what_decides_who_gets_in_takes_a_password_of_the_last_minutes(client, vera):
    secret, _ = give_factor(vera)
    client.force_login(vera)
    for path in ("/second-factor/", "/second-factor/codes/", "/second-factor/remove/"):
        assert client.post(path)["Location"].startswith("/confirm/?next=")
    assert factors.has(vera)
    wrong = client.post("/confirm/", {"password": PASSWORD, "code": "000000", "next": "/second-factor/"})
    assert wrong.status_code == 200 and "used before" in wrong.content.decode()
    right = {"password": PASSWORD, "code": app_shows(secret), "next": "https://evil.example/"}
    before = client.session.session_key
    assert client.post("/confirm/", right)["Location"] == "/", "and it leads nowhere else"
    assert client.session.session_key != before
    assert client.get("/second-factor/").status_code == 200


def test_it_is_renewed_and_taken_away_and_logs_out_elsewhere(client, vera):
    secret, codes = give_factor(vera)
    other = Client()
    log_in(client), log_in(other)
    client.post("/login/code/", {"code": app_shows(secret)})
    other.post("/login/code/", {"code": codes[0]})
    assert is_in(other)
    new = shown_codes(client.post("/second-factor/codes/"))
    assert len(new) == 10 and not set(new) & set(codes)
    assert client.post("/second-factor/remove/").status_code == 302
    assert (is_in(client), is_in(other)) == (True, False)
    assert not Authenticator.objects.exists()


def test_a_role_that_takes_one_gets_no_further_without(client, settings):
    settings.MFA_REQUIRED_ROLES = ["admin"]
    root, vera = make_user("root", is_superuser=True, is_staff=True), make_user("vera")
    log_in(client, "root")
    for path in ("/", "/admin/", "/tokens/"):
        assert client.get(path)["Location"] == "/second-factor/"
    assert client.get("/api/v1/claims/").status_code == 403
    assert "Your role takes one" in client.get("/second-factor/").content.decode()
    client.post("/second-factor/", {"code": app_shows(client.session["secret_of_second_factor"])})
    assert client.get("/admin/").status_code == 200 and factors.has(root)
    other = Client()
    log_in(other)
    assert is_in(other) and not factors.has(vera), "others may do without"


def test_with_another_secret_key_only_recovery_codes_let_in(vera, settings):
    secret, codes = give_factor(vera)
    code, old = app_shows(secret), settings.SECRET_KEY
    settings.SECRET_KEY = "another" * 10
    assert not factors.accept(vera, code, now=timezone.now())
    assert factors.accept(vera, codes[0], now=timezone.now()), "a hash needs no key"
    settings.SECRET_KEY_FALLBACKS = [old]
    assert factors.accept(vera, code, now=timezone.now())


def test_an_admin_takes_it_away_from_who_lost_it(client, vera):
    give_factor(vera)
    root = make_admin("root")
    root.set_password(PASSWORD)
    root.save()
    log_in(client, "root")
    path = f"/admin/auth/user/{vera.pk}/second-factor/"
    assert path in client.get(f"/admin/auth/user/{vera.pk}/change/").content.decode()
    assert "Be sure that it is vera" in client.get(path).content.decode()
    assert client.post(path).status_code == 302
    assert not factors.has(vera)


def test_the_command_line_takes_it_away_too(vera, capsys):
    give_factor(vera)
    call_command("reset_second_factor", "vera")
    call_command("reset_second_factor", "vera")
    assert capsys.readouterr().out.splitlines()[1] == "vera has none: nothing to do."
    with pytest.raises(CommandError, match="Nobody logs in as “nobody”"):
        call_command("reset_second_factor", "nobody")
