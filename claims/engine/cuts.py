"""Where a sentence is cut by its grammar: the words that head a claim of their own, and why each does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from spacy.tokens import Span, Token

from claims.engine.cutwords import CutWords, cut_words
from claims.engine.lexicon import Lexicon, lexicon
from claims.engine.nouns import (
    after_break,
    event_above,
    is_event,
    is_named,
    plan_before,
)
from claims.engine.phrases import speakers
from claims.engine.trees import (
    VERBAL,
    agent,
    asks,
    comes,
    has_object,
    has_subject,
    is_expletive,
    is_finite,
    is_last,
    is_number,
    mark,
    set_off,
    size,
)

SHORTEST_CLAUSE = 3  # words that a claim has at least
SHORTEST_PHRASE = 4  # words of a clause without a subject; shorter ones stay with the clause above

CLAUSE_MARKS = frozenset({"mark", "cc", "preconj"})


@dataclass(frozen=True, slots=True)
class Cut:
    """One claim of a sentence: all below `top` but what lies below further cuts; `head` is its predicate.

    purpose: it tells an aim ("in order to"). nominal: it is a noun with what hangs on it, its verb elsewhere.
    joins: index of the top of another cut that it is part of after all; None: it stands alone.
    """

    top: Token
    head: Token
    purpose: bool = False
    nominal: bool = False
    joins: int | None = None


Cuts = Mapping[int, Cut]


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
            cut: Cut | None = None if _is_open(token, words) else Cut(token, token)
        else:
            rule = _RULES.get(token.dep_)
            cut = rule(token, found, words, own) if rule is not None else None
        if cut is not None:
            found[cut.top.i] = cut
    return found


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


def has_number(token: Token) -> bool:
    words = lexicon()
    return any(is_number(t, words) for t in token.subtree)


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
    return Cut(token, token, purpose) if first.i in found or first.dep_ in {"xcomp", "ccomp", "pcomp"} else None


def _shares_object(token: Token) -> bool:
    """ "Were killed and injured in the attack", "to carry and operate the weapon": two verbs with one complement."""
    first, before = token.head, token.left_edge.i - 1
    while before > first.i and token.doc[before].dep_ in CLAUSE_MARKS:
        before -= 1
    if before != first.i or token.left_edge.i < token.i or has_subject(token) or first.pos_ not in VERBAL:
        return False
    if {first.lemma_, token.lemma_} <= cut_words().result_verbs and not has_object(token):
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
        return _aim(token, words, own)
    joint = mark(token)
    if token.tag_ == "VBG" and reports(token):
        return Cut(token, token)
    if joint in words.conditions or size(token) < SHORTEST_CLAUSE or token.pos_ not in VERBAL:
        return None
    if token.head.dep_ == "acl" and token.head.i == token.left_edge.i - 1:
        return None  # "eight people killed when a bomb hit the house"
    if has_subject(token):
        return None if _only_when(token, joint, words) else Cut(token, token)
    if token.tag_ == "VBG":
        manner = joint == "" and token.lemma_.lower() in own.manner_verbs and not after_break(token)
        return None if manner else Cut(token, token)
    return Cut(token, token) if token.tag_ == "VBN" and (joint or agent(token)) and token.i > token.head.i else None


def _only_when(token: Token, joint: str, words: Lexicon) -> bool:
    """ "It took place as S": nothing happens in the main clause without S."""
    host = token.head
    if joint not in words.time_marks or host.lemma_ not in words.light_verbs or comes(host):
        return False
    between = token.doc[host.i + 1 : token.left_edge.i]
    return all(t.dep_ == "dobj" or t.is_punct for t in between)


def _aim(token: Token, words: Lexicon, own: CutWords) -> Cut | None:
    """An infinitive that tells an aim, by the words before it: "in order to", "an offensive to"."""
    if size(token) < SHORTEST_CLAUSE:
        return None
    opened = opener(token, words)
    planned = size(token) >= SHORTEST_PHRASE and plan_before(token, own)
    return Cut(token, token, purpose=True) if opened or planned else None


def opener(token: Token, words: Lexicon) -> str:
    """The words before an infinitive that show an aim ("in order to"), "" where there are none."""
    start = token.left_edge.i
    before = token.doc[max(0, start - 4) : token.i].text.lower()
    return next((opener for opener in words.purpose_openers if opener in before), "")


def _relative(token: Token, found: Cuts, words: Lexicon, own: CutWords) -> Cut | None:
    """A relative clause that tells something new; one that only says which thing is meant stays with its noun."""
    if token.tag_ == "VB" and not has_subject(token):
        return _aim(token, words, own)
    pronoun = relative_pronoun(token)
    if pronoun is None or size(token) < SHORTEST_CLAUSE:
        return None
    told_of = pronoun.lower_ == "who" and reports(token.head.head)  # "Ali, who lost a leg, described the night"
    if not (is_last(token) or set_off(token) or told_of):
        return None
    if not _asserts(pronoun, token, own) and not set_off(token):
        return None
    event = event_above(token, own)
    if event is not None and event.i not in found and pronoun.lower_ in {"that", "which"}:
        return Cut(event, token)
    return Cut(token, token)


def relative_pronoun(token: Token) -> Token | None:
    """ "Which", "that", "who", "where" at the head of a relative clause."""
    opening = token.doc[token.left_edge.i : token.i]
    return next((t for t in opening if t.tag_ in {"WDT", "WP", "WP$", "WRB"} or t.dep_ == "mark"), None)


def _asserts(pronoun: Token, verb: Token, own: CutWords) -> bool:
    noun, word = verb.head, pronoun.lower_
    if word in {"which", "whose", "whom"}:
        return True
    if word == "when":
        return has_subject(verb)
    if word == "where":
        return any(t.pos_ == "PROPN" for t in noun.doc[min(noun.left_edge.i, pronoun.i - 5) : pronoun.i])
    if word == "who":
        counted = any(c.dep_ == "nummod" for c in noun.children)
        return is_named(noun) or counted or verb.lemma_ == "include"
    modal = any(c.tag_ == "MD" for c in verb.children)
    state = verb.lemma_ == "be" or any(c.dep_ == "auxpass" for c in verb.children)
    definite = noun.pos_ == "PROPN" or any(c.lower_ == "the" for c in noun.children)
    return word == "that" and not modal and (is_event(noun, own) or (state and definite))


def _participle(token: Token, found: Cuts, words: Lexicon, own: CutWords) -> Cut | None:
    """ "... hit a convoy, killing five": a participle that tells what followed, hung on the nearest noun."""
    if has_subject(token) and token.head.lemma_ in words.doubts | {"fact"} and mark(token) == "that":
        return Cut(token, token)
    if token.tag_ == "VB":
        return _aim(token, words, own)
    if token.lemma_.lower() in own.aiming and token.tag_ == "VBN":
        return _aimed(token)
    if token.tag_ == "VBG" and reports(token):
        return Cut(token, token)
    if not is_last(token) or token.pos_ not in VERBAL or _in_nominal(token, found):
        return None
    if token.tag_ == "VBG":
        return Cut(token, token) if _tells_result(token, own) else None
    if token.tag_ != "VBN" or size(token) < SHORTEST_CLAUSE:
        return None
    if token.head.dep_ == "ROOT":
        return None  # "An attack killed nine and injured five", read as a heading
    if has_object(token) and (has_number(token) or after_break(token)):
        return Cut(token, token)  # "killed 30 people, injured 90", its comma lost
    return Cut(token, token) if size(token) > SHORTEST_PHRASE and _adds(token, own) else None


def _adds(token: Token, own: CutWords) -> bool:
    """ "An attack claimed by the front", "Harran, located in the north": no mere "crimes committed by the army"."""
    noun = token.head
    if noun.pos_ == "PROPN" and token.left_edge.i == noun.i + 1:
        return True
    if token.lemma_ == "follow":
        return agent(token)
    single = any(c.lower_ in {"a", "an"} for c in noun.children)
    if single and any(c.dep_ == "advmod" and c.i < token.i for c in token.children):
        return True
    return agent(token) and (is_event(noun, own) or after_break(token))


def _in_nominal(token: Token, found: Cuts) -> bool:
    """ "(Among) 48 people executed in the village": the participle belongs to its noun's claim."""
    above = found.get(token.head.i)
    return above is not None and above.nominal and token.tag_ == "VBN"


def _aimed(token: Token) -> Cut | None:
    """ "During an offensive aimed at cutting the road": the aim, with its noun where a preposition holds that."""
    if size(token) <= SHORTEST_PHRASE:
        return None
    noun = token.head
    held = noun.dep_ == "pobj" and token.i == noun.i + 1 and noun.head.dep_ == "prep"
    return Cut(noun if held else token, token, purpose=True)


def _tells_result(token: Token, own: CutWords) -> bool:
    lemma = token.lemma_.lower()
    tells = has_object(token) or any(c.dep_ in {"ccomp", "nsubj", "oprd", "acomp"} for c in token.children)
    if not tells or lemma in own.manner_verbs:
        return False
    return lemma in own.result_verbs or (after_break(token) and size(token) >= SHORTEST_CLAUSE)


def reports(token: Token) -> bool:
    """ "Adding that S", "describing it as a bombing": a participle that only says who says so."""
    if any(c.dep_ == "xcomp" or (c.dep_ == "dobj" and has_number(c)) for c in token.children):
        return False  # "threatening to shell the town", "claiming the lives of eight people"
    return token.lemma_.lower() in speakers().words["say_verbs"] | cut_words().reporting_verbs


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
    fronted = host.dep_ == "ROOT" and token.i < host.i and is_finite(token)
    empty = host.lemma_.lower() in words.empty_matrices or is_expletive(host) or (host.tag_ == "VBG" and reports(host))
    return Cut(token, token) if empty or fronted else None


def _behind_preposition(token: Token, found: Cuts, words: Lexicon, own: CutWords) -> Cut | None:
    """ "After leaving the town", "before blowing himself up"."""
    before = token.head
    if before.lower_ == "given" and has_subject(token):
        return Cut(token, token)
    if before.lower_ == "without":
        return Cut(token, token) if token.lemma_.lower() in own.withholding else None
    if before.lower_ not in words.time_prepositions or size(token) < 2 or token.tag_ == "VB":
        return None
    return Cut(token, token)


def _preposition(token: Token, found: Cuts, words: Lexicon, own: CutWords) -> Cut | None:
    word = token.lower_
    if word == "including":
        return _included(token)
    if word == "with":
        return Cut(token, token, nominal=True) if size(token) >= SHORTEST_CLAUSE and _absolute(token) else None
    if word in {"as", "in"} and _is_ground(token):
        return Cut(token, token, nominal=True)
    if word == "of":
        return _toll_given(token, own)
    return _counted_among(token) if word == "among" else _event_told(token, own)


def _toll_given(token: Token, own: CutWords) -> Cut | None:
    """ "The centre gave a toll of 31 people killed"."""
    noun = next((c for c in token.children if c.dep_ == "pobj"), None)
    toll = token.head
    if noun is None or toll.lemma_.lower() not in own.toll_nouns or not gives_toll(toll.head, own):
        return None
    return Cut(noun, noun, nominal=True) if has_number(token) else None


def gives_toll(verb: Token, own: CutWords) -> bool:
    """Does a verb only say that someone published a count?"""
    tolls = any(c.dep_ == "dobj" and c.lemma_.lower() in own.toll_nouns for c in verb.children)
    return tolls and verb.lemma_.lower() in own.giving_verbs


def _counted_among(token: Token) -> Cut | None:
    """ "Ten children were among 48 people executed in the village": both counts are told."""
    noun = next((c for c in token.children if c.dep_ == "pobj"), None)
    if noun is None or token.head.lemma_ != "be" or not any(c.dep_ == "nummod" for c in noun.children):
        return None
    return Cut(noun, noun, nominal=True) if size(noun) >= SHORTEST_PHRASE else None


def _included(token: Token) -> Cut | None:
    """ "Including a policeman": part of a count; "including women" says which people are meant."""
    inner = next((c for c in token.children if c.dep_ == "pobj"), None)
    if inner is None or token.i + 1 == len(token.doc):
        return None
    if not _before_verb(token) and is_number(token.doc[token.i + 1], lexicon()):
        return None  # a list of counts at the end of a clause is read on the page (counts.py)
    single = any(c.lower_ in {"a", "an"} for c in inner.children) or (inner.pos_ == "PROPN" and is_last(token))
    told = has_number(token) or (single and not _before_verb(token))
    return Cut(token, token, nominal=True) if told else None


def _before_verb(token: Token) -> bool:
    host = token.head
    while host.pos_ not in VERBAL and host.head != host:
        host = host.head
    return host.i > token.i


def _absolute(token: Token) -> bool:
    """ "... with the group seizing the town", "with 50 others injured": a clause behind "with"."""
    if not is_last(token):
        return False
    for child in token.children:
        if child.dep_ in {"pcomp", "ccomp"} and has_subject(child):
            return True
        if child.dep_ == "pobj" and any(_predicates(c) and c.i == child.i + 1 for c in child.children):
            return True
    return False


def _predicates(token: Token) -> bool:
    """ "(With) 50 others injured", not "(with) rockets killing five"."""
    if token.dep_ != "acl" or token.tag_ not in {"VBG", "VBN"}:
        return False
    return token.tag_ == "VBN" or token.lemma_.lower() not in cut_words().result_verbs


def _is_ground(token: Token) -> bool:
    """ "In response to deadly strikes on the suburb", "as a result of the shortages"."""
    phrase = token.doc[token.i : token.i + 4].text.lower()
    return phrase.startswith(("in response to", "as a result of")) and size(token) > SHORTEST_PHRASE + 2


def _event_told(token: Token, own: CutWords) -> Cut | None:
    """ "Despite the bombing of several towns by jets": a happening told beside the clause."""
    if token.lower_ not in own.event_prepositions or token.head.pos_ not in VERBAL:
        return None
    noun = next((t for t in token.subtree if t.dep_ == "pobj"), None)
    if noun is None or not is_event(noun, own) or size(noun) < SHORTEST_PHRASE:
        return None
    told = any(c.dep_ in {"prep", "acl"} and c.lower_ != "in" for c in noun.children)
    return Cut(noun, noun, nominal=True) if told else None


_RULES: Mapping[str, Callable[[Token, Cuts, Lexicon, CutWords], Cut | None]] = {
    "conj": _conjunct,
    "advcl": _adverbial,
    "xcomp": lambda token, found, words, own: (
        _aim(token, words, own) if token.tag_ == "VB" and opener(token, words) else None
    ),
    "relcl": _relative,
    "acl": _participle,
    "ccomp": _complement,
    "parataxis": _complement,
    "pcomp": _behind_preposition,
    "prep": _preposition,
}
