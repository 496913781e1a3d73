"""How things stood before they were worked on: noted once, and kept until they are settled again.

Articles that are read again leave their clusters for a while, and a rebuild begins with nothing: neither is news.
So what stands at the end is compared with what stood at first, never with what was in between. A killed worker leaves
the notes, and whoever takes over goes on with them.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import Q, QuerySet

from corroboration import queue
from corroboration.evidence import in_chunks
from corroboration.models import Cluster, KnownClaim, KnownCluster, KnownLetter, Membership, Outcome, Webhook
from sources.models import TrackRecord

AT_ONCE = 300  # clusters whose state is read at once


def remember(clusters: Collection[str]) -> None:
    """Note how these clusters stand, unless that is noted already: before they change, in the same transaction."""
    if not _anybody_listens():
        return
    for ids in in_chunks(sorted(clusters), AT_ONCE):
        noted = set(KnownCluster.objects.filter(cluster__in=ids).values_list("cluster", flat=True))
        if fresh := [id for id in ids if id not in noted]:
            _note(fresh)


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


def _anybody_listens() -> bool:
    """Whether there is a webhook in use. Without one, settling is spared the notes."""
    return Webhook.objects.filter(active=True).exists()


def in_work() -> bool:
    """Whether articles of which something is noted are being read again or await settling: what stands isn't final."""
    return KnownClaim.objects.filter(article__state__in=queue.UNFINISHED).exists()


def noted(*, letters: bool) -> bool:
    """Whether anything is noted: of clusters, or of letters, too."""
    return KnownCluster.objects.exists() or (letters and KnownLetter.objects.exists())


def waiting() -> bool:
    """Whether what is noted can be told: a killed run left it, or an article that was to be read again was set aside.

    Letters wait for the last article that is to be settled.
    """
    return noted(letters=not queue.to_settle().exists()) and not in_work()


def forget(*, letters: bool) -> None:
    """Drop the notes, inside the caller's transaction: what changed has been told. letters: those of records, too."""
    KnownClaim.objects.all().delete()
    KnownCluster.objects.all().delete()
    if letters:
        KnownLetter.objects.all().delete()


def standing(claims: Collection[str]) -> QuerySet[Outcome]:
    """What has become of these claims and still holds: what counts, and what was taken back."""
    counts = Q(weight__gt=0) | Q(kind=Outcome.Kind.RETRACTED)
    return Outcome.objects.filter(counts, claim__in=claims, until=None).exclude(kind=Outcome.Kind.VERDICT)


def _note(ids: Collection[str]) -> None:
    stored = Cluster.objects.in_bulk(ids, field_name="public_id")
    members = list(
        Membership.objects.filter(cluster__in=stored).values_list("claim_id", "cluster_id", "claim__article_id")
    )
    became = defaultdict(list)
    for claims in in_chunks(sorted(claim for claim, *_ in members)):
        for claim, kind, by in standing(claims).values_list("claim_id", "kind", "by"):
            became[claim].append([kind, by])
    KnownCluster.objects.bulk_create(
        [KnownCluster(cluster=id, status=stored[id].status if id in stored else "") for id in ids],
        ignore_conflicts=True,
        batch_size=300,
    )
    rows = [
        KnownClaim(claim=claim, cluster=cluster, article_id=article, outcomes=sorted(became[claim]))
        for claim, cluster, article in members
    ]
    KnownClaim.objects.bulk_create(rows, ignore_conflicts=True, batch_size=300)
