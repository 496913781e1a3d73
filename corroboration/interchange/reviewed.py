"""A claim with a verdict, as others' programs ask for it: who said it first, and where it was carried."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from claims.models import Article, Attribution, Claim
from corroboration.evidence import in_chunks
from corroboration.interchange.verdicts import Given
from corroboration.models import Cluster, Relation
from corroboration.selectors.cards import light
from sources.models import Source

MOST_CARRIERS = 50  # of one claim: a wire told by a thousand outlets doesn't make a feed of its own


@dataclass(frozen=True, slots=True)
class Told:
    """A telling of the claim: its article, and the claim there."""

    claim: Claim

    @property
    def article(self) -> Article:
        return self.claim.article


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A verdict and its claim. origin: the first voice of the chain; None: the outlet's own. tellings: of those who
    carry the claim from that origin, the earliest first; the claim's own is among them."""

    given: Given
    claim: Claim
    origin: Attribution | None
    cluster: Cluster | None
    tellings: tuple[Told, ...]

    @property
    def outlet(self) -> Source:
        return self.claim.article.outlet


def reviewed(given: Collection[Given], most: int = MOST_CARRIERS) -> list[Reviewed]:
    """These verdicts with their claims, in a fixed number of queries. One whose claim stands no more is left out.

    most: tellings of each, the earliest ones.
    """
    if not given:
        return []
    claims = {claim.public_id: claim for claim in _claims(each.claim for each in given)}
    originals = {id: _original(claim) for id, claim in claims.items()}
    related = _related(set(originals.values()), {id: _cluster(claim) for id, claim in claims.items()}, originals)
    tellings = _tellings({each for ids in related.values() for each in ids})
    found = []
    for each in given:
        if (claim := claims.get(each.claim)) is None:
            continue
        told = {row.public_id: row for original in related[each.claim] for row in tellings.get(original, ())}
        rows = sorted((told | {claim.public_id: claim}).values(), key=_order)
        found.append(Reviewed(each, claim, origin_of(claim), _cluster(claim), _shown(rows, claim, most)))
    return found


def origin_of(claim: Claim) -> Attribution | None:
    """The first voice of a claim's chain; None: the outlet says so itself. Attributions should be prefetched."""
    chain = [each for each in claim.attributions.all() if each.part == Attribution.Part.CHAIN]
    return min(chain, key=lambda each: each.position, default=None)


def _shown(rows: Sequence[Claim], claim: Claim, most: int) -> tuple[Told, ...]:
    """The earliest tellings, and the claim's own however late it is."""
    kept = [*rows[:most], *(row for row in rows[most:] if row.pk == claim.pk)]
    return tuple(Told(row) for row in kept)


def _order(claim: Claim) -> tuple[object, ...]:
    return (claim.article.told_at, claim.article.public_id, claim.position, claim.public_id)


def _original(claim: Claim) -> str:
    """The claim that stands for all in the same words."""
    membership = getattr(claim, "membership", None)
    return (membership and membership.copy_of_id) or claim.public_id


def _cluster(claim: Claim) -> Cluster | None:
    membership = getattr(claim, "membership", None)
    return membership and membership.cluster


def _claims(ids: Iterable[str]) -> Iterator[Claim]:
    voices = Attribution.objects.select_related("source").order_by("part", "position")
    rows = Claim.objects.select_related("article__outlet", "membership__cluster").defer(*light("article"))
    for chunk in in_chunks(sorted(set(ids))):
        yield from rows.filter(public_id__in=chunk).prefetch_related(Prefetch("attributions", voices))


def _related(
    originals: Collection[str], clusters: Mapping[str, Cluster | None], of: Mapping[str, str]
) -> dict[str, set[str]]:
    """For each claim the representatives that say the same and come from the same origin, its own among them.

    The same origin: shown to be one voice, or both are told of by one origin of the cluster.
    """
    beside: dict[str, list[tuple[str, bool | None]]] = defaultdict(list)
    for chunk in in_chunks(sorted(originals)):
        rows = Relation.objects.filter(Q(a__in=chunk) | Q(b__in=chunk), kind=Relation.Kind.CORROBORATES)
        for a, b, independent in rows.values_list("a_id", "b_id", "independent"):
            beside[a].append((b, independent))
            beside[b].append((a, independent))
    found = {}
    for id, cluster in clusters.items():
        original = of[id]
        same_voice = _same_voice(original, cluster)
        found[id] = {original, *(b for b, apart in beside[original] if apart is False or b in same_voice)}
    return found


def _same_voice(claim: str, cluster: Cluster | None) -> set[str]:
    origins = cluster.origins if cluster else ()
    return {each for origin in origins if claim in origin["claims"] for each in origin["claims"]}


def _tellings(originals: Collection[str]) -> dict[str, list[Claim]]:
    """The claims in the words of each of these representatives."""
    found: dict[str, list[Claim]] = defaultdict(list)
    rows = Claim.objects.select_related("article__outlet", "membership").defer(*light("article"))
    for chunk in in_chunks(sorted(originals)):
        said = rows.filter(Q(public_id__in=chunk) | Q(membership__copy_of__in=chunk), zone=Claim.Zone.BODY)
        for claim in said:
            found[_original(claim)].append(claim)
    return found
