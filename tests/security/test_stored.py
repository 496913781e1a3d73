"""What strangers wrote is shown as they wrote it, and does nothing: on no page, in no answer, in no browser."""

import json
import re
from html import unescape

import pytest
from django.test import Client
from lxml import html

from corroboration.templatetags.interchange import linked_data
from tests.factories import anchor
from tests.people import make_admin, make_checker
from tests.security.planted import ADDRESSES, ELSEWHERE, PAYLOADS
from tests.security.visited import answers, pages, planted_world
from tests.world import make_world

SCRIPT = re.compile(r"^[\s\x00-\x20]*(?:j\s*a\s*v\s*a|v\s*b)\s*s\s*c\s*r\s*i\s*p\s*t\s*:|^\s*data:", re.IGNORECASE)
LEADING = ("href", "src", "action", "formaction", "xlink:href", "hx-get", "hx-post", "data-href")
FOREIGN = {"iframe", "object", "embed", "base", "math", "style", "frame"}
OURS = ("/static/", "/admin/jsi18n/")
BOOKMARK = "javascript:location.href='http://testserver/articles/add/?url='"  # ours, to be kept in a browser's bar
HEADERS = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"}


def wrongs(path: str, page: html.HtmlElement) -> list[str]:
    """What stands in a page that only a stranger can have put there."""
    found = []
    for element in page.iter(html.etree.Element):
        if element.tag in FOREIGN or (element.tag == "meta" and element.get("http-equiv")):
            found.append(f"<{element.tag}>")
        if element.tag == "script" and not (element.get("src") or "").startswith(OURS):
            found += [] if element.get("type") == "application/ld+json" else [f"script {element.text!r}"]
        for name, value in element.attrib.items():
            if name.startswith(("on", "hx-on", "data-hx-on")) or name == "style":
                found.append(f"{name}={value!r}")
            if (
                name in LEADING
                and (SCRIPT.match(value) or value.startswith(ELSEWHERE))
                and not value.startswith(BOOKMARK)
            ):
                found.append(f"{name}={value!r}")
    return [f"{path}: {each}" for each in found]


@pytest.mark.django_db
def test_no_page_holds_markup_that_a_stranger_wrote():
    known = planted_world()
    client = Client()
    client.force_login(make_admin("root"))
    found, bodies = [], ""
    for path in pages(known):
        answer = client.get(path)
        assert answer.status_code in (200, 404), path  # 404: of what the planting made impossible
        assert {name: answer[name] for name in HEADERS} == HEADERS, path
        assert "script-src" not in (policy := answer["Content-Security-Policy"]) and "default-src 'self'" in policy
        body = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        if body.strip() and answer["Content-Type"].startswith("text/html"):
            found += wrongs(path, html.fromstring(body))
            bodies += body
    assert found == []
    shown = unescape(bodies)
    assert all(payload[:25] in shown for payload in PAYLOADS), "it was looked for in vain"


@pytest.mark.parametrize("payload", [each for each in PAYLOADS if re.search("<[a-z]", each)])
def test_an_attack_that_were_markup_would_be_seen(payload):
    assert wrongs("", html.fromstring(f"<main><p>{payload}</p><p>{payload[2:]}</p></main>"))


@pytest.mark.django_db
def test_no_answer_of_the_api_is_taken_for_a_page():
    known = planted_world()
    client = Client(HTTP_ACCEPT="text/html,application/xhtml+xml,*/*;q=0.8")  # as a browser that follows a link
    client.force_login(make_admin("root"))
    for path in [*answers(known), "/api/v1/nothing/", "/api/v1/sources/?page=<script>", "/api/v1/exports/claims/"]:
        answer = client.get(path)
        assert answer["X-Content-Type-Options"] == "nosniff", path
        kind = answer["Content-Type"].partition(";")[0]
        assert kind in {
            *("application/json", "application/problem+json", "application/x-ndjson", "application/vnd.oai.openapi"),
            *("application/ld+json", "application/stix+json", "text/csv"),
        }, (path, kind)
        assert "default-src 'self'" in answer["Content-Security-Policy"], path


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_data_block_ends_only_where_we_end_it(payload):
    block = linked_data({payload: [payload, {"a": payload}]})
    assert block.count("<") == 2 and block.count(">") == 2 and "\u2028" not in block
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert json.loads(inside) == {payload: [payload, {"a": payload}]}


@pytest.mark.parametrize("address", ADDRESSES[:7])
@pytest.mark.django_db
def test_no_address_that_runs_is_taken_as_evidence(address, client):
    world = make_world()
    client.force_login(make_checker())
    given = {
        "kind": "verdict",
        "claims": [anchor(world.claims[0])],
        "value": {"verdict": "false", "links": [address]},
        "reason": "seen",
    }
    answer = client.post("/api/v1/decisions/", given, content_type="application/json")
    assert answer.status_code == 400, answer.content
