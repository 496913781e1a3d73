"""Named persons as voices: "N. N.", "Foreign Minister N. N.", "a witness named N.", "a nurse, N. N.".

The person stands as the person; the body that a title or an apposition names is kept as whom they speak for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from spacy.tokens import Token

from claims.engine.memory import LONGEST_PERSON, Memory, countries
from claims.engine.phrases import LONGEST_NAME, clean, phrase, speakers, text_of
from sources.engine.names import as_voice, slugify
from sources.engine.values import Kind, Voice

_CALLED = frozenset({"name", "call", "identify", "know", "dub"})  # "a witness named N.", "a man known as N."
_REACH = 4  # words between such a verb and the name


def named(head: Token, tokens: Sequence[Token], memory: Memory) -> Voice | None:
    """The person whom the phrase under `head` names, None for nobody. Remembers them by name and by what they are."""
    voice = (
        _called(head, memory)
        or _beside(head, tokens, memory)
        or _person(head, tokens, memory)
        or _apposed(head, memory)
    )
    if voice is not None:
        remember(voice, head, tokens, memory)
    return voice


def subject(head: Token, tokens: Sequence[Token], memory: Memory) -> Voice | None:
    """The person whom a sentence is about, also by a first name alone ("Ziad, a baker, lost his shop")."""
    alone = head.ent_type_ == "PERSON" and head.pos_ == "PROPN" and len(tokens) == 1
    single = _remembered(head.text, "", memory) if alone and memory.directory.resolve(head.text) is None else None
    return named(head, tokens, memory) or single


def remember(voice: Voice, head: Token, tokens: Sequence[Token], memory: Memory) -> None:
    """Keep in mind what the text calls a person beside the name."""
    for role in _roles(head, tokens, voice.name):
        memory.roles[role] = voice


def _called(head: Token, memory: Memory) -> Voice | None:
    """ "A witness named N. said"."""
    verb = next((c for c in head.children if c.dep_ == "acl" and c.lemma_.lower() in _CALLED and c.i > head.i), None)
    if verb is None or verb.tag_ != "VBN":
        return None
    name = next((t for t in verb.subtree if verb.i < t.i <= verb.i + _REACH and t.pos_ == "PROPN"), None)
    if name is None:
        return None
    words = [t for t in phrase(name) if t.i > verb.i and t.lower_ not in {"as", "only"}]
    if words[0].pos_ == "DET" or memory.directory.resolve(clean(text_of(words))) is not None:
        return None  # "known as the White Helmets"
    return _remembered(clean(text_of(words)), "", memory)


def _beside(head: Token, tokens: Sequence[Token], memory: Memory) -> Voice | None:
    """ "Health director for Homs N. N. said", "N. N. director of the bank said": the commas lost around a full name."""
    text = text_of(tokens)
    if not any(speakers().kinds.get(token.lemma_.lower()) is Kind.UNNAMED for token in tokens):
        return None
    before = tokens[0].doc[max(tokens[0].sent.start, tokens[0].i - LONGEST_PERSON) : tokens[0].i].text
    name = next(
        (
            full
            for full in memory.full_names.values()
            if text.endswith(" " + full) or text.startswith(full + " ") or before.endswith(full)
        ),
        "",
    )
    name = name or _opening_name(tokens, memory)
    known = memory.directory.resolve(name) if name else None
    if known is not None:
        return as_voice(known, name) if known.kind is Kind.PERSON else None
    return _remembered(name, _body(_around(head, tokens, name), memory), memory) if name else None


def _opening_name(tokens: Sequence[Token], memory: Memory) -> str:
    """ "N. N. coordinator of the league": the full name that a phrase opens with, right before an office."""
    run = list(takewhile(lambda token: token.pos_ == "PROPN" or token.text == "-", tokens))
    if len(run) < 2 or len(run) == len(tokens) or not _is_role(tokens[len(run)]):
        return ""
    name = clean(text_of(run))
    known = memory.directory.exact(name)
    person = run[-1].ent_type_ == "PERSON" if known is None else known.kind is Kind.PERSON
    follows = len(run) + 1 < len(tokens) and tokens[len(run) + 1].pos_ == "ADP"
    return name if person and follows else ""


def _roles(head: Token, tokens: Sequence[Token], name: str) -> Iterator[str]:
    """What the text calls a person beside the name: "nurse", "director"."""
    beside = [head, *tokens, *(child for child in head.children if child.dep_ == "appos")]
    own = {word.lower() for word in name.split()}
    for token in beside:
        noun = token.lemma_.lower()
        if token.lower_ not in own and (speakers().kinds.get(noun) is Kind.UNNAMED or noun in speakers().titles):
            yield noun


def _remembered(name: str, body: str, memory: Memory) -> Voice:
    """The voice of a person who is no known source, under the fullest name that the article gives."""
    words = name.split()
    full = memory.full_names.get(words[-1], name) if len(words) == 1 else name
    # A first name alone names someone in this article only: another's Ahmad is another man.
    slug = slugify(full) if len(full.split()) > 1 else f"{memory.publisher.slug}/{slugify(full)}"
    voice = Voice(slug, full, Kind.PERSON, body)
    for word in full.split()[1:] or full.split():
        memory.persons[word] = voice
    return voice


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
    looks = (
        titled
        or appositive
        or name in memory.full_names
        or run[-1].i != head.i
        or (head.ent_type_ == "PERSON" and len(words) >= 2)
    )
    if not looks or any(_names_body(token) for token in run):
        return None
    known = memory.directory.resolve(name)
    if known is not None or memory.directory.exact(clean(text_of(tokens))) is not None:
        return as_voice(known, name) if known is not None and known.kind is Kind.PERSON else None
    return _remembered(name, _body(_around(head, tokens, name), memory), memory)


def _apposed(head: Token, memory: Memory) -> Voice | None:
    """ "A spokesman for the union, N. N., said": the name behind the office."""
    if speakers().kinds.get(head.lemma_.lower()) is not Kind.UNNAMED:
        return None
    name = next((c for c in head.children if c.dep_ == "appos" and c.i > head.i and c.ent_type_ == "PERSON"), None)
    found = _person(name, phrase(name), memory) if name is not None else None
    if found is None or found.speaks_for:
        return found
    return replace(found, speaks_for=_body(_around(head, phrase(head), found.name), memory))


def _names_body(token: Token) -> bool:
    """Does this word of a name say that it is no person's: "Committees", "Front", "Turkey"?"""
    noun = token.lower_
    kinds = {
        speakers().kinds.get(form, Kind.UNNAMED)
        for form in (noun, noun.removesuffix("s"), noun.removesuffix("ies") + "y")
    }
    return kinds != {Kind.UNNAMED} or token.text in countries()


def _is_role(token: Token) -> bool:
    noun = token.lemma_.lower()
    return token.text.islower() and (speakers().kinds.get(noun) is Kind.UNNAMED or noun in speakers().titles)


def _name_before(tokens: Sequence[Token]) -> list[Token]:
    """ "N. N. a teacher told": the name before an apposition that lost its commas."""
    if not tokens or not (tokens[0].lower_ in {"a", "an", "the"} or _is_role(tokens[0])):
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


def _body(words: Sequence[Sequence[Token]], memory: Memory) -> str:
    """The slug of the body a person speaks for: the longest known name in the first of some stretches that has one."""
    for stretch in words:
        for start in range(len(stretch)):
            for end in range(min(len(stretch), start + LONGEST_NAME), start, -1):
                run = stretch[start:end]
                known = memory.directory.exact(clean(text_of(run))) if run[0].text[:1].isupper() else None
                if known is not None and known.kind is not Kind.PERSON:
                    return known.slug
    return ""


def _around(head: Token, tokens: Sequence[Token], name: str) -> list[list[Token]]:
    """The words about a person: those of his phrase beside his name, and what explains it ("who heads N.", "of N.")."""
    own = set(name.split())
    explaining = (c for c in head.children if c.dep_ in _EXPLAINS and (c.dep_ != "prep" or c.lower_ in _BELONGS))
    told = [[t for t in child.subtree if child.right_edge.i - child.left_edge.i < _FAR] for child in explaining]
    return [[token for token in tokens if token.text not in own], *told]


_EXPLAINS = frozenset({"appos", "relcl", "poss", "prep", "acl"})
_BELONGS = frozenset({"of", "from", "with", "for", "at"})
_FAR = 15  # tokens; a longer explanation tells of others
