"""What is done to the published schema once its operations are known: it says all that is refused, and shows examples.

Hooks of drf-spectacular (SPECTACULAR_SETTINGS). An example is never made up: docs/make_examples.py asks for each
operation on the sample, and keeps what was asked and answered.
"""

from collections.abc import Iterator
from typing import Any

from corroboration.api.examples import asked_and_answered

Schema = dict[str, Any]
# A value that is blank or holds a NUL is refused, wherever it stands in a query.
TELLING = r"^[^\x00]*[^\s\x00][^\x00]*$"


def telling_strings(result: Schema, generator: Any, request: Any, public: bool) -> Schema:
    """Say of every string in a query that it must not be blank: a parameter without a value is refused."""
    for operation in _operations(result):
        for parameter in operation.get("parameters", ()):
            shape = parameter["schema"]
            if parameter["in"] == "query" and shape.get("type") == "string" and not shape.keys() & {"enum", "format"}:
                shape.setdefault("minLength", 1)
                shape.setdefault("pattern", TELLING)
    return result


def real_examples(result: Schema, generator: Any, request: Any, public: bool) -> Schema:
    """Show with each operation what was once asked and answered."""
    for operation in _operations(result):
        example = asked_and_answered(operation["operationId"])
        if example is None:
            continue
        given = {("path", name): value for name, value in example["path"].items()}
        given |= {("query", name): value for name, value in example["query"].items()}
        for parameter in operation.get("parameters", ()):
            if (place := (parameter["in"], parameter["name"])) in given:
                parameter["example"] = given[place]
        _show(operation.get("requestBody", {}), example.get("body"))
        _show(operation["responses"][str(example["status"])], example.get("response"))
    return result


def _show(holder: Schema, value: Any) -> None:
    for media, content in holder.get("content", {}).items():
        if value is not None and media.endswith("json"):
            content["example"] = value


def _operations(result: Schema) -> Iterator[Schema]:
    for operations in result["paths"].values():
        yield from (operation for method, operation in operations.items() if method != "parameters")
