from pathlib import Path

import pytest

from tests.factories import make_world


@pytest.fixture(autouse=True)
def static_root(settings):
    """WhiteNoise warns when the folder that collectstatic fills isn't there."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """The real hasher takes a second on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def world(db):
    return make_world()
