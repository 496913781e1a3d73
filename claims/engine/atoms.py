"""A sentence into its atomic clauses: what can be true while the rest of the sentence is false.

Each clause is a list of tokens in text order, the shortest that carries it: without the reporting phrase, the
conjunction before it, and the clauses that are claims of their own. It may be discontinuous.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Span, Token

from claims.engine.checkable import SHORTEST_CLAUSE, is_claim
from claims.engine.document import LONGEST_SENTENCE
from claims.engine.lexicon import Lexicon, lexicon
from claims.engine.trees import (
    VERBAL,
    agent,
    asks,
    comes,
    has_subject,
    is_expletive,
    is_finite,
    is_number,
    mark,
)

# Words a clause needs to be one by itself; shorter ones stay with the clause above ("killed and injured").
SHORTEST_RELATIVE = 4


CLAUSE_MARKS = frozenset({"mark", "cc", "preconj"})


@dataclass(frozen=True, slots=True)
class Atom:
    """One clause: its predicate, the words of its claim, and whether it tells an aim ("in order to")."""

    head: Token
    tokens: tuple[Token, ...]
    purpose: bool = False


def split(sentence: Span, allowed: frozenset[int]) -> list[Atom]:
    """The atomic clauses of a sentence, in text order.

    allowed: indices of the tokens that may belong to claims; the words of attributions are left out of it.
    """
    if len(sentence) > LONGEST_SENTENCE:
        return []
    words = lexicon()
    heads = _heads(sentence, allowed, words)
    owner = _owners(sentence, heads)
    allowed -= {head.head.i for head, _ in heads.values() if head.dep_ == "pcomp"}  # "after" of "after leaving"
    atoms = []
    for head, purpose in heads.values():
        mine = [token for token in sentence if owner[token.i] == head.i and token.i in allowed]
        tokens = _trimmed(mine, words)
        if is_claim(head, tokens, sentence, words):
            atoms.append(Atom(head, tokens, purpose))
    return sorted(atoms, key=lambda atom: atom.tokens[0].i)


def _heads(sentence: Span, allowed: frozenset[int], words: Lexicon) -> dict[int, tuple[Token, bool]]:
    """The heads of clauses that stand for themselves, by token index, each with whether it tells a purpose."""
    found: dict[int, tuple[Token, bool]] = {}
    for token in sentence:
        if token.i not in allowed:
            continue
        if token.head == token or token.head.i not in allowed or token.dep_ == "ROOT":
            found[token.i] = (token, False)
        elif _stands_alone(token, sentence, found, words):
            joined = (
                token.dep_ == "conj" and token.head.i in found and found[token.head.i][1] and not has_subject(token)
            )
            found[token.i] = (token, joined or _tells_purpose(token, words))
    return found


def _stands_alone(token: Token, sentence: Span, heads: dict[int, tuple[Token, bool]], words: Lexicon) -> bool:
    """Is this the head of a clause that is a claim by itself?"""
    size = token.right_edge.i - token.left_edge.i + 1
    if token.dep_ == "prep" and token.lower_ in {"including", "with"}:
        counts = token.lower_ == "including" and any(is_number(t, words) for t in token.subtree)
        return size >= SHORTEST_CLAUSE and (counts or _absolute(token)) and _is_last(token, sentence)
    if token.pos_ not in VERBAL and not has_subject(token):
        return False
    if size < SHORTEST_CLAUSE and not (token.dep_ == "conj" and any(is_number(t, words) for t in token.subtree)):
        return False  # "injured 32" is short and says much
    if token.dep_ == "conj":
        return _conjunct(token, heads, size)
    if token.tag_ == "VB" and token.dep_ in {"acl", "relcl", "advcl", "xcomp"} and _opener(token, words):
        return True
    if token.dep_ in {"ccomp", "parataxis", "csubj"}:
        return _complement(token, words)
    if token.dep_ == "advcl":
        return _adverbial(token, words)
    if token.dep_ == "pcomp":
        return token.head.lower_ in words.time_prepositions and size >= SHORTEST_RELATIVE
    if token.dep_ == "relcl":
        return size >= SHORTEST_RELATIVE and has_subject(token) and (_is_last(token, sentence) or _set_off(token))
    if token.dep_ == "acl":
        return _participle(token, sentence, words)
    return False


def _absolute(prep: Token) -> bool:
    """ "... with the group seizing the town", "with 50 others injured": a clause behind "with"."""
    for child in prep.children:
        if child.dep_ in {"pcomp", "ccomp"} and has_subject(child):
            return True
        if child.dep_ == "pobj" and any(
            c.dep_ == "acl" and c.tag_ in {"VBG", "VBN"} and c.i == child.i + 1 for c in child.children
        ):
            return True
    return False


def _conjunct(token: Token, heads: dict[int, tuple[Token, bool]], size: int) -> bool:
    first = token.head
    while first.dep_ == "conj" and first.head != first and first.i not in heads:
        first = first.head
    if is_finite(token) or has_subject(token):
        return True
    own = sum(1 for child in token.children if child.dep_ not in CLAUSE_MARKS and not child.is_punct)
    if not own or first.pos_ not in VERBAL:
        return False
    if (
        token.tag_ == "VBN"
        and size < SHORTEST_RELATIVE + 1
        and not any(c.dep_ in {"dobj", "attr", "oprd"} for c in token.children)
    ):
        return False  # "were killed and injured in the attack": one count
    return first.i in heads or first.dep_ in {"xcomp", "ccomp"}


def _complement(token: Token, words: Lexicon) -> bool:
    """ "It means that S", "there is no doubt that S": the matrix says nothing, S does."""
    if token.dep_ == "parataxis":
        return has_subject(token)
    if token.dep_ == "csubj" or mark(token) in words.conditions or asks(token):
        return False
    return (
        token.head.lemma_.lower() in words.empty_matrices
        or is_expletive(token.head)
        or (token.head.dep_ == "ROOT" and token.i < token.head.i and is_finite(token))
    )


def _adverbial(token: Token, words: Lexicon) -> bool:
    joint = mark(token)
    if joint in words.conditions:
        return False
    if joint in {"to", ""} and token.tag_ == "VB":
        return False
    if has_subject(token):
        return not (joint in words.time_marks and token.head.lemma_ in words.light_verbs and not comes(token.head))
    return token.tag_ in {"VBG", "VBN"} and (token.tag_ == "VBG" or joint != "" or agent(token))


def _participle(token: Token, sentence: Span, words: Lexicon) -> bool:
    """ "... hit a convoy, killing five": a participle that tells what followed, hung on the nearest noun."""
    if not _is_last(token, sentence):
        return False
    if token.tag_ == "VBG":
        return token.lemma_.lower() in words.outcome_verbs and bool(
            [c for c in token.children if c.dep_ in {"dobj", "nsubj"}]
        )
    return token.tag_ == "VBN" and agent(token) and token.right_edge.i - token.left_edge.i >= SHORTEST_RELATIVE


def _owners(sentence: Span, heads: dict[int, tuple[Token, bool]]) -> dict[int, int]:
    """For each token, the index of the clause head it belongs to: the nearest one above it."""
    owner: dict[int, int] = {}
    for token in sentence:
        path = []
        at = token
        while at.i not in owner:
            path.append(at.i)
            if at.i in heads or at.head == at:
                owner[at.i] = at.i
                break
            at = at.head
        for index in path:
            owner[index] = owner[at.i]
    return owner


def _trimmed(tokens: Sequence[Token], words: Lexicon) -> tuple[Token, ...]:
    """Without the marks, conjunctions and punctuation at either end, and without "in a bid" that lost its purpose."""
    inside = {token.i for token in tokens}
    kept = [t for t in tokens if not t.is_space and not (t.is_punct and not {t.i - 1, t.i + 1} <= inside)]
    while kept and (kept[0].is_punct or kept[0].dep_ in CLAUSE_MARKS or _leads(kept[0])):
        kept = kept[1:]
    while kept and (kept[-1].is_punct or kept[-1].dep_ in {"cc"} or kept[-1].lower_ in _TRAILING):
        kept = kept[:-1]
    ending = " ".join(token.lower_ for token in kept[-3:])
    opener = next((opener for opener in words.purpose_openers if ending.endswith(opener)), "")
    return tuple(kept[: len(kept) - len(opener.split())])


def _leads(token: Token) -> bool:
    """A word that only joins the clause to what stands before it; "since Monday" and "that road" are its own."""
    if token.lower_ not in _LEADING:
        return False
    return token.lower_ == "with" or not (
        token.dep_ == "det" or (token.dep_ == "prep" and any(c.dep_ == "pobj" for c in token.children))
    )


_LEADING = frozenset(
    {
        "and",
        "but",
        "or",
        "that",
        "as",
        "while",
        "when",
        "after",
        "because",
        "however",
        "meanwhile",
        "moreover",
        "although",
        "though",
        "since",
        "so",
        "to",
        "where",
        "also",
        "yet",
        "nor",
        "s",
        "with",
    }
)


_TRAILING = frozenset(
    {
        "and",
        "but",
        "or",
        "that",
        "as",
        "while",
        "when",
        "which",
        "who",
        "because",
        "after",
        "with",
        "although",
        "though",
    }
)


def _opener(token: Token, words: Lexicon) -> str:
    """The words before an infinitive that show an aim ("in order to"), "" where there are none."""
    start = token.left_edge.i
    before = token.doc[max(0, start - 4) : token.i].text.lower()
    return next((opener for opener in words.purpose_openers if opener in before), "")


def _tells_purpose(token: Token, words: Lexicon) -> bool:
    return bool(_opener(token, words)) and token.tag_ in {"VB", "VBG"}


def _is_last(token: Token, sentence: Span) -> bool:
    """Does nothing of the clause above follow? A clause inside its noun's clause stays there."""
    host = token.head
    while host.pos_ not in VERBAL and host.head != host:
        host = host.head
    end = token.right_edge.i
    if host.i > token.i:
        return False
    rest: Iterable[Token] = (t for t in sentence.doc[end + 1 : min(host.right_edge.i + 1, sentence.end)])
    return all(t.is_punct or not _below(t, host) or _in_later_clause(t, host, end) for t in rest)


def _below(token: Token, host: Token) -> bool:
    return host.is_ancestor(token)


def _in_later_clause(token: Token, host: Token, end: int) -> bool:
    """Is the token in a clause of its own after `end` (a conjunct, an adverbial clause), not in the host's tail?"""
    at = token
    while at != host and at.head != at:
        if at.dep_ in {"conj", "advcl", "cc", "mark", "relcl", "acl", "ccomp", "parataxis"}:
            return True
        at = at.head
    return False


def _set_off(token: Token) -> bool:
    doc, start, end = token.doc, token.left_edge.i, token.right_edge.i
    return start > 0 and end + 1 < len(doc) and doc[start - 1].text == "," and doc[end + 1].text == ","
