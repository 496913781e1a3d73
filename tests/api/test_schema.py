"""The published schema, and the pages that show it without asking anyone else for anything."""

import re
from io import StringIO

import yaml
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.urls import get_resolver
from jsonschema import Draft202012Validator

from corroboration.api.examples import asked_and_answered

ANSWERS = {"200", "201", "202", "204", "301", "302", "304"}


def test_the_schema_is_valid_and_nothing_in_it_is_guessed(db):
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out, stderr=StringIO())
    assert yaml.safe_load(out.getvalue())["openapi"].startswith("3.1")


def test_every_operation_declares_what_it_refuses(schema):
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            declared = set(operation["responses"])
            assert {"400", "401", "406", "429"} <= declared, (method, path)
            assert ("404" in declared) == ("{" in path), (method, path)
            for status in declared - ANSWERS:
                assert set(operation["responses"][status]["content"]) == {"application/problem+json"}


def test_every_read_of_json_declares_its_versions(schema):
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            declared = operation["responses"]
            versioned = method == "get" and "application/json" in declared["200"]["content"]
            asked = [given["name"] for given in operation.get("parameters", ()) if given["in"] == "header"]
            assert ("304" in declared) == ("If-None-Match" in asked) == versioned, (method, path)
            assert not versioned or ("412" in declared and "ETag" in declared["200"]["headers"])


def test_a_write_under_a_key_declares_that_it_may_have_to_wait_for_the_first(schema):
    keyed = 0
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            asked = [given["name"] for given in operation.get("parameters", ()) if given["in"] == "header"]
            waits = "Retry-After" in operation["responses"].get("409", {}).get("headers", {})
            assert waits == ("Idempotency-Key" in asked), (method, path)
            keyed += waits
    assert keyed >= 3


def test_every_parameter_of_a_query_says_what_it_means(schema):
    given = [
        each
        for operations in schema["paths"].values()
        for operation in operations.values()
        for each in operation.get("parameters", ())
    ]
    assert [each["name"] for each in given if each["in"] == "query" and not each.get("description")] == []


def test_every_operation_declares_its_limits(schema):
    for operations in schema["paths"].values():
        for operation in operations.values():
            assert "Retry-After" in operation["responses"]["429"]["headers"]
            assert all(
                {"RateLimit", "RateLimit-Policy"} <= set(each["headers"]) for each in operation["responses"].values()
            )


def test_every_address_of_the_api_is_in_the_schema(schema):
    [below] = [entry for entry in get_resolver().url_patterns if str(entry.pattern) == "api/v1/"]
    listed = {re.sub(r"<\w+:(\w+)>", r"{\1}", str(entry.pattern)) for entry in below.url_patterns}
    unlisted = {"", "schema/", "docs/", "extract"}  # the last is "extract/" without its slash
    assert {path.removeprefix("/api/v1/") for path in schema["paths"]} == listed - unlisted


def test_the_schema_is_served(client, db):
    response = client.get("/api/v1/schema/")
    assert response.status_code == 200
    assert yaml.safe_load(response.content)["info"]["title"] == "Second Source"


def test_the_root_leads_to_the_documentation(client, db):
    response = client.get("/api/v1/")
    assert (response.status_code, response["Location"]) == (302, "/api/v1/docs/")


def test_the_documentation_asks_nobody_else(client, db):
    response = client.get("/api/v1/docs/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert not re.search(r"<style|<script>|style=|//", page.replace("<!--", ""))
    links = re.findall(r'(?:src|href)="/static/([^"]+)"', page)
    assert len(links) == 4
    assert all(finders.find(link) for link in links)


def test_every_operation_has_an_example_of_the_shape_that_it_says(schema):
    for operations in schema["paths"].values():
        for operation in operations.values():
            example = asked_and_answered(operation["operationId"])
            assert example is not None, f"{operation['operationId']}: run `make examples`"
            for part, holder in example_parts(operation, example):
                shape = holder["content"]["application/json"]["schema"]
                Draft202012Validator({**shape, "components": schema["components"]}).validate(part)


def example_parts(operation, example):
    if "body" in example and "application/json" in operation["requestBody"]["content"]:
        yield example["body"], operation["requestBody"]
    answer = operation["responses"][str(example["status"])]
    if example["response"] is not None and "application/json" in answer.get("content", {}):
        yield example["response"], answer
