"""Where a sentence says that someone said something: all its reporting phrases, of whatever form."""

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Span, Token

from claims.engine import closings, deeds, disputes, falsehoods, passives
from claims.engine.cue import Cue, Manner, Rule, object_behind, phrase_words, whole
from claims.engine.document import LONGEST_SENTENCE
from claims.engine.holders import held
from claims.engine.nesting import settled
from claims.engine.phrases import phrase, speakers
from claims.engine.quoting import Stretch, beside, inside
from claims.engine.sayings import says, that
from claims.engine.speaking import SUBJECTS, names_speaker, speakers_of, with_conjuncts

__all__ = ["Cue", "Manner", "find"]


def find(sentence: Span, stretches: Sequence[Stretch] = ()) -> list[Cue]:
    """The reporting phrases of a sentence, in text order; none of one that is too long to be one.

    stretches: what of it stands inside quotation marks.
    """
    if len(sentence) > LONGEST_SENTENCE:
        return []
    false = list(falsehoods.find(sentence))
    nouns = [cue for cue in _nouns(sentence) if all(cue.verb.i not in other.words for other in false)]
    cues = [*_according(sentence), *_verbs(sentence, stretches), *nouns, *false, *passives.find(sentence)]
    last = closings.find(sentence, cues)
    if last is not None:
        cues = [*(cue for cue in cues if cue.verb != last.verb), last]
    return settled(sorted(map(held, cues), key=lambda cue: (cue.verb.i, -len(cue.content))))


def _verbs(sentence: Span, stretches: Sequence[Stretch]) -> Iterator[Cue]:
    words = speakers().words
    for token in sentence:
        lemma = token.lemma_.lower()
        if token.pos_ not in {"VERB", "AUX"} and not (
            token.tag_ in {"NN", "NNS"} and token.lower_ in {"says", "reports"}
        ):
            continue
        if lemma in words["cite_verbs"] or (lemma == "report" and _as_saying(token, sentence) is not None):
            yield from _cites(token, sentence)
            if _as_saying(token, sentence) is None and (deed := deeds.find(token, sentence)):
                yield deed
        elif lemma in words["deny_verbs"]:
            yield from _denies(token, sentence)
        elif lemma in words["blame_verbs"] or lemma in words["accuse_verbs"]:
            yield from _blames(token, sentence, lemma in words["accuse_verbs"])
        elif judgement := deeds.find(token, sentence):
            yield judgement
        elif lemma in words["say_verbs"] or lemma in words["thing_verbs"]:
            yield from says(token, sentence, stretches)
        else:
            yield from _quips(token, sentence, stretches)
        if lemma in words["show_verbs"]:
            yield from _shows(token, sentence)


def _quips(verb: Token, sentence: Span, stretches: Sequence[Stretch]) -> Iterator[Cue]:
    """Any other verb between a person and a quotation: "..., " he quipped; She continued: "..."."""
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if not stretches or subject is None or verb.tag_ not in {"VBD", "VBZ", "VBP"} or inside(verb.i, stretches):
        return
    who = speakers_of(verb, sentence)
    if not who or not (names_speaker(who[0]) or who[0].lower_ in {"he", "she", "they"}):
        return
    own = phrase_words(verb, who)
    content = beside(own, verb.i, sentence, stretches)
    if content:
        yield Cue(Manner.SAYS, verb, who, (), frozenset(content - own), frozenset(own), (), Rule.QUOTATION)


def _according(sentence: Span) -> Iterator[Cue]:
    for token in sentence:
        if token.lower_ != "according" or token.i + 1 >= sentence.end or token.nbor(1).lower_ != "to":
            continue
        source = object_behind(token.i + 2, sentence) or _capital(token.i + 2, sentence)
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
        yield Cue(
            Manner.SAYS, token, with_conjuncts(source), (), frozenset(content), frozenset(own), (), Rule.ACCORDING
        )


def _capital(at: int, sentence: Span) -> Token | None:
    """A name that the parse takes for no noun ("according to Save the Children")."""
    return sentence.doc[at] if at < sentence.end and sentence.doc[at].text[:1].isupper() else None


def _span_of(source: Token, start: int, sentence: Span) -> set[int]:
    heads = with_conjuncts(source)
    words = {t.i for head in heads for t in phrase(head)} | {i for head in heads for i in _appositions(head)}
    end = max(words)
    return {i for i in range(start, end + 1) if i < sentence.end}


def _appositions(head: Token) -> Iterable[int]:
    for child in head.children:
        issued = child.dep_ == "acl" and any(c.dep_ == "agent" for c in child.children)
        parted = child.dep_ in {"relcl", "acl"} and child.i > head.i and child.nbor(-1).text == ","
        if child.i > head.i and (child.dep_ == "appos" or issued or parted):
            yield from (t.i for t in child.subtree)


def _cites(verb: Token, sentence: Span) -> Iterator[Cue]:
    """ "X quoted Y as saying S" and "Y was quoted as saying by X"."""
    saying = _as_saying(verb, sentence)
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    if saying is None:
        return
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    quoted = subject if passive else object_behind(verb.i + 1, sentence)
    if quoted is None and passive:
        return
    outlets = _agents(verb, sentence) if passive else tuple(map(_carrier, speakers_of(verb, sentence)))
    named = () if quoted is None else (quoted,)
    own = set(range(verb.i, saying.i + 1)) | phrase_words(verb, tuple(h for h in (*named, *outlets) if h.i < verb.i))
    own.update(i for head in outlets for i in whole(head, verb))
    own.update(c.i for head in outlets if head.i > verb.i for c in [head.head])
    after = {t.i for t in sentence if t.i > max(saying.i, *own)}
    words = {i for i in after if sentence.doc[i].is_alpha}
    content = after if len(words) >= 3 else {t.i for t in sentence if t.i < min(own)}
    if content:
        yield Cue(Manner.SAYS, verb, named, tuple(outlets), frozenset(content - own), frozenset(own), (), Rule.QUOTED)


def _as_saying(verb: Token, sentence: Span) -> Token | None:
    behind = (t for t in sentence if t.i > verb.i and t.lower_ in {"saying", "telling", "reporting"})
    return next((t for t in behind if t.nbor(-1).lower_ == "as"), None)


def _carrier(head: Token) -> Token:
    """ "A report on state television": the outlet that a report is on or in."""
    if head.lemma_.lower() not in speakers().words["report_nouns"] | speakers().words["papers"]:
        return head
    preps = (c for c in head.children if c.dep_ == "prep" and c.lower_ in {"on", "in", "by", "from"})
    return next((c for prep in preps for c in prep.children if c.dep_ == "pobj"), head)


def _agents(verb: Token, sentence: Span) -> tuple[Token, ...]:
    for token in sentence:
        if token.i > verb.i and token.lower_ == "by" and token.i - verb.i < 12:
            target = next((c for c in token.children if c.dep_ == "pobj"), None)
            if target is not None:
                return (target,)
    return ()


def _denies(verb: Token, sentence: Span) -> Iterator[Cue]:
    who = () if any(c.dep_ == "agent" for c in verb.children) else speakers_of(verb, sentence)
    beside = disputes.beside(sentence)
    if not who or (beside is not None and beside.verb == verb):
        return
    own = phrase_words(verb, who)
    content = {t.i for t in verb.subtree if t.i > verb.i and t.i not in own}
    content -= {t.i for c in verb.children if c.dep_ in {"conj", "advcl"} for t in c.subtree}
    told = next((told for c in verb.children if c.dep_ == "dobj" and (told := falsehoods.what_it_tells(c))), None)
    if told is not None and told.dep_ == "pobj":
        own |= content - {t.i for t in told.subtree}  # "denied (reports of) a raid on the port (as baseless)"
        content -= own
    if any(sentence.doc[i].is_alpha for i in content):
        yield Cue(Manner.DENIES, verb, who, (), frozenset(content), frozenset(own), (), Rule.DENIAL)


def _blames(verb: Token, sentence: Span, accuses: bool) -> Iterator[Cue]:
    who = speakers_of(verb, sentence)
    if not who or any(c.dep_ == "auxpass" for c in verb.children):
        return
    own = phrase_words(verb, who)
    content = {t.i for t in verb.subtree if t.i > verb.i} - own
    if not accuses:
        own.discard(verb.i)
        content.add(verb.i)
    elif sentence.doc[min(content, default=verb.i)].lower_ == "of":
        content.discard(min(content))
    if len(content) >= 3:
        yield Cue(Manner.BLAMES, verb, who, (), frozenset(content), frozenset(own), (), Rule.BLAME)


def _shows(verb: Token, sentence: Span) -> Iterator[Cue]:
    """ "State TV broadcast footage showing S"."""
    who = speakers_of(verb, sentence)
    words = speakers().words
    seen = next((c for c in verb.children if c.dep_ == "dobj" and c.lower_ in words["footage"]), None)
    if seen is None or not who or not (who[0].pos_ == "PROPN" or who[0].lemma_.lower() in speakers().kinds):
        return
    showing = next(
        (
            t
            for t in sentence
            if t.i > seen.i
            and t.lower_ in {"showing", "of", "that", "which", "purporting", "depicting"}
            and t.i - seen.i < 16
        ),
        None,
    )
    if showing is None:
        return
    shown = next((t.i for t in sentence if t.i >= showing.i and t.lemma_ in {"show", "depict"}), showing.i)
    own = phrase_words(verb, who) | set(range(verb.i, shown + 1))
    content = {t.i for t in sentence if t.i > shown}
    if len(content) >= 3:
        yield Cue(Manner.SHOWS, verb, who, (), frozenset(content), frozenset(own), (), Rule.FOOTAGE)


def _nouns(sentence: Span) -> Iterator[Cue]:
    """ "There have been reports that S", "claims that S"."""
    nouns = speakers().words["report_nouns"]
    for token in sentence:
        if token.lemma_.lower() not in nouns or token.pos_ != "NOUN":
            continue
        clause = next(
            (
                c
                for c in (*token.children, *token.head.children)
                if c.i > token.i
                and c.dep_ in {"acl", "relcl", "ccomp"}
                and that(c)
                and any(m.dep_ == "mark" for m in c.children)
            ),
            None,
        )
        if clause is None or (clause.head.lemma_.lower() in speakers().words["say_verbs"] and clause.head != token):
            continue
        if token.dep_ in SUBJECTS and clause.head.lemma_.lower() in speakers().words["thing_verbs"]:
            continue
        content = {t.i for t in clause.subtree}
        own = {t.i for t in token.subtree if t.i not in content} | {token.i}
        own |= {t.i for t in _matrix(token).subtree if t.i < clause.left_edge.i}
        yield Cue(Manner.REPORTS, token, (token,), (), frozenset(content), frozenset(own), (), Rule.NOUN)


def _matrix(noun: Token) -> Token:
    """ "There have been reports", "reports began to emerge": the clause that only says that the reports exist."""
    verb = noun.head
    exists = verb.lemma_ == "be" and any(c.dep_ == "expl" for c in verb.children)
    stirs = noun.dep_ in SUBJECTS and verb.lemma_.lower() in speakers().words["stirring"]
    return verb if exists or stirs else noun
