"""Noun phrases into voices: who is meant by "the monitor", "he", "Foreign Minister N. N.", "a source in the town".

What can't be told safely stays as it is described; a description belongs to the outlet that spoke to it.
"""

from collections.abc import Sequence
from itertools import takewhile

from rapidfuzz.distance.OSA import distance as osa_distance
from spacy.tokens import Token

from claims.engine.memory import Memory, countries
from claims.engine.phrases import JOINTS, LONGEST_NAME, clean, phrase, speakers, text_of
from sources.engine.names import Directory, as_voice, slugify
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
    if head.tag_ in {"PRP", "DT", "WP", "WDT", "EX"} or head.pos_ == "PRON":
        return _pronoun(head, memory, outlet, offset)
    tokens = phrase(head) if tokens is None else tokens
    name = clean(text_of(tokens))
    if not name:
        return None
    known = memory.directory.resolve(name)
    if known is None:
        person = _person(head, tokens, memory) or _apposed(head, memory)
        if person is not None:
            return person
        known = _known_tail(tokens, memory.directory) or _known_inside(tokens, memory.directory)
    if known is not None:
        return as_voice(known, _shown(name, known, tokens))
    known = memory.at_home(name) or _named_behind(head, memory.directory)
    if known is not None:
        return Voice(known.slug, known.name, known.kind, known.speaks_for)
    return _back(head, tokens, memory, offset) or _described(head, name, tokens, memory, outlet)


def identify_all(head: Token, memory: Memory, outlet: Voice | None, offset: int) -> list[Voice]:
    """The voices of a phrase; "sources in the city and the Observatory" are two, however they were parsed."""
    tokens = phrase(head)
    for number, token in enumerate(tokens):
        behind = tokens[number + 1 :]
        if number and behind and token.lower_ == "and" and memory.directory.resolve(clean(text_of(behind))) is not None:
            pair = ((head, tokens[:number]), (behind[-1], behind))
            found = [identify(h, memory, outlet, offset, part) for h, part in pair]
            return [voice for voice in found if voice is not None]
    voice = identify(head, memory, outlet, offset, tokens)
    return [voice] if voice is not None else []


def _known_tail(tokens: Sequence[Token], directory: Directory) -> KnownSource | None:
    """A known name at the end of a phrase that the parse drew too wide ("dozens more N. news agency")."""
    for number, token in enumerate(tokens):
        if number and token.text[:1].isupper() and tokens[number - 1].text not in JOINTS:
            known = directory.resolve(clean(text_of(tokens[number:])))
            if known is not None and known.kind is not Kind.PERSON:
                return known
    return None


def _shown(name: str, known: KnownSource, tokens: Sequence[Token]) -> str:
    """The name alone where the phrase also describes it ("the Takfiri group ISIL"), so that it finds its source."""
    proper = [token for token in tokens if token.text[:1].isupper() or token.text[:1].isdigit()]
    names = {known.name.lower(), *(alias.lower() for alias in known.aliases)}
    single = next((token.text for token in proper if token.lower_ in names), "")
    return single or name


def _known_inside(tokens: Sequence[Token], directory: Directory) -> KnownSource | None:
    """A known outlet whose name stands within a description of itself ("the official SANA news agency")."""
    capitals = [token for token in tokens if token.text[:1].isupper()]
    if any(is_person_noun(token) for token in tokens):
        return None
    for size in range(len(capitals), 0, -1):
        for at in range(len(capitals) - size + 1):
            run = capitals[at : at + size]
            if run[-1].i - run[0].i < size + 2:
                known = directory.exact(tokens[0].doc[run[0].i : run[-1].i + 1].text)
                if known is not None and known.kind in {Kind.OUTLET, Kind.AGENCY, Kind.MONITOR}:
                    return known
    return None


def is_person_noun(token: Token) -> bool:
    """Someone in or of a body, not the body: "a Reuters source"; its own reporter speaks for it."""
    noun = token.lemma_.lower()
    return speakers().kinds.get(noun) is Kind.UNNAMED and noun not in {"reporter", "correspondent"}


def _pronoun(head: Token, memory: Memory, outlet: Voice | None, offset: int) -> Voice | None:
    word = head.lower_
    if word in {"who", "which", "that"} and head.head.dep_ == "relcl" and head.head.head != head:
        return identify(head.head.head, memory, outlet, offset) if head.head.head.pos_ != "PRON" else None
    if word in {"he", "she"}:
        return memory.person_before(offset)
    if word == "it":
        return memory.last(tuple(sorted(ORGANISATIONS))) or memory.mentioned(tuple(sorted(ORGANISATIONS)), offset)
    if word == "they":
        return memory.last((Kind.GROUP, Kind.UNNAMED, Kind.OFFICIAL, Kind.ARMED_GROUP))
    if word in {"some", "many", "others", "one", "both"}:
        return _scoped(word, Kind.GROUP, memory, outlet)
    return None


def _person(head: Token, tokens: Sequence[Token], memory: Memory) -> Voice | None:
    """A named person: the capitalised words at the phrase's head, titles off; the body that titles name is kept."""
    run = _proper_run(head, tokens) or _name_before(tokens)
    for number in range(len(run)):
        tail = memory.directory.exact(text_of(run[number:]))
        if tail is not None and tail.kind is not Kind.PERSON:
            return None
    titles = [number for number, token in enumerate(run) if token.lower_ in speakers().titles]
    run = run[titles[-1] + 1 :] if titles else run
    while run and not run[0].text[:1].isupper():
        run = run[1:]
    if not run:
        return None
    name = clean(text_of(run))
    titled = any(token.lower_ in speakers().titles for token in tokens if token.i < run[0].i)
    appositive = any(child.dep_ == "appos" and child.lemma_.lower() in speakers().titles for child in head.children)
    words = name.split()
    if words and words[-1] in memory.persons and len(words) < 3 and head.ent_type_ != "GPE":
        return memory.persons[words[-1]]
    looks = titled or appositive or run[-1].i != head.i or (head.ent_type_ == "PERSON" and len(words) >= 2)
    if not looks or any(_names_body(token) for token in run):
        return None
    known = memory.directory.resolve(name)
    if known is not None or memory.directory.exact(clean(text_of(tokens))) is not None:
        return as_voice(known, name) if known is not None and known.kind is Kind.PERSON else None
    voice = Voice(slugify(name), name, Kind.PERSON, _body(tokens, head, run, memory))
    for word in words[1:] if len(words) > 1 else words:
        memory.persons[word] = voice
    return voice


def _apposed(head: Token, memory: Memory) -> Voice | None:
    """ "A spokesman for the union, N. N., said": the name behind the office."""
    if speakers().kinds.get(head.lemma_.lower()) is not Kind.UNNAMED:
        return None
    name = next((c for c in head.children if c.dep_ == "appos" and c.i > head.i and c.ent_type_ == "PERSON"), None)
    return _person(name, phrase(name), memory) if name is not None else None


def _names_body(token: Token) -> bool:
    """Does this word of a name say that it is no person's: "Committees", "Front", "Turkey"?"""
    noun = token.lower_
    kinds = {
        speakers().kinds.get(form, Kind.UNNAMED)
        for form in (noun, noun.removesuffix("s"), noun.removesuffix("ies") + "y")
    }
    return kinds != {Kind.UNNAMED} or token.text in countries()


def _name_before(tokens: Sequence[Token]) -> list[Token]:
    """ "N. N. a teacher told": the name before an apposition that lost its commas."""
    if not tokens or tokens[0].lower_ not in {"a", "an", "the"}:
        return []
    doc, at = tokens[0].doc, tokens[0].i
    floor = tokens[0].sent.start
    run: list[Token] = []
    while at - 1 >= floor and (doc[at - 1].pos_ == "PROPN" or doc[at - 1].text == "-") and len(run) < 5:
        at -= 1
        run.insert(0, doc[at])
    return run if len(run) >= 2 and run[-1].ent_type_ == "PERSON" else []


def _proper_run(head: Token, tokens: Sequence[Token]) -> list[Token]:
    """The unbroken capitalised words that end at the head."""
    run: list[Token] = []
    for token in reversed([token for token in tokens if token.i <= head.i]):
        particle = token.lower_ in {"al", "el", "bin", "ben", "van", "von", "de", "abu", "ibn", "-", "'"}
        if not (token.pos_ == "PROPN" or (token.text[:1].isupper() and token.pos_ != "DET") or particle):
            break
        run.append(token)
    return run[::-1]


def _body(tokens: Sequence[Token], head: Token, run: Sequence[Token], memory: Memory) -> str:
    """The slug of the body a person speaks for, from the words before the name or the apposition behind it."""
    before = [token for token in tokens if token.i < run[0].i]
    behind = [list(child.subtree) for child in head.children if child.dep_ == "appos"]
    for words in (before, *behind):
        named = [t for t in words if t.text[:1].isupper() or t.lower_ in {"of", "for"}]
        while named and named[-1].lower_ in {"of", "for", *speakers().titles}:
            named = named[:-1]
        while named and named[0].lower_ in {"of", "for"}:
            named = named[1:]
        known = memory.directory.exact(text_of(named)) if named else None
        if known is not None and known.kind is not Kind.PERSON:
            return known.slug
    return ""


def _back(head: Token, tokens: Sequence[Token], memory: Memory, offset: int) -> Voice | None:
    """Who a description without a name points back to; "a monitor" may be named later, "the source" was before."""
    noun = head.lemma_.lower()
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
    if Kind.MONITOR in kinds and words & {"monitor", "monitoring", "watchdog", "rights", "observatory"}:
        return (
            memory.last((Kind.MONITOR,))
            or memory.named_next((Kind.MONITOR,), offset)
            or memory.mentioned((Kind.MONITOR,))
            or memory.mentioned((Kind.MONITOR,), offset)
        )
    if first in {"a", "an", "another", "one"} or first == noun:
        return None
    if Kind.ARMED_GROUP in kinds and words & {
        "terrorist",
        "extremist",
        "jihadist",
        "militant",
        "takfiri",
        "rebel",
        "armed",
    }:
        kinds = (Kind.ARMED_GROUP,)
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


def _described(head: Token, name: str, tokens: Sequence[Token], memory: Memory, outlet: Voice | None) -> Voice | None:
    """A voice under its description. Named bodies are themselves everywhere, described ones belong to an outlet.

    None for what can't speak: a day, a town, a thing, a number of people.
    """
    words = speakers()
    noun = head.lemma_.lower()
    if noun in words.words["report_nouns"] or head.lower_ in words.words["report_nouns"]:
        return _report(head, memory, outlet)
    if not _may_speak(head, tokens):
        return None
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


def _may_speak(head: Token, tokens: Sequence[Token]) -> bool:
    """Whether a phrase can name or describe someone who speaks; a thing speaks only where it is somebody's paper."""
    words, noun = speakers(), head.lemma_.lower()
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


def _named_behind(head: Token, directory: Directory) -> KnownSource | None:
    """The known name right behind the noun for its kind: "the Kuwaiti newspaper Al-Rai"."""
    if speakers().kinds.get(head.lemma_.lower()) not in {Kind.OUTLET, Kind.AGENCY, Kind.MONITOR}:
        return None
    run = list(takewhile(_is_of_name, head.doc[head.i + 1 : min(head.sent.end, head.i + 1 + LONGEST_NAME)]))
    hits = (directory.exact(text_of(run[:size])) for size in range(len(run), 0, -1))
    return next((known for known in hits if known is not None), None)


def _is_of_name(token: Token) -> bool:
    return token.text[:1].isupper() or token.text in JOINTS


def _report(head: Token, memory: Memory, outlet: Voice | None) -> Voice:
    """ "Reports": nobody in particular, unless they are said to be someone's."""
    for child in head.children:
        if child.dep_ == "poss" or (child.dep_ == "prep" and child.lower_ in {"from", "by"}):
            source = child if child.dep_ == "poss" else next(iter(child.children), child)
            known = memory.directory.resolve(clean(text_of(phrase(source))))
            if known is not None:
                return as_voice(known, known.name)
    return _scoped(REPORTS, Kind.REPORTS, memory, outlet)


def reports(memory: Memory) -> Voice:
    """The voice of "reportedly"."""
    return _scoped(REPORTS, Kind.REPORTS, memory, None)


def _scoped(name: str, kind: Kind, memory: Memory, outlet: Voice | None) -> Voice:
    owner = outlet or memory.publisher
    return Voice(f"{owner.slug}/{slugify(name)}", name, kind)
