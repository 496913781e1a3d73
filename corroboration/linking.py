"""Stage "linked": an article's claims meet the claims that share a blocking key, and each pair is scored.

Keys are committed before anything is read: of two articles linked at the same moment, the later to commit its keys
sees the other's, so their pairs are found once at least, and stored once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction

from claims.models import Article, Claim
from corroboration.engine import blocking, matching
from corroboration.engine.copies import copy_key
from corroboration.engine.values import Link as LinkValue
from corroboration.engine.values import Telling
from corroboration.evidence import in_chunks, tellings
from corroboration.models import BlockKey, CopyKey, Link, Membership

Pair = tuple[str, str]


def store_keys(own: Mapping[str, Telling]) -> list[str]:
    """Store blocking and copy keys of these claims, in place of earlier ones. Returns the blocking keys."""
    rows, copies, used = [], [], set()
    for id, telling in sorted(own.items()):
        day = blocking.event_day(telling)
        for key in blocking.keys(telling):
            used.add(key)
            rows.append(BlockKey(claim_id=id, key=key, event_day=day, published_at=telling.published_at))
        if key := copy_key(telling):
            copies.append(CopyKey(claim_id=id, key=key))
    with transaction.atomic():
        for ids in in_chunks(sorted(own)):
            BlockKey.objects.filter(claim_id__in=ids).delete()
            CopyKey.objects.filter(claim_id__in=ids).delete()
        BlockKey.objects.bulk_create(rows, batch_size=500)
        CopyKey.objects.bulk_create(copies, batch_size=500)
    return sorted(used)


def candidates(own: Collection[str], keys: Collection[str]) -> list[Pair]:
    """The pairs with a claim of `own` that meet within one of these keys, ordered."""
    mine, met = set(own), set()
    for members in members_of(keys).values():
        met |= {pair for pair in blocking.meetings(members) if pair[0] in mine or pair[1] in mine}
    return sorted(met)


def members_of(keys: Collection[str]) -> dict[str, list[blocking.Member]]:
    """The claims under each key, with what decides who meets whom."""
    found = defaultdict(list)
    for chunk in in_chunks(sorted(keys)):
        rows = BlockKey.objects.filter(key__in=chunk).values_list("key", "claim_id", "published_at", "event_day")
        for key, claim, published_at, event_day in rows:
            found[key].append(blocking.Member(claim, published_at, event_day))
    return found


def scored(pairs: Iterable[Pair], own: Mapping[str, Telling]) -> list[LinkValue]:
    """Links of the pairs that score enough to be kept."""
    pairs = list(pairs)
    others = {id for pair in pairs for id in pair} - own.keys()
    known = {**tellings(others), **own}
    links = (matching.score(known[a], known[b]) for a, b in pairs if a in known and b in known)
    return [link for link in links if link.score >= matching.LINK_FLOOR]


def store_links(links: Collection[LinkValue]) -> None:
    """Store links, inside the caller's transaction; a pair that another worker stored already is the same link."""
    ids = {id for link in links for id in (link.left, link.right)}
    present: set[str] = set()
    for chunk in in_chunks(sorted(ids)):  # a partner's article may have been replaced meanwhile
        present.update(Claim.objects.filter(public_id__in=chunk).values_list("public_id", flat=True))
    rows = [
        Link(left_id=link.left, right_id=link.right, score=link.score, features=dict(link.features))
        for link in links
        if link.left in present and link.right in present
    ]
    Link.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def unlink(articles: Collection[int]) -> None:
    """Take the claims of these articles out of corroboration: they meet nobody and stand in no cluster."""
    for ids in in_chunks(sorted(articles)):
        for related in (BlockKey, CopyKey, Membership):
            related.objects.filter(claim__article_id__in=ids).delete()
        Link.objects.filter(left__article_id__in=ids).delete()
        Link.objects.filter(right__article_id__in=ids).delete()


def relink_neighbours(articles: Collection[int], *, now: datetime) -> int:
    """Send back to linking the articles that meet anew when the claims of these ones leave a crowded key.

    In a key with no more members than a claim may meet, nobody was kept out, and nothing changes.
    """
    keys = BlockKey.objects.filter(claim__article_id__in=articles).values_list("key", flat=True).distinct()
    crowded = [key for key, members in members_of(keys).items() if len(members) > blocking.NEIGHBOUR_CAP]
    touched: set[int] = set()
    for chunk in in_chunks(sorted(crowded)):
        touched.update(BlockKey.objects.filter(key__in=chunk).values_list("claim__article_id", flat=True))
    done = (Article.State.LINKED, Article.State.GROUPED, Article.State.RELATED, Article.State.SETTLED)
    moved = 0
    for ids in in_chunks(sorted(touched - set(articles))):
        moved += Article.objects.filter(pk__in=ids, state__in=done).update(
            state=Article.State.EXTRACTED, waiting_since=now, next_attempt_at=now
        )
    return moved
