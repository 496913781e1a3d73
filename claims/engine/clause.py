"""The grammar around a claim: who does what to whom, in which direction the negation points, and when.

Reads spaCy's tree. A claim may be cut from a longer sentence, so subjects are looked for outside its own words too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
OBJECTS = frozenset({"dobj", "obj"})
RELATIVES = frozenset({"that", "which", "who", "whom", "whose"})
NEGATIVES = frozenset({"no", "none", "nobody", "neither", "nothing", "never"})
WILL = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_MODIFIERS = frozenset({"compound", "amod", "nmod", "nummod", "poss", "quantmod"})
_VERBAL = frozenset({"VERB", "AUX"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_SHARING = frozenset({"conj", "xcomp", "advcl", "ccomp", "pcomp", "prep"})
_DEEPEST = 12  # steps up a tree; deeper chains come from texts without full stops


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """Verbs of grammar.toml that lead to another, say it was not done, look ahead, tell an outcome, or who spoke."""

    leading: frozenset[str]
    failing: frozenset[str]
    planning: frozenset[str]
    outcomes: frozenset[str]
    saying: frozenset[str]


@dataclass(frozen=True, slots=True)
class Clause:
    """One claim's grammar. head: its top word; subject, object, agent: heads of noun phrases, None where there is none.

    own_subject: the subject stands inside the claim's own words. governor: the verb above a participle or an aim
    ("..., killing six"), whose time and place it shares.
    """

    head: Token
    subject: Token | None
    object: Token | None
    agent: Token | None
    passive: bool
    negated: bool
    future: bool
    own_subject: bool
    governor: Token | None


def read_clause(atom: Sequence[Token], words: ClauseWords) -> Clause:
    """The grammar of a claim's tokens."""
    inside = {token.i for token in atom}
    first = _told(top(atom), inside)
    head, failed = _led(first, inside, words)
    subject = _subject(head, words)
    return Clause(
        head=head,
        subject=subject,
        object=_inside(child_of(head, "dobj", "obj"), inside),
        agent=_inside(_agent(head), inside),
        passive=is_passive(head),
        negated=failed != (is_negated(head, inside) or (first != head and is_negated(first, inside))),
        future=is_future(head, words) or is_future(first, words),
        own_subject=subject is not None and subject.i in inside,
        governor=_governor(head),
    )


def top(atom: Sequence[Token]) -> Token:
    """The word that governs the rest: the first verb whose own head lies outside, else the first such word."""
    inside = {token.i for token in atom}
    tops = [token for token in atom if token.head.i not in inside or token.head.i == token.i]
    verbs = [token for token in tops if token.pos_ in ("VERB", "AUX")]
    return next(iter(verbs or [t for t in tops if not (t.is_punct or t.is_space)] or tops), atom[0])


def _told(head: Token, inside: set[int]) -> Token:
    """The verb of a claim that is a noun with its clause: "the force that holds the town"."""
    if head.pos_ not in ("NOUN", "PROPN", "PRON"):
        return head
    return next((c for c in head.rights if c.dep_ in ("relcl", "acl") and c.i in inside and c.pos_ == "VERB"), head)


def _led(head: Token, inside: set[int], words: ClauseWords) -> tuple[Token, bool]:
    """The verb that a leading verb leads to, and whether the way there says that it was not done."""
    failed = False
    for _ in range(_DEEPEST):
        lemma = head.lemma_.lower()
        relation = "ccomp" if lemma in words.saying and not is_passive(head) else "xcomp"
        to = next((c for c in head.children if c.dep_ == relation and c.i in inside and c.pos_ in _VERBAL), None)
        if to is None or lemma not in words.leading | words.failing | words.saying:
            break
        failed = failed or lemma in words.failing
        head = to
    return head, failed


def _inside(token: Token | None, inside: set[int]) -> Token | None:
    return token if token is not None and token.i in inside else None


def is_passive(head: Token) -> bool:
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in head.children):
        return True
    if head.dep_ == "conj" and head.tag_ == "VBN" and not _has(head, OBJECTS):
        return is_passive(head.head)
    return head.tag_ == "VBN" and head.dep_ in ("acl", "amod", "advcl", "ROOT") and not _has(head, {"aux"} | OBJECTS)


def _has(token: Token, relations: frozenset[str] | set[str]) -> bool:
    return any(child.dep_ in relations for child in token.children)


def child_of(token: Token, *relations: str) -> Token | None:
    return next((child for child in token.children if child.dep_ in relations), None)


def _subject(head: Token, words: ClauseWords) -> Token | None:
    """Who does it (or undergoes it): its own subject, else that of the verb it shares one with."""
    token = head
    for _ in range(_DEEPEST):
        own = next((c for c in token.children if c.dep_ in SUBJECTS and c.pos_ not in ("VERB", "AUX")), None)
        if own is not None:
            return _antecedent(own, token)
        outcome = token.tag_ == "VBG" and token.lemma_.lower() in words.outcomes and token.head.dep_ != "nsubj"
        if token.dep_ in ("acl", "relcl") and token.head.pos_ in _NOMINAL and not outcome:
            return token.head
        if token.head == token or (token.dep_ not in _SHARING and not outcome):
            return None
        token = token.head if not outcome else _governor(token) or token.head
    return None


def _antecedent(subject: Token, verb: Token) -> Token:
    """The noun that a relative pronoun stands for."""
    if subject.lower_ not in RELATIVES:
        return subject
    clause = next((token for token in (verb, *ancestors(verb)) if token.dep_ == "relcl"), None)
    return clause.head if clause is not None else subject


def _agent(head: Token) -> Token | None:
    """Whoever a passive says did it: "claimed by the group"."""
    by = child_of(head, "agent")
    if by is None:
        by = next((child for child in head.children if child.dep_ == "prep" and child.lower_ == "by"), None)
    return child_of(by, "pobj") if by is not None else None


def _governor(head: Token) -> Token | None:
    """The verb that a participle, an aim or a conjoined verb hangs on; through the noun that it modifies."""
    token = head
    for _ in range(_DEEPEST):
        if token.head == token:
            return None
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            return token
    return None


def ancestors(token: Token) -> Iterator[Token]:
    """A token's heads, nearest first, up to a fixed depth."""
    for _ in range(_DEEPEST):
        if token.head == token:
            return
        token = token.head
        yield token


def is_negated(head: Token, inside: set[int]) -> bool:
    """Whether the words deny what the head tells: "did not", "no one", "failed to", "without"."""
    for child in head.children:
        if child.dep_ == "neg" and child.i in inside and not _only(child):
            return True
        if child.dep_ in SUBJECTS | OBJECTS | {"attr"} and child.i in inside and _is_none(child):
            return True
    auxiliary = head.head if head.dep_ in ("xcomp", "attr", "acomp") and head.head.i in inside else None
    return auxiliary is not None and is_negated(auxiliary, inside)


def _only(negation: Token) -> bool:
    """ "not only" affirms."""
    following = negation.nbor() if negation.i + 1 < len(negation.doc) else None
    return following is not None and following.lower_ == "only"


def _is_none(noun: Token) -> bool:
    return noun.lower_ in NEGATIVES or any(
        child.lower_ == "no" and child.dep_ in ("det", "neg", "amod") for child in noun.children
    )


def is_future(head: Token, words: ClauseWords) -> bool:
    """Whether the head tells what is to come: "will", "is to", "is set to", "is going to", "in order to"."""
    if any(child.dep_ == "aux" and child.lower_ in WILL for child in head.children):
        return True
    if head.dep_ == "conj" and not _has(head, {"aux"}) and head.tag_ == "VB":
        return is_future(head.head, words)
    if not any(child.dep_ == "aux" and child.lower_ == "to" for child in head.children):
        return False
    if head.dep_ == "xcomp":
        return head.head.lemma_.lower() in words.planning or head.head.lower_ == "going"
    return head.dep_ in ("advcl", "acl", "ROOT")


def phrase(noun: Token, keep: frozenset[int] | None = None) -> list[Token]:
    """The noun with the words right before it that narrow it, article left out: "Syrian regime forces"."""
    left = [t for t in noun.lefts if t.dep_ in _MODIFIERS or t.dep_ == "punct"]
    words = [token for child in left for token in child.subtree if token.dep_ != "det"]
    found = sorted([*words, noun], key=lambda token: token.i)
    return [token for token in found if keep is None or token.i in keep]


def spelled(tokens: Sequence[Token]) -> str:
    """Tokens as text, the blanks between them as in the original."""
    return "".join(token.text_with_ws for token in tokens).strip(" \n\t,;:-–\"'“”")
