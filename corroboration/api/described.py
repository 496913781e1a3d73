"""What the schema says of every operation alike, so that none of them has to: versions, limits, headers."""

from copy import deepcopy
from typing import Any

from corroboration.api.base import PROBLEM
from corroboration.api.idempotency import HEADER
from corroboration.api.versions import IF_MATCH, IF_NONE_MATCH

JSON = "application/json"
PROBLEMS = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
TEXT, NUMBER = {"type": "string"}, {"type": "integer", "minimum": 0}
ETAG = {"description": "The version of this answer: a strong ETag of its content.", "schema": TEXT}
RETRY = {"description": "Seconds until it is worth asking again.", "schema": NUMBER}
KEYED = RETRY | {"description": f"{RETRY['description']} Where the first request under the {HEADER} is worked on."}
LIMITS = {
    "RateLimit-Policy": {"description": 'Limits that apply: `"reads";q=1200;w=60`, quota and seconds.', "schema": TEXT},
    "RateLimit": {
        "description": 'What is left of them: `"reads";r=1199;t=1`, and seconds until all of it.',
        "schema": TEXT,
    },
}
HAVE = {
    "name": IF_NONE_MATCH,
    "in": "header",
    "required": False,
    "description": "ETags that the client has: 304, without a body, if one is still right.",
    "schema": TEXT,
    "example": '"6b1c2f6f0c6f5e0d2a8b9c4d7e1f3a50"',
}
UNCHANGED = {"description": "The client has this version already.", "headers": {"ETag": ETAG}}
OTHER = {"description": f"{IF_MATCH} was given, and names another version than this.", "content": PROBLEMS}


def of_all(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """A postprocessing hook of drf-spectacular."""
    for operations in result["paths"].values():
        for method, operation in operations.items():
            if method == "get":
                _versioned(operation)
            _limited(operation)
            operation["responses"] = dict(sorted(operation["responses"].items()))
    return result


def _limited(operation: dict[str, Any]) -> None:
    retries = {"429": RETRY, "503": RETRY}
    if any(given.get("name") == HEADER for given in operation.get("parameters", ())):
        retries["409"] = KEYED
    for status, response in operation["responses"].items():
        waits = {"Retry-After": deepcopy(retries[status])} if status in retries else {}
        response["headers"] = response.get("headers", {}) | deepcopy(LIMITS) | waits


def _versioned(operation: dict[str, Any]) -> None:
    read = operation["responses"].get("200", {})
    if JSON not in read.get("content", {}):
        return
    read["headers"] = read.get("headers", {}) | {"ETag": ETAG}
    operation.setdefault("parameters", []).append(deepcopy(HAVE))
    operation["responses"] |= {"304": deepcopy(UNCHANGED), "412": deepcopy(OTHER)}
