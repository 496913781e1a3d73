import re

import pytest
from django.contrib.auth.models import Permission
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

from tests.factories import make_user
from tests.world import make_world


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def client():
    """Asks as a program would; an error that nobody foresaw is an answer of 500, as in the wild."""
    return APIClient(raise_request_exception=False)


@pytest.fixture
def writer(db):
    """A client whose user may hand articles in."""
    user = make_user("importer")
    user.user_permissions.add(Permission.objects.get(codename="add_article"))
    client = APIClient(raise_request_exception=False)
    client.force_authenticate(user)
    return client


@pytest.fixture(scope="session")
def schema():
    return SchemaGenerator().get_schema(request=None, public=True)


@pytest.fixture
def conforms(schema):
    """Checks an answer against the published schema: its status is declared, its body has the shape."""

    def check(response):
        request = response.wsgi_request
        templates = [template for template in schema["paths"] if _matches(template, request.path, schema)]
        operations = schema["paths"][min(templates, key=lambda template: template.count("{"))]
        declared = operations[request.method.lower()]["responses"]
        content = declared[str(response.status_code)]["content"]
        body = content[response["Content-Type"].split(";")[0]]["schema"]
        Draft202012Validator({**body, "components": schema["components"]}).validate(response.json())
        return response.json()

    return check


def _matches(template: str, path: str, schema) -> bool:
    """Whether a path is one of the template's; a slug may hold slashes, but ends where the template goes on."""
    inner = r"(?!(?:compare|resolve)/$)(?:(?!/(?:track-record|ledger|lead-times)/$)[^?])+"
    inner = inner if "{slug}" in template else "[^/]+"
    return re.fullmatch(re.sub(r"\{\w+\}", lambda _: inner, template), path) is not None
