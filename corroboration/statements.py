"""Free statements, outside any article: as tellings, so that the same engines match and relate them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from claims.engine.frame import describe_statement
from claims.engine.values import Claim
from claims.selectors import reference
from corroboration.engine.values import UNDATED, Telling
from corroboration.extraction import parser
from corroboration.filing import NumberedLine
from corroboration.ingestion import FieldError, Rejected, read_line, unstorable
from sources.engine.values import Kind, Voice

NOBODY = Voice("", "", Kind.REPORTS)  # a statement has no outlet, and none is made up
LONGEST = 5_000  # characters of a statement; it is one sentence or a few, and time grows with its square


def telling(id: str, text: str, said_on: date | None) -> Telling:
    """A statement as the engines see a claim: frame and slot read from its words, lineage unknown."""
    described = describe_statement(text, parser(), reference(), said_on)
    claim = Claim(
        segments=((0, len(text)),),
        text=text,
        statement=text,
        sentence=(0, len(text)),
        slot=described.slot,
        frame=described.frame,
        quantities=described.quantities,
        number_context=described.number_context,
    )
    published = datetime.combine(said_on, time.min, UTC) if said_on else UNDATED
    return Telling(id=id, article=id, position=0, publisher=NOBODY, published_at=published, claim=claim, day_only=True)


def read(line: NumberedLine, texts: tuple[str, ...], dates: tuple[str, ...]) -> dict[str, Any]:
    """The fields of a line that holds an id, texts and perhaps dates. Raises Rejected, naming each wrong field."""
    values = read_line(line)
    errors: list[FieldError] = []
    found: dict[str, Any] = {"id": _id(values, errors)}
    for name in texts:
        found[name] = _text(name, values, errors)
    for name in dates:
        found[name] = _date(name, values, errors)
    if errors:
        raise Rejected(errors)
    return found


def _id(values: Mapping[str, Any], errors: list[FieldError]) -> str | int:
    id = values.get("id")
    if isinstance(id, bool) or not isinstance(id, str | int) or id == "":
        errors.append(FieldError("id", "missing: expected a string or a whole number"))
        return ""
    if isinstance(id, str) and (bad := unstorable(id)):
        errors.append(FieldError("id", bad))
    return id


def _text(name: str, values: Mapping[str, Any], errors: list[FieldError]) -> str:
    text = values.get(name)
    if not isinstance(text, str) or not text.strip():
        errors.append(FieldError(name, "missing: expected a string that is not empty"))
        return ""
    if len(text) > LONGEST:
        errors.append(FieldError(name, f"{len(text):,} characters long: expected at most {LONGEST:,}"))
    if bad := unstorable(text):
        errors.append(FieldError(name, bad))
    return text


def _date(name: str, values: Mapping[str, Any], errors: list[FieldError]) -> date | None:
    value = values.get(name)
    if value in (None, ""):
        return None
    try:
        return datetime.fromisoformat(value).date()
    except (TypeError, ValueError):
        errors.append(FieldError(name, f"{str(value)[:60]!r} is no date: expected ISO 8601, such as 2017-04-15"))
        return None
