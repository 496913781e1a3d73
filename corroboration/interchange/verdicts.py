"""The verdicts in force, one a claim, read some at a time.

Of several verdicts on a claim the latest counts. One that was undone, or whose claim is gone from today's texts, is
none.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import Q, QuerySet

from corroboration.anchoring import bind, not_undone
from corroboration.evidence import in_chunks
from corroboration.models import Decision, Named

Kind = Decision.Kind
PIECE = 50  # decisions looked at in one go


@dataclass(frozen=True, slots=True)
class Given:
    """A verdict on one claim. published: when the first verdict on it was given that still stands; modified: when what
    was held of it last changed, be it by an undo."""

    decision: Decision
    claim: str
    published: datetime
    modified: datetime

    @property
    def place(self) -> tuple[str, str, str]:
        """Its place among all: the latest first, then by decision and claim."""
        return (self.decision.decided_at.isoformat(), self.decision.public_id, self.claim)


def about(articles: Collection[tuple[str, str]]) -> list[Given]:
    """The verdicts on claims of these articles (outlet, external id), the latest first."""
    rows: dict[int, Decision] = {}
    for ids in in_chunks(sorted({external_id for _, external_id in articles})):
        found = _rows().filter(pk__in=Named.objects.filter(external_id__in=ids).values("decision"))
        rows |= {row.pk: row for row in found if _names(row, articles)}
    return _in_order(_given(sorted(rows.values(), key=lambda row: (row.decided_at, row.public_id))))


def everything(start: Sequence[str] = (), *, backwards: bool = False) -> Iterator[Given]:
    """All verdicts, the latest first, or the other way round; those behind a place if one is given.

    Holds a piece of them at a time.
    """
    order = ("decided_at", "public_id") if backwards else ("-decided_at", "-public_id")
    asked = Decision.objects.filter(kind=Kind.VERDICT).order_by(*order)
    if start:
        moment, step = datetime.fromisoformat(start[0]), "gt" if backwards else "lt"
        same = Q(**{"decided_at": moment, f"public_id__{step}e": start[1]})
        asked = asked.filter(Q(**{f"decided_at__{step}": moment}) | same)
    rows = asked.only("public_id", "anchors").iterator(chunk_size=PIECE)
    while piece := list(islice(rows, PIECE)):
        for given in _standing(piece, backwards):
            if not start or (_turn(given.place) < _turn(start) if backwards else _turn(given.place) > _turn(start)):
                yield given


def _standing(piece: Sequence[Decision], backwards: bool) -> list[Given]:
    """What stands of these verdicts."""
    named = {(each["outlet"], each["external_id"]) for row in piece for each in row.anchors}
    wanted = {row.pk for row in piece}
    found = [each for each in about(named) if each.decision.pk in wanted]
    return found[::-1] if backwards else found


def _turn(place: Sequence[str]) -> tuple[float, tuple[int, ...], str]:
    """A place as a key that sorts as verdicts are listed."""
    moment, decision, claim = place
    return (-datetime.fromisoformat(moment).timestamp(), tuple(-ord(letter) for letter in decision), claim)


def _in_order(given: Iterable[Given]) -> list[Given]:
    return sorted(given, key=lambda each: _turn(each.place))


def _rows() -> QuerySet[Decision]:
    return Decision.objects.filter(kind__in=(Kind.VERDICT, Kind.UNDO))


def _names(row: Decision, articles: Collection[tuple[str, str]]) -> bool:
    return any((each["outlet"], each["external_id"]) in articles for each in row.anchors)


def _given(rows: Sequence[Decision]) -> list[Given]:
    """What stands of these decisions, in the order in which they were made."""
    by_pk = {row.pk: row for row in rows}
    standing = {row.pk for row in not_undone(rows) if row.kind == Kind.VERDICT}
    if not standing:
        return []
    means = {each.decision.pk: each.claims for each in bind(row for row in rows if row.kind == Kind.VERDICT)}
    verdicts: dict[str, list[Decision]] = defaultdict(list)
    changes: dict[str, list[datetime]] = defaultdict(list)
    for row in rows:
        for claim in means.get(_first(row, by_pk), ()):
            changes[claim].append(row.recorded_at)
            if row.pk in standing:
                verdicts[claim].append(row)
    return [Given(row[-1], claim, row[0].decided_at, max(changes[claim])) for claim, row in verdicts.items()]


def _first(row: Decision, by_pk: dict[int, Decision]) -> int:
    """What a decision undoes in the end, or itself. An undo names the articles of what it undoes, so that is here."""
    while row.undoes_id is not None and row.undoes_id in by_pk:
        row = by_pk[row.undoes_id]
    return row.pk
