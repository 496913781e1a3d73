"""Who reports before whom: a source's lead times, and the same beside each of the sources that told what it told.

Made of the same checks as the lead times of a record (records.py). A check is a claim and one claim of an independent
origin that bears it out; so whoever merely repeats a source is nobody that it was before.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache
from statistics import median
from typing import Any
from uuid import UUID

from claims.models import Attribution, Claim
from corroboration.arrivals import recomputed
from corroboration.engine.leadtime import Moment, hours_between
from corroboration.evidence import in_chunks
from corroboration.gathering import version
from corroboration.ledgers import Ledger, Wanted
from corroboration.models import Decision
from corroboration.records import READ, TOLD, borne_out, lead_line, moment_of
from sources.engine.reliability import PLACES
from sources.models import Source

Line = dict[str, Any]
Voices = dict[str, tuple[Moment, str]]  # by claim: when it was told, and by whom, by slug
Looked = tuple[bool, tuple[Line, ...]]  # whether all checks were looked at; the lead times of each role

MOST_CHECKS = 5_000  # the latest, that are looked at: half a second of work
OTHERS = 50  # sources that a source is held against: those that told most of what it told
KEPT = 256  # answers that a process keeps
INSTANCES = 50  # claims that are listed of each role, of those with the longest lead


def leads(slug: str, as_of: date | None = None, role: str = "", topic: str = "") -> Line:
    """How long before others a source told what they told too, in each role; and before or after whom.

    complete: whether all its checks were looked at, not only the latest MOST_CHECKS. Raises Source.DoesNotExist.
    """
    source = Source.objects.get(slug=slug)
    complete, roles = _looked_up(source, as_of, role, topic)
    names = dict(Source.objects.filter(slug__in=_named(roles)).values_list("slug", "name"))
    return {
        "source": source.slug,
        "name": source.name,
        "as_of": as_of and as_of.isoformat(),
        "recomputed": recomputed(as_of) if as_of else [],
        "withheld": source.withheld or None,
        "role": role or None,
        "topic": topic or None,
        "complete": complete,
        "lead_times": [each | {"others": _with_names(each["others"], names)} for each in roles],
    }


def _with_names(others: Iterable[Line], names: Mapping[str, str]) -> list[Line]:
    """As sources are called now: that may change between two settlings."""
    present = (other for other in others if other["source"] in names)
    return [{"source": other["source"], "name": names[other["source"]]} | other for other in present]


def _named(roles: Iterable[Line]) -> set[str]:
    return {other["source"] for each in roles for other in each["others"]}


def _looked_up(source: Source, as_of: date | None, role: str, topic: str) -> Looked:
    settled = version()
    if settled is None or source.withheld:  # whether one is private changes between two settlings
        return _worked_out(source, as_of, role, topic)
    return _kept(source.slug, as_of, role, topic, settled, Decision.objects.count())


@lru_cache(maxsize=KEPT)
def _kept(slug: str, as_of: date | None, role: str, topic: str, settled: UUID, decisions: int) -> Looked:
    """Until articles or decisions have been settled again."""
    return _worked_out(Source.objects.get(slug=slug), as_of, role, topic)


def _worked_out(source: Source, as_of: date | None, role: str, topic: str) -> Looked:
    found = Ledger(source, as_of, Wanted(role, topic=topic)).borne_out(MOST_CHECKS)
    checks = found[:MOST_CHECKS]
    by_role = defaultdict(set)
    for line in checks:
        by_role[line["role"]].add(line["claim"])
    told = borne_out(checks, as_of)
    voices = _voices({*told, *(other for others in told.values() for other in others)}, as_of)
    roles = (
        _of_role(each, {id: told[id] for id in by_role[each] if id in told}, voices, as_of) for each in sorted(by_role)
    )
    return len(found) <= MOST_CHECKS, tuple(roles)


def _of_role(role: str, told: Mapping[str, Collection[str]], voices: Voices, as_of: date | None) -> Line:
    times = lead_line(told, {id: moment for id, (moment, _) in voices.items()}, as_of)
    instances = sorted(times["instances"], key=lambda each: (-each["hours"], each["claim"]))
    return {"role": role} | times | {"instances": instances[:INSTANCES], "others": _others(told, voices)}


def _others(told: Mapping[str, Collection[str]], voices: Voices) -> list[Line]:
    """By source that told the same, how often either was first. Its earliest claim beside each of ours counts."""
    hours: dict[str, list[float]] = defaultdict(list)
    for claim, others in told.items():
        if claim not in voices:
            continue
        mine, met = voices[claim][0], defaultdict(list)
        for other in others:
            if other in voices:
                moment, voice = voices[other]
                met[voice].append(hours_between(mine, moment))
        for voice, apart in met.items():
            hours[voice].append(min(apart))
    ordered = sorted(hours.items(), key=lambda each: (-len(each[1]), each[0]))
    return [_beside(slug, apart) for slug, apart in ordered[:OTHERS]]


def _beside(slug: str, apart: list[float]) -> Line:
    before, after = ([abs(hours) for hours in side] for side in _sides(apart))
    return {
        "source": slug,
        "told": len(apart),
        "before": len(before),
        "after": len(after),
        "ties": len(apart) - len(before) - len(after),
        "median_hours_before": round(median(before), PLACES) if before else None,
        "median_hours_after": round(median(after), PLACES) if after else None,
    }


def _sides(apart: Iterable[float]) -> tuple[list[float], list[float]]:
    hours = list(apart)
    return [each for each in hours if each > 0], [each for each in hours if each < 0]


def _voices(ids: Collection[str], as_of: date | None) -> Voices:
    """When each of these claims was told, and by whom: its origin, or the outlet in its own voice."""
    found = {}
    for chunk in in_chunks(sorted(ids), READ):
        first = Attribution.objects.filter(claim__public_id__in=chunk, part=Attribution.Part.CHAIN, position=0)
        spoken = dict(first.values_list("claim__public_id", "source__slug"))
        rows = Claim.objects.filter(public_id__in=chunk).values_list("public_id", "article__outlet__slug", *TOLD)
        for id, outlet, *when in rows:
            moment = moment_of(*when)
            if as_of is None or moment.day <= as_of:
                found[id] = (moment, spoken.get(id, outlet))
    return found
