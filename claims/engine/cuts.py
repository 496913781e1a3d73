"""Where a sentence is cut by its grammar: the words that head a claim of their own, and why each does."""

from collections.abc import Callable, Mapping

from spacy.tokens import Span, Token

from claims.engine.cut import CLAUSE_MARKS, SHORTEST_CLAUSE, Cut, Cuts, has_number
from claims.engine.cutwords import CutWords, cut_words
from claims.engine.lexicon import Lexicon, lexicon
from claims.engine.modifiers import aim, completion, participle, relative
from claims.engine.nouns import after_break
from claims.engine.prepositional import behind_preposition, preposition
from claims.engine.reporting import denied_thing, reported_thing, reports
from claims.engine.trees import (
    VERBAL,
    agent,
    asks,
    comes,
    has_subject,
    is_expletive,
    is_finite,
    mark,
    size,
)


def find(sentence: Span, allowed: frozenset[int]) -> dict[int, Cut]:
    """The cuts of a sentence by the index of their top, in text order.

    allowed: indices of the tokens that may belong to claims; what hangs on any other token stands alone.
    """
    words, own = lexicon(), cut_words()
    found: dict[int, Cut] = {}
    for token in sentence:
        if token.i not in allowed:
            continue
        if token.dep_ == "ROOT" or token.head.i not in allowed or token.head == token:
            cut = _at_top(token, words, own)
        else:
            rule = _RULES.get(token.dep_)
            cut = rule(token, found, words, own) if rule is not None else None
        if cut is not None:
            found[cut.top.i] = cut
    return found


def _at_top(token: Token, words: Lexicon, own: CutWords) -> Cut | None:
    """The cut at a word that hangs on nothing, or on words that only report."""
    if _is_open(token, words):
        return None
    told = token.dep_ in {"dobj", "pobj"} and token.pos_ == "NOUN" and reported_thing(token, own)
    return Cut(token, token, nominal=told or denied_thing(token))


def _is_open(token: Token, words: Lexicon) -> bool:
    """A condition, or a question that somebody only asked or answered: "told us how they came"."""
    if token.dep_ == "ROOT":
        return False
    if mark(token) in words.conditions - {"whether"}:
        return True
    opening = token.left_edge
    return token.dep_ == "ccomp" and opening.tag_ in {"WP", "WRB"} and opening.head == token


def describes_voice(cut: Cut, allowed: frozenset[int]) -> bool:
    """ "The centre, which follows the war, said": a clause that only describes who speaks."""
    top = cut.top
    if top.dep_ not in {"relcl", "acl", "appos"} or top.head.i in allowed or has_number(top):
        return False
    if top.dep_ == "relcl" and top.lemma_.lower() in cut_words().undergone:
        return False  # "Ali, who was wounded in the head, said"
    return not any(child.dep_ == "mark" for child in top.children)  # "reports that S" holds what was said


# --- one rule for each relation of the tree; each says whether the token heads a claim of its own ---


def _conjunct(token: Token, found: Cuts, words: Lexicon, own: CutWords) -> Cut | None:
    """ "... and injured 32": a conjoined verb that brings words of its own."""
    first = token.head
    while first.dep_ == "conj" and first.head != first and first.i not in found:
        first = first.head
    if token.pos_ not in VERBAL and not has_subject(token):
        return _corrected(token)
    purpose = first.i in found and found[first.i].purpose and not has_subject(token)
    if size(token) < SHORTEST_CLAUSE and not has_number(token):
        return None
    if is_finite(token) or has_subject(token):
        return None if _shares_object(token) else Cut(token, token, purpose)
    extra = [child for child in token.children if child.dep_ not in CLAUSE_MARKS and not child.is_punct]
    if not extra or first.pos_ not in VERBAL or _shares_object(token):
        return None
    again = first.dep_ in {"ccomp", "pcomp"} or (first.dep_ == "xcomp" and any(c.tag_ == "TO" for c in token.lefts))
    return Cut(token, token, purpose) if first.i in found or again else None


def _shares_object(token: Token) -> bool:
    """ "Were killed and injured in the attack", "to carry and operate the weapon": two verbs with one complement."""
    first, before = token.head, token.left_edge.i - 1
    while before > first.i and token.doc[before].dep_ in CLAUSE_MARKS:
        before -= 1
    if before != first.i or token.left_edge.i < token.i or has_subject(token) or first.pos_ not in VERBAL:
        return False
    if {first.lemma_, token.lemma_} <= cut_words().result_verbs:
        return True
    return first.tag_ in {"VB", "VBN", "VBG"} or first.i - first.left_edge.i + 1 < SHORTEST_CLAUSE


def _corrected(token: Token) -> Cut | None:
    """ "Not a convoy but a single truck": the one is denied, the other is not."""
    first = token.head
    while first.dep_ == "conj":
        first = first.head
    if size(token) >= SHORTEST_CLAUSE and any(c.lower_ == "but" and c.dep_ == "cc" for c in token.head.children):
        return Cut(token, first.head, nominal=True)
    return None


def _adverbial(token: Token, found: Cuts, words: Lexicon, own: CutWords) -> Cut | None:
    if token.tag_ == "VB" and not has_subject(token):
        return aim(token, words, own)
    joint = mark(token)
    if token.tag_ == "VBG" and reports(token):
        return Cut(token, token)
    if joint in words.conditions or size(token) < SHORTEST_CLAUSE or token.pos_ not in VERBAL:
        return None
    if token.head.dep_ == "acl" and token.head.i == token.left_edge.i - 1 and joint == "when":
        return None  # "eight people killed when a bomb hit the house"
    if has_subject(token):
        return None if _only_when(token, joint, words) else Cut(token, token)
    if joint == "" and token.pos_ == "AUX" and is_finite(token):
        return Cut(token, token)  # "in what (they said) was a raid": torn off its subject
    if token.tag_ == "VBG":
        manner = joint == "" and token.lemma_.lower() in own.manner_verbs and not after_break(token)
        return None if manner else Cut(token, token)
    return Cut(token, token) if token.tag_ == "VBN" and (joint or agent(token)) and token.i > token.head.i else None


def _only_when(token: Token, joint: str, words: Lexicon) -> bool:
    """ "It took place as S", "the deadliest raid since S": nothing is told in the main clause without S."""
    host = token.head
    if joint == "since" and any(t.tag_ in {"JJS", "RBS"} for t in token.doc[host.i : token.left_edge.i]):
        return True
    if joint not in words.time_marks or host.lemma_ not in words.light_verbs or comes(host):
        return False
    between = token.doc[host.i + 1 : token.left_edge.i]
    return all(t.dep_ == "dobj" or t.is_punct for t in between)


def _complement(token: Token, found: Cuts, words: Lexicon, own: CutWords) -> Cut | None:
    """ "It means that S", "there is no doubt that S": the matrix says nothing, S does."""
    if size(token) < SHORTEST_CLAUSE or (token.pos_ not in VERBAL and not has_subject(token)):
        return None
    if token.dep_ == "parataxis":
        return Cut(token, token) if has_subject(token) and mark(token) not in words.conditions else None
    if token.dep_ == "csubj" or mark(token) in words.conditions or asks(token) or mark(token) == "for":
        return None
    host = token.head
    if any(child.dep_ == "advcl" and mark(child) in words.conditions for child in host.lefts):
        return None  # "If S, this could mean that ..." is true or false as a whole
    if has_subject(token) and token.left_edge.i > host.i and token.doc[token.left_edge.i - 1].dep_ == "cc":
        return Cut(token, token)  # "Nobody claimed the attack, but ...", taken for what nobody claimed
    fronted = host.dep_ == "ROOT" and token.i < host.i and is_finite(token)
    empty = host.lemma_.lower() in words.empty_matrices or is_expletive(host) or (host.tag_ == "VBG" and reports(host))
    return Cut(token, token) if empty or fronted else None


def _object(token: Token, found: Cuts, words: Lexicon, own: CutWords) -> Cut | None:
    """ "Activists reported 40 deaths in the suburb"."""
    return Cut(token, token, nominal=True) if size(token) >= SHORTEST_CLAUSE and reported_thing(token, own) else None


_RULES: Mapping[str, Callable[[Token, Cuts, Lexicon, CutWords], Cut | None]] = {
    "conj": _conjunct,
    "advcl": _adverbial,
    "dobj": _object,
    "xcomp": completion,
    "relcl": relative,
    "acl": participle,
    "ccomp": _complement,
    "parataxis": _complement,
    "pcomp": behind_preposition,
    "prep": preposition,
}
