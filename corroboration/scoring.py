"""Track records, from the lines of the ledgers: now, or as of any day.

The lines that began in one month are kept as one block of numbers (sources/engine/columns.py), so that a record of 10^5
lines is read and scored in a tenth of a second, whatever day is asked for.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from corroboration.engine.fits import month_end
from corroboration.engine.truth import Party
from corroboration.evidence import in_chunks
from corroboration.models import LedgerEntry, LedgerMonth, Part
from corroboration.webhooks import known
from sources.engine.columns import Columns, Row, packed, score, standing, unpacked
from sources.engine.reliability import Prior, Reliability
from sources.models import Grading, Source, TrackRecord
from sources.selectors import grading_value, latest_grading
from sources.services import NAME_LENGTH

Storing = Callable[[], AbstractContextManager[None]]

FIRST = date(1, 1, 1)  # the month of a block without lines: it says that a voice has a record
AT_ONCE = 200  # records written in one transaction
COLUMNS = ("claim_id", "date", "since", "until", "whole_up", "whole_down", "whole_weight", "topics")  # of a Row
SCORES = ("mean", "low", "high", "alpha", "beta", "up", "down", "letter", "enough")


def mark(changed: Iterable[tuple[Party, date]]) -> None:
    """Have the blocks of these months, and the records over them, made again; inside the caller's transaction."""
    rows = [
        LedgerMonth(voice=voice, role=role, month=day.replace(day=1), due=True)
        for voice, role, day in sorted({(*party, day.replace(day=1)) for party, day in changed})
    ]
    LedgerMonth.objects.bulk_create(
        rows,
        update_conflicts=True,
        update_fields=["due"],
        unique_fields=["voice", "role", "month"],
        batch_size=200,
    )


def due() -> bool:
    """Whether blocks are to be made again, or records graded again because an admin set the grading otherwise."""
    return LedgerMonth.objects.filter(due=True).exists() or _graded_otherwise(latest_grading()).exists()


def _graded_otherwise(grading: Grading | None) -> QuerySet[TrackRecord]:
    return TrackRecord.objects.exclude(grading=grading)


def bring_up(now: date, prior: Prior, storing: Storing) -> None:
    """Make again the blocks and records that are due."""
    grading = latest_grading()
    while True:
        rows = LedgerMonth.objects.filter(due=True).order_by("voice", "role").values_list("voice", "role")
        parties = list(rows.distinct()[:AT_ONCE])
        if not parties:
            return
        made = blocks(parties)
        with storing():
            for month, lines in made:
                month.lines, month.due = lines, False
            LedgerMonth.objects.bulk_update([month for month, _ in made], ["lines", "due"], batch_size=100)
            _store(parties, now, prior, grading)


def bring_to(now: date, prior: Prior, storing: Storing) -> None:
    """Make the records of an earlier day those of now: what was known fades, and nothing else changed. Those that were
    graded otherwise are graded again.
    """
    grading = latest_grading()
    otherwise = _graded_otherwise(grading)
    old = TrackRecord.objects.exclude(as_of=now, grading=grading)
    if not old.exists():
        return
    blocks = LedgerMonth.objects.exclude(month=FIRST).order_by()
    changing = set(blocks.values_list("voice", "role").distinct())
    changing.update(otherwise.values_list("source__slug", "role"))
    rows = {(row.source.slug, row.role): row for row in old.select_related("source").order_by("pk")}
    for parties in in_chunks(sorted(rows.keys() & changing), AT_ONCE):
        with storing():
            _update([rows[party] for party in parties], scores(parties, now, prior, grading))
    with storing():  # of the others nothing fades
        old.update(as_of=now)


def record(voice: str, role: str, until: date) -> Columns:
    """The lines of a voice in one role that began to stand by a day."""
    months = LedgerMonth.objects.filter(voice=voice, role=role, month__lte=until).order_by("month")
    return unpacked(bytes(lines) for lines in months.values_list("lines", flat=True))


def roles(voice: str, until: date) -> list[str]:
    """The parts in which a voice had spoken by a day."""
    spoken = Part.objects.filter(voice=voice, since__lte=until).exclude(name="")
    return sorted(spoken.order_by().values_list("role", flat=True).distinct())


def as_dict(role: str, found: Reliability) -> dict[str, Any]:
    values = {name: getattr(found, name) for name in SCORES}
    return {"role": role, **values, "checks": found.n, "reasons": list(found.reasons)}


def blocks(parties: Collection[Party]) -> list[tuple[LedgerMonth, bytes]]:
    """The due blocks of these voices, with the lines that are in them now."""
    slugs = {voice for voice, _ in parties}
    sources = dict(Source.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    found = []
    for month in LedgerMonth.objects.filter(voice__in=slugs, due=True).defer("lines"):
        if (month.voice, month.role) in set(parties):
            found.append((month, packed(_rows(sources.get(month.voice), month.role, month.month))))
    return found


def lines_by_month(voice: str, role: str) -> dict[date, bytes]:
    """The blocks that the lines of a voice make now, by the first days of their months. Nothing is stored."""
    found: dict[date, list[Row]] = defaultdict(list)
    lines = LedgerEntry.ever.filter(source__slug=voice, role=role).order_by().values_list(*COLUMNS)
    for row in (Row(*line) for line in lines.iterator()):
        found[row.since.replace(day=1)].append(row)
    return {month: packed(rows) for month, rows in found.items()}


def _rows(source: int | None, role: str, month: date) -> Iterable[Row]:
    if source is None or month == FIRST:
        return ()
    following = month_end(month) + timedelta(days=1)
    lines = LedgerEntry.ever.filter(source=source, role=role, since__gte=month, since__lt=following).order_by()
    return (Row(*line) for line in lines.values_list(*COLUMNS))


def _store(parties: Sequence[Party], now: date, prior: Prior, grading: Grading | None) -> None:
    """Bring the records of these voices to what their blocks say, and their names to their earliest claims."""
    slugs = sorted({voice for voice, _ in parties})
    sources = {source.slug: source for source in Source.objects.filter(slug__in=slugs)}
    names = _names(slugs)
    rows = TrackRecord.objects.filter(source__slug__in=slugs).select_related("source")
    stored = {(row.source.slug, row.role): row for row in rows}
    spoken = [party for party in parties if party in names and party[0] in sources]
    found = scores(spoken, now, prior, grading)
    gone = {party: stored[party] for party in set(parties) & stored.keys() - set(spoken)}
    fresh = [party for party in spoken if party not in stored]
    known.remember_letters({party: row.letter for party, row in gone.items()} | dict.fromkeys(fresh, ""))
    TrackRecord.objects.filter(pk__in=[row.pk for row in gone.values()]).delete()
    TrackRecord.objects.bulk_create(
        (TrackRecord(source=sources[voice], role=role, **found[voice, role]) for voice, role in fresh), batch_size=100
    )
    _update([stored[party] for party in spoken if party in stored], found)
    _rename(sources.values(), names)


def scores(parties: Collection[Party], now: date, prior: Prior, grading: Grading | None) -> dict[Party, dict[str, Any]]:
    """What the records of these voices should hold, by their blocks. Nothing is stored."""
    rule = grading_value(grading)
    blocks: dict[Party, list[bytes]] = defaultdict(list)
    rows = LedgerMonth.objects.filter(voice__in={voice for voice, _ in parties}).exclude(month=FIRST)
    for voice, role, lines in rows.order_by("voice", "role", "month").values_list("voice", "role", "lines"):
        blocks[voice, role].append(bytes(lines))
    found = {}
    for party in parties:
        lines = standing(unpacked(blocks[party]), now)
        values = as_dict(party[1], score(lines, prior, now, rule.half_life_days, rule.cuts))
        values |= {"as_of": now, "grading_id": grading.pk if grading else None}
        found[party] = {name: value for name, value in values.items() if name != "role"}
    return found


def _update(records: Iterable[TrackRecord], scores: Mapping[Party, Mapping[str, Any]]) -> None:
    """Write those of these records that aren't what they should be."""
    changed, letters = [], {}
    for row in records:
        values = scores[row.source.slug, row.role]
        if row.letter != values["letter"]:
            letters[row.source.slug, row.role] = row.letter
        if any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    known.remember_letters(letters)
    TrackRecord.objects.bulk_update(changed, [*SCORES, "checks", "reasons", "as_of", "grading"], batch_size=50)


def _names(slugs: Collection[str]) -> dict[Party, str]:
    """How the earliest claim in which a voice took a part names it; a voice that isn't here takes none."""
    found: dict[Party, str] = {}
    for voice in slugs:
        for role in TrackRecord.Role.values:
            spoken = Part.objects.filter(voice=voice, role=role, first__gt="").order_by("first")
            if name := spoken.values_list("name", flat=True).first():
                found[voice, role] = name
    return found


def _rename(sources: Iterable[Source], names: Mapping[Party, str]) -> None:
    """Show a source that no admin named as its earliest claim names it, not as the first article to arrive did."""
    told = {voice: name for (voice, _), name in sorted(names.items())}  # its own word before what others quote
    changed = []
    for source in sources:
        name = told.get(source.slug, source.name)[:NAME_LENGTH]
        if not source.curated and source.name != name:
            source.name = name
            changed.append(source)
    Source.objects.bulk_update(changed, ["name"], batch_size=300)
