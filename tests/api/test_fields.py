"""Whoever names fields gets these alone, and what only the others need isn't looked up."""

import pytest

from corroboration import lines
from corroboration.as_of import Day
from tests.rows import reading

pytestmark = pytest.mark.django_db

API = "/api/v1"
LISTS = ("sources", "articles", "claims", "clusters", "relations")


def rows(client, path: str, **query) -> list[dict]:
    response = client.get(f"{API}/{path}/", query)
    assert response.status_code == 200, response.content
    return response.json()["results"]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_holds_the_fields_that_were_asked_for(name, client, world, conforms):
    whole = rows(client, name)
    for field in whole[0]:
        response = client.get(f"{API}/{name}/", {"fields": field})
        assert conforms(response)["results"] == [{field: row[field]} for row in whole]


def test_one_row_holds_the_fields_that_were_asked_for(client, world, conforms):
    relation = world.claims[5].relations_to_earlier.get()
    paths = [
        "sources/morning-herald",
        f"articles/{world.articles[0].public_id}",
        f"claims/{world.claims[2].public_id}",
        f"clusters/{world.cluster.public_id}",
        f"relations/{relation.a_id}/{relation.b_id}",
    ]
    for path in paths:
        whole = client.get(f"{API}/{path}/").json()
        first, *_, last = whole
        answer = conforms(client.get(f"{API}/{path}/", {"fields": f"{last},{first}"}))
        assert answer == {first: whole[first], last: whole[last]}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("article.outlet", {"article": {"outlet": "evening-courier"}}),
        ("article.outlet,article.external_id", {"article": {"external_id": "c-1", "outlet": "evening-courier"}}),
        (
            "attribution.source",
            {"attribution": [{"source": "interior-ministry"}, {"source": "agence-morave"}]},
        ),
        ("frame.time", {"frame": {"time": None}}),
        ("slot, modality", {"slot": "killed", "modality": "asserted"}),
    ],
)
def test_parts_of_fields_stand_behind_a_dot(asked, expected, client, world):
    assert client.get(f"{API}/claims/{world.claims[5].public_id}/", {"fields": asked}).json() == expected


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("outlet", "'outlet' is unknown: expected one of id, article, start, "),
        ("id,stauts", "'stauts' is unknown: expected one of id, "),
        ("article.name", "'article.name' is unknown: expected one of article.external_id, article.outlet, "),
        ("id.x", "'id.x' is unknown: id has no fields"),
        ("id,,slot", "'' is unknown: expected one of id, "),
        ("article.", "'article.' is unknown: expected one of article.external_id, "),
    ],
)
@pytest.mark.parametrize("path", ["claims/", "claims/{id}/"])
def test_an_unknown_field_is_named_with_those_that_there_are(path, asked, says, client, world, conforms):
    response = client.get(f"{API}/{path.format(id=world.stray.public_id)}", {"fields": asked})
    assert response.status_code == 400
    [error] = conforms(response)["errors"]
    assert error["field"] == "fields" and error["message"].startswith(says)


def test_what_is_written_is_answered_whole(writer):
    response = writer.post(f"{API}/articles/?fields=id", {}, format="json")
    assert response.json()["errors"] == [{"field": "fields", "message": "unknown parameter"}]


@pytest.mark.parametrize(
    ("path", "cheap", "spared"),
    [("sources", "slug,name", 6), ("claims", "id,statement,status", 1), ("clusters", "id,title", 1)],
)
def test_what_nobody_asked_for_is_not_looked_up(path, cheap, spared, client, world):
    def queries(**query) -> int:
        with reading() as read:
            rows(client, path, **query)
        return read.queries

    queries()
    assert queries() - queries(fields=cheap) == spared


def test_suggestions_are_not_looked_for_unless_they_are_asked_for(client, world, monkeypatch):
    monkeypatch.setattr(lines, "suggestion_line", None)  # whoever asks for one fails
    answer = client.get(f"{API}/clusters/{world.cluster.public_id}/", {"fields": "id,title"})
    assert answer.status_code == 200


def test_a_day_is_not_judged_for_fields_that_need_no_judgement(client, world, monkeypatch):
    query = {"as_of": "2021-05-05", "fields": "id,statement,told_at"}
    plain = rows(client, "claims", **query)
    monkeypatch.setattr(Day, "held", None)
    assert rows(client, "claims", **query) == plain != []


def test_a_search_takes_fields_too(client, world):
    found = rows(client, "claims", q="blast market", fields="id,match.score")
    assert found and all(set(row) == {"id", "match"} and set(row["match"]) == {"score"} for row in found)
