import pytest

from tests.world import make_world


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """The real hasher takes a second on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def world(db):
    return make_world()
