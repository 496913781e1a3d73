"""The stored episodes and clusters, read as grouping asks for them."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import Q

from corroboration.engine.placing import Order, Outline
from corroboration.engine.profiles import Profile
from corroboration.engine.regrouping import Home
from corroboration.engine.values import Pair, Telling
from corroboration.evidence import in_chunks, tellings
from corroboration.ingestion import public_id
from corroboration.models import CopyKey, Episode, EpisodeMember, Link, Membership

ORDER = ("claim__article__told_at", "claim__article__public_id", "claim__position", "claim_id")  # Telling.order


class Standing:
    """What stands in the database, each row read once (engine/regrouping.py says what is asked for, and why).

    fresh: episodes that aren't placed yet and are to be; others that aren't, because their articles are still being
    linked, are not seen. unlinked: claims met in clusters that are to be linked anew, and stand nowhere meanwhile.
    """

    def __init__(self, fresh: Collection[str]) -> None:
        self.unlinked: set[str] = set()
        self._fresh = set(fresh)
        self._outlines: dict[str, Outline] = {}
        self._orders: dict[str, Order | None] = {}  # None: it isn't placed
        self._profiles: dict[str, Profile] = {}
        self._links: dict[str, dict[Pair, float]] = {}
        self._homes: dict[str, dict[str, Home]] = {}
        self._founders: dict[str, str] = {}  # cluster -> founder; "": it isn't linked

    def outlines(self, ids: Collection[str]) -> list[Outline]:
        for chunk in in_chunks(sorted(set(ids) - self._outlines.keys())):
            members: dict[str, list[Order]] = defaultdict(list)
            rows = EpisodeMember.objects.filter(episode__in=chunk).values_list("episode_id", *ORDER)
            for episode, *order in rows:
                members[episode].append((order[0], order[1], order[2], order[3]))
            self._outlines |= {id: Outline(tuple(sorted(orders))) for id, orders in members.items()}
        return [self._outlines[id] for id in sorted(ids) if id in self._outlines]

    def profiles(self, episodes: Collection[str]) -> Mapping[str, Profile]:
        for chunk in in_chunks(sorted(set(episodes) - self._profiles.keys())):
            rows = Episode.objects.filter(claim__in=chunk).values_list("claim_id", "profile")
            self._profiles |= {id: Profile.from_json(profile) for id, profile in rows}
        return {id: self._profiles[id] for id in episodes}

    def tellings(self, claims: Collection[str]) -> Mapping[str, Telling]:
        return tellings(claims)

    def orders(self, ids: Collection[str]) -> Mapping[str, Order]:
        fresh = set(ids) - self._orders.keys()
        self._orders |= dict.fromkeys(fresh)
        for chunk in in_chunks(sorted(self._seen(fresh))):
            rows = EpisodeMember.objects.filter(claim__in=chunk).values_list(*ORDER)
            self._orders |= {row[-1]: row for row in rows}
        return {id: order for id in ids if (order := self._orders[id])}

    def links(self, ids: Collection[str]) -> Mapping[Pair, float]:
        for chunk in in_chunks(sorted(set(ids) - self._links.keys())):
            self._links |= {id: {} for id in chunk}
            rows = Link.objects.filter(Q(left__in=chunk) | Q(right__in=chunk))
            for left, right, score in rows.values_list("left_id", "right_id", "score"):
                for id in {left, right} & set(chunk):
                    self._links[id][(left, right)] = score
        return {pair: score for id in ids for pair, score in self._links[id].items()}

    def homes(self, ids: Collection[str]) -> Mapping[str, Home]:
        for chunk in in_chunks(sorted(set(ids) - self._homes.keys())):
            self._homes |= {id: {} for id in chunk}
            rows = list(
                Membership.objects.filter(claim__episode_member__episode__in=chunk).values_list(
                    "claim__episode_member__episode_id", "claim_id", "cluster_id", "copy_of_id"
                )
            )
            self._find_founders({cluster for _, _, cluster, _ in rows})
            for episode, claim, cluster, original in rows:
                if founder := self._founders[cluster]:
                    self._homes[episode][claim] = (founder, original or "")
        return {claim: home for id in ids for claim, home in self._homes[id].items()}

    def _find_founders(self, clusters: Collection[str]) -> None:
        for chunk in in_chunks(sorted(set(clusters) - self._founders.keys())):
            self._founders |= dict.fromkeys(chunk, "")
            rows = Membership.objects.filter(cluster__in=chunk)
            for claim, cluster, episode in rows.values_list("claim_id", "cluster_id", "claim__episode_member"):
                if episode is None:
                    self.unlinked.add(claim)
                elif cluster_of(claim) == cluster:
                    self._founders[cluster] = claim

    def members(self, clusters: Collection[str]) -> set[str]:
        ids = [cluster_of(founder) for founder in clusters]
        return _episodes_of("claim__membership__cluster__in", ids)

    def told_by(self, claims: Collection[str]) -> set[str]:
        return self._seen(episodes_of(claims))

    def originals(self, claims: Collection[str]) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for chunk in in_chunks(sorted(claims)):
            rows = CopyKey.objects.filter(claim__in=chunk).exclude(original=None)
            found |= dict(rows.values_list("claim_id", "original_id"))
        return found

    def copying(self, claims: Collection[str]) -> set[str]:
        copies: set[str] = set()
        for chunk in in_chunks(sorted(claims)):
            copies.update(CopyKey.objects.filter(original__in=chunk).values_list("claim_id", flat=True))
        return episodes_of(copies)

    def _seen(self, ids: Collection[str]) -> set[str]:
        """Those of these episodes that are placed, or to be."""
        found = set(ids) & self._fresh
        for chunk in in_chunks(sorted(set(ids) - found)):
            rows = Membership.objects.filter(claim__episode_member__episode__in=chunk)
            found.update(rows.values_list("claim__episode_member__episode_id", flat=True))
        return found


def episodes_of(claims: Collection[str]) -> set[str]:
    """The episodes of these claims."""
    return _episodes_of("claim__in", claims)


def _episodes_of(condition: str, items: Collection[str]) -> set[str]:
    found: set[str] = set()
    for chunk in in_chunks(sorted(items)):
        rows = EpisodeMember.objects.filter(**{condition: chunk})
        found.update(rows.values_list("episode_id", flat=True))
    return found


def cluster_of(founder: str) -> str:
    """The public id of the cluster that a claim founds: growth by later claims does not change it."""
    return public_id("cluster", founder)
