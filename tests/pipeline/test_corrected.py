"""An outlet corrects itself: what it said is retracted from that day on, and was what it was before."""

from datetime import date

import pytest

from claims.models import Claim
from corroboration import history
from corroboration.ingestion import accept
from corroboration.models import Outcome, Relation
from tests.pipeline.articles import line, work

ARTICLES = (
    (
        "a1",
        "Orchard Gazette",
        "2018-05-04T09:00:00Z",
        "A car bomb killed 20 people in Azaz on Friday, the Syrian Observatory for Human Rights said.",
    ),
    (
        "a2",
        "River Post",
        "2018-05-04T15:00:00Z",
        "A car bomb killed 12 people in Azaz on Friday, the local council said.",
    ),
    (
        "a3",
        "Orchard Gazette",
        "2018-05-06T09:00:00Z",
        "Correction: An earlier version of this article said that a car bomb killed 20 people in Azaz on Friday.",
    ),
)


def claim_of(external_id: str) -> Claim:
    return Claim.objects.get(article__external_id=external_id, slot="killed")


@pytest.mark.django_db
@pytest.mark.usefixtures("nlp")
def test_a_corrected_claim_is_retracted_not_contradicted():
    for article in ARTICLES:
        accept(line(*article))
    work()
    wrong, right, notice = (claim_of(id) for id, *_ in ARTICLES)
    relation = Relation.objects.get(b=wrong, kind="supersedes")
    assert (relation.a, relation.type) == (notice, "correction")
    assert not Relation.objects.filter(a=notice, b=right).exists()  # the notice itself says nothing of the matter
    outcomes = {o.kind: (o.since, o.until) for o in Outcome.objects.filter(claim=wrong)}
    assert outcomes["retracted"] == (date(2018, 5, 6), None)
    assert outcomes["contradicted"] == (date(2018, 5, 4), date(2018, 5, 6))
    assert wrong.assessment.status == "retracted"
    assert history.snapshot(date(2018, 5, 5)).status[wrong.public_id][0] == "contradicted"
