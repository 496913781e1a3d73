"""How many, and of what: the numbers of a claim with the bounds their words give them.

Left out are numbers that count nothing: dates, times of day, ordinals, the numbers of units and roads, ages.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from spacy.tokens import Token
from text_to_num import text2num

from claims.engine.values import Bound, Quantity

ROUGHLY = 0.1  # "about 50", "nearly 50": within a tenth, the rounding that such words announce
LARGEST = 1e15  # beyond it a row of digits is no count
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,3})?|\d{1,15}(?:\.\d{1,3})?")
_SUFFIXED = re.compile(r"(\d{1,15}(?:\.\d{1,3})?)(k|m|bn|km|kms)", re.IGNORECASE)
_PAIR = re.compile(r"(\d{1,9})[-–](\d{1,9})")
_YEAR = re.compile(r"(?:19|20)\d\d")
_RANGE_WORDS = frozenset({"to", "-", "–", "and"})
_DASHES = ("-", "–")
_CURRENCIES = ("$", "€", "£")
_ORDINAL_ENDS = ("th", "first", "second", "third")
_LONGEST_NUMBER = 8  # words: "one hundred and twenty-two thousand"
_COUNTING = frozenset({"nummod", "quantmod", "amod", "compound"})  # how a number hangs on what it counts
_COUNTED = frozenset({"NOUN", "PROPN", "SYM", "ADJ"})
_NOUN_REACH = 6  # words between a number and its noun: "12 heavily armed government soldiers"
_WORDS_BEFORE = 4  # the longest comparator has four words


@dataclass(frozen=True)
class QuantityWords:
    """The words of quantities.toml, sorted by what they are looked up with."""

    before: Mapping[tuple[str, ...], Bound]
    after: Mapping[tuple[str, ...], Bound]
    vague: Mapping[tuple[str, ...], tuple[float, float | None]]
    rough: Mapping[tuple[str, ...], float]
    multipliers: Mapping[str, float]
    roles: Mapping[str, str]  # counted noun -> role
    units: Mapping[str, str]  # counted noun -> unit
    name_signs: frozenset[str]

    @classmethod
    def build(cls, data: Mapping[str, Mapping[str, object]]) -> "QuantityWords":
        """Take the tables as TOML holds them."""
        bounds, vague, rough = data["bounds"], data["vague"], data["rough"]
        return cls(
            before=_phrases(bounds["before"]),
            after=_phrases(bounds["after"]),
            vague={tuple(words.split()): _limits(limits) for words, limits in vague.items()},
            rough={tuple(words.split()): float(str(value)) for words, value in rough.items()},
            multipliers={word: float(str(value)) for word, value in data["multipliers"].items()},
            roles=_inverted(data["roles"]),
            units=_inverted(data["nouns"]),
            name_signs=frozenset(_strings(data["signs"]["name"])),
        )


@dataclass(frozen=True, slots=True)
class Counted:
    """A quantity with the tokens it was read from: its last number word, and the noun it counts (None: unsaid)."""

    quantity: Quantity
    number: Token
    noun: Token | None


def find_quantities(
    tokens: Sequence[Token], words: QuantityWords, taken: frozenset[int] = frozenset()
) -> tuple[Counted, ...]:
    """The numbers in a list of tokens, in text order. taken: indices (in the document) that dates and names hold."""
    lower = [token.lower_ for token in tokens]
    found: list[Counted] = []
    at = 0
    while at < len(tokens):
        read = None if tokens[at].i in taken else _read(tokens, lower, at, words)
        if read:
            quantity, end = read
            counted = _counted(quantity, tokens, at, end, words)
            if not _is_year(counted, words):
                found.append(counted)
            at = end
        else:
            at += 1
    return tuple(found)


def _read(tokens: Sequence[Token], lower: Sequence[str], at: int, words: QuantityWords) -> tuple[Quantity, int] | None:
    """The quantity whose number starts at a token, and the index behind it."""
    for length in (3, 2, 1):
        phrase = tuple(lower[at : at + length])
        if len(phrase) < length:
            continue
        if phrase in words.vague and not (at and lower[at - 1] == "as"):
            low, high = words.vague[phrase]
            return Quantity(None, low, high, Bound.VAGUE), at + length
        if phrase in words.rough:
            return _bounded(words.rough[phrase], _bound(lower, at, at + length, words, Bound.ABOUT)), at + length
    number = _number(tokens, lower, at, words)
    if number is None or _is_name(tokens, lower, at, words):
        return None
    value, end = number
    second = _range_end(tokens, lower, at, end, words)
    if second:
        return Quantity(None, value, second[0], Bound.RANGE), second[1]
    pair = _PAIR.fullmatch(lower[at])
    if pair:
        return Quantity(None, float(pair[1]), float(pair[2]), Bound.RANGE), at + 1
    return _bounded(value, _bound(lower, at, end, words, Bound.EXACT)), end


def _number(tokens: Sequence[Token], lower: Sequence[str], at: int, words: QuantityWords) -> tuple[float, int] | None:
    """The value of the number that starts at a token ("5 thousand", "30 000"), and the index behind it."""
    value, end = _figure(lower[at]), at + 1
    if value is None:
        end = _words_end(tokens, lower, at, words)
        value = _in_words(" ".join(lower[at:end])) if end > at else None
        if value is None:
            return None
    while end < len(lower) and lower[end].isdigit() and len(lower[end]) == 3 and lower[end - 1].isdigit():
        if len(lower[end - 1]) > 3 or tokens[end].i != tokens[end - 1].i + 1:
            break
        value, end = value * 1000 + float(lower[end]), end + 1
    if end + 1 < len(lower) and lower[end] == "," and lower[end + 1] == "000":
        value, end = value * 1000, end + 2  # "2, 000", as tokenised texts have it
    while end < len(lower) and lower[end] in words.multipliers and len(lower[end]) > 1:
        value, end = value * words.multipliers[lower[end]], end + 1
    return (value, end) if 0 <= value < LARGEST else None


def _figure(word: str) -> float | None:
    """The value of a number in digits: "30,000", "1.5", "40k", "40km", "20+"."""
    word = word.rstrip("+").lstrip("$€£")
    if _FIGURE.fullmatch(word):
        return float(word.replace(",", ""))
    pair = _PAIR.fullmatch(word)
    if pair:
        return float(pair[1])
    suffixed = _SUFFIXED.fullmatch(word)
    if suffixed:
        return float(suffixed[1]) * {"k": 1e3, "m": 1e6, "bn": 1e9}.get(suffixed[2].lower(), 1)
    return None


def _words_end(tokens: Sequence[Token], lower: Sequence[str], at: int, words: QuantityWords) -> int:
    """The index behind the number words that start at a token; `at` itself when none does."""
    end = at
    while end < len(tokens) and end - at < _LONGEST_NUMBER:
        within = end > at and end + 1 < len(tokens) and _is_number_word(tokens[end + 1])
        joins = within and (lower[end] == "-" or (lower[end] == "and" and lower[end - 1] in words.multipliers))
        if not (joins or _is_number_word(tokens[end])):
            break
        end += 1
    return end


def _is_number_word(token: Token) -> bool:
    return token.like_num and token.is_alpha and not token.lower_.endswith(_ORDINAL_ENDS)


@lru_cache(maxsize=4096)
def _in_words(phrase: str) -> float | None:
    try:
        return float(text2num(phrase.replace(" - ", " "), "en"))
    except (ValueError, KeyError, IndexError):
        return None


def _is_name(tokens: Sequence[Token], lower: Sequence[str], at: int, words: QuantityWords) -> bool:
    """Whether the number is part of a name, an age, a time of day or a list."""
    token = tokens[at]
    before, after = lower[at - 1] if at else "", lower[at + 1] if at + 1 < len(lower) else ""
    if before in words.name_signs and not (before == "number" and at > 1 and lower[at - 2] in ("the", "a")):
        return True
    if after in _DASHES and at + 2 < len(lower) and not tokens[at + 2].like_num:
        return True  # "32-year-old", "two-stage"
    if _is_score(lower, at) or _is_age(tokens, lower, at):
        return True
    if before == ":" or after == ":" or after in ("am", "pm", "a.m.", "p.m.", "gmt", "o'clock", "/"):
        return True
    if token.lower_ == "one":
        return token.dep_ != "nummod"
    return token.ent_type_ in ("TIME", "ORDINAL") and token.dep_ != "nummod"


def _is_score(lower: Sequence[str], at: int) -> bool:
    """ "won 31 - 24": two numbers that no range puts in this order."""
    for first in (at, at - 2):
        pair = lower[max(0, first) : first + 3] if first >= 0 else []
        if len(pair) == 3 and pair[1] in _DASHES and pair[0].isdecimal() and pair[2].isdecimal():
            return len(pair[0]) <= 3 and len(pair[2]) <= 3 and int(pair[0]) >= int(pair[2])
    return False


def _is_age(tokens: Sequence[Token], lower: Sequence[str], at: int) -> bool:
    """ "Jane Roe, 32, was": a number between commas behind a name."""
    between = 2 <= at < len(lower) - 1 and lower[at - 1] == "," and lower[at + 1] == ","
    return between and tokens[at - 2].pos_ == "PROPN" and len(lower[at]) <= 2


def _is_year(counted: Counted, words: QuantityWords) -> bool:
    """ "the 2014 campaign": a bare number like a year that counts no known thing."""
    if counted.quantity.bound is not Bound.EXACT or not _YEAR.fullmatch(counted.number.text):
        return False
    return counted.quantity.unit not in words.units.values() and counted.noun is not None


def _range_end(
    tokens: Sequence[Token], lower: Sequence[str], at: int, end: int, words: QuantityWords
) -> tuple[float, int] | None:
    """The upper end of "between 20 and 30", "20 to 30"; "rose from 20 to 30" is no range."""
    if end + 1 >= len(lower) or lower[end] not in _RANGE_WORDS or (at and lower[at - 1] == "from"):
        return None
    if lower[end] == "and" and not (at and lower[at - 1] == "between"):
        return None
    second, first = _number(tokens, lower, end + 1, words), _number(tokens, lower, at, words)
    return second if second and first and second[0] > first[0] else None


def _bound(lower: Sequence[str], at: int, end: int, words: QuantityWords, default: Bound) -> Bound:
    """The bound that the words around a number give it."""
    for length in range(_WORDS_BEFORE, 0, -1):
        bound = words.before.get(tuple(lower[max(0, at - length) : at])) if length <= at else None
        if bound:
            return bound
    for length in (2, 1):
        bound = words.after.get(tuple(lower[end : end + length]))
        if bound:
            return bound
    return Bound.AT_LEAST if lower[end - 1].endswith("+") else default


def _bounded(value: float, bound: Bound) -> Quantity:
    if bound in (Bound.AT_LEAST, Bound.MORE_THAN):
        return Quantity(value, value, None, bound)
    if bound in (Bound.AT_MOST, Bound.LESS_THAN):
        return Quantity(value, None, value, bound)
    if bound is Bound.ABOUT:
        return Quantity(value, value * (1 - ROUGHLY), value * (1 + ROUGHLY), bound)
    return Quantity(value, value, value, bound)


def _counted(quantity: Quantity, tokens: Sequence[Token], at: int, end: int, words: QuantityWords) -> Counted:
    """The quantity of tokens[at:end] with its noun, unit and the role that the noun gives it."""
    number = tokens[end - 1]
    noun = _noun(number, tokens, end)
    unit = noun.lemma_.lower() if noun is not None else ""
    glued = _SUFFIXED.fullmatch(number.lower_)
    if glued and glued[2].lower() in ("km", "kms"):
        unit = "km"
    elif any(token.text[:1] in _CURRENCIES for token in tokens[max(0, at - 1) : end]):
        unit = "$"
    role, unit = words.roles.get(unit, ""), words.units.get(unit, unit)
    if role == "distance" and any(token.lower_ in ("square", "sq") for token in tokens[end : end + 2]):
        role, unit = "territory", f"square {unit}"
    return Counted(replace(quantity, unit=unit, role=role), number, noun)


def _noun(number: Token, tokens: Sequence[Token], end: int) -> Token | None:
    """The noun that a number counts: its head, the noun behind it, or the noun of "dozens of people"."""
    head = number.head
    if number.dep_ in _COUNTING and head.pos_ in _COUNTED and number.i < head.i <= number.i + _NOUN_REACH:
        between = [token for token in tokens if number.i < token.i <= head.i]
        mine = bool(between) and between[-1].i == head.i and not any(token.tag_ == "DT" for token in between)
        return head if mine else None  # "rose to 112 a monitor said": another phrase begins behind the number
    if end < len(tokens) and tokens[end].lower_ == "of":
        return next((child for child in tokens[end].children if child.dep_ == "pobj"), None)
    for token in tokens[end : end + 3]:
        if token.pos_ == "NOUN":
            return token
        if token.pos_ not in ("ADJ", "ADV", "PROPN") and token.tag_ not in ("VBN", "VBG"):
            return None
    return None


def _phrases(table: object) -> dict[tuple[str, ...], Bound]:
    assert isinstance(table, dict)
    return {tuple(words.split()): Bound(bound) for words, bound in table.items()}


def _limits(limits: object) -> tuple[float, float | None]:
    low, *high = _floats(limits)
    return low, (high[0] if high else None)


def _floats(values: object) -> list[float]:
    assert isinstance(values, list)
    return [float(value) for value in values]


def _strings(values: object) -> list[str]:
    assert isinstance(values, list)
    return [str(value) for value in values]


def _inverted(table: Mapping[str, object]) -> dict[str, str]:
    return {noun: key for key, nouns in table.items() for noun in _strings(nouns)}
