"""The client's shapes are those of the schema."""

import json
import runpy
import subprocess
import sys
from io import StringIO

from django.core.management import call_command

from tests.sampled import TOP

MAKER = TOP / "clients" / "python" / "make_shapes.py"


def test_the_shapes_are_made_of_todays_schema(db, tmp_path):
    out = StringIO()
    call_command("spectacular", format="openapi-json", stdout=out)
    maker = runpy.run_path(str(MAKER))
    written = tmp_path / "shapes.py"
    written.write_text(maker["written"](json.loads(out.getvalue())))
    subprocess.run([sys.executable, "-m", "ruff", "format", "-q", "--line-length", "120", str(written)], check=True)
    assert written.read_text() == maker["TARGET"].read_text(), "run `make client`"


def test_shapes_are_written_as_python_has_them():
    type_of = runpy.run_path(str(MAKER))["type_of"]
    assert type_of({"type": "string"}) == "str"
    assert type_of({"type": ["string", "null"]}) == "str | None"
    assert type_of({"type": "array", "items": {"$ref": "#/components/schemas/Claim"}}) == "list[Claim]"
    assert type_of({"enum": ["a", "b", None]}) == 'Literal["a", "b"] | None'
    assert type_of({"type": "object", "additionalProperties": {"type": "integer"}}) == "dict[str, int]"
    assert type_of({"oneOf": [{"type": "integer"}, {}]}) == "Any"
    assert type_of({}) == "Any"
