"""A track record opened: narrowed to a role or a topic, with what its numbers follow from.

It starts from what history.track_record answers, now or as of a day: the ledger there is faded by age already, so that
its lines add up to the record shown. A record of a part (a topic) is made of these very lines, by the same formula and
from the same prior; nothing fades twice.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from claims.models import Claim, day_only
from corroboration import history
from corroboration.engine.leadtime import Moment, lead_time
from corroboration.engine.topics import OTHER, topics_of
from corroboration.evidence import in_chunks
from corroboration.ledgers import About, Ledger
from corroboration.models import Outcome
from sources.engine.admiralty import Cuts
from sources.engine.explain import Score, derivation
from sources.engine.reliability import Contribution, Prior, reliability
from sources.models import Source, TrackRecord

Line = dict[str, Any]

ROLES = tuple(TrackRecord.Role.values)
SCORE = ("mean", "low", "high", "alpha", "beta", "up", "down", "letter")
FIGURES = ("mean", "low", "high", "alpha", "beta", "up", "down", "letter", "enough")
UNASKED = 1000  # lines of which topics and lead times are told unasked: a tenth of a second of work
TOLD = ("article__told_at", "article__published_at", "article__day_only")
READ = 10_000  # claims of which a statement or a date is read in one query


def brief(slug: str, as_of: date | None = None, role: str = "", topic: str = "") -> Line:
    """The records alone, each with how it follows. Without a topic no line of the ledger is read, however long it is.

    Raises Source.DoesNotExist.
    """
    if topic:
        found = opened(slug, as_of, role, topic)
        lean = [{name: value for name, value in each.items() if name != "lead_time"} for each in found["records"]]
        return {name: value for name, value in found.items() if name not in ("topics", "ledger")} | {"records": lean}
    found = history.records(Source.objects.get(slug=slug), as_of)
    cuts = history.cuts(found["grading"])
    chosen = [record | {"how": _how(record, cuts)} for record in found["records"] if role in ("", record["role"])]
    return found | {"role": role or None, "topic": None, "records": chosen}


def opened(slug: str, as_of: date | None = None, role: str = "", topic: str = "") -> Line:
    """A source's track record with its topics, lead times and derivations, and the ledger behind it all.

    role, topic: only what belongs to them ("": all). Raises Source.DoesNotExist.
    """
    found = history.track_record(slug, as_of, role)
    prior, cuts = history.prior(as_of), history.cuts(found["grading"])
    ledger, told = _told(found["ledger"])
    records = [record for record in found["records"] if role in ("", record["role"])]
    chosen = _about(ledger, topic)
    if topic:
        records = [_record(each, map(_contribution, lines), prior, cuts) for each, lines in _by(chosen, "role").items()]
    leads = _lead_times(chosen, told, as_of)
    return found | {
        "role": role or None,
        "topic": topic or None,
        "records": [record | {"how": _how(record, cuts), "lead_time": leads[record["role"]]} for record in records],
        "topics": _topics(ledger, prior, cuts),
        "ledger": chosen,
    }


def ledger(slug: str, as_of: date | None = None, role: str = "", topic: str = "", kind: str = "") -> Ledger | About:
    """The lines of `opened` alone, to be read a piece at a time. Raises Source.DoesNotExist."""
    found = Ledger(Source.objects.get(slug=slug), as_of, role, kind)
    return About(found, topic) if topic else found


def shown(slug: str, as_of: date | None = None, role: str = "", topic: str = "", *, whole: bool = False) -> Line:
    """What a page tells of a record: as `opened`, but with a ledger to be sliced, the latest line first.

    What takes every line to be read (topics, lead times) is None where the ledger is longer than UNASKED, unless it is
    asked for: by `whole`, or by a topic, whose record is made of its lines. sums: (role, lines, up, down) of all lines.
    Raises Source.DoesNotExist.
    """
    lines = Ledger(Source.objects.get(slug=slug), as_of, role)
    if topic or whole or lines.count() <= UNASKED:
        found = opened(slug, as_of, role, topic)
        latest = sorted(found["ledger"], key=lambda line: line["date"], reverse=True)
        sums = [(each, *_sums(mine)) for each, mine in _by(latest, "role").items()]
        return found | {"ledger": latest if topic else lines, "sums": sums}
    found = brief(slug, as_of, role)
    sums = [(each["role"], lines.counts.get(each["role"], 0), each["up"], each["down"]) for each in found["records"]]
    unread = {"records": [record | {"lead_time": None} for record in found["records"]], "topics": None}
    return found | unread | {"ledger": lines, "sums": [each for each in sums if each[1]]}


def _sums(ledger: Sequence[Line]) -> tuple[int, float, float]:
    up, down = (math.fsum(line[name] for line in ledger) for name in ("up", "down"))
    return len(ledger), up, down


def _told(mine: Sequence[Line]) -> tuple[list[Line], dict[str, Moment]]:
    """Lines with the topics of the claims that were checked, and when these were published.

    A claim that no longer stands has no topic and no date.
    """
    topics: dict[str, list[str]] = {}
    moments: dict[str, Moment] = {}
    for id, statement, *told in _claims({line["claim"] for line in mine}, "public_id", "statement", *TOLD):
        topics[id], moments[id] = list(topics_of(statement)), _moment(*told)
    return [line | {"topics": topics.get(line["claim"], [OTHER])} for line in mine], moments


def _moment(told_at: datetime, published_at: datetime, published_day_only: bool) -> Moment:
    return Moment(told_at, day_only(told_at, published_at, published_day_only))


def _about(ledger: list[Line], topic: str) -> list[Line]:
    return [line for line in ledger if not topic or topic in line["topics"]]


def _claims(ids: Collection[str], *columns: str) -> Iterator[tuple[Any, ...]]:
    for chunk in in_chunks(sorted(ids), READ):
        yield from Claim.objects.filter(public_id__in=chunk).values_list(*columns).iterator()


def _by(ledger: Iterable[Line], name: str) -> dict[str, list[Line]]:
    """Lines by one of their fields, in its order."""
    found = defaultdict(list)
    for line in ledger:
        found[line[name]].append(line)
    return dict(sorted(found.items()))


def _topics(ledger: Iterable[Line], prior: Prior, cuts: Cuts) -> list[Line]:
    """The record of each topic in each role, the most checked first. A claim of several topics is in each of them."""
    found = []
    for role, lines in _by(ledger, "role").items():
        parts = defaultdict(list)
        for line in lines:
            contribution = _contribution(line)
            for topic in line["topics"]:
                parts[topic].append(contribution)
        records = [{"topic": topic} | _record(role, parts[topic], prior, cuts) for topic in sorted(parts)]
        found += sorted(records, key=lambda record: -record["checks"])
    return found


def _record(role: str, ledger: Iterable[Contribution], prior: Prior, cuts: Cuts) -> Line:
    """The record that some lines of one role's ledger make by themselves."""
    score = reliability(ledger, prior, cuts=cuts)
    figures = {name: getattr(score, name) for name in FIGURES}
    return {"role": role, **figures, "checks": score.n, "reasons": list(score.reasons)}


def _contribution(line: Mapping[str, Any]) -> Contribution:
    names = ("claim", "kind", "partner", "up", "down", "weight", "reason")
    day = line["date"]
    return Contribution(
        date=date.fromisoformat(day) if isinstance(day, str) else day, **{name: line[name] for name in names}
    )


def _how(record: Mapping[str, Any], cuts: Cuts) -> Line:
    """How the score follows from the sums, in words and numbers."""
    found = asdict(derivation(Score(**{name: record[name] for name in SCORE}), cuts))
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


def _lead_times(ledger: Sequence[Line], told: Mapping[str, Moment], as_of: date | None) -> defaultdict[str, Line]:
    """The lead time of each role: of the claims that an independent origin bore out. told: when the claims were."""
    borne_out = _borne_out(ledger, as_of)
    others = {other for partners in borne_out.values() for other in partners} - told.keys()
    moments = dict(told) | {id: _moment(*when) for id, *when in _claims(others, "public_id", *TOLD)}
    found: defaultdict[str, Line] = defaultdict(lambda: _lead_line({}, {}, as_of))
    for role, lines in _by(ledger, "role").items():
        mine = {line["claim"]: borne_out[line["claim"]] for line in lines if line["claim"] in borne_out}
        found[role] = _lead_line(mine, moments, as_of)
    return found


def _lead_line(told: Mapping[str, Collection[str]], moments: Mapping[str, Moment], as_of: date | None) -> Line:
    found = lead_time(told, moments, as_of)
    names = ("claim", "other", "hours", "first")
    instances = [{name: getattr(instance, name) for name in names} for instance in found.instances]
    figures = ("told", "first", "median_hours", "lower_hours", "upper_hours")
    return {name: getattr(found, name) for name in figures} | {"instances": instances}


def _borne_out(ledger: Iterable[Line], as_of: date | None) -> dict[str, set[str]]:
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
