"""People's decisions: appended, never edited, bound to claims by content.

An anchor names a claim by where it stands: outlet, external id, hash of the text, segments. Extraction may cut the
sentence differently next year; the decision then binds to the claim that shares most of the anchor's characters,
and at least half of them. One that finds no such claim is orphaned, and says so.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q

from claims.engine.values import Segment
from claims.models import Article, Claim
from corroboration import queue, wakeup
from corroboration.engine.outcomes import Verdict
from corroboration.engine.values import Constraint
from corroboration.ingestion import public_id
from corroboration.models import Decision

LEAST_SHARED = 0.5  # of the anchor's characters (DESIGN: "at least half")
Kind = Decision.Kind
NEEDED = {Kind.SAME_EVENT: 2, Kind.DIFFERENT_EVENT: 2, Kind.VERDICT: 1, Kind.INDEPENDENCE: 2, Kind.RELATION: 2}


class BadDecision(ValueError):
    """A decision that can't be taken, with the reason in words."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A decision in force, and the claims it means now; fewer than its kind needs: it is orphaned."""

    decision: Decision
    claims: tuple[str, ...]

    @property
    def orphaned(self) -> bool:
        return len(self.claims) < NEEDED[Kind(self.decision.kind)]


@dataclass(frozen=True, slots=True)
class InForce:
    """What people decided, as the engines take it. overrides: independence and relation by ordered pair of ids."""

    constraints: tuple[Constraint, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    independence: Mapping[tuple[str, str], Bound] = field(default_factory=dict)
    relations: Mapping[tuple[str, str], Bound] = field(default_factory=dict)
    orphaned: tuple[Decision, ...] = ()


@transaction.atomic
def decide(
    kind: str,
    claims: Sequence[Claim],
    *,
    by: AbstractBaseUser,
    now: datetime,
    value: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Decision:
    """Add a decision about these claims, and have what it touches worked out again. Raises BadDecision."""
    if len(claims) < NEEDED.get(kind, 0) or kind not in NEEDED:
        raise BadDecision(f"{kind}: expected one of {', '.join(NEEDED)}, with at least {NEEDED.get(kind, 1)} claims")
    anchors = [anchor(claim) for claim in claims]
    value = _checked(kind, dict(value or {}))
    return _append(kind, anchors, value, reason, by=by, now=now, undoes=None)


@transaction.atomic
def undo(decision: Decision, *, by: AbstractBaseUser, now: datetime, reason: str = "") -> Decision:
    """Undo a decision, by another decision. Raises BadDecision when it is undone already."""
    if Decision.objects.filter(undoes=decision).exists():
        raise BadDecision("This decision is undone already.")
    return _append(Kind.UNDO, decision.anchors, {}, reason, by=by, now=now, undoes=decision)


def _checked(kind: str, value: dict[str, Any]) -> dict[str, Any]:
    if kind == Kind.VERDICT:
        rating = value.get("rating")
        if rating is not None and not (isinstance(rating, int | float) and 0 <= rating <= 1):
            raise BadDecision(f"rating {rating!r}: expected a number from 0 (false) to 1 (true), or null for unproven")
    if kind == Kind.INDEPENDENCE and not isinstance(value.get("independent"), bool):
        raise BadDecision("independent: expected true or false")
    if kind == Kind.RELATION and value.get("relation") not in {"corroborates", "contradicts", "differs", "none"}:
        raise BadDecision("relation: expected corroborates, contradicts, differs or none")
    return value


def _append(kind, anchors, value, reason, *, by, now, undoes) -> Decision:
    identity = public_id(
        "decision", kind, repr(anchors), repr(sorted(value.items())), now.isoformat(), by.get_username()
    )
    decision = Decision.objects.create(
        public_id=identity,
        kind=kind,
        anchors=anchors,
        value=value,
        reason=reason,
        decided_at=now,
        recorded_at=now,
        by=by,
        undoes=undoes,
    )
    _requeue(anchors, now)
    transaction.on_commit(wakeup.settle, robust=True)
    return decision


def _requeue(anchors: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Have settle take up the articles that a decision touches."""
    for each in anchors:
        Article.objects.filter(
            outlet__slug=each["outlet"],
            external_id=each["external_id"],
            state__in=(queue.State.SETTLED, queue.State.GROUPED, queue.State.RELATED),
        ).update(state=queue.State.LINKED, waiting_since=now)


def anchor(claim: Claim) -> dict[str, Any]:
    """Where a claim stands, in words that survive its row."""
    article = claim.article
    return {
        "outlet": article.outlet.slug,
        "external_id": article.external_id,
        "text_hash": article.text_hash,
        "segments": claim.segments,
    }


def in_force(*, until: datetime | None = None) -> InForce:
    """What has been decided (by `until`, exclusive) and not undone by then, bound to the claims of today."""
    decisions = Decision.objects.select_related("by", "undoes").order_by("decided_at", "public_id")
    if until is not None:
        decisions = decisions.filter(decided_at__lt=until)
    standing = _not_undone(list(decisions))
    bound = bind(standing)
    good = [b for b in bound if not b.orphaned]
    return InForce(
        constraints=tuple(c for b in good for c in _constraints(b)),
        verdicts=tuple(v for b in good if b.decision.kind == Kind.VERDICT for v in _verdicts(b)),
        independence=_by_pair(good, Kind.INDEPENDENCE),
        relations=_by_pair(good, Kind.RELATION),
        orphaned=tuple(b.decision for b in bound if b.orphaned),
    )


def _not_undone(decisions: list[Decision]) -> list[Decision]:
    """Decisions in force: an undo takes away what it names, unless it is undone itself."""
    undone: set[int] = set()
    for decision in reversed(decisions):  # an undo comes after what it undoes
        if decision.undoes_id and decision.pk not in undone:
            undone.add(decision.undoes_id)
    return [d for d in decisions if d.pk not in undone and d.kind != Kind.UNDO]


def bind(decisions: Iterable[Decision]) -> list[Bound]:
    """The decisions with the claims that they mean now."""
    decisions = list(decisions)
    claims = _claims_at({(a["outlet"], a["external_id"], a["text_hash"]) for d in decisions for a in d.anchors})
    bound = []
    for decision in decisions:
        ids = [_best(a, claims[(a["outlet"], a["external_id"], a["text_hash"])]) for a in decision.anchors]
        bound.append(Bound(decision, tuple(dict.fromkeys(id for id in ids if id))))
    return bound


def _claims_at(places: Collection[tuple[str, str, str]]) -> dict[tuple[str, str, str], list[tuple[str, list[Segment]]]]:
    found = defaultdict(list)
    for outlet, external_id, text_hash in sorted(places):
        rows = Claim.objects.filter(
            Q(article__outlet__slug=outlet), article__external_id=external_id, article__text_hash=text_hash
        ).exclude(article__state__in=(queue.State.RETIRING, queue.State.RETIRED))
        found[(outlet, external_id, text_hash)] = list(rows.values_list("public_id", "segments"))
    return found


def _best(anchored: Mapping[str, Any], claims: Iterable[tuple[str, list[Segment]]]) -> str:
    wanted = _characters(anchored["segments"])
    shared = sorted(((len(wanted & _characters(segments)), id) for id, segments in claims), reverse=True)
    if shared and shared[0][0] >= LEAST_SHARED * len(wanted):
        return shared[0][1]
    return ""


def _characters(segments: Iterable[Sequence[int]]) -> set[int]:
    return {i for start, end in segments for i in range(start, end)}


def _constraints(bound: Bound) -> list[Constraint]:
    if bound.decision.kind not in (Kind.SAME_EVENT, Kind.DIFFERENT_EVENT):
        return []
    first, *others = bound.claims
    return [Constraint(*sorted((first, other)), same=bound.decision.kind == Kind.SAME_EVENT) for other in others]


def _verdicts(bound: Bound) -> list[Verdict]:
    decision = bound.decision
    day: date = decision.decided_at.date()
    return [Verdict(id, decision.value.get("rating"), day, decision.public_id, decision.reason) for id in bound.claims]


def _by_pair(bound: Iterable[Bound], kind: str) -> dict[tuple[str, str], Bound]:
    """The latest decision of this kind for each pair of claims."""
    return {tuple(sorted(b.claims[:2])): b for b in bound if b.decision.kind == kind}
