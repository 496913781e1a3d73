"""What the numbers of a claim count, and which of them it is about."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Token

from claims.engine.actions import ActionTable
from claims.engine.clause import ancestors, child_of
from claims.engine.facts import Facts, SlotWords
from claims.engine.quantities import Counted
from claims.engine.tolls import including, told_of
from claims.engine.values import Bound, Quantity

VICTIMS = frozenset({"killed", "injured", "casualties"})
_CLIMB = 5  # words between a number and the action that counts it: "the toll rose to at least 12"
_THROUGH = frozenset({"of", "to", "at", "by"})  # prepositions that a count goes through: "rose to 12", "dozens of men"
_OF_NOUN = frozenset({"distance", "money", "percent", "share", "duration", "age", "magnitude", "territory", "sequence"})
_PEOPLE = frozenset({"", "person", "child", "woman", "civilian", "fighter"})
_INCLUDING = frozenset({"include", "including", "among", "like"})
_OF_THEM = frozenset({"them", "whom", "which", "they", "these"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "ROOT", "appos"})
_WITHIN_NOUN = frozenset({"conj", "nummod", "compound", "nmod", "amod", "quantmod"})
_INDEFINITE = frozenset({"a", "an", "another"})
_MOST_NAMED = 4  # people listed one by one: "a man, a woman and a child"


def with_roles(facts: Facts, actions: ActionTable) -> tuple[Counted, ...]:
    """The numbers of a claim, each with what it counts; "killed a man and a woman" counts two."""
    counted = tuple(_with_role(number, facts, actions) for number in facts.counted)
    if any(number.quantity.role in VICTIMS for number in counted):
        return counted
    return (*counted, *(_one_by_one(facts) or _none(facts)))


def subject_counts(facts: Facts, actions: ActionTable) -> str:
    """What the words of the subject count: "killed" in "most of the dead", "those killed"."""
    subject = facts.clause.subject
    if subject is None or not facts.clause.own_subject:
        return ""
    kinds = (actions.of_word(token) for token in facts.atom if subject in (token, token.head, token.head.head))
    return next((kind.counts for kind in kinds if kind is not None and kind.counts in VICTIMS), "")


def part(whole: str, facts: Facts, words: SlotWords) -> str:
    """ "-children" where the count is of a part of those hit, "" where it is of all.

    "Killed 26 civilians" is mostly told of all who died (in 15 of 19 such claims of seven annotated sets).
    """
    counted = [number for number in facts.counted if number.quantity.role == whole]
    mine = [number.quantity.unit for number in counted]
    if mine and mine[0] in words.wholes and not any(_beside_others(number, facts) for number in counted):
        return ""
    if not mine and facts.act.kind.counts == whole:
        victim = facts.victim
        joined = victim is None or any(child.dep_ == "conj" for child in victim.children)
        mine = [] if victim is None or joined else [facts.units.get(victim.lemma_.lower(), "")]
    if not mine or any(unit not in words.parts for unit in mine):
        return ""
    return f"-{words.parts[mine[0]]}"


def kept(whole: str, slot: str, facts: Facts, words: SlotWords) -> tuple[Quantity, ...]:
    """The numbers that answer the slot; in a claim that no number answers, the figures it tells.

    Beside the whole ("30 people, 24 of them civilians") the part is left out.
    """
    answering = [number for number in facts.counted if number.quantity.role == whole]
    if whole == slot and any(n.quantity.unit not in words.parts for n in answering):
        answering = [n for n in answering if n.quantity.unit not in words.parts]
    elif whole != slot:
        answering = [n for n in answering if n.quantity.unit == answering[0].quantity.unit]
    main = _main(answering or list(facts.counted), facts)
    if not answering and len(main) == 1 and whole in VICTIMS and _counts_people(main[0]):
        main = [_as(main[0], whole)]  # the only number of people in a count: "50 others injured"
    return tuple(number.quantity for number in main)


def _counts_people(number: Counted) -> bool:
    return not number.quantity.role and (number.of_people or number.quantity.unit in _PEOPLE)


def recounted(counted: Sequence[Counted], told: str, role: str) -> tuple[Counted, ...]:
    """The numbers of a claim, where those read in the role `told` count something wider."""
    return tuple(_as(number, role) if number.quantity.role == told else number for number in counted)


def _as(number: Counted, role: str) -> Counted:
    return replace(number, quantity=replace(number.quantity, role=role))


def gone_on(
    slot: str, quantities: tuple[Quantity, ...], counted: Sequence[Counted], before: str, words: SlotWords
) -> tuple[str, tuple[Quantity, ...]]:
    """ "Nine of them were children" behind a claim of the killed tells of the killed. before: that claim's slot."""
    base = before.split("-")[0]
    parts = [n for n in counted if _of_those(n) and n.quantity.unit in words.parts and n.quantity.role != "share"]
    narrowed = f"{base}-{words.parts[parts[0].quantity.unit]}" if parts else ""
    if slot not in ("other", "happened") or base not in VICTIMS or narrowed not in words.names:
        return slot, quantities
    return narrowed, (_as(parts[0], base).quantity,)


def _of_those(number: Counted) -> bool:
    """ "Nine of them", "among them nine children", "nine children were among them"."""
    noun = number.noun if number.noun is not None else number.number
    near = [token.lower_ for token in number.number.doc[max(0, number.number.i - 4) : noun.i + 5]]
    return _of_them(number) or any(first == "among" and then in _OF_THEM for first, then in pairwise(near))


# Which of several numbers the claim is about


def _main(counted: list[Counted], facts: Facts) -> list[Counted]:
    """The figures a claim tells, without those that only describe something in it."""
    for lesser in (_is_part, _is_length_of_time, _is_vague, _is_article, _is_aside):
        main = [number for number in counted if not lesser(number, facts)]
        counted = main or counted
    return counted


def _is_part(number: Counted, facts: Facts) -> bool:
    """ "including 3 children", "10 of them", "two of the 25": a part of a number told before it, or its whole."""
    noun = number.noun if number.noun is not None else number.number
    if _of_them(number) or (noun.head.lower_ == "of" and noun.head.head.like_num):
        return True
    return any(token.lower_ in _INCLUDING and token.i < number.number.i for token in list(ancestors(noun))[:3])


def _beside_others(number: Counted, facts: Facts) -> bool:
    """Whether others are counted beside these ("nine guards and six civilians"), or all of them before."""
    noun = number.noun if number.noun is not None else number.number
    joined = any(any(token.like_num for token in (other, *other.lefts)) for other in noun.conjuncts)
    listed = any(token.lemma_ == "include" for token in list(ancestors(noun))[:3])
    return joined or noun.dep_ == "appos" or listed or _of_them(number)


def _of_them(number: Counted) -> bool:
    """Whether a number counts some of those told of before: "nine of them were soldiers"."""
    behind = list(number.number.doc[number.number.i + 1 : number.number.i + 3])
    return len(behind) == 2 and behind[0].lower_ == "of" and behind[1].lower_ in _OF_THEM


def _is_length_of_time(number: Counted, facts: Facts) -> bool:
    return number.quantity.role in ("duration", "age")


def _is_vague(number: Counted, facts: Facts) -> bool:
    return number.quantity.value is None and number.quantity.bound is Bound.VAGUE


def _is_article(number: Counted, facts: Facts) -> bool:
    """ "in one house": hardly more than "a"; but "one person", "one soldier" is a count."""
    people = number.of_people or number.quantity.unit in _PEOPLE - {""}
    return number.number.lower_ == "one" and not people and not number.quantity.role


def _is_aside(number: Counted, facts: Facts) -> bool:
    """A number below the verb's own phrases: "an attack on two villages" beside "15 people fled"."""
    at, tops = number.noun if number.noun is not None else number.number, (facts.clause.head, facts.act.core)
    while at not in tops and at.head != at and (at.dep_ in _WITHIN_NOUN or at.head.lower_ == "of"):
        at = at.head.head if at.head.lower_ == "of" else at.head  # "the lives of 40 men"
    return at not in tops and (at.dep_ not in _ARGUMENTS or at.head not in tops)


# What each number counts


def _with_role(number: Counted, facts: Facts, actions: ActionTable) -> Counted:
    """A number's role: what its noun says by itself, else what the words around it count."""
    quantity = number.quantity
    if quantity.role in _OF_NOUN:
        return number
    role = _governing_count(number, facts, actions)
    if not role and quantity.unit == "fighter":
        role = "force"
    if role in VICTIMS and number.noun is not None and actions.of_cases(number.noun) is not None:
        quantity = replace(quantity, unit="person")  # "30 cases of suffocation"
    return replace(number, quantity=replace(quantity, role=quantity.role or role))


def _governing_count(number: Counted, facts: Facts, actions: ActionTable) -> str:
    """What the words around a number count: "44 bodies", "12 wounded", "killed 12", "12 were killed", "toll of 12"."""
    noun = number.noun if number.noun is not None else number.number
    own = actions.of_word(noun) or actions.of_cases(noun) if number.noun is not None else None
    if own is not None and own.counts in VICTIMS:
        return own.counts
    people = number.of_people or number.quantity.unit in _PEOPLE
    if number.noun is not None and not people and not facts.is_victim(noun):
        return own.counts if own is not None and own.counts == "strikes" else ""
    if number.quantity.unit == "place":
        return ""  # who left two towns were not two
    beside = _role_beside(number, noun, facts, actions)
    if beside in VICTIMS and (number.noun is None or noun.dep_ == "conj"):
        return beside  # "22 injured were brought in", "(the bodies of 31 victims and) 75 injured people"
    if _goes_on(noun, facts):
        return facts.act.kind.counts  # "(killed ... and) six rebels"
    if facts.act.kind.counts in VICTIMS and (facts.is_victim(noun) or facts.is_victim(_first_of(noun))):
        return facts.act.kind.counts
    above = beside or _counted_above(_hung(number, _first_of(noun), facts), facts, actions)
    listed = including(noun, actions) if _first_of(noun).head.lemma_ == "include" else ""
    return above or listed or (own.counts if own is not None else "")


def _first_of(noun: Token) -> Token:
    """The first of the nouns that one stands in a row with: "men" in "six men, two women and a boy"."""
    while noun.dep_ in ("conj", "nmod", "appos") and noun.head != noun:
        noun = noun.head
    return noun


def _goes_on(noun: Token, facts: Facts) -> bool:
    """Whether the claim goes on with a count told outside it: "(killed 9 and) six rebels", "(, including) a boy"."""
    head, first = facts.clause.head, _first_of(noun)
    if first == facts.act.core != noun:
        return True  # "the killing of 12 men (and) nine women", where the parser joins the women to the killing
    if first.head.lemma_ in ("include", "among") and facts.act.kind.counts:
        return not _inside(first.head, facts) or first.head == head
    return not _inside(facts.act.core, facts) and (noun.i in (head.i, head.head.i) or head in (noun.head, first.head))


def _hung(number: Counted, noun: Token, facts: Facts) -> Token:
    """What a number hangs on: "to" in "rose to at least 112 a group said", where the parser joins 112 to "group"."""
    if number.noun is not None or _inside(noun.head, facts):
        return noun
    before = reversed(list(noun.doc[max(0, noun.i - _CLIMB) : noun.i]))
    return next((token for token in before if token.lower_ in ("to", "at") and token.tag_ in ("IN", "TO")), noun)


def _inside(token: Token, facts: Facts) -> bool:
    return token.i in facts.inside


def _role_beside(number: Counted, noun: Token, facts: Facts, actions: ActionTable) -> str:
    """What the words right beside a number say became of those counted: "12 wounded", "50 others injured"."""
    following = number.number.nbor() if number.number.i + 1 < len(number.number.doc) else None
    modifiers = [child for child in noun.children if child.dep_ in ("acl", "amod", "relcl")]
    for token in [*([following] if following is not None and following.i != noun.i else []), *modifiers]:
        kind = actions.of_word(token)
        if kind is not None and kind.counts and not kind.subject_only and token.i in facts.inside:
            return kind.counts
    of = child_of(number.number, "prep")
    whole = child_of(of, "pobj") if of is not None and of.lower_ == "of" else None
    kinds = told_of(whole, actions) if whole is not None and noun.dep_ == "attr" else ()
    return next((kind.counts for kind in kinds), "")  # "nine of the dead were soldiers"


def _counted_above(noun: Token, facts: Facts, actions: ActionTable) -> str:
    """The role that the verb or noun above gives; who kills is not among the killed."""
    clause, below = facts.clause, noun
    for token in list(ancestors(noun))[:_CLIMB]:
        if token.i not in facts.inside:
            return ""
        if token.i == clause.head.i or token.i == facts.act.core.i:
            agent = below.dep_ == "nsubj" and not facts.act.undergone and not clause.passive
            kind = facts.act.kind
            misplaced = agent if kind.counts in VICTIMS else kind.subject_only and not agent
            return "" if misplaced else kind.counts
        reached = token.lower_ == "from" and below.lower_ == "to"  # "rose from 20 to 43"
        if token.pos_ == "ADP" and token.lower_ not in _THROUGH and not reached:
            return ""
        above = actions.of_word(token)
        if above is not None and above.counts:
            return "" if above.subject_only and below.dep_ != "nsubj" else above.counts
        below = token
    return ""


def _one_by_one(facts: Facts) -> tuple[Counted, ...]:
    """ "killed a man and a woman": people named one by one are counted, where nothing else counts them."""
    head, role = facts.clause.head, facts.act.kind.counts
    victim = child_of(head, "dobj", "pobj") if head.lemma_ == "include" else facts.victim
    if victim is None or role not in VICTIMS or victim.i not in facts.inside:
        return ()
    named = [victim, *victim.conjuncts]
    units = {facts.units.get(noun.lemma_.lower(), "") for noun in named}
    if len(named) > _MOST_NAMED or not units <= _PEOPLE - {""} or not all(map(_is_one, named)):
        return ()
    count, unit = float(len(named)), units.pop() if len(units) == 1 else "person"
    return (Counted(Quantity(count, count, count, Bound.EXACT, unit, role), victim, victim, of_people=True),)


def _none(facts: Facts) -> tuple[Counted, ...]:
    """ "There were no injuries", "nobody was killed": a count of nought."""
    role, core = facts.act.kind.counts, facts.act.core
    nouns = [noun for noun in (facts.victim, core) if noun is not None and noun.i in facts.inside]
    if role not in VICTIMS or not any(map(_is_nobody, nouns)):
        return ()
    return (Counted(Quantity(0.0, 0.0, 0.0, Bound.EXACT, "person", role), core, None, of_people=True),)


def _is_nobody(noun: Token) -> bool:
    people = noun.lower_ in ("nobody", "none") or noun.pos_ == "NOUN"
    return people and (noun.lower_ in ("nobody", "none") or any(c.lower_ == "no" for c in noun.lefts))


def _is_one(noun: Token) -> bool:
    return noun.tag_ == "NN" and any(c.dep_ == "det" and c.lower_ in _INDEFINITE for c in noun.children)
