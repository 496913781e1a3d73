"""How things stood before they were worked on: noted once, and kept until they are settled again.

Articles that are read again leave their clusters for a while, and a rebuild begins with nothing: neither is news.
So what stands at the end is compared with what stood at first, never with what was in between. A killed worker leaves
the notes, and whoever takes over goes on with them.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db.models import Exists, OuterRef, Q, QuerySet

from corroboration import queue
from corroboration.evidence import in_chunks
from corroboration.models import Cluster, KnownClaim, KnownCluster, KnownLetter, Membership, Outcome, Webhook
from sources.models import TrackRecord

AT_ONCE = 300  # clusters whose state is read at once


def remember(clusters: Collection[str]) -> None:
    """Note how these clusters stand, unless that is noted already: before they change, in the same transaction."""
    if not _anybody_listens():
        return
    noted: dict[str, UUID] = {}
    for ids in in_chunks(sorted(clusters), AT_ONCE):
        noted |= dict(KnownCluster.objects.filter(cluster__in=ids).values_list("cluster", "work"))
    work = _one_work(set(noted.values()))
    for ids in in_chunks([id for id in sorted(clusters) if id not in noted], AT_ONCE):
        _note(ids, work)


def remember_letters(letters: Mapping[tuple[str, str], str]) -> None:
    """Note which letters records have, by source and role ("" for none), before they are made again."""
    if not _anybody_listens():
        return
    rows = [KnownLetter(source=slug, role=role, letter=letter) for (slug, role), letter in sorted(letters.items())]
    KnownLetter.objects.bulk_create(rows, ignore_conflicts=True, batch_size=300)


def remember_all() -> None:
    """Note how everything stands, before all of it is made anew."""
    remember(Cluster.objects.values_list("public_id", flat=True))
    records = TrackRecord.objects.values_list("source__slug", "role", "letter")
    remember_letters({(slug, role): letter for slug, role, letter in records})


def _one_work(works: Collection[UUID]) -> UUID:
    """What was changed apart and is changed together now is one work from now on; where there is none, a new one."""
    if not works:
        return uuid4()
    first, *others = sorted(works)
    for some in in_chunks(others):
        KnownCluster.objects.filter(work__in=some).update(work=first)
    return first


def _anybody_listens() -> bool:
    """Whether there is a webhook in use. Without one, settling is spared the notes."""
    return Webhook.objects.filter(active=True).exists()


@dataclass(frozen=True, slots=True)
class Final:
    """What of the notes can be told. letters: those of records, too."""

    works: frozenset[UUID]
    letters: bool

    def __bool__(self) -> bool:
        return bool(self.works) or self.letters

    def clusters(self) -> QuerySet[KnownCluster]:
        return KnownCluster.objects.filter(work__in=self.works)


def final(*, letters: bool) -> Final:
    """The notes of what is settled again. A work isn't while an article that any of its clusters had is being read
    again or awaits settling: what stands is what lies in between. letters: those of records may be told; they are made
    of everything."""
    works = set(KnownCluster.objects.order_by().values_list("work", flat=True).distinct())
    done = frozenset(work for work in works if not _in_work(work))
    return Final(done, letters and len(done) == len(works) and KnownLetter.objects.exists())


def _in_work(work: UUID) -> bool:
    of_work = KnownCluster.objects.filter(cluster=OuterRef("cluster"), work=work)
    return KnownClaim.objects.filter(Exists(of_work), article__state__in=queue.UNFINISHED).exists()


def waiting() -> bool:
    """Whether what is noted can be told: a killed run left it, or an article that was to be read again was set aside.

    Letters wait for the last article that is to be settled.
    """
    return bool(final(letters=not queue.to_settle().exists()))


def forget(told: Final) -> None:
    """Drop these notes, inside the caller's transaction: what changed has been told."""
    KnownClaim.objects.filter(cluster__in=told.clusters().values("cluster")).delete()
    told.clusters().delete()
    if told.letters:
        KnownLetter.objects.all().delete()


def standing(claims: Collection[str]) -> QuerySet[Outcome]:
    """What has become of these claims and still holds: what counts, and what was taken back."""
    counts = Q(weight__gt=0) | Q(kind=Outcome.Kind.RETRACTED)
    return Outcome.objects.filter(counts, claim__in=claims, until=None).exclude(kind=Outcome.Kind.VERDICT)


def _note(ids: Collection[str], work: UUID) -> None:
    stored = Cluster.objects.in_bulk(ids, field_name="public_id")
    members = list(
        Membership.objects.filter(cluster__in=stored).values_list("claim_id", "cluster_id", "claim__article_id")
    )
    became = defaultdict(list)
    for claims in in_chunks(sorted(claim for claim, *_ in members)):
        for claim, kind, by in standing(claims).values_list("claim_id", "kind", "by"):
            became[claim].append([kind, by])
    KnownCluster.objects.bulk_create(
        [KnownCluster(cluster=id, status=stored[id].status if id in stored else "", work=work) for id in ids],
        ignore_conflicts=True,
        batch_size=300,
    )
    rows = [
        KnownClaim(claim=claim, cluster=cluster, article_id=article, outcomes=sorted(became[claim]))
        for claim, cluster, article in members
    ]
    KnownClaim.objects.bulk_create(rows, ignore_conflicts=True, batch_size=300)
