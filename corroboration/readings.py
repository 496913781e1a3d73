"""What people set right of how an article was read: through whom a claim came, and that a sentence is no claim.

Articles are cut and linked as they were read; a chain that was set right counts from grouping on, so that nothing has
to be linked again. What had been read is kept beside it, for the day on which the decision is undone. What is no claim
leaves corroboration as a claim does that a later text no longer tells (revisions.py): its article is linked anew.

A reading is method, not evidence: one that was set right today holds for past days, too, as today's reference data do.
"""

from collections.abc import Collection, Iterable
from typing import Any

from claims.models import Article, Attribution, Claim
from claims.selectors import reference
from corroboration import claim_facets
from corroboration.decisions import InForce
from corroboration.evidence import in_chunks
from corroboration.models import Decision, Named
from sources.engine.names import Directory
from sources.engine.values import Kind, Voice
from sources.services import ensure_voices

Part = Attribution.Part
Chain = list[dict[str, Any]]


def correct(claims: Collection[str], decided: InForce) -> None:
    """Bring the chains of these claims to what people decided of them, inside the caller's transaction."""
    directory, corrected = reference().directory, set()
    for ids in in_chunks(sorted(claims)):
        rows = Claim.objects.filter(public_id__in=ids).only("pk", "public_id", "chain_corrected")
        wanted = {id: bound.decision.value["chain"] for id in ids if (bound := decided.attributions.get(id))}
        for row in rows.order_by("public_id"):
            if row.chain_corrected or row.public_id in wanted:
                _correct(row, wanted.get(row.public_id), directory)
                corrected.add(row.public_id)
    claim_facets.index_claims(corrected)


def _correct(claim: Claim, chain: Chain | None, directory: Directory) -> None:
    """Give a claim this chain; None: the one that was read."""
    own = Attribution.objects.filter(claim=claim)
    if chain is None:
        own.filter(part=Part.CHAIN).delete()
        own.filter(part=Part.READ).update(part=Part.CHAIN)
    else:
        if not claim.chain_corrected:
            own.filter(part=Part.CHAIN).update(part=Part.READ)
        own.filter(part=Part.CHAIN).delete()
        Attribution.objects.bulk_create(_rows(claim, chain, directory))
    Claim.every.filter(pk=claim.pk).update(chain_corrected=chain is not None)


def _rows(claim: Claim, chain: Chain, directory: Directory) -> Iterable[Attribution]:
    named = [Voice(each["source"], each["name"], Kind(each["kind"]), each["speaks_for"]) for each in chain]
    voices = list(dict.fromkeys(map(directory.standing, named)))  # a source may have been merged since
    sources = ensure_voices(voices)
    for position, voice in enumerate(voices):
        yield Attribution(
            claim=claim,
            part=Part.CHAIN,
            position=position,
            source=sources[voice.slug],
            name=voice.name,
            kind=voice.kind.value,
            speaks_for=voice.speaks_for,
        )


def refused(decided: InForce) -> frozenset[str]:
    """The claims that people decided are none."""
    return frozenset(id for bound in decided.refusals for id in bound.claims)


def spoken_of() -> set[tuple[str, str]]:
    """The articles (outlet, external id) of which it was ever decided that something in them is no claim."""
    named = Named.objects.filter(decision__kind=Decision.Kind.NOT_A_CLAIM)
    return set(named.values_list("outlet", "external_id"))


def rows_of(articles: Collection[tuple[str, str]]) -> set[int]:
    """The texts of these articles, by row."""
    found: set[int] = set()
    for ids in in_chunks(sorted({external_id for _, external_id in articles})):
        rows = Article.objects.filter(external_id__in=ids).values_list("pk", "outlet__slug", "external_id")
        found.update(pk for pk, *article in rows if tuple(article) in articles)
    return found
