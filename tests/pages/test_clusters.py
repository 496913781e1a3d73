"""One cluster with its claims side by side."""

import itertools
from datetime import timedelta

import pytest

from corroboration.engine.reasons import reasons
from corroboration.models import Relation
from tests import factories

pytestmark = pytest.mark.django_db


def url(cluster) -> str:
    return f"/clusters/{cluster.public_id}/"


def test_it_groups_claims_by_slot_disputed_slots_first(client, world):
    slots = client.get(url(world.cluster)).context["shown"].slots
    assert [slot.name for slot in slots] == ["killed", "cause", "happened"]
    assert [len(slot.cards) for slot in slots] == [2, 2, 2]  # the copy is folded


def test_it_draws_the_chain_from_the_origin_to_the_outlet(client, world):
    slots = client.get(url(world.cluster)).context["shown"].slots
    nine = slots[0].cards[1]
    assert [voice.name for voice in nine.chain] == ["Interior Ministry", "Agence Morave"]
    assert nine.outlet.name == "Evening Courier"
    page = client.get(url(world.cluster)).content.decode()
    chain = page[page.index('<a href="/sources/interior-ministry/"') :]
    assert chain.index("Interior Ministry") < chain.index("Agence Morave") < chain.index("Evening Courier")


def test_it_says_when_lineage_is_unknown_and_when_it_is_first_hand(client, world):
    page = client.get(url(world.cluster)).content.decode()
    assert "own voice, lineage unknown" in page
    assert "first-hand" in page
    assert "1 line of telling names no origin" in page


def test_an_unindependent_corroboration_is_shown_as_repeating(client, world):
    page = client.get(url(world.cluster)).content.decode()
    assert ">repeats</strong>" in page
    assert ">corroborates</strong>" not in page
    assert "Independence unknown" in page
    Relation.objects.filter(kind="corroborates").update(independent=True)
    assert ">corroborates</strong>" in client.get(url(world.cluster)).content.decode()


def test_what_divides_stands_before_what_unites_and_the_shown_before_the_unknown(client, db):
    claims = [factories.make_claim() for _ in range(5)]
    cluster = factories.make_cluster(claims)
    for claim, kind, independent in zip(
        claims[1:],
        ["corroborates", "corroborates", "corroborates", "contradicts"],
        [None, True, False, None],
        strict=True,
    ):
        factories.make_relation(claim, claims[0], kind, independent=independent)
    shown = client.get(url(cluster)).context["shown"].slots[0].relations
    assert [(r.kind, r.independent) for r in shown] == [
        ("contradicts", None),
        ("corroborates", True),
        ("corroborates", False),
        ("corroborates", None),
    ]


def test_it_shows_why_two_claims_are_related(client, world):
    page = client.get(url(world.cluster)).content.decode()
    assert ">contradicts</strong>" in page
    assert "9 or at least 14 killed" in page
    assert "Independent: different origins" in page


def test_it_shows_numbers_with_their_bounds(client, world):
    page = client.get(url(world.cluster)).content.decode()
    assert "at least 14 killed" in page
    assert "9 killed" in page


def test_it_shows_credibility_with_its_reasons(client, world):
    page = client.get(url(world.cluster)).content.decode()
    assert "Credibility 0.60" in page
    assert "one origin, no confirmation yet" in page
    assert "3: possibly true" in page


def test_it_folds_copies_under_their_representative(client, world):
    page = client.get(url(world.cluster)).content.decode()
    assert "1 copy in the same words" in page
    assert f"/claims/{world.copy.public_id}/" in page


def test_it_lists_suggestions_both_ways(client, world):
    assert ">May belong here<" in client.get(url(world.cluster)).content.decode()
    assert ">May belong elsewhere<" in client.get(url(world.other_cluster)).content.decode()


AGREE, CLASH = {"topics": 1.0, "published_together": 1.0}, {"topics": 1.0, "long_apart": 1.0}


def told(features: dict[str, float]) -> list[str]:
    """The reasons for a link with these features, as a page writes them."""
    return [f"<span>{reason.signed}</span> {reason.says}" for reason in reasons(features)]


def folds(page: str, summary: str) -> list[str]:
    """What stands folded under this word, fold by fold."""
    return [part.split("</details>")[0] for part in page.split(f"<summary>{summary}</summary>")[1:]]


def test_a_suggestion_says_why_by_the_strongest_link_into_the_cluster(client, db):
    near, far, strongest, stray = (factories.make_claim(statement=f"claim {n}") for n in range(4))
    cluster = factories.make_cluster([near, far])
    other = factories.make_cluster([stray])
    factories.make_cluster([strongest])
    for claim in (near, far, strongest, stray):
        factories.make_episode(claim)
    factories.make_link(stray, far, 0.4, **AGREE)
    factories.make_link(stray, near, 0.5, **CLASH)
    factories.make_link(stray, strongest, 0.9, **AGREE)  # leads to another cluster
    factories.make_suggestion(stray, cluster)
    for address in (url(cluster), url(other)):  # to it, and from it
        why = folds(client.get(address).content.decode(), "Why")
        assert len(why) == 1
        assert "claim 0" in why[0] and ">0.50<" in why[0]
        assert [reason in why[0] for reason in told(CLASH)] == [True, True]
        assert told(AGREE)[1] not in why[0]


def test_a_claim_says_why_it_is_here_by_its_three_strongest_links_to_other_articles(client, db):
    article = factories.make_article()
    mine, beside = (factories.make_claim(article, statement=statement) for statement in ("mine", "beside"))
    others = [factories.make_claim(statement=f"other {n}") for n in range(5)]
    stray = factories.make_claim(statement="stray")
    factories.make_episode(mine)
    for claim in (beside, *others, stray):
        factories.make_episode(claim)
    for claim, score in zip([beside, stray, *others], [0.9, 0.8, 0.3, 0.7, 0.6, 0.5, 0.4], strict=True):
        factories.make_link(mine, claim, score, **AGREE)
    cluster = factories.make_cluster([mine, beside, *others])
    factories.make_cluster([stray])
    cards = client.get(url(cluster)).context["shown"].slots[0].cards
    here = {card.claim.statement: card.here for card in cards}
    assert [(why.claim.statement, why.score) for why in here["mine"].whys] == [
        ("other 1", 0.7), ("other 2", 0.6), ("other 3", 0.5)
    ]  # fmt: skip
    assert [why.claim.statement for why in here["other 0"].whys] == ["mine"]
    assert here["beside"].whys == ()
    assert told(AGREE)[0] in folds(client.get(url(cluster)).content.decode(), "Why here")[0]


def test_a_claim_shares_the_links_of_its_episode_and_says_so(client, db):
    article = factories.make_article()
    head, second, elsewhere = (factories.make_claim(article, statement=word) for word in ("head", "second", "gone"))
    other = factories.make_claim(statement="other")
    factories.make_episode(head, second, elsewhere)
    factories.make_episode(other)
    factories.make_link(head, other, 0.7, **AGREE)
    cluster = factories.make_cluster([head, second, other])
    factories.make_cluster([elsewhere])
    here = {card.claim.statement: card.here for card in client.get(url(cluster)).context["shown"].slots[0].cards}
    assert [(word, here[word].beside, [why.claim.statement for why in here[word].whys]) for word in sorted(here)] == [
        ("head", 1, ["other"]),
        ("other", 0, ["head"]),
        ("second", 1, ["other"]),
    ]
    assert "tells it as one with 1 other claim of" in client.get(url(cluster)).content.decode()


def test_of_an_episode_whose_first_claim_went_elsewhere_one_that_is_here_is_shown(client, db):
    article = factories.make_article()
    head, second = (factories.make_claim(article, statement=word) for word in ("head", "second"))
    other, stray = (factories.make_claim(statement=word) for word in ("other", "stray"))
    factories.make_episode(head, second)
    factories.make_episode(other)
    factories.make_episode(stray)
    factories.make_link(head, other, 0.7, **AGREE)
    factories.make_link(head, stray, 0.4, **AGREE)
    cluster = factories.make_cluster([second, other])
    factories.make_cluster([head])
    factories.make_cluster([stray])
    factories.make_suggestion(stray, cluster, 0.4)
    shown = client.get(url(cluster)).context["shown"]
    whys = [why for card in shown.slots[0].cards for why in card.here.whys]
    assert sorted(why.claim.statement for why in whys) == ["other", "second"]
    assert [each.why.claim.statement for each in shown.suggestions] == ["second"]


def test_copies_explain_nothing(client, db):
    original, copy, stray = (factories.make_claim(statement=word) for word in ("original", "copy", "stray"))
    for claim in (original, copy, stray):
        factories.make_episode(claim)
    factories.make_link(copy, stray, 0.4, **AGREE)
    cluster = factories.make_cluster([original, copy], copies={copy: original})
    factories.make_cluster([stray])
    factories.make_suggestion(stray, cluster, 0.4)
    response = client.get(url(cluster))
    assert response.context["shown"].suggestions[0].why is None
    assert folds(response.content.decode(), "Why") == []
    assert "log-odds" not in response.content.decode()


def test_it_lists_the_decisions_on_its_claims_only(client, world):
    checker = factories.make_user("vera")
    verdict = factories.make_decision(
        [world.claims[2]], "verdict", by=checker, value={"rating": 0.5}, reason="hospital"
    )
    factories.make_decision([world.claims[2]], "undo", by=checker, undoes=verdict, reason="too early")
    factories.make_decision([factories.make_claim()], by=checker, reason="elsewhere")
    page = client.get(url(world.cluster)).content.decode()
    assert "hospital" in page and "vera" in page and "verdict: 0.50 (0 false, 1 true)" in page
    assert "too early" in page and "undone" in page
    assert "elsewhere" not in page


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
        assert f'<span class="chip status-{status}"' in client.get(address).content.decode()


def test_it_says_why_a_decision_is_not_binding(client, world):
    checker = factories.make_user("vera")
    pair = world.claims[:2]
    factories.make_decision(pair, "same-event", by=checker)
    later = factories.RECEIVED + timedelta(days=2)
    factories.make_decision(pair, "different-event", by=checker, decided_at=later, recorded_at=later)
    page = client.get(url(world.cluster)).content.decode()
    assert page.count(">not binding<") == 1
    assert "contradicts earlier decisions: vera decided on" in page


def test_an_unknown_place_and_time_are_shown_as_unknown(client, db):
    cluster = factories.make_cluster(place="", event_from=None, event_to=None)
    page = client.get(url(cluster)).content.decode()
    assert "place unknown" in page and "time unknown" in page


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


def test_a_clusters_queries_are_constant(client, world, django_assert_num_queries):
    factories.make_decision([world.claims[0]])
    with django_assert_num_queries(17):
        client.get(url(world.cluster))
    claims = [factories.make_claim(chain=[world.agency], slot="killed") for _ in range(60)]
    big = factories.make_cluster(claims)
    for a, b in zip(claims[1:], claims, strict=False):
        factories.make_relation(a, b)
    factories.make_decision([claims[0]], by=factories.make_user("second"))
    with django_assert_num_queries(17):
        page = client.get(url(big))
    assert len(page.context["shown"].claims) == 30


def explained(size: int):
    """A cluster of this many claims, all linked with the next, and half as many suggestions each way."""
    claims, strays = ([factories.make_claim() for _ in range(n)] for n in (size, size // 2))
    for claim in (*claims, *strays):
        factories.make_episode(claim)
    cluster, other = factories.make_cluster(claims), factories.make_cluster(strays)
    for one, next_one in itertools.pairwise(claims):
        factories.make_link(one, next_one, **AGREE)
    for claim, stray in zip(claims, strays, strict=False):
        factories.make_link(claim, stray, 0.4, **AGREE)
        factories.make_suggestion(stray, cluster)
        factories.make_suggestion(claim, other)
    return cluster


def test_reasons_take_a_fixed_number_of_queries(client, db, django_assert_num_queries):
    for size in (2, 40):
        cluster = explained(size)
        with django_assert_num_queries(20):
            shown = client.get(url(cluster)).context["shown"]
        assert all(each.why for each in (*shown.suggestions, *shown.elsewhere))
        assert all(card.here.whys for card in shown.slots[0].cards)
