"""What can't both be so: two perpetrators, two places, two days, two kinds of weapon.

Each test answers None unless it is sure: both details known, neither a part of the other.
"""

from functools import cache

from claims.engine.values import Modality
from corroboration.engine.aspects import names_its_place
from corroboration.engine.cues import cues
from corroboration.engine.days import gap, width
from corroboration.engine.hierarchy import (
    actor_within,
    is_general,
    is_place,
    joined_actors,
    on_two_sides,
    struck_actors,
)
from corroboration.engine.opposites import classes, read
from corroboration.engine.phrases import READ_CHARS, any_phrase
from corroboration.engine.tables import table
from corroboration.engine.values import Finding, Stance, Telling
from corroboration.engine.words import overlap, words_of

FATE = "fate"  # the question that claims of any slot answer which tell whether somebody lives
LONGEST_DEED = 4  # days; what is told of more is a campaign
GUESSED_OFF = 2  # days by which a time taken over from the text around may miss that of the deed
SAME_TARGET = 0.6  # likeness of two names of a target: "the grain market" and "a market"


def answers(slot: str, detail: str) -> bool:
    """Whether a slot is answered by that detail of the frame: "perpetrator" by the actor."""
    return slot in table("opposites")["slots"][detail]


def exclusive_slots() -> set[str]:
    """The slots whose question has one answer, given by a detail of the frame."""
    return {slot for slots in table("opposites")["slots"].values() for slot in slots}


def exclusive(left: Telling, right: Telling) -> Finding | None:
    """A clash of the one detail that the claims' slot asks for; both must assert it outright.

    Whoever calls one side the likely culprit speaks against the other, less firmly.
    """
    slot, said = left.claim.slot, {left.claim.modality, right.claim.modality}
    if not said <= {Modality.ASSERTED, *([Modality.HEDGED] if answers(slot, "actor") else ())}:
        return None
    for detail, test in (("actor", _actors), ("place", _places), ("target", _targets), ("time", _times)):
        if answers(slot, detail):
            told = detail != "actor" or _tied(left, right)
            words = test(left, right) if told else ""
            if words:
                return Finding(Stance.CONTRADICTS, slot, 0.6 if Modality.HEDGED in said else 0.8, (words,))
    return _weapons(left, right) if answers(slot, "weapon") else None


def _actors(left: Telling, right: Telling) -> str:
    mine, theirs = left.claim.frame, right.claim.frame
    if is_place(mine.actor_id) or is_place(theirs.actor_id) or _is_speaker(left) or _is_speaker(right):
        return ""
    if _also_names(left, theirs.actor_id) or _also_names(right, mine.actor_id):
        return ""
    return _apart(mine.actor_id, theirs.actor_id, mine.actor, theirs.actor)


def _also_names(telling: Telling, actor: str) -> bool:
    """Whether a claim names an actor beside the one that it is read to tell of, or leaves it open between two."""
    claim = telling.claim
    if any_phrase(claim.text, table("opposites")["alternatives"]["words"]):
        return True
    joined = joined_actors(claim.statement[:READ_CHARS], claim.frame.place_path[-1] if claim.frame.place_path else "")
    return any(actor_within(name, actor) or actor_within(actor, name) for name in joined)


def _is_speaker(telling: Telling) -> bool:
    """Whether who acts is read to be who says so: "the UN says there is evidence" names no culprit."""
    origin, actor = telling.claim.chain[:1], telling.claim.frame.actor_id
    return bool(actor) and any(actor in (voice.slug, voice.speaks_for) for voice in origin)


def _targets(left: Telling, right: Telling) -> str:
    mine, theirs = left.claim.frame, right.claim.frame
    if mine.target_id or theirs.target_id:
        return _apart(mine.target_id, theirs.target_id, mine.target, theirs.target)
    names, others = words_of(mine.target).names, words_of(theirs.target).names
    return f"{mine.target} against {theirs.target}" if names and others and not names & others else ""


def _apart(mine: str, theirs: str, my_name: str, their_name: str) -> str:
    """Words for two known and unrelated ids, of which a general name excludes only the other side of a war, else ""."""
    if not mine or not theirs:
        return ""
    if (is_general(mine) or is_general(theirs)) and not on_two_sides(mine, theirs):
        return ""
    if actor_within(mine, theirs) or actor_within(theirs, mine):
        return ""
    return f"{my_name or mine} against {their_name or theirs}"


def _places(left: Telling, right: Telling) -> str:
    mine, theirs = left.claim.frame, right.claim.frame
    if not mine.place_id or not theirs.place_id or _near(left, right):
        return ""
    return f"{mine.place or mine.place_id} against {theirs.place or theirs.place_id}"


def _near(left: Telling, right: Telling) -> bool:
    """One place holds the other, or either claim names the other's place as well."""
    mine, theirs = left.claim.frame, right.claim.frame
    named = {mine.place_id, *mine.place_path, *mine.other_places}
    return theirs.place_id in named or mine.place_id in {*theirs.place_path, *theirs.other_places}


def _times(left: Telling, right: Telling) -> str:
    mine, theirs = left.claim.frame, right.claim.frame
    if mine.time is None or theirs.time is None or not (mine.time_explicit and theirs.time_explicit):
        return ""
    return "" if mine.time.overlaps(theirs.time) else f"{mine.time.start} against {theirs.time.start}"


def _weapons(left: Telling, right: Telling) -> Finding | None:
    """Every kind of weapon that one names must exclude every kind that the other names."""
    mine, theirs = classes(left, "weapons"), classes(right, "weapons")
    apart = _weapons_apart()
    if not mine or not theirs or not all(frozenset((m, t)) in apart for m in mine for t in theirs):
        return None
    return Finding(Stance.CONTRADICTS, "weapon", 0.75, (f"{read(mine)} against {read(theirs)}",))


def of_one_deed(telling: Telling) -> bool:
    """Whether a claim is tied to one deed: it names a day, a place, or an attack. "The militia used gas" in this war
    excludes nobody else."""
    named = _names_a_day(telling) or names_its_place(telling)
    pointed = any_phrase(telling.claim.text, table("opposites")["one_deed"]["words"])
    told = cues(telling.claim.text)
    return named or pointed or told.known_event or told.new_event


def _names_a_day(telling: Telling) -> bool:
    """Whether it names the day, or the few days, of what it tells; "since 2015" names no deed."""
    frame = telling.claim.frame
    return frame.time_explicit and frame.time is not None and width(frame.time) < LONGEST_DEED


def one_deed(left: Telling, right: Telling) -> bool:
    """Whether two claims that say who did it, or how, may mean one deed: of one sort, or one of them names none ("the
    army is responsible"), and tied to one. That they are about one event, their cluster has found."""
    mine, theirs = classes(left, "deeds"), classes(right, "deeds")
    alike = not mine or not theirs or bool({*mine} & {*theirs})
    return alike and _tied(left, right) and not objects_apart(left, right)


def one_sort(left: Telling, right: Telling) -> bool:
    """Whether both name a deed of one sort."""
    return not {*classes(left, "deeds")}.isdisjoint(classes(right, "deeds"))


def _tied(left: Telling, right: Telling) -> bool:
    """Whether both are tied to one deed, one of them enough where they name one sort of it, and neither names another
    day than the other may mean."""
    if _strikes(left, right) or _strikes(right, left):
        return False
    if _days_apart(left, right) > GUESSED_OFF or of_many_deeds(left) or of_many_deeds(right):
        return False
    tied = of_one_deed(left), of_one_deed(right)
    return all(tied) or (any(tied) and one_sort(left, right))


def _strikes(one: Telling, other: Telling) -> bool:
    """Whether the deed of one was done to those whom the other accuses: who did that to himself?"""
    frame, accused = one.claim.frame, other.claim.frame.actor_id
    country = frame.place_path[-1] if frame.place_path else ""
    struck = struck_actors(one.claim.text[:READ_CHARS], country)
    return bool(accused) and any(actor_within(hit, accused) or actor_within(accused, hit) for hit in struck)


def of_many_deeds(telling: Telling) -> bool:
    """Whether it tells of more than one deed: "since 2015", "during the war", "other attacks"."""
    frame, told = telling.claim.frame, cues(telling.claim.text)
    long = frame.time_explicit and frame.time is not None and width(frame.time) >= LONGEST_DEED
    many = any_phrase(telling.claim.text, table("opposites")["many_deeds"]["words"])
    return long or many or told.background or told.lasting


def other_deeds(left: Telling, right: Telling) -> bool:
    """Whether one of two speaks of earlier deeds ("denied previous accusations"), the other of that in the news."""
    earlier = [any_phrase(t.claim.text, table("opposites")["earlier_deeds"]["words"]) for t in (left, right)]
    return earlier[0] != earlier[1] and not of_many_deeds(right if earlier[0] else left)


def _days_apart(left: Telling, right: Telling) -> int:
    """Days between the times of two claims of which one names its own; 0 where that isn't so."""
    mine, theirs = left.claim.frame, right.claim.frame
    if mine.time is None or theirs.time is None or not (mine.time_explicit or theirs.time_explicit):
        return 0
    return gap(mine.time, theirs.time)


def tells_a_fate(telling: Telling) -> bool:
    """Whether a claim tells that somebody, not a number of people, lives or has died."""
    fates = {*classes(telling, "outcomes")} & {*table("opposites")["fates"]["classes"]}
    return bool(fates) and not telling.claim.quantities


def one_fate(left: Telling, right: Telling) -> bool:
    """Whether two claims tell the fate of one person: whom one of them names, the other names as well."""
    if not (tells_a_fate(left) and tells_a_fate(right)):
        return False
    return _is_named(left, right) or _is_named(right, left)


def _is_named(victim: Telling, other: Telling) -> bool:
    """Whether another claim names whoever it is that a claim tells of: all words of his description."""
    who = words_of(victim.claim.frame.target).weights.keys()
    return bool(who) and who <= words_of(other.claim.text[:READ_CHARS]).weights.keys()


def actors_apart(left: Telling, right: Telling) -> bool:
    """The two speak of known and unrelated actors."""
    return bool(_actors(left, right))


def places_apart(left: Telling, right: Telling) -> bool:
    """The two name unrelated places in their own words: a place taken over from the text around is only a guess."""
    return bool(_places(left, right)) and names_its_place(left) and names_its_place(right)


def objects_apart(left: Telling, right: Telling) -> bool:
    """The two speak of known and unrelated targets or places."""
    return bool(_targets(left, right)) or places_apart(left, right)


def details_apart(left: Telling, right: Telling) -> bool:
    """The two speak of known and unrelated actors, targets or places, so that both can be so."""
    return actors_apart(left, right) or objects_apart(left, right)


def answers_apart(left: Telling, right: Telling) -> bool:
    """The detail that the slot asks for is known in both and not the same, whoever asserts it how surely."""
    tests = {"actor": _actors, "place": _places, "target": _targets, "time": _times}
    return any(answers(left.claim.slot, detail) and test(left, right) for detail, test in tests.items())


def shared_details(left: Telling, right: Telling) -> tuple[str, ...]:
    """The details that both give alike."""
    mine, theirs = left.claim.frame, right.claim.frame
    pairs = {
        "action": (mine.action, theirs.action),
        "actor": (mine.actor_id, theirs.actor_id),
        "target": (mine.target_id, theirs.target_id),
        "place": (mine.place_id, theirs.place_id),
    }
    return tuple(name for name, (one, other) in pairs.items() if one and one == other)


def common_ground(left: Telling, right: Telling) -> bool:
    """Whether something that both name shows that they speak of one matter: whom it was done to or by whom, or the
    same done in one place. Two places of one country are no common ground."""
    given = shared_details(left, right)
    if "target" in given or "actor" in given or _same_target(left, right):
        return True
    return near(left, right) and ("action" in given or not (left.claim.frame.action and right.claim.frame.action))


def near(left: Telling, right: Telling) -> bool:
    """Both name a place narrower than a country, and it is one place, or one holds the other."""
    paths = left.claim.frame.place_path, right.claim.frame.place_path
    return all(paths) and max(map(len, paths)) > 1 and _near(left, right)


def elsewhere(left: Telling, right: Telling) -> bool:
    """Both have a place, be it taken over from the text around, and these are two."""
    return bool(left.claim.frame.place_path and right.claim.frame.place_path) and not near(left, right)


def same_answer(left: Telling, right: Telling) -> bool | None:
    """Whether both give the same of the detail that their slot asks for; None where one of them doesn't give it.

    A slot that asks for no one detail is answered by who holds what where, or by what was hit.
    """
    slot, mine, theirs = left.claim.slot, left.claim.frame, right.claim.frame
    if answers(slot, "actor"):
        ids = mine.actor_id, theirs.actor_id
        known = all(ids) and not any(map(is_place, ids))
        return (actor_within(*ids) or actor_within(*ids[::-1])) if known else None
    if answers(slot, "place"):
        return _near(left, right) if mine.place_id and theirs.place_id else None
    if answers(slot, "time"):
        return mine.time.overlaps(theirs.time) if mine.time and theirs.time else None
    if answers(slot, "weapon"):
        kinds = [{*classes(t, "weapons"), *classes(t, "outcomes")} for t in (left, right)]
        return bool(kinds[0] & kinds[1]) if all(kinds) else None
    if answers(slot, "holder"):
        return _same_holding(left, right)
    if not mine.target or not theirs.target:
        return None
    return _same_target(left, right) or (False if answers(slot, "hit") else None)


def _same_holding(left: Telling, right: Telling) -> bool | None:
    """Whether both tell that the same was taken, lost or held; None where one of them doesn't say what."""
    mine, theirs = left.claim.frame, right.claim.frame
    one_way = mine.action == theirs.action or bool({*classes(left, "outcomes")} & {*classes(right, "outcomes")})
    if mine.action and theirs.action and not one_way:
        return False
    if not (mine.target or mine.place_id) or not (theirs.target or theirs.place_id):
        return None
    return one_way and (_same_target(left, right) or near(left, right))


def bare(telling: Telling) -> bool:
    """A claim that names nobody and nothing to compare."""
    frame = telling.claim.frame
    return not (frame.actor_id or frame.target or frame.place_path)


def _same_target(left: Telling, right: Telling) -> bool:
    mine, theirs = left.claim.frame, right.claim.frame
    if mine.target_id and theirs.target_id:
        return mine.target_id == theirs.target_id
    return overlap(words_of(mine.target), words_of(theirs.target)) >= SAME_TARGET


@cache
def _weapons_apart() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair) for pair in table("opposites")["weapons_apart"]["pairs"])
