"""How often passwords may be tried on the page: by name and by address, at once or one by one, whoever has the name."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode
from urllib.request import Request, build_opener

import pytest
from django.test import Client

from tests.factories import PASSWORD
from tests.login.conftest import log_in

pytestmark = pytest.mark.django_db


def statuses(count: int, ask) -> list[int]:
    return [ask(number).status_code for number in range(count)]


def elsewhere(number: int) -> dict:
    return {"REMOTE_ADDR": f"192.0.2.{number + 1}"}


def test_who_tries_too_often_is_told_when_to_try_again(client, vera, limit):
    limit(passwords_of_name=(2, 60))
    assert statuses(2, lambda n: log_in(client, password="no")) == [200, 200]
    refused = log_in(client)
    assert (refused.status_code, refused["Retry-After"]) == (429, "30")
    assert "Nothing is locked: try again in 30 seconds." in refused.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("spelt", ["vera ", " vera", "ｖｅｒａ"])
def test_another_spelling_of_a_name_has_no_other_quota(client, vera, limit, spelt):
    limit(passwords_of_name=(1, 60))
    assert [log_in(client, password="no").status_code, log_in(client, spelt).status_code] == [200, 429]


def test_a_name_is_tried_a_few_times_from_wherever_and_an_address_tries_a_few_names(client, vera, limit):
    limit(passwords_of_name=(2, 60), passwords_of_address=(3, 60))
    assert statuses(3, lambda n: log_in(client, password="no", **elsewhere(n))) == [200, 200, 429]
    assert statuses(4, lambda n: log_in(client, f"name-{n}", **elsewhere(9))) == [200, 200, 200, 429]


def test_a_name_that_nobody_has_is_answered_and_counted_alike(vera, limit):
    limit(passwords_of_name=(2, 60))
    answers = {}
    for name in ("vera", "nobody"):
        client = Client()
        pages = [log_in(client, name, password="no") for _ in range(3)]
        answers[name] = [(p.status_code, p.content.decode().replace(name, "").split("<main")[1][:400]) for p in pages]
    alike = [[page.split('type="hidden"')[0] for _, page in pages] for pages in answers.values()]
    assert alike[0] == alike[1]
    assert [[status for status, _ in pages] for pages in answers.values()] == [[200, 200, 429]] * 2


def test_a_name_that_nobody_has_costs_as_much_hashing(client, vera, settings, monkeypatch):
    hashed = []
    hasher = "django.contrib.auth.hashers.MD5PasswordHasher.encode"
    monkeypatch.setattr(hasher, lambda self, password, salt: hashed.append(password) or f"md5${salt}$x")
    counts = []
    for name in ("vera", "nobody"):
        hashed.clear()
        log_in(client, name, password="wrong")
        counts.append(len(hashed))
    assert counts == [1, 1]


def test_others_who_try_a_name_do_not_keep_its_owner_out_of_a_known_browser(client, vera, limit):
    assert log_in(client).status_code == 302
    client.post("/logout/")
    limit(passwords_of_name=(2, 3600), passwords_of_address=(2, 3600))
    assert statuses(3, lambda n: log_in(Client(), password="no"))[-1] == 429
    assert log_in(Client()).status_code == 429
    assert log_in(client).status_code == 302


def test_a_known_browser_has_a_quota_too_and_none_for_other_names(client, vera, limit):
    log_in(client)
    client.post("/logout/")
    limit(passwords_of_name=(2, 3600))
    assert statuses(3, lambda n: log_in(client, password="no")) == [200, 200, 429]
    assert statuses(3, lambda n: log_in(client, "paul", password="no")) == [200, 200, 429]


@pytest.mark.parametrize("cookie", ["", "junk", "a:b:c", "WyJ2ZXJhIiwgIngiXQ:1a:forged"])
def test_a_forged_mark_makes_no_browser_known(client, vera, limit, settings, cookie):
    limit(passwords_of_name=(1, 3600))
    log_in(client, password="no")
    client.cookies[settings.KNOWN_COOKIE_NAME] = cookie
    assert log_in(client).status_code == 429


def test_pages_and_api_share_the_quota(client, vera, limit):
    limit(passwords_of_name=(1, 60))
    log_in(client, password="no")
    assert client.post("/api/v1/auth/token/", headers={"Authorization": "Basic dmVyYTpubw=="}).status_code == 429


def test_the_old_password_is_not_guessed_on_the_page_that_changes_it(client, vera, limit):
    client.force_login(vera)
    limit(passwords_of_name=(2, 60))
    new = {"new_password1": "battery staple horse", "new_password2": "battery staple horse"}
    assert statuses(2, lambda n: client.post("/password/", new | {"old_password": f"{n}"})) == [200, 200]
    refused = client.post("/password/", new | {"old_password": PASSWORD})
    assert (refused.status_code, refused["Retry-After"]) == (429, "30")


@pytest.mark.django_db(transaction=True)
def test_of_100_tries_at_once_as_many_are_looked_at_as_may(live_server, vera, limit):
    limit(passwords_of_name=(10, 3600))
    with build_opener().open(f"{live_server.url}/login/") as page:
        text = page.read().decode()
        cookie = page.headers["Set-Cookie"].split(";")[0]
    token = text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

    def attempt(_) -> int:
        body = urlencode({"username": "vera", "password": "no", "csrfmiddlewaretoken": token}).encode()
        opener = build_opener()
        opener.process_response = {}  # a status is an answer here, not an error
        with opener.open(Request(f"{live_server.url}/login/", body, {"Cookie": cookie})) as answer:
            return answer.status

    with ThreadPoolExecutor(20) as pool:
        assert Counter(pool.map(attempt, range(100))) == {200: 10, 429: 90}
