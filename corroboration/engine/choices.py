"""What speaks for a claim going on about an episode of its article, and what for its opening another.

Every feature is at least 0 and at most about 1; what each is worth stands in corroboration/data/episode_weights.toml.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log1p, sqrt

from corroboration.engine.aspects import Aspect
from corroboration.engine.days import WIDE_DAYS, gap, width
from corroboration.engine.topics import general
from corroboration.engine.words import TELLING

NEAR, FAR = 1, 3  # days apart: "Saturday's blast" told on Sunday; another event
OLD_DAYS = 14  # a claim that dates itself this long before publication hardly goes on about undated news
NAMES_COUNTED = 3
STRONG = 3  # a topic of a third of its claims is what an episode is about
LONG_AGO = 6.0  # log of days: over a year is long ago
TOLL_SLOTS = frozenset({"killed", "injured", "perpetrator", "responsibility", "victims"})

Features = dict[str, float]


class Thread:
    """An episode while its article is being read: its claims so far, and what they said."""

    def __init__(self, first: Aspect) -> None:
        self.aspects: list[Aspect] = []
        self.things: dict[str, float] = {}
        self.topics: dict[str, int] = defaultdict(int)
        self.families: set[str] = set()
        self.numbers: set[float] = set()
        self.actors: set[str] = set()
        self.slots: set[str] = set()
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
    given, mine = [aspect.time for aspect in thread.aspects if aspect.time is not None], claim.time
    if mine is None:
        return {}
    if not given:
        return {"long_before": float(claim.age > OLD_DAYS)}
    days, narrowest = min((gap(time, mine), width(time)) for time in given)
    if days == 0:
        return {"same_stretch": float(max(narrowest, width(mine)) > WIDE_DAYS)}
    if days <= NEAR:
        return {"same_stretch": 0.5}
    return {"other_day": 1.0 if days > FAR else 0.6}


def _place(claim: Aspect, thread: Thread, previous: Aspect) -> Features:
    """Whether its own place fits the places that the episode names."""
    named = [aspect.place for aspect in thread.aspects if aspect.place]
    if not claim.place or not named:
        return {}
    if any(claim.place[0] == path[0] and len(path) > 1 for path in named):
        return {"same_place": 1.0}
    if any(claim.place[0] in path or path[0] in claim.place for path in named):
        return {"place_around": 1.0}
    others = claim.telling.claim.frame.other_places
    return {"other_place": float(not any(path[0] in others for path in named))}


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
        found |= {"same_slot": float(slot in thread.slots), "other_slot": float(slot not in thread.slots)}
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
    mostly_background = 2 * sum(aspect.cues.background for aspect in thread.aspects) > len(thread.aspects)
    return {
        "event_of_lead": float(claim.cues.known_event and thread.leads),
        "pronoun": float(claim.cues.pronoun and follows),
        "background_goes_on": float(claim.cues.background and mostly_background),
        "other_tense": float(claim.cues.tense != thread.last.cues.tense),
    }


def opening(claim: Aspect, threads: Sequence[Thread], previous: Aspect, share: float) -> Features:
    """What speaks for the claim opening another episode. share: of the article that stands before it, [0, 1]."""
    cues = claim.cues
    given = [a.time for thread in threads for a in thread.aspects if a.time is not None]
    named = {a.place[0] for thread in threads for a in thread.aspects if a.place}
    slot = claim.telling.claim.slot.split("-")[0]
    return {
        "opens": 1.0,
        "within_sentence": float(previous.telling.claim.sentence == claim.telling.claim.sentence),
        "known_event": float(cues.known_event),
        "known_thing": float(any(root in thread.things for thread in threads for root in cues.known)),
        "new_event": float(cues.new_event),
        "starts_with_pronoun": float(cues.pronoun),
        "state": float(cues.state),
        "background": float(cues.background),
        "lasting": float(cues.lasting),
        "turns": float(cues.turns),
        "occasion": float(claim.occasion),
        "long_ago": min(1.0, log1p(claim.age) / LONG_AGO) if claim.age > FAR else 0.0,
        "new_day": float(claim.time is not None and not any(gap(claim.time, time) <= NEAR for time in given)),
        "new_place": float(bool(claim.place) and claim.place[0] not in named),
        "late": share,
        "says_little": float(claim.telling.claim.slot == "other"),
        "counts_victims": float(bool(claim.tolls)),
        "aspect_of_attack": float(slot in TOLL_SLOTS),
        "war": float("war" in claim.topics),
        "setting": float(bool(general() & claim.topics) and cues.state),
    }


def weighed(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The sum of the features, each times its weight, in the order of the table."""
    return sum(weight * found.get(name, 0.0) for name, weight in weights.items())
