"""Write second_source_client/shapes.py: the shapes of what the API answers, as typed dictionaries, from its schema.

    python clients/python/make_shapes.py schema.json

The schema is that of `manage.py spectacular --format openapi-json`. A test holds that the two agree.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parent / "second_source_client" / "shapes.py"
HEADER = '''"""What the API answers, by the names of its schema. Made by make_shapes.py: edit nothing here."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict
'''
PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None", "object": "Any"}
REF = "#/components/schemas/"

Shape = Mapping[str, Any]


def written(schema: Shape) -> str:
    """The module for a schema."""
    shapes = schema["components"]["schemas"]
    return HEADER + "".join(f"\n{_shape(name, shape)}" for name, shape in sorted(shapes.items()))


def _shape(name: str, shape: Shape) -> str:
    if "properties" not in shape:
        means = type_of(shape)  # in quotes where it may name a shape that comes later
        return f"{name}: TypeAlias = {means if 'enum' in shape else repr(means)}\n"
    if not all(field.isidentifier() and field not in ("from", "is") for field in shape["properties"]):
        members = ", ".join(f"{field!r}: {_member(shape, field)!r}" for field in shape["properties"])
        return f'{name} = TypedDict("{name}", {{{members}}})\n'
    return "".join([f"class {name}(TypedDict):\n", *_lines(shape)])


def _lines(shape: Shape) -> Iterator[str]:
    if about := " ".join(str(shape.get("description", "")).split()):
        yield f'    """{about}"""\n\n'
    for field in shape["properties"]:
        yield f"    {field}: {_member(shape, field)}\n"


def _member(shape: Shape, field: str) -> str:
    found = type_of(shape["properties"][field])
    return found if field in shape.get("required", ()) else f"NotRequired[{found}]"


def type_of(shape: Shape) -> str:
    """The annotation for a shape; Any where it says nothing that a type could say."""
    if ref := shape.get("$ref", ""):
        return str(ref.removeprefix(REF))
    if "enum" in shape:
        return _union("None" if each is None else f"Literal[{json.dumps(each)}]" for each in shape["enum"])
    for joined in ("oneOf", "anyOf", "allOf"):
        if joined in shape:
            return _union(type_of(each) for each in shape[joined])
    kinds = shape.get("type", [])
    return _union(_plain(kind, shape) for kind in ([kinds] if isinstance(kinds, str) else kinds))


def _plain(kind: str, shape: Shape) -> str:
    if kind == "array":
        return f"list[{type_of(shape.get('items', {}))}]"
    if kind == "object" and isinstance(values := shape.get("additionalProperties"), Mapping):
        return f"dict[str, {type_of(values)}]"
    return PLAIN[kind]


def _union(types: Iterable[str]) -> str:
    found = list(dict.fromkeys(types))
    if not found or "Any" in found:
        return "Any"
    words = [each.removeprefix("Literal[").removesuffix("]") for each in found if each.startswith("Literal[")]
    others = [each for each in found if not each.startswith("Literal[")]
    return " | ".join([*([f"Literal[{', '.join(words)}]"] if words else []), *others])


if __name__ == "__main__":
    TARGET.write_text(written(json.loads(Path(sys.argv[1]).read_text())))
