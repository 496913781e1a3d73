"""Decisions as people read them: who decided what, when and why, what it changed, and whether it can be undone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet

from claims.models import Claim
from corroboration import anchoring
from corroboration.anchoring import bind
from corroboration.effects import Change, changes
from corroboration.models import Decision
from corroboration.selectors.decisions import why_not_binding
from corroboration.selectors.paging import page_of
from sources.models import Source, TrackRecord, private

Kind = Decision.Kind
SHOWN = 12  # decisions on the page of a cluster; all are a link away
CHANGES_SHOWN = 20  # of each sort, of one decision
EVENTS = (Kind.SAME_EVENT, Kind.DIFFERENT_EVENT, Kind.SPLIT)
SAYS = {
    Kind.SAME_EVENT: "one event: {claims}",
    Kind.DIFFERENT_EVENT: "different events: {claims}",
    Kind.NOT_A_CLAIM: "not a claim: {claims}",
    Kind.NOTE: "note",
    Kind.REVIEWED: "reviewed",
}
RELATIONS = {"none": "different questions", "differs": "differ", "corroborates": "same", "contradicts": "contradiction"}
EXTERNAL = {"related": "related, no verdict", "rejected": "about something else"}


@dataclass(frozen=True, slots=True)
class Said:
    """A claim that a decision names, as it stands now."""

    id: str
    statement: str
    outlet: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one claim or record: its name and address, and the judgement before and after, in words."""

    name: str
    href: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Made:
    """A decision. says: what was decided. not_binding: why it isn't followed ("" where it is, or was undone). undone:
    by which decision. following: it is still being followed. claims, moved, records: what it names and changed."""

    decision: Decision
    says: str
    not_binding: str = ""
    undone: Decision | None = None
    following: bool = False
    claims: tuple[Said, ...] = ()
    judged: tuple[Judged, ...] = ()
    records: tuple[Judged, ...] = ()
    changed: int = 0

    @property
    def undoable(self) -> bool:
        """An undo may be undone itself: that brings the first back."""
        return self.undone is None


def about(articles: Collection[tuple[str, str]]) -> list[Made]:
    """The latest decisions that name one of these articles (outlet, external id)."""
    latest = sorted(anchoring.about(articles))[-SHOWN:]  # rows are numbered in the order in which they were made
    return _made(_rows().filter(pk__in=latest)) if latest else []


def decisions(*, by: str, kind: str, cluster: str, page: object) -> Page:
    """All decisions, the latest first, those by one person, of one kind or about the articles of one cluster."""
    rows = _rows()
    if cluster:
        rows = rows.filter(pk__in=anchoring.about_clusters([cluster]))
    if by:
        rows = rows.filter(by__username=by)
    if kind:
        rows = rows.filter(kind=kind)
    shown = page_of(rows, page)
    shown.object_list = _made(shown.object_list)
    return shown


def decision(public_id: str) -> Made | None:
    """One decision, with all that is known of it."""
    found = _made(_rows().filter(public_id=public_id))
    return found[0] if found else None


def last_of(made: Iterable[Made], user: Any) -> Made | None:
    """The latest of these that a person made and nobody undid: what an undo takes back."""
    mine = (each for each in made if each.decision.by_id == user.pk and each.undoable)
    return next((each for each in mine if each.decision.kind != Kind.UNDO), None)


def _rows() -> QuerySet[Decision]:
    related = ("by", "undoes", "undone_by__by", "effect")
    return Decision.objects.select_related(*related).order_by("-recorded_at", "-pk")


def _made(rows: Iterable[Decision]) -> list[Made]:
    rows = list(rows)
    reasons = why_not_binding() if rows else {}
    bound = {each.decision.pk: each.claims for each in bind(rows)}
    claims = _claims({id for ids in bound.values() for id in ids} | {id for row in rows for id in _noted(row)})
    sources = _sources(rows)
    return [_one(row, reasons.get(row.pk, ""), bound[row.pk], claims, sources) for row in rows]


def _one(
    row: Decision, not_binding: str, ids: Sequence[str], claims: Mapping[str, Said], sources: Mapping[str, str]
) -> Made:
    effect = getattr(row, "effect", None)
    judged, records = _changed(effect, claims, sources) if effect and effect.after is not None else ((), ())
    named = tuple(claims[id] for id in ids if id in claims)
    return Made(
        decision=row,
        says=says(row, len(named) or len(row.anchors)),
        not_binding=not_binding,
        undone=getattr(row, "undone_by", None),
        following=effect is not None and effect.after is None,
        claims=named[:CHANGES_SHOWN],
        judged=judged[:CHANGES_SHOWN],
        records=records[:CHANGES_SHOWN],
        changed=len(judged) + len(records),
    )


def says(row: Decision, count: int = 0) -> str:
    """What was decided, in a few words."""
    claims = f"{count} claim{'s' if count != 1 else ''}"
    value = row.value
    match Kind(row.kind):
        case Kind.UNDO:
            return f"undo: {says(row.undoes, count)}" if row.undoes else "undo"
        case Kind.SPLIT:
            return f"{value['off']} of {claims} split off"
        case Kind.VERDICT:
            return f"verdict: {value.get('verdict') or _rated(value.get('rating'))}"
        case Kind.INDEPENDENCE:
            return "two voices" if value["independent"] else "one voice"
        case Kind.RELATION:
            return f"relation: {RELATIONS[value['relation']]}"
        case Kind.ATTRIBUTION:
            return f"attribution: {' → '.join(each['name'] for each in value['chain']) or 'own voice'}"
        case Kind.ASSIGN:
            return f"assigned to {value['to'] or 'nobody'}"
        case Kind.EXTERNAL:
            return f"others' review: {EXTERNAL[value['answer']]}"
        case kind:
            return SAYS[kind].format(claims=claims)


def _rated(rating: float | None) -> str:
    return "unproven" if rating is None else f"{rating:.2f} (0 false, 1 true)"


def _noted(row: Decision) -> list[str]:
    effect = getattr(row, "effect", None)
    return [*effect.before["claims"], *effect.after["claims"]] if effect and effect.after is not None else []


def _claims(ids: Collection[str]) -> dict[str, Said]:
    rows = Claim.every.filter(public_id__in=list(ids)).values_list("public_id", "statement", "article__outlet__name")
    return {id: Said(id, statement, outlet) for id, statement, outlet in rows} if ids else {}


def _sources(rows: Iterable[Decision]) -> dict[str, str]:
    effects = [row.effect for row in rows if getattr(row, "effect", None) and row.effect.after is not None]
    slugs = {name.rsplit(" ", 1)[0] for effect in effects for name in effect.before["records"]}
    shown = Source.objects.filter(slug__in=slugs).exclude(private())
    return dict(shown.values_list("slug", "name")) if slugs else {}


def _changed(
    effect: Any, claims: Mapping[str, Said], sources: Mapping[str, str]
) -> tuple[tuple[Judged, ...], tuple[Judged, ...]]:
    """The claims and records that a decision gave another judgement: those that changed most first.

    sources: those whose records are shown, which private persons' aren't.
    """
    judged = [
        Judged(claims[id].statement if id in claims else "a claim that is gone", id, *_claim_words(change))
        for id, change in sorted(
            changes(effect.before["claims"], effect.after["claims"]), key=lambda each: -_shift(each[1], 2)
        )
    ]
    records = []
    for name, change in sorted(
        changes(effect.before["records"], effect.after["records"]), key=lambda each: -_shift(each[1], 1)
    ):
        slug, role = name.rsplit(" ", 1)
        if slug not in sources:
            continue
        label = f"{sources[slug]}, {TrackRecord.Role(role).label}"
        before, after = (_record_words(side) for side in (change.before, change.after))
        if before != after:
            records.append(Judged(label, slug, before, after))
    return tuple(each for each in judged if each.before != each.after), tuple(records)


def _shift(change: Change, place: int) -> float:
    before, after = ((side[place] or 0.0) if side else 0.0 for side in (change.before, change.after))
    return abs(before - after)


def _claim_words(change: Change) -> tuple[str, str]:
    """The judgement before and after; where only the cluster is another, that it is."""
    before, after = (_judgement(side) for side in (change.before, change.after))
    if before == after and change.before and change.after and change.before[0] != change.after[0]:
        return before, f"{after}, in another cluster"
    return before, after


def _judgement(side: Sequence[Any] | None) -> str:
    if side is None:
        return "in no cluster"
    _, status, credibility, _ = side
    return f"{status} {credibility:.2f}" if credibility is not None else "not judged yet"


def _record_words(side: Sequence[Any] | None) -> str:
    return "no record" if side is None else f"{side[0]} {side[1]:.2f}"
