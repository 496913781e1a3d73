"""Numbers as texts write them: digits, words, fractions, ranges, with the bounds that the words around them give."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Token
from text_to_num import text2num

from claims.engine.values import Bound, Quantity

ROUGHLY = 0.1  # "about 50", "nearly 50": within a tenth, the rounding that such words announce
LARGEST = 1e15  # beyond it a row of digits is no count
ORDINAL_ENDS = ("th", "first", "second", "third")
SUFFIXED = re.compile(r"(\d{1,15}(?:\.\d{1,3})?)(k|m|bn|km|kms)", re.IGNORECASE)
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,3})?|\d{1,15}(?:\.\d{1,3})?")
_PAIR = re.compile(r"(\d{1,9})[-–](\d{1,9})")
_RANGE_WORDS = frozenset({"to", "-", "–", "and"})
_OF_WHOLE = frozenset({"of", "the", "its", "their", ",", "."})  # behind a fraction; "a third attack" is none
_LONGEST_NUMBER = 8  # words: "one hundred and twenty-two thousand"
_LONGEST_PHRASE = 3  # words: "half a million", "a large number"
_WORDS_BEFORE = 4  # the longest comparator has four words

Read = tuple[Quantity, int]  # a quantity and the index behind its number


@dataclass(frozen=True)
class NumberWords:
    """The words of quantities.toml that make up numbers, sorted by what they are looked up with."""

    before: Mapping[tuple[str, ...], Bound]
    after: Mapping[tuple[str, ...], Bound]
    vague: Mapping[tuple[str, ...], tuple[float, float | None]]
    rough: Mapping[tuple[str, ...], float]
    fractions: Mapping[tuple[str, ...], float]
    multipliers: Mapping[str, float]

    @classmethod
    def build(cls, data: Mapping[str, Mapping[str, object]]) -> "NumberWords":
        """Take the tables as TOML holds them."""
        return cls(
            before=_phrases(data["bounds"]["before"]),
            after=_phrases(data["bounds"]["after"]),
            vague={tuple(words.split()): _limits(limits) for words, limits in data["vague"].items()},
            rough=_values(data["rough"]),
            fractions=_values(data["fractions"]),
            multipliers={word: float(str(value)) for word, value in data["multipliers"].items()},
        )


def read_number(tokens: Sequence[Token], lower: Sequence[str], at: int, words: NumberWords) -> Read | None:
    """The quantity whose number starts at a token, and the index behind it. lower: the tokens in lower case."""
    phrased, number = _phrase(lower, at, words), _number(tokens, lower, at, words)
    if phrased and (number is None or number[1] <= phrased[1]):
        return phrased
    if number is None:
        return None
    value, end = number
    second = _range_end(tokens, lower, at, end, words)
    if second:
        return Quantity(None, value, second[0], Bound.RANGE), second[1]
    pair = _PAIR.fullmatch(lower[at])
    if pair:
        return Quantity(None, float(pair[1]), float(pair[2]), Bound.RANGE), at + 1
    return _bounded(value, _bound(lower, at, end, words, Bound.EXACT)), end


def _phrase(lower: Sequence[str], at: int, words: NumberWords) -> Read | None:
    """A number in set words: "dozens", "half a million", "a quarter of a million", "two thirds"."""
    for length in range(min(_LONGEST_PHRASE, len(lower) - at), 0, -1):
        phrase, end = tuple(lower[at : at + length]), at + length
        if phrase in words.vague and not (at and lower[at - 1] == "as"):
            low, high = words.vague[phrase]
            return Quantity(None, low, high, Bound.VAGUE), end
        if phrase in words.rough:
            return _bounded(words.rough[phrase], _bound(lower, at, end, words, Bound.ABOUT)), end
        if phrase in words.fractions and (end == len(lower) or lower[end] in _OF_WHOLE):
            whole, behind = _whole(lower, end, words)
            bound = _bound(lower, at, behind, words, Bound.ABOUT if whole > 1 else Bound.EXACT)
            return _bounded(words.fractions[phrase] * whole, bound), behind
    return None


def _whole(lower: Sequence[str], end: int, words: NumberWords) -> tuple[float, int]:
    """What a fraction is of: "(a quarter) of a million", else one."""
    if tuple(lower[end : end + 2]) == ("of", "a") and len(lower) > end + 2 and lower[end + 2] in words.multipliers:
        return words.multipliers[lower[end + 2]], end + 3
    return 1.0, end


def _number(tokens: Sequence[Token], lower: Sequence[str], at: int, words: NumberWords) -> tuple[float, int] | None:
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
    while end < len(lower) and lower[end] in words.multipliers and (len(lower[end]) > 1 or _is_glued(tokens, end)):
        value, end = value * words.multipliers[lower[end]], end + 1
    return (value, end) if 0 <= value < LARGEST else None


def _is_glued(tokens: Sequence[Token], at: int) -> bool:
    """ "2m people": a letter that multiplies, and no unit of length."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return not tokens[at - 1].whitespace_ and after is not None and after.tag_ == "NNS"


def _figure(word: str) -> float | None:
    """The value of a number in digits: "30,000", "1.5", "40k", "40km", "20+"."""
    word = word.rstrip("+").lstrip("$€£")
    if _FIGURE.fullmatch(word):
        return float(word.replace(",", ""))
    pair = _PAIR.fullmatch(word)
    if pair:
        return float(pair[1])
    suffixed = SUFFIXED.fullmatch(word)
    if suffixed:
        return float(suffixed[1]) * {"k": 1e3, "m": 1e6, "bn": 1e9}.get(suffixed[2].lower(), 1)
    return None


def _words_end(tokens: Sequence[Token], lower: Sequence[str], at: int, words: NumberWords) -> int:
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
    return token.like_num and token.is_alpha and not token.lower_.endswith(ORDINAL_ENDS)


@lru_cache(maxsize=4096)
def _in_words(phrase: str) -> float | None:
    try:
        return float(text2num(phrase.replace(" - ", " "), "en"))
    except (ValueError, KeyError, IndexError):
        return None


def _range_end(
    tokens: Sequence[Token], lower: Sequence[str], at: int, end: int, words: NumberWords
) -> tuple[float, int] | None:
    """The upper end of "between 20 and 30", "20 to 30"; "rose from 20 to 30" is no range."""
    if end + 1 >= len(lower) or lower[end] not in _RANGE_WORDS or (at and lower[at - 1] == "from"):
        return None
    if lower[end] == "and" and not (at and lower[at - 1] == "between"):
        return None
    second, first = _number(tokens, lower, end + 1, words), _number(tokens, lower, at, words)
    return second if second and first and second[0] > first[0] else None


def _bound(lower: Sequence[str], at: int, end: int, words: NumberWords, default: Bound) -> Bound:
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


def _phrases(table: object) -> dict[tuple[str, ...], Bound]:
    assert isinstance(table, dict)
    return {tuple(words.split()): Bound(bound) for words, bound in table.items()}


def _values(table: Mapping[str, object]) -> dict[tuple[str, ...], float]:
    return {tuple(words.split()): float(str(value)) for words, value in table.items()}


def _limits(limits: object) -> tuple[float, float | None]:
    assert isinstance(limits, list)
    low, *high = (float(limit) for limit in limits)
    return low, (high[0] if high else None)
