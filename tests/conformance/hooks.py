"""What schemathesis can't know from the schema, and what would take away the ground that it stands on."""

import os
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import schemathesis

OWN_TOKEN = os.environ["CONFORMANCE_TOKEN"][:8]  # by its first characters, as the API names it
HEADER, VERSION = "Idempotency-Key", "If-Match"
LONGEST = 2_000  # characters of a query: in an address, some are three or twelve
PAGE = "<html><body><article><p>Two people were killed in Homs on Monday, a doctor said.</p></article></body></html>"


@schemathesis.hook
def filter_case(context: Any, case: Any) -> bool:
    """No server takes an address without end."""
    return len(repr(case.query)) < LONGEST


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Of requests that are meant to be right, make right what no schema can say. The token that asks stays."""
    key = (case.path_parameters or {}).get("key")
    if isinstance(key, str) and key.startswith(OWN_TOKEN):
        case.path_parameters["key"] = "0" * len(key)
    if case.meta is not None and not case.meta.generation.mode.is_positive:
        return
    if HEADER in (case.headers or {}):
        case.headers[HEADER] = str(uuid4())  # a fresh one for each request
    if not case.headers.get(VERSION, "*").endswith(('"', "*")):  # filled in without a look at its pattern
        case.headers[VERSION] = "*"
    if case.operation.path.endswith("/sources/resolve/"):  # either a name or an address
        case.query = {"name": "AMN"} if "url" not in (case.query or {}) else {"url": "https://example.org/"}
    if isinstance(case.query, dict):
        case.query.pop("cursor", None)  # taken from an answer: one that was made up is refused, whatever its form
        if case.operation.path.endswith("/sources/compare/"):  # some that are there
            case.query["sources"] = "sana,reuters"
        if "fields" in case.query:
            case.query.pop("tags", None)  # are made of certain fields
    for article in case.body if isinstance(case.body, list) else [case.body]:
        if isinstance(article, dict):
            _make_true(article)


def _make_true(article: dict[str, Any]) -> None:
    """Nothing was published in the future, a page has an article in it, and an address is that of a page."""
    now = datetime.now(UTC).date().isoformat()
    for name in ("published_at", "revised_at"):
        if article.get(name):
            article[name] = now
    if article.get("html") and not article.get("text"):
        article["html"] = PAGE
    if article.get("url"):
        article["url"] = "https://example.org/article"
    if article.get("links"):
        article["links"] = ["https://example.org/report"]
