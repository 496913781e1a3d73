"""Stage "related": inside a cluster, who agrees with whom, whether they are two voices, how many origins there are."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple, replace
from typing import Any

from corroboration import asking, facets
from corroboration.decisions import Bound, InForce
from corroboration.engine import relations as engine
from corroboration.engine.attention import asked, grounds, in_order
from corroboration.engine.dropping import drop_days, withdrawn
from corroboration.engine.independence import count_origins, independence
from corroboration.engine.lineages import dependences
from corroboration.engine.origins import Origins
from corroboration.engine.review import state_of
from corroboration.engine.revised import rewritten
from corroboration.engine.taken_back import stood_by_until
from corroboration.engine.titles import heading
from corroboration.engine.values import Finding, Independence, Stance, Telling, ordered
from corroboration.engine.values import Relation as RelationValue
from corroboration.evidence import in_chunks, tellings
from corroboration.models import Cluster, EpisodeMember, Link, Membership, Relation, Suggestion

RELATED_CAP = 60  # earlier claims with an answer to one question that a claim is compared with, the latest


def judge(
    members: Sequence[Telling], copies: Mapping[str, str], decided: InForce
) -> tuple[tuple[RelationValue, ...], Origins]:
    """The relations and origins of one cluster. Copies are not compared: they inherit from what they copy."""
    found = []
    answers: dict[str, list[Telling]] = defaultdict(list)  # earlier claims by the questions they answer
    for later in sorted((t for t in members if t.id not in copies), key=lambda t: t.order):
        asked = engine.questions(later)
        earlier = {t.id: t for question in asked for t in answers[question][-RELATED_CAP:]}
        for telling in earlier.values():
            if relation := _relation(later, telling, decided):
                found.append(relation)
        for question in asked:
            answers[question].append(later)
    independent = {pair: _decided_independence(bound) for pair, bound in decided.independence.items()}
    origins = count_origins(members, dependences(members, copies, independent))
    return tuple(sorted(found, key=lambda r: (r.a, r.b))), origins


def _relation(left: Telling, right: Telling, decided: InForce) -> RelationValue | None:
    pair = ordered(left.id, right.id)
    relation = engine.judge(left, right)
    if relation is not None:
        relation = rewritten(relation, {left.id: left, right.id: right})
    if bound := decided.relations.get(pair):
        relation = _decided_relation(left, right, bound)
    if relation and (bound := decided.independence.get(pair)):
        return replace(relation, independence=_decided_independence(bound))
    return relation


def _decided_relation(left: Telling, right: Telling, bound: Bound) -> RelationValue | None:
    stance = bound.decision.value["relation"]
    if stance == "none":
        return None
    finding = Finding(Stance(stance), "decision", 1.0, (_by(bound),))
    new = engine.successor(left, right, finding)
    old = left if new is right else right
    return RelationValue(new.id, old.id, finding, independence(left, right))


def _decided_independence(bound: Bound) -> Independence:
    return Independence(bound.decision.value["independent"], (_by(bound),))


def _by(bound: Bound) -> str:
    decision = bound.decision
    why = decision.reason or "no reason given"
    return f"decided by {decision.by.get_username()} on {decision.decided_at.date()}: {why}"


def waiting() -> list[str]:
    """Clusters whose claims must be compared, because they changed; also those that a killed run left."""
    return list(Cluster.objects.filter(related=False).order_by("public_id").values_list("public_id", flat=True))


def load(clusters: Collection[str], known: Mapping[str, Telling]) -> dict[str, tuple[list[Telling], dict[str, str]]]:
    """The members of these stored clusters, and which of them copies which. known: tellings that are at hand."""
    rows = Membership.objects.filter(cluster_id__in=clusters).values_list("claim_id", "cluster_id", "copy_of_id")
    told = {**known, **tellings({claim for claim, _, _ in rows} - known.keys())}
    found: dict[str, tuple[list[Telling], dict[str, str]]] = {cluster: ([], {}) for cluster in sorted(clusters)}
    for claim, cluster, original in sorted(rows):
        members, copies = found[cluster]
        members.append(told[claim])
        if original:
            copies[claim] = original
    return found


def store(
    cluster: str,
    members: Sequence[Telling],
    copies: Mapping[str, str],
    relations: Sequence[RelationValue],
    origins: Origins,
) -> None:
    """Store a cluster's relations and what its page says of it, inside the caller's transaction.

    Its place in the review queue follows when it is settled (review.refresh).
    """
    for ids in in_chunks([t.id for t in members]):
        Relation.objects.filter(a__in=ids).delete()
        Relation.objects.filter(b__in=ids).delete()
    Relation.objects.bulk_create([row(relation) for relation in relations], batch_size=300)
    told = {telling.id: telling for telling in members}
    gone = _taken_back(told, copies, relations)
    standing = [relation for relation in relations if gone.isdisjoint((relation.a, relation.b))]
    looked_for = grounds(
        standing,
        told,
        origins=len(origins.origins),
        suggestions=Suggestion.objects.filter(cluster=cluster).count(),
        weakest=_weakest_tie(told),
    )
    questions = len(asking.asked() & told.keys())
    summary = summed_up(members, standing, origins)
    Cluster.objects.filter(public_id=cluster).update(
        **summary,
        attention_grounds=[list(astuple(ground)) for ground in in_order([*looked_for, asked(questions)])],
        state=state_of({id: copies.get(id) for id in told}, relations, gone),
        related=True,
    )
    facets.store(cluster, members, standing, summary["place_id"])


def summed_up(members: Sequence[Telling], standing: Sequence[RelationValue], origins: Origins) -> dict[str, Any]:
    """What a cluster's row says of its claims. standing: the relations between claims that somebody stands by."""
    title = heading([telling for telling in members if not withdrawn(telling)] or members)
    dates = [telling.published_at for telling in members]
    stances = [relation.finding.stance for relation in standing]
    confirmed = [r for r in standing if r.finding.stance is Stance.CORROBORATES and r.independence.verdict is True]
    return {
        "title": title.title,
        "place": title.place,
        "place_id": title.place_id,
        "event_from": title.start,
        "event_to": title.end,
        "first_published_at": min(dates),
        "last_published_at": max(dates),
        "claim_count": len(members),
        "outlet_count": len({telling.publisher.slug for telling in members}),
        "origin_count": len(origins.origins),
        "unknown_count": origins.unknown,
        "origins": [{"source": voice.slug, "name": voice.name, "claims": list(ids)} for voice, ids in origins.origins],
        "contradictions": stances.count(Stance.CONTRADICTS),
        "corroborations": len(confirmed),
    }


def stood_by(
    members: Sequence[Telling], copies: Mapping[str, str], relations: Sequence[RelationValue]
) -> list[RelationValue]:
    """The relations between claims that somebody stands by."""
    gone = _taken_back({telling.id: telling for telling in members}, copies, relations)
    return [relation for relation in relations if gone.isdisjoint((relation.a, relation.b))]


def _taken_back(told: Mapping[str, Telling], copies: Mapping[str, str], relations: Sequence[RelationValue]) -> set[str]:
    """The claims that nobody stands by any more."""
    return {*drop_days(told, copies, withdrawn), *stood_by_until({(r.a, r.b): r for r in relations}, told)}


def _weakest_tie(claims: Collection[str]) -> float | None:
    """The score by which the episode that fits least holds to another one of the cluster; None without links."""
    episodes: set[str] = set()
    for ids in in_chunks(sorted(claims)):
        episodes.update(EpisodeMember.objects.filter(claim__in=ids).values_list("episode_id", flat=True))
    strongest: dict[str, float] = {}
    for ids in in_chunks(sorted(episodes)):
        for left, right, score in Link.objects.filter(left__in=ids).values_list("left_id", "right_id", "score"):
            if right in episodes:
                strongest[left] = max(score, strongest.get(left, 0.0))
                strongest[right] = max(score, strongest.get(right, 0.0))
    return min(strongest.values(), default=None)


def row(relation: RelationValue) -> Relation:
    """An unsaved row of a relation."""
    return Relation(
        a_id=relation.a,
        b_id=relation.b,
        kind=relation.finding.stance.value,
        type=relation.finding.type,
        score=relation.finding.score,
        reasons=list(relation.finding.reasons),
        independent=relation.independence.verdict,
        evidence=list(relation.independence.evidence),
    )
