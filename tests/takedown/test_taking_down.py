"""A takedown: the words go for good, what was found stands."""

import pytest
from django.utils import timezone

from claims.models import Article
from corroboration import rebuilding, takedown
from corroboration.models import Assessment, LedgerEntry, Membership, Outcome, Relation
from tests.factories import make_user
from tests.pipeline.articles import take_in, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nlp")]


@pytest.fixture(autouse=True)
def _log(settings, tmp_path):
    settings.TAKEDOWN_LOG = tmp_path / "takedowns.ndjson"


LEDGER = ["source__slug", "role", "claim", "kind", "partner", "date", "until", "whole_up", "whole_down", "topics"]


def found() -> dict[str, object]:
    """All that was found, without a word."""
    return {
        "members": set(Membership.objects.values_list("claim", "cluster", "copy_of")),
        "relations": set(Relation.objects.values_list("a", "b", "kind", "type", "score", "independent")),
        "outcomes": set(Outcome.objects.values_list("claim", "kind", "since", "until", "by", "weight")),
        "ledger": sorted(
            (slug.partition("/")[0], *map(str, line)) for slug, *line in LedgerEntry.ever.values_list(*LEDGER)
        ),
        "assessments": set(Assessment.objects.values_list("claim", "status", "credibility", "digit")),
    }


@pytest.mark.parametrize("taken", ["a1", "a2", "a3", "a4", "b1", "b2"])
def test_what_was_found_stands(taken):
    take_in()
    work()
    before = found()
    article = Article.objects.get(external_id=taken)
    takedown.take_down(article, by=make_user("anna"), reason="a court order", now=timezone.now())
    work()
    after = found()
    for name in before:
        assert after[name] == before[name], name
    digest = rebuilding.digest()
    rebuilding.forget(now=timezone.now())
    work()
    again = found()
    for name in before:
        assert again[name] == before[name], name
    assert rebuilding.digest() == digest
