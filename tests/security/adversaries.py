"""Strings that a regular expression would stumble over, made of its own literals and classes."""

import re
from collections.abc import Iterator
from re import _parser as parser
from typing import Any

SIZE = 100_000
# One of each kind of character that classes tell apart.
KINDS = ("a", "A", "0", "_", " ", "\n", ".", '"', "-", "é", "٣", "\u0301")
SHOWN = {
    "CATEGORY_DIGIT": "0",
    "CATEGORY_NOT_DIGIT": "a",
    "CATEGORY_SPACE": " ",
    "CATEGORY_NOT_SPACE": "a",
    "CATEGORY_WORD": "a",
    "CATEGORY_NOT_WORD": "-",
}
MOST = 16  # strings a pattern: those of long alternations are alike


def strings(pattern: str | bytes, flags: int) -> Iterator[str | bytes]:
    """Texts of SIZE characters: what it looks for over and over, its beginnings over and over, and after each of its
    beginnings a run of what it repeats there, with an end that it doesn't wait for."""
    text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    tree = parser.parse(pattern, flags)
    made = list(dict.fromkeys(_made(tree, text)))
    chosen = made if len(made) <= MOST else made[:: -(-len(made) // MOST)]
    for each in chosen:
        yield each.encode("latin-1", "replace") if isinstance(pattern, bytes) else each


def _made(tree: Any, text: str) -> Iterator[str]:
    for kind in KINDS:
        yield kind * SIZE
    for before, pump in _repeats(list(tree), ""):
        for unit in dict.fromkeys((pump, before + pump)):
            if unit:
                yield _filled(before, unit, "\x00")
                yield _filled("", unit, "\x00")
    whole = _sample(list(tree))
    if whole:
        yield _filled("", whole, "\x00")
        yield _filled("", whole[: max(1, len(whole) // 2)], "\x00")
        yield _filled(whole, " ", "x")


def _filled(before: str, unit: str, end: str) -> str:
    return before + unit * ((SIZE - len(before)) // len(unit)) + end


def _repeats(nodes: list[Any], before: str) -> Iterator[tuple[str, str]]:
    """(a text that leads to it, what it repeats) of every repetition in a pattern, those inside of others included."""
    for at, (code, given) in enumerate(nodes):
        lead = before + _sample(nodes[:at])
        name = str(code)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            _, most, body = given
            if most > 1:
                for unit in _variants(list(body)):
                    yield lead, unit
            yield from _repeats(list(body), lead)
        else:
            for inner in _inside(name, given):
                yield from _repeats(inner, lead)


def _variants(body: list[Any]) -> list[str]:
    """What a repetition may repeat: of a class one of each kind of character."""
    found = [_sample(body)]
    if len(body) == 1:
        single = re.compile(_spelled(body[0])) if (_spelled := _speller(body[0])) else None
        if single is not None:
            found += [kind for kind in KINDS if single.fullmatch(kind)]
    return list(dict.fromkeys(filter(None, found)))


def _speller(node: Any) -> Any:
    return None if str(node[0]) != "IN" else lambda each: _class(each[1])


def _class(members: Any) -> str:
    """A class as it may be written: only to ask which kinds of characters are in it."""
    parts = []
    for code, given in members:
        name = str(code)
        if name == "NEGATE":
            parts.append("^")
        elif name == "LITERAL":
            parts.append(re.escape(chr(given)))
        elif name == "RANGE":
            parts.append(f"{re.escape(chr(given[0]))}-{re.escape(chr(given[1]))}")
        elif name == "CATEGORY":
            kind = str(given).removeprefix("CATEGORY_")
            letter = kind.removeprefix("NOT_")[0].lower()
            letter = {"d": "d", "s": "s", "w": "w"}[letter]
            parts.append("\\" + (letter.upper() if kind.startswith("NOT_") else letter))
    return f"[{''.join(parts)}]"


def _inside(name: str, given: Any) -> list[list[Any]]:
    if name == "SUBPATTERN":
        return [list(given[-1])]
    if name == "BRANCH":
        return [list(branch) for branch in given[1]]
    if name in ("ASSERT", "ASSERT_NOT"):
        return [list(given[1])]
    if name == "ATOMIC_GROUP":
        return [list(given)]
    return []


def _sample(nodes: list[Any]) -> str:
    """A short text that these parts of a pattern would take, about."""
    return "".join(_one(str(code), given) for code, given in nodes)


def _one(name: str, given: Any) -> str:
    if name == "LITERAL":
        return chr(given)
    if name == "NOT_LITERAL":
        return "a" if given != ord("a") else "b"
    if name == "ANY":
        return "a"
    if name == "IN":
        return _member(given)
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, most, body = given
        return _sample(list(body)) * max(min(int(least), 50), 1 if most > 1 else 0)
    inside = _inside(name, given)
    return "" if name.startswith("ASSERT") or not inside else _sample(inside[0])


def _member(members: Any) -> str:
    code, given = members[0]
    name = str(code)
    if name == "NEGATE":
        taken = re.compile(_class(members))
        return next((kind for kind in KINDS if taken.fullmatch(kind)), "x")
    if name == "LITERAL":
        return chr(given)
    return chr(given[0]) if name == "RANGE" else SHOWN.get(str(given), "a")
