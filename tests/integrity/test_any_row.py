"""Whichever row of whichever table that is worked out was changed or lost: it is found, by name; what the command says
then to do mends it; and everything is as it was."""

import contextlib
import io
import random
import re
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db.models import CharField, F, FloatField, Model, Value
from django.db.models.functions import Concat

from claims.models import Claim
from corroboration import rebuilding
from corroboration.models import (
    Assessment,
    BlockKey,
    ClaimFacet,
    Cluster,
    ClusterFacet,
    CopyKey,
    Decision,
    EpisodeMember,
    LedgerEntry,
    LedgerMonth,
    Link,
    Membership,
    Outcome,
    Part,
    Relation,
    SearchWord,
)
from sources.models import TrackRecord
from tests.integrity import planted
from tests.integrity.test_faults import emptied, healthy  # noqa: F401 (fixtures)
from tests.pipeline.articles import work

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("nlp", "emptied")]
Change = Callable[[random.Random], None]


def some(model: type[Model], chance: random.Random, **which: object):
    """Any row of a model, to be changed behind everybody's back."""
    rows = model._base_manager.filter(**which)
    return rows.filter(pk=chance.choice(sorted(rows.values_list("pk", flat=True), key=str)))


def lost(model: type[Model], **which: object) -> Change:
    def change(chance: random.Random) -> None:
        rows = some(model, chance, **which)
        rows._raw_delete(rows.db)

    change.__name__ = f"lost {model.__name__} {' '.join(map(str, which.values()))}".strip()
    return change


def other(model: type[Model], name: str, value: object, **which: object) -> Change:
    def change(chance: random.Random) -> None:
        some(model, chance, **which).update(**{name: value})

    change.__name__ = f"other {name} of {model.__name__} {' '.join(map(str, which.values()))}".strip()
    return change


def shifted_offsets(chance: random.Random) -> None:
    (claim,) = some(Claim, chance)
    by = chance.choice((-1, 1)) if claim.start else 1
    segments = [[start + by, end + by] for start, end in claim.segments]
    Claim.every.filter(pk=claim.pk).update(start=claim.start + by, end=claim.end + by, segments=segments)


def shortened_segment(chance: random.Random) -> None:
    (claim,) = some(Claim, chance)
    segments = [*claim.segments[:-1], [claim.segments[-1][0], claim.segments[-1][1] - 1]]
    Claim.every.filter(pk=claim.pk).update(end=claim.end - 1, segments=segments)


def relation_to_another_cluster(chance: random.Random) -> None:
    (relation,) = some(Relation, chance)
    elsewhere = Membership.objects.exclude(cluster__memberships__claim=relation.a_id).order_by("claim")
    (claim,) = some(Membership, chance, pk__in=elsewhere)
    Relation.objects.filter(pk=relation.pk).update(b=claim.claim_id)


def outcome_by_another_cluster(chance: random.Random) -> None:
    (outcome,) = some(Outcome, chance, kind="corroborated")
    elsewhere = Membership.objects.exclude(cluster__memberships__claim=outcome.claim_id)
    (claim,) = some(Membership, chance, pk__in=elsewhere)
    Outcome.objects.filter(pk=outcome.pk).update(by=claim.claim_id)


def member_of_another_cluster(chance: random.Random) -> None:
    (member,) = some(Membership, chance)
    (cluster,) = some(Cluster, chance, pk__in=Cluster.objects.exclude(public_id=member.cluster_id))
    Membership.objects.filter(pk=member.pk).update(cluster=cluster)


def member_of_a_missing_cluster(chance: random.Random) -> None:
    (member,) = some(Membership, chance)
    planted.point_nowhere(Membership, "cluster_id", member.pk)


def later(name: str) -> Concat:
    return Concat(F(name), Value("x"), output_field=CharField())


def lost_month(chance: random.Random) -> None:
    lost(LedgerMonth, pk__in=LedgerMonth.objects.exclude(lines=b""))(chance)


MORE = F("whole_down") + Value(1e-6, FloatField())
CHANGES: dict[str, list[tuple[Change, str]]] = {
    "articles": [
        (shifted_offsets, "lying offsets"),
        (shortened_segment, "lying offsets"),
        (other(Claim, "text", "what nobody wrote"), "lying offsets"),
    ],
    "homes": [
        (member_of_a_missing_cluster, "orphaned links"),
        (member_of_another_cluster, "claims without a home"),
        (lost(Membership), "claims without a home"),
        (lost(EpisodeMember), "claims without a home"),
        (lost(Assessment), "claims without a home"),
    ],
    "relations": [
        (relation_to_another_cluster, "relations of strangers"),
        (lost(Relation), "judgements"),
        (other(Relation, "kind", "differs", kind="corroborates"), "judgements"),
    ],
    "outcomes": [
        (outcome_by_another_cluster, "outcomes of nobody"),
        (other(Outcome, "by", planted.NOBODY, kind="verdict"), "outcomes of nobody"),
        (lost(Outcome), "judgements"),
    ],
    "weights": [
        (other(Relation, "independent", None, independent=True), "judgements"),
        (other(Outcome, "weight", 0.25), "judgements"),
    ],
    "assessments": [(other(Assessment, "credibility", 0.123), "judgements")],
    "statuses": [(other(Assessment, "status", "superseded"), "judgements")],
    "clusters": [(other(Cluster, "origin_count", 9), "judgements"), (lost(ClusterFacet), "judgements")],
    "voices": [(lost(Part), "judgements")],
    "ledgers": [
        (other(LedgerEntry, "reason", "another"), "judgements"),
        (lost(LedgerEntry), "ledgers by month"),
        (other(LedgerEntry, "whole_down", MORE, until=None), "ledgers"),
    ],
    "records": [(lost_month, "ledgers by month"), (other(TrackRecord, "mean", 0.999), "track records")],
    "linking": [
        (lost(BlockKey), "keys and prints"),
        (other(BlockKey, "key", later("key")), "keys and prints"),
        (lost(CopyKey), "keys and prints"),
        (other(Membership, "copy_of", None, copy_of__isnull=False), "copies"),
        (lost(Link), "links"),
        (other(Link, "score", 0.999), "links"),
    ],
    "finding": [(lost(SearchWord), "search words"), (lost(ClaimFacet), "facets")],
}


def looked() -> dict[str, str]:
    """What the command tells of each check that found something."""
    out = io.StringIO()
    with contextlib.suppress(SystemExit):
        call_command("check_integrity", "--again", "--all", stdout=out)
    parts = re.findall(r"^(\S[^:\n]*): (.+\n(?:  .+\n)*)", out.getvalue(), re.M)
    assert len(parts) > 15
    return {check: told for check, told in parts if told != "none\n"}


@pytest.mark.parametrize("name", CHANGES)
def test_each_is_found_and_all_are_mended_as_told(healthy, name):  # noqa: F811 (the fixture)
    decided, chance = list(Decision.objects.values()), random.Random(name)
    told: dict[str, str] = {}
    for change, check in CHANGES[name]:
        before = told
        change(chance)
        told = looked()
        assert told.get(check) != before.get(check), (change.__name__, told)
    commands = {re.search(r"`manage\.py (check_integrity --mend(?: --again)?)`", each)[1] for each in told.values()}
    call_command(*max(commands, key=len).split(), stdout=io.StringIO())
    assert looked() == {}
    work()
    assert rebuilding.digest() == healthy
    assert list(Decision.objects.values()) == decided
