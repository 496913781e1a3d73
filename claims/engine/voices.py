"""Noun phrases into voices: who is meant by "the monitor", "he", "Foreign Minister N. N.", "a source in the town".

What can't be told safely stays as it is described; a description belongs to the outlet that spoke to it.
"""

from collections.abc import Sequence

from rapidfuzz.distance.OSA import distance as osa_distance
from spacy.tokens import Token

from claims.engine import persons, recognised
from claims.engine.memory import Memory
from claims.engine.phrases import LONGEST_NAME, behind_hyphen, clean, phrase, speakers, text_of
from sources.engine.names import as_voice, slugify
from sources.engine.values import Kind, KnownSource, Voice

REPORTS = "reports"
LEAST_SPELT = 6  # letters of a noun that one wrong letter can't make another noun's


ORGANISATIONS = frozenset({Kind.OUTLET, Kind.AGENCY, Kind.OFFICIAL, Kind.ARMED_GROUP, Kind.MONITOR, Kind.GROUP})


SCOPED = frozenset({Kind.UNNAMED, Kind.GROUP, Kind.REPORTS})


def identify(
    head: Token, memory: Memory, outlet: Voice | None, offset: int, tokens: Sequence[Token] | None = None
) -> Voice | None:
    """The voice meant by the noun phrase under `head`; None for the publisher's own voice or nobody.

    outlet: the one that spoke to it, where the sentence names one. offset: where in the article the phrase stands.
    tokens: the phrase, where it is not all that hangs on the head.
    """
    head = behind_hyphen(head)
    if head.tag_ in {"PRP", "DT", "WP", "WDT", "EX"} or head.pos_ == "PRON":
        return _pronoun(head, memory, outlet, offset)
    tokens = phrase(head) if tokens is None else tokens
    name = clean(text_of(tokens))
    if not name:
        return None
    known = memory.directory.resolve(name) or memory.directory.exact(recognised.national(name))
    if known is None and _is_publisher(name, memory.publisher):
        return memory.publisher
    if known is None:
        person = persons.named(head, tokens, memory)
        if person is not None:
            return person
        staff = _staff(head, name, tokens, memory)
        if staff is not None:
            return staff
        known = recognised.inside(head, tokens, memory.directory)
    if known is not None:
        if known.kind is Kind.PERSON:
            persons.remember(as_voice(known, name), head, tokens, memory)
        return recognised.shown(known, name, tokens, memory)
    known = memory.at_home(name) or recognised.behind(head, memory.directory)
    if known is not None:
        return Voice(known.slug, known.name, known.kind, known.speaks_for)
    return _back(head, tokens, memory, offset) or _described(head, name, tokens, memory, outlet, offset)


def _is_publisher(name: str, publisher: Voice) -> bool:
    """ "The Coalition", in what the Northern Coalition publishes: the last word of its name, as a name."""
    words = publisher.name.split()
    return len(words) > 1 and name == words[-1] and publisher.kind is not Kind.OUTLET


def identify_all(head: Token, memory: Memory, outlet: Voice | None, offset: int) -> list[Voice]:
    """The voices of a phrase; "sources in the city and the Observatory" are two, however they were parsed."""
    tokens = phrase(head)
    for number, token in enumerate(tokens):
        before, behind = tokens[:number], tokens[number + 1 :]
        if token.lower_ != "and" or not before or not behind:
            continue
        if any(memory.directory.resolve(clean(text_of(part))) is not None for part in (before, behind)):
            pair = ((_head_of(before), before), (_head_of(behind), behind))
            found = [identify(h, memory, outlet, offset, part) for h, part in pair]
            return [voice for voice in found if voice is not None]
    voice = identify(head, memory, outlet, offset, tokens)
    return [voice] if voice is not None else []


def together(heads: Sequence[Token], found: list[Voice]) -> list[Voice]:
    """ "Activists and rescue workers said": people of two kinds who are described and speak as one, are one voice."""
    plural = len(heads) == 2 and all(head.tag_ == "NNS" and head.pos_ == "NOUN" for head in heads)
    if not plural or len(found) != 2 or any(voice.kind not in SCOPED or "/" not in voice.slug for voice in found):
        return found
    left, right = found
    owner = left.slug.rpartition("/")[0]
    if owner != right.slug.rpartition("/")[0] or left == right:
        return found
    name = f"{left.name} and {right.name}"
    return [Voice(f"{owner}/{slugify(name)}", name, left.kind)]


def _head_of(tokens: Sequence[Token]) -> Token:
    """The word of a run of words that the others hang on."""
    inside = {token.i for token in tokens}
    return next((token for token in reversed(tokens) if token.head.i not in inside and token.pos_ != "ADP"), tokens[-1])


def _staff(head: Token, name: str, tokens: Sequence[Token], memory: Memory) -> Voice | None:
    """ "An AFP photographer": someone unnamed of a known outlet, and its voice; the publisher's own are its own."""
    if not recognised.is_person_noun(head) or head.tag_ in {"NNS", "NNPS"}:
        return None
    reports = head.lemma_.lower() in speakers().words["reporters"]
    its = tokens[0].lower_ not in {"a", "an"}  # "SANA's correspondent" is SANA, "a SANA photographer" is somebody
    for number in range(len(tokens)):
        for end in range(min(len(tokens), number + LONGEST_NAME), number, -1):
            known = _outlet(tokens[number:end], memory) if tokens[number].text[:1].isupper() else None
            if known is not None and known.slug == memory.publisher.slug:
                return memory.publisher if reports else None
            if known is not None and known.kind in {Kind.OUTLET, Kind.AGENCY, Kind.MONITOR}:
                return (
                    as_voice(known, known.name)
                    if reports and its
                    else Voice(f"{known.slug}/{slugify(name)}", name, Kind.UNNAMED, known.slug)
                )
    return None


def _outlet(tokens: Sequence[Token], memory: Memory) -> KnownSource | None:
    """A known name, also with the possessive whose apostrophe is lost ("SANAs correspondent")."""
    name = text_of(tokens)
    return memory.directory.exact(name) or (memory.directory.exact(name[:-1]) if name.endswith("s") else None)


def _pronoun(head: Token, memory: Memory, outlet: Voice | None, offset: int) -> Voice | None:
    word = head.lower_
    if word in {"who", "which", "that"} and head.head.dep_ == "relcl" and head.head.head != head:
        return identify(head.head.head, memory, outlet, offset) if head.head.head.pos_ != "PRON" else None
    if word in {"he", "she"}:
        return memory.person_before(offset)
    if word == "it":
        latest = memory.spoke[-1][0] if memory.spoke and memory.spoke[-1] else None
        if latest is not None and latest.kind is Kind.UNNAMED and "source" in latest.name.lower().split():
            return latest
        return memory.last(tuple(sorted(ORGANISATIONS))) or memory.mentioned(tuple(sorted(ORGANISATIONS)), offset)
    if word == "they":
        subject = _main_subject(head)
        if subject is not None and (voice := identify(subject, memory, outlet, offset)) is not None:
            return voice
        return memory.last((Kind.GROUP, Kind.UNNAMED, Kind.OFFICIAL, Kind.ARMED_GROUP))
    if word in {"some", "many", "others", "one", "both"}:
        return _scoped(word, Kind.GROUP, memory, outlet)
    return None


def _main_subject(pronoun: Token) -> Token | None:
    """ "Many rebels do not trust the union because they say S": the people that the sentence is about."""
    root = pronoun.sent.root
    subject = next((child for child in root.children if child.dep_ == "nsubj" and child.i < pronoun.i), None)
    if subject is None or root in pronoun.head.children or pronoun.head == root or subject.tag_ != "NNS":
        return None
    return subject if speakers().kinds.get(subject.lemma_.lower()) in SCOPED else None


def _back(head: Token, tokens: Sequence[Token], memory: Memory, offset: int) -> Voice | None:
    """Who a description without a name points back to; "a monitor" may be named later, "the source" was before."""
    noun = head.lemma_.lower()
    if noun in memory.roles and tokens[0].lower_ == "the" and head.tag_ == "NN":
        return memory.roles[noun]
    if noun in {"reporter", "correspondent"} and tokens[0].lower_ == "the":
        return memory.publisher
    generic = speakers().titles | speakers().anaphors.keys()
    if any(token.pos_ == "PROPN" and token.lower_ not in generic and not _seat(token) for token in tokens):
        return None
    kinds = speakers().anaphors.get(noun, ())
    first = tokens[0].lower_
    if not kinds or head.tag_ in {"NNS", "NNPS"}:
        return None
    words = {token.lower_ for token in tokens}
    if Kind.MONITOR in kinds and words & speakers().words["monitoring"]:
        return memory.monitor(offset, first in {"a", "an", "another"})
    if first in {"a", "an", "another", "one"} or first == noun:
        return None
    if Kind.ARMED_GROUP in kinds and words & speakers().words["bearing_arms"]:
        kinds = (Kind.ARMED_GROUP,)
    if kinds == (Kind.OFFICIAL,):  # "the army" is no ministry that spoke before
        return memory.last_called(noun)
    if Kind.UNNAMED not in kinds:
        return memory.last(kinds) or memory.mentioned(kinds, offset)
    return _same_description(noun, memory) or (memory.last((Kind.PERSON,)) if Kind.PERSON in kinds else None)


def _seat(token: Token) -> bool:
    """ "The London-based group": where it sits is no name."""
    doc = token.doc
    return token.i + 2 < len(doc) and doc[token.i + 1].text == "-" and doc[token.i + 2].lower_ == "based"


def _same_description(noun: str, memory: Memory) -> Voice | None:
    for chain in reversed(memory.spoke):
        for voice in chain:
            if voice.kind is Kind.UNNAMED and noun in voice.name.lower():
                return voice
    return None


def _described_before(head: Token, memory: Memory) -> Voice | None:
    """ "Activists", "the centre", said again without what tells which: those whom the article told of before."""
    noun = head.lower_
    definite = head.tag_ == "NN" and any(child.lower_ == "the" for child in head.children)
    for chain in reversed(memory.spoke):
        for voice in chain:
            words = voice.name.lower().split()
            if head.tag_ == "NNS" and voice.kind in {Kind.UNNAMED, Kind.GROUP} and words[-1] == noun:
                return voice
            if definite and voice.kind not in {Kind.PERSON, Kind.UNNAMED, Kind.REPORTS} and noun in words:
                return voice
    return None


def _described(
    head: Token, name: str, tokens: Sequence[Token], memory: Memory, outlet: Voice | None, offset: int
) -> Voice | None:
    """A voice under its description. Named bodies are themselves everywhere, described ones belong to an outlet.

    None for what can't speak: a day, a town, a thing, a number of people.
    """
    words = speakers()
    noun = head.lemma_.lower()
    if (words.words["report_nouns"] | words.words["utterances"]) & {noun, head.lower_}:
        return _report(head, memory, outlet, offset)
    owner = _issuer(head) if head.lower_ in words.words["footage"] else None
    if owner is not None and (voice := identify(owner, memory, outlet, offset)) is not None:
        return voice
    if not _may_speak(head, tokens):
        return None
    again = _described_before(head, memory) if name.lower() == head.lower_ else None
    if again is not None:
        return again
    kind = words.kinds.get(noun)
    proper = [token for token in tokens if token.pos_ == "PROPN" or token.ent_type_ in {"ORG", "GPE", "PERSON", "NORP"}]
    if head.pos_ == "PROPN" or head.ent_type_ in {"ORG", "GPE"}:
        kind = kind or (Kind.OFFICIAL if head.ent_type_ == "GPE" else Kind.GROUP)
        if (kind in SCOPED and kind is not Kind.GROUP) or all(token.lower_ in words.kinds for token in tokens):
            return _scoped(name, kind, memory, outlet)
        return Voice(slugify(name), name, kind)
    kind = kind or Kind.GROUP
    if kind in SCOPED or not proper:
        return _scoped(name, kind if kind in SCOPED else Kind.GROUP, memory, outlet)
    return Voice(slugify(name), name, kind)


def _one_of(head: Token) -> Token | None:
    """ "One of his relatives": the noun that says who."""
    of = next((child for child in head.children if child.lower_ == "of" and head.lower_ == "one"), None)
    people = (child for child in of.children if child.dep_ == "pobj") if of is not None else iter(())
    return next((noun for noun in people if speakers().kinds.get(noun.lemma_.lower()) is not None), None)


def _may_speak(head: Token, tokens: Sequence[Token]) -> bool:
    """Whether a phrase can name or describe someone who speaks; a thing speaks only where it is somebody's paper."""
    words, noun = speakers(), head.lemma_.lower()
    if _one_of(head) is not None:
        return True
    if head.lower_ in words.words["weekdays"] or head.ent_type_ in {"DATE", "TIME"}:
        return False
    if any(token.text.isdigit() for token in tokens if token.i < head.i):
        return False
    if head.pos_ == "PROPN" or head.ent_type_ in {"ORG", "PERSON", "NORP"}:
        before = tokens[0].nbor(-1).lower_ if tokens[0].i else ""
        return before not in {"in", "at", "near", "around", "outside"}  # "a reporter in the town said"
    listed = words.kinds.keys() | words.words["papers"] | words.words["speaking"]
    return (
        noun in listed
        or head.lower_ in listed
        or noun.endswith(tuple(words.words["person_endings"]))
        or _misspelt(noun)
    )


def _misspelt(noun: str) -> bool:
    """ "A souce told": one letter off a noun that describes speakers."""
    longer = (known for known in speakers().kinds if len(known) >= LEAST_SPELT)
    return len(noun) >= LEAST_SPELT - 1 and any(osa_distance(noun, known, score_cutoff=1) <= 1 for known in longer)


def _report(head: Token, memory: Memory, outlet: Voice | None, offset: int) -> Voice | None:
    """ "Reports": nobody in particular, unless they are said to be someone's, or were just quoted ("the statement")."""
    owner = _issuer(head)
    if owner is not None:
        voice = identify(owner, memory, outlet, offset)
        if voice is not None and voice.kind is not Kind.REPORTS:
            memory.papers[head.lemma_.lower()] = voice
            return voice
    if head.tag_ == "NN" and any(child.lower_ in _POINTING for child in head.children):
        last = memory.papers.get(head.lemma_.lower()) or memory.last(_AUTHORS)
        if last is not None:
            return last
    if head.lemma_.lower() in speakers().words["utterances"]:
        return None
    return _scoped(_reports_of(head), Kind.REPORTS, memory, outlet)


_AUTHORS = tuple(kind for kind in Kind if kind is not Kind.REPORTS)
_POINTING = frozenset({"the", "this", "that", "its", "their", "his", "her"})


def _issuer(head: Token) -> Token | None:
    """Whose words they are: "a statement by N.", "the N. statement", "N.'s report", "a letter issued by N."."""
    for child in head.children:
        if child.dep_ == "poss" and child.pos_ != "PRON":
            return child
        if child.dep_ == "prep" and child.lower_ in {"from", "by"}:
            return next((c for c in child.children if c.dep_ == "pobj" and c.pos_ != "PRON"), None)
        if child.dep_ == "acl" and child.tag_ == "VBN":  # "released by", "taken by", "given by"
            by = (c for agent in child.children if agent.lower_ in {"by", "from"} for c in agent.children)
            return next((c for c in by if c.dep_ == "pobj"), None)
    named = [c for c in head.children if c.dep_ in {"compound", "nmod"} and c.pos_ == "PROPN" and c.i < head.i]
    return named[-1] if named else None


def _reports_of(head: Token) -> str:
    """ "Western media reports" are described; "media reports" and "unconfirmed reports" are anyone's."""
    before = {c.dep_ for c in head.children if c.i < head.i}
    return clean(text_of(phrase(head))) if before >= {"compound", "amod"} and head.tag_ == "NNS" else REPORTS


def reports(memory: Memory) -> Voice:
    """The voice of "reportedly"."""
    return _scoped(REPORTS, Kind.REPORTS, memory, None)


def _scoped(name: str, kind: Kind, memory: Memory, outlet: Voice | None) -> Voice:
    owner = outlet or memory.publisher
    return Voice(f"{owner.slug}/{slugify(name)}", name, kind)


def is_reporter(head: Token) -> bool:
    """Is it one of a paper's own people: "an N. photographer", "N.'s correspondent" (whose head is N.)?"""
    person = head.head if head.dep_ == "poss" else head
    return person.lemma_.lower() in speakers().words["reporters"]
