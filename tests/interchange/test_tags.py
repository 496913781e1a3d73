"""`?tags=admiralty` on sources and claims."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corroboration.models import Assessment
from sources.models import TrackRecord
from tests.factories import make_record, make_source

pytestmark = pytest.mark.django_db
SOURCES, CLAIMS = "/api/v1/sources/", "/api/v1/claims/"
LETTER, DIGIT = "admiralty-scale:source-reliability", "admiralty-scale:information-credibility"


def test_without_being_asked_for_there_are_none(world, ask):
    assert all("tags" not in each for path in (SOURCES, CLAIMS) for each in ask(path)["results"])


def test_sources_have_the_letter_of_their_main_role(world, ask):
    TrackRecord.objects.filter(source=world.herald).update(letter="B")
    TrackRecord.objects.filter(source=world.monitor).update(letter="A")
    private = make_source("Jana Nová", kind="person")
    make_record(private, role="origin", letter="E")
    found = {each["slug"]: each["tags"] for each in ask(SOURCES, {"tags": "admiralty"})["results"]}
    assert found["morning-herald"] == [f'{LETTER}="b"'] and found["silesian-monitor"] == [f'{LETTER}="a"']
    assert found["interior-ministry"] == [f'{LETTER}="f"'] and found["jana-nova"] == []
    assert ask(f"{SOURCES}morning-herald/", {"tags": "admiralty"})["tags"] == [f'{LETTER}="b"']


def test_claims_have_their_digit_and_6_where_nobody_judged(world, ask):
    killed, stray = world.claims[2], world.claims[-1]
    Assessment.objects.filter(claim=killed).update(digit=2)
    found = {each["id"]: each["tags"] for each in ask(CLAIMS, {"tags": "admiralty"})["results"]}
    assert found[killed.public_id] == [f'{DIGIT}="2"'] and found[stray.public_id] == [f'{DIGIT}="6"']


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        (SOURCES, {"tags": "tlp"}, "tags"),
        (SOURCES, {"tags": "admiralty", "fields": "name"}, "tags"),
        (CLAIMS, {"tags": "admiralty", "fields": "id"}, "tags"),
    ],
)
def test_what_can_t_be_tagged_is_refused(world, client, path, query, field):
    response = client.get(path, query)
    assert response.status_code == 400 and response.json()["errors"][0]["field"] == field


def test_tags_cost_two_queries_a_page(world, client):
    counts = []
    for query in ({}, {"tags": "admiralty"}):
        with CaptureQueriesContext(connection) as asked:
            client.get(SOURCES, query)
        counts.append(len(asked))
    assert counts[1] == counts[0] + 2
