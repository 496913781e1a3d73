"""Rows of uploaded files for tests."""

from uuid import uuid4

from django.contrib.auth.models import User

from corroboration.imports.models import Import
from tests.factories import RECEIVED


def make_import(by: User, **fields) -> Import:
    """A file that waits for a worker."""
    values = {"way": Import.Way.UPLOAD, "name": "in.ndjson", "size": 0, "started_at": RECEIVED}
    return Import.objects.create(run=uuid4(), by=by, next_attempt_at=RECEIVED, **values | fields)
