"""One count on the page: "at least 116 rebels", "dozens wounded", "20 others hurt"."""

from collections.abc import Sequence

from spacy.tokens import Token

from claims.engine.cutwords import CutWords

_MODIFIERS = ("JJ", "NN", "VBN", "CD", "HYPH", "POS", "AFX")  # beginnings of tags inside a counted noun phrase
_LONGEST = 8  # words of one counted noun phrase


def count_end(tokens: Sequence[Token], at: int, own: CutWords, *, single: bool = False) -> int | None:
    """The index behind a count that starts here ("at least 116 rebels", "dozens wounded"), None where none does.

    single: "a policeman" is one, too.
    """
    number = at
    while number < len(tokens) and tokens[number].lower_ in own.approximators and number - at < 3:
        number += 1
    if number == len(tokens) or not _is_count(tokens[number], own):
        number = at
        if not single and not _is_count(tokens[at], own):
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


def _is_count(token: Token, own: CutWords) -> bool:
    if token.lower_ in own.counters:
        return True
    return token.like_num and token.tag_ in {"CD", "JJ", "NN"} and token.ent_type_ != "ORDINAL" and not _is_date(token)


def _is_date(token: Token) -> bool:
    """Is a number part of a date, or a year by the word before it? The parser takes "1733 children" for one."""
    if token.ent_type_ not in {"DATE", "TIME"}:
        return False
    near = [token.doc[at] for at in (token.i - 1, token.i + 1) if 0 <= at < len(token.doc)]
    if any(other.ent_type_ == token.ent_type_ for other in near):
        return True
    year = len(token.text) == 4 and token.text.startswith(("19", "20"))
    return year and token.i > 0 and near[0].tag_ in {"IN", "NNP"}
