"""Known sources in a phrase: under which of its words one stands, and what name a reader of the article knows it by."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from spacy.tokens import Token

from claims.engine.memory import Memory, countries
from claims.engine.phrases import JOINTS, LONGEST_NAME, clean, speakers, text_of
from sources.engine.names import Directory, as_voice
from sources.engine.values import Kind, KnownSource, Voice

_STEP = 4  # words of a name on either side of the word that the parse makes its head


def inside(head: Token, tokens: Sequence[Token], directory: Directory) -> KnownSource | None:
    """The known source whose name stands in a phrase, or around its head, wherever the parse cut it."""
    if is_person_noun(head):  # "a source in the Defence Ministry" is not the ministry
        return None
    return _around(head, directory) or _tail(tokens, directory) or _within(tokens, directory)


def _around(head: Token, directory: Directory) -> KnownSource | None:
    """A name of small words that the parse tore apart: "Doctors Without Borders", "Save the Children"."""
    doc, sentence = head.doc, head.sent
    for size in range(2 * _STEP, 1, -1):
        for start in range(max(sentence.start, head.i - _STEP), head.i + 1):
            run = doc[start : min(sentence.end, start + size)]
            torn = any(not token.text[:1].isupper() or token.pos_ not in {"PROPN", "NOUN", "ADJ"} for token in run)
            if (
                torn
                and len(run) == size
                and head.i < run.end
                and run[0].text[:1].isupper()
                and run[-1].text[:1].isupper()
            ):
                known = directory.exact(run.text)
                if known is not None:
                    return known
    return None


def _tail(tokens: Sequence[Token], directory: Directory) -> KnownSource | None:
    """A known name at the end of a phrase that the parse drew too wide ("dozens more N. news agency")."""
    for number, token in enumerate(tokens):
        if number and token.text[:1].isupper() and tokens[number - 1].text not in JOINTS:
            known = directory.resolve(clean(text_of(tokens[number:])))
            if known is not None and known.kind is not Kind.PERSON:
                return known
    return None


def _within(tokens: Sequence[Token], directory: Directory) -> KnownSource | None:
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


def behind(head: Token, directory: Directory) -> KnownSource | None:
    """The known name right behind the noun for what it is: "the newspaper N.", "another group the N. Front"."""
    if head.pos_ != "NOUN":
        return None
    doc, start, end = head.doc, head.i + 1, head.sent.end
    if start < end and doc[start].lower_ == "the":
        start += 1
    if start + 2 < end and doc[start + 1].text == "-" and doc[start + 2].lower_ == "based":
        start += 3  # "the London-based N."
    run = list(takewhile(_is_of_name, doc[start : min(end, start + LONGEST_NAME)]))
    hits = (directory.exact(text_of(run[:size])) for size in range(len(run), 0, -1))
    return next((known for known in hits if known is not None), None)


def _is_of_name(token: Token) -> bool:
    return token.text[:1].isupper() or token.text in JOINTS


def national(name: str) -> str:
    """ "Russias defence ministry", "Russia's defence ministry": the Russian one. Texts lose their apostrophes."""
    country, _, body = name.partition(" ")
    bare = country.removesuffix("'s").removesuffix("s")
    return f"{countries()[bare]} {body}" if body and bare in countries() and bare != country else ""


def shown(known: KnownSource, name: str, tokens: Sequence[Token], memory: Memory) -> Voice:
    """A known source under the name that a reader of this article knows it by.

    That is the name alone where the phrase also describes it ("the Takfiri group ISIL"), a person's fullest, and an
    abbreviation where the article never writes it out.
    """
    if known.kind is Kind.PERSON:
        full_names = [known.name, *sorted(memory.full_names.values())]
        return replace(as_voice(known, name), name=next((full for full in full_names if full.endswith(name)), name))
    written = _name_alone(tokens, known) or name
    voice = as_voice(known, written)
    if _is_another_name(name, known):
        return replace(voice, name=name)
    if not _is_abbreviation(written):
        return voice
    forms = {clean(words) for _, source, words in memory.named if source.slug == known.slug}
    written_out = sorted((form for form in forms if not _is_abbreviation(form)), key=lambda form: (len(form), form))
    if known.kind is Kind.ARMED_GROUP:
        return replace(voice, name=next((form for form in written_out if _initials(form) == voice.name), voice.name))
    if known.kind is Kind.OFFICIAL:
        return replace(voice, name=written_out[-1] if written_out else known.name)
    return replace(voice, name=written) if forms and not written_out else voice


def _name_alone(tokens: Sequence[Token], known: KnownSource) -> str:
    """The longest of the source's names that stands in a phrase ("the extremist N. Front": "N. Front")."""
    names = {known.name.lower(), *(alias.lower() for alias in known.aliases)}
    for size in range(min(len(tokens), LONGEST_NAME), 0, -1):
        for start in range(len(tokens) - size + 1):
            words = clean(text_of(tokens[start : start + size]))
            if words.lower() in names and (words[:1].isupper() or words[:1].isdigit()):
                return words
    return ""


def _is_another_name(name: str, known: KnownSource) -> bool:
    """A name written in full that shares no word with the one it is listed under ("Syrian Civil Defence")."""
    words = [word for word in name.split() if word.lower() not in {"of", "for", "the", "and", "in"}]
    full = len(words) > 1 and all(word[:1].isupper() for word in words)
    listed = name.lower() in {alias.lower() for alias in known.aliases}
    return full and listed and not {word.lower() for word in words} & set(known.name.lower().split())


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _is_abbreviation(name: str) -> bool:
    return name.isupper() and " " not in name


def is_person_noun(token: Token) -> bool:
    """Someone in or of a body, not the body: "a Reuters source"."""
    return speakers().kinds.get(token.lemma_.lower()) is Kind.UNNAMED
