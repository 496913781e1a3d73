"""What an outlet changed by editing: the texts of one article in their order, and what became of each claim.

A claim is told by the first text that says it, and goes on as long as later texts do. A text that gives a newer answer
updates it; one that says neither the same nor a newer answer withdraws it. Precision first: a claim is withdrawn only
where nothing in the new text can be it in other words, and where that is still the old text, edited.

What becomes of a claim by a text depends on the texts up to that one, so what was known on a day never changes later.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from rapidfuzz import fuzz

from claims.engine.values import Modality
from corroboration.engine import shingling
from corroboration.engine.corrections import CORRECTION
from corroboration.engine.outcomes import same_lead
from corroboration.engine.relations import relate, successor
from corroboration.engine.values import Dropped, Finding, Relation, Stance, Telling
from corroboration.engine.words import overlap, words_of

# In per cent of rapidfuzz's ratio: "Azzaz" for "Azaz", "people" for "persons" in a sentence of ten words.
NEAR_WORDS = 90.0  # two claims
NEAR_PIECE = 85.0  # a claim's words within a text, where what stands around them is cut off
ALIKE = 0.5  # likeness from which two claims may be one statement reworded (relations.py)
LEAST_KEPT = 1 / 3  # of the old text's word triples: where less is kept the text is another, not the old one edited
TRIPLE = 3
MOST_PAIRS = 40_000  # of claims compared in meaning for one new text: some seconds. A book rewritten throughout goes on
NEVER = datetime.min.replace(tzinfo=UTC)


# --- the texts ---


@dataclass(frozen=True, slots=True)
class Version:
    """One text of an article, by what its outlet says of it. text_hash: orders those of which nothing else does."""

    id: str
    published_at: datetime
    revised_at: datetime | None
    text_hash: str


@dataclass(frozen=True, slots=True)
class Place:
    """A text among those of its article.

    told_at: when it came out: the first by its publication, a later one by its revision. replaced_by: the next text.
    told: False where the next text replaced it without a date: it can't be said when it stood, so it never did.
    """

    told_at: datetime
    replaced_by: str = ""
    told: bool = True


def revision_order(version: Version) -> tuple[datetime, str, str]:
    """By `revised_at` where given, then by hash: the order of texts, whatever that of their arrival."""
    return (version.revised_at or NEVER, version.text_hash, version.id)


def places(versions: Iterable[Version]) -> dict[str, Place]:
    """The place of each text, by id, in order; the last is the one that stands.

    A text whose revision isn't dated, or not later than what it revises, replaces that without a trace.
    """
    found: dict[str, Place] = {}
    told: list[tuple[Version, datetime]] = []
    for version in sorted(versions, key=revision_order):
        revised = version.revised_at or NEVER
        while told and revised <= told[-1][1]:
            old, at = told.pop()
            found[old.id] = Place(at, version.id, told=False)
        told.append((version, revised if told else version.published_at))
    ids = [version.id for version, _ in told]
    following = [*ids[1:], ""]
    found |= {version.id: Place(at, after) for (version, at), after in zip(told, following, strict=True)}
    return found


# --- their claims ---


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its claims, told when it came out. words: the whole text, in which their segments count."""

    id: str
    told_at: datetime
    words: str
    told: Sequence[Telling]


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a claim. said_before: the claim of the first text that says the same; it stands for all of them.
    dropped: how it ended, None: it goes on."""

    said_before: str = ""
    dropped: Dropped | None = None


@dataclass(slots=True)
class _Thread:
    """A claim that goes on. first: as told first. latest: as the latest text has it, which is that of `text`.
    reworded: a claim that may be it in other words."""

    first: Telling
    latest: Telling
    text: Text
    reworded: Telling | None = None


def fates(texts: Sequence[Text]) -> dict[str, Fate]:
    """What became of each claim of an article's texts, which come in their order. Of most nothing: they go on."""
    found: dict[str, Fate] = {}
    threads: list[_Thread] = []
    for text in texts:
        threads = _compared(threads, text, found)
    return found


def _compared(threads: Sequence[_Thread], text: Text, found: dict[str, Fate]) -> list[_Thread]:
    """The claims that go on after one more text, and those it adds. found: filled with what becomes of the others."""
    same = _same(threads, text.told)
    standing = {telling.id: telling.id for telling in text.told}
    for place, telling in same.items():
        threads[place].latest, threads[place].text = telling, text
        standing[telling.id] = threads[place].first.id
        found[telling.id] = Fate(said_before=threads[place].first.id)
    too_many = (len(threads) - len(same)) * len(text.told) > MOST_PAIRS
    going_on = []
    for place, thread in enumerate(threads):
        dropped = None if place in same or too_many else _dropped(thread, text, standing)
        if dropped is None:
            going_on.append(thread)
        else:
            found[thread.first.id] = Fate(dropped=dropped)
    return going_on + [_Thread(t, t, text) for t in text.told if standing[t.id] == t.id]


def _same(threads: Sequence[_Thread], told: Sequence[Telling]) -> dict[int, Telling]:
    """Threads, by number, with the claim of the new text that says the same: in the same words, else nearly so."""
    found: dict[int, Telling] = {}
    by_words = _grouped(told, _exact)
    for place, thread in enumerate(threads):
        alike = next((c for t in (thread.latest, thread.first) if (c := by_words.get(_exact(t)))), None)
        if alike:
            found[place] = alike.pop(0)
    taken = {telling.id for telling in found.values()}
    by_content = _grouped((t for t in told if t.id not in taken), _content)
    near = [
        (-ratio, place, telling.position, telling)
        for place, thread in enumerate(threads)
        if place not in found
        for telling in by_content.get(_content(thread.latest), ())
        if (ratio := _nearness(thread, telling)) >= NEAR_WORDS
    ]
    for _, place, _, telling in sorted(near, key=lambda each: each[:3]):
        if place not in found and telling.id not in taken:
            found[place] = telling
            taken.add(telling.id)
    return found


def _grouped(told: Iterable[Telling], key: Callable[[Telling], tuple[object, ...]]) -> dict[object, list[Telling]]:
    groups: dict[object, list[Telling]] = {}
    for telling in told:
        groups.setdefault(key(telling), []).append(telling)
    return groups


def _exact(telling: Telling) -> tuple[object, ...]:
    return (_plain(telling.claim.text), *_said(telling))


def _said(telling: Telling) -> tuple[object, ...]:
    """Who says it and how: two claims that differ in it say two things, whatever their words."""
    claim = telling.claim
    voices = tuple(v.slug for v in claim.chain), tuple(v.slug for v in claim.denied_by)
    return (*voices, claim.modality, claim.frame.polarity)


def _content(telling: Telling) -> tuple[object, ...]:
    """What two claims in nearly the same words must share to be one."""
    return (telling.claim.slot, _numbers(telling), *_said(telling))


def _nearness(thread: _Thread, telling: Telling) -> float:
    mine = _plain(telling.claim.text)
    return max(fuzz.ratio(_plain(each.claim.text), mine) for each in (thread.latest, thread.first))


def _dropped(thread: _Thread, text: Text, standing: Mapping[str, str]) -> Dropped | None:
    """How a claim that isn't among those of a text ends by it; None: it goes on, or that can't be told."""
    old = thread.latest
    findings = [(new, finding) for new in text.told if (finding := relate(new, old)) is not None]
    for new, finding in findings:
        if finding.stance is Stance.SUPERSEDES and successor(new, old, finding) is new:
            return Dropped(text.told_at, text.id, standing[new.id])
    if _denied(old, text):
        return Dropped(text.told_at, text.id)
    if _still_said(thread, text):
        return None
    if any(_says_otherwise(new, old, finding) for new, finding in findings):
        return Dropped(text.told_at, text.id)
    reworded = next((new for new in text.told if _may_be(new, thread)), None)
    if reworded is not None:
        thread.reworded = reworded
        return None
    return None if _kept(thread.text.words, text.words) < LEAST_KEPT else Dropped(text.told_at, text.id)


def _says_otherwise(new: Telling, old: Telling, finding: Finding) -> bool:
    """Whether the voice of the old claim says in the new text that it isn't so, or gives a lower number."""
    replaced = finding.stance is Stance.SUPERSEDES and successor(new, old, finding) is old
    return (finding.stance is Stance.CONTRADICTS or replaced) and same_lead(new, old)


def _may_be(new: Telling, thread: _Thread) -> bool:
    """Whether a claim may be an old one in other words."""
    return any(_reworded(new, old) for old in (thread.latest, thread.reworded) if old is not None)


def _reworded(new: Telling, old: Telling) -> bool:
    if _numbers(old) - _numbers(new) or _negated(new) != _negated(old):
        return False
    finding = relate(new, old)
    if finding is not None and finding.stance is Stance.CORROBORATES:
        return True
    return overlap(words_of(new.claim.text), words_of(old.claim.text)) >= ALIKE


def _still_said(thread: _Thread, text: Text) -> bool:
    """Whether the new text has the words of an old claim, though extraction cut them otherwise, or made no claim of
    them."""
    return all(_stands_in(piece, text.words) for piece in _pieces(thread.latest, thread.text.words))


def _denied(old: Telling, text: Text) -> bool:
    """Whether a text tells what an old claim says, nearly in its words, only as what isn't so; or the other way."""
    mine = _plain(old.claim.text)
    alike = [t for t in text.told if fuzz.ratio(_plain(t.claim.text), mine) >= NEAR_PIECE]
    return bool(alike) and all(_negated(t) != _negated(old) for t in alike)


def _negated(telling: Telling) -> bool:
    """Whether an outlet tells it only as what isn't so."""
    claim = telling.claim
    return (claim.modality is Modality.DENIED and not claim.chain) == claim.frame.polarity


def _pieces(telling: Telling, words: str) -> list[str]:
    """The stretches of text that a claim is made of."""
    return [_plain(words[start:end]) for start, end in telling.claim.segments]


def _stands_in(piece: str, words: str) -> bool:
    """Whether a text has these words, or nearly these, with the same figures."""
    text = _plain(words)
    if f" {piece} " in f" {text} ":
        return True
    if len(piece) >= len(text):
        return False
    found = fuzz.partial_ratio_alignment(piece, text, score_cutoff=NEAR_PIECE)
    if found is None:
        return False
    figures = [word for word in piece.split() if word[0].isdigit()]
    return set(figures) <= set(_whole_words(text, found.dest_start, found.dest_end))


def _whole_words(text: str, start: int, end: int) -> list[str]:
    """The words of a stretch of text, none of them cut."""
    first = text.rfind(" ", 0, start + 1) + 1
    last = text.find(" ", end)
    return text[first : last if last >= 0 else len(text)].split()


def _numbers(telling: Telling) -> frozenset[str]:
    """The numbers that a claim gives, in figures or in words."""
    told = {f"{q.value:.10g}" for q in telling.claim.quantities if q.value is not None}
    return words_of(telling.claim.text).numbers | told


def _kept(old: str, new: str) -> float:
    """How much of a text's wording another keeps, in [0, 1]."""
    mine, theirs = _triples(old), _triples(new)
    return len(mine & theirs) / len(mine) if mine else 0.0


@lru_cache(maxsize=64)
def _triples(text: str) -> frozenset[tuple[str, ...]]:
    words = shingling.words_of(text)
    return frozenset(tuple(words[i : i + TRIPLE]) for i in range(len(words) - TRIPLE + 1))


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return " ".join(shingling.words_of(text)) or text


# --- what their claims are to each other ---


def rewritten(relation: Relation, tellings: Mapping[str, Telling]) -> Relation:
    """The relation of a claim that its outlet withdrew with what the outlet said instead: that corrects it.

    Others are as they were. tellings: both.
    """
    for old, new in ((tellings[relation.b], tellings[relation.a]), (tellings[relation.a], tellings[relation.b])):
        if _instead(new, old) and relation.finding.stance is not Stance.CORROBORATES:
            reasons = ("its outlet says this instead", *relation.finding.reasons)
            finding = Finding(Stance.SUPERSEDES, CORRECTION, relation.finding.score, reasons)
            return Relation(new.id, old.id, finding, relation.independence)
    return relation


def _instead(new: Telling, old: Telling) -> bool:
    """Whether one claim stands in for another that the same outlet withdrew by then."""
    dropped = old.dropped
    if dropped is None or dropped.updated_as or new.publisher.slug != old.publisher.slug:
        return False
    return new.published_at >= dropped.at
