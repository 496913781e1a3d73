"""Reporting phrases at a sentence's end, read from the words alone: "... the town N. news agency reported".

In texts that lost their commas the parser draws the speaker into what was said. A name or an office right before a
verb of saying that nothing but circumstances follow is its speaker all the same.
"""

from collections.abc import Sequence
from itertools import takewhile

from spacy.tokens import Span, Token

from claims.engine.addressees import addressee
from claims.engine.cue import Cue, Manner, Rule
from claims.engine.phrases import speakers
from claims.engine.sayings import outcome
from claims.engine.speaking import SHOUTED, TURNS
from sources.engine.values import Kind

LONGEST_RUN = 9  # words of a speaker
LONGEST_TAIL = 12  # tokens: day, place and whom he told
_FORMS = frozenset({"VBD", "VBZ", "NNS", "NNP", "NNPS"})  # "reports" at an end is often tagged as a noun
_NAMED = frozenset({"PERSON", "ORG"})
_SMALL = frozenset({"-", "of", "for", "al", "el", "bin", "de"})


def find(sentence: Span, taken: Sequence[Cue]) -> Cue | None:
    """The phrase that closes a sentence, where no other rule has found one there."""
    if any(cue.rule is not Rule.FRAGMENT and cue.content and min(cue.content) < cue.verb.i for cue in taken):
        return None
    words = speakers().words["closing_verbs"]
    for token in sentence[max(0, len(sentence) - LONGEST_TAIL) :]:
        if token.lemma_.lower() in words and token.tag_ in _FORMS and token.lower_ != token.lemma_.lower():
            run = _run(token, sentence)
            if any(cue.verb == token and cue.content for cue in taken):
                return None
            if run and _ends(token, sentence):
                return _cue(token, run, sentence)
    return None


def _run(verb: Token, sentence: Span) -> list[Token]:
    """The name or office right before the verb: capitalised words and the nouns that describe speakers."""
    run: list[Token] = []
    at = verb.i - 1
    while at > sentence.start and len(run) < LONGEST_RUN and _fits(verb.doc[at], run):
        run.insert(0, verb.doc[at])
        at -= 1
    while run and (run[0].text == "-" or run[0].lower_ in _SMALL):
        run = run[1:]
    told = any(token.ent_type_ in _NAMED or _describes(token) or token.text in SHOUTED for token in run)
    return run if told and run[-1].ent_type_ not in {"DATE", "TIME", "GPE", "LOC"} else []


def _fits(token: Token, run: Sequence[Token]) -> bool:
    capital = token.text[:1].isupper() and token.ent_type_ not in {"DATE", "TIME"}
    return capital or _describes(token) or (bool(run) and token.lower_ in _SMALL)


def _describes(token: Token) -> bool:
    return speakers().kinds.get(token.lemma_.lower()) in {Kind.AGENCY, Kind.OUTLET, Kind.MONITOR}


def _ends(verb: Token, sentence: Span) -> bool:
    """Does nothing with a verb of its own follow, and something with one go before?"""
    behind = takewhile(lambda t: t.lower_ not in TURNS, verb.doc[verb.i + 1 : sentence.end])
    before = verb.doc[sentence.start : verb.i]
    return not any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in behind) and any(
        t.pos_ in {"VERB", "AUX"} and t.tag_ in {"VBD", "VBZ", "VBP", "VBN", "MD"} for t in before
    )


def _cue(verb: Token, run: Sequence[Token], sentence: Span) -> Cue:
    told = outcome(verb, sentence)
    turn = next((t.i for t in verb.doc[verb.i : sentence.end] if t.lower_ in TURNS), sentence.end)
    own = frozenset(range(run[0].i, turn)) - told
    content = frozenset(range(sentence.start, run[0].i)) | told
    outlets, _ = addressee(verb, sentence)
    return Cue(Manner.SAYS, verb, (run[-1],), outlets, content, own, (), Rule.CLOSING)
