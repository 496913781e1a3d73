"""What is done to the published schema once its operations are known: it says all that is refused, and shows examples.

Hooks of drf-spectacular (SPECTACULAR_SETTINGS). An example is never made up: docs/make_examples.py asks for each
operation on the sample, and keeps what was asked and answered.
"""

from collections.abc import Iterator
from typing import Any

from django.core.validators import RegexValidator
from drf_spectacular.openapi import AutoSchema
from rest_framework.serializers import CharField, ListSerializer

from corroboration.api.examples import asked_and_answered
from corroboration.api.strict import TELLING, WITHOUT_NUL, Strict

Schema = dict[str, Any]
BATCH = "articles_batches_create"
DAY = "^(?!9999)[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$"  # as days.parse_day takes it


class Described(AutoSchema):
    """Says of what is handed in all that is refused: drf-spectacular leaves out blanks, NULs, unknown and too many."""

    def _map_basic_serializer(self, serializer: Any, direction: str) -> Schema:
        shape = super()._map_basic_serializer(serializer, direction)
        fields = shape.get("properties", {}).values()
        if isinstance(serializer, Strict):
            shape["additionalProperties"] = False
            for field in fields:
                if field.get("type") == "array":
                    field["uniqueItems"] = True
        if direction == "request":
            for field in fields:
                if "string" in field.get("type", ()) and not field.keys() & {"enum", "format", "pattern"}:
                    field["pattern"] = WITHOUT_NUL
        return shape

    def _map_serializer_field(self, field: Any, direction: str, bypass_extensions: bool = False) -> Any:
        shape = super()._map_serializer_field(field, direction, bypass_extensions)
        if isinstance(field, ListSerializer) and field.max_length is not None:
            shape["maxItems"] = field.max_length
        if direction == "request" and isinstance(field, CharField) and not field.allow_blank:
            ruled = any(isinstance(each, RegexValidator) for each in field.validators)
            if "string" in shape.get("type", ()) and "format" not in shape and not ruled:
                shape.setdefault("pattern", TELLING)
        return shape


def telling_strings(result: Schema, generator: Any, request: Any, public: bool) -> Schema:
    """Say of every string in a query that it must not be blank, and of every day that years have four digits: what is
    refused in all operations alike."""
    for operation in _operations(result):
        for parameter in operation.get("parameters", ()):
            shape = parameter["schema"]
            if parameter["in"] != "query" or shape.get("type") != "string" or "enum" in shape:
                continue
            if shape.get("format") == "date":
                shape["pattern"] = DAY
            elif "format" not in shape:
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


def needed_bodies(result: Schema, generator: Any, request: Any, public: bool) -> Schema:
    """Say that a body is needed wherever one can't be empty."""
    shapes = result["components"]["schemas"]
    for operation in _operations(result):
        body = operation.get("requestBody", {})
        for content in body.get("content", {}).values():
            shape = shapes.get(content["schema"].get("$ref", "").rpartition("/")[2], {"required": True})
            if "required" in shape or "properties" not in shape:
                body["required"] = True
    return result


def article_given(result: Schema, generator: Any, request: Any, public: bool) -> Schema:
    """Say of an article that is handed in that it has its text, or the page that it is taken from."""
    for name in ("ArticleSubmission", "TrialSubmission"):
        given = {"type": "string", "pattern": TELLING}
        result["components"]["schemas"][name]["anyOf"] = [
            {"required": [field], "properties": {field: given}} for field in ("text", "html")
        ]
    batch = result["components"]["schemas"]["BatchSubmission"]
    batch["additionalProperties"] = False
    articles = batch["properties"]["articles"]
    articles["items"] = {"anyOf": [articles["items"], {}]}  # each is checked by itself: a bad one stops no other
    [content] = (each["requestBody"]["content"] for each in _operations(result) if each["operationId"] == BATCH)
    content["application/json"]["schema"] = {"anyOf": [content["application/json"]["schema"], articles]}
    return result


def _show(holder: Schema, value: Any) -> None:
    for media, content in holder.get("content", {}).items():
        if value is not None and media.endswith("json"):
            content["example"] = value


def _operations(result: Schema) -> Iterator[Schema]:
    for operations in result["paths"].values():
        yield from (operation for method, operation in operations.items() if method != "parameters")
