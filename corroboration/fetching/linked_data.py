"""What a page says of itself in JSON-LD: the node that is its article, however the rest is built or broken."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

MOST_BYTES = 1_000_000  # of one script: more is no description of an article
MOST_NODES = 500
KINDS = ("Article", "BlogPosting", "LiveBlogPosting", "Report")  # NewsArticle and its like end in the first
WITHIN = ("@graph", "mainEntity", "mainEntityOfPage")  # other nodes are about other things: related stories, lists

Node = dict[str, Any]


def article_of(scripts: Iterable[str]) -> Node:
    """The first node that is an article, one of a narrower kind before a WebPage; {} where there is none."""
    pages: list[Node] = []
    for node in _nodes(scripts):
        kinds = [kind for kind in _listed(node.get("@type")) if isinstance(kind, str)]
        if any(kind.rpartition("/")[2].endswith(KINDS) for kind in kinds):
            return node
        if "WebPage" in kinds and "datePublished" in node:
            pages.append(node)
    return pages[0] if pages else {}


def text_in(node: Node, name: str) -> str:
    """The value of a field as text, of a list the first; "" where it is none."""
    value = next(iter(_listed(node.get(name))), "")
    if isinstance(value, dict):
        value = value.get("name") or value.get("@id") or value.get("url") or ""
    return value.strip() if isinstance(value, str) else ""


def names_in(node: Node, name: str) -> list[str]:
    """The names of persons or organisations."""
    found = []
    for each in _listed(node.get(name)):
        value = each.get("name") if isinstance(each, dict) else each
        found += [one.strip() for one in _listed(value) if isinstance(one, str) and one.strip()]
    return found


def _nodes(scripts: Iterable[str]) -> Iterator[Node]:
    left = [value for script in scripts for value in _listed(_read(script))]
    seen = 0
    while left and seen < MOST_NODES:
        node = left.pop(0)
        seen += 1
        if isinstance(node, dict):
            yield node
            left += [inner for name in WITHIN for inner in _listed(node.get(name))]


def _read(script: str) -> Any:
    text = script.strip().removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removesuffix("//]]>")
    if len(text) > MOST_BYTES:
        return None
    try:
        return json.loads(text.strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
