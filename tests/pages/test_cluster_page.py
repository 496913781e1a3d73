"""One cluster: its head, its claims by question, what people decided about it."""

from datetime import timedelta

import pytest
from lxml import html

from corroboration.models import Cluster
from tests import factories

pytestmark = pytest.mark.django_db


def url(cluster) -> str:
    return f"/clusters/{cluster.public_id}/"


def text_of(client, address: str) -> str:
    return client.get(address).content.decode()


def slots(client, cluster, **asked) -> dict[str, list[str]]:
    """The statements shown, by question, in the order of the page."""
    shown = client.get(url(cluster), asked).context["shown"]
    return {part.slot: [each.card.claim.statement for each in part.claims] for part in shown.look.parts}


def test_it_groups_claims_by_slot_disputed_slots_first(client, world):
    shown = slots(client, world.cluster)
    assert list(shown) == ["killed", "cause", "happened"]
    assert [len(claims) for claims in shown.values()] == [2, 2, 2]  # the copy is folded


def test_the_slot_of_what_answers_no_question_comes_last(client, db):
    claims = [factories.make_claim(slot=slot) for slot in ("other", "other", "place", "killed", "killed")]
    assert list(slots(client, factories.make_cluster(claims))) == ["killed", "place", "other"]


def test_it_draws_the_chain_from_the_origin_to_the_outlet(client, world):
    page = text_of(client, url(world.cluster))
    card = page[page.index(f'id="card-{world.claims[5].public_id}"') :]
    chain = card[card.index('<ol class="path"') : card.index("</ol>")]
    names = [item.text_content() for item in html.fromstring(chain).iter("a")]
    assert names == ["Interior Ministry", "Agence Morave", "Evening Courier"]


def test_it_says_when_lineage_is_unknown_and_when_it_is_first_hand(client, world):
    page = text_of(client, url(world.cluster))
    assert "own voice, lineage unknown" in page
    assert "first-hand" in page
    assert "Lineage unknown: not counted, and not taken for copies." in page


def test_it_shows_numbers_with_their_bounds(client, world):
    page = text_of(client, url(world.cluster))
    assert "at least 14 killed" in page
    assert "9 killed" in page


def test_it_folds_copies_under_their_representative(client, world):
    page = text_of(client, url(world.cluster))
    assert "1 copy in the same words" in page
    assert f"/claims/{world.copy.public_id}/" in page


def test_of_many_copies_the_earliest_are_listed(client, db):
    original, *copies = (factories.make_claim() for _ in range(15))
    cluster = factories.make_cluster([original, *copies], copies=dict.fromkeys(copies, original))
    page = text_of(client, url(cluster))
    assert "14 copies in the same words" in page and "The earliest 12 are listed" in page
    assert sum(f"/claims/{copy.public_id}/" in page for copy in copies) == 12


def test_a_long_list_comes_in_pages_and_says_where_each_question_begins(client, db):
    asked = (("killed", 31), ("happened", 20))
    claims = [factories.make_claim(slot=slot) for slot, count in asked for _ in range(count)]
    cluster = factories.make_cluster(claims)
    pages = [slots(client, cluster, page=page) for page in (1, 2)]
    assert [{slot: len(told) for slot, told in page.items()} for page in pages] == [
        {"killed": 20},
        {"killed": 11, "happened": 9},
    ]
    links = "//nav[@aria-label='Parts of the list']/a"
    leads = [
        (a.text_content().split(), a.get("href")) for a in html.fromstring(text_of(client, url(cluster))).xpath(links)
    ]
    assert leads == [(["killed", "31"], "#slot-killed"), (["happened", "20"], "?page=2#slot-happened")]


@pytest.mark.parametrize("of_a_copy", [False, True])
def test_an_address_with_a_claim_opens_the_page_of_the_list_that_holds_it(client, db, of_a_copy):
    *claims, copy = (
        factories.make_claim(factories.make_article(published_at=factories.PUBLISHED + timedelta(hours=n)))
        for n in range(71)
    )
    cluster = factories.make_cluster([*claims, copy], copies={copy: claims[65]})
    near = copy if of_a_copy else claims[65]
    shown = client.get(url(cluster), {"near": near.public_id}).context["shown"].look
    assert claims[65].public_id in {each.card.claim.public_id for part in shown.parts for each in part.claims}
    assert shown.claims.number == 4


def test_it_lists_suggestions_both_ways(client, world):
    assert ">May belong here<" in text_of(client, url(world.cluster))
    assert ">May belong elsewhere<" in text_of(client, url(world.other_cluster))


def test_a_chain_that_a_person_set_right_says_so(client, db):
    claim = factories.make_claim(chain_corrected=True)
    assert "Set right by a person" in text_of(client, url(factories.make_cluster([claim])))


@pytest.mark.parametrize(
    ("counts", "status"),
    [
        ({"contradictions": 1, "corroborations": 2}, "contested"),
        ({"corroborations": 1}, "corroborated"),
        ({}, "unconfirmed"),
    ],
)
def test_its_status_is_told_in_one_word_in_the_list_and_on_its_page(client, db, counts, status):
    cluster = factories.make_cluster(**counts)
    for address in ("/clusters/?review=any", url(cluster)):
        assert f'<span class="chip status-{status}"' in text_of(client, address)


def test_an_unknown_place_and_time_are_shown_as_unknown(client, db):
    page = text_of(client, url(factories.make_cluster(place="", event_from=None, event_to=None)))
    assert "place unknown" in page and "time unknown" in page


def test_a_cluster_that_is_being_compared_anew_says_so(client, world):
    assert "being compared anew" not in text_of(client, url(world.cluster))
    Cluster.objects.update(related=False)
    assert "being compared anew" in text_of(client, url(world.cluster))


def test_it_lists_the_decisions_on_its_claims_only(client, world):
    checker = factories.make_user("vera")
    verdict = factories.make_decision(
        [world.claims[2]], "verdict", by=checker, value={"rating": 0.5}, reason="hospital"
    )
    factories.make_decision([world.claims[2]], "undo", by=checker, undoes=verdict, reason="too early")
    factories.make_decision([factories.make_claim()], by=checker, reason="elsewhere")
    page = text_of(client, url(world.cluster))
    assert "hospital" in page and "vera" in page and "verdict: 0.50 (0 false, 1 true)" in page
    assert "too early" in page and "undone" in page
    assert "elsewhere" not in page


def test_it_says_why_a_decision_is_not_binding(client, world):
    checker = factories.make_user("vera")
    pair = world.claims[:2]
    factories.make_decision(pair, "same-event", by=checker)
    later = factories.RECEIVED + timedelta(days=2)
    factories.make_decision(pair, "different-event", by=checker, decided_at=later, recorded_at=later)
    page = text_of(client, url(world.cluster))
    assert page.count(">not binding<") == 1
    assert "contradicts earlier decisions: vera decided on" in page


def test_an_old_id_leads_to_the_cluster_it_became(client, world):
    factories.make_redirect("0" * 24, "1" * 24)
    factories.make_redirect("1" * 24, world.cluster.public_id)
    response = client.get(f"/clusters/{'0' * 24}/")
    assert response.status_code == 302
    assert response.url == url(world.cluster)


def test_redirects_in_a_circle_are_not_found(client, db):
    factories.make_redirect("0" * 24, "1" * 24)
    factories.make_redirect("1" * 24, "0" * 24)
    assert client.get(f"/clusters/{'0' * 24}/").status_code == 404
