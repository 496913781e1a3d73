"""A claim that can be read alone: its subject supplied, references filled in where that is safe, its day spelled out.

What can't be resolved safely stays as it is and is listed. Measured on news of the Syrian war (reference/nlp.md of the
design): "the group" -> the last armed group spoken of was right 7 of 7 times, a pronoun in a subordinate clause -> the
subject above it 5 of 8, the previous sentence's subject 1 of 9 and so left open.
"""

from collections.abc import Mapping, Sequence

from spacy.tokens import Token

from claims.engine.clause import RELATIVES, SUBJECTS, Clause, ancestors, phrase, spelled
from claims.engine.values import Interval

_PERSONAL = frozenset({"PRP"})
_REPLACED = frozenset({"det", "amod", "compound"})  # "the extremist group" goes as a whole
_NOT_SUBJECTS = frozenset({"it", "there", "who", "which", "that"})


def stands_for(pronoun: Token) -> Token | None:
    """The subject of the clause above, for a pronoun that is the subject of a subordinate clause; else None."""
    verb = pronoun.head
    if pronoun.dep_ not in SUBJECTS or verb.dep_ not in ("advcl", "relcl", "conj", "ccomp"):
        return None
    for above in ancestors(verb):
        subject = next((child for child in above.children if child.dep_ in SUBJECTS), None)
        if subject is not None and subject.i < pronoun.i and verb.dep_ == "advcl":
            agree = _plural(subject) == (pronoun.lower_ in ("they", "them"))
            return subject if subject.tag_ not in _PERSONAL and agree else None
    return None


def _plural(noun: Token) -> bool:
    return noun.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in noun.children)


def is_open(token: Token, pronouns: frozenset[str]) -> bool:
    """Whether a word points outside its claim: a pronoun that is no expletive and no determiner."""
    return token.lower_ in pronouns and token.pos_ == "PRON" and token.dep_ not in ("expl", "det", "poss")


def statement(
    atom: Sequence[Token], clause: Clause, names: Mapping[int, str], day: Interval | None, day_token: Token | None
) -> str:
    """The claim's words as a sentence of its own.

    names: what to write for a token that was resolved, by index; the tokens of its phrase are replaced with it.
    day: the day to spell out behind `day_token`, the last word of a time such as "Wednesday"; None: nothing to add.
    """
    dropped = {left.i for token in atom if token.i in names for left in token.lefts if left.dep_ in _REPLACED}
    lead = _lead(atom, clause)
    if lead and _is_relative(atom[0]):
        dropped.add(atom[0].i)
    parts: list[str] = []
    for token in atom:
        if token.i in dropped:
            continue
        text = names.get(token.i, token.text)
        if day_token is not None and day is not None and token.i == day_token.i:
            text += f" ({_day(day)})"
        parts.append(text + (token.whitespace_ or _gap(atom, token)))
    text = " ".join((lead + "".join(parts)).split()).strip(" ,;:-–")
    return text[:1].upper() + text[1:]


def _gap(atom: Sequence[Token], token: Token) -> str:
    """A blank where the claim leaves out words of the text."""
    following = next((other for other in atom if other.i > token.i), None)
    return " " if following is not None and following.i > token.i + 1 else ""


def _lead(atom: Sequence[Token], clause: Clause) -> str:
    """The subject that a clause leaves to the one above: "killing six" -> "car bomb killing six".

    A relative pronoun gives way to its noun: "which lies in the north" -> "port lies in the north".
    """
    subject = clause.subject
    if clause.own_subject or subject is None or subject.lower_ in _NOT_SUBJECTS or subject.tag_ in _PERSONAL:
        return ""
    opening = [token for token in atom if token.i < clause.head.i]
    bare = all(token.pos_ in ("AUX", "ADV", "CCONJ", "PUNCT") or _is_relative(token) for token in opening)
    if not bare or clause.head.tag_ == "VB" or clause.head.pos_ not in ("VERB", "AUX") or subject.i > atom[0].i:
        return ""
    return spelled(phrase(subject)) + " "


def _is_relative(token: Token) -> bool:
    """ "Which", "who", "that" as the subject of a claim cut from behind its noun."""
    return token.dep_ in SUBJECTS and token.lower_ in RELATIVES


def _day(interval: Interval) -> str:
    start, end = interval.start, interval.end
    if start is None or end is None:
        return f"{'until' if start is None else 'since'} {end or start}"
    return start.isoformat() if start == end else f"{start} to {end}"
