"""What schemathesis can't know from the schema, and what would take away the ground that it stands on."""

import os
from datetime import UTC, datetime
from typing import Any

import schemathesis

OWN_TOKEN = os.environ["CONFORMANCE_TOKEN"][:8]  # by its first characters, as the API names it
LONGEST = 2_000  # characters of a query: in an address, some are three or twelve
PAGE = "<html><body><article><p>Two people were killed in Homs on Monday, a doctor said.</p></article></body></html>"


@schemathesis.hook
def filter_case(context: Any, case: Any) -> bool:
    """The token that asks isn't to be revoked, and no server takes an address without end."""
    key = (case.path_parameters or {}).get("key")
    return not (isinstance(key, str) and key.startswith(OWN_TOKEN)) and len(repr(case.query)) < LONGEST


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Of requests that are meant to be right, make right what no schema can say."""
    if case.meta is not None and not case.meta.generation.mode.is_positive:
        return
    if isinstance(case.query, dict):
        case.query.pop("cursor", None)  # taken from an answer: one that was made up is refused, whatever its form
        if case.operation.path.endswith("/sources/compare/"):  # some that are there
            case.query["sources"] = "sana,reuters"
        if case.operation.path.endswith("/sources/resolve/"):  # either the one or the other
            case.query.pop("url", None) if "name" in case.query else case.query.setdefault("name", "AMN")
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
