"""People's decisions: appended, never edited, bound to claims by content (corroboration/anchoring.py).

Decisions about same and different events are followed through: same as the same is the same. One that contradicts those
in force is refused when it is made. A later revision or extraction may still bring two into contradiction, because
their anchors come to mean one claim: then the earlier binds, and the later is kept, listed and not followed.

Notes, assignments, what was marked as reviewed and what is said of others' reviews order people's work: nothing derived
follows from them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from claims.models import Article, Claim
from corroboration import effects, queue, review, wakeup
from corroboration.anchoring import NEEDED, Bound, Kind, anchor, bind, name_articles, not_undone
from corroboration.decision_values import BadDecision, checked
from corroboration.engine.decisions import Decisions
from corroboration.engine.values import Constraint
from corroboration.engine.verdicts import Verdict
from corroboration.erased.together import kept_together
from corroboration.evidence import in_chunks
from corroboration.ingestion import public_id
from corroboration.models import Decision, Lease
from corroboration.webhooks import outbox

__all__ = [
    "Already",
    "BadDecision",
    "Bound",
    "Contradiction",
    "InForce",
    "anchor",
    "decide",
    "in_force",
    "not_binding",
    "undo",
]

DECIDING = "deciding"  # the lease row whose lock makes deciding the work of one person at a time
QUOTED = 80  # characters of a statement in a message
DESK = (Kind.NOTE, Kind.ASSIGN, Kind.REVIEWED, Kind.EXTERNAL)
CANT = {
    Kind.SAME_EVENT: "These claims can't be of one event",
    Kind.DIFFERENT_EVENT: "These claims can't be of different events",
    Kind.SPLIT: "These claims can't be split off",
    Kind.UNDO: "This can't be undone, because decisions would contradict each other",
}
VERBS = {  # of the decisions about events
    Kind.SAME_EVENT: "of one event with",
    Kind.DIFFERENT_EVENT: "of another event than",
    Kind.SPLIT: "of another event than",
}


class Already(BadDecision):
    """What is asked for has been decided. by: by which decision."""

    def __init__(self, message: str, by: Decision) -> None:
        super().__init__(message)
        self.by = by


class Contradiction(BadDecision):
    """A decision that contradicts others. against: those, in the order in which they were made."""

    def __init__(self, message: str, against: Sequence[Decision]) -> None:
        super().__init__(message)
        self.against = tuple(against)


@dataclass(frozen=True, slots=True)
class InForce:
    """What people decided and nobody undid, as the engines take it.

    standing: all of it, with the claims it means now. constraints: those that bind; they contradict each other
    nowhere. independence, relations: by ordered pair of ids. attributions: by claim. refusals: of sentences that are no
    claims. orphaned: decisions whose claims are gone. refused: those that contradict earlier ones, with these.
    """

    standing: Mapping[Decision, Bound] = field(default_factory=dict)
    constraints: tuple[Constraint, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    independence: Mapping[tuple[str, str], Bound] = field(default_factory=dict)
    relations: Mapping[tuple[str, str], Bound] = field(default_factory=dict)
    attributions: Mapping[str, Bound] = field(default_factory=dict)
    refusals: tuple[Bound, ...] = ()
    orphaned: tuple[Bound, ...] = ()
    refused: Mapping[Decision, tuple[Decision, ...]] = field(default_factory=dict)


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
    """Add a decision about these claims, and have what it touches worked out again.

    Of several claims the first is of one event with each of the others, or each of the others leaves its event; of a
    split, value["off"] says how many are split off from the others, the first ones. Raises BadDecision, and
    Contradiction where decisions in force say the opposite, directly or through other claims.
    """
    needed = NEEDED.get(kind, 1)
    if kind not in NEEDED or len({claim.public_id for claim in claims}) < needed:
        raise BadDecision(f"{kind}: expected one of {', '.join(NEEDED)}, with at least {needed} different claims")
    anchors = [anchor(claim) for claim in claims]
    value = checked(kind, value or {}, len(anchors))
    before = _our_turn(kind)
    _refuse_twice(kind, anchors, value, reason, by)
    decision = _append(kind, anchors, value, reason, by=by, now=now, undoes=None)
    if before is None:
        _order_work(decision)
    else:
        _follow(decision, decision, before)
    _tell(decision, now=now)
    return decision


@transaction.atomic
def undo(decision: Decision, *, by: AbstractBaseUser, now: datetime, reason: str = "") -> Decision:
    """Undo a decision, by another decision. Undoing an undo brings the first back.

    Raises BadDecision when it is undone already, and Contradiction where what comes back contradicts what was decided
    meanwhile.
    """
    first = undone_first(decision)
    before = _our_turn(first.kind)
    if undone_by := Decision.objects.filter(undoes=decision).first():
        raise Already("This decision is undone already.", undone_by)
    undoing = _append(Kind.UNDO, decision.anchors, {}, reason, by=by, now=now, undoes=decision)
    if before is None:
        _order_work(first)
    else:
        _follow(undoing, first, before)
    _tell(undoing, now=now)
    return undoing


def undone_first(decision: Decision) -> Decision:
    """What an undo, or the undo of an undo, is about in the end; of any other decision itself."""
    while decision.undoes is not None:
        decision = decision.undoes
    return decision


def made() -> int:
    """How many decisions there are. Waits until nobody is deciding, and keeps it so until the transaction ends.

    The row's lock does it on PostgreSQL; on SQLite the transaction itself has the database's only one for writers.
    """
    Lease.objects.get_or_create(name=DECIDING)
    Lease.objects.filter(name=DECIDING).update(until=None)
    return Decision.objects.count()


def _our_turn(kind: str) -> InForce | None:
    """Wait until nobody else is deciding, and keep it so until the transaction ends. Returns what is in force now; None
    where nothing follows from a decision of this kind."""
    made()
    return None if kind in DESK else in_force()


def _order_work(first: Decision) -> None:
    """Have the review queue follow at once. first: what is decided, or undone in the end."""
    review.refresh_claims({id for bound in bind([first]) for id in bound.claims})


def _follow(decision: Decision, first: Decision, before: InForce) -> None:
    """Have what a new decision changes worked out again. first: what it undoes in the end, or itself. Raises where it
    can't be in force with the others."""
    after = in_force()
    if any(bound.decision == decision for bound in after.orphaned):
        raise BadDecision("A newer text has replaced these claims: decide about its claims.")
    if opposed := after.refused.keys() - before.refused.keys():
        news = after.standing.keys() - before.standing.keys()
        parties = opposed.union(*(after.refused[each] for each in opposed)) - news
        against = [each for each in after.standing if each in parties]
        words = _in_words([after.standing[each] for each in against])
        message = f"{CANT[Kind(decision.kind)]}: {'; '.join(words.values())}. Undo one of these decisions first."
        raise Contradiction(message, against)
    changed = {id for c in {*before.constraints} ^ {*after.constraints} for id in (c.left, c.right)}
    named = {id for bound in bind([first]) for id in bound.claims}
    effects.begin(decision, changed | named)
    _requeue(changed | named, decision.recorded_at)
    transaction.on_commit(wakeup.settle, robust=True)


def _tell(decision: Decision, *, now: datetime) -> None:
    """Tell webhooks of a verdict that was given or undone. One whose undoing is undone is given again."""
    first, undone = decision, 0
    while first.undoes is not None:
        first, undone = first.undoes, undone + 1
    if first.kind == Kind.VERDICT:
        claims = {id for bound in bind([first]) for id in bound.claims}
        outbox.tell_of_verdict(decision, claims, rating=first.value["rating"], given=undone % 2 == 0, now=now)


def _refuse_twice(kind: str, anchors, value, reason: str, by: AbstractBaseUser) -> None:
    """A click that is sent twice decides once: else an undo would leave the other in force. Raises BadDecision."""
    last = Decision.objects.filter(by=by).order_by("-pk").first()
    said = (kind, anchors, value, reason)
    if last and (last.kind, last.anchors, last.value, last.reason) == said and not hasattr(last, "undone_by"):
        raise Already("You have just decided this: nothing was added.", last)


def _append(kind, anchors, value, reason, *, by, now, undoes) -> Decision:
    identity = public_id(
        *("decision", kind, repr(anchors), repr(sorted(value.items())), now.isoformat(), by.get_username()),
        *([undoes.public_id] if undoes else []),
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
    name_articles(decision)
    return decision


def _requeue(claims: Collection[str], now: datetime) -> None:
    """Have settle take up the articles of the claims that a decision touches."""
    for ids in in_chunks(sorted(claims)):
        touched = Claim.every.filter(public_id__in=ids).values("article_id")  # also one that was refused as none
        Article.objects.filter(pk__in=touched, state__in=queue.GROUPED).update(
            state=queue.State.LINKED, waiting_since=now
        )


def in_force(*, until: datetime | None = None) -> InForce:
    """What has been decided (by `until`, exclusive) and not undone by then, bound to the claims of today."""
    decisions = Decision.objects.exclude(kind__in=DESK).select_related("by", "undoes")
    decisions = decisions.order_by("decided_at", "public_id")
    if until is not None:
        decisions = decisions.filter(decided_at__lt=until)
    standing = not_undone(list(decisions))
    bound = bind(standing)
    good = [b for b in bound if not b.orphaned]
    made = Decisions([constraint for b in good for constraint in _constraints(b)])
    by_id = {decision.public_id: decision for decision in standing}
    return InForce(
        standing={b.decision: b for b in bound},
        constraints=_binding([c for b in good for c in _constraints(b) if c not in made.against]),
        verdicts=tuple(v for b in good if b.decision.kind == Kind.VERDICT for v in _verdicts(b)),
        independence=_by_pair(good, Kind.INDEPENDENCE),
        relations=_by_pair(good, Kind.RELATION),
        attributions={id: b for b in good if b.decision.kind == Kind.ATTRIBUTION for id in b.claims},
        refusals=tuple(b for b in good if b.decision.kind == Kind.NOT_A_CLAIM),
        orphaned=tuple(b for b in bound if b.orphaned),
        refused={
            by_id[refused.decision]: tuple(dict.fromkeys(by_id[each.decision] for each in against))
            for refused, against in made.against.items()
        },
    )


def _binding(decided: Sequence[Constraint]) -> tuple[Constraint, ...]:
    """What people decided, and after it what holds clusters together that lost words: as far as nobody parted them."""
    kept = [Constraint(left, right, True) for left, right in kept_together()]
    if not kept:
        return tuple(decided)
    against = Decisions([*decided, *kept]).against
    return (*decided, *(each for each in kept if each not in against))


def not_binding() -> dict[Decision, str]:
    """The decisions that are kept and not followed, though nobody undid them, each with the reason in words."""
    decided = in_force()
    reasons = {bound.decision: _why_orphaned(bound) for bound in decided.orphaned}
    parties = dict.fromkeys(each for against in decided.refused.values() for each in against)
    words = _in_words([decided.standing[each] for each in parties])
    for decision, against in decided.refused.items():
        reasons[decision] = f"contradicts earlier decisions: {'; '.join(words[each] for each in against)}"
    return reasons


def _why_orphaned(bound: Bound) -> str:
    if bound.lost:
        return f"{bound.lost} of its {len(bound.decision.anchors)} claims can't be found in today's texts"
    return "its claims have become one claim"


def _in_words(decisions: Sequence[Bound]) -> dict[Decision, str]:
    """Decisions about events as sentences: who, when, about which claims."""
    names = {}
    for ids in in_chunks(sorted({id for bound in decisions for id in bound.claims})):
        rows = Claim.objects.filter(public_id__in=ids).values_list("public_id", "statement", "article__outlet__name")
        names |= {id: f"“{_quoted(statement)}” ({outlet})" for id, statement, outlet in rows}
    said = {}
    for bound in decisions:
        first, *others = (names[id] for id in bound.claims)
        if bound.off:
            others = [names[id] for id in bound.claims if id not in bound.off]
        verb = VERBS[Kind(bound.decision.kind)]
        who, when = bound.decision.by.get_username(), bound.decision.decided_at
        day = f"{when.day} {when:%B %Y, %H:%M}"
        said[bound.decision] = f"{who} decided on {day} that {first} is {verb} {' and '.join(others)}"
    return said


def _quoted(statement: str) -> str:
    return statement if len(statement) <= QUOTED else statement[:QUOTED].rsplit(" ", 1)[0] + " …"


def _constraints(bound: Bound) -> list[Constraint]:
    decision = bound.decision
    if decision.kind not in VERBS:
        return []
    first, *others = bound.claims
    same = {*others} if decision.kind == Kind.SAME_EVENT else {*bound.off}
    found = []
    for other in others:
        leaves = "" if other in same else first if bound.off else other
        found.append(Constraint(*sorted((first, other)), other in same, decision.public_id, leaves))
    return found


def _verdicts(bound: Bound) -> list[Verdict]:
    decision = bound.decision
    day: date = decision.decided_at.date()
    return [Verdict(id, decision.value.get("rating"), day, decision.public_id, decision.reason) for id in bound.claims]


def _by_pair(bound: Iterable[Bound], kind: str) -> dict[tuple[str, str], Bound]:
    """The latest decision of this kind for each pair of claims."""
    return {tuple(sorted(b.claims[:2])): b for b in bound if b.decision.kind == kind}
