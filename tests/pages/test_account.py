"""Logging in and out, and the glossary."""

import pytest
from django.test import Client

from corroboration.glossary import glossary, letters, meaning
from corroboration.models import Assessment, Relation
from sources.engine.admiralty import SHIPPED_CUTS
from tests import factories

pytestmark = pytest.mark.django_db


def test_it_logs_in_and_out(client):
    factories.make_user("vera")
    page = client.post("/login/", {"username": "vera", "password": factories.PASSWORD}, follow=True)
    assert page.redirect_chain[-1][0] == "/"
    assert "Log out" in page.content.decode() and "vera" in page.content.decode()
    page = client.post("/logout/", follow=True)
    assert "Log in" in page.content.decode()


def test_only_staff_is_shown_the_way_to_the_admin(client):
    client.force_login(factories.make_user("vera"))
    assert "/admin/" not in client.get("/").content.decode()
    client.force_login(factories.make_user("root", is_staff=True))
    assert 'href="/admin/"' in client.get("/").content.decode()


def test_a_wrong_password_is_said_to_be_so(client):
    page = client.post("/login/", {"username": "vera", "password": "no"})
    assert "don’t go together" in page.content.decode()


def test_a_form_without_its_token_is_refused_in_words():
    page = Client(enforce_csrf_checks=True).post("/login/", {"username": "vera", "password": "no"})
    assert page.status_code == 403
    assert "This form has expired" in page.content.decode()


def test_it_does_not_lead_to_another_site(client):
    factories.make_user("vera")
    data = {"username": "vera", "password": factories.PASSWORD, "next": "https://evil.example/"}
    assert client.post("/login/", data).url == "/"


def test_the_glossary_explains_every_word_that_is_shown(client):
    assert set(glossary()["statuses"]) == set(Assessment.Status.labels)
    assert set(glossary()["relations"]) == {*Relation.Kind.labels, "repeats"}
    assert set(glossary()["digits"]) == set("123456")
    page = client.get("/glossary/").content.decode()
    for section in glossary().values():
        for word in section:
            assert word in page


def test_a_word_that_the_glossary_does_not_list_means_nothing():
    assert meaning("statuses", "odd") == ""


def test_each_letter_says_what_it_takes():
    name, mean, low = SHIPPED_CUTS.letters[0]
    assert letters()[name] == ("completely reliable", f"reliability of at least {mean}, its interval above {low}")
    name, mean, low = SHIPPED_CUTS.letters[-1]
    assert letters()[name] == ("not usually reliable", f"reliability of at least {mean}")
    assert letters()["F"][1].startswith(f"fewer than {SHIPPED_CUTS.fewest_checks:g} independent checks")
