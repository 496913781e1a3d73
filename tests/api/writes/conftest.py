import pytest
from rest_framework.test import APIClient

from tests.people import make_checker


@pytest.fixture
def vera(db):
    """A client of a fact-checker."""
    client = APIClient(raise_request_exception=False)
    client.force_authenticate(make_checker("vera"))
    return client
