"""What was found of claims together: whether relations and outcomes have their two sides, whether each claim is met by
whom it should be; and, where that is asked for, whether all of it comes out the same once more."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery

from claims.models import Claim
from corroboration import facets, linking, past, relating, settling, weighing
from corroboration.decisions import InForce, in_force
from corroboration.engine.copies import copy_key
from corroboration.engine.fits import Timeline
from corroboration.engine.values import Telling
from corroboration.evidence import stored_episodes, tellings
from corroboration.integrity.faults import MENDS, Check, Fault, pieces, read_again, settle_again
from corroboration.models import BlockKey, Cluster, CopyKey, Decision, Episode, Link, Membership, Outcome, Relation

EPISODES = 200  # looked at together, with all that their claims say
BY_A_CLAIM = (Outcome.Kind.CORROBORATED, Outcome.Kind.CONTRADICTED, Outcome.Kind.SUPERSEDED)


def strangers(now: datetime) -> Iterator[Fault]:
    """Relations between claims that don't stand in one cluster."""
    apart = ~Q(a__membership__cluster=F("b__membership__cluster"))
    alone = Q(a__membership=None) | Q(b__membership=None)
    rows = Relation.objects.filter(apart | alone).order_by("pk")
    found = rows.values_list("a", "kind", "b", "a__membership__cluster", "b__membership__cluster", "pk")
    for a, kind, b, left, right, pk in found.iterator():
        yield Fault(f"relation {a} {kind} {b}: the two don't stand in one cluster", (pk, left, right))


def part_strangers(faults: Collection[Fault], now: datetime) -> None:
    """Delete them, and have the clusters of both sides related and settled again."""
    Relation.objects.filter(pk__in=[fault.key[0] for fault in faults]).delete()
    settle_again({cluster for fault in faults for cluster in fault.key[1:] if cluster})


def one_sided(now: datetime) -> Iterator[Fault]:
    """Outcomes by a claim of another cluster, or by a decision that isn't there."""
    own = Membership.objects.filter(claim=OuterRef(OuterRef("claim"))).values("cluster")
    beside = Membership.objects.filter(claim=OuterRef("by"), cluster__in=own)
    made = Decision.objects.filter(public_id=OuterRef("by"))
    missing = Q(~Exists(beside), kind__in=BY_A_CLAIM) | Q(~Exists(made), kind=Outcome.Kind.VERDICT)
    rows = (
        Outcome.objects.filter(missing).order_by("pk").values_list("claim", "kind", "by", "claim__membership__cluster")
    )
    for claim, kind, by, cluster in rows.iterator():
        what = "there is no such decision" if kind == Outcome.Kind.VERDICT else "which doesn't stand in its cluster"
        yield Fault(f"claim {claim}: {kind} by {by}, {what}", cluster)


def unmet(now: datetime) -> Iterator[Fault]:
    """Episodes that lack a key by which others meet them, or have one that isn't theirs; and prints likewise."""
    for ids in pieces(Episode.objects.order_by("pk").values_list("pk", flat=True).iterator(), EPISODES):
        told = _told(ids)
        yield from _keys(ids, told)
        yield from _prints(told)


def _told(episodes: Collection[str]) -> dict[str, Telling]:
    members = Claim.objects.filter(episode_member__episode__in=episodes)
    return tellings(set(members.values_list("public_id", flat=True)))


def _keys(episodes: Collection[str], told: Mapping[str, Telling]) -> Iterator[Fault]:
    originals = set(
        Claim.objects.filter(episode_member__episode__in=episodes, copy_key__original=None).values_list(
            "episode_member__episode", flat=True
        )
    )
    found = [episode for episode in stored_episodes(told) if episode.id in originals]
    right = {(row.claim_id, row.key, row.published_at) for row in linking.keys_of(found)}
    there = set(BlockKey.objects.filter(claim__in=episodes).values_list("claim_id", "key", "published_at"))
    for id, says in _unlike(there, right):
        yield Fault(f"episode {id}: of the keys by which others meet it, {says}", id)


def _prints(told: Mapping[str, Telling]) -> Iterator[Fault]:
    right = {(id, key, telling.published_at) for id, telling in told.items() if (key := copy_key(telling))}
    there = set(CopyKey.objects.filter(claim__in=list(told)).values_list("claim_id", "key", "published_at"))
    for id, says in _unlike(there, right):
        yield Fault(f"claim {id}: of the print by which its copies are known, {says}", id)


def _unlike(there: set[tuple], right: set[tuple]) -> Iterator[tuple[str, str]]:
    """Whose rows differ, and how. Rows begin with whose they are."""
    missing, wrong = _counted(right - there), _counted(there - right)
    for id in sorted({*missing, *wrong}):
        yield id, f"{missing[id]} missing, {wrong[id]} that shouldn't be there"


def _counted(rows: Iterable[tuple]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for row in rows:
        found[row[0]] += 1
    return found


def miscopied(now: datetime) -> Iterator[Fault]:
    """Claims that stand in their cluster as another's copy than their print says."""
    printed = CopyKey.objects.filter(claim=OuterRef("claim"))
    rows = Membership.objects.annotate(printed=Subquery(printed.values("original")))
    same = Q(copy_of=F("printed"), printed__isnull=False, copy_of__isnull=False)
    rows = rows.exclude(same).exclude(copy_of=None, printed=None).order_by("pk")
    for claim, copy_of, original in rows.values_list("claim", "copy_of", "printed").iterator():
        yield Fault(f"claim {claim}: counts as a copy of {copy_of or 'none'}, and has the print of {original}", claim)


def unlinked(now: datetime) -> Iterator[Fault]:
    """Episodes that meet others and aren't linked as their likeness says."""
    for ids in pieces(Episode.objects.order_by("pk").values_list("pk", flat=True).iterator(), EPISODES):
        keyed = set(BlockKey.objects.filter(claim__in=ids).values_list("claim_id", flat=True))
        own = {episode.id: episode for episode in stored_episodes(_told(ids)) if episode.id in keyed}
        scored = linking.scored(linking.candidates(own), own)
        right = {(min(link.left, link.right), max(link.left, link.right), link.score) for link in scored}
        mine = Q(left__in=ids) | Q(right__in=ids)
        there = set(Link.objects.filter(mine).values_list("left_id", "right_id", "score"))
        for id, says in _unlike(there, right):
            yield Fault(f"episode {id}: of its links to later ones, {says}", id)


def judged_otherwise(now: datetime) -> Iterator[Fault]:
    """Clusters of which relations, outcomes, assessments or lines of ledgers come out otherwise, judged once more."""
    decided, weights, day = in_force(), weighing.timeline(), past.last_day() or settling.NO_DAY
    stored = Cluster.objects.order_by("pk").values_list("public_id", flat=True)
    for ids in pieces(stored.iterator(), settling.AT_ONCE):
        if _otherwise(ids, decided, weights, day):
            for id in ids:
                if says := _otherwise([id], decided, weights, day):
                    yield Fault(f"cluster {id}: {'; '.join(says)}", id)


def _otherwise(clusters: list[str], decided: InForce, weights: Timeline, day: date) -> list[str]:
    found, shown = [], {}
    for id, (members, copies) in relating.load(clusters, {}).items():
        relations, origins = relating.judge(members, copies, decided)
        standing = relating.stood_by(members, copies, relations)
        summary = relating.summed_up(members, standing, origins)
        found += map(relating.row, relations)
        shown[id] = (summary, facets.wanted(members, standing, summary["place_id"]))
    mine = Relation.objects.filter(a__membership__cluster__in=clusters)
    there, right = set(map(_told_by, mine)), set(map(_told_by, found))
    says = [f"relations: {len(right - there)} missing, {len(there - right)} that shouldn't be there"]
    followed = settling.compute(clusters, weights, day)
    return says * (there != right) + _shown_otherwise(shown) + settling.unlike(followed)


def _shown_otherwise(shown: Mapping[str, tuple[Mapping[str, Any], set[facets.Facet]]]) -> list[str]:
    says = []
    for row in Cluster.objects.filter(public_id__in=shown).prefetch_related("facets"):
        summary, wanted = shown[row.public_id]
        if other := sorted(name for name, value in summary.items() if getattr(row, name) != value):
            says.append(f"{', '.join(other)} sum it up otherwise than its claims")
        if wanted != {(facet.kind, facet.value) for facet in row.facets.all()}:
            says.append("filters find it by what it isn't, or miss it")
    return says


def _told_by(row: Relation) -> tuple[object, ...]:
    values = (row.kind, row.type, row.score, row.independent, tuple(row.reasons), tuple(row.evidence))
    return (row.a_id, row.b_id, *values)


def judge_again(faults: Collection[Fault], now: datetime) -> None:
    settle_again({fault.key for fault in faults if fault.key})


def link_again(faults: Collection[Fault], now: datetime) -> None:
    read_again(set(Claim.every.filter(public_id__in=[f.key for f in faults]).values_list("article", flat=True)))


_JUDGE, _LINK = f"{MENDS} has their clusters judged again.", f"{MENDS} has their articles read again."
_AGAIN = MENDS.replace("--mend", "--mend --again")
CHECKS = (
    Check("relations of strangers", strangers, _JUDGE, part_strangers, settled=True),
    Check("outcomes of nobody", one_sided, _JUDGE, judge_again, settled=True),
    Check("keys and prints", unmet, _LINK, link_again, settled=True),
    Check("copies", miscopied, _LINK, link_again, settled=True),
    Check("links", unlinked, _LINK.replace(MENDS, _AGAIN), link_again, settled=True, again=True),
    Check("judgements", judged_otherwise, _JUDGE.replace(MENDS, _AGAIN), judge_again, settled=True, again=True),
)
