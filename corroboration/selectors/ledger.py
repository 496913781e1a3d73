"""Lines of a ledger opened: the claim that was checked, who checked it, how the two stand to each other, and why they
count as two voices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from claims.models import Attribution, Claim
from corroboration.engine.independence import independence
from corroboration.engine.topics import OTHER, topics_of
from corroboration.engine.values import Independence, Pair, Telling, ordered
from corroboration.evidence import tellings
from corroboration.models import Membership, Outcome, Relation
from sources.models import TrackRecord

SHOWN = (  # of a claim, in a line
    *("public_id", "statement", "article__public_id", "article__told_at"),
    *("article__published_at", "article__day_only"),
    *("article__outlet__slug", "article__outlet__name"),
)
Entry = Mapping[str, Any]  # a line as ledgers.Ledger gives it


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One contribution to a record.

    claim: the claim that was checked; None where it no longer stands. partner: the claim that checked it; None where a
    verdict did. checker: who spoke there, the source of checker_slug. relation: how the two stand; None where not they
    are compared, but those that they repeat are. independent, evidence: whether they are two voices, and why.
    """

    entry: Entry
    date: date
    claim: Claim | None
    partner: Claim | None
    checker: str
    checker_slug: str
    relation: Relation | None
    independent: bool | None
    evidence: tuple[str, ...]

    @property
    def topics(self) -> tuple[str, ...]:
        """What the claim that was checked is about."""
        return topics_of(self.claim.statement) if self.claim else (OTHER,)

    @property
    def role(self) -> str:
        """In words."""
        return TrackRecord.Role(self.entry["role"]).label


def ledger_lines(entries: Iterable[Entry]) -> list[LedgerLine]:
    """These lines with all that stands behind them, in a fixed number of queries."""
    entries = list(entries)
    claims = _claims({id for entry in entries for id in (entry["claim"], entry["partner"]) if id})
    pairs = {_pair(entry) for entry in entries if {entry["claim"], entry["partner"]} <= claims.keys()}
    relations = _relations(pairs)
    lone = {pair for pair in pairs if pair not in relations and pair[0] != pair[1]}
    voices = tellings({id for pair in lone for id in pair}) if lone else {}
    found = []
    for entry in entries:
        partner, relation = claims.get(entry["partner"]), relations.get(_pair(entry))
        checker, slug = _checker(partner, entry["kind"]) if partner else ("", "")
        apart = _apart(entry, checker, relation, voices)
        found.append(
            LedgerLine(
                entry=entry,
                date=_day(entry["date"]),
                claim=claims.get(entry["claim"]),
                partner=partner,
                checker=checker,
                checker_slug=slug,
                relation=relation,
                independent=apart.verdict,
                evidence=apart.evidence,
            )
        )
    return found


def _apart(entry: Entry, checker: str, relation: Relation | None, voices: Mapping[str, Telling]) -> Independence:
    """Whether the two claims of a line are two voices: as it was found, else as it would be."""
    if entry["kind"] == Outcome.Kind.DENIED and checker:
        return Independence(True, (f"{checker} denies it, and a denier speaks for itself",))
    if entry["claim"] == entry["partner"] and checker:
        return Independence(True, (f"it is {checker} who is denied there, and a denier speaks for itself",))
    if relation is not None:
        return Independence(relation.independent, tuple(relation.evidence))
    if entry["claim"] in voices and entry["partner"] in voices:
        return independence(voices[entry["claim"]], voices[entry["partner"]])
    return Independence(None, ())


def _pair(entry: Entry) -> Pair:
    return ordered(entry["claim"], entry["partner"])


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _claims(ids: Iterable[str]) -> dict[str, Claim]:
    rows = Claim.objects.filter(public_id__in=sorted(ids)).select_related("article__outlet").only(*SHOWN)
    voices = Attribution.objects.filter(position=0).select_related("source")  # the origin, and the first who denies it
    return {claim.public_id: claim for claim in rows.prefetch_related(Prefetch("attributions", voices))}


def _relations(pairs: Iterable[Pair]) -> dict[Pair, Relation]:
    """How the claims of each pair stand to each other; of copies, how the texts do that they copy."""
    pairs = set(pairs)
    ids = sorted({id for pair in pairs for id in pair})
    originals = dict(
        Membership.objects.filter(claim__in=ids, copy_of__isnull=False).values_list("claim_id", "copy_of_id")
    )
    wanted = {pair: ordered(*(originals.get(id, id) for id in pair)) for pair in pairs}
    ends = sorted({id for pair in wanted.values() for id in pair})
    rows = {ordered(row.a_id, row.b_id): row for row in Relation.objects.filter(a__in=ends, b__in=ends)}
    return {pair: rows[met] for pair, met in wanted.items() if met in rows}


def _checker(claim: Claim, kind: str) -> tuple[str, str]:
    """Who spoke to the claim that was checked: of a denial the denier, else the origin, else the outlet. Name, slug."""
    part = Attribution.Part.DENIER if kind == Outcome.Kind.DENIED else Attribution.Part.CHAIN
    outlet = claim.article.outlet
    voices = ((voice.name, voice.source.slug) for voice in claim.attributions.all() if voice.part == part)
    return next(voices, (outlet.name, outlet.slug))
