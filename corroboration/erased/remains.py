"""What is kept of an article whose words are erased, worked out while they are still there.

Everything derived from its words would be lost with the next `rebuild`. So what had been found of its claims is kept:
how each was read, with which others it stood in a cluster, how it stood to them. It is compared with nobody new.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from claims.conversion import frame_from_json, frame_to_json, quantity_from_json, quantity_to_json
from claims.engine.reference import Reference
from claims.engine.values import Frame, Quantity
from claims.models import Article, Attribution, Claim
from claims.selectors import reference
from corroboration import relating
from corroboration.decisions import InForce
from corroboration.engine.copies import copy_key
from corroboration.engine.independence import independence, lineage
from corroboration.engine.relations import questions
from corroboration.engine.remembered import kept_of
from corroboration.engine.topics import OTHER, topics_of
from corroboration.engine.values import Telling
from corroboration.erased.rows import ArticleRemains, ClaimRemains
from corroboration.erased.voices import Nameless, nameless
from corroboration.evidence import in_chunks, tellings_of
from corroboration.models import EpisodeMember, Membership

Json = dict[str, Any]


def keep(articles: Collection[int]) -> None:
    """Store what is to be kept of these articles, inside the caller's transaction. What was kept before stays."""
    rows = {row.pk: row for row in Article.objects.filter(pk__in=articles).select_related("replaced_by")}
    known = ArticleRemains.objects.filter(article__in=[row.public_id for row in rows.values()])
    before = set(known.values_list("article", flat=True))
    fresh = {pk: row for pk, row in sorted(rows.items()) if row.public_id not in before}
    told = {telling.id: telling for some in tellings_of(fresh).values() for telling in some}
    found, together, names, data = _found(told), _together(told), nameless(fresh), reference()
    for pk, article in fresh.items():
        claims = Claim.every.filter(article=pk).select_related("dropped_by").prefetch_related("attributions__source")
        ids = [claim.public_id for claim in claims]
        pairs = [pair for id in ids for pair in together.get(id, ())]
        ArticleRemains.objects.create(article=article.public_id, reading=_article(article), together=pairs)
        ClaimRemains.objects.bulk_create(
            ClaimRemains(
                claim=claim.public_id,
                article=article.public_id,
                reading=_reading(claim, data, names),
                found=found.get(claim.public_id, {}),
            )
            for claim in claims
        )


# --- how it was read ---


def _article(article: Article) -> Json:
    return {
        "told_at": article.told_at.isoformat(),
        "replaced_by": article.replaced_by.public_id if article.replaced_by else "",
        "wire_source": article.wire_source,
        "first_hand": article.first_hand,
        "zones": article.zones,
    }


def _reading(claim: Claim, data: Reference, names: Nameless) -> Json:
    """A claim's fields but its words. What the reference data don't know of its frame is words, and goes."""
    voices = sorted(claim.attributions.all(), key=lambda row: (row.part, row.position))
    return {
        "position": claim.position,
        "segments": claim.segments,
        "sentence": [claim.sentence_start, claim.sentence_end],
        "modality": claim.modality,
        "zone": claim.zone,
        "slot": claim.slot,
        "frame": frame_to_json(_wordless(frame_from_json(claim.frame), data)),
        "quantities": [quantity_to_json(_counted(quantity_from_json(each), data)) for each in claim.quantities],
        "first_hand": claim.first_hand,
        "cues": claim.cues,
        "topics": [topic for topic in topics_of(claim.statement) if topic != OTHER],
        "voices": [_voice(row, names) for row in voices],
        "stands": claim.stands,
        "refused": claim.refused,
        "chain_corrected": claim.chain_corrected,
        "said_before": claim.said_before_id or "",
        "dropped_at": claim.dropped_at.isoformat() if claim.dropped_at else "",
        "dropped_by": claim.dropped_by.public_id if claim.dropped_by else "",
        "updated_as": claim.updated_as,
    }


def _wordless(frame: Frame, data: Reference) -> Frame:
    """The frame by what the reference data call its parts."""
    places, actors = data.gazetteer.entries, data.actors.entries

    def name(id: str) -> str:
        return actors[id].name if id in actors else places[id].name if id in places else ""

    return replace(
        frame,
        actor=name(frame.actor_id),
        action=frame.action if frame.action in data.actions.classes else "",
        target=name(frame.target_id),
        place=name(frame.place_id),
    )


def _counted(quantity: Quantity, data: Reference) -> Quantity:
    return quantity if quantity.unit in data.quantities.units.values() else replace(quantity, unit="")


def _voice(row: Attribution, names: Nameless) -> Json:
    slug, name = names.get(row.source.slug, (row.source.slug, row.source.name))
    body, _ = names.get(row.speaks_for, (row.speaks_for, ""))
    return {"part": row.part, "position": row.position, "source": slug, "name": name, "kind": row.kind, "body": body}


# --- what was found of it ---


def _clusters(claims: Collection[str]) -> set[str]:
    found: set[str] = set()
    for ids in in_chunks(sorted(claims)):
        found.update(Membership.objects.filter(claim__in=ids).values_list("cluster_id", flat=True))
    return found


def _together(told: Collection[str]) -> dict[str, list[list[str]]]:
    """claim -> the pairs that hold its cluster together: the founder with each other claim that copies none. Of several
    claims of one cluster the first has them."""
    found: dict[str, list[list[str]]] = {}
    for members, copies in relating.load(_clusters(told), {}).values():
        first, *others = sorted((t for t in members if t.id not in copies), key=lambda t: t.order)
        mine = min(telling.id for telling in members if telling.id in told)
        found[mine] = [[first.id, other.id] for other in others]
    return found


def _found(told: Mapping[str, Telling]) -> dict[str, Json]:
    """What was found of each claim: what it answers, its print, its episode, and how it stands to its cluster's others.

    People's decisions aren't in it: they go on to count by themselves.
    """
    heads: dict[str, str] = {}
    for ids in in_chunks(sorted(told)):
        heads |= dict(EpisodeMember.objects.filter(claim__in=ids).values_list("claim_id", "episode_id"))
    found: dict[str, Json] = {
        id: {
            "questions": list(questions(telling)),
            "print": copy_key(telling),
            "episode": heads.get(id, id),
            "relations": {},
            "lineage": {},
            "voices": {},
        }
        for id, telling in told.items()
    }
    for members, copies in relating.load(_clusters(told), {}).values():
        mine = [telling for telling in members if telling.id in told]
        relations, _ = relating.judge(members, copies, InForce())
        for telling in mine:
            kept = (kept_of(telling, relation=r) for r in relations if telling.id in (r.a, r.b))
            found[telling.id]["relations"] = {other: list(values) for other, values in kept}
            _compare(telling, members, found[telling.id])
    return found


def _compare(telling: Telling, members: Iterable[Telling], found: Json) -> None:
    """Note whom a claim is shown to be one voice with, or another."""
    for other in members:
        if other.id != telling.id:
            for name, shown in (("lineage", lineage(telling, other)), ("voices", independence(telling, other))):
                if shown.verdict is not None:
                    found[name][other.id] = shown.verdict
