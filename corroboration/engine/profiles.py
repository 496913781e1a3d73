"""What an episode says, gathered from its claims: all that is compared when asking whether two are of one event."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any, Self

from claims.engine.values import Interval, Modality
from corroboration.engine.aspects import Aspect, aspect
from corroboration.engine.values import UNDATED, Telling

WORDS_KEPT = 60  # the most telling; a longer episode says the same with more words
OTHERS_KEPT = 40  # places, days, numbers, actors: those told first. A book about one thing is stored and read as fast
TEXTS_KEPT = 3  # statements whose wording is compared
TENTHS = 10  # weights are kept as whole tenths, so that sums don't depend on the order in which they are made
NEVER, EVER = 0, 4_000_000  # ordinals of days for the open side of an interval

Path = tuple[str, ...]
Days = tuple[int, int]  # first and last day, proleptic ordinals


@dataclass(frozen=True, slots=True)
class Profile:
    """An episode in the form it is compared in. Every sequence is sorted, so that equal content is equal.

    published: ordinal of the day, None for statements without a date. turn: which episode of its article it is.
    size: its claims. words: stem -> how telling, in tenths. topics: topic -> how many claims. places, times: what its
    own words give; taken_*: what was taken over from the text around. background, state, planned, occasion, war: how
    many of its claims are so. texts: folded statements.
    """

    article: str
    turn: int
    published: int | None
    size: int
    words: Mapping[str, int]
    names: tuple[str, ...]
    numbers: tuple[float, ...]
    topics: Mapping[str, int]
    families: tuple[str, ...]
    places: tuple[Path, ...]
    taken_places: tuple[Path, ...]
    times: tuple[Days, ...]
    taken_times: tuple[Days, ...]
    actors: tuple[str, ...]
    slots: tuple[str, ...]
    background: int
    state: int
    planned: int
    occasion: int
    texts: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The profile that to_json gave, also where JSON made lists of tuples."""
        return cls(**{name: _frozen(value) for name, value in stored.items()})


def profile_of(members: Sequence[Telling], turn: int = 0) -> Profile:
    """The profile of some claims of one article."""
    head, size = members[0], len(members)
    members = [telling for telling in members if telling.remains is None]  # without its words one tells nothing
    aspects = [aspect(telling) for telling in members]
    words = _words(aspects)
    return Profile(
        article=head.article,
        turn=turn,
        published=None if head.published_at == UNDATED else head.published_at.date().toordinal(),
        size=size,
        words=words,
        names=tuple(sorted(words.keys() & {name for a in aspects for name in a.words.names})),
        numbers=_sorted(number for a in aspects for number in sorted(a.numbers)),
        topics=dict(sorted(Counter(topic for a in aspects for topic in a.topics).items())),
        families=_sorted(family for a in aspects for family in a.families),
        places=_sorted(a.place for a in aspects if a.place),
        taken_places=_sorted(a.taken_place for a in aspects if a.taken_place),
        times=_sorted(_days(a.time) for a in aspects if a.time is not None),
        taken_times=_sorted(_days(a.taken_time) for a in aspects if a.taken_time is not None),
        actors=_sorted(t.claim.frame.actor_id for t in members if t.claim.frame.actor_id),
        slots=_sorted(t.claim.slot for t in members if t.claim.slot != "other"),
        background=sum(a.cues.background for a in aspects),
        state=sum(a.cues.state for a in aspects),
        planned=sum(t.claim.modality is Modality.PLANNED for t in members),
        occasion=sum(a.occasion for a in aspects),
        texts=tuple(a.words.plain for a in aspects[:TEXTS_KEPT]) or ("",),
    )


def _words(aspects: Sequence[Aspect]) -> dict[str, int]:
    found: dict[str, float] = {}
    for each in aspects:
        for root, weight in each.words.weights.items():
            found[root] = max(weight, found.get(root, 0.0))
    kept = sorted(found, key=lambda root: (-found[root], root))[:WORDS_KEPT]
    return {root: round(found[root] * TENTHS) for root in sorted(kept)}


def _sorted(items: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(islice(dict.fromkeys(items), OTHERS_KEPT)))


def _days(time: Interval) -> Days:
    return (time.start.toordinal() if time.start else NEVER, time.end.toordinal() if time.end else EVER)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(each) for each in value) if isinstance(value, list) else value
