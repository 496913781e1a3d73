"""A claim's statement as the name of its cluster: which statement is fit for it, and how it reads alone."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from claims.engine.reference import load_reference
from claims.engine.values import Modality
from corroboration.engine.scene import Scene
from corroboration.engine.tables import table
from corroboration.engine.values import Telling
from corroboration.engine.when import in_words, with_readable_days

LONGEST = 140  # characters of a caption, place and days apart
LEAST_KEPT = 60  # characters before a comma at which a longer one is cut
FITTING = range(25, LONGEST + 1)  # a shorter statement says too little, a longer one is hard to take in at a look
SAME_NAME = 0.85  # Jaro-Winkler of a place and a word of the statement that spells it otherwise: Mahin, Maheen
SAME_LETTERS = 82  # partial ratio of a name of LONG_NAME letters and the statement, blanks left out: Ras Ain, Ras Ayn
LONG_NAME = 6
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"))


@dataclass(frozen=True, slots=True)
class Gist:
    """What most of a cluster's claims tell: its scene, modality, classes of action, and whether that is violence.

    disputed: ids of claims whose number or culprit others give otherwise: a title takes no side.
    """

    scene: Scene
    modality: Modality
    classes: frozenset[str]
    violent: bool
    disputed: frozenset[str]


def fit(telling: Telling, gist: Gist) -> bool:
    """Whether a statement alone can name the cluster: it reads alone, tells its core and takes no side."""
    return not any(fails(telling, gist) for fails in _FAULTS)


def fitness(telling: Telling, gist: Gist) -> tuple[object, ...]:
    """What to sort statements by, the fittest first. Of equals the earliest stands, so that titles keep still."""
    slots = table("headlines")["telling_slots"]
    slot = telling.claim.slot
    rank = slots.index(slot) if slot in slots else len(slots)
    faults = (fails(telling, gist) for fails in (*_FAULTS, *_FLAWS))
    return (*faults, not telling.claim.frame.actor_id, rank, telling.order)


def caption(telling: Telling, place: str = "") -> str:
    """The statement, with place and days where it lacks them, marked where nobody asserts it.

    place: that of the event, where the claim itself is read to have none.
    """
    claim = telling.claim
    words = shortened(_plain(with_readable_days(claim.statement)))
    if is_open(telling):
        words = f"“{words}”"
    elif _lacks_subject(telling):
        words = f"{_capital(claim.frame.actor)}: {_lower(words)}"
    mark = table("headlines")["marks"].get(claim.modality.value)
    if mark:
        words = f"{_capital(mark)}: {words}"
    return words + _lacking(telling, words, claim.frame.place or place)


def _lacking(telling: Telling, words: str, place: str) -> str:
    """The place and the days that a statement leaves to its context; of an undated one when it was told.

    Only the days that were read of this claim: others' beside these words would be a statement that nobody made.
    """
    frame = telling.claim.frame
    place = "" if not place or names(words, place) or frame.other_places else place
    if frame.time_explicit or _YEAR.search(words):
        return f" ({place})" if place and not words.endswith(")") else f", {place}" if place else ""
    closed = frame.time if frame.time and frame.time.start and frame.time.end else None
    days = in_words(closed.start, closed.end) if closed else f"reported {telling.published_at:%B %Y}"
    return "".join(f", {part}" for part in (place, days) if part)


def names(words: str, place: str) -> bool:
    """Whether words name a place, in whatever spelling: "Deir az-Zour" is Deir ez-Zor."""
    wanted, said = _letters(place), _letters(words)
    if "".join(wanted) in "".join(said):
        return True
    if len("".join(wanted)) >= LONG_NAME and fuzz.partial_ratio("".join(wanted), "".join(said)) >= SAME_LETTERS:
        return True
    return all(any(JaroWinkler.similarity(part, word) >= SAME_NAME for word in said) for part in wanted)


def _letters(text: str) -> list[str]:
    generic = table("headlines")["places"]["generic"]
    return [part for part in re.findall(r"[^\W\d_]+", text.casefold()) if part not in generic]


def is_open(telling: Telling) -> bool:
    """Whether a statement leaves open who or what it speaks of, or says next to nothing: it can only be quoted."""
    claim = telling.claim
    known = table("headlines")["statements"]
    first, second = _first_words(claim.statement)
    opens = not claim.frame.action or (first in known["open"] and second not in known["times"])
    short = len(claim.statement) < FITTING.start
    return bool(claim.unresolved) or opens or short or (_lacks_subject(telling) and not claim.frame.actor_id)


def _lacks_subject(telling: Telling) -> bool:
    """Whether a statement starts with its verb: a stretch of a sentence whose subject stands elsewhere."""
    claim = telling.claim
    first, second = _first_words(claim.statement)
    follow = table("headlines")["statements"]["follow"]
    if not claim.text[:1].islower() or first in claim.frame.actor.casefold():
        return False
    nouns = load_reference().actions.nouns.keys()
    verbs = _verbs() | ({claim.frame.action} - nouns)
    present = first in verbs or (first.endswith("ing") and not verbs.isdisjoint(_stems(first[:-3])))
    if present and first not in nouns:
        return True
    past = first.endswith("ed") and not verbs.isdisjoint(_stems(first[:-2]))
    return past and (second in follow or second.isdigit())


def _stems(word: str) -> set[str]:
    """The verbs that a form without its ending may be of: "forc" of force, "stopp" of stop."""
    return {word, f"{word}e", word[:-1]}


@cache
def _verbs() -> frozenset[str]:
    """Verbs that are known and could not as well be nouns."""
    actions = load_reference().actions
    return frozenset(actions.verbs.keys() - actions.nouns.keys())


def _first_words(text: str) -> Sequence[str]:
    return [*re.findall(r"[\w'’-]+", text.casefold())[:2], "", ""][:2]


# What makes a statement unfit, worst first.


def _elsewhen(telling: Telling, gist: Gist) -> bool:
    """Told of other days than the event's: background."""
    own, days = telling.claim.frame.time, gist.scene.days
    return own is not None and days is not None and not own.overlaps(days)


def _unreadable(telling: Telling, gist: Gist) -> bool:
    return is_open(telling) or _lacks_subject(telling)


def _otherwise_meant(telling: Telling, gist: Gist) -> bool:
    return telling.claim.modality is not gist.modality or not telling.claim.frame.polarity


def _disputed(telling: Telling, gist: Gist) -> bool:
    return telling.id in gist.disputed


def _beside_the_core(telling: Telling, gist: Gist) -> bool:
    claim = telling.claim
    return claim.frame.action not in gist.classes or claim.slot in table("headlines")["sides"]


def _undated(telling: Telling, gist: Gist) -> bool:
    return telling.claim.frame.time is None and gist.scene.days is not None


def _without_place(telling: Telling, gist: Gist) -> bool:
    return bool(gist.scene.place) and not names(telling.claim.statement, gist.scene.place)


def _of_wrong_length(telling: Telling, gist: Gist) -> bool:
    return len(telling.claim.statement) not in FITTING


_FAULTS: tuple[Callable[[Telling, Gist], bool], ...] = (
    _elsewhen,
    _unreadable,
    _otherwise_meant,
    _disputed,
    _beside_the_core,
)
_FLAWS = (_undated, _without_place, _of_wrong_length)  # they make another statement better, this one still fit


# How it reads


def _plain(text: str) -> str:
    """Words without the marks that a cut left: half a pair of brackets or quotes, a comma in front."""
    words = re.sub(r" ([,.;:])", r"\1", " ".join(text.split())).strip(" ,;:.-–")
    for left, right in _PAIRS:
        if words.count(left) > words.count(right):
            before, _, behind = words.rpartition(left)
            words = before.rstrip(" ,") if len(behind) < len(before) else before + behind
        elif words.count(left) < words.count(right):
            words = words.replace(right, "")
    if words.count('"') % 2:
        words = words.replace('"', "")
    return _capital(_without_opener(words))


def _without_opener(words: str) -> str:
    openers: Collection[str] = table("headlines")["statements"]["openers"]
    opener, comma, rest = words.partition(", ")
    return rest if comma and opener.casefold() in openers else words


def shortened(words: str) -> str:
    """The words up to the last comma that leaves enough of them, else up to the last blank."""
    if len(words) <= LONGEST:
        return words
    head, comma, _ = words[:LONGEST].rpartition(", ")
    return f"{head if comma and len(head) >= LEAST_KEPT else words[:LONGEST].rsplit(' ', 1)[0]} …"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
