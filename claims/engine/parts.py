"""A clause into what may be true by halves: counts told side by side, parts of a count, and asides at its end.

"Two women and three children died", "48 dead over 100 injured", "23 people, most of them boys". They are read on the
page, not in the tree: where a text lost its commas, the tree of such a list is the first thing to break.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from claims.engine import asides
from claims.engine.counts import count_end
from claims.engine.cut import SHORTEST_CLAUSE
from claims.engine.cutwords import CutWords
from claims.engine.lexicon import Lexicon
from claims.engine.trees import is_number
from claims.engine.trimming import trimmed

_BETWEEN = 8  # words that may stand behind a counted noun before the next count
_NO_SHARE = frozenset(
    {"at", "least", "and", "than", "over", "nearly", "almost", "about", "around"}
)  # before "three of them": no part of the count before it

Tokens = Sequence[Token]


@dataclass(frozen=True, slots=True)
class Part:
    """One claim of a clause. told: its words with those that it shares with the parts beside it.

    "The blast killed ten men" and "six women": the second tells "the blast killed six women".
    """

    tokens: tuple[Token, ...]
    told: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class _Edge:
    """Where a further part begins, where its count begins, and where the count that it follows does."""

    at: int
    count: int | None = None
    first: int | None = None


def parts(whole: Tokens, head: Token, words: Lexicon, own: CutWords) -> list[Part]:
    """The claims of a clause with the given predicate, its tokens trimmed."""
    found: list[Part] = []
    inner = _embedded(whole, head, own)
    if inner is not None:
        share = trimmed(whole[inner[0] : inner[1]], words, own)
        whole = (*whole[: inner[0]], *whole[inner[1] :])
        found.append(Part(share, share))
    edges = [e for e in _edges(whole, head, own) if _stands(whole[: e.at], words)]
    bounds = [0, *(edge.at for edge in edges), len(whole)]
    for edge, (start, end) in zip([None, *edges], itertools.pairwise(bounds), strict=True):
        tokens = trimmed(whole[start:end], words, own)
        if tokens:
            found.append(Part(tokens, _told(whole, tokens, edge, edges, head)))
    return found


def _stands(before: Tokens, words: Lexicon) -> bool:
    """Is what stands before an edge enough for a claim?"""
    return len(before) >= SHORTEST_CLAUSE or any(is_number(token, words) for token in before)


def _told(
    whole: Tokens, tokens: tuple[Token, ...], edge: _Edge | None, edges: list[_Edge], head: Token
) -> tuple[Token, ...]:
    """A part's words with what it shares: the verb behind it, or the subject and verb before it."""
    if any(token == head for token in tokens) or not any(token == head for token in whole):
        return tokens
    if tokens[-1].i < head.i:
        if all(other.count is None for other in edges):
            return tokens
        verb = next(n for n, token in enumerate(whole) if _is_predicate(token, head))
        end = next((other.at for other in edges if other.at > verb), len(whole))
        return (*tokens, *whole[verb:end])
    if edge is None or edge.count is None or edge.first is None or whole[edge.first].i < head.i:
        return tokens
    first = next((e.first for e in edges if e.count == edge.first and e.first is not None), edge.first)
    own = {token.i for token in whole[edge.count :]}
    return (*whole[:first], *(token for token in tokens if token.i in own))


def _is_predicate(token: Token, head: Token) -> bool:
    return token == head or (token.head == head and token.dep_ in {"aux", "auxpass", "neg"})


def _embedded(tokens: Tokens, head: Token, own: CutWords) -> tuple[int, int] | None:
    """A part of a count told before the verb: "12 people, most of them boys, were killed"; [start, end) in tokens."""
    at = next((edge.at for edge in _shares(tokens, own)), None) if tokens[0].i < head.i else None
    if at is None or tokens[at].i > head.i:
        return None
    ends = (n for n in range(at + 2, len(tokens)) if tokens[n].text == "," or _is_predicate(tokens[n], head))
    end = next(ends, None)
    return (at, end) if end is not None else None


def _edges(tokens: Tokens, head: Token, own: CutWords) -> list[_Edge]:
    found = {at: _Edge(at) for at in asides.edges(tokens, head, own)}
    if any(token.like_num or token.lower_ in own.shares or token.lower_ in own.counters for token in tokens):
        found |= {edge.at: edge for edge in (*_parallel(tokens, own), *_shares(tokens, own))}
    return [found[at] for at in sorted(found)]


def _parallel(tokens: Tokens, own: CutWords) -> Iterator[_Edge]:
    """Where a count follows another with nothing but "and", a comma or "as well as" between them."""
    last: tuple[bool, int] | None = None  # was the count before it a number, and where does it end?
    at = first = 0
    while at < len(tokens):
        end, numeric = count_end(tokens, at, own), True
        if end is None and tokens[at].lower_ in {"a", "an"} and tokens[at].head.tag_ == "NN":
            end, numeric = count_end(tokens, at, own, single=True), False
        if end is None:
            at += 1
            continue
        joint = _joint(tokens, last[1], at) if last is not None and (numeric or last[0]) else None
        if joint is not None and (joint < at or (numeric and last is not None and last[0])):
            yield _Edge(joint, at, first)
        else:
            first = at
        last = (numeric, end)
        at = end


def _joint(tokens: Tokens, start: int, behind: int) -> int | None:
    """Where the second of two counts begins, if what stands between them joins them; None if it does not."""
    between = tokens[start:behind]
    if not between:
        return behind if tokens[behind].i == tokens[start - 1].i + 1 else None
    if len(between) > _BETWEEN or any(t.dep_ == "mark" or t.like_num for t in between):
        return None
    if any(t.pos_ in {"VERB", "AUX"} for t in between):
        return _elided(tokens, start, behind)
    text = " ".join(t.lower_ for t in between)
    for joiner in ("as well as", "along with", "and", ","):
        if text == joiner or text.endswith((f" {joiner}", f", {joiner}")):
            return behind - len(joiner.split())
    return None


def _elided(tokens: Tokens, start: int, behind: int) -> int | None:
    """ "12 men were killed and seven others (were) wounded", its second verb left out, its "and" perhaps too."""
    between = tokens[start:behind]
    joined = between[-1].dep_ == "cc"
    verbs = between[:-1] if joined else between
    passive = len(verbs) > 1 and verbs[-1].tag_ == "VBN" and all(t.pos_ == "AUX" for t in verbs[:-1])
    again = any(t.tag_ == "VBN" for t in tokens[behind + 1 : behind + _BETWEEN])
    return (behind - 1 if joined else behind) if passive and again else None


def _shares(tokens: Tokens, own: CutWords) -> Iterator[_Edge]:
    """Where a part of what was counted is told: "most of them women", "among them 10 children", "including 3 girls"."""
    lower = [token.lower_ for token in tokens]
    counted = next((at for at in range(len(tokens)) if count_end(tokens, at, own) is not None), None)
    for at in range(1, len(tokens) - 1):
        first = counted if counted is not None and counted < at else None
        if lower[at] == "among" and lower[at + 1] in {"them", "whom"} and at + 3 < len(tokens):
            yield _Edge(at, at + 2, first)
        elif lower[at] in {"with", "including"} and _follows(tokens, at, own):
            yield _Edge(at, at + 1 if lower[at] == "including" else None, first)
        elif lower[at] == "mostly" and first is not None and _is_makeup(tokens, at):
            yield _Edge(at)
        elif _is_share(tokens, at, own):
            yield _Edge(at - 1 if lower[at - 1] in {"a", "an"} else at)


def _is_makeup(tokens: Tokens, at: int) -> bool:
    """ "(33 people,) mostly women and children"."""
    listed = tokens[at - 1].tag_ == "NNS" and tokens[at + 1].pos_ == "NOUN"
    return listed and not any(t.tag_ in {"VBD", "VBZ", "VBP"} and t.dep_ != "auxpass" for t in tokens[at:])


def _is_share(tokens: Tokens, at: int, own: CutWords) -> bool:
    """ "(23 people,) most of them boys"; "at least two of them died" counts afresh."""
    if [token.lower_ for token in tokens[at + 1 : at + 3]] not in (["of", "them"], ["of", "whom"]):
        return False
    share = tokens[at].lower_ in own.shares or tokens[at].like_num
    return share and at + 3 < len(tokens) and tokens[at - 1].lower_ not in _NO_SHARE


def _follows(tokens: Tokens, at: int, own: CutWords) -> bool:
    """ "Including 3 girls", "with 50 others injured", "with many of the wounded in critical condition"."""
    end = count_end(tokens, at + 1, own)
    if tokens[at].lower_ == "including":
        return end is not None
    if tokens[at + 1].lower_ in own.shares and tokens[at + 2 : at + 3] and tokens[at + 2].lower_ == "of":
        return True
    return end is not None and tokens[end - 1].lower_ in own.count_ends - {"people", "others", "more"}
