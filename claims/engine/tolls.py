"""Counts told piecemeal: how far a toll has come, and words that only go on with a count told before them."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from claims.engine.actions import COUNTING, Act, ActionClass, ActionTable
from claims.engine.clause import Clause, ancestors, child_of

COPULAS = frozenset({"be", "remain", "stand", "stay", "become"})
_BESIDE = frozenset({"amod", "acl", "relcl", "oprd", "acomp"})  # how a word hangs on those whose fate it tells
_REACH = 6  # words between "among" and its noun: "among at least 48 people"
_VICTIMS = frozenset({"killed", "injured", "casualties"})
_WITH = frozenset({"along", "with", "alongside", "besides"})


def counted_above(clause: Clause, atom: Sequence[Token], table: ActionTable) -> Act | None:
    """The action of words that only go on with a count: "(killing 12,) including two children", "(and) six rebels"."""
    head = clause.head
    if head.lemma_.lower() == "include":
        return _included(clause, atom, table)
    if head.lower_ in _WITH:
        return _undergone_by(head, table)  # "(two girls were killed) along with six teachers"
    if head.pos_ not in ("NOUN", "PROPN", "NUM") or not any(token.like_num for token in (head, *head.lefts)):
        return None
    own = _own(head, atom, table)
    if own is not None:
        return own
    first = head
    while first.dep_ in ("conj", "appos", "nmod") and first.head != first:
        first = first.head
    if first != head or head.head.lemma_ == "include" or (head.dep_ == "nsubj" and head.head.lemma_ == "be"):
        return _undergone_by(first, table)
    return _told_of_the_last(head, table)


def _included(clause: Clause, atom: Sequence[Token], table: ActionTable) -> Act | None:
    """ "Those killed included six women", "the toll includes 55 injured", "(killing 12,) including two children"."""
    head = clause.head
    listed = child_of(head, "dobj", "pobj")
    own = _own(listed, atom, table) if listed is not None else None
    if own is not None:
        return own
    if clause.own_subject and clause.subject is not None:
        return next((Act(kind.id, head, kind) for kind in told_of(clause.subject, table)), None)
    kinds = (
        (above, kind) for above in ancestors(head) for kind in (*told_of(above, table), *_counted_by(above, table))
    )
    return next((Act(kind.id, above, kind) for above, kind in kinds), None)


def _counted_by(verb: Token, table: ActionTable) -> Iterator[ActionClass]:
    """What a verb that tells how far a toll has come counts: "the toll rose to 61", "raised the toll to 61"."""
    lemma = verb.lemma_.lower()
    toll_of = child_of(verb, "nsubj", "nsubjpass") if lemma in table.growing else None
    toll_of = child_of(verb, "dobj", "nsubjpass") if lemma in table.raising else toll_of
    if toll_of is not None and toll_of.lemma_.lower() in COUNTING:
        yield from told_of(toll_of, table)


def _own(noun: Token, atom: Sequence[Token], table: ActionTable) -> Act | None:
    """What the words beside a number say of those it counts: "(44 bodies and) 140 injured people", "150 wounded"."""
    following = [t for t in atom if t.i == noun.i + 1 and t.dep_ in _BESIDE and t.head in (noun, noun.head)]
    beside = [noun, *(child for child in noun.children if child.dep_ in _BESIDE and child in atom), *following]
    for token in beside:
        kind = table.of_word(token)
        if kind is not None and kind.counts in _VICTIMS:
            return Act(kind.id, token, kind, undergone=True)
    return None


def told_of(noun: Token, table: ActionTable) -> Iterator[ActionClass]:
    """The counting classes that a word or noun phrase tells: "those killed", "the toll", "killing 12"."""
    said = (child for child in noun.children if child.dep_ in ("acl", "relcl", "amod"))
    for kind in (table.of_word(noun), table.of_noun(noun) if noun.pos_ == "NOUN" else None, *map(table.of_word, said)):
        if kind is not None and kind.counts:
            yield kind


def including(noun: Token, table: ActionTable) -> str:
    """What the words above "including" count: "killed" of the boys in "killing 35 people, including two boys"."""
    listing = next((up for up in ancestors(noun) if up.lemma_ == "include"), None)
    kinds = (kind for up in (ancestors(listing) if listing is not None else ()) for kind in told_of(up, table))
    return next((kind.counts for kind in kinds if kind.counts in _VICTIMS), "")


def _told_of_the_last(head: Token, table: ActionTable) -> Act | None:
    """ "Five children (and four nurses killed in the raid)": a participle behind the last is of all of them."""
    for noun in (head, *head.conjuncts) if head.conjuncts else ():
        for participle in noun.rights:
            kind = table.of_word(participle) if participle.dep_ == "acl" else None
            if kind is not None and kind.counts:
                return Act(kind.id, participle, kind, undergone=True)
    return None


def _undergone_by(noun: Token, table: ActionTable) -> Act | None:
    """The counting action that is done to those whom a noun names: "claimed the lives of", "were among the dead"."""
    below = noun
    for verb in ancestors(noun):
        kind = table.of_word(verb)
        if kind is None or not kind.counts:
            kind = table.of_phrase(verb, below)  # "took the lives of two women (and two men)"
        if kind is not None and kind.counts:
            done = below.dep_ != "nsubj" or verb.lemma_.lower() in table.undergone
            return Act(kind.id, verb, kind, undergone=True) if done else None
        if verb.lemma_ == "include":
            whole = child_of(verb, "nsubj")
            acts = (Act(kind.id, verb, kind, undergone=True) for kind in (told_of(whole, table) if whole else ()))
            found = next(acts, None)
            if found is not None:
                return found
        elif verb.pos_ in ("VERB", "AUX"):
            return among(verb, table) if below.dep_ in ("nsubj", "nsubjpass") else None
        below = verb
    return None


def among(verb: Token, table: ActionTable) -> Act | None:
    """ "Two children were among the dead", "... among nine people killed"."""
    preposition = next((child for child in verb.children if child.dep_ == "prep" and child.lower_ == "among"), None)
    all_hit = (child_of(preposition, "pobj") or _noun_behind(preposition)) if preposition is not None else None
    kinds = told_of(all_hit, table) if all_hit is not None else ()
    return next((Act(kind.id, verb, kind, undergone=True) for kind in kinds), None)


def _noun_behind(preposition: Token) -> Token | None:
    """The noun right behind a preposition that the parser, in a text without commas, joins to what follows."""
    behind = preposition.doc[preposition.i + 1 : preposition.i + _REACH]
    return next((token for token in behind if token.pos_ == "NOUN"), None)


def toll(clause: Clause, atom: Sequence[Token], table: ActionTable) -> Act | None:
    """ "the death toll rose to 12", "raised the toll to 12": what was counted is the action, not the rise."""
    head, subject = clause.head, clause.subject
    lemma = head.lemma_.lower()
    raised = [clause.object] if lemma in table.raising and clause.object is not None else []
    rises = lemma in table.growing or lemma in COPULAS or (lemma in table.raising and clause.passive)
    if not raised and not rises:
        return None
    before = [token for token in atom if token.i < head.i] if lemma in table.growing else []
    for noun in [*raised, *([subject] if subject is not None and clause.own_subject and rises else []), *before]:
        kind = table.of_noun(noun) if noun.lemma_.lower() in COUNTING else None
        if kind is not None and kind.counts:
            return Act(kind.id, noun, kind, undergone=True)
    return None
