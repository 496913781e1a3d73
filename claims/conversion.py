"""Claims between the engine's values and the database's rows, both ways."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from claims.engine.taken_down import TAKEN_DOWN
from claims.engine.values import Bound, Frame, Interval, Modality, Quantity, Zone
from claims.engine.values import Claim as ClaimValue
from claims.models import Attribution, Claim
from sources.engine.values import Kind, Voice


def frame_to_json(frame: Frame) -> dict[str, Any]:
    """The frame as stored: unknown parts are left out."""
    stored = {
        name: getattr(frame, name)
        for name in ("actor", "actor_id", "action", "target", "target_id", "place", "place_id")
        if getattr(frame, name)
    }
    for name in ("place_path", "other_places"):
        if getattr(frame, name):
            stored[name] = list(getattr(frame, name))
    if frame.time:
        stored["time"] = {"from": _iso(frame.time.start), "to": _iso(frame.time.end)}
    return stored | {"time_explicit": frame.time_explicit, "polarity": frame.polarity}


def frame_from_json(stored: dict[str, Any]) -> Frame:
    fields = dict(stored)
    for name in ("place_path", "other_places"):
        fields[name] = tuple(fields.get(name, ()))
    if time := fields.pop("time", None):
        fields["time"] = Interval(_day(time["from"]), _day(time["to"]))
    return Frame(**fields)


def quantity_to_json(quantity: Quantity) -> dict[str, Any]:
    return {
        "value": quantity.value,
        "low": quantity.low,
        "high": quantity.high,
        "bound": quantity.bound.value,
        "unit": quantity.unit,
        "role": quantity.role,
    }


def quantity_from_json(stored: Mapping[str, Any]) -> Quantity:
    return Quantity(**{**stored, "bound": Bound(stored["bound"])})


def claim_row(value: ClaimValue, *, position: int, public_id: str) -> Claim:
    """An unsaved row for an extracted claim, without its article; its attributions are rows of their own."""
    return Claim(
        public_id=public_id,
        position=position,
        start=value.segments[0][0],
        end=value.segments[-1][1],
        segments=[list(segment) for segment in value.segments],
        text=value.text,
        statement=value.statement,
        sentence_start=value.sentence[0],
        sentence_end=value.sentence[1],
        modality=value.modality.value,
        zone=value.zone.value,
        slot=value.slot,
        frame=frame_to_json(value.frame),
        quantities=[quantity_to_json(quantity) for quantity in value.quantities],
        first_hand=value.first_hand,
        cues=[list(cue) for cue in value.cues],
        number_context=value.number_context,
        unresolved=list(value.unresolved),
    )


def attribution_rows(value: ClaimValue, claim: Claim, sources: dict[str, Any]) -> list[Attribution]:
    """Unsaved rows for the chain and the deniers of a claim. sources: rows by slug."""
    rows = []
    for part, voices in ((Attribution.Part.CHAIN, value.chain), (Attribution.Part.DENIER, value.denied_by)):
        for position, voice in enumerate(voices):
            rows.append(
                Attribution(
                    claim=claim,
                    part=part,
                    position=position,
                    source=sources[voice.slug],
                    name=voice.name[:300],
                    kind=voice.kind.value,
                    speaks_for=voice.speaks_for,
                )
            )
    return rows


def claim_value(row: Claim, *, as_read: bool = False) -> ClaimValue:
    """The engine's value of a stored claim. Its attributions and their sources should be prefetched.

    as_read: with the chain that was read, also where a person set it right.
    """
    attributions = sorted(row.attributions.all(), key=lambda a: a.position)
    corrected = as_read and row.chain_corrected
    chain = Attribution.Part.READ if corrected else Attribution.Part.CHAIN
    return ClaimValue(
        segments=tuple((start, end) for start, end in row.segments),
        text="" if row.text == TAKEN_DOWN else row.text,
        statement=row.statement,
        sentence=(row.sentence_start, row.sentence_end),
        chain=tuple(_voice(a) for a in attributions if a.part == chain),
        modality=Modality(row.modality),
        denied_by=tuple(_voice(a) for a in attributions if a.part == Attribution.Part.DENIER),
        zone=Zone(row.zone),
        slot=row.slot,
        frame=frame_from_json(row.frame),
        quantities=tuple(map(quantity_from_json, row.quantities)),
        first_hand=row.first_hand,
        cues=tuple((start, end) for start, end in row.cues),
        number_context=row.number_context,
        unresolved=tuple(row.unresolved),
    )


def _voice(row: Attribution) -> Voice:
    return Voice(row.source.slug, row.name, Kind(row.kind), row.speaks_for)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
