"""Synthetic articles and the truth about them: which claim tells of which event. Endless, seeded, in order.

A day brings some events at places of the gazetteer; outlets tell each of them within days, in other words, spellings
and tolls, in their own voice or through others, with claims about a second event of the day and about older ones. Some
run the text of an agency as it is; some events look like another of the same week. The news of a day is about as much
on every day, so that more claims are a longer time, not a denser one; `Surge` makes one stretch of days dense.

No text is parsed: claims are made as extraction would hand them over, with its gaps (a place in some 60 of 100 claims,
a day in 40, a known actor in 25, as counted on real articles) and some of its mistakes.
"""

import hashlib
import heapq
import random
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from benchmarks.synthetic_world import EventKind, Pattern, World
from claims.engine.values import Bound, Claim, Frame, Interval, Modality, Quantity
from corroboration.engine.values import Telling
from sources.engine.values import Kind, Voice

START = date(2015, 1, 1)
EVENTS_A_DAY = 30  # told by some 4 outlets each, in articles of 12 claims: 1,400 claims a day
CLAIMS_A_DAY = 1_400
CLAIMS = (9, 15)  # of one article, from and to
OUTLETS_TELLING = ((1, 35), (2, 20), (3, 15), (5, 12), (8, 10), (14, 5), (20, 3))  # so many outlets, so often
LOOKALIKES = 0.08  # events that happen once more at the same place within the week
WIRED = 0.25  # events of several outlets that an agency's text is run about
REMEMBERED = 3_000  # older events that background tells of: so many are held in memory
WRONG_PLACE, UNKNOWN_PLACE, INHERITED_PLACE, INHERITED_DAY = 0.03, 0.03, 0.25, 0.22
QUOTED, UNNAMED = 0.47, 0.35  # claims with a chain; of them, those of a voice without a name
BOUNDS = (("", Bound.EXACT), ("", Bound.EXACT), ("at least ", Bound.AT_LEAST), ("more than ", Bound.MORE_THAN))


@dataclass(frozen=True, slots=True)
class Surge:
    """A stretch of days, counted from START, that brings `factor` times its usual events to the busiest place."""

    first_day: int
    days: int = 30
    factor: int = 10


@dataclass(frozen=True, slots=True)
class Story:
    """One article: its claims as tellings in order, and for each the key of the event that it is about.

    place: where its main event was.
    """

    id: str
    place: str
    publisher: Voice
    published_at: datetime
    text: str
    wire: str
    tellings: tuple[Telling, ...]
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """What truly happened. name: spellings of the proper name that its site bears."""

    key: str
    kind: EventKind
    place: str
    at: datetime
    toll: int
    doer: str
    site: str
    name: tuple[Sequence[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Draft:
    """A text and its claims, before an outlet prints it."""

    text: str
    claims: tuple[Claim, ...]
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """One outlet is to tell of one event. shared: holds an agency's draft, for all outlets that run it."""

    event: Event
    outlet: Voice
    wire: str = ""
    shared: list[Draft] = field(default_factory=list)


def stories(seed: int = 1, surge: Surge | None = None) -> Iterator[Story]:
    """Articles without end, in order of publication. Memory does not grow: only the last events are remembered."""
    newsroom = Newsroom(seed)
    waiting: list[tuple[datetime, int, Assignment]] = []
    serial = 0
    for day in range(10**6):
        for event in newsroom.events(day, surge):
            for published_at, assignment in newsroom.assign(event):
                serial += 1
                heapq.heappush(waiting, (published_at, serial, assignment))
        midnight = _moment(START + timedelta(days=day + 1))
        while waiting and waiting[0][0] < midnight:
            published_at, number, assignment = heapq.heappop(waiting)
            yield newsroom.story(f"{seed}-{number}", published_at, assignment)


class Newsroom:
    """Decides what happens and who tells of it, by one stream of chance."""

    def __init__(self, seed: int):
        self.chance = random.Random(seed)
        self.world = World(self.chance)
        self.past: deque[Event] = deque(maxlen=REMEMBERED)
        self.recent: deque[Event] = deque(maxlen=EVENTS_A_DAY)
        self.lookalikes: dict[int, list[Event]] = {}

    def events(self, day: int, surge: Surge | None) -> list[Event]:
        """What happens on one day, and what of it will look the same some days later."""
        chance = self.chance
        places = chance.choices(self.world.places, cum_weights=self.world.weights, k=EVENTS_A_DAY)
        if surge and surge.first_day <= day < surge.first_day + surge.days:
            usual = EVENTS_A_DAY * self.world.weights[0] / self.world.weights[-1]
            places += [self.world.places[0]] * round(usual * (surge.factor - 1))
        found = [self._event(day, place, chance.choices(self.world.kinds, self.world.shares)[0]) for place in places]
        found += [self._event(day, earlier.place, earlier.kind) for earlier in self.lookalikes.pop(day, ())]
        for event in found:
            if chance.random() < LOOKALIKES:
                self.lookalikes.setdefault(day + chance.randint(2, 6), []).append(event)
        self.past.extend(self.recent)
        self.recent.clear()
        self.recent.extend(found[:EVENTS_A_DAY])
        return found

    def _event(self, day: int, place: str, kind: EventKind) -> Event:
        chance = self.chance
        return Event(
            key=f"{chance.getrandbits(64):016x}",
            kind=kind,
            place=place,
            at=_moment(START + timedelta(days=day)) + timedelta(minutes=chance.randrange(1440)),
            toll=2 + int(chance.expovariate(1 / 14)),
            doer=chance.choice(kind.doers),
            site=chance.choice(self.world.sites),
            name=(chance.choice(self.world.given), chance.choice(self.world.family)),
        )

    def assign(self, event: Event) -> Iterator[tuple[datetime, Assignment]]:
        """Who tells of it, and when: most within a day, the last after four."""
        chance = self.chance
        sizes, often = zip(*OUTLETS_TELLING, strict=True)
        count = chance.choices(sizes, often)[0]
        agency = chance.choice(self.world.agencies).slug if count > 2 and chance.random() < WIRED else ""
        shared: list[Draft] = []
        for turn, outlet in enumerate(chance.sample(self.world.outlets, count)):
            delay = min(96.0, 1 + chance.expovariate(1 / 14))
            runs_it = bool(agency) and turn < count // 2
            told = Assignment(event, outlet, agency if runs_it else "", shared if runs_it else [])
            yield event.at + timedelta(seconds=round(3600 * delay)), told

    def story(self, number: str, published_at: datetime, assignment: Assignment) -> Story:
        """The article of an assignment. What an agency wrote is written once, by whoever runs it first."""
        if assignment.shared:
            draft = assignment.shared[0]
        else:
            draft = Writer(self, assignment, published_at).draft()
            if assignment.wire:
                assignment.shared.append(draft)
        article = hashlib.sha256(number.encode()).hexdigest()[:24]
        tellings = tuple(
            Telling(
                id=hashlib.sha256(f"{article}:{position}".encode()).hexdigest()[:24],
                article=article,
                position=position,
                publisher=assignment.outlet,
                published_at=published_at,
                claim=claim,
                wire=assignment.wire,
            )
            for position, claim in enumerate(draft.claims)
        )
        return Story(
            id=article,
            place=assignment.event.place,
            publisher=assignment.outlet,
            published_at=published_at,
            text=draft.text,
            wire=assignment.wire,
            tellings=tellings,
            events=draft.events,
        )


class Writer:
    """Writes one article: the spellings that it keeps to, and its text as far as it has come."""

    def __init__(self, newsroom: Newsroom, assignment: Assignment, now: datetime):
        self.room, self.chance, self.now = newsroom, newsroom.chance, now
        self.event, self.speaker = assignment.event, assignment.wire or assignment.outlet.slug
        self.spelling = self.chance.randrange(8)
        self.length = 0
        self.texts: list[str] = []
        self.claims: list[Claim] = []
        self.events: list[str] = []

    def draft(self) -> Draft:
        chance, room = self.chance, self.room
        count = chance.randint(*CLAIMS)
        older = chance.choice((0, 0, 1, 2, 2, 3)) if room.past else 0
        other = chance.choice(room.recent)
        beside = chance.choice((0, 0, 0, 1, 2, 3)) if other.at <= self.now else 0
        self.tell(self.event, self._chosen(self.event.kind.claims, count - older - beside))
        if beside:
            self.tell(other, self._chosen(other.kind.claims, beside))
        for _ in range(older):
            # the better an event is known, the more often it is told of again
            event = room.past[-1 - int(len(room.past) * chance.random() ** 3)]
            self.tell(event, [chance.choice(room.world.background)])
        return Draft(" ".join(self.texts), tuple(self.claims), tuple(self.events))

    def _chosen(self, patterns: Sequence[Pattern], count: int) -> list[Pattern]:
        """What is told first, then some of the rest."""
        rest = self.chance.sample(patterns[1:], min(count, len(patterns)) - 1)
        return [patterns[0], *rest]

    def tell(self, event: Event, patterns: Sequence[Pattern]) -> None:
        chance, room = self.chance, self.room
        given, family = event.name
        spellings, doers = room.world.names[event.place], room.world.actors[event.doer]
        words = {
            "place": spellings[self.spelling % len(spellings)],
            "doer": doers[self.spelling % len(doers)],
            "site": event.site,
            "person": f"{given[self.spelling % len(given)]} {family[self.spelling % len(family)]}",
        }
        phrase, resolved, time = _day(event.at.date(), self.now.date(), chance.random())
        plain, full = {**words, "day": phrase}, {**words, "day": resolved}
        for pattern in patterns:
            text = chance.choice(pattern.texts)
            quantities: tuple[Quantity, ...] = ()
            if pattern.counts and "{n}" in text:
                plain["n"], quantity = self._number(event, pattern)
                full["n"], quantities = plain["n"], (quantity,)
            said = _capital(text.format_map(plain))
            dated = "{day}" in text
            statement = _capital(text.format_map(full)) if dated else said
            self._add(event, pattern, text, said, statement, words, time if dated else None, time, quantities)

    def _number(self, event: Event, pattern: Pattern) -> tuple[str, Quantity]:
        """A toll as far as it has come: it rises for two days, and every teller counts a little otherwise."""
        hours = (self.now - event.at).total_seconds() / 3600
        known = min(1.0, 0.5 + hours / 96) * (0.95 + 0.1 * self.chance.random())
        value = max(1, round(event.toll * pattern.share * known))
        words, bound = self.chance.choice(BOUNDS)
        high = value if bound is Bound.EXACT else None
        return f"{words}{value}", Quantity(float(value), float(value), high, bound, pattern.unit, pattern.counts)

    def _add(
        self,
        event: Event,
        pattern: Pattern,
        raw: str,
        text: str,
        statement: str,
        words: Mapping[str, str],
        told_time: Interval | None,
        time: Interval,
        quantities: tuple[Quantity, ...],
    ) -> None:
        chance = self.chance
        start = self.length
        self.length += len(text) + 2
        place, place_id, path = self._place(event, raw, words)
        doer = pattern.doer and "{doer}" in raw
        inherited = told_time is None and chance.random() < INHERITED_DAY
        frame = Frame(
            words["doer"] if doer else "",
            event.doer if doer else "",
            pattern.action,
            words["site"] if pattern.target else "",
            "",
            place,
            place_id,
            path,
            (),
            time if inherited else told_time,
            told_time is not None,
        )
        quoted = chance.random() < QUOTED
        self.texts.append(f"{text}.")
        self.events.append(event.key)
        self.claims.append(
            Claim(
                segments=((start, start + len(text)),),
                text=text,
                statement=statement,
                sentence=(start, start + len(text) + 1),
                chain=(self._voice(),) if quoted else (),
                modality=Modality.PLANNED if pattern.slot in ("plan", "toll-outlook") else Modality.ASSERTED,
                slot=pattern.slot,
                frame=frame,
                quantities=quantities,
                number_context="rose" if " rose to " in raw else "",
            )
        )

    def _place(self, event: Event, raw: str, words: Mapping[str, str]) -> tuple[str, str, tuple[str, ...]]:
        """The place as a frame holds it: named, inherited from an earlier sentence, misread, unknown, or none."""
        luck = self.chance.random()
        if "{place}" not in raw and luck >= INHERITED_PLACE:
            return "", "", ()
        luck = self.chance.random()
        if luck < WRONG_PLACE:
            wrong = self.room.world.places[int(luck / WRONG_PLACE * len(self.room.world.places))]
            return self.room.world.names[wrong][0], wrong, self.room.world.paths[wrong]
        if luck < WRONG_PLACE + UNKNOWN_PLACE:
            return words["place"], "", ()
        return words["place"], event.place, self.room.world.paths[event.place]

    def _voice(self) -> Voice:
        if self.chance.random() >= UNNAMED:
            return self.chance.choice(self.room.world.voices)
        slug, name = self.chance.choice(self.room.world.unnamed)
        return Voice(f"{self.speaker}/{slug}", name, Kind.UNNAMED)


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _day(day: date, today: date, luck: float) -> tuple[str, str, Interval]:
    """A day as an article of today names it: the words, the words with dates filled in, and the days they mean."""
    one = Interval(day, day)
    if today == day and luck < 0.3:
        return "today", f"today ({day})", one
    if (today - day).days < 7:
        return f"on {day:%A}", f"on {day:%A} ({day})", one
    if luck < 0.5:
        return f"on {day.day} {day:%B}", f"on {day.day} {day:%B} ({day})", one
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    if luck < 0.95:
        return f"in {day:%B}", f"in {day:%B} ({first} to {last})", Interval(first, last)
    return f"in {day.year}", f"in {day.year}", Interval(date(day.year, 1, 1), date(day.year, 12, 31))
