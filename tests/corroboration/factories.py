"""Engine values for the tests of corroboration: say what matters, the rest is sensible."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from claims.engine.values import Bound, Claim, Frame, Interval, Modality, Quantity, Zone
from corroboration.engine.values import Telling
from sources.engine.values import Kind, Voice

Day = str | date | None
UNKNOWN = object()  # tells "not given" from None where None has a meaning


def slug_of(name: str) -> str:
    """A plain slug, independent of the project's own so that the tests of corroboration don't test it."""
    return "-".join(name.casefold().split())


def moment(value: str | date | datetime) -> datetime:
    """An aware moment from "2021-05-04", "2021-05-04T10:30", a date (noon UTC) or a datetime."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, 12, tzinfo=UTC)
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def day(value: Day) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def interval(time: Interval | str | date | tuple[Day, Day] | None) -> Interval | None:
    """One day, a (from, to) pair, an Interval as it is, or None for an unknown time."""
    if time is None or isinstance(time, Interval):
        return time
    start, end = time if isinstance(time, tuple) else (time, time)
    return Interval(day(start), day(end))


def voice(name: str | Voice, kind: Kind = Kind.OFFICIAL, speaks_for: str = "", slug: str = "") -> Voice:
    return name if isinstance(name, Voice) else Voice(slug or slug_of(name), name, kind, speaks_for)


def quantity(
    value: float | None, bound: str = "exact", *, low: float | None = None, high: float | None = None, **names: str
) -> Quantity:
    """A number and the bounds that its words give it; low and high follow from the bound unless given."""
    kind = Bound(bound)
    if value is not None and low is None and high is None:
        low = None if kind in (Bound.AT_MOST, Bound.LESS_THAN) else value
        high = None if kind in (Bound.AT_LEAST, Bound.MORE_THAN) else value
    return Quantity(value, low, high, kind, **names)


def telling(
    id: str = "c1",
    *,
    outlet: str | Voice = "Herald",
    published: str | date | datetime = "2021-05-04",
    text: str = "A blast hit the market of Ostrava.",
    statement: str = "",
    article: str = "",
    position: int = 0,
    chain: Iterable[str | Voice] = (),
    slot: str = "other",
    actor: str = "",
    actor_id: str | None = None,
    action: str = "",
    target: str = "",
    target_id: str = "",
    place: str = "",
    place_id: str | None = None,
    place_path: tuple[str, ...] | None = None,
    other_places: tuple[str, ...] = (),
    time: Interval | str | date | tuple[Day, Day] | None = None,
    time_explicit: bool = True,
    polarity: bool = True,
    value: float | object | None = UNKNOWN,
    bound: str = "exact",
    low: float | None = None,
    high: float | None = None,
    unit: str = "person",
    role: str = "",
    quantities: tuple[Quantity, ...] = (),
    modality: str = "asserted",
    denied_by: Iterable[str | Voice] = (),
    zone: Zone = Zone.BODY,
    first_hand: bool = False,
    number_context: str = "",
    unresolved: tuple[str, ...] = (),
    wire: str = "",
    family: Iterable[str] = (),
    families: Mapping[str, frozenset[str]] | None = None,
    original_reporting: bool = False,
    day_only: bool = False,
    article_print: frozenset[int] = frozenset(),
) -> Telling:
    """A claim as one article told it.

    article defaults to one article per outlet and day. actor_id, place_id and place_path default to slugs of the
    names given. value (None: a vague number, with low and high) makes one quantity whose role is the slot.
    Names in chain and denied_by become official voices; pass a Voice for another kind.
    """
    publisher = voice(outlet, Kind.OUTLET)
    published_at = moment(published)
    if place_id is None:
        place_id = place_path[0] if place_path else slug_of(place) if place else ""
    if value is not UNKNOWN:
        number = quantity(value, bound, low=low, high=high, unit=unit, role=role or slot)  # type: ignore[arg-type]
        quantities = (number, *quantities)
    frame = Frame(
        actor=actor,
        actor_id=actor_id if actor_id is not None else slug_of(actor) if actor else "",
        action=action,
        target=target,
        target_id=target_id,
        place=place,
        place_id=place_id,
        place_path=place_path if place_path is not None else (place_id,) if place_id else (),
        other_places=other_places,
        time=interval(time),
        time_explicit=time_explicit and time is not None,
        polarity=polarity,
    )
    claim = Claim(
        segments=((0, len(text)),),
        text=text,
        statement=statement or text,
        sentence=(0, len(text)),
        chain=tuple(voice(name) for name in chain),
        modality=Modality(modality),
        denied_by=tuple(voice(name) for name in denied_by),
        zone=zone,
        slot=slot,
        frame=frame,
        quantities=quantities,
        first_hand=first_hand,
        number_context=number_context,
        unresolved=unresolved,
    )
    return Telling(
        id=id,
        article=article or f"{publisher.slug}:{published_at.date().isoformat()}",
        position=position,
        publisher=publisher,
        published_at=published_at,
        claim=claim,
        wire=wire,
        family=frozenset(family),
        original_reporting=original_reporting,
        day_only=day_only,
        article_print=article_print,
        families=families or {},
    )
