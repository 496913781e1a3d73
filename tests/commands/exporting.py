"""What `manage.py export` writes, as the tests of it read it."""

import io
import json

from django.core.management import call_command


def exported(kind: str, **options) -> list[dict]:
    out = io.StringIO()
    call_command("export", kind, stdout=out, stderr=io.StringIO(), **options)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def line_of(claim, lines: list[dict]) -> dict:
    return next(line for line in lines if line["id"] == claim.public_id)
