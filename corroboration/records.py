"""A track record opened: narrowed to a role or a topic, with what its numbers follow from.

The ledger is faded by age already, so that its lines add up to the record shown. The record of a topic is made of the
same lines, by the same formula and from the same prior.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any
from uuid import UUID

from claims.models import Claim, day_only
from corroboration import history
from corroboration.engine.leadtime import Moment, lead_time
from corroboration.evidence import in_chunks
from corroboration.gathering import version
from corroboration.ledgers import ALL, Ledger, Wanted
from corroboration.models import Decision, Outcome
from corroboration.replies import replies_of, reply_line
from sources.engine.admiralty import Cuts
from sources.engine.explain import Score, derivation
from sources.models import Source, TrackRecord
from sources.selectors import latest_grading

Line = dict[str, Any]

ROLES = tuple(TrackRecord.Role.values)
SCORE = ("mean", "low", "high", "alpha", "beta", "up", "down", "letter")
FIGURES = ("mean", "low", "high", "alpha", "beta", "up", "down", "letter", "enough")
FIRST_LINES = 100  # of a ledger, that an answer to a program gives without being asked for more
UNASKED = 1000  # lines of which topics and lead times are told unasked: a tenth of a second of work
TOLD = ("article__told_at", "article__published_at", "article__day_only")
KEPT = 256  # sources of which a process keeps the records by topic
READ = 10_000  # claims of which a statement or a date is read in one query


def brief(slug: str, as_of: date | None = None, role: str = "", topic: str = "") -> Line:
    """The records alone, each with how it follows: no line of the ledger is read, however long it is.

    Raises Source.DoesNotExist.
    """
    source = Source.objects.get(slug=slug)
    return _brief(source, as_of, role, topic, history.topic_records(source, as_of, topic) if topic else ())


def _brief(source: Source, as_of: date | None, role: str, topic: str, topics: Iterable[Line]) -> Line:
    """topics: the records by topic, among them those of the one that is asked for."""
    found = history.records(source, as_of)
    records = [each for each in topics if each["topic"] == topic] if topic else found["records"]
    cuts = history.cuts(found["grading"])
    chosen = [_figures(each) | {"how": _how(each, cuts)} for each in records if role in ("", each["role"])]
    reply = reply_line(replies_of([source], as_of).shown)
    return found | {"reply": reply, "role": role or None, "topic": topic or None, "records": chosen}


def opened(slug: str, as_of: date | None = None, role: str = "", topic: str = "") -> Line:
    """A source's track record with its topics, lead times and derivations, and the ledger behind it all.

    role, topic: only what belongs to them ("": all). Raises Source.DoesNotExist.
    """
    source = Source.objects.get(slug=slug)
    return _opened(source, as_of, role, topic, Ledger(source, as_of, Wanted(role, topic=topic)))


def _opened(source: Source, as_of: date | None, role: str, topic: str, ledger: Ledger) -> Line:
    lines = [line for _, line in ledger.walk()]
    leads = lead_times(lines, as_of)
    topics = by_topic(source, as_of, role)
    found = _brief(source, as_of, role, topic, topics)
    return found | {
        "records": [record | {"lead_time": leads[record["role"]]} for record in found["records"]],
        "topics": topics,
        "ledger": lines,
    }


def answered(slug: str, as_of: date | None = None, role: str = "", topic: str = "") -> Line:
    """The same for programs, at once however long the ledger is: its first FIRST_LINES lines, and no lead times (None)
    where more than UNASKED checks would have to be read for them.

    ledger_complete: whether these are all of its lines. Raises Source.DoesNotExist.
    """
    source = Source.objects.get(slug=slug)
    ledger = Ledger(source, as_of, Wanted(role, topic=topic))
    lines = [line for _, line in islice(ledger.walk(piece=FIRST_LINES + 1), FIRST_LINES + 1)]
    checks = ledger.borne_out(UNASKED)
    times = lead_times(checks, as_of) if len(checks) <= UNASKED else defaultdict(lambda: None)
    topics = by_topic(source, as_of, role)
    found = _brief(source, as_of, role, topic, topics)
    return found | {
        "records": [record | {"lead_time": times[record["role"]]} for record in found["records"]],
        "topics": topics,
        "ledger": lines[:FIRST_LINES],
        "ledger_complete": len(lines) <= FIRST_LINES,
    }


def by_topic(source: Source, as_of: date | None, role: str = "", topic: str = "") -> list[Line]:
    """The record of each topic in each role; role, topic: of these alone ("": of all)."""
    settled = version()
    if settled is None or source.withheld:  # whether one is private changes between two settlings
        found = tuple(history.topic_records(source, as_of))
    else:
        decided, grading = Decision.objects.count(), latest_grading()
        found = _kept_topics(source.slug, as_of, settled, decided, grading and grading.pk)
    return [dict(each) for each in found if role in ("", each["role"]) and topic in ("", each["topic"])]


@lru_cache(maxsize=KEPT)
def _kept_topics(slug: str, as_of: date | None, settled: UUID, decisions: int, grading: int | None) -> tuple[Line, ...]:
    """Until articles or decisions have been settled again: of 10^5 lines they take a tenth of a second."""
    return tuple(history.topic_records(Source.objects.get(slug=slug), as_of))


def ledger(slug: str, as_of: date | None = None, wanted: Wanted = ALL) -> Ledger:
    """The lines of `opened` alone, to be read a piece at a time. Raises Source.DoesNotExist."""
    return Ledger(Source.objects.get(slug=slug), as_of, wanted)


def shown(slug: str, as_of: date | None = None, wanted: Wanted = ALL, *, whole: bool = False) -> Line:
    """What a page tells of a record: as `opened`, but with a ledger to be sliced, the latest line first.

    wanted: its role and topic narrow the record, the rest of it the ledger alone. Lead times, which take every line to
    be read, are None where the record's ledger is longer than UNASKED, unless the whole is asked for. sums: (role,
    lines, up, down) of all wanted lines; none where so many are picked out of a record. Raises Source.DoesNotExist.
    """
    source = Source.objects.get(slug=slug)
    role, topic = wanted.role, wanted.topic
    lines = Ledger(source, as_of, Wanted(role, topic=topic))
    found = _read(source, as_of, role, topic, lines, whole=whole)
    if wanted == lines.wanted:
        return found
    picked = Ledger(source, as_of, wanted)
    few = picked[0 : picked.count()] if picked.count() <= UNASKED else []
    return found | {"ledger": picked, "sums": [(each, *_sums(mine)) for each, mine in _by(few, "role").items()]}


def _read(source: Source, as_of: date | None, role: str, topic: str, lines: Ledger, *, whole: bool) -> Line:
    if whole or lines.count() <= UNASKED:
        found = _opened(source, as_of, role, topic, lines)
        sums = [(each, *_sums(mine)) for each, mine in _by(found["ledger"], "role").items()]
    else:
        topics = by_topic(source, as_of, role)
        found = _brief(source, as_of, role, topic, topics)
        counted = ((lines.counts.get(each["role"], 0), each) for each in found["records"])
        sums = [(each["role"], count, each["up"], each["down"]) for count, each in counted if count]
        unread = [record | {"lead_time": None} for record in found["records"]]
        found |= {"records": unread, "topics": topics}
    return found | {"ledger": lines, "sums": sums}


def _sums(ledger: Sequence[Line]) -> tuple[int, float, float]:
    up, down = (math.fsum(line[name] for line in ledger) for name in ("up", "down"))
    return len(ledger), up, down


def moment_of(told_at: datetime, published_at: datetime, published_day_only: bool) -> Moment:
    return Moment(told_at, day_only(told_at, published_at, published_day_only))


def _claims(ids: Collection[str], *columns: str) -> Iterator[tuple[Any, ...]]:
    for chunk in in_chunks(sorted(ids), READ):
        yield from Claim.objects.filter(public_id__in=chunk).values_list(*columns).iterator()


def _by(ledger: Iterable[Line], name: str) -> dict[str, list[Line]]:
    """Lines by one of their fields, in its order."""
    found = defaultdict(list)
    for line in ledger:
        found[line[name]].append(line)
    return dict(sorted(found.items()))


def _figures(record: Line) -> Line:
    """A record without the name of its topic, which the answer gives."""
    return {name: value for name, value in record.items() if name != "topic"}


def _how(record: Mapping[str, Any], cuts: Cuts) -> Line:
    """How the score follows from the sums, in words and numbers."""
    found = asdict(derivation(Score(**{name: record[name] for name in SCORE}), cuts))
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


def lead_times(ledger: Sequence[Line], as_of: date | None) -> defaultdict[str, Line]:
    """The lead time of each role: of the claims that an independent origin bore out."""
    told_too = borne_out(ledger, as_of)
    told = {*told_too, *(other for partners in told_too.values() for other in partners)}
    moments = {id: moment_of(*when) for id, *when in _claims(told, "public_id", *TOLD)}
    found: defaultdict[str, Line] = defaultdict(lambda: lead_line({}, {}, as_of))
    for role, lines in _by(ledger, "role").items():
        mine = {line["claim"]: told_too[line["claim"]] for line in lines if line["claim"] in told_too}
        found[role] = lead_line(mine, moments, as_of)
    return found


def lead_line(told: Mapping[str, Collection[str]], moments: Mapping[str, Moment], as_of: date | None) -> Line:
    found = lead_time(told, moments, as_of)
    names = ("claim", "other", "hours", "first")
    instances = [{name: getattr(instance, name) for name in names} for instance in found.instances]
    figures = ("told", "first", "median_hours", "lower_hours", "upper_hours")
    return {name: getattr(found, name) for name in figures} | {"instances": instances}


def borne_out(ledger: Iterable[Line], as_of: date | None) -> dict[str, set[str]]:
    """Claims of a ledger that independent origins told as well -> the claims in which these did.

    A verdict decides alone, and the ledger lists no other check of its claim: who told it too stands in its outcomes.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    judged = set()
    for line in ledger:
        if line["kind"] == Outcome.Kind.CORROBORATED:
            found[line["claim"]].add(line["partner"])
        elif line["kind"] == Outcome.Kind.VERDICT:
            judged.add(line["claim"])
    for chunk in in_chunks(sorted(judged), READ):
        outcomes = Outcome.objects.filter(claim__in=chunk, kind=Outcome.Kind.CORROBORATED, weight__gt=0)
        if as_of is not None:
            outcomes = outcomes.filter(since__lte=as_of)
        for claim, partner in outcomes.values_list("claim_id", "by"):
            found[claim].add(partner)
    return dict(found)
