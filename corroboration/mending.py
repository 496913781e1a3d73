"""What the coming and going of episodes changes for others, taken into account by the one worker that settles.

A new episode parts, under a key, some that stood near enough to meet; one that goes lets others meet. A text that
arrives late makes copies of those after it, which then need no links. When this is done, the stored keys and links
are a function of the set of articles: links are the pairs that meet and score enough.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db import connection
from django.db.models import Q

from corroboration import copies, linking, neighbours
from corroboration.engine import blocking
from corroboration.engine.values import Pair, ordered
from corroboration.evidence import in_chunks, stored_episodes, tellings
from corroboration.models import BlockKey, Episode, EpisodeMember, Link
from corroboration.neighbours import Beside, Place, beside
from corroboration.standing import episodes_of


def mend(arrived: Collection[str], gone: Collection[str]) -> None:
    """Take into account that these claims are linked now, and that those go; inside the caller's transaction.

    Episodes whose links changed, or whose claims became copies or originals, are marked to be placed again.
    """
    changed = copies.recount(arrived, gone)
    copies.store(changed)
    touched = episodes_of({*arrived, *changed, *gone})
    leaving = episodes_of(gone)
    alone = _only_copies(touched)
    keyed = _with_keys(touched)
    rising, falling = touched - alone - leaving - keyed, keyed & (alone | leaving)
    if rising or falling:
        _keep_linkers_out()
    _fall(falling)
    _rise(rising)
    _arrive((episodes_of(arrived) - falling) | rising)
    _mark(episodes_of(changed))


def _keep_linkers_out() -> None:
    """Let nobody store keys until the transaction ends: who did already is seen, who does later sees what is done here.

    SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {BlockKey._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def _only_copies(episodes: Collection[str]) -> set[str]:
    """Those of these episodes of which every claim is a copy."""
    originals: set[str] = set()
    for ids in in_chunks(sorted(episodes)):
        rows = EpisodeMember.objects.filter(episode__in=ids, claim__copy_key__original=None)
        originals.update(rows.values_list("episode_id", flat=True))
    return set(episodes) - originals


def _with_keys(episodes: Collection[str]) -> set[str]:
    found: set[str] = set()
    for ids in in_chunks(sorted(episodes)):
        found.update(BlockKey.objects.filter(claim__in=ids).values_list("claim_id", flat=True))
    return found


def _fall(episodes: Collection[str]) -> None:
    """Take these episodes out of their keys; who stood on both sides of them may meet now."""
    places = neighbours.places_of(episodes)
    _drop({(link.left_id, link.right_id) for link in links_of(episodes)})
    for ids in in_chunks(sorted(episodes)):
        BlockKey.objects.filter(claim__in=ids).delete()
    by_key = defaultdict(list)
    for place in places:
        by_key[place.key].append(place)
    met: set[Pair] = set()
    for place, sides in beside(places).items():
        met |= _met_anew(sides, crowd=len(by_key[place.key]))
    _link(met)


def _met_anew(sides: Beside, crowd: int) -> set[Pair]:
    """The pairs across a place that may meet only since `crowd` episodes left the key."""
    return {
        ordered(left, right)
        for i, left in enumerate(sides.before, start=1)
        for j, right in enumerate(sides.after, start=1)
        if blocking.NEIGHBOUR_CAP - crowd < i + j - 1 <= blocking.NEIGHBOUR_CAP
    }


def _rise(episodes: Collection[str]) -> None:
    """Give keys to episodes that only copied and no longer do, and link them."""
    found = {episode.id: episode for episode in stored_episodes(tellings(_members_of(episodes)))}
    BlockKey.objects.bulk_create(linking.keys_of(found.values()), batch_size=500)
    for ids in in_chunks(sorted(episodes)):
        Episode.objects.filter(claim__in=ids).update(met=False)
    _link(neighbours.meeting(episodes))


def _members_of(episodes: Collection[str]) -> set[str]:
    found: set[str] = set()
    for ids in in_chunks(sorted(episodes)):
        found.update(EpisodeMember.objects.filter(episode__in=ids).values_list("claim_id", flat=True))
    return found


def _arrive(episodes: Collection[str]) -> None:
    """Unlink the pairs that no longer meet because these episodes stand between them, or others between these."""
    links = {(link.left_id, link.right_id) for link in links_of(episodes)}  # before keys: whoever is linked has keys
    places = neighbours.places_of(episodes)
    now = beside(places)
    _drop(links - neighbours.pairs(now))
    crowded = [place for place, sides in now.items() if len(sides.before) + len(sides.after) > blocking.NEIGHBOUR_CAP]
    parted = _linked(_parted(now, beside(crowded, met=True)))
    _drop(parted - neighbours.meeting({left for left, _ in parted}))
    for ids in in_chunks(sorted(episodes)):
        Episode.objects.filter(claim__in=ids).update(met=True, placed=False)


def _parted(now: Mapping[Place, Beside], earlier: Mapping[Place, Beside]) -> set[Pair]:
    """The pairs that met across a place before the latest episodes came, and no longer do under this key."""
    found: set[Pair] = set()
    for place, sides in earlier.items():
        left = {id: i for i, id in enumerate(now[place].before, start=1)}
        right = {id: j for j, id in enumerate(now[place].after, start=1)}
        for i, before in enumerate(sides.before, start=1):
            for after in sides.after[: blocking.NEIGHBOUR_CAP + 1 - i]:
                if (
                    left.get(before, blocking.NEIGHBOUR_CAP) + right.get(after, blocking.NEIGHBOUR_CAP)
                    > blocking.NEIGHBOUR_CAP
                ):
                    found.add(ordered(before, after))
    return found


def links_of(episodes: Collection[str]) -> list[Link]:
    """The stored links of these episodes."""
    found: dict[int, Link] = {}
    for ids in in_chunks(sorted(episodes)):
        found |= {link.pk: link for link in Link.objects.filter(Q(left__in=ids) | Q(right__in=ids)).defer("features")}
    return list(found.values())


def _linked(pairs: Collection[Pair]) -> set[Pair]:
    """Those of these pairs that are linked."""
    lefts = {left for left, _ in pairs}
    found: set[Pair] = set()
    for ids in in_chunks(sorted(lefts)):
        found.update(Link.objects.filter(left__in=ids).values_list("left_id", "right_id"))
    return found & set(pairs)


def _link(pairs: Collection[Pair]) -> None:
    """Score pairs that meet now, and link those that score enough."""
    links = linking.scored(sorted(set(pairs) - _linked(pairs)), {})
    linking.store_links(links)
    _mark({id for link in links for id in (link.left, link.right)})


def _drop(pairs: Collection[Pair]) -> None:
    by_left = defaultdict(list)
    for left, right in sorted(pairs):
        by_left[left].append(right)
    for left, rights in by_left.items():
        Link.objects.filter(left=left, right__in=rights).delete()
    _mark({id for pair in pairs for id in pair})


def _mark(episodes: Collection[str]) -> None:
    """Have these episodes placed again."""
    for ids in in_chunks(sorted(episodes)):
        Episode.objects.filter(claim__in=ids).update(placed=False)
