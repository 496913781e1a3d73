"""What was done: one class of action for the many words that tell it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Token

from claims.engine.clause import Clause, ancestors, child_of

_REACH = 8  # words between a verb and the word that makes a phrase with it: "left at least 12 people dead"
_COPULAS = frozenset({"be", "remain", "stand", "stay", "become"})
_COUNTING = frozenset({"toll", "number", "count", "tally", "figure"})
_ARTICLES = frozenset({"a", "an", "the"})
_RESULTING = frozenset({"lead", "result"})
_WITHIN = frozenset({"in", "under", "on", "into", "of"})


@dataclass(frozen=True, slots=True)
class ActionClass:
    """One class of actions.toml. slot: what its claims answer by default; counts: role of the numbers it governs,
    subject_only: only of those who do it ("12 people left", but not "left 12 behind"). natural: it has no doer."""

    id: str
    slot: str = "happened"
    counts: str = ""
    violent: bool = False
    subject_only: bool = False
    natural: bool = False


NO_CLASS = ActionClass("", slot="")


@dataclass(frozen=True, slots=True)
class Act:
    """The action of a claim. core: the word that tells it. undergone: its subject is whom it is done to ("died")."""

    id: str
    core: Token
    kind: ActionClass = NO_CLASS
    undergone: bool = False


@dataclass(frozen=True)
class ActionTable:
    """The classes by the words that tell them."""

    classes: Mapping[str, ActionClass]
    verbs: Mapping[str, str]
    nouns: Mapping[str, str]
    uncounted: Mapping[str, str]  # nouns that are of a class where they have no article: "rebel fire"
    adjectives: Mapping[str, str]
    phrases: Mapping[str, Mapping[str, str]]  # verb -> the other word -> class
    undergone: frozenset[str]  # verbs, and verbs with a word, whose subject is whom it is done to
    light: frozenset[str]
    growing: frozenset[str]  # verbs that tell how far a count has come
    of_places: Mapping[str, str]  # verb -> the class it has where its object is a place: "took Palmyra"

    @classmethod
    def build(cls, light: Iterable[str], growing: Iterable[str], rows: Sequence[Mapping[str, Any]]) -> "ActionTable":
        """Take the rows as TOML holds them. Of two classes with one word the first wins."""
        phrases: dict[str, dict[str, str]] = {}
        for row in rows:
            for verb, word in (p.split() for p in (*row.get("phrases", ()), *row.get("undergone_phrases", ()))):
                phrases.setdefault(verb, {}).setdefault(word, row["id"])
        fields = ("slot", "counts", "violent", "subject_only", "natural")
        return cls(
            classes={row["id"]: ActionClass(row["id"], **{f: row[f] for f in fields if f in row}) for row in rows},
            verbs=_by_word(rows, "verbs", "undergone"),
            nouns=_by_word(rows, "nouns"),
            uncounted=_by_word(rows, "uncounted"),
            adjectives=_by_word(rows, "adjectives"),
            phrases=phrases,
            undergone=frozenset(_by_word(rows, "undergone", "undergone_phrases")),
            light=frozenset(light),
            growing=frozenset(growing),
            of_places=_by_word(rows, "of_places"),
        )

    def of_noun(self, noun: Token | None) -> ActionClass | None:
        """The class that a noun phrase tells: by its head, what it counts ("number of victims"), or its compounds."""
        if noun is None:
            return None
        lemma = noun.lemma_.lower()
        if lemma in _COUNTING:
            return self._of_count(noun) or self._class(self.nouns, lemma)
        if lemma in self.uncounted and not any(c.dep_ == "det" and c.lower_ in _ARTICLES for c in noun.children):
            return self._class(self.uncounted, lemma)
        found = self._class(self.nouns, lemma)
        if found is None and noun.pos_ in ("NOUN", "PROPN"):
            parts = [child for child in noun.lefts if child.dep_ in ("compound", "amod")]
            found = next((c for c in (self._class(self.nouns, p.lemma_.lower()) for p in reversed(parts)) if c), None)
        return found

    def _of_count(self, noun: Token) -> ActionClass | None:
        """What a count counts: "the death toll", "the number of victims", "the number of people killed"."""
        within = child_of(noun, "prep")
        counted = child_of(within, "pobj") if within is not None else None
        nouns = [*(c for c in noun.children if c.dep_ == "compound"), *([counted] if counted is not None else [])]
        found = next((kind for kind in map(self.of_noun, nouns) if kind is not None), None)
        if found is not None and found.counts:
            return found
        said = (c for host in (noun, *nouns) for c in host.children if c.dep_ in ("acl", "amod", "relcl"))
        kinds = [kind for kind in map(self.of_word, said) if kind is not None and kind.counts]
        return kinds[0] if kinds else found

    def of_word(self, token: Token) -> ActionClass | None:
        """The class that one word tells by itself, as verb, noun or adjective."""
        lemma, word = token.lemma_.lower(), token.lower_
        if token.pos_ in ("VERB", "AUX"):
            return self._class(self.verbs, lemma) or self._class(self.adjectives, word)
        return self._class(self.adjectives, word) or self._class(self.nouns, lemma)

    def _class(self, words: Mapping[str, str], word: str) -> ActionClass | None:
        return self.classes[words[word]] if word in words else None


def find_act(clause: Clause, atom: Sequence[Token], table: ActionTable) -> Act:
    """The action of a claim: the class of its verb, of the noun that a light verb carries, or of its noun."""
    head = clause.head
    above = _counted_above(clause, table)
    if above is not None:
        return above
    if head.pos_ in ("VERB", "AUX"):
        return _toll(clause, atom, table) or _phrase(clause, atom, table) or _verb(clause, table)
    kind = table.of_word(head) or table.of_noun(head)
    if kind is None or not kind.counts:
        counting = ((token, table.of_word(token)) for token in atom if token.dep_ in ("acl", "amod", "ROOT", "relcl"))
        kind = next((k for _, k in counting if k is not None and k.counts), kind)
    return Act(kind.id, head, kind) if kind else Act("", head)


def _counted_above(clause: Clause, table: ActionTable) -> Act | None:
    """The action of words that only go on with a count: "(killing 12,) including two children", "(and) six rebels"."""
    head = clause.head
    if head.lemma_.lower() == "include" and clause.subject is None:
        kinds = ((above, table.of_word(above)) for above in ancestors(head))
        return next((Act(kind.id, above, kind) for above, kind in kinds if kind is not None and kind.counts), None)
    if head.pos_ not in ("NOUN", "PROPN", "NUM") or not any(token.like_num for token in (head, *head.lefts)):
        return None
    first = head
    while first.dep_ in ("conj", "appos") and first.head != first:
        first = first.head
    return _undergone_by(first, table) if first != head else _told_of_the_last(head, table)


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
        if kind is not None and kind.counts:
            done = below.dep_ != "nsubj" or verb.lemma_.lower() in table.undergone
            return Act(kind.id, verb, kind, undergone=True) if done else None
        if verb.pos_ in ("VERB", "AUX") and verb.lemma_ != "include":
            return _among(verb, table) if below.dep_ == "nsubj" else None
        below = verb
    return None


def _among(verb: Token, table: ActionTable) -> Act | None:
    """ "Two children were among the dead", "... among nine people killed"."""
    among = next((child for child in verb.children if child.dep_ == "prep" and child.lower_ == "among"), None)
    all_hit = child_of(among, "pobj") if among is not None else None
    if all_hit is None:
        return None
    told = (c for c in all_hit.children if c.dep_ in ("acl", "relcl", "amod"))
    kinds = [table.of_noun(all_hit), *map(table.of_word, told)]
    kind = next((kind for kind in kinds if kind is not None and kind.counts), None)
    return Act(kind.id, verb, kind, undergone=True) if kind is not None else None


def of_place(act: Act, table: ActionTable) -> Act:
    """The action of a verb whose object is a place: "took a photo" is none, "took the town" a capture."""
    name = table.of_places.get(act.core.lemma_.lower(), "") if not act.kind.id else ""
    return Act(name, act.core, table.classes[name]) if name else act


def _toll(clause: Clause, atom: Sequence[Token], table: ActionTable) -> Act | None:
    """ "the death toll rose to 12": what was counted is the action, not the rise."""
    head, subject = clause.head, clause.subject
    lemma = head.lemma_.lower()
    if lemma not in table.growing and lemma not in _COPULAS:
        return None
    before = [token for token in atom if token.i < head.i] if lemma in table.growing else []
    for noun in [*([subject] if subject is not None and clause.own_subject else []), *before]:
        kind = table.of_noun(noun) if noun.lemma_.lower() in _COUNTING else None
        if kind is not None and kind.counts:
            return Act(kind.id, noun, kind, undergone=True)
    return None


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


def _verb(clause: Clause, table: ActionTable) -> Act:
    head = clause.head
    lemma = head.lemma_.lower()
    particle = child_of(head, "prt", "advmod")
    name = table.verbs.get(f"{lemma}-{particle.lower_}", "") if particle is not None else ""
    if name:
        return Act(name, head, table.classes[name])
    if lemma in table.light or lemma in _COPULAS or lemma == "have":
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
    among = _among(head, table)
    if among is not None:
        return among
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


def _by_word(rows: Sequence[Mapping[str, Any]], *keys: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows:
        for key in keys:
            for word in row.get(key, ()):
                found.setdefault(word, row["id"])
    return found
