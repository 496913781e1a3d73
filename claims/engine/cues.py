"""Where a sentence says that someone said something: the words that do, who speaks, and what of the sentence he said.

Three ways are tried in turn, for the parser often fails on text that lost its commas: the parsed complement of the
verb; what stands before a reporting phrase that closes the sentence; what stands behind one that opens it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from spacy.tokens import Span, Token

from claims.engine.voices import phrase, speakers

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
CLAUSAL = frozenset({"ccomp", "parataxis", "xcomp", "advcl", "conj", "relcl"})
FRAGMENT = 8  # tokens: a whole sentence may be "The source added."; longer ones say what they say
CLOSING_TAIL = 14  # tokens that a reporting phrase at a sentence's end may have behind its verb


class Manner(StrEnum):
    SAYS = "says"
    DENIES = "denies"
    REPORTS = "reports"  # "reports that", "it was reported": by nobody in particular, hedged
    SHOWS = "shows"  # broadcasts footage of it
    BLAMES = "blames"


@dataclass(frozen=True, slots=True)
class Cue:
    """One reporting phrase. speakers and outlets: heads of noun phrases, the speakers origin first.

    content: indices of the tokens that were said; words: those of the phrase itself, part of no claim.
    """

    manner: Manner
    verb: Token
    speakers: tuple[Token, ...]
    outlets: tuple[Token, ...]
    content: frozenset[int]
    words: frozenset[int]
    cited: tuple[Token, ...] = ()


def find(sentence: Span) -> list[Cue]:
    """The reporting phrases of a sentence, in text order."""
    cues = [*_according(sentence), *_verbs(sentence), *_nouns(sentence), *_passives(sentence)]
    return sorted(cues, key=lambda cue: (cue.verb.i, -len(cue.content)))


def _verbs(sentence: Span) -> Iterator[Cue]:
    words = speakers().words
    for token in sentence:
        lemma = token.lemma_.lower()
        if token.pos_ not in {"VERB", "AUX"} and not (token.tag_ in {"NN", "NNS"} and token.lower_ in {"says", "reports"}):
            continue
        if lemma in words["cite_verbs"]:
            yield from _cites(token, sentence)
        elif lemma in words["deny_verbs"]:
            yield from _denies(token, sentence)
        elif lemma in words["blame_verbs"] or lemma in words["accuse_verbs"]:
            yield from _blames(token, sentence, lemma in words["accuse_verbs"])
        elif lemma in words["say_verbs"] or lemma in words["thing_verbs"]:
            yield from _says(token, sentence)
        if lemma in words["show_verbs"]:
            yield from _shows(token, sentence)


def _says(verb: Token, sentence: Span) -> Iterator[Cue]:
    if verb.i > sentence.start and verb.nbor(-1).lower_ == "as":
        return  # "quoted him as saying" is the quoting verb's
    who = _speakers_of(verb, sentence)
    words = speakers().words
    if who and who[0].lower_ in {"i", "we", "you"}:
        return  # a speaker who speaks of himself is inside a quotation, not reporting
    if not who or verb.lemma_.lower() in words["thing_verbs"] and not _is_source(who[0]):
        return
    outlets, told = _addressee(verb, sentence)
    adjuncts = _adjuncts(verb, told)
    own = _phrase_words(verb, who) | adjuncts
    content = _complement(verb, own, sentence) or _before(verb, who, own, sentence) or _behind(verb, who, sentence)
    if not content and verb.lemma_.lower() in words["clause_only"] and not _closes(verb, who, sentence):
        return
    if not content and not _is_fragment(verb, who, sentence):
        return
    manner = Manner.REPORTS if _stirs(verb, who) else Manner.SAYS
    yield Cue(manner, verb, who, outlets, frozenset(content - own), frozenset(own), _citing(sentence, verb))


def _stirs(verb: Token, who: Sequence[Token]) -> bool:
    words = speakers().words
    lemma = verb.lemma_.lower()
    return who[0].lemma_.lower() in words["report_nouns"] and lemma in words["stirring"]


def _is_source(head: Token) -> bool:
    words = speakers()
    noun = head.lemma_.lower()
    return noun in words.words["report_nouns"] or noun in words.kinds and head.lower_ not in {"people", "man", "woman"}


def _speakers_of(verb: Token, sentence: Span) -> tuple[Token, ...]:
    """The heads of the noun phrases that speak: the subject, what stands beside the verb, or a subject above it."""
    subjects = [c for c in verb.children if c.dep_ in SUBJECTS and not (c.i > verb.i + 1 and verb.tag_ == "VBG")]
    if any(c.dep_ == "auxpass" for c in verb.children):
        return ()
    if subjects:
        nearest = min(subjects, key=lambda subject: abs(subject.i - verb.i))
        return _joined(nearest) if _can_speak(nearest) else ()
    return _beside(verb, sentence) or _borrowed(verb)


def _borrowed(verb: Token) -> tuple[Token, ...]:
    """The subject of the verb that this one is joined to or hangs on: "he told X and said", "it raised the toll, saying".

    What suffers ("two were killed") or can't speak ("the raids hit homes") is passed over for a subject further up.
    """
    at = verb
    for _ in range(6):
        if at.dep_ not in _BORROWS or at.head == at:
            return ()
        if at.dep_ == "xcomp" and at.head.lemma_ not in {"go", "begin", "continue", "want", "hasten"}:
            return ()
        if verb.tag_ != "VBG" and at.dep_ not in {"conj", "xcomp"} and at.head.lemma_ not in {"go", "continue"}:
            return ()
        if at == verb and at.dep_ == "acl" and _names_speaker(at.head):
            return _joined(at.head)
        at = at.head
        subject = next((c for c in at.children if c.dep_ == "nsubj" and c.i < at.i), None)
        if subject is not None and _can_speak(subject) and (_names_speaker(subject) or subject.pos_ == "PRON"):
            return _joined(subject)
        if subject is not None and at.dep_ == "conj":
            return ()
    return ()


_BORROWS = frozenset({"conj", "xcomp", "advcl", "acl", "pcomp", "prep", "pobj", "dobj", "compound", "ccomp", "relcl"})


def _beside(verb: Token, sentence: Span) -> tuple[Token, ...]:
    """The noun phrase right before a finite verb, or right behind one that follows its quotation, where the parse has no subject."""
    before = verb.i - 1
    if verb.tag_ == "VBN" and not (verb.dep_ == "acl" and before >= sentence.start and _names_speaker(verb.doc[before])):
        return ()
    if verb.tag_ not in {"VBD", "VBZ", "VBP", "VBN"}:
        return ()
    while before > sentence.start and verb.doc[before].pos_ in {"ADV", "AUX"}:
        before -= 1
    if before >= sentence.start and verb.doc[before].pos_ in {"NOUN", "PROPN", "PRON"} and _can_speak(verb.doc[before]):
        return _joined(verb.doc[before])
    above = [t for t in verb.doc[before].ancestors if before - 8 < t.i < before and t.pos_ in {"NOUN", "PROPN"}][:2]
    if before >= sentence.start and verb.doc[before].pos_ == "NOUN" and any(_names_speaker(t) and _is_body(t) for t in above):
        return (next(t for t in above if _names_speaker(t) and _is_body(t)),)
    behind = next((c for c in verb.children if c.i > verb.i and c.dep_ in {"dobj", "attr", "oprd"} and c.pos_ in {"NOUN", "PROPN"}), None)
    if behind is not None and verb.i > sentence.start + 2 and _names_speaker(behind) and sentence.end - behind.right_edge.i <= 6:
        return _with_conjuncts(behind)
    return ()


def _is_body(head: Token) -> bool:
    return head.lemma_.lower() in speakers().kinds


def _names_speaker(head: Token) -> bool:
    return head.lemma_.lower() in speakers().kinds or head.ent_type_ in {"ORG", "PERSON"} or head.pos_ == "PROPN"


def _joined(head: Token) -> tuple[Token, ...]:
    """The head with those joined to it: "state television and a local paper", in text order."""
    first = phrase(head)[0].i
    found = [head, *(c for c in head.conjuncts if c.i > head.i and c.pos_ in {"NOUN", "PROPN"} and _names_speaker(c))]
    if first - 2 >= head.sent.start and head.doc[first - 1].lower_ == "and":
        other = head.doc[first - 2]
        if other.pos_ in {"NOUN", "PROPN"} and _names_speaker(other) and other.ent_type_ not in {"DATE", "TIME", "GPE", "LOC"}:
            found.insert(0, other)
    return tuple(found)


def _can_speak(head: Token) -> bool:
    words = speakers()
    if any(child.lower_ == "no" for child in head.children) or head.lower_ in {"nobody", "none"}:
        return False
    return (
        head.pos_ in {"PROPN", "PRON"}
        or head.lemma_.lower() in words.kinds
        or head.ent_type_ in {"ORG", "GPE", "PERSON", "NORP"}
        or head.lemma_.lower() in words.words["report_nouns"]
        or head.lemma_.lower() in words.words["media_words"]
        or head.tag_ == "NNS"
        or any(child.text[:1].isupper() and child.pos_ == "PROPN" for child in head.children)
        or head.lemma_.lower() == "statement"
    )


def _with_conjuncts(head: Token) -> tuple[Token, ...]:
    return (head, *(c for c in head.conjuncts if c.i > head.i and c.pos_ in {"NOUN", "PROPN"} and _can_speak(c)))


def _phrase_words(verb: Token, who: Sequence[Token]) -> set[int]:
    """The verb with its auxiliaries, adverbs and marks, and the phrases of those who speak."""
    own = {verb.i}
    for child in verb.children:
        if child.dep_ in {"aux", "auxpass", "neg", "advmod", "prt", "punct", "mark", "expl"} and abs(child.i - verb.i) < 6:
            own.update(t.i for t in child.subtree)
    for head in who:
        if any(head.head == up or head == up for up in (verb, *verb.ancestors)) or abs(head.i - verb.i) < 12:
            own.update(_whole(head, verb))
    if verb.dep_ == "xcomp" and verb.head.lemma_ in {"go", "continue", "begin"}:
        own.update({verb.head.i, *(c.i for c in verb.head.children if c.dep_ in {"prt", "aux", "advmod"})})
    return own


def _whole(head: Token, verb: Token) -> set[int]:
    """A speaker's phrase with its appositions and clauses, as far as they don't hold the verb, and not past it."""
    words: set[int] = {t.i for t in phrase(head)}
    for child in head.children:
        if child.dep_ in {"appos", "relcl", "acl", "punct", "cc"} and child.i != verb.i and not child.is_ancestor(verb):
            subtree = [t.i for t in child.subtree]
            if (subtree[-1] < verb.i) == (head.i < verb.i) and len(subtree) < 20:
                words.update(subtree)
    return words


_ADJUNCT = frozenset({"prep", "npadvmod", "advmod", "dative", "dobj", "agent", "oprd", "prt"})


def _adjuncts(verb: Token, told: set[int]) -> set[int]:
    """When, where and to whom it was said: "on Sunday", "in a statement", "Reuters by telephone"."""
    clause = min((c.left_edge.i for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), default=verb.right_edge.i + 1)
    words = set(told)
    for child in verb.children:
        if child.dep_ in _ADJUNCT and child.i > verb.i and child.i < clause:
            words.update(t.i for t in child.subtree if t.i < clause and not _in_clause(t, child))
        elif child.dep_ in {"prep", "npadvmod"} and child.i < verb.i and _circumstance(child, verb):
            words.update(t.i for t in child.subtree)
    return words | _day_behind(verb)


def _circumstance(child: Token, verb: Token) -> bool:
    """Before the verb, a circumstance is the speaking's where it opens the sentence or parts subject and verb."""
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS and c.i < verb.i), None)
    return child.left_edge.i == verb.sent.start or (subject is not None and child.i > subject.i)


def _day_behind(verb: Token) -> set[int]:
    """"He said on Thursday he would": the day right behind the verb is the speaking's, wherever it was parsed."""
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


def _addressee(verb: Token, sentence: Span) -> tuple[tuple[Token, ...], set[int]]:
    """The outlet that was told, or that carried the statement, and its words."""
    words = speakers().words
    outlets: list[Token] = []
    told: set[int] = set()
    for child in verb.children:
        if verb.lemma_ in {"tell", "inform"} and child.dep_ in {"dobj", "dative"} and child.i > verb.i:
            outlets.append(child)
            told.update(t.i for t in phrase(child))
    reach = verb.doc[max(sentence.start, verb.left_edge.i) : min(sentence.end, verb.right_edge.i + 1)]
    for token in reach:
        if token.lower_ in words["carriers"] and abs(token.i - verb.i) < 15:
            by = next((c for c in token.children if c.lower_ in {"by", "on", "in"} and c.i > token.i), None)
            target = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
            if target is not None and (target.pos_ == "PROPN" or any(c.pos_ == "PROPN" for c in target.children)):
                outlets.append(target)
                told.update(t.i for t in token.subtree)
    if verb.lemma_ in {"tell"} and not outlets and verb.i + 1 < sentence.end:
        following = verb.doc[verb.i + 1]
        if following.pos_ == "PROPN":
            head = following
            while head.head.i > head.i and head.head.i < sentence.end and head.dep_ == "compound":
                head = head.head
            outlets.append(head)
            told.update(range(verb.i + 1, head.i + 1))
    return tuple(outlets), told


def _complement(verb: Token, own: set[int], sentence: Span) -> set[int]:
    """The parsed clause that was said, and all that hangs on the verb behind it."""
    clauses = [c for c in verb.children if c.dep_ in {"ccomp", "parataxis"} or (c.dep_ in {"xcomp", "acl", "advcl"} and c.i > verb.i and _that(c))]
    clauses = [c for c in clauses if c.i > verb.i] or clauses
    if not clauses and verb.lemma_.lower() not in speakers().words["clause_only"]:
        clauses = [c for c in verb.children if c.dep_ in {"dobj", "xcomp", "attr", "oprd"} and c.i > verb.i and _has_clause(c) and c.i not in own]
    content: set[int] = set()
    for clause in clauses:
        content.update(t.i for t in clause.subtree)
    if not content:
        return set()
    if max(content) < verb.i:
        first = _phrase_start(verb, own)
        return {t.i for t in sentence if t.i < first}
    later = {t.i for t in verb.subtree if t.i > max(verb.i, min(i for i in content))}
    for child in verb.children:
        if child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"} and child not in clauses and not _that(child):
            later -= {t.i for t in child.subtree}
    return {i for i in content | later if i > verb.i or i in content}


def _that(clause: Token) -> bool:
    return any(c.lower_ == "that" and c.dep_ in {"mark", "nsubj"} for c in clause.children)


def _has_clause(token: Token) -> bool:
    return any(t.pos_ in {"VERB", "AUX"} and t.dep_ in {"relcl", "acl", "ccomp", "conj", "advcl"} for t in token.subtree) or (
        token.pos_ in {"VERB", "AUX"}
    )


def _phrase_start(verb: Token, own: set[int]) -> int:
    """The first token of the unbroken run of the phrase's words that holds the verb."""
    at = verb.i
    while at - 1 in own:
        at -= 1
    return at


def _before(verb: Token, who: Sequence[Token], own: set[int], sentence: Span) -> set[int]:
    """What stands before a reporting phrase that closes its sentence."""
    if not _closes(verb, who, sentence):
        return set()
    first = _phrase_start(verb, own)
    if not any(first <= head.i <= verb.i + 12 for head in who):
        return set()
    before = {t.i for t in sentence if t.i < first}
    return before if any(sentence.doc[i].pos_ in {"VERB", "AUX"} for i in before) else set()


def _behind(verb: Token, who: Sequence[Token], sentence: Span) -> set[int]:
    """What stands behind a reporting phrase that opens its sentence, where the parse found no clause."""
    opens = phrase(who[0])[0].i - sentence.start <= 3 and 0 < verb.i - who[-1].i <= 2
    if not opens or verb.lemma_ not in {"say", "report", "announce", "claim", "state", "warn", "confirm", "add"}:
        return set()
    behind = {t.i for t in sentence if t.i > verb.i}
    return behind if any(_is_finite_verb(sentence.doc[i]) for i in behind) else set()


def _is_finite_verb(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX"} and token.tag_ in {"VBD", "VBZ", "VBP", "MD"}


def announces(sentence: Span) -> tuple[Token, ...]:
    """Who speaks in a sentence that says only that someone did: what follows may be a quotation set apart."""
    words = speakers().words
    for token in sentence:
        if token.lemma_.lower() in words["speak_verbs"] and token.pos_ == "VERB":
            who = _speakers_of(token, sentence)
            if who:
                return who
    return ()


def _closes(verb: Token, who: Sequence[Token], sentence: Span) -> bool:
    """Do speaker and verb stand at the end, with nothing behind them but circumstances?"""
    if not who or abs(who[0].i - verb.i) > 25:
        return False
    last = max(verb.i, *(h.i for h in who if h.i - verb.i < 12))
    tail = [t for t in sentence if t.i > last]
    return len(tail) <= CLOSING_TAIL and not any(
        t.pos_ in {"VERB", "AUX"} and t.tag_ in {"VBD", "VBZ", "VBP", "MD"} and not _under_speaker(t, who) for t in tail
    )


def _under_speaker(token: Token, who: Sequence[Token]) -> bool:
    return any(head.is_ancestor(token) for head in who)


def _is_fragment(verb: Token, who: Sequence[Token], sentence: Span) -> bool:
    """"said the source." by itself: the parser cut it from its quotation."""
    short = len(sentence) <= FRAGMENT or sentence.text[:1].islower()
    return short and len(sentence) <= 25 and verb.lemma_ in {"say", "tell", "add", "explain"} and _closes(verb, who, sentence)


def _according(sentence: Span) -> Iterator[Cue]:
    for token in sentence:
        if token.lower_ != "according" or token.i + 1 >= sentence.end or token.nbor(1).lower_ != "to":
            continue
        source = _object_behind(token.i + 2, sentence)
        if source is None:
            continue
        own = {token.i, token.i + 1, *_span_of(source, token.i + 2, sentence)}
        before = {t.i for t in sentence if t.i < token.i}
        after = {t.i for t in sentence if t.i > max(own)}
        if token.i - sentence.start <= 1:
            content = after
        else:
            joined = after and sentence.doc[min(after)].lower_ in {"and", "but", "while", "which", "who", "as"}
            content = before if joined or not any(sentence.doc[i].is_alpha for i in after) else before | after
        yield Cue(Manner.SAYS, token, _with_conjuncts(source), (), frozenset(content), frozenset(own))


def _object_behind(start: int, sentence: Span) -> Token | None:
    """The head of the noun phrase that begins at a place."""
    if start >= sentence.end:
        return None
    at = sentence.doc[start]
    while at.head.i >= start and at.head != at and at.head.i < min(start + 14, sentence.end) and at.dep_ not in {"nsubj", "nsubjpass", "pobj", "dobj", "ROOT", "appos", "conj"}:
        at = at.head
    return at if at.pos_ in {"NOUN", "PROPN", "PRON", "ADJ"} else None


def _span_of(source: Token, start: int, sentence: Span) -> set[int]:
    heads = _with_conjuncts(source)
    words = {t.i for head in heads for t in phrase(head)} | {i for head in heads for i in _appositions(head)}
    end = max(words)
    return {i for i in range(start, end + 1) if i < sentence.end}


def _appositions(head: Token) -> Iterable[int]:
    for child in head.children:
        if child.dep_ in {"appos", "relcl", "acl"} and child.i > head.i and (child.dep_ == "appos" or child.nbor(-1).text == ","):
            yield from (t.i for t in child.subtree)


def _cites(verb: Token, sentence: Span) -> Iterator[Cue]:
    """"X quoted Y as saying S" and "Y was quoted as saying by X"."""
    saying = next((t for t in sentence if t.i > verb.i and t.lower_ in {"saying", "telling", "reporting"} and t.nbor(-1).lower_ == "as"), None)
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    if saying is None:
        return
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    quoted = subject if passive else _object_behind(verb.i + 1, sentence)
    if quoted is None and passive:
        return
    outlets = _agents(verb, sentence) if passive else _speakers_of(verb, sentence)
    named = () if quoted is None else (quoted,)
    own = set(range(verb.i, saying.i + 1)) | _phrase_words(verb, tuple(h for h in (*named, *outlets) if h.i < verb.i))
    own.update(i for head in outlets for i in _whole(head, verb))
    own.update(c.i for head in outlets if head.i > verb.i for c in [head.head])
    after = {t.i for t in sentence if t.i > max(saying.i, *own)}
    words = {i for i in after if sentence.doc[i].is_alpha}
    content = after if len(words) >= 3 else {t.i for t in sentence if t.i < min(own)}
    if content:
        yield Cue(Manner.SAYS, verb, named, tuple(outlets), frozenset(content - own), frozenset(own))


def _agents(verb: Token, sentence: Span) -> tuple[Token, ...]:
    for token in sentence:
        if token.i > verb.i and token.lower_ == "by" and token.i - verb.i < 12:
            target = next((c for c in token.children if c.dep_ == "pobj"), None)
            if target is not None:
                return (target,)
    return ()


def _citing(sentence: Span, verb: Token) -> tuple[Token, ...]:
    """The source behind a speaker who names it: "SANA reported, citing a medical source"."""
    for token in sentence:
        if token.lower_ in {"citing", "quoting"} and abs(token.i - verb.i) < 40:
            source = _object_behind(token.i + 1, sentence)
            if source is not None and not any(t.lower_ == "saying" for t in sentence[token.i - sentence.start :]):
                return (source,)
    return ()


def _denies(verb: Token, sentence: Span) -> Iterator[Cue]:
    who = _speakers_of(verb, sentence)
    if not who:
        return
    own = _phrase_words(verb, who)
    content = {t.i for t in verb.subtree if t.i > verb.i and t.i not in own}
    content -= {t.i for c in verb.children if c.dep_ in {"conj", "advcl"} for t in c.subtree}
    if any(sentence.doc[i].is_alpha for i in content):
        yield Cue(Manner.DENIES, verb, who, (), frozenset(content), frozenset(own))


def _blames(verb: Token, sentence: Span, accuses: bool) -> Iterator[Cue]:
    who = _speakers_of(verb, sentence)
    if not who or any(c.dep_ == "auxpass" for c in verb.children):
        return
    own = _phrase_words(verb, who)
    content = {t.i for t in verb.subtree if t.i > verb.i} - own
    if not accuses:
        own.discard(verb.i)
        content.add(verb.i)
    elif sentence.doc[min(content, default=verb.i)].lower_ == "of":
        content.discard(min(content))
    if len(content) >= 3:
        yield Cue(Manner.BLAMES, verb, who, (), frozenset(content), frozenset(own))


def _shows(verb: Token, sentence: Span) -> Iterator[Cue]:
    """"State TV broadcast footage showing S"."""
    who = _speakers_of(verb, sentence)
    words = speakers().words
    seen = next((c for c in verb.children if c.dep_ == "dobj" and c.lower_ in words["footage"]), None)
    if seen is None or not who or not (who[0].pos_ == "PROPN" or who[0].lemma_.lower() in speakers().kinds):
        return
    showing = next((t for t in sentence if t.i > seen.i and t.lower_ in {"showing", "of", "that", "which", "purporting", "depicting"} and t.i - seen.i < 16), None)
    if showing is None:
        return
    shown = next((t.i for t in sentence if t.i >= showing.i and t.lemma_ in {"show", "depict"}), showing.i)
    own = _phrase_words(verb, who) | set(range(verb.i, shown + 1))
    content = {t.i for t in sentence if t.i > shown}
    if len(content) >= 3:
        yield Cue(Manner.SHOWS, verb, who, (), frozenset(content), frozenset(own))


def _nouns(sentence: Span) -> Iterator[Cue]:
    """"There have been reports that S", "claims that S"."""
    nouns = speakers().words["report_nouns"]
    for token in sentence:
        if token.lemma_.lower() not in nouns or token.pos_ != "NOUN":
            continue
        clause = next((c for c in (*token.children, *token.head.children) if c.i > token.i and c.dep_ in {"acl", "relcl", "ccomp"} and _that(c) and any(m.dep_ == "mark" for m in c.children)), None)
        if clause is None or clause.head.lemma_.lower() in speakers().words["say_verbs"] and clause.head != token:
            continue
        if token.dep_ in SUBJECTS and clause.head.lemma_.lower() in speakers().words["thing_verbs"]:
            continue
        content = {t.i for t in clause.subtree}
        own = {t.i for t in token.subtree if t.i not in content} | {token.i}
        own |= {t.i for t in _matrix(token).subtree if t.i < clause.left_edge.i}
        yield Cue(Manner.REPORTS, token, (token,), (), frozenset(content), frozenset(own))


def _matrix(noun: Token) -> Token:
    """"There have been reports", "reports began to emerge": the clause that only says that the reports exist."""
    verb = noun.head
    exists = verb.lemma_ == "be" and any(c.dep_ == "expl" for c in verb.children)
    stirs = noun.dep_ in SUBJECTS and verb.lemma_.lower() in speakers().words["stirring"]
    return verb if exists or stirs else noun


def _passives(sentence: Span) -> Iterator[Cue]:
    """"It was reported (by X) that S"."""
    verbs = speakers().words["say_verbs"]
    for token in sentence:
        if token.lemma_.lower() not in verbs or not any(c.dep_ == "auxpass" for c in token.children):
            continue
        subject = next((c for c in token.children if c.dep_ in SUBJECTS), None)
        clause = next((c for c in token.children if c.dep_ == "ccomp" and c.i > token.i), None)
        agents = tuple(p for a in token.children if a.dep_ == "agent" for p in a.children if p.dep_ == "pobj")
        if clause is not None and (subject is None or subject.lower_ == "it"):
            content = {t.i for t in clause.subtree}
            own = {t.i for t in token.subtree} - content
            yield Cue(Manner.SAYS if agents else Manner.REPORTS, token, agents, (), frozenset(content), frozenset(own))
