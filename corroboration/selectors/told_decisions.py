"""Decisions as programs read them: as an export has them, with what they mean and what became of them by now."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from claims.models import Claim
from corroboration import anchoring
from corroboration.anchoring import Bound, bind
from corroboration.effects import changes
from corroboration.lines import Line, decision_line
from corroboration.models import Decision, Effect
from corroboration.selectors.decisions import why_not_binding
from sources.models import Source, private

Kind = Decision.Kind
IN_FORCE, UNDONE, ORPHANED, REFUSED = "in-force", "undone", "orphaned", "refused"
STATES = (IN_FORCE, UNDONE, ORPHANED, REFUSED)
JUDGED, RECORDED = ("cluster", "status", "credibility", "admiralty"), ("letter", "mean")
Address = Callable[[str], str]  # a path as a whole address


def rows() -> QuerySet[Decision]:
    """All decisions, the latest first, without what each changed."""
    followed = Exists(Effect.objects.filter(decision=OuterRef("pk"), after__isnull=True))
    related = Decision.objects.select_related("by", "undoes", "undone_by").annotate(being_followed=followed)
    return related.order_by("-recorded_at", "-public_id")


def about_cluster(cluster: str) -> set[int]:
    """The decisions, by row, that name an article with a claim in a cluster."""
    return anchoring.about_clusters([cluster])


def about_claim(claim: str) -> set[int]:
    """The decisions, by row, that mean a claim now."""
    articles = Claim.every.filter(public_id=claim).values_list("article__outlet__slug", "article__external_id")
    found = Decision.objects.filter(pk__in=anchoring.about(set(articles)))
    return {bound.decision.pk for bound in bind(found) if claim in bound.claims}


def undone() -> set[int]:
    """The decisions, by row, that were undone; the undo of an undo brings what it was about back."""
    by = dict(Decision.objects.filter(kind=Kind.UNDO).values_list("undoes_id", "pk"))

    def stands(row: int) -> bool:
        undoings = 0
        while row in by:
            row, undoings = by[row], undoings + 1
        return undoings % 2 == 0

    return {row for row in by if not stands(row)}


def in_state(state: str) -> set[int]:
    """The decisions, by row, that are in one of the states other than in force."""
    if state == UNDONE:
        return undone()
    kept = Decision.objects.filter(pk__in=list(why_not_binding()))
    return {bound.decision.pk for bound in bind(kept) if bound.orphaned == (state == ORPHANED)}


def told(decisions: Iterable[Decision], address: Address, reasons: Mapping[int, str] | None = None) -> list[Line]:
    """Decisions of `rows()`, as lines with links. reasons: why some don't bind, where that is known."""
    decisions = list(decisions)
    reasons, gone = why_not_binding() if reasons is None else reasons, undone()
    return [_line(bound, reasons, gone, address) for bound in bind(decisions)]


def _line(bound: Bound, reasons: Mapping[int, str], gone: set[int], address: Address) -> Line:
    row = bound.decision
    state, why = IN_FORCE, ""
    if row.pk in gone:
        state = UNDONE
    elif row.pk in reasons:
        state, why = (ORPHANED if bound.orphaned else REFUSED), reasons[row.pk]
    undoing = getattr(row, "undone_by", None)
    return decision_line(row) | {
        "url": _url(row, address),
        "claims": [{"id": id, "url": address(reverse("api-claim", args=[id]))} for id in bound.claims],
        "state": state,
        "why": why,
        "following": row.being_followed,
        "undoes_url": row.undoes and _url(row.undoes, address),
        "undone_by": undoing and undoing.public_id,
        "undone_by_url": undoing and _url(undoing, address),
    }


def _url(row: Decision, address: Address) -> str:
    return address(reverse("api-decision", args=[row.public_id]))


def effect(decision: Decision) -> dict[str, Any] | None:
    """What a decision changed, once it has been followed; None until then, and of one from which nothing follows.

    Of private persons nothing is told.
    """
    noted = Effect.objects.filter(decision=decision.pk, after__isnull=False).first()
    if noted is None:
        return None
    before, after = noted.before, noted.after
    claims = [
        {"claim": id, "before": _side(change.before, JUDGED), "after": _side(change.after, JUDGED)}
        for id, change in changes(before["claims"], after["claims"])
    ]
    records = []
    for name, change in changes(before["records"], after["records"]):
        slug, role = name.rsplit(" ", 1)
        sides = {"before": _side(change.before, RECORDED), "after": _side(change.after, RECORDED)}
        records.append({"source": slug, "role": role} | sides)
    withheld = set(Source.objects.filter(private(), slug__in=[each["source"] for each in records]).values_list("slug"))
    return {"claims": claims, "records": [each for each in records if (each["source"],) not in withheld]}


def _side(values: Any, names: tuple[str, ...]) -> dict[str, Any] | None:
    return dict(zip(names, values, strict=True)) if values else None
