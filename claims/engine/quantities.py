"""How many, and of what: the numbers of a claim with the nouns that they count.

Left out are numbers that count nothing: dates, times of day, ordinals, the numbers of units and roads, ages.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.tokens import Token

from claims.engine.numerals import ORDINAL_ENDS, SUFFIXED, NumberWords, read_number
from claims.engine.values import Bound, Quantity

_YEAR = re.compile(r"(?:19|20)\d\d")
_FRACTION = re.compile(r"\d/\d")
_CLOCK_FACE = re.compile(r"[0-2]\d[0-5]\d")
_DASHES = ("-", "–")
_CURRENCIES = ("$", "€", "£")
_CLOCK = frozenset({"am", "pm", "a.m.", "p.m.", "a.m", "p.m", "gmt", "utc", "o'clock", "/"})
_POINTING = frozenset({"the", "this", "that", "no", "any", "every", "each", "which", "a"})
_THEM = frozenset({"them", "whom"})
_HIT = frozenset({"those", "dead", "killed", "victims", "wounded", "injured"})  # "nine of the dead were soldiers"
_COUNTING = frozenset({"nummod", "quantmod", "amod", "compound"})  # how a number hangs on what it counts
_COUNTED = frozenset({"NOUN", "PROPN", "SYM", "ADJ"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr", "ROOT", "conj"})
_NOUN_REACH = 6  # words between a number and its noun: "12 heavily armed government soldiers"


@dataclass(frozen=True)
class QuantityWords:
    """The words of quantities.toml, sorted by what they are looked up with."""

    numbers: NumberWords
    roles: Mapping[str, str]  # counted noun -> role
    units: Mapping[str, str]  # counted noun -> unit
    people: frozenset[str]  # nouns of people that are no unit of their own: "patient", "teacher"
    name_signs: frozenset[str]
    ordinals: Mapping[str, int]
    numbered: frozenset[str]  # what an ordinal may number: "the second time"
    hyphened: frozenset[str]  # what a number with a hyphen counts all the same: "a 20-member team"

    @classmethod
    def build(cls, data: Mapping[str, Mapping[str, object]]) -> "QuantityWords":
        """Take the tables as TOML holds them."""
        signs = data["signs"]
        return cls(
            numbers=NumberWords.build(data),
            roles=_inverted(data["roles"]),
            units=_inverted(data["nouns"]),
            people=frozenset(_strings(signs["people"])),
            name_signs=frozenset(_strings(signs["name"])),
            ordinals={word: int(str(value)) for word, value in data["ordinals"].items()},
            numbered=frozenset(_strings(signs["numbered"])),
            hyphened=frozenset(_strings(signs["hyphened"])),
        )


@dataclass(frozen=True, slots=True)
class Counted:
    """A quantity with the tokens it was read from: its last number word, and the noun it counts (None: unsaid)."""

    quantity: Quantity
    number: Token
    noun: Token | None
    of_people: bool = False


def find_quantities(
    tokens: Sequence[Token], words: QuantityWords, taken: frozenset[int] = frozenset()
) -> tuple[Counted, ...]:
    """The numbers in a list of tokens, in text order. taken: indices (in the document) that dates and names hold."""
    lower = [token.lower_ for token in tokens]
    found: list[Counted] = []
    at = 0
    while at < len(tokens):
        free = tokens[at].i not in taken and not _is_name(tokens, lower, at, words)
        read = read_number(tokens, lower, at, words.numbers) if free else None
        if read:
            quantity, end = read
            counted = _counted(quantity, tokens, at, end, words)
            if not (_is_year(counted, words) or _is_titled(counted) or _is_converted(counted, found, lower, at)):
                found.append(counted)
            at = end
        else:
            at += 1
    return tuple(found) or _numbered(tokens, words)


def _numbered(tokens: Sequence[Token], words: QuantityWords) -> tuple[Counted, ...]:
    """ "its fifth year", "the second time", in a claim without another number."""
    for ordinal, noun in pairwise(tokens):
        value = float(words.ordinals.get(ordinal.lower_, 0))
        if value and noun.lower_ in words.numbered:
            unit, role = noun.lower_, words.roles.get(noun.lower_, "sequence")
            return (Counted(Quantity(value, value, value, Bound.EXACT, unit, role), ordinal, noun),)
    return ()


# Numbers that count nothing


def _is_name(tokens: Sequence[Token], lower: Sequence[str], at: int, words: QuantityWords) -> bool:
    """Whether the number is part of a name, an age, a time of day or a list."""
    token = tokens[at]
    before, after = lower[at - 1] if at else "", lower[at + 1] if at + 1 < len(lower) else ""
    if before in words.name_signs and _is_named(tokens, lower, at):
        return True
    if after in _DASHES and at + 2 < len(lower) and not tokens[at + 2].like_num:
        return lower[at + 2] not in words.hyphened  # "32-year-old", "two-stage"
    if after in _DASHES and at + 2 < len(lower):
        joined = lower[at + 2]  # "the forty-fifth day", "2-1/2 years"
        if joined.endswith(ORDINAL_ENDS) or _FRACTION.fullmatch(joined):
            return True
    if _is_score(lower, at) or _is_age(tokens, lower, at) or _FRACTION.fullmatch(lower[at]):
        return True
    if ":" in (before, after) or after in _CLOCK or before == "/":
        return True
    if token.lower_ == "one" and after not in words.numbers.multipliers:
        counts = token.dep_ in ("nummod", "nsubjpass", "dobj")  # "one man", "one was killed"
        return not counts or before in _POINTING or after == "of"
    return token.ent_type_ in ("TIME", "ORDINAL") and token.dep_ != "nummod"


def _is_named(tokens: Sequence[Token], lower: Sequence[str], at: int) -> bool:
    """Whether a word such as "brigade" takes the number behind it as its name."""
    sign, number = tokens[at - 1], tokens[at]
    if sign.lower_ == "number" and at > 1 and lower[at - 2] in ("the", "a"):
        return False
    counts = number.dep_ == "nummod" and number.head.i > number.i
    return not (counts and sign.text.islower() and sign.pos_ == "NOUN")


def _is_score(lower: Sequence[str], at: int) -> bool:
    """ "won 31 - 24": two numbers that no range puts in this order."""
    for first in (at, at - 2):
        pair = lower[max(0, first) : first + 3] if first >= 0 else []
        if len(pair) == 3 and pair[1] in _DASHES and pair[0].isdecimal() and pair[2].isdecimal():
            return len(pair[0]) <= 3 and len(pair[2]) <= 3 and int(pair[0]) >= int(pair[2])
    return False


def _is_age(tokens: Sequence[Token], lower: Sequence[str], at: int) -> bool:
    """ "Jane Roe, 32, was", "under the age of 18", "12 years old", "a 5 year old girl"."""
    if at > 1 and lower[at - 1] == "of" and lower[at - 2] in ("age", "ages"):
        return True
    if any(tuple(lower[at + 1 : at + 3]) == (year, "old") for year in ("year", "years", "month", "months")):
        return True
    if len(lower[at]) > 2 or at + 1 >= len(lower):
        return False
    if at and tokens[at - 1].ent_type_ == "PERSON" and tokens[at].dep_ != "nummod":
        return tokens[at + 1].pos_ in ("VERB", "AUX")  # "Jane Roe 32 was", its commas lost
    return at > 1 and lower[at - 1] == lower[at + 1] == "," and tokens[at - 2].pos_ == "PROPN"


def _is_year(counted: Counted, words: QuantityWords) -> bool:
    """ "the 2014 campaign": a bare number like a year that counts no known thing."""
    if counted.quantity.bound is not Bound.EXACT or not _YEAR.fullmatch(counted.number.text):
        return False
    if counted.noun is None:
        return counted.number.dep_ not in _ARGUMENTS
    return counted.quantity.unit not in words.units.values() and not counted.of_people


def _is_titled(counted: Counted) -> bool:
    """ "the 3000 Housing Project", "at 1850": a number in a name, or a time of day; "600 Syrians" are counted."""
    noun = counted.noun
    if noun is None:
        before = counted.number.nbor(-1) if counted.number.i else None
        return bool(_CLOCK_FACE.fullmatch(counted.number.text)) and before is not None and before.lower_ == "at"
    name = [token for token in counted.number.doc[counted.number.i + 1 : counted.number.i + 3] if token.tag_ == "NNP"]
    return counted.number.text[:1].isdigit() and len(name) == 2 and noun in name and not counted.quantity.role


def _is_converted(counted: Counted, found: Sequence[Counted], lower: Sequence[str], at: int) -> bool:
    """ "15 kilometres (10 miles)": the same length, told twice."""
    bracketed = "(" in lower[max(0, at - 2) : at]
    return bracketed and bool(found) and counted.quantity.role == found[-1].quantity.role != ""


# What they count


def _counted(quantity: Quantity, tokens: Sequence[Token], at: int, end: int, words: QuantityWords) -> Counted:
    """The quantity of tokens[at:end] with its noun, unit and the role that the noun gives it."""
    number = tokens[end - 1]
    noun = _noun(number, tokens, end)
    unit = noun.lemma_.lower() if noun is not None else ""
    glued = SUFFIXED.fullmatch(number.lower_)
    if glued and glued[2].lower() in ("km", "kms"):
        unit = "km"
    elif any(token.text[:1] in _CURRENCIES for token in tokens[max(0, at - 1) : end]):
        unit = "$"
    elif noun is not None and noun.ent_type_ == "NORP" and noun.pos_ == "PROPN":
        unit = "people"  # "600 Syrians"
    role, unit = words.roles.get(unit, ""), words.units.get(unit, unit)
    if role == "distance" and any(token.lower_ in ("square", "sq") for token in tokens[end : end + 2]):
        role, unit = "territory", f"square {unit}"
    if not role and quantity.value is not None and quantity.value < 1:
        role = "share"
    return Counted(replace(quantity, unit=unit, role=role), number, noun, unit in words.people)


def _noun(number: Token, tokens: Sequence[Token], end: int) -> Token | None:
    """The noun that a number counts: its head, the noun behind it, or the noun of "dozens of people"."""
    head = number.head
    if number.dep_ in _COUNTING and head.pos_ in _COUNTED and number.i < head.i <= number.i + _NOUN_REACH:
        between = [token for token in tokens if number.i < token.i <= head.i]
        mine = bool(between) and between[-1].i == head.i and not any(token.tag_ == "DT" for token in between)
        return head if mine else None  # "rose to 112 a monitor said": another phrase begins behind the number
    if end < len(tokens) and tokens[end].lower_ == "of":
        whole = next((c for c in tokens[end].children if c.dep_ == "pobj" and not c.like_num), None)
        if whole is not None and whole.lower_ in _HIT:
            verb = number.head if number.dep_ == "nsubj" and number.head.lemma_ == "be" else None
            return next((c for c in (verb.children if verb else ()) if c.dep_ == "attr" and c.pos_ == "NOUN"), whole)
        return _what_they_are(whole, tokens, end + 2) if whole is not None and whole.lower_ in _THEM else whole
    if end < len(tokens) - 1 and tokens[end].text in _DASHES:
        return tokens[end + 1]  # "20-member"
    for token in tokens[end : end + 3]:
        if token.pos_ == "NOUN":
            return token
        if token.pos_ not in ("ADJ", "ADV", "PROPN") and token.tag_ not in ("VBN", "VBG"):
            return None
    return None


def _what_they_are(they: Token, tokens: Sequence[Token], end: int) -> Token:
    """ "(nine of) them were soldiers", "(two of) them children": the noun that says what those counted are."""
    for token in tokens[end : end + 3]:
        if token.pos_ == "NOUN":
            return token
        if token.pos_ not in ("AUX", "ADJ"):
            break
    return they


def _strings(values: object) -> list[str]:
    assert isinstance(values, list)
    return [str(value) for value in values]


def _inverted(table: Mapping[str, object]) -> dict[str, str]:
    return {noun: key for key, nouns in table.items() for noun in _strings(nouns)}
