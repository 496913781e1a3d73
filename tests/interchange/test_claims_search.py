"""`claims:search` asked as the clients of Google's Fact Check Tools API ask: what they send, what they expect."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from knox.models import AuthToken

from corroboration.interchange import checks
from corroboration.interchange.site import Site
from tests.interchange.reviews import make_external_review
from tests.people import make_reader

SEARCH = "/api/v1alpha1/claims:search"
pytestmark = pytest.mark.django_db


def ask(client, **query):
    """As google-api-python-client builds it: alt=json with everything, and no Accept header of JSON alone."""
    return client.get(SEARCH, query | {"alt": "json"}, headers={"Accept": "*/*", "User-Agent": "(gzip)"})


def claims(client, **query) -> list[dict]:
    response = ask(client, **query)
    assert response.status_code == 200, response.content
    return response.json().get("claims", [])


def refused(client, **query) -> dict:
    response = ask(client, **query)
    error = response.json()["error"]
    assert error["code"] == response.status_code
    return error


def test_a_verdict_of_ours_has_the_shape_of_google_s(client, world, desk, settings):
    settings.SITE_URL, settings.PUBLISHER_NAME = "https://www.claims.example", "Example Desk"
    desk.verdict(world.claims[2], rating="mostly true")
    [claim] = claims(client, query="how many people were killed in Ostrava")
    assert claim == {
        "text": "At least 14 people were killed in Ostrava on 4 May 2021",
        "claimant": "Silesian Monitor",
        "claimDate": "2021-05-04T00:00:00Z",
        "claimReview": [
            {
                "publisher": {"name": "Example Desk", "site": "claims.example"},
                "url": f"https://www.claims.example/clusters/{world.cluster.public_id}/?near="
                f"{world.claims[2].public_id}#card-{world.claims[2].public_id}",
                "title": "At least 14 people were killed in Ostrava on 4 May 2021",
                "reviewDate": "2021-06-01T00:00:00Z",
                "textualRating": "Mostly true",
                "languageCode": "en",
            }
        ],
    }


def test_a_verdict_that_is_undone_is_found_no_more(client, world, desk):
    decision = desk.verdict(world.claims[2])
    assert claims(client, query="killed in Ostrava")
    desk.undo(decision)
    assert claims(client, query="killed in Ostrava") == []


def test_others_reviews_are_found_and_what_is_not_known_is_left_out(client):
    make_external_review(
        claimReviewed="A gas bottle exploded in Ostrava",
        itemReviewed=None,
        datePublished=None,
        author={"name": "Checks"},
        url="https://www.checks.example/1",
    )
    [claim] = claims(client, query="Ostrava gas bottle")
    review = {"publisher": {"name": "Checks", "site": "checks.example"}, "url": "https://www.checks.example/1"}
    assert claim == {
        "text": "A gas bottle exploded in Ostrava",
        "claimReview": [review | {"textualRating": "Mostly false"}],
    }


def test_reviews_of_one_claim_stand_together_and_the_likest_first(client):
    for publisher in ("A", "B"):
        make_external_review(claimReviewed="A gas bottle exploded in Ostrava", author={"name": publisher})
    make_external_review(claimReviewed="A gas bottle exploded in the covered market of Ostrava and killed nobody")
    first, second = claims(client, query="gas bottle exploded covered market Ostrava killed nobody")
    assert second["text"] == "A gas bottle exploded in Ostrava" and len(second["claimReview"]) == 2
    assert first["text"].endswith("nobody")


def test_nothing_found_is_an_empty_object(client):
    assert ask(client, query="measles in Brazil").json() == {}


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"languageCode": "de"}, 1),
        ({"languageCode": "de-AT"}, 1),
        ({"languageCode": "fr"}, 0),
        ({"reviewPublisherSiteFilter": "checks.example"}, 1),
        ({"reviewPublisherSiteFilter": "www.checks.example"}, 1),
        ({"reviewPublisherSiteFilter": "example"}, 1),
        ({"reviewPublisherSiteFilter": "hecks.example"}, 0),
        ({"maxAgeDays": 30}, 1),
        ({"maxAgeDays": 5}, 0),
        ({"maxAgeDays": 0}, 1),
        ({"maxAgeDays": 999_999_999}, 1),
    ],
)
def test_filters_leave_what_they_say(client, query, count):
    day = (timezone.now().date() - timedelta(days=10)).isoformat()
    make_external_review(inLanguage="de-DE", itemReviewed=None, datePublished=day)
    assert len(claims(client, query="gas bottle Ostrava market", **query)) == count


def test_the_newer_of_its_dates_says_how_old_a_check_is():
    check = checks._other(
        make_external_review(datePublished="2021-01-01", itemReviewed={"datePublished": "2021-03-01"}), frozenset()
    )
    assert check.age_from == date(2021, 3, 1)


def test_a_site_alone_lists_its_reviews_the_newest_first(client):
    for day in ("2021-05-01", "2021-05-03", "2021-05-02"):
        make_external_review(claimReviewed=f"Claim of {day}", datePublished=day)
    make_external_review(author={"name": "Other", "url": "https://other.example"})
    found = claims(client, reviewPublisherSiteFilter="checks.example")
    assert [claim["text"][-1] for claim in found] == ["3", "2", "1"]


# --- pages ---


@pytest.fixture
def thirteen(db):
    for number in range(13):
        make_external_review(claimReviewed=f"The market of Ostrava burned {number} times, it is said")


def test_a_token_leads_to_the_next_page_until_there_is_none(client, thirteen):
    first = ask(client, query="market Ostrava burned").json()
    assert len(first["claims"]) == 10
    rest = ask(client, query="market Ostrava burned", pageToken=first["nextPageToken"]).json()
    assert len(rest["claims"]) == 3 and "nextPageToken" not in rest
    assert len({claim["text"] for claim in first["claims"] + rest["claims"]}) == 13


def test_all_other_parameters_must_stay_as_they_were(client, thirteen):
    token = ask(client, query="market Ostrava burned").json()["nextPageToken"]
    error = refused(client, query="market Ostrava", pageToken=token)
    assert error["status"] == "INVALID_ARGUMENT" and "pageToken" in error["message"]
    assert refused(client, query="market Ostrava burned", pageToken=f"{token}x")["code"] == 400


def test_an_offset_counts_without_a_token(client, thirteen):
    assert len(claims(client, query="market Ostrava burned", offset=8)) == 5
    assert len(claims(client, query="market Ostrava burned", offset=8, pageSize=2)) == 2
    token = ask(client, query="market Ostrava burned", pageSize=4).json()["nextPageToken"]
    assert len(claims(client, query="market Ostrava burned", pageSize=4, pageToken=token, offset=99)) == 4


# --- errors and keys ---


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, "query"),
        ({"query": "  "}, "query"),
        ({"query": "a" * 1_001}, "query"),
        ({"query": "a", "pageSize": "ten"}, "pageSize"),
        ({"query": "a", "pageSize": "-1"}, "pageSize"),
        ({"query": "a", "maxAgeDays": "9" * 30}, "maxAgeDays"),
        ({"query": "a", "pagesize": "1"}, "pagesize"),
        ({"query": "a\0"}, "query"),
        ({"query": "a", "alt": "media"}, "alt"),
    ],
)
def test_a_bad_argument_is_named_as_google_names_it(client, query, names):
    response = client.get(SEARCH, query)
    error = response.json()["error"]
    assert (response.status_code, error["code"], error["status"]) == (400, 400, "INVALID_ARGUMENT")
    assert names in error["message"]


def test_what_clients_of_google_send_besides_is_taken(client):
    sent = {"key": "", "prettyPrint": "true", "quotaUser": "me", "$.xgafv": "2", "fields": "*"}
    assert claims(client, query="Ostrava", **sent) == []


def test_a_token_of_ours_is_the_key(client, settings):
    settings.PUBLIC_READ = False
    _, token = AuthToken.objects.create(make_reader())
    assert claims(client, query="Ostrava", key=token) == []
    assert client.get(SEARCH, {"query": "Ostrava"}, headers={"X-Goog-Api-Key": token}).status_code == 200
    assert client.get(SEARCH, {"query": "Ostrava"}, headers={"Authorization": f"Token {token}"}).status_code == 200


def test_without_a_key_where_one_is_needed(client, settings):
    settings.PUBLIC_READ = False
    error = refused(client, query="Ostrava")
    assert (error["code"], error["status"]) == (401, "UNAUTHENTICATED")


@pytest.mark.parametrize("public", [True, False])
def test_a_key_that_is_none_is_a_bad_argument(client, settings, public):
    settings.PUBLIC_READ = public
    error = refused(client, query="Ostrava", key="AIzaSy-not-one")
    assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")
    assert error["message"].startswith("API key not valid") and error["details"][0]["reason"] == "API_KEY_INVALID"


def test_another_method_is_refused_in_the_same_shape(client):
    response = client.post(SEARCH, {}, content_type="application/json")
    assert response.status_code == 405 and response.json()["error"]["status"] == "UNIMPLEMENTED"


def test_a_search_reads_a_fixed_number_of_queries(client, django_assert_num_queries):
    for size in (2, 20):
        for number in range(size):
            make_external_review(claimReviewed=f"The market of Ostrava burned {size} and {number} times")
        with django_assert_num_queries(7):
            checks.search(checks.Wanted("market Ostrava burned"), Site("https://x.example", "X", "", ""))
