"""The voices of a cluster side by side: what each of them answers to each question, and where their answers part."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator

from claims.models import Claim
from corroboration.models import Assessment, Relation
from corroboration.selectors.cluster.lineage import COMMENTS, STANDINGS, Lineage, Voice
from corroboration.selectors.cluster.members import Member
from corroboration.selectors.cluster.order import slots_in_order
from corroboration.selectors.cluster.tolls import in_words, number_of

VOICES, QUESTIONS, ANSWERS = 6, 12, 3  # shown unless all is asked for: what fits a screen
ALL_VOICES, ALL_QUESTIONS, ALL_ANSWERS = 30, 60, 6
WORDS = 90  # characters of a statement
NAMED = 2  # speakers behind a mark

ANSWERED_BY = {"perpetrator": "actor", "target": "target", "place": "place"}
"""The part of a claim's frame that is its short answer to a question."""

CONTRADICTS, DIFFERS, SUPERSEDED = KINDS = ("contradicts", "differs", "superseded")
GONE = (Assessment.Status.SUPERSEDED, Assessment.Status.RETRACTED)
AT_ODDS = (Assessment.Status.CONTRADICTED, Assessment.Status.CONTESTED)

Grid = Mapping[str, Mapping[Voice, Sequence[Member]]]


def gravest(kinds: Iterable[str]) -> str:
    found = set(kinds)
    return next((kind for kind in KINDS if kind in found), "")


@dataclass(frozen=True, slots=True)
class Mark:
    """How an answer parts from others. speakers: names of those who give the others; more: how many are left out."""

    kind: str
    speakers: tuple[str, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a claim answers. value: its number, or the part of its frame that answers; words: its statement, cut.
    Either may be "". speaker: its own first voice, where that isn't the one that its origin is named by."""

    member: Member
    speaker: str
    value: str
    words: str
    frame: Mapping[str, Any]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a voice answers to a question, what is at odds with others first; nothing where it is silent. more: how
    many claims are left out."""

    voice: Voice
    answers: tuple[Answer, ...]
    more: int

    @property
    def kind(self) -> str:
        """How it parts from others at worst; "" where it doesn't."""
        return gravest(mark.kind for answer in self.answers for mark in answer.marks)


@dataclass(frozen=True, slots=True)
class Row:
    """A question, and the answers of the voices in their order. told_by: how many voices answer it in all."""

    slot: str
    told_by: int
    cells: tuple[Cell, ...]

    @property
    def kind(self) -> str:
        return gravest(cell.kind for cell in self.cells)

    @property
    def first(self) -> str:
        """The claim that the row begins with; "" where no voice shown answers."""
        return next((answer.member.id for cell in self.cells for answer in cell.answers), "")


@dataclass(frozen=True, slots=True)
class Matrix:
    """voices: the columns. more_voices, more_questions: how many are left out. single: questions that one voice alone
    answers, left out unless all is asked for."""

    voices: tuple[Voice, ...]
    rows: tuple[Row, ...]
    more_voices: int
    more_questions: int
    single: int


def matrix_of(members: Iterable[Member], lineage: Lineage, disputed: set[str], *, whole: bool) -> Matrix:
    """A cluster as a matrix, in two queries. whole: with all that fits, also the questions of one voice alone."""
    grid = _grid(members, lineage.voices)
    asked = slots_in_order({slot: len(told) for slot, told in grid.items()}, disputed)
    shared = [slot for slot in asked if len(grid[slot]) > 1]
    chosen = asked if whole else shared
    speaking = _voices(grid)
    columns = speaking[: ALL_VOICES if whole else VOICES]
    rows = chosen[: ALL_QUESTIONS if whole else QUESTIONS]
    most = ALL_ANSWERS if whole else ANSWERS
    shown = {(slot, voice): _telling(grid[slot].get(voice, ()))[:most] for slot in rows for voice in columns}
    answers = _answers([member for told in shown.values() for member in told], lineage)
    return Matrix(
        voices=tuple(columns),
        rows=tuple(
            Row(
                slot,
                len(grid[slot]),
                tuple(
                    Cell(
                        voice,
                        tuple(answers[member.id] for member in shown[slot, voice]),
                        len(grid[slot].get(voice, ())) - len(shown[slot, voice]),
                    )
                    for voice in columns
                ),
            )
            for slot in rows
        ),
        more_voices=len(speaking) - len(columns),
        more_questions=len(chosen) - len(rows),
        single=len(asked) - len(chosen),
    )


def _grid(members: Iterable[Member], voices: Mapping[str, Voice]) -> Grid:
    """What each voice answers to each question; copies and comments left out."""
    grid: dict[str, dict[Voice, list[Member]]] = defaultdict(lambda: defaultdict(list))
    for member in members:
        voice = voices[member.id]
        if not member.original and voice.standing != COMMENTS:
            grid[member.slot][voice].append(member)
    return grid


def _voices(grid: Grid) -> list[Voice]:
    """The voices, origins first and in their order, then those who answer most questions."""
    asked = Counter(voice for told in grid.values() for voice in told)
    return sorted(asked, key=lambda v: (STANDINGS.index(v.standing), v.number, -asked[v], v.slug, v.name))


def _telling(told: Sequence[Member]) -> list[Member]:
    """The most telling answers of a voice: what is at odds with others, then what stands, the latest first. The same
    number is told once."""
    newest = list(reversed(told))
    ordered = sorted(newest, key=lambda member: (_gone(member), member.status not in AT_ODDS))
    said: dict[str, Member] = {}
    for member in ordered:
        said.setdefault(_number(member) or member.id, member)
    return list(said.values())


def _gone(member: Member) -> bool:
    return member.withdrawn or member.status in GONE


def _number(member: Member) -> str:
    number = number_of(member)
    return in_words(number) if number else ""


def _answers(members: Sequence[Member], lineage: Lineage) -> dict[str, Answer]:
    ids = [member.id for member in members]
    frames = dict(Claim.objects.filter(public_id__in=ids).values_list("public_id", "frame"))
    against = _against(ids, lineage.speakers)
    return {member.id: _answer(member, frames.get(member.id, {}), lineage, against) for member in members}


def _answer(
    member: Member, frame: Mapping[str, Any], lineage: Lineage, against: Mapping[tuple[str, str], Counter[str]]
) -> Answer:
    number, speaker = _number(member), lineage.speakers[member.id]
    marks = [Mark(kind, *_named(against[member.id, kind])) for kind in KINDS[:2] if (member.id, kind) in against]
    return Answer(
        member=member,
        speaker=speaker if speaker != lineage.voices[member.id].name else "",
        value=number or frame.get(ANSWERED_BY.get(member.slot, ""), ""),
        words="" if number else Truncator(member.statement).chars(WORDS),
        frame=frame,
        marks=(*marks, Mark(SUPERSEDED)) if _gone(member) else tuple(marks),
    )


def _named(names: Counter[str]) -> tuple[tuple[str, ...], int]:
    first = tuple(name for name, _ in sorted(names.items(), key=lambda each: (-each[1], each[0]))[:NAMED])
    return first, len(names) - len(first)


def _against(claims: Sequence[str], speakers: Mapping[str, str]) -> dict[tuple[str, str], Counter[str]]:
    """(claim, kind) -> whose answers among these contradict it or differ; also those counted as one origin with it."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    rows = Relation.objects.filter(a__in=claims, b__in=claims, kind__in=(CONTRADICTS, DIFFERS)).order_by()
    for a, b, kind in rows.values_list("a_id", "b_id", "kind"):
        found[a, kind][speakers[b]] += 1
        found[b, kind][speakers[a]] += 1
    return found
