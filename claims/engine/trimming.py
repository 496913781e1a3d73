"""The ends of a claim's words: without what only joins them to the words around them."""

from collections.abc import Sequence

from spacy.tokens import Token

from claims.engine.cut import CLAUSE_MARKS
from claims.engine.cutwords import CutWords
from claims.engine.lexicon import Lexicon

_LONGEST_COUNTDOWN = 5  # words: "less than three days after"
_JOINTS = (("as", "well", "as"), ("rather", "than"))


def trimmed(tokens: Sequence[Token], words: Lexicon, own: CutWords) -> tuple[Token, ...]:
    """Without marks, conjunctions and punctuation at either end, and without words whose clause was taken out."""
    inside = {token.i for token in tokens}
    kept = [t for t in tokens if not t.is_space and not (t.is_punct and not {t.i - 1, t.i + 1} <= inside)]
    for joint in _JOINTS:
        if tuple(t.lower_ for t in kept[: len(joint)]) == joint:
            kept = kept[len(joint) :]
    while kept and (kept[0].is_punct or _joins(kept[0], words) or _leads(kept[0], own) or _lost(kept[0], inside)):
        kept = kept[1:]
    kept = kept[_countdown(kept, own) :]
    while kept and _trails(kept[-1], inside, own):
        kept = kept[:-1]
    ending = " ".join(token.lower_ for token in kept[-3:])
    opener = next((o for o in (*words.purpose_openers, *sorted(own.bare_endings)) if ending.endswith(o)), "")
    return tuple(kept[: len(kept) - len(opener.split())])


def _countdown(tokens: Sequence[Token], own: CutWords) -> int:
    """How many words of "two hours after (the town fell)" only say how long after."""
    for at, token in enumerate(tokens[:_LONGEST_COUNTDOWN]):
        if token.lower_ in {"after", "before"} and token.dep_ == "mark":
            return at + 1 if at and tokens[at - 1].lemma_.lower() in own.measures else 0
    return 0


def _joins(token: Token, words: Lexicon) -> bool:
    """A mark or conjunction; "if" is part of what it makes of its clause."""
    return token.dep_ in CLAUSE_MARKS and token.lower_ not in words.conditions


def _leads(token: Token, own: CutWords) -> bool:
    """A word that only joins the clause to what stands before it; "since Monday" and "that road" are its own."""
    if token.lower_ == "what":
        return token.i > 0 and token.nbor(-1).lower_ == "in"  # "in what would be the worst raid"
    if token.lower_ not in own.leading:
        return False
    return token.lower_ == "with" or not (
        token.dep_ == "det" or (token.dep_ == "prep" and any(c.dep_ == "pobj" for c in token.children))
    )


def _trails(token: Token, inside: set[int], own: CutWords) -> bool:
    if token.is_punct or token.dep_ == "cc" or token.lower_ in own.trailing or _lost(token, inside):
        return True
    if token.pos_ == "AUX" and token.lemma_ == "be":  # "Ten children were (among 48 people killed)"
        return any(c.dep_ == "prep" and c.i > token.i and c.i in inside for c in token.children)
    return token.lower_ == "also" and token.head.lemma_ == "be" and token.head.pos_ == "AUX"


def _lost(token: Token, inside: set[int]) -> bool:
    """A preposition whose object is a claim of its own."""
    objects = [c for c in token.children if c.dep_ in {"pobj", "pcomp"}]
    return token.dep_ == "prep" and bool(objects) and not any(c.i in inside for c in objects)
