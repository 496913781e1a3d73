"""Every route that writes leaves an event: the whole table of tests/access_table.py, asked by an admin."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from corroboration.audit.models import AuditEvent
from tests.access_table import things
from tests.people import make_admin
from tests.test_access import ALL, MODELS
from tests.world import make_world

pytestmark = pytest.mark.django_db
WRITES = {key: route for key, route in ALL.items() if route.post is not None}


def test_every_route_that_takes_a_post_leaves_an_event(settings):
    settings.PUBLIC_READ = False
    known = things(make_world())
    for model in MODELS:
        known[f"{model._meta.app_label}_{model._meta.model_name}"] = model.objects.order_by("pk").first().pk
    root = make_admin("root")
    silent = [key for key, route in WRITES.items() if not leaves_an_event(key, route, known, root)]
    assert silent == []
    assert len(WRITES) > 100


def leaves_an_event(key, route, known, root) -> bool:
    """Asked and taken back: whoever asks next finds the same."""
    path = route.path or reverse(key, args=[known.get(word, word) for word in route.args])
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        client.force_login(root)
        last = AuditEvent.objects.order_by("-pk").first().pk
        answer = client.post(path, route.data(known))
        found = AuditEvent.objects.filter(pk__gt=last)
        right = [
            event
            for event in found
            if event.address == "127.0.0.1"
            and event.status == answer.status_code
            and (event.name == "root" or answer.status_code == 401)
        ]
        transaction.set_rollback(True)
    return len(right) == len(found) == 1
