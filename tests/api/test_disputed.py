"""What is most disputed, as the API lists it."""

from datetime import date

import pytest

from corroboration.models import KeptFit
from tests.factories import make_claim, make_cluster

pytestmark = pytest.mark.django_db

PATH = "/api/v1/disputed/"


def test_nothing_is_disputed_before_the_first_fit(client, conforms):
    assert conforms(client.get(PATH)) == {"month": None, "undecided": False, "questions": []}


@pytest.mark.parametrize("undecided", [True, False])
def test_it_lists_questions_with_their_clusters_in_order(client, conforms, undecided):
    claims = [make_claim(slot="killed"), make_claim(slot="place")]
    clusters = [make_cluster([claim], title=f"Quarrel {claim.slot}") for claim in claims]
    KeptFit.objects.create(month=date(2021, 3, 31), trust={}, undecided=not undecided, disputed=[])
    ids = [claim.public_id for claim in claims]
    KeptFit.objects.create(month=date(2021, 4, 30), trust={}, undecided=undecided, disputed=ids[::-1])
    told = conforms(client.get(PATH))
    assert (told["month"], told["undecided"]) == ("2021-04-30", undecided)
    first = {"cluster": clusters[1].public_id, "title": "Quarrel place", "claim": ids[1], "slot": "place"}
    assert told["questions"][0] == first
    assert [question["claim"] for question in told["questions"]] == ids[::-1]


def test_it_takes_no_parameters(client, conforms):
    response = client.get(PATH, {"as_of": "2021-04-30"})
    assert response.status_code == 400
    conforms(response)
