"""A headline for what many claims tell: what was done, by whom, to whom, where and when, each as several say it."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from claims.engine.values import Modality
from corroboration.engine.captions import Gist, names
from corroboration.engine.hierarchy import actor_within, is_place
from corroboration.engine.scene import Scene, scene
from corroboration.engine.tables import table
from corroboration.engine.values import Telling
from corroboration.engine.when import in_words

Votes = dict[str, tuple[set[str], int]]  # what was said -> the outlets that say it, and how many claims
SEVERAL = 2  # outlets, or else claims, that must say a part before a headline does
MANY = 3  # claims that must tell of a kind that any event could be called
CLEAR = 2  # times as many must say it as say the next: "truck" beside "motorcycle" is no truck bombing


def headline(told: Sequence[Telling], gist: Gist, *, loose: bool = True) -> str:
    """The headline of a cluster, or "" where its frames don't carry one. told: its claims in order, each text once.

    loose: whether a word that fits any attack will do.
    """
    core = [t for t in told if in_core(t, gist.classes)]
    said = [t for t in core if t.claim.modality is gist.modality and t.claim.frame.polarity] or core
    where = _scene(said, gist.scene, _named(told, gist.scene))
    found = _violent(said, where, loose=loose) if gist.violent else _deed(said, where, gist.modality)
    if not found or not where.place or (_is_country(told, where) and not where.days):
        return ""
    mark = table("headlines")["marks"].get(gist.modality.value, "")
    text = " ".join(filter(None, (mark, found)))
    days = in_words(where.start, where.end) if _one_time(where, gist.scene) else ""
    when = days or f"reported {told[0].published_at:%B %Y}"
    return f"{text[:1].upper()}{text[1:]}{_where(where, text)}, {when}"


def in_core(telling: Telling, classes: Collection[str]) -> bool:
    return telling.claim.frame.action in classes or telling.claim.slot in classes


def _is_country(told: Sequence[Telling], where: Scene) -> bool:
    return any(t.claim.frame.place_path == (where.place_id,) for t in told)


def _named(told: Sequence[Telling], where: Scene) -> set[str]:
    """The places that somebody's own words name, and that hold the place of the cluster or lie in it.

    One that was only inferred makes no headline, nor does one elsewhere: it is of another event, told as background.
    """
    sides = table("headlines")["sides"]
    home = next((t.claim.frame.place_path for t in told if t.claim.frame.place_id == where.place_id), ())
    named = {
        frame.place: frame.place_path
        for t in told
        if (frame := t.claim.frame).place
        and t.claim.slot not in sides
        and names(t.claim.statement, frame.place)
        and (frame.place == where.place or frame.place_id in home or where.place_id in frame.place_path)
    }
    towns = {place for place, path in named.items() if len(path) != 1}
    return towns or set(named)  # a country only where nothing nearer is named


def _scene(said: Sequence[Telling], whole: Scene, named: Collection[str]) -> Scene:
    placed, dated = scene([t for t in said if t.claim.frame.place in named]), scene(said)
    if not placed.place and whole.place in named:
        placed = whole
    return Scene(placed.place, placed.place_id, dated.start, dated.end)


def _one_time(said: Scene, whole: Scene) -> bool:
    """Whether both ends of what the headline tells are known, and the cluster's days are none that it contradicts."""
    if said.start is None or said.end is None:
        return False
    return (whole.start is None or whole.start <= said.end) and (whole.end is None or said.start <= whole.end)


def _where(scene: Scene, text: str) -> str:
    if not scene.place or names(text, scene.place):
        return ""
    last = scene.place.casefold().split()[-1]
    return f" {'at' if last in table('headlines')['places']['at'] else 'in'} {scene.place}"


# Violent events


def _violent(said: Sequence[Telling], where: Scene, *, loose: bool) -> str:
    kind = _kind(said)
    ours = [t for t in said if kind is _voted(t)]
    if kind is None or (kind.get("loose") and not loose) or len(ours) < (MANY if kind.get("loose") else SEVERAL):
        return ""
    noun, of = kind["noun"], kind["of"]
    if noun == table("headlines")["bombs"]["kind"]:
        noun = " ".join((*_means(ours), noun))
    doers = {t.claim.frame.actor_id for t in said}
    hit = [t for t in said if _tells_target(t) and t.claim.frame.target_id not in doers - {""}]
    actor, target = (_culprit(said), _target(hit, where)) if of else ("", "")
    return " ".join(filter(None, (noun, f"{of} {target}" if target else "", f"by {actor}" if actor else "")))


def _tells_target(telling: Telling) -> bool:
    return telling.claim.slot == "target" or telling.claim.frame.action in table("headlines")["targets"]["hit"]


def _kind(said: Sequence[Telling]) -> Mapping[str, Any] | None:
    """The kind of event that most tell; one that any event could be called only where there is no other."""
    kinds: list[Mapping[str, Any]] = table("headlines")["kind"]
    votes = _count((t, [str(kinds.index(kind))]) for t in said if (kind := _voted(t)))
    best = _ranked({n: vote for n, vote in votes.items() if not kinds[int(n)].get("loose") and vote[1] >= SEVERAL})
    chosen = best or _ranked(votes)
    return kinds[int(chosen[0])] if chosen else None


def _voted(telling: Telling) -> Mapping[str, Any] | None:
    text = telling.claim.statement.casefold()
    kinds: list[Mapping[str, Any]] = table("headlines")["kind"]
    for kind, words in zip(kinds, _words_of_kinds(), strict=True):
        if words and words.search(text):
            return kind
    return next((kind for kind in kinds if telling.claim.frame.action in kind.get("classes", ())), None)


@cache
def _words_of_kinds() -> tuple[re.Pattern[str] | None, ...]:
    """What finds the words of each kind, in the order of the kinds."""
    words = [kind["words"] for kind in table("headlines")["kind"]]
    return tuple(re.compile(rf"\b(?:{'|'.join(map(re.escape, each))})") if each else None for each in words)


def _means(said: Sequence[Telling]) -> list[str]:
    """ "suicide", "truck": how a bomb came, where those who tell of it agree."""
    words = table("headlines")["bombs"]
    suicide = _count((t, words["suicide"]) for t in said if _says(t, words["suicide"]))
    carriers = _count((t, _carriers(t)) for t in said)
    return [word for word in (_clear(suicide), _clear(carriers)) if word]


def _says(telling: Telling, words: Iterable[str]) -> bool:
    return any(re.search(rf"\b{word}\b", telling.claim.statement.casefold()) for word in words)


def _carriers(telling: Telling) -> list[str]:
    words = table("headlines")["bombs"]
    text = telling.claim.statement.casefold()
    behind = "" if telling.claim.slot == "weapon" else rf"[ -](?:{'|'.join(words['behind'])})\b"
    return [word for word in words["carriers"] if re.search(rf"\b{word}\b{behind}", text)]


def _culprit(said: Sequence[Telling]) -> str:
    """Who did it, where several name somebody and nobody names another. Who claims it is not yet who did it."""
    named = [t for t in said if _accuses(t)]
    if len(named) < SEVERAL:
        return ""
    ids = Counter(t.claim.frame.actor_id for t in named)
    widest = [a for a in sorted(ids) if all(actor_within(b, a) for b in ids)]
    return next((t.claim.frame.actor for t in named if t.claim.frame.actor_id in widest), "")


def _accuses(telling: Telling) -> bool:
    frame = telling.claim.frame
    doing = frame.action in table("headlines")["cores"]["violence"] and telling.claim.slot != "responsibility"
    return bool(frame.actor_id) and doing and not is_place(frame.actor_id)


# Other events


def _deed(said: Sequence[Telling], where: Scene, modality: Modality) -> str:
    """The first form of the commonest action whose parts are known."""
    actions = _ranked(_count((t, [t.claim.frame.action]) for t in said if t.claim.frame.action))
    deed: Mapping[str, Any] | None = table("headlines")["deed"].get(actions[0]) if actions else None
    if deed is None:
        return ""
    said = [t for t in said if t.claim.frame.action == actions[0]]
    doers = {t.claim.frame.actor_id for t in said} - {""}
    actor = next(
        (
            t.claim.frame.actor
            for t in said
            if len(doers) == 1 and t.claim.frame.actor_id and not is_place(t.claim.frame.actor_id)
        ),
        "",
    )
    target = _target(said, where) or (where.place if deed.get("places") else "")
    plain = modality is Modality.ASSERTED
    for form in deed["forms"]:
        if ("{actor}" in form and not actor) or ("{object}" in form and not target):
            continue
        if plain or not form.startswith("{actor}"):  # "alleged capture of", never "alleged army captured"
            return str(form.format(actor=actor, object=target))
    return ""


def _target(said: Sequence[Telling], where: Scene) -> str:
    """Whom or what it was done to, by the noun on which several agree; "" where it is the place itself."""
    phrases: dict[str, list[str]] = defaultdict(list)
    pairs = []
    for telling in said:
        phrase = _object(telling)
        if phrase and not names(phrase, where.place or "\0"):
            phrases[phrase.casefold().split()[-1]].append(phrase)
            pairs.append((telling, [phrase.casefold().split()[-1]]))
    noun = _clear(_count(pairs))
    return min(phrases[noun], key=lambda phrase: (len(phrase), phrases[noun].index(phrase))) if noun else ""


def _object(telling: Telling) -> str:
    """What a claim says it was done to; "" for a count, or a part of something."""
    frame, known = telling.claim.frame, table("headlines")["targets"]
    words = frame.target.split()
    if not words or telling.claim.slot in table("headlines")["sides"]:
        return ""
    vague = words[-1].casefold() in known["vague"] or words[0].casefold() in known["vague"]
    return "" if vague or re.search(r"\d", frame.target) else frame.target


# Votes


def _count(said: Iterable[tuple[Telling, Iterable[str]]]) -> Votes:
    votes: Votes = {}
    for telling, words in said:
        for word in words:
            outlets, claims = votes.get(word, (set(), 0))
            votes[word] = (outlets | {telling.publisher.slug}, claims + 1)
    return votes


def _ranked(votes: Votes) -> list[str]:
    """What was said, by the number of outlets, then of claims; the first said of equals first."""
    return sorted(votes, key=lambda word: (-len(votes[word][0]), -votes[word][1]))


def _clear(votes: Votes) -> str:
    """What several say, and clearly more than say anything else of its kind; "" where there is no such."""
    ranked = _ranked(votes)
    if not ranked or votes[ranked[0]][1] < SEVERAL:
        return ""
    if len(ranked) > 1 and len(votes[ranked[0]][0]) < CLEAR * len(votes[ranked[1]][0]):
        return ""
    return ranked[0]
