"""Words that a tree hangs on the wrong verb, given back to the clause that they stand in.

Reporting phrases that lost their commas are where trees break: in "the blast killed six people AFP reports" the
parser lets the people report, and the blast kill nobody.
"""

from collections.abc import Mapping

from spacy.tokens import Span, Token

from claims.engine.cut import Cut
from claims.engine.cutwords import cut_words
from claims.engine.lexicon import lexicon
from claims.engine.trees import VERBAL, has_object, is_finite, mark


def mended(sentence: Span, found: Mapping[int, Cut], allowed: frozenset[int]) -> dict[int, Cut]:
    """The cuts of a sentence with those added that join another; allowed: tokens outside the reporting phrases."""
    kept = dict(found)
    for at, cut in found.items():
        host = _clause_before(cut.top, sentence, found, allowed)
        if host is not None and cut.top.head.i not in allowed and _is_object(cut.top, host, allowed):
            kept[at] = _joined(cut.top, found[host.i])
        deed = _accused_of(cut.top, found)
        if deed is not None:
            kept[at] = _joined(cut.top, found[deed.i])
    for token in sentence:
        if token.i not in allowed or token.pos_ not in VERBAL:
            continue
        if token.head.i in found:
            kept |= _parted_verbs(token, found)
        elif token.head.i not in allowed and token.i not in found and mark(token) in lexicon().conditions - {"whether"}:
            host = _clause_before(token, sentence, found, allowed)
            if host is not None:
                kept[token.i] = _joined(token, found[host.i])  # "we would not use it, if we had it"
    return kept


def _parted_verbs(verb: Token, found: Mapping[int, Cut]) -> dict[int, Cut]:
    """Two clauses where the tree makes one a complement of the other, with words of the other for its subject."""
    first, mine = found[verb.head.i], found.get(verb.i, Cut(verb, verb))
    swallowed, second = _swallowed(verb), _second_subject(verb)
    if swallowed is not None:
        return {verb.i: mine, swallowed.i: _joined(swallowed, first)}
    if second is not None:
        return {verb.i: mine, second.head.i: _joined(second.head, first), second.i: _joined(second, mine)}
    return {}


def _joined(top: Token, cut: Cut) -> Cut:
    return Cut(top, cut.head, cut.purpose, joins=cut.top.i)


def _clause_before(top: Token, sentence: Span, found: Mapping[int, Cut], allowed: frozenset[int]) -> Token | None:
    """The top of the clause whose words end where this phrase begins."""
    before = top.left_edge.i - 1
    while before >= sentence.start and sentence.doc[before].is_punct:
        before -= 1
    if before < sentence.start or before not in allowed:
        return None
    host = sentence.doc[before]
    while host.i not in found and host.head.i in allowed and host.head != host:
        host = host.head
    return host if host.i in found and host != top else None


def _accused_of(noun: Token, found: Mapping[int, Cut]) -> Token | None:
    """ "(accused) the army of shelling": the phrase that tells what the noun is accused of; both are one claim."""
    verb = noun.head
    if noun.dep_ != "dobj" or verb.lemma_.lower() not in lexicon().accusing:
        return None
    return next((c for c in verb.children if c.i > noun.i and c.lower_ == "of" and c.i in found), None)


def _is_object(phrase: Token, host: Token, allowed: frozenset[int]) -> bool:
    """Does a noun phrase stand where the clause before it still wants its object?"""
    if phrase.pos_ in VERBAL or any(t.pos_ == "VERB" and not _became(t, phrase) for t in phrase.subtree):
        return False
    before = phrase.doc[phrase.left_edge.i - 1]
    return _wants(before, allowed) or (_wants(host, allowed) and _is_result(host))


def _became(token: Token, phrase: Token) -> bool:
    """ "(30 people) injured"."""
    return token.tag_ == "VBN" and token.head == phrase


def _wants(token: Token, allowed: frozenset[int]) -> bool:
    """Is this a verb or preposition without its object?"""
    if token.dep_ == "prep":
        return not any(c.dep_ in {"pobj", "pcomp"} and c.i in allowed for c in token.children)
    return token.pos_ == "VERB" and not has_object(token) and token.tag_ != "VBN"


def _is_result(verb: Token) -> bool:
    """ "The blast left on Sunday (at least 45 people dead)": such a verb always has an object."""
    return verb.lemma_.lower() in cut_words().result_verbs and not any(c.dep_ == "auxpass" for c in verb.children)


def _swallowed(verb: Token) -> Token | None:
    """A subject that the tree gives to the second of two verbs though the first one wants it.

    "The shell killed 30 people injured 90", "the raid hit a school and two shops killing ten".
    """
    host = verb.head
    if verb.tag_ == "VBG" and verb.lemma_.lower() in cut_words().result_verbs and not mark(verb):
        return next((c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i and host.i < c.i), None)
    if verb.dep_ not in {"ccomp", "advcl"} or not (is_finite(verb) or verb.tag_ == "VBN"):
        return None
    if host.lemma_.lower() not in cut_words().result_verbs or has_object(host):
        return None
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    return subject if subject is not None and subject.left_edge.i == host.i + 1 else None


def _second_subject(verb: Token) -> Token | None:
    """ "Nobody claimed the attack but similar raids were blamed on rebels": the noun at which a new clause begins.

    To the parser, the attack and the raids together are the subject of the second verb.
    """
    if verb.dep_ != "ccomp" or mark(verb) or has_object(verb.head) or verb.head.i > verb.i:
        return None
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    second = next((c for c in subject.children if c.dep_ == "conj"), None) if subject is not None else None
    if subject is None or second is None or subject.left_edge.i != verb.head.i + 1:
        return None
    own = cut_words()
    contrary = any(c.dep_ == "cc" and c.lower_ == "but" for c in subject.children)
    wanting = verb.head.lemma_.lower() in own.result_verbs | own.capture_verbs
    return second if contrary or wanting else None
