"""Why an article was read as it was: for each zone and each claim, what the reading rests on, in a reader's words.

Nothing is decided here. Each rule looks at a finished claim, finds in the text the words that it rests on, and tells
them; what can't be found again is told without its words. A further reason is a further function in RULES.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from claims.engine import languages
from claims.engine.document import legible
from claims.engine.heard import Heard, spanned
from claims.engine.lexicon import lexicon
from claims.engine.reference import Reference
from claims.engine.spans import Attribution
from claims.engine.values import ArticleText, Bound, Claim, Extraction, Interval, Modality, Segment, Zone
from sources.engine.values import Kind, Voice

LONGEST_LOOKED_AT = 2_000  # code points of a sentence in which a time is looked for; longer ones lost their full stops
LONGEST_QUOTED = 120  # code points of the text that a reason quotes


class About(StrEnum):
    """What a reason speaks of."""

    ZONE = "zone"
    WHO = "who"
    CERTAINTY = "certainty"
    QUESTION = "question"  # which slot it answers
    ACTORS = "actors"
    TIME = "time"
    PLACE = "place"
    NUMBERS = "numbers"
    STATEMENT = "statement"
    OPEN = "open"  # what could not be resolved


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that a rule found. segments: the words of the article that it rests on, where they are known."""

    about: About
    says: str
    segments: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """zones and claims: as long as those of the extraction, and in their order. article: what holds for all of it."""

    article: tuple[Reason, ...]
    zones: tuple[Reason, ...]
    claims: tuple[tuple[Reason, ...], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A claim, and what its reasons are looked up in."""

    claim: Claim
    article: ArticleText
    reference: Reference
    spoken: Heard

    def own_words(self) -> Iterator[tuple[str, Segment]]:
        """The words of the claim in text order, with their places."""
        for start, end in self.claim.segments:
            yield from _words(self.article.text, start, end)


def explain(
    article: ArticleText, extraction: Extraction, reference: Reference, spoken: Iterable[Attribution] = ()
) -> Explanation:
    """Explain what `extract` made of an article. A pure function of its arguments; never raises.

    spoken: what `listen` heard in it; without it, no rule is named that found who said something.
    """
    by_place = Heard(spoken)
    return Explanation(
        article=tuple(_of_article(extraction, reference)),
        zones=tuple(_of_zone(*part, article.text, extraction.wire, reference) for part in extraction.zones),
        claims=tuple(explain_claim(claim, article, reference, by_place) for claim in extraction.claims),
    )


def explain_claim(
    claim: Claim, article: ArticleText, reference: Reference, spoken: Heard | None = None
) -> tuple[Reason, ...]:
    """The reasons behind one claim, in the order of RULES."""
    case = Case(claim, article, reference, spoken or Heard(()))
    return tuple(reason for rule in RULES for reason in rule(case))


# --- the article as a whole ---


def _of_article(extraction: Extraction, reference: Reference) -> Iterator[Reason]:
    if extraction.wire:
        known = reference.directory.get(extraction.wire)
        name = known.name if known else extraction.wire
        yield Reason(About.WHO, f"Wire copy of {name}: papers that carry the same wire count as one voice.")
    if extraction.first_hand:
        yield Reason(About.WHO, _FIRST_HAND)


_FIRST_HAND = "Marks of first-hand reporting: a correspondent, “told us”, or a place before the first sentence."
_ZONES = {
    Zone.TITLE: "The headline, said again in the text: gives no claims.",
    Zone.DATELINE: "The day, place or agency before the first sentence.",
    Zone.BODY: "The article itself: read for claims.",
    Zone.FURNITURE: "Stands around the article (credits, tags, links, notices): gives no claims.",
    Zone.COMMENTS: "Readers’ words below the article: their claims are kept out of corroboration.",
}
_FOREIGN = "In a language that can’t be read yet: gives no claims."
_WIRE_TAG = "Names the agency whose text this is: gives no claims."


def _of_zone(zone: Zone, segment: Segment, text: str, wire: str, reference: Reference) -> Reason:
    """Why a stretch of text is in its zone."""
    start, end = segment
    says = _ZONES[zone]
    if zone is Zone.FURNITURE and languages.is_foreign(text[start:end]):
        says = _FOREIGN
    elif zone is Zone.FURNITURE and wire and end - start <= LONGEST_QUOTED:
        names = (reference.directory.exact(word) for word, _ in _words(text, start, end))
        says = _WIRE_TAG if any(known is not None and known.slug == wire for known in names) else says
    return Reason(About.ZONE, says, (segment,))


# --- who said it ---


def _who(case: Case) -> Iterator[Reason]:
    claim = case.claim
    for cue in claim.cues:
        by = case.spoken.carrying(cue)
        rule = f" (found as: {by.rule.value})" if by else ""
        yield Reason(About.WHO, f"Reporting words: {quote(case.article.text, cue)}{rule}.", (cue,))
    if claim.chain and not claim.cues:
        yield _without_cue(case)
    yield Reason(About.WHO, _lineage(case))
    for voice in claim.chain:
        yield from (Reason(About.WHO, says) for says in _of_voice(voice, case))


def _without_cue(case: Case) -> Reason:
    """How a claim without reporting words of its own came by a chain."""
    origin = case.claim.chain[0]
    if origin.kind is Kind.COMMENTER:
        return Reason(About.WHO, "It stands among the readers’ comments: whoever wrote the comment says it.")
    if origin.kind is Kind.REPORTS:
        return Reason(About.WHO, "Its own words say that it is reported, but not by whom.")
    by = case.spoken.around(case.claim.segments[0])
    if by is None:
        return Reason(About.WHO, "No reporting words of its own: it goes on with the speech before or around it.")
    words = spanned(by)
    return Reason(
        About.WHO, f"No reporting words of its own: it is part of what {quote(case.article.text, words)}.", (words,)
    )


def _lineage(case: Case) -> str:
    claim, publisher = case.claim, case.article.publisher.name
    if claim.chain:
        origin, *others = [voice.name for voice in claim.chain]
        return f"Origin: {origin}." + (f" Through: {', then '.join(others)}." if others else "")
    if claim.modality is Modality.DENIED:
        return "Who said it first is not told: it is named only to be denied."
    if claim.first_hand:
        return f"Nobody else is named, and the words show that {publisher} saw it or was told it: first-hand."
    return f"Nobody is named: {publisher}’s own voice."


def _of_voice(voice: Voice, case: Case) -> Iterator[str]:
    """What is known of a voice, beyond its name."""
    body = case.reference.directory.get(voice.speaks_for) if voice.speaks_for else None
    if body is not None:
        yield f"{voice.name} speaks for {body.name}: the two count as one voice."
    owner, _, rest = voice.slug.partition("/")
    if rest and voice.kind in (Kind.UNNAMED, Kind.GROUP):
        known = case.reference.directory.get(owner)
        name = case.article.publisher.name if owner == case.article.publisher.slug else known.name if known else owner
        yield f"“{voice.name}” has no name: never taken for another outlet’s source, only for {name}’s."


# --- how sure ---


def _certainty(case: Case) -> Iterator[Reason]:
    claim, words = case.claim, lexicon()
    if claim.modality is Modality.DENIED:
        deniers = _joined([voice.name for voice in claim.denied_by]) or "somebody who is not named"
        yield Reason(About.CERTAINTY, f"Denied by {deniers}.", claim.cues)
    elif claim.modality is not Modality.ASSERTED:
        tiers, by_grammar = _HEDGES if claim.modality is Modality.HEDGED else _PLANS
        lemmas = (frozenset().union(*(getattr(words, name) for name in tier)) for tier in tiers)
        found = next(filter(None, (_telling(case, known) for known in lemmas)), ())
        quoted = _joined([quote(case.article.text, segment) for segment in found])
        says = f"{claim.modality.value.capitalize()}: {quoted or by_grammar}."
        yield Reason(About.CERTAINTY, says, found)
    if not claim.frame.polarity:
        yield Reason(About.CERTAINTY, "The words say that it did not happen.")


# Names of word sets of the lexicon, those first whose words hardly mean anything else; and what is said where no word
# of theirs is found.
_HEDGES = (
    (
        ("hedging_adverbs", "possible_auxiliaries", "hedging_speech", "doubtful"),
        ("hedging_heads", "hinting", "unsettled"),
    ),
    "whoever passes it on leaves open whether it is so",
)
_PLANS = (
    (("planned_auxiliaries", "would_auxiliaries"), ("planned_heads", "planned_speech", "planned_nouns")),
    "an aim, by its place in the sentence",
)


def _telling(case: Case, lemmas: frozenset[str]) -> tuple[Segment, ...]:
    """Where the claim, or the words that carry it, hold a form of one of these lemmas."""
    spoken = [word for start, end in case.claim.cues for word in _words(case.article.text, start, end)]
    found = [segment for word, segment in (*spoken, *case.own_words()) if not lemmas.isdisjoint(_lemmas(word.lower()))]
    return tuple(sorted(set(found)))


def _lemmas(word: str) -> Iterator[str]:
    """What a regular English form may be a form of: "vowed" of "vow", "hopes" of "hope", "planning" of "plan"."""
    yield word
    for ending in ("s", "d", "es", "ed", "ing"):
        stem = word.removesuffix(ending)
        if stem == word:
            continue
        yield stem
        if ending == "ing":
            yield stem + "e"
        if ending in ("ed", "ing") and stem[-1:] == stem[-2:-1]:
            yield stem[:-1]


# --- what it is about ---


def _question(case: Case) -> Iterator[Reason]:
    claim = case.claim
    if any(quantity.role == claim.slot for quantity in claim.quantities):
        yield Reason(About.QUESTION, f"Its number answers “{_spaced(claim.slot)}”.")
        return
    action = case.reference.actions.classes.get(claim.frame.action)
    if action is not None and action.slot == claim.slot:
        yield Reason(About.QUESTION, f"Claims of “{_spaced(claim.frame.action)}” answer “{_spaced(claim.slot)}”.")


def _actors(case: Case) -> Iterator[Reason]:
    frame, entries = case.claim.frame, case.reference.actors.entries
    for text, actor_id in ((frame.actor, frame.actor_id), (frame.target, frame.target_id)):
        known = entries.get(actor_id)
        if known is not None and known.name.lower() != text.lower():
            yield Reason(About.ACTORS, f"“{text}” is known as {known.name}.")


def _when(case: Case) -> Iterator[Reason]:
    frame = case.claim.frame
    if frame.time is None:
        yield Reason(About.TIME, "No day is told, and none can be taken over.")
    elif not frame.time_explicit:
        yield Reason(About.TIME, f"No day of its own: {_days(frame.time)} is taken over from what was told before.")
    else:
        yield _told_time(case, frame.time)


def _told_time(case: Case, time: Interval) -> Reason:
    """The words of the sentence that were read as this time, and what they were counted from."""
    start, end = case.claim.sentence
    sentence = legible(case.article.text[start : min(end, start + LONGEST_LOOKED_AT)])
    published, grammar = case.article.published_at.date(), case.reference.times
    found = [t for future in (False, True) for t in grammar.find(sentence, published, future) if t.interval == time]
    if not found:
        return Reason(About.TIME, f"Its sentence says when: {_days(time)}.")
    segment = start + found[0].start, start + found[0].end
    relative = found[0] not in grammar.find_absolute(sentence)
    counted = f", counted from the day of publication, {published}" if relative else ""
    return Reason(About.TIME, f"{quote(case.article.text, segment)} is {_days(time)}{counted}.", (segment,))


def _where(case: Case) -> Iterator[Reason]:
    frame, gazetteer = case.claim.frame, case.reference.gazetteer
    if not frame.place:
        yield Reason(About.PLACE, "No place is told, and none can be taken over.")
    elif frame.place_id not in gazetteer.entries:
        yield Reason(About.PLACE, f"“{frame.place}” is not in the gazetteer: kept as it stands.")
    else:
        around = [gazetteer.entries[id].name for id in frame.place_path[1:] if id in gazetteer.entries]
        known = ", ".join([frame.place, *around])
        named = _named_place(case, frame.place_id)
        if named:
            yield Reason(About.PLACE, f"{quote(case.article.text, named[0])} is known: {known}.", named)
        else:
            says = f"No place of its own: {known} is taken over from the headline or what was told before."
            yield Reason(About.PLACE, says)
    others = [gazetteer.entries[id].name for id in frame.other_places if id in gazetteer.entries]
    if others:
        yield Reason(About.PLACE, f"Also named, but not where it happened: {_joined(others)}.")


def _named_place(case: Case, place_id: str) -> tuple[Segment, ...]:
    """Where the claim's words name a place of the gazetteer, by a known or a similar spelling."""
    words = list(case.own_words())
    for mention in case.reference.gazetteer.find([word for word, _ in words]):
        if mention.id == place_id:
            return ((words[mention.start][1][0], words[mention.end - 1][1][1]),)
    guessed = (place for word, place in words if word[0].isupper() and case.reference.gazetteer.guess(word) == place_id)
    return tuple(guessed)[:1]


_OPEN_BOUNDS = {
    Bound.VAGUE: "a vague number",
    Bound.RANGE: "a range",
    Bound.ABOUT: "about so many",
}


def _numbers(case: Case) -> Iterator[Reason]:
    for quantity in case.claim.quantities:
        if quantity.bound in _OPEN_BOUNDS:
            low, high = (f"{side:,.10g}" if side is not None else "" for side in (quantity.low, quantity.high))
            read = f"{low} to {high}" if low and high else f"{low} or more" if low else f"up to {high}" if high else ""
            of = f" of {quantity.unit}" if quantity.unit else ""
            yield Reason(About.NUMBERS, f"Reads {_OPEN_BOUNDS[quantity.bound]}{of} as {read or 'any number'}.")
    if case.claim.number_context:
        yield Reason(About.NUMBERS, f"A stage of a running count: {case.claim.number_context}.")


def _statement(case: Case) -> Iterator[Reason]:
    said, shown = (_WORD.findall(text.lower()) for text in (case.claim.text, case.claim.statement))
    if said != shown:
        yield Reason(About.STATEMENT, "Its words were completed so that it can be read alone.")


def _open(case: Case) -> Iterator[Reason]:
    if case.claim.unresolved:
        words = _joined([f"“{word}”" for word in case.claim.unresolved])
        yield Reason(About.OPEN, f"Left as it stands, for whom or what it means could not be told safely: {words}.")


RULES: tuple[Callable[[Case], Iterable[Reason]], ...] = (
    _who,
    _certainty,
    _question,
    _actors,
    _when,
    _where,
    _numbers,
    _statement,
    _open,
)


# --- words ---

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def _words(text: str, start: int, end: int) -> Iterator[tuple[str, Segment]]:
    for match in _WORD.finditer(text, start, end):
        yield match[0], match.span()


def quote(text: str, segment: Segment) -> str:
    """The words of a segment in quotation marks, on one line, the middle of a long one and marks around it left out."""
    words = " ".join(text[segment[0] : segment[1]].split()).strip(' ,.;:"“”')
    if len(words) > LONGEST_QUOTED:
        words = f"{words[: LONGEST_QUOTED // 2].rstrip()} … {words[-LONGEST_QUOTED // 2 :].lstrip()}"
    return f"“{words}”"


def _joined(parts: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def _spaced(name: str) -> str:
    return name.replace("-", " ")


def _days(interval: Interval) -> str:
    start, end = interval.start, interval.end
    if start is None or end is None:
        return f"from {start} on" if start else f"until {end}" if end else "any day"
    return f"{start}" if start == end else f"{start} to {end}"
