"""No pattern of the project takes longer than its text is long: tried on 100,000 characters made to hurt it."""

import re
import signal
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.security import patterns
from tests.security.adversaries import SIZE, strings
from tests.security.patterns import Found

SECONDS = 1.0  # of this process's own time; nearly all take milliseconds, a quadratic one takes minutes
# Asked of no more than so many characters at a time, whatever the text: where, and what bounds it.
BOUNDED = {"claims/engine/foot.py:_TAG": 82}  # TAG_REACH and the two before it
# Made of rows of a database, which there is none of here: where, and why it can't stumble.
OF_ROWS = {"corroboration/erased/voices.py": "slugs, escaped, one or another: nothing in it repeats"}
ANCHORED = {"match", "fullmatch"}


@pytest.fixture(scope="module")
def found() -> list[Found]:
    return patterns.gather()


@pytest.fixture(scope="module")
def uses() -> dict[str, set[str]]:
    return patterns.methods_used()


class TooLong(Exception):
    pass


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises TooLong once this process has worked so long: what other processes do meanwhile doesn't count."""

    def over(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, over)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def asked_all(pattern: re.Pattern[Any], text: Any) -> None:
    deque(pattern.finditer(text), maxlen=0)


def asked_once(pattern: re.Pattern[Any], text: Any) -> None:
    pattern.match(text)
    pattern.fullmatch(text)


def stumbles(each: Found, name: str, methods: set[str]) -> Iterator[str]:
    """The texts that it takes too long for, by their beginnings."""
    ask: Callable[[re.Pattern[Any], Any], None] = asked_once if methods and methods <= ANCHORED else asked_all
    for text in strings(each.pattern, each.flags):
        try:
            with within(SECONDS):
                ask(each.compiled, text[: BOUNDED.get(name, len(text))])
        except TooLong:
            yield f"{name}: {text[:40]!r}"


def test_every_pattern_is_seen(found):
    seen = {each.where for each in found}
    assert len(found) > 150
    missing = {place for place in patterns.call_sites().keys() - seen if place.partition(":")[0] not in OF_ROWS}
    assert not missing, "exercise.py makes nobody compile these"
    assert patterns.unheard() == []


@pytest.mark.parametrize("file", ["sources/models.py", "corroboration/acts/forms.py", "corroboration/api/strict.py"])
def test_patterns_that_django_compiles_for_us_are_seen(found, file):
    """Of a validator, a form's field and a serializer's."""
    assert [each for each in found if each.where.startswith(f"{file}:")]


def test_every_pattern_is_done_with_100_000_characters_in_time(found, uses):
    assert SIZE == 100_000
    names = patterns.names()
    slow = []
    for each in found:
        name = names.get(each.where, each.where)
        slow += stumbles(each, name, uses.get(each.where, set()))
    assert slow == []


@pytest.mark.parametrize("pattern", [r"\s+$", r"(?:a|a)*b", r"(\w+)*x", r"[\w']+ \(", r"\s*,\s*\s*;"])
def test_one_that_is_not_linear_is_found(pattern):
    assert next(stumbles(Found("here", pattern, 0), "here", set()), None)


def test_what_bounds_a_pattern_names_one(found):
    assert BOUNDED.keys() <= set(patterns.names().values())
