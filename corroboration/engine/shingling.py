"""Sketches of a text's wording: do two texts share more of it than chance gives?

Word 5-grams ("shingles") are hashed, and the smallest hashes kept (bottom-k sketch: Broder 1997, "On the resemblance
and containment of documents"), so a long article costs no more to keep or to compare than a page.
"""

import heapq
import re
import zlib
from collections.abc import Iterator, Sequence

WORDS_PER_SHINGLE = 5  # long enough that stock phrases ("killed at least ten people in") are rare, as in copy detection
SKETCH_SIZE = 256  # hashes kept of one text: containment is then known to about +-0.03 (one standard error, at 0.5)
_WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    """The words of a text, folded in case."""
    return _WORD.findall(text.casefold())


def shingles(text: str) -> frozenset[int]:
    """At most SKETCH_SIZE hashes of the text's word 5-grams; empty where it has fewer than five words.

    The same text gives the same hashes in every process and on every machine.
    """
    return frozenset(heapq.nsmallest(SKETCH_SIZE, set(_hashes(words_of(text)))))


def _hashes(words: Sequence[str]) -> Iterator[int]:
    for start in range(len(words) - WORDS_PER_SHINGLE + 1):
        yield zlib.crc32(" ".join(words[start : start + WORDS_PER_SHINGLE]).encode("utf-8", "surrogatepass"))


def containment(left: frozenset[int], right: frozenset[int]) -> float:
    """How much of the shorter text's wording stands in the other, in [0, 1]; 0 where either is empty.

    A full sketch is a fair sample of its text up to its greatest hash, so the two are compared below the smaller
    of these; a sketch that isn't full holds all hashes of its text.
    """
    ceiling = min(_reach(left), _reach(right))
    mine = {h for h in left if h <= ceiling}
    theirs = {h for h in right if h <= ceiling}
    if not mine or not theirs:
        return 0.0
    return len(mine & theirs) / min(len(mine), len(theirs))


def _reach(sketch: frozenset[int]) -> float:
    return max(sketch) if len(sketch) >= SKETCH_SIZE else float("inf")
