"""What is done to the published schema once its operations are known: it says all that is refused, and shows examples.

Hooks of drf-spectacular (SPECTACULAR_SETTINGS). An example is never made up: docs/make_examples.py asks for each
operation on the sample, and keeps what was asked and answered.
"""

from collections.abc import Iterator
from typing import Any

from corroboration.api.examples import asked_and_answered
from corroboration.api.serializers import TELLING

Schema = dict[str, Any]
LENIENT = ("ArticleSubmission", "TrialSubmission", "BatchSubmission", "DecisionSubmission")  # more fields: a warning
DAY = "^(?!9999)[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$"  # as days.parse_day takes it


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


def strict_bodies(result: Schema, generator: Any, request: Any, public: bool) -> Schema:
    """Say of a body of which unknown fields are refused that it has no others."""
    for name, shape in result["components"]["schemas"].items():
        if name.removeprefix("Patched").endswith(("Submission", "Change")) and name not in LENIENT:
            shape.setdefault("additionalProperties", False)
            for field in shape.get("properties", {}).values():
                _no_blanks(field)
    return result


def _no_blanks(field: Schema) -> None:
    """What stands in a list stands there once, and isn't blank; nor is an address."""
    if field.get("type") == "array":
        field["uniqueItems"] = True
        if field["items"].get("type") == "string" and "enum" not in field["items"]:
            field["items"].setdefault("minLength", 1)


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
    return result


def _show(holder: Schema, value: Any) -> None:
    for media, content in holder.get("content", {}).items():
        if value is not None and media.endswith("json"):
            content["example"] = value


def _operations(result: Schema) -> Iterator[Schema]:
    for operations in result["paths"].values():
        yield from (operation for method, operation in operations.items() if method != "parameters")
