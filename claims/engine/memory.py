"""What one article has said so far about who speaks: named sources, speakers, persons, and the country it is about."""

import re
import tomllib
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from claims.engine.document import Sentence
from claims.engine.phrases import DATA, LONGEST_NAME, speakers, text_of
from claims.engine.speaking import SUBJECTS
from sources.engine.names import Directory, as_voice
from sources.engine.values import Kind, KnownSource, Voice

NAMED_SOON = 800  # code points, some five sentences: a lead's "a monitor" is named within them or not at all
LONGEST_PERSON = 4  # words of a person's name; longer ones are two, run together
LONGEST_MEMORY = 200  # chains: more than an article of ten pages has, and what a reader could still point back to
_BEFORE_STATE = re.compile(r"^\w+ (?=state )")  # what a bad parse leaves before "state television"


@dataclass
class Memory:
    """Who has been named and who has spoken so far in one article, latest last; and all it names anywhere.

    Of a text that is read in parts it holds what the part before and this one name, so that it stays small.
    """

    directory: Directory
    publisher: Voice
    nation: str = ""  # the adjective of the country that the article is about
    named: tuple[tuple[int, KnownSource, str], ...] = ()  # known sources that the text names: offset, source, words
    spoke: deque[tuple[Voice, ...]] = field(default_factory=lambda: deque(maxlen=LONGEST_MEMORY))  # chains, latest last
    heard_at: int = 0  # offset of the latest
    persons: dict[str, Voice] = field(default_factory=dict)  # by each word of the name but the first
    roles: dict[str, Voice] = field(default_factory=dict)  # persons by what they were called ("nurse"), the latest
    papers: dict[str, Voice] = field(default_factory=dict)  # who issued "the report", "the statement", the latest
    subject: tuple[int, Voice] | None = None  # the person whom the latest sentence without speech is about, and where
    full_names: dict[str, str] = field(default_factory=dict)  # last names, to the one full name that ends in them
    persons_here: Mapping[str, str] = field(default_factory=dict)  # those of them that this part names
    begins: int = 0  # how many of `named` the part before this one named

    def turn_to(self, named: tuple[tuple[int, KnownSource, str], ...], full_names: Mapping[str, str]) -> None:
        """Begin a part that names these sources and persons."""
        before = self.named[self.begins :]
        self.named, self.begins = (*before, *named), len(before)
        self.full_names, self.persons_here = {**self.persons_here, **full_names}, full_names

    def hear(self, chain: tuple[Voice, ...], offset: int) -> None:
        """Remember that this chain spoke, or was spoken of, here."""
        self.spoke.append(chain)
        self.heard_at = offset

    def last(self, kinds: Sequence[Kind]) -> Voice | None:
        """The latest voice of one of these kinds that spoke."""
        return next((voice for chain in reversed(self.spoke) for voice in chain if voice.kind in kinds), None)

    def last_called(self, noun: str) -> Voice | None:
        """The latest official body that spoke and has this noun in its name."""
        spoke = (voice for chain in reversed(self.spoke) for voice in chain if voice.kind is Kind.OFFICIAL)
        return next((voice for voice in spoke if noun in voice.name.lower().split()), None)

    def mentioned(self, kinds: Sequence[Kind], before: int | None = None) -> Voice | None:
        """The latest source of these kinds that the text names (before an offset), if it names just one at all."""
        fitting = [
            (source, words)
            for at, source, words in self.named
            if source.kind in kinds and source.slug != self.publisher.slug and (before is None or at < before)
        ]
        if not fitting or (before is None and len({source.slug for source, _ in fitting}) > 1):
            return None
        source, words = fitting[-1]
        return as_voice(source, words)

    def monitor(self, offset: int, new: bool) -> Voice | None:
        """Which "monitoring group": the latest that spoke, the next that is named, or the only one named at all.

        new: it is introduced ("a monitor"), so that the name comes next if soon. A charity or a body of the UN may
        speak too, but is called something else.
        """
        spoke = (voice for chain in reversed(self.spoke) for voice in chain if voice.kind is Kind.MONITOR)
        last = next((voice for voice in spoke if _monitors(voice.name)), None)
        named = [item for item in self.named if item[1].kind is Kind.MONITOR and _monitors(item[1].name)]
        named = [item for item in named if item[1].slug != self.publisher.slug]
        soon = [item for item in named if offset < item[0] < offset + NAMED_SOON]
        only = named if len({source.slug for _, source, _ in named}) == 1 else []
        chosen = soon[:1] or only[-1:] or [item for item in named if item[0] < offset][-1:]
        told = next((as_voice(source, words) for _, source, words in chosen), None)
        return (told if new and soon else None) or last or told

    def person_before(self, offset: int) -> Voice | None:
        """Who "he" is: the last one who spoke, or a person whom the text has turned to since."""
        if self.subject is not None and self.heard_at < self.subject[0] < offset:
            return self.subject[1]
        since = [at for at, source, _ in self.named if source.kind is Kind.PERSON and self.heard_at < at < offset]
        named = self.mentioned((Kind.PERSON,), offset)
        spoke = self.last((Kind.PERSON, Kind.UNNAMED))
        return named if since or spoke is None else spoke

    def at_home(self, name: str) -> KnownSource | None:
        """ "State television", "the army": that of the country the article is about, if it is about one."""
        words = _BEFORE_STATE.sub("", name[:1].lower() + name[1:])
        return self.directory.exact(f"{self.nation} {words}") if self.nation and words == words.lower() else None


def _monitors(name: str) -> bool:
    """Is it by its name a body that watches and counts?"""
    return not speakers().words["monitor_names"].isdisjoint(name.lower().split())


def nation(text: str) -> str:
    """The adjective of the country that a text names at least twice as often as any other, "" for none."""
    counts = Counter(word for word in _CAPITAL.findall(text) if word in countries())
    totals: Counter[str] = Counter()
    for word, count in sorted(counts.items()):
        totals[countries()[word]] += count
    ranked = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return ""
    return ranked[0][0]


_CAPITAL = re.compile(r"\b[A-Z][a-z]{3,14}\b")


@cache
def countries() -> dict[str, str]:
    """Names of countries and peoples, to the adjective that their bodies bear ("Syria", "Syrians": "Syrian")."""
    rows = tomllib.loads((DATA / "attribution.toml").read_text(encoding="utf-8"))["nations"]
    return {
        form: adjective
        for country, adjective in rows.items()
        for form in (country, country + "s", adjective, adjective + "s")
    }


def mentions(sentences: Sequence[Sentence], directory: Directory) -> tuple[tuple[int, KnownSource, str], ...]:
    """The known sources that a text names by a whole name in capitals, in text order, the longest name at each place.

    Persons count only where they are subjects: he whom others oppose or support is not he who "said" next.
    """
    found = []
    for sentence in sentences:
        tokens = list(sentence.span)
        at = 0
        while at < len(tokens):
            step = 1
            if tokens[at].text[:1].isupper():
                for size in range(min(LONGEST_NAME, len(tokens) - at), 0, -1):
                    if not (tokens[at + size - 1].text[:1].isupper() or tokens[at + size - 1].text[:1].isdigit()):
                        continue
                    words = text_of(tokens[at : at + size])
                    known = directory.exact(words)
                    if known is not None:
                        if known.kind is not Kind.PERSON or any(t.dep_ in SUBJECTS for t in tokens[at : at + size]):
                            found.append((sentence.place(tokens[at])[0], known, words))
                        step = size
                        break
            at += step
    return tuple(found)


def full_names(sentences: Sequence[Sentence]) -> dict[str, str]:
    """The last names of the persons that a text names in full, each with that name; none that two persons share."""
    found: dict[str, set[str]] = {}
    for sentence in sentences:
        for entity in sentence.span.ents:
            words = _untitled(entity.text).split()
            if entity.label_ == "PERSON" and 1 < len(words) <= LONGEST_PERSON and all(w[:1].isupper() for w in words):
                found.setdefault(words[-1], set()).add(" ".join(words))
    return {last: min(names) for last, names in sorted(found.items()) if len(names) == 1}


def _untitled(name: str) -> str:
    """A person's name without the titles before it and the possessive behind it."""
    words = name.removesuffix("'s").split()
    while words and words[0].lower() in speakers().titles:
        words = words[1:]
    return " ".join(words)
