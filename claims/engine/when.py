"""When did a claim's event happen: the one of its sentence's times that belongs to it."""

from dataclasses import replace

from spacy.tokens import Span, Token

from claims.engine.clause import ancestors
from claims.engine.reading import Reading
from claims.engine.times import Timed
from claims.engine.values import Interval

_CLIMB = 6  # words between a time and the "since" that opens it: "since the outbreak of the war in 2011"


def find_time(reading: Reading) -> tuple[Interval | None, Token | None, bool]:
    """When it happened: by the claim's own words, else by those of the clause it hangs on; the time's last word."""
    best: tuple[int, Interval, Token] | None = None
    for timed in reading.times:
        token = _token_at(reading.sentence, timed)
        if token is None:
            continue
        rank = _rank(token, reading)
        if rank is not None and (best is None or rank < best[0]):
            best = (rank, timed.interval, token)
    if best is None:
        return None, None, False
    _, interval, token = best
    return (replace(interval, end=None) if _began(token, reading) else interval), token, True


def _token_at(sentence: Span, timed: Timed) -> Token | None:
    """The last word of a time, without the full stop that may be a month's or the sentence's."""
    span = sentence.char_span(timed.start, timed.end, alignment_mode="expand")
    return next((token for token in reversed(span or ()) if not token.is_punct), None)


def _rank(token: Token, reading: Reading) -> int | None:
    """How closely a time belongs to the claim: 0 its own verb's, 1 within its words, 2 the verb's above; None: not."""
    clause, saying = reading.clause, reading.reference.grammar.saying
    verb = next((above for above in ancestors(token) if above.pos_ in ("VERB", "AUX")), None)
    if verb is not None and verb.lemma_.lower() in saying and verb != clause.head:
        return None
    if token.i in reading.inside:
        if verb is None:
            return 0
        if verb != clause.head:
            return 1
        told = clause.object if verb.lemma_.lower() in saying else None
        return 0 if told is None or told.is_ancestor(token) else 1  # "reported on Friday the fire of 3 May"
    shares = clause.governor is not None and verb == clause.governor
    return 2 if shares and not clause.own_subject else None


def _began(token: Token, reading: Reading) -> bool:
    """Whether a time is only the beginning: "killed since the war began in 2011"."""
    for above in list(ancestors(token))[:_CLIMB]:
        if above == reading.clause.head:
            return False
        if above.lower_ == "since" or any(c.dep_ == "mark" and c.lower_ == "since" for c in above.children):
            return True
    return False
