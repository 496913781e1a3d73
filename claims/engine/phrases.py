"""Noun phrases that name or describe a speaker: where they begin and end, and the words that speakers go by."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.tokens import Token

from sources.engine.values import Kind

DATA = Path(__file__).resolve().parent.parent / "data"
LONGEST_NAME, LONGEST_DESCRIPTION = 7, 12  # words
_NO_PART = frozenset({"relcl", "acl", "appos", "punct", "cc", "conj", "advcl", "advmod", "npadvmod", "parataxis"})
JOINTS = frozenset({"-", '"', "'", "/"})


@dataclass(frozen=True)
class Speakers:
    """The words of attribution.toml, where each is explained."""

    words: dict[str, frozenset[str]]
    kinds: dict[str, Kind]
    anaphors: dict[str, tuple[Kind, ...]]
    titles: frozenset[str]


@cache
def speakers() -> Speakers:
    rows = tomllib.loads((DATA / "attribution.toml").read_text(encoding="utf-8"))
    kinds = {word: Kind(kind) for kind, listed in reversed(rows["kinds"].items()) for word in listed}
    anaphors = {noun: tuple(map(Kind, allowed)) for noun, allowed in rows["anaphors"].items()}
    words = {name: frozenset(listed) for name, listed in rows.items() if isinstance(listed, list)}
    return Speakers(words, kinds, anaphors, frozenset(rows["titles"]["words"]))


def phrase(head: Token) -> list[Token]:
    """The tokens of a noun phrase that name or describe a speaker: its clauses and appositions left out."""
    head = behind_hyphen(head)
    named = head.pos_ == "PROPN"
    kept = {head.i, *_left_run(head)}
    for child in head.children:
        if child.dep_ in _NO_PART or (child.dep_ == "prep" and not _describes(child, head, named)):
            continue
        kept.update(token.i for token in child.subtree if not _inside_clause(token, child))
    kept.update(_right_run(head, kept, named))
    aside = _bracketed(head, kept)
    kept |= aside
    first = last = head.i
    while _goes_on_before(head.doc[first], kept):
        first -= 1
    while last + 1 in kept or (last + 2 in kept and head.doc[last + 1].text in JOINTS):
        last += 1
    while first < head.i and (head.doc[first].text in JOINTS or head.doc[first].ent_type_ in {"DATE", "TIME"}):
        first += 1
    first = _past_lost_comma(first, head)
    return [token for token in head.doc[first : last + 1] if token.i not in aside][: LONGEST_DESCRIPTION + LONGEST_NAME]


def _past_lost_comma(first: int, head: Token) -> int:
    """Where a description begins behind a name that ends the clause before it.

    "... in the province of N. activists said", "... killed the commander N. N. well-informed sources said".
    """
    doc, floor = head.doc, head.sent.start
    end = next((i for i in range(head.i - 1, first - 1, -1) if _is_name(doc[i])), None)
    if head.pos_ != "NOUN" or end is None:
        return first
    start = end
    while start > floor and _is_name(doc[start - 1]):
        start -= 1
    place = start > floor + 1 and doc[start - 1].lower_ in _PLACING and not _is_someone(doc[start - 2])
    person = end > start and all(doc[i].ent_type_ == "PERSON" for i in range(start, end + 1))
    name_ends = next((i - 1 for i in range(start + 1, end + 1) if doc[i].ent_iob_ == "B"), end)  # "in N. US officials"
    return name_ends + 1 if place or person else first


_PLACING = frozenset({"in", "of", "near", "at", "around", "over"})


def _is_someone(token: Token) -> bool:
    return speakers().kinds.get(token.lemma_.lower()) is Kind.UNNAMED


def _is_name(token: Token) -> bool:
    return token.pos_ == "PROPN" or token.ent_type_ in {"GPE", "LOC", "FAC"}


def _bracketed(head: Token, kept: set[int]) -> set[int]:
    """The abbreviation inside a name: "(NLG)" of "the Northern League (NLG) group"."""
    doc = head.doc
    for close in range(head.i - 1, max(head.sent.start, head.i - 6), -1):
        opening = close - 2
        if doc[close].text == ")" and opening > head.sent.start and doc[opening].text == "(" and opening - 1 in kept:
            return {opening, opening + 1, close}
    return set()


def behind_hyphen(head: Token) -> Token:
    """The name of a phrase that the parse hangs on a hyphen ("N. al-N. said")."""
    hyphen = head.text == "-" and head.i + 1 < head.sent.end and head.doc[head.i + 1].text[:1].isupper()
    return head.doc[head.i + 1] if hyphen else head


def _goes_on_before(token: Token, kept: set[int]) -> bool:
    """Does a phrase reach past this word to the left? Not past an article ("Alderton A military source")."""
    if token.i == 0 or token.lower_ in {"a", "an", "the"} or token.nbor(-1).ent_type_ in {"DATE", "TIME"}:
        return False
    return token.i - 1 in kept or (token.i - 2 in kept and token.nbor(-1).text in JOINTS)


def _left_run(head: Token) -> list[int]:
    """The name that ends at the head as it stands on the page, where the parse may have torn it."""
    run: list[int] = []
    capital = False
    if head.pos_ == "PRON":
        return run
    at = head.i - 1
    while at >= head.sent.start and head.i - at < LONGEST_DESCRIPTION:
        token = head.doc[at]
        upper = token.text[:1].isupper()
        joined = (token.text == "-" and not token.whitespace_) or (
            at + 1 < head.i and head.doc[at + 1].text == "-" and not token.whitespace_
        )
        small = (
            token.lower_ in {"of", "for", "and"}
            and capital
            and head.doc[at - 1].text[:1].isupper()
            and token.lower_ != "and"
        )
        if token.ent_type_ in {"DATE", "TIME"}:
            break
        if (token.pos_ == "DET" and not upper) or token.lower_ in {"the", "a", "an"}:
            return [*run, at]
        if not (upper or joined or small or (not capital and _may_describe(token, head))):
            break
        capital = capital or (upper and token.pos_ == "PROPN")
        run.append(at)
        at -= 1
    return run if capital else []


def _may_describe(token: Token, head: Token) -> bool:
    """Before a name only the nouns that describe sources: "news agency N.", not "hostage N." where a comma is lost."""
    if token.pos_ == "ADJ" or head.pos_ != "PROPN":
        return token.pos_ in {"ADJ", "NOUN"}
    noun = token.lemma_.lower()
    return token.pos_ == "NOUN" and (noun in speakers().kinds or noun in speakers().titles or token.i + 1 < head.i)


def _right_run(head: Token, kept: set[int], named: bool) -> list[int]:
    """ "A source in Hasaka", also where the parse hangs the place on the verb."""
    following = head.doc[head.i + 1] if head.i + 1 < head.sent.end else None
    if named or following is None or following.i in kept or following.lower_ not in {"in", "from", "at", "inside"}:
        return []
    if speakers().kinds.get(head.lemma_.lower()) is not Kind.UNNAMED:
        return []
    target = next((child for child in following.children if child.dep_ == "pobj"), None)
    if target is None or target.right_edge.i - head.i > 6 or target.ent_type_ in {"DATE", "TIME"}:
        return []
    return [following.i, *(token.i for token in target.subtree)]


def _describes(prep: Token, head: Token, named: bool) -> bool:
    """Which preposition belongs to the speaker: of a name only "of" and "for", of a description its place too."""
    if any(child.dep_ == "pcomp" for child in prep.children):  # "accused by rights groups of killing"
        return False
    if prep.i < head.i or any(
        t.ent_type_ in {"DATE", "TIME"} or t.lower_ in {"statement", "interview"} for t in prep.subtree
    ):
        return False
    allowed = (
        {"of", "for"} if named else {"of", "for", "in", "from", "at", "with", "inside", "close", "near", "to", "within"}
    )
    return prep.lower_ in allowed


def _inside_clause(token: Token, top: Token) -> bool:
    at = token
    while at != top:
        if at.dep_ in {"relcl", "acl", "advcl", "appos"}:
            return True
        at = at.head
    return False


def text_of(tokens: Sequence[Token]) -> str:
    return "".join(token.text_with_ws for token in tokens).strip()


def clean(name: str) -> str:
    """A name as the guideline wants it: no article, no quotation marks, no possessive, single blanks."""
    bare = re.sub(r"\s+", " ", name.replace('"', "")).strip(" ,.;:-'()[]")
    bare = re.sub(r"^(?:the|a|an|its|their|his|her) (?=\S)", "", bare, flags=re.IGNORECASE)
    bare = re.sub(r"^so-called ", "", bare, flags=re.IGNORECASE)
    return bare.removesuffix("'s")
