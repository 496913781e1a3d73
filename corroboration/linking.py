"""Stage "linked": an article's episodes meet those that stand beside them under a blocking key; each pair is scored.

Keys are committed before anything is read: of two articles linked at the same moment, the later to commit its keys
sees the other's, so their pairs are found once at least, and stored once. What an arrival changes for others is
taken into account when the article is settled (mending.py).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import transaction

from claims.models import Claim
from corroboration import copies, neighbours
from corroboration.engine import blocking, matching
from corroboration.engine.episodes import episodes_of
from corroboration.engine.profiles import Profile, profile_of
from corroboration.engine.values import Episode as EpisodeValue
from corroboration.engine.values import Link as LinkValue
from corroboration.engine.values import Pair, Telling
from corroboration.evidence import in_chunks
from corroboration.models import BlockKey, CopyKey, Episode, EpisodeMember, Link, Membership, Relation, Suggestion
from corroboration.neighbours import Place

Found = dict[str, EpisodeValue]  # by id


def cut(own: Mapping[str, Telling], text: Collection[Telling]) -> tuple[EpisodeValue, ...]:
    """The episodes of an article, from its claims.

    text: all that its text says, also what an earlier text of the article said. What a revision adds is cut and
    compared together with what stands around it, but placed by itself.
    """
    if any(telling.remains for telling in text):
        return _as_they_were(own)
    found = []
    for whole in episodes_of(list(text)):
        if members := tuple(own[telling.id] for telling in whole.members if telling.id in own):
            found.append(EpisodeValue(members, whole.profile))
    return tuple(found)


def _as_they_were(own: Mapping[str, Telling]) -> tuple[EpisodeValue, ...]:
    """The episodes that claims without words were in, without a profile to be compared by."""
    heads: dict[str, list[Telling]] = {}
    for telling in sorted(own.values(), key=lambda telling: telling.order):
        heads.setdefault(telling.remains.episode if telling.remains else telling.id, []).append(telling)
    return tuple(EpisodeValue(tuple(told), profile_of(told, turn)) for turn, told in enumerate(heads.values()))


def store_keys(own: Mapping[str, Telling], episodes: Sequence[EpisodeValue]) -> Found:
    """Store an article's episodes with their keys, in place of earlier ones. Returns those that are to be linked.

    own: its claims. An episode that only copies has no keys: it meets nobody.
    """
    prints = copies.found_at_first(own)
    copied = {row.claim_id for row in prints if row.original_id}
    linked = {episode.id: episode for episode in episodes if not copied.issuperset(t.id for t in episode.members)}
    with transaction.atomic():
        for model in (BlockKey, CopyKey, EpisodeMember, Episode):
            for ids in in_chunks(sorted(own)):
                model.objects.filter(claim__in=ids).delete()
        Episode.objects.bulk_create(Episode(claim_id=e.id, profile=e.profile.to_json()) for e in episodes)
        EpisodeMember.objects.bulk_create(
            EpisodeMember(claim_id=telling.id, episode_id=e.id) for e in episodes for telling in e.members
        )
        BlockKey.objects.bulk_create(keys_of(linked.values()), batch_size=500)
        CopyKey.objects.bulk_create(prints, batch_size=500)
    return linked


def keys_of(episodes: Iterable[EpisodeValue]) -> list[BlockKey]:
    """The keys of these episodes, unsaved."""
    return [
        BlockKey(claim_id=episode.id, key=key, published_at=episode.published_at)
        for episode in episodes
        for key in blocking.keys(episode)
    ]


def candidates(own: Found) -> list[Pair]:
    """The pairs in which these episodes meet now, ordered."""
    places = [Place(row.key, row.published_at, row.claim_id) for row in keys_of(own.values())]
    return sorted(neighbours.pairs(neighbours.beside(places)))


def scored(pairs: Collection[Pair], own: Found) -> list[LinkValue]:
    """Links of the pairs that score enough to be kept."""
    known = {id: episode.profile for id, episode in own.items()}
    known |= profiles({id for pair in pairs for id in pair} - own.keys())
    return matching.links([(a, b) for a, b in pairs if a in known and b in known], known)


def profiles(episodes: Collection[str]) -> dict[str, Profile]:
    """The stored profiles of these episodes; one that is gone is left out."""
    found = {}
    for ids in in_chunks(sorted(episodes)):
        for id, profile in Episode.objects.filter(claim__in=ids).values_list("claim_id", "profile"):
            found[id] = Profile.from_json(profile)
    return found


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
        for related in (BlockKey, CopyKey, EpisodeMember, Episode, Membership, Suggestion):
            related.objects.filter(claim__article_id__in=ids).delete()
        for link in (Link.objects.filter(left__article_id__in=ids), Link.objects.filter(right__article_id__in=ids)):
            link.delete()
        for relation in (
            Relation.objects.filter(a__article_id__in=ids),
            Relation.objects.filter(b__article_id__in=ids),
        ):
            relation.delete()
