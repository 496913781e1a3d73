"""Counts told side by side: "two women and three children", "48 dead over 100 injured", "23 people, most of them boys".

Each count may be wrong while the others are right, so each is a claim. They are read on the page, not in the tree:
where a text lost its commas, the tree of such a list is the first thing to break.
"""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from claims.engine.cutwords import CutWords
from claims.engine.lexicon import Lexicon

_MODIFIERS = ("JJ", "NN", "VBN", "CD", "HYPH", "POS", "AFX")  # beginnings of tags inside a counted noun phrase
_BETWEEN = 8  # words that may stand behind a counted noun before the next count
_LONGEST = 8  # words of one counted noun phrase


def edges(tokens: Sequence[Token], words: Lexicon, own: CutWords) -> Iterator[int]:
    """Where in a clause's tokens each further count begins."""
    yield from _parallel(tokens, words, own)
    yield from _shares(tokens, words, own)


def embedded(tokens: Sequence[Token], head: Token, words: Lexicon, own: CutWords) -> tuple[int, int] | None:
    """A part of a count told before the verb: "12 people, most of them women, were killed"; [start, end) in the tokens."""
    for at in _shares(tokens, words, own):
        if tokens[at].i > head.i:
            return None
        end = next((n for n in range(at + 2, len(tokens)) if tokens[n].text == "," or _is_predicate(tokens[n], head)), None)
        return (at, end) if end is not None else None
    return None


def _is_predicate(token: Token, head: Token) -> bool:
    return token == head or (token.head == head and token.dep_ in {"aux", "auxpass", "neg"})


def _parallel(tokens: Sequence[Token], words: Lexicon, own: CutWords) -> Iterator[int]:
    """Where a count follows another with nothing but "and", a comma or "as well as" between them."""
    last: tuple[bool, int] | None = None  # was the count before it a number, and where does it end?
    at = 0
    while at < len(tokens):
        end, numeric = _count(tokens, at, words, own), True
        if end is None and tokens[at].lower_ in {"a", "an"} and tokens[at].head.tag_ == "NN":
            end, numeric = _count(tokens, at, words, own, single=True), False
        if end is None:
            at += 1
            continue
        joint = _joint(tokens, last[1], at) if last is not None and (numeric or last[0]) else None
        if joint is not None and (joint < at or (numeric and last is not None and last[0])):
            yield joint
        last = (numeric, end)
        at = end


def _count(tokens: Sequence[Token], at: int, words: Lexicon, own: CutWords, *, single: bool = False) -> int | None:
    """The index behind a count that starts here ("at least 116 rebels", "dozens wounded"), None where none does.

    single: "a policeman" is one, too.
    """
    number = at
    while number < len(tokens) and tokens[number].lower_ in own.approximators and number - at < 3:
        number += 1
    if number == len(tokens) or not _is_count(tokens[number], words, own):
        number = at
        if not single and not _is_count(tokens[at], words, own):
            return None
    end, named = number + 1, False
    while end < len(tokens) and end - number < _LONGEST and tokens[end].i == tokens[end - 1].i + 1:
        token = tokens[end]
        if token.lemma_.lower() in own.measures or token.ent_type_ in {"DATE", "TIME", "PERCENT", "MONEY"}:
            return None
        if token.pos_ == "VERB" and any(c.dep_ == "dobj" for c in token.children):
            break  # "an attack on two villages killed 15"
        noun = token.tag_.startswith("NN") or token.lower_ in own.count_ends
        first = end == number + 1
        of = token.lower_ == "of" and tokens[end - 1].lower_ in own.counters
        if not (noun or of or (not named and (first or token.tag_ != "CD") and token.tag_.startswith(_MODIFIERS))):
            break
        named = named or (noun and not token.like_num)
        end += 1
    return end if named else None


def _is_count(token: Token, words: Lexicon, own: CutWords) -> bool:
    if token.lower_ in own.counters:
        return True
    return token.like_num and token.tag_ in {"CD", "JJ", "NN"} and token.ent_type_ != "ORDINAL" and not _is_date(token)


def _is_date(token: Token) -> bool:
    """Is a number part of a date, or a year by the word before it? The parser takes "1733 children" for one."""
    if token.ent_type_ not in {"DATE", "TIME"}:
        return False
    near = [token.doc[at] for at in (token.i - 1, token.i + 1) if 0 <= at < len(token.doc)]
    return any(other.ent_type_ == token.ent_type_ for other in near) or (token.i > 0 and near[0].tag_ in {"IN", "NNP"})


def _joint(tokens: Sequence[Token], start: int, behind: int) -> int | None:
    """Where the second of two counts begins, if what stands between them joins them; None if it does not."""
    between = tokens[start:behind]
    if not between:
        return behind if tokens[behind].i == tokens[start - 1].i + 1 else None
    if len(between) > _BETWEEN or any(t.pos_ in {"VERB", "AUX"} or t.dep_ == "mark" for t in between):
        return None
    text = " ".join(t.lower_ for t in between)
    for joiner in ("as well as", "along with", "and", ","):
        if text == joiner or text.endswith((f" {joiner}", f", {joiner}")):
            return behind - len(joiner.split())
    return None


def _shares(tokens: Sequence[Token], words: Lexicon, own: CutWords) -> Iterator[int]:
    """Where a part of what was counted is told: "most of them women", "among them 10 children", "including 3 girls"."""
    lower = [token.lower_ for token in tokens]
    for at in range(1, len(tokens) - 1):
        if lower[at] == "among" and lower[at + 1] in {"them", "whom"} and at + 3 < len(tokens):
            yield at
        elif lower[at] in own.shares or tokens[at].like_num:
            if lower[at + 1 : at + 3] in (["of", "them"], ["of", "whom"]) and lower[at - 1] not in {
                "at",
                "least",
                "and",
                ",",
            }:
                yield at
        elif lower[at] in {"with", "including"} and _follows(tokens, at, words, own):
            yield at


def _follows(tokens: Sequence[Token], at: int, words: Lexicon, own: CutWords) -> bool:
    """ "Including 3 girls", "with 50 others injured", "with many of the wounded in critical condition"."""
    end = _count(tokens, at + 1, words, own)
    if tokens[at].lower_ == "including":
        return end is not None
    if tokens[at + 1].lower_ in own.shares and tokens[at + 2 : at + 3] and tokens[at + 2].lower_ == "of":
        return True
    return end is not None and tokens[end - 1].lower_ in own.count_ends - {"people", "others", "more"}
