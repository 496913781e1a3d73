"""Which action a claim tells: its verb's, that of the noun that a light verb carries, or of a count it goes on with."""

from collections.abc import Sequence

from spacy.tokens import Token

from claims.engine.actions import Act, ActionTable
from claims.engine.clause import Clause, child_of
from claims.engine.tolls import COPULAS, among, counted_above, toll

_REACH = 8  # words between a verb and the word that makes a phrase with it: "left at least 12 people dead"
_RESULTING = frozenset({"lead", "result"})
_WITHIN = frozenset({"in", "under", "on", "into", "of"})


def find_act(clause: Clause, atom: Sequence[Token], table: ActionTable) -> Act:
    """The action of a claim: the class of its verb, of the noun that a light verb carries, or of its noun."""
    head = clause.head
    above = counted_above(clause, atom, table)
    if above is not None:
        return above
    if head.pos_ in ("VERB", "AUX"):
        found = toll(clause, atom, table) or _phrase(clause, atom, table)
        return found or _deemed(clause, table) or _verb(clause, table)
    kind = table.of_word(head) or table.of_noun(head)
    if kind is None or not kind.counts:
        counting = ((token, table.of_word(token)) for token in atom if token.dep_ in ("acl", "amod", "ROOT", "relcl"))
        kind = next((k for _, k in counting if k is not None and k.counts), kind)
    return Act(kind.id, head, kind) if kind else Act("", head)


def of_place(act: Act, table: ActionTable) -> Act:
    """The action of a verb whose object is a place: "took a photo" is none, "took the town" a capture."""
    name = table.of_places.get(act.core.lemma_.lower(), "") if not act.kind.id else ""
    return Act(name, act.core, table.classes[name]) if name else act


def _phrase(clause: Clause, atom: Sequence[Token], table: ActionTable) -> Act | None:
    """ "cleared the road of mines", "the mines were cleared": a verb and the word that makes a phrase with it."""
    head = clause.head
    others = table.phrases.get(head.lemma_.lower())
    if not others:
        return None
    undergoer = clause.subject if clause.passive else None
    for token in atom:
        if token == undergoer or head.i < token.i <= head.i + _REACH:
            name = others.get(token.lemma_.lower()) or others.get(token.lower_)
            if name:
                undergone = f"{head.lemma_.lower()} {token.lemma_.lower()}" in table.undergone
                return Act(name, token, table.classes[name], undergone)
    return None


def _deemed(clause: Clause, table: ActionTable) -> Act | None:
    """ "All five were presumed dead": what they are taken for is the action; "31 were identified among the dead"."""
    head = clause.head
    if not clause.passive:
        return None
    found = among(head, table)
    state = child_of(head, "oprd", "acomp") if head.lemma_.lower() in table.deeming else None
    kind = table.of_word(state) if state is not None else None
    if state is not None and kind is not None and kind.counts:
        found = Act(kind.id, state, kind, undergone=True)
    return found


def _verb(clause: Clause, table: ActionTable) -> Act:
    head = clause.head
    lemma = head.lemma_.lower()
    particle = child_of(head, "prt", "advmod")
    name = table.verbs.get(f"{lemma}-{particle.lower_}", "") if particle is not None else ""
    if name:
        return Act(name, head, table.classes[name])
    if lemma in table.light or lemma in COPULAS or lemma == "have":
        carried = _carried(clause, table)
        if carried:
            return carried
    name = table.verbs.get(lemma, "")
    if name:
        force = table.of_noun(clause.subject)
        if force is not None and force.natural and table.classes[name].violent and not clause.passive:
            return Act(force.id, head, force)  # "an earthquake hit the coast"
        return Act(name, head, table.classes[name], undergone=lemma in table.undergone)
    return Act(lemma, head)


def _carried(clause: Clause, table: ActionTable) -> Act | None:
    """The action in what a light verb or copula carries: "carried out an attack", "were under siege", "is dead"."""
    head = clause.head
    for relation in ("acomp", "oprd", "attr"):
        word = child_of(head, relation)
        kind = (table.of_word(word) or table.of_noun(word)) if word is not None else None
        if word is not None and kind:
            return Act(kind.id, word, kind, undergone=word.pos_ != "NOUN")
    counted = among(head, table)
    if counted is not None:
        return counted
    for noun in _carriers(clause):
        kind = table.of_noun(noun)
        if noun is not None and kind:
            return Act(kind.id, noun, kind)
    return None


def _carriers(clause: Clause) -> list[Token | None]:
    """The nouns that may tell what a light verb does, most telling first: what it led to, its object, its subject."""
    head, done = clause.head, clause.object
    subject = clause.subject if clause.passive or done is None else None
    if subject is not None and subject.pos_ == "PROPN":
        subject = None  # "Civil Defence"
    hosts = [head, *([done] if done is not None and done.lower_ == "part" else [])]  # "took part in talks"
    goals = [c for host in hosts for c in host.children if c.dep_ == "prep"]
    if head.lemma_ in _RESULTING:
        return [*(child_of(goal, "pobj") for goal in goals if goal.lower_ in ("in", "to")), done]
    return [done, subject, *(child_of(goal, "pobj") for goal in goals if goal.lower_ in _WITHIN)]
