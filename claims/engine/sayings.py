"""Verbs of saying: what of a sentence was said, before or behind the verb, parsed as its clause or not.

Three ways are tried in turn, for the parser often fails on text that lost its commas: the parsed complement of the
verb; what stands before a reporting phrase that closes the sentence; what stands behind one that opens it.
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from spacy.tokens import Span, Token

from claims.engine.addressees import addressee
from claims.engine.cue import Cue, Manner, Rule, citing, phrase_words
from claims.engine.lexicon import lexicon
from claims.engine.phrases import phrase, speakers
from claims.engine.quoting import Stretch, beside
from claims.engine.speaking import SUBJECTS, inverted, speakers_of

PARTING = frozenset({",", '"', "''", "-", "--"})
CLOSING_TAIL = 14  # tokens that a reporting phrase at a sentence's end may have behind its verb
FRAGMENT = 8  # tokens: a whole sentence may be "The source added."; longer ones say what they say


def says(verb: Token, sentence: Span, stretches: Sequence[Stretch] = ()) -> Iterator[Cue]:
    """The reporting phrase around a verb of saying. stretches: what stands inside quotation marks."""
    if verb.i > sentence.start and verb.nbor(-1).lower_ == "as":
        return  # "quoted him as saying" is the quoting verb's
    who = speakers_of(verb, sentence)
    words = speakers().words
    if who and who[0].lower_ in {"i", "we", "you"}:
        return  # a speaker who speaks of himself is inside a quotation, not reporting
    if any(child.dep_ == "neg" for child in verb.children):
        return  # "did not say whether S"
    lemma = verb.lemma_.lower()
    if not who or (lemma in words["thing_verbs"] and not _is_source(who[0]) and not _hints(lemma, who[0])):
        return
    outlets, told = addressee(verb, sentence)
    adjuncts = _adjuncts(verb, told)
    cited = citing(sentence, verb)
    own = phrase_words(verb, who) | adjuncts | _citation(cited, sentence)
    content, rule = _said(verb, who, own, sentence, stretches)
    if not content and verb.lemma_.lower() in words["clause_only"] and not _closes(verb, who, sentence):
        return
    if not content and not _is_fragment(verb, who, sentence):
        return
    manner = Manner.REPORTS if _stirs(verb, who) else Manner.SAYS
    yield Cue(manner, verb, who, outlets, frozenset(content - own), frozenset(own), cited, rule)


def _said(
    verb: Token, who: Sequence[Token], own: set[int], sentence: Span, stretches: Sequence[Stretch]
) -> tuple[set[int], Rule]:
    """What was said, and the way in which it was found."""
    if who[0] == inverted(verb, sentence):
        return ({t.i for t in sentence if t.i < verb.i} - own) | outcome(verb, sentence), Rule.CLOSING
    if _stops(verb, sentence) and is_told(sentence.doc[sentence.start : _phrase_start(verb, own)]):
        return {t.i for t in sentence if t.i < _phrase_start(verb, own)}, Rule.CLOSING
    if relative := _what_is_said(verb, sentence):
        return relative, Rule.CLAUSE
    clause = _complement(verb, own, sentence)
    quoted = beside(own, verb.i, sentence, stretches)
    if quoted and (not clause or clause & quoted):
        return clause | quoted, Rule.CLAUSE if clause else Rule.QUOTATION
    if clause:
        return clause, Rule.CLAUSE
    if around := _around(verb, own, sentence):
        return around, Rule.PARENTHESIS
    if before := _before(verb, who, own, sentence):
        return before, Rule.CLOSING
    behind = _behind(verb, who, sentence)
    return behind, Rule.OPENING if behind else Rule.FRAGMENT


def is_told(span: Span) -> bool:
    return any(is_finite_verb(token) for token in span)


def _stops(verb: Token, sentence: Span) -> bool:
    """A lost full stop: "... ten died the union said The town is ..."; a small word begins with a capital."""
    if verb.i + 1 >= sentence.end:
        return False
    following = verb.nbor()
    return following.text.istitle() and following.pos_ in {"DET", "PRON", "ADP", "SCONJ"}


def _what_is_said(verb: Token, sentence: Span) -> set[int]:
    """ "In what activists said was an attack that killed ten": the noun phrase that they call it, and no more."""
    opens = any(c.lower_ == "what" and c.i < verb.i for c in verb.children)
    at = verb.i + 1
    if not opens or at >= sentence.end or sentence.doc[at].lemma_ != "be":
        return set()
    noun = next((c for c in sentence.doc[at].children if c.dep_ == "attr" and c.i > at), None)
    if noun is not None:
        return {at, *(t.i for t in noun.subtree)}
    rest = takewhile(lambda t: not is_finite_verb(t), sentence.doc[at + 1 : sentence.end])
    return {at, *(t.i for t in rest)}


def _around(verb: Token, own: set[int], sentence: Span) -> set[int]:
    """What stands on both sides of a reporting phrase between commas: "The bridge, he said, was closed"."""
    first, last = _phrase_start(verb, own), verb.i
    while last + 1 in own:
        last += 1
    doc = sentence.doc
    while first > sentence.start and doc[first].is_punct:
        first += 1
    while last > verb.i and doc[last].is_punct:
        last -= 1
    parted = (
        sentence.start + 1 < first
        and last + 2 < sentence.end
        and doc[first - 1].text in PARTING
        and doc[last + 1].text in PARTING
    )
    if not parted or not is_finite_verb(verb) or any(token.tag_ in {"WDT", "WP"} for token in doc[first : verb.i]):
        return set()
    around = {t.i for t in sentence if t.i < first or t.i > last}
    return around if any(is_finite_verb(doc[i]) for i in around) else set()


def _citation(cited: Sequence[Token], sentence: Span) -> set[int]:
    """The words "citing a port official"."""
    words: set[int] = set()
    for head in cited:
        opening = next(t.i for t in sentence if t.i < head.i and t.lower_ in {"citing", "quoting"})
        words.update(range(opening, phrase(head)[-1].i + 1))
    return words


def _stirs(verb: Token, who: Sequence[Token]) -> bool:
    words = speakers().words
    lemma = verb.lemma_.lower()
    return who[0].lemma_.lower() in words["report_nouns"] and lemma in words["stirring"]


def _hints(lemma: str, head: Token) -> bool:
    """A person suggests in words; what he shows or finds is a deed."""
    return lemma in speakers().words["hinting_verbs"] and (
        head.pos_ == "PROPN" or head.lower_ in {"he", "she", "they", "who"}
    )


def _is_source(head: Token) -> bool:
    """One whose showing, finding or suggesting tells something: a body or a paper, or by name an outlet."""
    words = speakers()
    noun = head.lemma_.lower()
    return (
        noun in words.words["report_nouns"]
        or noun in words.words["papers"]
        or (noun in words.kinds and head.lower_ not in {"people", "man", "woman"})
    )


_ADJUNCT = frozenset({"prep", "npadvmod", "advmod", "dative", "dobj", "agent", "oprd", "prt"})


def _adjuncts(verb: Token, told: set[int]) -> set[int]:
    """When, where and to whom it was said: "on Sunday", "in a statement", "Reuters by telephone"."""
    clause = min(
        (c.left_edge.i for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), default=verb.right_edge.i + 1
    )
    words = set(told)
    told_to = verb.lemma_.lower() in speakers().words["telling_verbs"]
    for child in verb.children:
        if child.dep_ == "dobj" and not told_to and child.ent_type_ not in {"DATE", "TIME"}:
            continue
        if child.dep_ in _ADJUNCT and child.i > verb.i and child.i < clause:
            words.update(t.i for t in child.subtree if t.i < clause and not _in_clause(t, child))
        elif child.dep_ in {"prep", "npadvmod"} and child.i < verb.i and _circumstance(child, verb):
            words.update(t.i for t in child.subtree)
    return (words | _day_behind(verb)) - {t.i for clause in _in_paper(verb) for t in clause.subtree}


def _circumstance(child: Token, verb: Token) -> bool:
    """Before the verb, a circumstance is the speaking's where it opens the sentence or parts subject and verb."""
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS and c.i < verb.i), None)
    return child.left_edge.i == verb.sent.start or (subject is not None and child.i > subject.i)


def _day_behind(verb: Token) -> set[int]:
    """ "He said on Thursday he would": the day right behind the verb is the speaking's, wherever it was parsed."""
    doc, at = verb.doc, verb.i + 1
    words: set[int] = set()
    if at < verb.sent.end and doc[at].lower_ == "on":
        words.add(at)
        at += 1
    if at < verb.sent.end and doc[at].lower_ in speakers().words["weekdays"]:
        return words | {at}
    return set()


def _in_clause(token: Token, top: Token) -> bool:
    at = token
    while at != top:
        if at.dep_ in {"relcl", "ccomp", "advcl"}:
            return True
        at = at.head
    return False


def _complement(verb: Token, own: set[int], sentence: Span) -> set[int]:
    """The parsed clause that was said, and all that hangs on the verb behind it."""
    clauses = [
        c
        for c in verb.children
        if c.dep_ in {"ccomp", "parataxis"} or (c.dep_ in {"xcomp", "acl", "advcl"} and c.i > verb.i and that(c))
    ]
    clauses = [c for c in clauses if c.i > verb.i] or clauses
    after = is_told(sentence.doc[sentence.start : _phrase_start(verb, own)])  # "..., he said, a sign of ..."
    if not clauses and not after and verb.lemma_.lower() not in speakers().words["clause_only"]:
        clauses = [
            c
            for c in verb.children
            if c.dep_ in {"dobj", "xcomp", "attr", "oprd"}
            and c.i > verb.i
            and c.i not in own
            and (_has_clause(c) or _shows(verb))
        ]
    if not clauses and verb.tag_ == "VBG" and verb.i and verb.nbor(-1).head.lower_ == "with":
        clauses = [c for c in verb.children if c.dep_ == "dobj" and any(g.dep_ == "acl" for g in c.children)]
    content: set[int] = set()
    for clause in clauses or _in_paper(verb):
        content.update(t.i for t in clause.subtree)
    if not content:
        return set()
    if max(content) < verb.i:
        first = _phrase_start(verb, own)
        return {t.i for t in sentence if t.i < first} | outcome(verb, sentence)
    later = {t.i for t in verb.subtree if t.i > max(verb.i, min(i for i in content))}
    for child in verb.children:
        if child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"} and child not in clauses and not that(child):
            later -= {t.i for t in child.subtree}
    return {i for i in content | later if i > verb.i or i in content}


def _shows(verb: Token) -> bool:
    """ "A photograph showed the bodies of ten": what footage shows needs no clause."""
    words = speakers().words
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    return verb.lemma_.lower() in words["thing_verbs"] and subject is not None and subject.lower_ in words["footage"]


def _in_paper(verb: Token) -> list[Token]:
    """ "Said in a statement that S": the clause, where the parse hangs it on the statement."""
    papers = [t for c in verb.children if c.dep_ == "prep" and c.i > verb.i for t in c.children if t.dep_ == "pobj"]
    return [c for paper in papers for c in paper.children if c.dep_ in {"acl", "relcl", "ccomp", "appos"} and that(c)]


def that(clause: Token) -> bool:
    return any(c.lower_ == "that" and c.dep_ in {"mark", "nsubj"} for c in clause.children)


def _has_clause(token: Token) -> bool:
    return any(
        t.pos_ in {"VERB", "AUX"} and t.dep_ in {"relcl", "acl", "ccomp", "conj", "advcl"} for t in token.subtree
    ) or (token.pos_ in {"VERB", "AUX"})


def _phrase_start(verb: Token, own: set[int]) -> int:
    """The first token of the unbroken run of the phrase's words that holds the verb."""
    at = verb.i
    while at - 1 in own:
        at -= 1
    return at


def _before(verb: Token, who: Sequence[Token], own: set[int], sentence: Span) -> set[int]:
    """What stands before a reporting phrase that closes its sentence."""
    first = _phrase_start(verb, own)
    set_off = first > sentence.start and sentence.doc[first - 1].text in PARTING
    if not _closes(verb, who, sentence) or not _reports(verb, set_off) or _has_object(verb, who, own):
        return set()
    if not any(first <= head.i <= verb.i + 12 for head in who):
        return set()
    if first > sentence.start and sentence.doc[first - 1].tag_ in {"WDT", "WP"}:
        return set()  # "the raid which residents believe ...": not what stands before it
    before = {t.i for t in sentence if t.i < first} | outcome(verb, sentence)
    return before if any(sentence.doc[i].pos_ in {"VERB", "AUX"} for i in before) else set()


def outcome(verb: Token, sentence: Span) -> set[int]:
    """ "The raid hit a school, N. said, killing ten": what followed belongs to what was said."""
    words = lexicon().outcome_verbs
    behind = sentence.doc[verb.i + 1 : sentence.end]
    first = next((t for t in behind if t.tag_ == "VBG" and t.lemma_.lower() in words), None)
    return set() if first is None else set(range(first.i, sentence.end))


def _has_object(verb: Token, who: Sequence[Token], own: set[int]) -> bool:
    """ "Regulators revealed fraud": what they revealed is no longer what stands before. Whom they told is no object."""
    objects = (c for c in verb.children if c.dep_ in {"dobj", "ccomp", "attr"} and c.i > verb.i)
    return any(c not in who and c.i not in own and not _goes_on(c) for c in objects)


def _reports(verb: Token, set_off: bool) -> bool:
    """Does a phrase at the end tell that something was said, not whether, when or how it might be?

    Where no comma sets it off, only verbs that do little else are trusted.
    """
    if any(c.tag_ in {"MD", "WRB", "WP", "WDT", "TO"} or c.dep_ in {"mark", "neg"} for c in verb.lefts):
        return False
    return set_off or verb.lemma_.lower() in speakers().words["closing_verbs"]


def _behind(verb: Token, who: Sequence[Token], sentence: Span) -> set[int]:
    """What stands behind a reporting phrase that opens its sentence, where the parse found no clause."""
    if any(c.dep_ == "dobj" and c.i > verb.i for c in verb.children):
        return set()
    opens = phrase(who[0])[0].i - sentence.start <= 3 and 0 < verb.i - who[-1].i <= 2
    if not opens or verb.lemma_ not in {"say", "report", "announce", "claim", "state", "warn", "confirm", "add"}:
        return set()
    behind = {t.i for t in sentence if t.i > verb.i}
    return behind if any(is_finite_verb(sentence.doc[i]) for i in behind) else set()


def is_finite_verb(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX"} and token.tag_ in {"VBD", "VBZ", "VBP", "MD"}


def announcement(sentence: Span) -> Cue | None:
    """A sentence that says only that someone spoke, as a phrase without content: what follows may be what he said."""
    words = speakers().words
    for token in sentence:
        lemma = token.lemma_.lower()
        if token.pos_ == "VERB" and any(lemma in words[verbs] for verbs in _ANNOUNCING):
            who = speakers_of(token, sentence)
            if who and (lemma in words["speak_verbs"] or who[0].pos_ == "PROPN"):
                return Cue(Manner.SAYS, token, who, (), frozenset(), frozenset(), (), Rule.ANNOUNCED)
    return None


_ANNOUNCING = ("speak_verbs", "stance_things", "stance_clauses", "accuse_verbs", "blame_verbs", "deny_verbs")


def _closes(verb: Token, who: Sequence[Token], sentence: Span) -> bool:
    """Do speaker and verb stand at the end, with nothing behind them but circumstances?"""
    if not who or abs(who[0].i - verb.i) > 25:
        return False
    last = max([verb.i, *(h.i for h in who if h.i - verb.i < 12)])
    more = next((t.i for t in sentence if t.i > last and _goes_on(t)), sentence.end)
    tail = [t for t in sentence if last < t.i < more]
    return len(tail) <= CLOSING_TAIL and not any(
        t.pos_ in {"VERB", "AUX"} and t.tag_ in {"VBD", "VBZ", "VBP", "MD"} and not _under_speaker(t, who) for t in tail
    )


def _goes_on(token: Token) -> bool:
    """ "..., adding that S", "... as rebels took S": what goes on there is not said by what stands before."""
    joins = token.lower_ in _JOINING and token.dep_ in {"mark", "advmod", "cc"}
    joins = joins or token.lower_ in {"which", "who"}
    return joins or (token.tag_ == "VBG" and token.dep_ not in {"amod", "compound", "pcomp"})


_JOINING = frozenset({"as", "while", "when", "after", "but", "and"})


def _under_speaker(token: Token, who: Sequence[Token]) -> bool:
    return any(head.is_ancestor(token) for head in who)


def _is_fragment(verb: Token, who: Sequence[Token], sentence: Span) -> bool:
    """ "said the source." by itself: the parser cut it from its quotation."""
    short = len(sentence) <= FRAGMENT or sentence.text[:1].islower()
    return (
        short
        and len(sentence) <= 25
        and verb.lemma_ in {"say", "tell", "add", "explain"}
        and _closes(verb, who, sentence)
    )
