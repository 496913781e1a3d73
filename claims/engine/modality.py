"""How a clause presents what it says: as fact, as uncertain, as intended, or as denied."""

from collections.abc import Sequence

from spacy.tokens import Token

from claims.engine.clause import is_passive
from claims.engine.doubt import is_doubted
from claims.engine.intent import is_intended
from claims.engine.lexicon import Lexicon, lexicon
from claims.engine.trees import is_finite
from claims.engine.values import Modality

_RELATIVES = frozenset({"WDT", "WP", "WP$", "WRB"})
_SAID = frozenset({"ccomp", "xcomp", "pcomp", "csubj", "parataxis"})  # what a verb of saying takes
_DEEPEST = 12  # steps up a tree; deeper chains come from texts without full stops


def modality(head: Token, tokens: Sequence[Token], purpose: bool = False) -> Modality:
    """The modality of one clause by its own words; what its speaker's verb adds is `settle`'s.

    head: the predicate of the clause; tokens: the words of its claim; purpose: it tells an aim.
    """
    words = lexicon()
    inside = {token.i for token in tokens}
    if purpose:
        return Modality.PLANNED
    chain = _predicate(head, inside)
    if _denied(head, chain, words):
        return Modality.DENIED
    if _reserved(head, words):
        return Modality.HEDGED
    if is_intended(head, chain, inside, words):
        return Modality.PLANNED
    return Modality.HEDGED if is_doubted(head, chain, inside, words) else Modality.ASSERTED


def settle(own: Modality, imposed: Modality | None, head: Token) -> Modality:
    """The modality of a clause in what somebody said: what the verb of saying imposes reaches what it takes.

    "Officials fear that the town, which fell in May, is lost": feared is the loss, not the fall. A clause that
    asserts in its own words takes what is imposed on it; a denial outranks those words too.
    """
    if imposed is None or _hangs_beside(head):
        return own
    return imposed if imposed is Modality.DENIED or own is Modality.ASSERTED else own


def _hangs_beside(head: Token) -> bool:
    """Whether the clause is a finite one behind a noun, or beside the verb, of what was said."""
    if head.dep_ == "prep" and head.lower_ == "with":
        return True  # "... will rise, with many in a coma"
    at = head
    for _ in range(_DEEPEST):
        if at.dep_ in _SAID or at.head == at:
            return False
        if at.dep_ == "advcl" or (at.dep_ == "relcl" and any(c.tag_ in _RELATIVES for c in at.lefts)):
            return is_finite(head)  # a relative clause without its pronoun may be "reports (that) S", misread
        at = at.head
    return False


def _predicate(head: Token, inside: set[int]) -> list[Token]:
    """The head and the infinitives and adjectives that complete it ("is likely to rise")."""
    chain = [head]
    for token in chain:
        chain.extend(
            child
            for child in token.children
            if child.dep_ in {"xcomp", "acomp", "oprd"} and child.i in inside and child.i > token.i
        )
        if len(chain) > 6:
            break
    return chain


def _reserved(head: Token, words: Lexicon) -> bool:
    """ "would, if confirmed, be the worst attack": told under reserve."""
    doc = head.doc
    return any(
        token.lower_ == "if" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ in words.reserves
        for token in doc[head.left_edge.i : head.right_edge.i + 1]
    )


def _denied(head: Token, chain: Sequence[Token], words: Lexicon) -> bool:
    """Whether the clause itself calls something false: a report, or what was thought at first."""
    negated = any(child.dep_ == "neg" for child in head.children)
    if head.lemma_.lower() in words.denying_verbs and not negated:
        return _denies_a_telling(head, words)
    if any(_was_held(token, words) for token in chain) or _overtaken(head, words):
        return True
    return any(
        child.dep_ in ("attr", "dobj", "nsubj")
        and child.lemma_.lower() in words.grounds
        and (negated or any(c.lower_ in ("no", "any") and (negated or c.lower_ == "no") for c in child.children))
        for child in head.children
        if head.lemma_ in ("be", "have")
    )


def _denies_a_telling(verb: Token, words: Lexicon) -> bool:
    """ "denied the allegations", "the report was rejected": but not "rejected the offer"."""
    relations = ("nsubjpass",) if is_passive(verb) else ("dobj",)
    denied = next((child for child in verb.children if child.dep_ in relations), None)
    return denied is not None and (denied.lemma_.lower() in words.denied_things or denied.pos_ == "PRON")


def _was_held(token: Token, words: Lexicon) -> bool:
    """ "was initially believed to be a gas blast": it turned out otherwise."""
    past = any(child.dep_ == "auxpass" and child.lower_ in ("was", "were", "been") for child in token.children)
    first = any(child.dep_ == "advmod" and child.lower_ in words.at_first for child in token.children)
    return past and first and token.lemma_.lower() in words.once_held


def _overtaken(head: Token, words: Lexicon) -> bool:
    """ "Police initially said he had fled, but ...": what was said first is taken back by what follows."""
    said = head.head
    if head.dep_ != "ccomp" or not any(c.dep_ == "advmod" and c.lower_ in words.at_first for c in said.children):
        return False
    return any(child.dep_ == "cc" and child.lower_ == "but" for child in (*said.children, *head.children))
