"""What tests of writing programs share."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from rest_framework.test import APIClient

from tests.factories import make_user


def keyed(key: str) -> dict[str, str]:
    return {"HTTP_IDEMPOTENCY_KEY": key}


def writer_named(name: str) -> APIClient:
    """A client of somebody of this name who may hand articles in."""
    user = get_user_model().objects.filter(username=name).first() or make_user(name)
    user.user_permissions.add(Permission.objects.get(codename="add_article"))
    client = APIClient(raise_request_exception=False)
    client.force_authenticate(user)
    return client
