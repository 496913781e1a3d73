"""Nobody who isn't logged in makes the server read a large body, at whatever address."""

from io import RawIOBase

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.people import make_checker
from tests.test_access import ALL, known

pytestmark = pytest.mark.django_db
__all__ = ["known"]  # a fixture
LENGTH = 20_000_000


class Upload(RawIOBase):
    """A file in a form that doesn't end before LENGTH. taken: how many bytes somebody has read."""

    def __init__(self) -> None:
        self.taken, self.head = 0, b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.ndjson"\r\n\r\n'

    def read(self, size: int = -1) -> bytes:
        size = LENGTH - self.taken if size < 0 else min(size, LENGTH - self.taken)
        part = (self.head[self.taken : self.taken + size] + b"x" * size)[:size]
        self.taken += size
        return part

    def readline(self, size: int | None = -1) -> bytes:
        return self.read(-1 if size is None else size)


def send(client: Client, path: str, **more):
    """Upload it: the answer, and how much of it was read."""
    upload = Upload()
    client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32  # which anybody can say to have; without it nothing is read
    asked = {"PATH_INFO": path, "REQUEST_METHOD": "POST", "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    length = {"CONTENT_LENGTH": str(LENGTH), "wsgi.input": upload}
    return client.request(**(asked | length | more)), upload.taken


@pytest.mark.parametrize("public", [True, False])
def test_at_no_address_it_is_read(settings, known, public):
    settings.PUBLIC_READ = public
    read = {}
    for key, route in ALL.items():
        path = route.path or reverse(key, args=[known.get(word, word) for word in route.args])
        answer, taken = send(Client(enforce_csrf_checks=True, raise_request_exception=False), path)
        if taken or answer.status_code >= 500:
            read[key] = (answer.status_code, taken)
    assert read == {}


@pytest.mark.parametrize("length", [str(LENGTH), "-1", "1e9"])
def test_it_is_said_to_be_too_large(length):
    answer, taken = send(Client(enforce_csrf_checks=True), "/login/", CONTENT_LENGTH=length)
    assert (answer.status_code, taken) == (413, 0)


def test_what_is_small_is_read_and_checked():
    answer, taken = send(Client(enforce_csrf_checks=True), "/login/", CONTENT_LENGTH="200")
    assert answer.status_code == 403 and 0 < taken <= 200


def test_who_is_not_logged_in_is_sent_to_the_login_and_not_told_of_tokens_of_forms(settings):
    settings.PUBLIC_READ = False
    answer, _ = send(Client(enforce_csrf_checks=True), "/articles/add/files/", CONTENT_LENGTH="200")
    assert (answer.status_code, answer["Location"]) == (302, "/login/")


def test_of_people_who_are_logged_in_files_are_taken():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_checker())
    answer, taken = send(client, "/articles/add/files/")
    assert answer.status_code == 403 and taken == LENGTH, "read for the token of the form, which isn't there"
