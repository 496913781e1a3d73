"""The page of one's tokens, and everybody's in the admin."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from knox.models import AuthToken

from corroboration.roles import Role
from corroboration.tokens import keeping
from tests.people import make_admin, make_checker, make_reader

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ASKED = {"name": "Nightly report", "role": "reader", "days": "30"}


@pytest.fixture
def checker(client):
    person = make_checker("vera")
    client.force_login(person)
    return person


def test_a_token_is_made_and_shown_once(client, checker):
    page = client.get("/tokens/")
    assert "no program acts for you" in page.content.decode()
    made = client.post("/tokens/", ASKED)
    [secret] = re.findall(r'id="secret" value="(\w{64})"', made.content.decode())
    assert "no-store" in made["Cache-Control"]
    opened = client.__class__().get("/api/v1/auth/tokens/", HTTP_AUTHORIZATION=f"Token {secret}")
    assert [token["name"] for token in opened.json()] == ["Nightly report"]
    later = client.get("/tokens/").content.decode()
    assert "Nightly report" in later and secret not in later


def test_one_is_offered_no_more_than_one_may(client, checker):
    page = client.get("/tokens/").content.decode()
    assert re.findall(r'name="role" value="([\w-]+)"', page) == ["reader", "fact-checker"]
    refused = client.post("/tokens/", ASKED | {"role": "admin"})
    assert refused.status_code == 400
    assert not AuthToken.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("name", "x" * 101), ("days", "31"), ("days", ""), ("role", "")]
)
def test_what_is_wrong_is_said_beside_the_field(field, value, client, checker):
    refused = client.post("/tokens/", ASKED | {field: value})
    assert refused.status_code == 400
    assert 'class="errorlist"' in refused.content.decode()
    assert not AuthToken.objects.exists()


def test_too_many_are_refused_on_the_page_too(client, checker, monkeypatch):
    monkeypatch.setattr(keeping, "MOST", 0)
    assert "revoke one first" in client.post("/tokens/", ASKED).content.decode()


def test_a_token_is_revoked_by_its_owner_alone(client, checker):
    mine, _ = keeping.make(checker, name="mine", role=Role.READER, lasts=DAY)
    other, _ = keeping.make(make_reader(), name="other", role=Role.READER, lasts=DAY)
    assert client.get(reverse("token-revoke", args=[mine.token_key])).status_code == 405
    assert client.post(reverse("token-revoke", args=[other.token_key])).status_code == 404
    page = client.post(reverse("token-revoke", args=[mine.token_key]), follow=True)
    assert "nobody gets in with it any more" in page.content.decode()
    assert list(AuthToken.objects.all()) == [other]


def test_tokens_of_others_and_of_before_are_shown_as_they_are(client, checker, django_assert_num_queries):
    keeping.make(make_reader(), name="other’s", role=Role.READER, lasts=DAY)
    AuthToken.objects.create(checker, expiry=-DAY)
    AuthToken.objects.create(checker, expiry=None)
    page = client.get("/tokens/").content.decode()
    assert "other’s" not in page
    assert all(word in page for word in ("Without a name", "ended", "never"))
    with django_assert_num_queries(5):  # session, person; tokens; groups; whether they may decide
        client.get("/tokens/")
    for number in range(5):
        keeping.make(checker, name=str(number), role=Role.READER, lasts=DAY)
    with django_assert_num_queries(5):
        client.get("/tokens/")


def test_an_admin_sees_whose_tokens_there_are_and_revokes_all_of_one_person(client, checker):
    kept, _ = keeping.make(make_reader("ann"), name="Ann’s", role=Role.READER, lasts=DAY)
    chosen, _ = keeping.make(checker, name="Nightly", role=Role.FACT_CHECKER, lasts=DAY)
    keeping.make(checker, name="Daily", role=Role.READER, lasts=DAY)
    client.force_login(make_admin())
    address = reverse("admin:knox_authtoken_changelist")
    page = client.get(address).content.decode()
    assert all(word in page for word in ("vera", "Nightly", "fact-checker", "Ann’s"))
    asked = {"action": "revoke_all_of_owners", "_selected_action": [chosen.pk]}
    told = client.post(address, asked, follow=True).content.decode()
    assert "2 tokens of 1 person are revoked." in told
    assert list(AuthToken.objects.all()) == [kept]


def test_the_admin_asks_for_the_same_however_many_tokens(client, checker, django_assert_max_num_queries):
    client.force_login(make_admin())
    for number in range(12):
        keeping.make(checker, name=str(number), role=Role.READER, lasts=DAY)
    with django_assert_max_num_queries(9):
        client.get(reverse("admin:knox_authtoken_changelist"))
