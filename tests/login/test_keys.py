"""Security keys and passkeys: added, asked for at login, once, for this origin alone, and no longer once removed."""

import json
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from corroboration.login import factors, keys
from tests.factories import PASSWORD, make_user
from tests.login.conftest import app_shows, give_factor, log_in
from tests.login.soft_key import Flag, SoftKey, asked_on
from tests.people import make_admin

pytestmark = pytest.mark.django_db
ADD, CODE = "/second-factor/keys/add/", "/login/code/"


@pytest.fixture
def client():
    return browser()


def browser() -> Client:
    return Client(headers={"Host": "localhost"})


def is_in(client) -> bool:
    return client.get("/glossary/").status_code == 200


def add(client, key: SoftKey, name: str = "the blue one", **how):
    return client.post(ADD, {"name": name, "credential": key.made(asked_on(client.get(ADD)), **how)})


def show(client, key: SoftKey, **how):
    """Log in with password and key: the last answer."""
    log_in(client)
    return client.post(CODE, {"credential": key.signed(asked_on(client.get(CODE)), **how)})


@pytest.fixture
def blue(vera) -> SoftKey:
    """A key that vera has added, and the only factor she has."""
    key, client = SoftKey(), browser()
    log_in(client)
    assert add(client, key).status_code == 200
    return key


def row_of(user) -> Authenticator:
    return Authenticator.objects.get(user=user, type="webauthn")


def test_a_key_is_a_second_factor_and_brings_recovery_codes(client, vera):
    log_in(client)
    added = add(client, SoftKey()).content.decode()
    assert factors.has(vera) and "the blue one" in added
    assert added.count("<li><code>") == 10, "the first factor"
    second = add(client, SoftKey(), "another").content.decode()
    assert "another" in second and "<li><code>" not in second, "those that are there stay"
    assert client.get("/second-factor/").status_code == 200


def test_who_has_a_key_gets_in_with_it_and_not_without(client, vera, blue):
    asked = log_in(client)
    assert asked["Location"] == CODE and not is_in(client)
    assert client.post(CODE, {"credential": ""}).status_code == 200 and not is_in(client)
    assert show(client, blue)["Location"] == "/" and is_in(client)
    assert row_of(vera).last_used_at is not None


def test_where_one_was_going_one_gets_to(client, blue):
    client.post("/login/", {"username": "vera", "password": PASSWORD, "next": "/edits/"})
    answer = blue.signed(asked_on(client.get(CODE)))
    assert client.post(CODE, {"credential": answer})["Location"] == "/edits/"


@pytest.mark.parametrize("counts", [True, False])
def test_an_answer_counts_once(client, vera, counts):
    log_in(client)
    key = SoftKey(counts=counts)
    add(client, key)
    client.post("/logout/")
    log_in(client)
    answer = key.signed(asked_on(client.get(CODE)))
    assert client.post(CODE, {"credential": answer}).status_code == 302
    client.post("/logout/")
    log_in(client)
    client.get(CODE)
    again = client.post(CODE, {"credential": answer})
    assert "isn’t one of your keys" in again.content.decode() and not is_in(client)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("counts", [True, False])
def test_an_answer_counts_once_of_many_at_once(client, vera, counts):
    log_in(client)
    key = SoftKey(counts=counts)
    add(client, key)
    requests = RequestFactory(headers={"Host": "localhost"})
    first = requests.get("/")
    first.session = {}
    answer = key.signed(keys.ask(first, vera, now=timezone.now()))

    def use(_) -> bool:
        request = requests.get("/")
        request.session = dict(first.session)  # as each of them has read it
        try:
            return keys.accept(request, vera, answer, now=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(8))) == 1


def test_a_copy_that_has_counted_less_is_refused(client, blue):
    copy = SoftKey(blue.identity, blue.secret)
    assert show(client, blue).status_code == 302
    client.post("/logout/")
    copy.count = blue.count - 1
    assert show(client, copy).status_code == 200 and not is_in(client)


@pytest.mark.parametrize(
    "how",
    [
        {"origin": "https://localhost"},
        {"origin": "http://evil.example"},
        {"origin": "http://evil.localhost"},
        {"origin": "http://localhost:8001"},
        {"site": "evil.example"},
        {"flags": Flag(0)},
    ],
)
def test_an_answer_for_another_site_or_without_anybody_there_is_refused(client, blue, how):
    assert show(client, blue, **how).status_code == 200
    assert not is_in(client)


@pytest.mark.parametrize("how", [{"origin": "http://evil.localhost"}, {"flags": Flag(0)}])
def test_nor_is_a_key_added_so(client, vera, how):
    log_in(client)
    assert add(client, SoftKey(), **how).status_code == 400
    assert not factors.has(vera)


def test_a_key_of_somebody_else_or_unknown_is_refused(client, blue):
    paul, other = make_user("paul"), browser()
    log_in(other, "paul")
    of_paul = SoftKey()
    add(other, of_paul)
    assert factors.has(paul)
    for key in (of_paul, SoftKey(), SoftKey(blue.identity)):
        assert show(client, key).status_code == 200 and not is_in(client)


def test_a_key_is_added_once_by_whomever(client, vera, blue):
    make_user("paul")
    other = browser()
    log_in(other, "paul")
    assert "set up already" in add(other, SoftKey(blue.identity)).content.decode()


def test_a_challenge_waits_ten_minutes_and_is_forgotten_once_answered(client, blue, monkeypatch):
    log_in(client)
    answer = blue.signed(asked_on(client.get(CODE)))
    client.post(CODE, {"code": "0000000000"})  # the page now asks anew
    assert client.post(CODE, {"credential": answer}).status_code == 200
    request = RequestFactory(headers={"Host": "localhost"}).get("/")
    request.session, now, vera = {}, timezone.now(), factors.User.objects.get(username="vera")
    late = blue.signed(keys.ask(request, vera, now=now))
    assert not keys.accept(request, vera, late, now=now + timedelta(minutes=11))


@pytest.mark.parametrize(
    "junk",
    [
        *(
            "x",
            "{}",
            "[]",
            "1",
            "null",
            '""',
            "[" * 15_000,
            '{"a":' * 3_000,
            "\0",
            '{"id":"","rawId":"","response":{}}',
        ),
        '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","attestationObject":"AA"}}',
        '{"id":"AA","rawId":"AA","response":{"clientDataJSON":"e30","authenticatorData":"AA","signature":"AA"}}',
        '{"id":1,"rawId":["AA"],"response":[]}',
    ],
)
def test_junk_is_no_answer(client, blue, junk):
    log_in(client)
    client.get(CODE)
    assert client.post(CODE, {"credential": junk}).status_code == 200 and not is_in(client)
    client.post(CODE, {"credential": blue.signed(asked_on(client.get(CODE)))})
    before = Authenticator.objects.count()
    client.get(ADD)
    assert client.post(ADD, {"name": "x", "credential": junk}).status_code == 400
    assert Authenticator.objects.count() == before


def cuts(answer: str, part: str):
    """An answer with one of its parts cut off after so many letters."""
    whole = json.loads(answer)
    letters = whole["response"][part]
    for length in range(0, len(letters), 3):
        yield json.dumps(whole | {"response": whole["response"] | {part: letters[:length]}})


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature"])
def test_an_answer_cut_anywhere_is_none(vera, blue, part):
    """What fido2 reads is bytes in bytes: a cut in any of them must not be an error of ours."""
    request = RequestFactory(headers={"Host": "localhost"}).get("/")
    request.session, now = {}, timezone.now()
    whole = blue.signed(keys.ask(request, vera, now=now))
    asked = dict(request.session)
    for cut in cuts(whole, part):
        request.session = dict(asked)
        assert not keys.accept(request, vera, cut, now=now)
    request.session = asked
    assert keys.accept(request, vera, whole, now=now)


@pytest.mark.parametrize("part", ["clientDataJSON", "attestationObject"])
def test_a_new_key_cut_anywhere_is_no_error_and_lets_nobody_in(vera, part):
    """Nobody signs what a new key says of itself: one whose own number is cut is kept, and fits nothing."""
    request = RequestFactory(headers={"Host": "localhost"}).get("/")
    request.session, now, key = {}, timezone.now(), SoftKey()
    whole = key.made(keys.ask_for_new(request, vera, now=now))
    asked = dict(request.session)
    for cut in cuts(whole, part):
        request.session = dict(asked)
        try:
            keys.add(request, vera, "x", cut, now=now)
        except keys.Refused:
            continue
        assert not keys.accept(request, vera, key.signed(keys.ask(request, vera, now=now)), now=now)
        keys.of(vera)[0].delete()


def test_tries_with_keys_count_as_codes_do(client, blue, limit):
    limit(codes_of_person=(2, 3600))
    log_in(client)
    tried = [client.post(CODE, {"credential": "{}"}).status_code for _ in range(3)]
    assert tried == [200, 200, 429]
    assert client.post(CODE, {"code": "000000"}).status_code == 429


def test_a_removed_key_lets_nobody_in(client, vera, blue):
    show(client, blue)
    add(client, SoftKey(), "the other")
    key = Authenticator.objects.get(data__name="the blue one")
    elsewhere = browser()
    log_in(elsewhere)
    answer = blue.signed(asked_on(elsewhere.get(CODE)))
    assert client.post(f"/second-factor/keys/{key.pk}/remove/")["Location"] == "/second-factor/"
    assert elsewhere.post(CODE, {"credential": answer}).status_code == 200 and not is_in(elsewhere)
    assert factors.has(vera) and factors.codes_left(vera) == 10


def test_with_the_last_factor_go_the_recovery_codes_and_other_logins(client, vera, blue):
    other = browser()
    show(client, blue), show(other, blue)
    assert is_in(other)
    assert client.post(f"/second-factor/keys/{row_of(vera).pk}/remove/")["Location"] == "/"
    assert (is_in(client), is_in(other)) == (True, False)
    assert not Authenticator.objects.exists()


def test_a_key_is_renamed_by_its_owner_alone(client, vera, blue):
    make_user("paul")
    other = browser()
    log_in(other, "paul")
    key = row_of(vera)
    for action in ("rename", "remove"):
        assert other.post(f"/second-factor/keys/{key.pk}/{action}/", {"name": "mine"}).status_code == 404
    show(client, blue)
    client.post(f"/second-factor/keys/{key.pk}/rename/", {"name": "<b>green</b>"})
    page = client.get("/second-factor/").content.decode()
    assert "&lt;b&gt;green&lt;/b&gt;" in page and "<b>green" not in page
    client.post(f"/second-factor/keys/{key.pk}/rename/", {"name": "x" * 61})
    assert str(row_of(vera)) == "<b>green</b>"


def test_an_app_beside_a_key_and_each_taken_away_alone(client, vera, blue):
    show(client, blue)
    client.get("/second-factor/app/")
    client.post("/second-factor/app/", {"code": app_shows(client.session["secret_of_second_factor"])})
    assert factors.has_app(vera) and len(keys.of(vera)) == 1
    client.post("/second-factor/app/remove/")
    assert not factors.has_app(vera) and len(keys.of(vera)) == 1


def test_a_recovery_code_replaces_a_lost_key(client, vera):
    log_in(client)
    code = add(client, SoftKey()).content.decode().split("<li><code>")[1].split("<")[0]
    other = browser()
    log_in(other)
    assert "One of your recovery codes" in other.get(CODE).content.decode()
    assert other.post(CODE, {"code": code}).status_code == 302 and is_in(other)


def test_it_is_shown_once_more_before_what_changes_a_login(client, vera, blue):
    client.force_login(vera)
    asked = client.get("/confirm/?next=/second-factor/")
    wrong = {"password": PASSWORD, "next": "/second-factor/", "credential": SoftKey().signed(asked_on(asked))}
    refused = client.post("/confirm/", wrong)
    assert "isn’t one of your keys" in refused.content.decode()
    answer = blue.signed(asked_on(refused))
    without = client.post("/confirm/", {"password": "no", "credential": answer})
    assert "isn’t your password" in without.content.decode()
    assert client.post("/confirm/", {"password": PASSWORD}).status_code == 200, "nor is a password enough"
    right = {
        "password": PASSWORD,
        "next": "/second-factor/",
        "credential": blue.signed(asked_on(client.get("/confirm/"))),
    }
    assert client.post("/confirm/", right)["Location"] == "/second-factor/"


def test_a_role_that_takes_a_second_factor_takes_a_key(client, settings):
    settings.MFA_REQUIRED_ROLES = ["reader"]
    make_user("vera")
    log_in(client)
    assert client.get("/")["Location"] == "/second-factor/"
    add(client, SoftKey())
    assert is_in(client)


def test_an_admin_who_takes_the_second_factor_away_takes_keys_away(client, vera, blue):
    root = make_admin("root")
    root.set_password(PASSWORD)
    root.save()
    log_in(client, "root")
    assert client.post(f"/admin/auth/user/{vera.pk}/second-factor/").status_code == 302
    assert not Authenticator.objects.exists()


def test_a_password_alone_gets_a_program_no_token_where_there_is_a_key(vera, blue, client):
    basic = "Basic " + b64encode(f"vera:{PASSWORD}".encode()).decode()
    refused = client.post("/api/v1/auth/token/", headers={"Authorization": basic})
    assert (refused.status_code, "Second-Factor" in refused.json()["detail"]) == (401, True)


@pytest.mark.parametrize(
    ("host", "https", "asks"),
    [
        *(("localhost", False, True), ("localhost:8000", False, True), ("127.0.0.1:8000", False, False)),
        *(("claims.example.org", False, False), ("claims.example.org", True, True), ("[::1]:8000", True, False)),
    ],
)
def test_keys_are_asked_for_where_browsers_ask(client, vera, settings, host, https, asks):
    settings.ALLOWED_HOSTS = ["*"]
    client.force_login(vera)
    session = client.session
    session["proved_at"] = timezone.now().timestamp()
    session.save()
    page = client.get(ADD, headers={"Host": host}, secure=https).content.decode()
    assert ('id="asked-of-key"' in page) == asks
    assert ("This address is neither" in page) != asks


def test_a_key_of_another_host_is_not_asked_for(client, vera, blue, settings):
    settings.ALLOWED_HOSTS = ["*"]
    log_in(client, headers={"Host": "claims.example.org"}, secure=True)
    page = client.get(CODE, headers={"Host": "claims.example.org"}, secure=True).content.decode()
    assert "asked-of-key" not in page and "Your keys answer at another address" in page


def test_nobody_has_more_than_some(client, vera, blue, monkeypatch):
    monkeypatch.setattr(keys, "MOST", 1)
    show(client, blue)
    assert "nobody may have more" in add(client, SoftKey()).content.decode()


def test_codes_of_an_app_are_taken_as_before_beside_a_key(client, vera):
    secret, _ = give_factor(vera)
    log_in(client)
    client.post(CODE, {"code": app_shows(secret)})
    key = SoftKey()
    add(client, key)
    other = browser()
    assert show(other, key).status_code == 302 and is_in(other)
