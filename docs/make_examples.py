"""Ask for each operation of the API on the sample, and keep what was asked and answered: the examples of the schema.

    python -m docs.make_examples

Written to corroboration/data/examples/, one file an operation, shortened where a list goes on and on. A test holds that
every operation has one, and that it has the shape that the schema says. A second run changes nothing (docs/steady.py).
"""

import json
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django

from docs import steady

TARGET = Path(__file__).resolve().parent.parent / "corroboration" / "data" / "examples"
LONGEST = 3  # of a list that an answer holds: enough to see its shape
STREAMED = "json"  # media types that end otherwise are streams, and have no example


@dataclass(frozen=True)
class Asking:
    """One request: the values of its path, its query and its body; headers beside those of every request."""

    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


def operations() -> dict[str, tuple[str, str]]:
    """Each operation's method and address, by its id."""
    from drf_spectacular.generators import SchemaGenerator

    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    return {
        operation["operationId"]: (method, address)
        for address, methods in paths.items()
        for method, operation in methods.items()
    }


def ask(client: Any, method: str, address: str, asking: Asking) -> dict[str, Any]:
    response = client.generic(
        method.upper(),
        address.format(**asking.path),
        json.dumps(asking.body) if asking.body is not None else "",
        content_type="application/json",
        query_params=dict(asking.query),
        headers=dict(asking.headers),
    )
    if response.status_code >= 400:
        raise SystemExit(f"{method} {address} {asking}: {response.status_code} {response.content[:500].decode()}")
    media = response.get("Content-Type", "").split(";")[0]
    answer = None if response.streaming or not media.endswith(STREAMED) else json.loads(response.content or "null")
    kept = {"path": dict(asking.path), "query": dict(asking.query), "status": response.status_code}
    return kept | ({} if asking.body is None else {"body": asking.body}) | {"response": shortened(answer)}


def shortened(answer: Any) -> Any:
    """An answer of which long lists show their beginning; pairs of offsets stay whole."""
    if isinstance(answer, dict):
        return {name: shortened(value) for name, value in answer.items()}
    if isinstance(answer, list):
        return [shortened(each) for each in answer[:LONGEST]]
    return answer


def main() -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:  # SQLite still writes as it closes
        os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings", "ALLOWED_HOSTS": "*"}
        steady.stand_still()
        django.setup()
        from docs.example_requests import client_of, prepared, requests

        prepared()
        client = client_of("vera")
        wanted = requests(client)
        for name, (method, address) in sorted(operations().items()):
            if name not in wanted:
                raise SystemExit(f"{name} ({method} {address}): say in docs/example_requests.py what to ask for")
            steady.draw_anew(name)
            kept = ask(client, method, address, wanted[name]())
            text = json.dumps(kept, ensure_ascii=False, indent=1) + "\n"
            (TARGET / f"{name}.json").write_text(text, encoding="utf-8")
            sys.stdout.write(f"{name}: {len(text)} characters\n")


if __name__ == "__main__":
    main()
