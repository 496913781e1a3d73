"""Clauses that hang on a noun: which tell something new, and which only say what thing is meant. And aims."""

from spacy.tokens import Token

from claims.engine.cut import SHORTEST_CLAUSE, SHORTEST_PHRASE, Cut, Cuts, has_number
from claims.engine.cutwords import CutWords
from claims.engine.lexicon import Lexicon
from claims.engine.nouns import after_break, event_above, is_event, is_named, plan_before
from claims.engine.reporting import reports
from claims.engine.trees import VERBAL, agent, has_object, has_subject, is_last, mark, set_off, size


def aim(token: Token, words: Lexicon, own: CutWords) -> Cut | None:
    """An infinitive that tells an aim, by the words before it: "in order to", "an offensive to"."""
    if size(token) < SHORTEST_CLAUSE:
        return None
    opened = opener(token, words)
    planned = size(token) >= SHORTEST_PHRASE and plan_before(token, own)
    return Cut(token, token, purpose=True) if opened or planned else None


def completion(token: Token, found: Cuts, words: Lexicon, own: CutWords) -> Cut | None:
    """What the tree takes for the completion of a verb: "in order to ...", "... last month, leaving villages empty"."""
    if token.tag_ == "VBG":
        return Cut(token, token) if after_break(token) and _tells_result(token, own) else None
    return aim(token, words, own) if token.tag_ == "VB" and opener(token, words) else None


def opener(token: Token, words: Lexicon) -> str:
    """The words before an infinitive that show an aim ("in order to"), "" where there are none."""
    start = token.left_edge.i
    before = token.doc[max(0, start - 4) : token.i].text.lower()
    return next((opener for opener in words.purpose_openers if opener in before), "")


def relative(token: Token, found: Cuts, words: Lexicon, own: CutWords) -> Cut | None:
    """A relative clause that tells something new; one that only says which thing is meant stays with its noun."""
    if token.tag_ == "VB" and not has_subject(token):
        return aim(token, words, own)
    pronoun = _relative_pronoun(token)
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


def _relative_pronoun(token: Token) -> Token | None:
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


def participle(token: Token, found: Cuts, words: Lexicon, own: CutWords) -> Cut | None:
    """ "... hit a convoy, killing five": a participle that tells what followed, hung on the nearest noun."""
    if has_subject(token) and token.head.lemma_ in words.doubts | {"fact"} and mark(token) == "that":
        return Cut(token, token)
    if token.tag_ == "VB":
        return aim(token, words, own)
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
