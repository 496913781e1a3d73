"""Which claims a review may be about: of one event, or none."""

from datetime import date, timedelta

import pytest

from claims.conversion import frame_to_json
from corroboration import statements
from corroboration.interchange import looking
from corroboration.models import Decision, ExternalMatch, ExternalReview
from tests.factories import make_article, make_assessment, make_claim, make_cluster, make_findable, make_source
from tests.interchange.reviews import NOW, claim_review, make_external_review
from tests.people import make_checker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nlp")]


def frame_of(text: str, day: str) -> dict:
    """What extraction reads from a sentence."""
    return frame_to_json(statements.telling("", text, date.fromisoformat(day)).claim.frame)


def found(text: str, **fields) -> list[str]:
    """The statements that are suggested for a review of this claim."""
    review = make_external_review(claimReviewed=text, **fields)
    looking.look(NOW)
    matches = ExternalMatch.objects.filter(review=review).order_by("-score", "claim")
    claims = {claim.public_id: claim.statement for claim in looking.Claim.objects.all()}
    return [claims[match.claim] for match in matches]


@pytest.fixture
def told(db):
    """What was told here of one blast, and of others."""
    claims = [
        make_claim(
            make_article(make_source(outlet), f"{text}.", published_at=day),
            text,
            slot="killed",
            frame=frame_of(text, day),
            chain=[make_source("Silesian Monitor", kind="monitor")],
        )
        for outlet, day, text in [
            ("Herald", "2021-05-04", "An explosion at the covered market of Aleppo killed at least 14 people"),
            ("Herald", "2019-05-04", "An explosion at the covered market of Aleppo killed at least 15 people"),
            ("Herald", "2021-05-05", "An explosion at the covered market of Homs killed at least 14 people"),
        ]
    ]
    for claim in claims:
        make_cluster([claim])
        make_assessment(claim)
    make_findable(*claims)
    return claims


ALEPPO = "14 people were killed by an explosion at the covered market of Aleppo"


def test_a_review_finds_the_claim_that_it_is_about_and_no_look_alike(told):
    assert found(ALEPPO) == [told[0].statement]


def test_without_a_date_of_the_claim_it_was_told_before_the_review(told):
    assert found(ALEPPO, itemReviewed={"@type": "Claim"}) == [told[0].statement]
    assert found(ALEPPO, itemReviewed={"@type": "Claim"}, datePublished="2019-06-01") == [told[1].statement]


def test_another_place_is_another_event_however_alike_the_words(told):
    assert found(ALEPPO.replace("Aleppo", "Damascus")) == []


def test_a_town_named_beside_the_point_is_another_place_too(db):
    text = "The army withdrew from its positions at Palmyra late on Wednesday"
    claim = make_claim(
        make_article(text=f"{text}.", published_at="2021-05-04"), text, frame=frame_of(text, "2021-05-04")
    )
    make_findable(claim)
    assert found(text) == [text]
    assert found(text.replace("Palmyra", "Idlib")) == []


@pytest.mark.parametrize(
    "text",
    [
        "14 killed",
        "Explosion in Aleppo",
        "The government lied about the attack",
        "A video shows what happened",
        "A vaccine against measles changes the genes of children in Brazil",
        "???",
    ],
)
def test_what_is_short_or_vague_or_of_something_else_finds_nothing(told, text):
    assert found(text) == []


def test_who_said_it_adds_to_the_fit_and_to_the_reasons(told):
    first = make_external_review(claimReviewed=ALEPPO)
    second = make_external_review(
        claimReviewed=ALEPPO, itemReviewed=claim_review()["itemReviewed"] | {"author": "Nobody"}
    )
    [named], [other] = looking.matches(first), looking.matches(second)
    assert named.score == pytest.approx(min(1.0, other.score + looking.SAME_SPEAKER))
    assert "same speaker: Silesian Monitor" in named.reasons


def test_nothing_is_decided(told):
    assert found(ALEPPO)
    assert not Decision.objects.exists()


def test_what_came_in_since_is_looked_for_again_once_a_day(told):
    found(ALEPPO.replace("Aleppo", "Idlib"))
    text = "An explosion at the covered market of Idlib killed 14 people"
    later = make_claim(make_article(text=f"{text}.", published_at="2021-05-06"), frame=frame_of(text, "2021-05-06"))
    make_findable(later)
    assert looking.look(NOW + timedelta(hours=1)) == 0
    assert looking.look(NOW + timedelta(hours=25)) == 1
    assert ExternalReview.objects.get().matches.get().claim == later.public_id


def test_two_workers_look_once(told):
    review = make_external_review(claimReviewed=ALEPPO)
    stale = ExternalReview.objects.get(pk=review.pk)
    assert looking.look_for([review], NOW) == 1
    assert looking.look_for([stale], NOW) == 0
    assert review.matches.count() == 1


PARAPHRASE = "Fourteen dead after a blast ripped through the bazaar of Aleppo"


def test_what_says_the_same_in_other_words_is_near_and_is_not_suggested(told):
    review = make_external_review(claimReviewed=PARAPHRASE)
    assert looking.matches(review) == []
    assert [each.claim for each in looking.near(review, ())] == [told[0].public_id]
    assert looking.near(review, {told[0].public_id}) == []
    assert not ExternalMatch.objects.exists()


def test_who_decides_is_shown_the_clusters_near_a_review(told, client):
    address = f"/external-reviews/{make_external_review(claimReviewed=PARAPHRASE).public_id}/"
    looking.look(NOW)
    near = 'class="likely near"'
    assert near not in client.get(address).content.decode()
    client.force_login(make_checker())
    page = client.get(address).content.decode()
    assert near in page and told[0].statement in page and told[2].statement not in page
    answered = client.post(f"{address}answer/", {"claim": told[0].public_id, "answer": "related"})
    assert answered.status_code == 303
    assert near not in client.get(address).content.decode()
