"""Posts of a social network set into an article: "The bridge burns. pic.twitter.com/x N. N. (handle) March 3, 2015".

The page showed them as boxes; plain text keeps only the line of name, handle and day behind them. What stands right
before it was said by its bearer.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from claims.engine.lineage import Lineage, Reading
from sources.engine.names import Directory, as_voice, slugify
from sources.engine.values import Kind, Voice

_SIGNED = re.compile(r"\(@?\w{3,20}\) (?:[A-Z][a-z]{2,8} \d{1,2},? \d{4}|\d{1,2} \S{2,12} \d{4})\b")
_LINK = re.compile(r"(?:https?\S|pic\.twitter)\S{0,80}")
_REACH = 160  # code points before a signature: links and a name; a post itself has 140
_LONGEST_NAME = 4  # words
_SLACK = 4  # code points between the last word of a post and its first link or name


@dataclass(frozen=True, slots=True)
class Post:
    """Where the words of a post end, and who posted them."""

    end: int
    name: str


def find(text: str) -> tuple[Post, ...]:
    """The posts of an article's text, in order."""
    found = (_post(text, match.start()) for match in _SIGNED.finditer(text))
    return tuple(sorted((post for post in found if post is not None), key=lambda post: post.end))


def _post(text: str, signature: int) -> Post | None:
    floor = max(0, signature - _REACH)
    links = list(_LINK.finditer(text, floor, signature))
    after = links[-1].end() if links else floor
    words = text[after:signature].split()
    name = words if links and len(words) <= _LONGEST_NAME else _capitals(words)
    if not name:
        return None
    begins = text.rfind(name[0], after, signature)
    return Post(_first_of_run(text, links) if links else begins, " ".join(name))


def _capitals(words: Sequence[str]) -> list[str]:
    """The capitalised words at the end: all that can be the name where no link parts it from the post."""
    run: list[str] = []
    for word in reversed(words[-_LONGEST_NAME:]):
        if not word[:1].isupper():
            break
        run.insert(0, word)
    return run


def _first_of_run(text: str, links: Sequence[re.Match[str]]) -> int:
    """Where the links right before a signature begin: one hangs on the next."""
    first = links[-1]
    for link in reversed(links[:-1]):
        if text[link.end() : first.start()].strip():
            break
        first = link
    return first.start()


def attributed(reading: Reading, posts: Sequence[Post], directory: Directory, publisher: Voice) -> Reading:
    """The reading of a sentence, its poster behind all that it says where it ends a post."""
    end = reading.sentence.segment[1]
    after = bisect_left(posts, end - 2, key=lambda post: post.end)
    if after == len(posts) or posts[after].end > end + _SLACK:
        return reading
    post = posts[after]
    known = directory.resolve(post.name)
    voice = Voice(slugify(post.name), post.name, Kind.PERSON) if known is None else as_voice(known, post.name)
    if voice.slug == publisher.slug:
        return reading
    whole = frozenset(token.i for token in reading.sentence.span)
    lineages = [(words, replace(lineage, chain=_with(lineage, voice))) for words, lineage in reading.lineages]
    return replace(reading, lineages=(*lineages, (whole, Lineage((voice,)))))


def _with(lineage: Lineage, voice: Voice) -> tuple[Voice, ...]:
    return lineage.chain if voice in lineage.chain else (*lineage.chain, voice)
