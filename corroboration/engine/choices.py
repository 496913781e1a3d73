"""What speaks for a claim going on about an episode of its article, and what for its opening another.

Every feature is at least 0 and at most about 1; what each is worth stands in corroboration/data/episode_weights.toml.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log1p, sqrt

from claims.engine.values import Interval
from corroboration.engine.aspects import Aspect
from corroboration.engine.days import WIDE_DAYS, gap, width
from corroboration.engine.topics import general
from corroboration.engine.words import TELLING

NEAR, FAR = 1, 3  # days apart: "Saturday's blast" told on Sunday; another event
OLD_DAYS = 14  # a claim that dates itself this long before publication hardly goes on about undated news
NAMES_COUNTED = 3
STRONG = 3  # a topic of a third of its claims is what an episode is about
LONG_AGO = 6.0  # log of days: over a year is long ago
DATES_KEPT = 64  # of one episode, the first given: more make a chronicle. Holds a book's cost to its length

Features = dict[str, float]


class Thread:
    """An episode while its article is being read: its claims so far, and what they said.

    It is asked once a claim, so what it is asked is kept as sums and sets: a book costs by its length, not its square.
    times: of its claims' own, each once. places: those named, around: and what they lie in, towns: without countries.
    """

    def __init__(self, first: Aspect) -> None:
        self.aspects: list[Aspect] = []
        self.things: dict[str, float] = {}
        self.topics: dict[str, int] = defaultdict(int)
        self.families: set[str] = set()
        self.numbers: set[float] = set()
        self.actors: set[str] = set()
        self.slots: set[str] = set()
        self.times: dict[Interval, None] = {}
        self.places: set[str] = set()
        self.towns: set[str] = set()
        self.around: set[str] = set()
        self.background = 0
        self.add(first)

    def add(self, aspect: Aspect) -> None:
        self.aspects.append(aspect)
        for root, weight in aspect.words.weights.items():
            self.things[root] = max(weight, self.things.get(root, 0.0))
        for topic in aspect.topics:
            self.topics[topic] += 1
        self.families |= aspect.families
        self.numbers |= aspect.numbers
        frame = aspect.telling.claim.frame
        self.actors |= {name for name in (frame.actor_id, frame.target_id) if name}
        self.slots.add(aspect.telling.claim.slot)
        if aspect.time is not None and len(self.times) < DATES_KEPT:
            self.times[aspect.time] = None
        self.places.update(aspect.place[:1])
        self.around.update(aspect.place)
        if len(aspect.place) > 1:
            self.towns.add(aspect.place[0])
        self.background += aspect.cues.background

    @property
    def last(self) -> Aspect:
        return self.aspects[-1]

    @property
    def leads(self) -> bool:
        """Whether it holds the article's first claim."""
        return self.aspects[0].position == 0

    def main_topics(self) -> set[str]:
        few = len(self.aspects) / STRONG
        return {topic for topic, count in self.topics.items() if count >= few} - general()


def joining(claim: Aspect, thread: Thread, previous: Aspect) -> Features:
    """What speaks for the claim going on about this episode, and what against."""
    found: Features = {}
    for part in (_standing, _time, _place, _subject, _words, _cues):
        found.update(part(claim, thread, previous))
    return found


def _standing(claim: Aspect, thread: Thread, previous: Aspect) -> Features:
    """Where the claim stands beside the episode."""
    follows = thread.last is previous
    same = follows and previous.telling.claim.sentence == claim.telling.claim.sentence
    return {
        "same_sentence": float(same),
        "follows": float(follows and not same),
        "leads": float(thread.leads),
        "apart": log1p(max(0, claim.position - thread.last.position)),
    }


def _time(claim: Aspect, thread: Thread, previous: Aspect) -> Features:
    """Whether its own date fits the dates that the episode gives."""
    mine = claim.time
    if mine is None:
        return {}
    if not thread.times:
        return {"long_before": float(claim.age > OLD_DAYS)}
    days, narrowest = min((gap(time, mine), width(time)) for time in thread.times)
    if days == 0:
        return {"same_stretch": float(max(narrowest, width(mine)) > WIDE_DAYS)}
    if days <= NEAR:
        return {"same_stretch": 0.5}
    return {"other_day": 1.0 if days > FAR else 0.6}


def _place(claim: Aspect, thread: Thread, previous: Aspect) -> Features:
    """Whether its own place fits the places that the episode names."""
    if not claim.place or not thread.places:
        return {}
    if claim.place[0] in thread.towns:
        return {"same_place": 1.0}
    if claim.place[0] in thread.around or not thread.places.isdisjoint(claim.place):
        return {"place_around": 1.0}
    return {"other_place": float(thread.places.isdisjoint(claim.telling.claim.frame.other_places))}


def _subject(claim: Aspect, thread: Thread, previous: Aspect) -> Features:
    """Whether it speaks of the same kind of thing, by and to the same people."""
    found: Features = {}
    if claim.families and thread.families:
        shared = bool(claim.families & thread.families)
        found |= {"same_kind": float(shared), "other_kind": float(not shared)}
    mine, theirs = claim.topics - general(), thread.main_topics()
    if mine and theirs:
        found["topics"] = len(mine & theirs) / sqrt(len(mine) * len(theirs))
        found["other_topics"] = float(not mine & theirs)
    found["topic_of_last"] = float(bool(mine & thread.last.topics))
    actor = claim.telling.claim.frame.actor_id
    if actor and thread.actors:
        found |= {"same_actor": float(actor in thread.actors), "other_actor": float(actor not in thread.actors)}
    chain = claim.telling.claim.chain
    found["same_speaker"] = float(bool(chain) and any(a.telling.claim.chain == chain for a in thread.aspects[-3:]))
    slot = claim.telling.claim.slot
    if slot != "other":
        found["same_slot"] = float(slot in thread.slots)
    return found


def _words(claim: Aspect, thread: Thread, previous: Aspect) -> Features:
    """Which of its telling words, names and numbers the episode has."""
    words = claim.words
    shared = sum(min(weight, thread.things.get(root, 0.0)) ** 2 for root, weight in sorted(words.weights.items()))
    found = {"words": sqrt(shared) / words.norm if words.norm else 0.0}
    known = sum(root in thread.things for root in words.names)
    if words.names:
        found["names_known"] = known / len(words.names)
        found["names_new"] = min(NAMES_COUNTED, len(words.names) - known) / NAMES_COUNTED
    found["number"] = float(bool(claim.numbers & thread.numbers))
    found["known_things"] = min(2, sum(thread.things.get(root, 0.0) > TELLING for root in claim.cues.known)) / 2
    return found


def _cues(claim: Aspect, thread: Thread, previous: Aspect) -> Features:
    """Cues that it goes on: "the attack", a pronoun, background beside background."""
    follows = thread.last is previous
    mostly_background = 2 * thread.background > len(thread.aspects)
    return {
        "event_of_lead": float(claim.cues.known_event and thread.leads),
        "pronoun": float(claim.cues.pronoun and follows),
        "background_goes_on": float(claim.cues.background and mostly_background),
        "other_tense": float(claim.cues.tense != thread.last.cues.tense),
    }


def opening(claim: Aspect, threads: Sequence[Thread], previous: Aspect, share: float) -> Features:
    """What speaks for the claim opening another episode. share: of the article that stands before it, [0, 1]."""
    cues = claim.cues
    return {
        "opens": 1.0,
        "within_sentence": float(previous.telling.claim.sentence == claim.telling.claim.sentence),
        "known_thing": float(any(root in thread.things for thread in threads for root in cues.known)),
        "new_event": float(cues.new_event),
        "starts_with_pronoun": float(cues.pronoun),
        "state": float(cues.state),
        "background": float(cues.background),
        "lasting": float(cues.lasting),
        "turns": float(cues.turns),
        "occasion": float(claim.occasion),
        "long_ago": min(1.0, log1p(claim.age) / LONG_AGO) if claim.age > FAR else 0.0,
        "new_day": float(claim.time is not None and not any(_near(claim.time, thread) for thread in threads)),
        "new_place": float(bool(claim.place) and not any(claim.place[0] in thread.places for thread in threads)),
        "late": share,
        "says_little": float(claim.telling.claim.slot == "other"),
        "counts_victims": float(bool(claim.tolls)),
    }


def _near(time: Interval, thread: Thread) -> bool:
    """Whether the episode gives a date on or beside these days."""
    return any(gap(time, given) <= NEAR for given in thread.times)


def weighed(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The sum of the features, each times its weight, in the order of the table."""
    return sum(weight * found.get(name, 0.0) for name, weight in weights.items())
