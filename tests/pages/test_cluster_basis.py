"""What the credibility of a claim rests on, and why the claim stands in its cluster."""

import pytest

from corroboration.engine.reasons import reasons
from corroboration.models import Assessment
from corroboration.selectors.cluster.basis import rests_on
from tests import factories

pytestmark = pytest.mark.django_db

AGREE, CLASH = {"topics": 1.0, "published_together": 1.0}, {"topics": 1.0, "long_apart": 1.0}
REASONS = [
    "-2.60 Interior Ministry says otherwise (as origin, reliability 0.73)",
    "+1.95 Silesian Monitor says so (as origin, reliability 0.66)",
    "whoever said so has taken it back",
    "one more independent voice that says so would make it 0.94, one that says otherwise 0.05, one that denies it 0.04",
    "without Interior Ministry it would be 0.73",
]


def told(features: dict[str, float]) -> list[str]:
    """The reasons for a link with these features, as a page writes them."""
    return [f"<span>{reason.signed}</span> {reason.says}" for reason in reasons(features)]


def folds(page: str, summary: str) -> list[str]:
    """What stands folded under this word, fold by fold."""
    return [part.split("</details>")[0] for part in page.split(f"<summary>{summary}</summary>")[1:]]


def url(claim) -> str:
    return f"/claims/{claim.public_id}/basis/"


def text_of(client, claim) -> str:
    return client.get(url(claim)).content.decode()


def here(client, claim):
    return client.get(url(claim)).context["basis"].here


def test_reasons_are_told_apart_as_votes_notes_and_what_would_change_it():
    found = rests_on(REASONS)
    assert [(vote.weight, vote.against) for vote in found.votes] == [("−2.60", True), ("+1.95", False)]
    assert found.votes[1].words == "Silesian Monitor says so (as origin, reliability 0.66)"
    assert found.notes == ("whoever said so has taken it back",)
    assert found.changes == tuple(REASONS[3:])


def test_what_a_verdict_settled_only_another_would_change():
    found = rests_on(
        ["a fact-checker's verdict decides: seen on film", *REASONS[:1], "only another verdict would change it"]
    )
    assert [len(found.votes), len(found.notes), len(found.changes)] == [1, 1, 1]


def test_a_card_shows_the_heaviest_reason_and_where_the_rest_is(client, world):
    page = client.get(f"/clusters/{world.cluster.public_id}/").content.decode()
    assert "Credibility 0.60" in page
    assert "one origin, no confirmation yet" in page
    assert "Admiralty 3: possibly true" in page
    assert f'hx-get="{url(world.claims[2])}"' in page


def test_it_shows_voices_changes_and_what_came_of_it(client, world):
    claim = world.claims[2]
    Assessment.objects.filter(claim=claim.public_id).update(reasons=REASONS)
    factories.make_outcome(claim, "corroborated", until="2021-05-07", weight=0.0, reason="repeated (not counted)")
    page = text_of(client, claim)
    assert '<li class="against"><span>−2.60</span>' in page and '<li class="for"><span>+1.95</span>' in page
    assert "Without Interior Ministry it would be 0.73" in page
    assert f'<a href="/claims/{world.claims[5].public_id}/" dir="auto">contradicted by another source</a>' in page
    assert "counts 1</span>" in page
    (uncounted,) = folds(page, "1 that counts for nothing")
    assert "5 May 2021 to 7 May 2021" in uncounted and "<bdi>repeated (not counted)</bdi>" in uncounted


def test_of_many_outcomes_those_that_count_and_the_latest_are_listed(client, world):
    claim = world.claims[3]
    for day in range(1, 20):
        factories.make_outcome(claim, since=f"2021-06-{day:02}", weight=0.0)
    factories.make_outcome(claim, since="2021-05-01", weight=0.5)
    basis = client.get(url(claim)).context["basis"]
    assert [len(basis.counted), len(basis.uncounted), basis.more] == [1, 11, 8]
    assert basis.uncounted[0].outcome.since.day == 19
    assert "19 that count for nothing" in text_of(client, claim)


def test_the_basis_of_a_claim_that_is_gone_is_not_found(client, db):
    assert client.get(f"/claims/{'0' * 24}/basis/").status_code == 404


def test_a_claim_without_an_assessment_has_no_votes(client, db):
    claim = factories.make_claim()
    factories.make_cluster([claim])
    assert client.get(url(claim)).context["basis"].rests.votes == ()


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
    for each in (cluster, other):  # to it, and from it
        why = folds(client.get(f"/clusters/{each.public_id}/").content.decode(), "Why")
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
    factories.make_cluster([mine, beside, *others])
    factories.make_cluster([stray])
    assert [(why.claim.statement, why.score) for why in here(client, mine).whys] == [
        ("other 1", 0.7), ("other 2", 0.6), ("other 3", 0.5)
    ]  # fmt: skip
    assert [why.claim.statement for why in here(client, others[0]).whys] == ["mine"]
    assert here(client, beside).whys == ()
    assert told(AGREE)[0] in text_of(client, mine)
    assert "log-odds. Each pair begins at" in text_of(client, mine)


def test_a_claim_shares_the_links_of_its_episode_and_says_so(client, db):
    article = factories.make_article()
    head, second, elsewhere = (factories.make_claim(article, statement=word) for word in ("head", "second", "gone"))
    other = factories.make_claim(statement="other")
    factories.make_episode(head, second, elsewhere)
    factories.make_episode(other)
    factories.make_link(head, other, 0.7, **AGREE)
    factories.make_cluster([head, second, other])
    factories.make_cluster([elsewhere])
    found = [here(client, claim) for claim in (head, other, second)]
    assert [(each.beside, [why.claim.statement for why in each.whys]) for each in found] == [
        (1, ["other"]),
        (0, ["head"]),
        (1, ["other"]),
    ]
    assert "tells it as one with 1 other claim of" in text_of(client, head)


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
    whys = [why for claim in (second, other) for why in here(client, claim).whys]
    assert sorted(why.claim.statement for why in whys) == ["other", "second"]
    shown = client.get(f"/clusters/{cluster.public_id}/").context["shown"]
    assert [each.why.claim.statement for each in shown.suggestions] == ["second"]


def test_copies_explain_nothing(client, db):
    original, copy, stray = (factories.make_claim(statement=word) for word in ("original", "copy", "stray"))
    for claim in (original, copy, stray):
        factories.make_episode(claim)
    factories.make_link(copy, stray, 0.4, **AGREE)
    cluster = factories.make_cluster([original, copy], copies={copy: original})
    factories.make_cluster([stray])
    factories.make_suggestion(stray, cluster, 0.4)
    response = client.get(f"/clusters/{cluster.public_id}/")
    assert response.context["shown"].suggestions[0].why is None
    assert folds(response.content.decode(), "Why") == []
    assert "log-odds" not in response.content.decode()


@pytest.mark.parametrize("size", [2, 40])
def test_its_queries_are_constant(client, world, django_assert_num_queries, size):
    claims = [factories.make_claim(chain=[world.agency], slot="killed") for _ in range(size)]
    for claim in claims:
        factories.make_episode(claim)
        factories.make_outcome(claims[0], by=claim.public_id)
    for claim in claims[1:]:
        factories.make_link(claims[0], claim, **AGREE)
    factories.make_cluster(claims)
    with django_assert_num_queries(9):
        assert here(client, claims[0]).whys
