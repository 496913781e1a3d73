"""One cluster followed through time: what it adds to whose records from when until when, and where it stands now.

On any day, all clusters followed give what settling everything as of that day gives (settle.py): each line of a ledger
has the days between which it stood. So one article costs the work of its cluster, and a past day is only looked up.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from corroboration.engine.ballots import ClusterEvidence, Question, Role, denial_role, questions, up_to
from corroboration.engine.fits import Ballot, Timeline, ballots, month_end
from corroboration.engine.ledger import contributions
from corroboration.engine.outcomes import day_of, known_on, lead, outcomes
from corroboration.engine.settle import credibilities, speaking
from corroboration.engine.truth import Credibility, Party, Trust
from corroboration.engine.values import Outcome, Telling
from sources.engine.reliability import Contribution
from sources.engine.values import Voice


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a ledger, not faded, from the day since which it stood; until: the first day on which it didn't."""

    party: Party
    what: Contribution
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """A cluster through time, up to now.

    lines: all that ever stood, by party and day. beliefs, outcomes: as they stand. ballots: of the months in which it
    changed, by the last day, what it tells the fit of that month. speakers: the earliest claim in which each voice took
    each part. voters: everybody whose weight it may depend on.
    """

    lines: tuple[Line, ...]
    beliefs: Mapping[str, Credibility]
    outcomes: tuple[Outcome, ...]
    ballots: Mapping[date, tuple[Ballot, ...]]
    speakers: Mapping[Party, tuple[Voice, Telling]]
    voters: frozenset[Party]


def follow(evidence: ClusterEvidence, weights: Timeline, now: date) -> Course:
    """Follow a cluster through all days on which it changed, or the weights of its voices did, until now."""
    changes = change_days(evidence)
    voters = frozenset(_voters(evidence))
    turns = {day for day in weights.turns(voters) if changes and changes[0] < day <= now}
    asked: tuple[Question, ...] = ()
    open_lines: dict[tuple[Party, Contribution, int], date] = {}
    found: list[Line] = []
    for day in sorted(turns.union(changes)):
        known = up_to(evidence, day)
        asked = questions(known) if day in changes else asked
        standing = dict.fromkeys(_numbered(_lines(known, asked, weights.at(day))), day)
        found += [Line(key[0], key[1], since, day) for key, since in open_lines.items() if key not in standing]
        open_lines = {key: open_lines.get(key, day) for key in standing}
    found += [Line(key[0], key[1], since) for key, since in open_lines.items()]
    standing_now = outcomes(evidence.tellings, evidence.relations, evidence.verdicts, evidence.copies, evidence.decided)
    return Course(
        lines=tuple(sorted(found, key=_order)),
        beliefs=credibilities(evidence, asked, standing_now, weights.at(now), now),
        outcomes=standing_now,
        ballots={end: ballots(up_to(evidence, end)) for end in sorted({month_end(day) for day in changes})},
        speakers=_speakers(evidence),
        voters=voters,
    )


def lines_on(evidence: ClusterEvidence, trust: Trust, day: date) -> list[tuple[Party, Contribution]]:
    """What a cluster added to whose records on a day."""
    known = up_to(evidence, day)
    return list(_lines(known, questions(known), trust))


def change_days(evidence: ClusterEvidence) -> list[date]:
    """The days on which something became known of a cluster."""
    tellings = {telling.id: telling for telling in evidence.tellings}
    days = {day_of(telling) for telling in evidence.tellings}
    days |= {
        known_on(relation, tellings, evidence.decided)
        for relation in evidence.relations
        if relation.a in tellings and relation.b in tellings
    }
    days |= {telling.dropped.day for telling in evidence.tellings if telling.dropped}
    days |= {day for v in evidence.verdicts for day in (v.decided_on, v.undone_on) if day is not None}
    return sorted(days)


def _lines(known: ClusterEvidence, asked: Collection[Question], trust: Trust) -> Iterator[tuple[Party, Contribution]]:
    tellings = {telling.id: telling for telling in known.tellings}
    for question in asked:
        yield from contributions(question, tellings, trust)


def _numbered(lines: Iterator[tuple[Party, Contribution]]) -> Iterator[tuple[Party, Contribution, int]]:
    """Lines that are alike, told apart by their number."""
    seen: dict[tuple[Party, Contribution], int] = {}
    for line in lines:
        seen[line] = seen.get(line, 0) + 1
        yield (*line, seen[line])


def _order(line: Line) -> tuple[object, ...]:
    what = line.what
    return (line.party, line.since, what.claim, what.partner, what.kind, what.date, what.up, what.down, what.reason)


def _voters(evidence: ClusterEvidence) -> Iterator[Party]:
    for telling in evidence.tellings:
        if voice := lead(telling):
            yield voice.slug, (Role.ORIGIN if telling.claim.chain else Role.OWN).value
        for voice in telling.claim.denied_by:
            yield voice.slug, denial_role(telling, voice).value


def _speakers(evidence: ClusterEvidence) -> dict[Party, tuple[Voice, Telling]]:
    found: dict[Party, tuple[Voice, Telling]] = {}
    for telling in sorted(evidence.tellings, key=lambda t: t.order):
        for voice, role in speaking(telling):
            found.setdefault((voice.slug, role.value), (voice, telling))
    return dict(sorted(found.items()))
