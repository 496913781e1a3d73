"""One name for many spellings: slugs, folded names, and the directory of known sources.

A wrong resolution slanders a source, so an unsure one is no resolution: descriptions ("a military source")
are never matched by likeness, and two candidates of equal likeness are none.
"""

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import jellyfish
from rapidfuzz import fuzz, process

from sources.engine.values import Kind, KnownSource, Voice

DATA = Path(__file__).resolve().parent.parent / "data"
MAX_SLUG = 80  # characters
HASH_DIGITS = 10  # hex digits, 40 bits: a thousand names that share the rest of a slug clash once in two million times
MAX_NAME = 200  # characters; a longer "name" is prose, and is cut before it is folded or compared

# A misspelt long name ("Obervatory for Human Rights") differs in a letter or two; at 92 of 100 a 20-letter name may
# lack three. Short names differ by a letter from *other* names (TASS, SANA), so they are never matched by likeness.
TYPO_RATIO, TYPO_LENGTH = 92.0, 10
# Transliterations that also sound alike (Aamaq and Amaq: 89) may differ more, but not below the figure that
# reference measurements found safe against look-alikes (72 for places; names of sources are shorter, so stricter).
SOUND_RATIO, SOUND_LENGTH = 80.0, 5

# Where a body goes under names that take sides (Daesh, ISIL), a claim shows the one that its article used; so with the
# spelling of a person's name.
SHOWN_AS_WRITTEN = frozenset({Kind.ARMED_GROUP, Kind.OFFICIAL, Kind.PERSON})

_UNSPOKEN = str.maketrans("", "", "'’‘`´ʼʻʾʿ\"“”„«»")
# Latin letters that Unicode doesn't take apart, as their stroke is no accent: "Łódź", "Ørsted".
_UNDECOMPOSED = str.maketrans(
    dict(zip("łŁøØđĐðÐħĦıəƏ", "lLoOdDdDhHieE", strict=True))
    | {"þ": "th", "Þ": "Th", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe"}
)
_NOT_WORD = re.compile(r"[^\w]+", re.UNICODE)
_ARTICLE = re.compile(r"^(?:(?:the|a|an) )+")
_BRACKET = re.compile(r"[(\[][^()\[\]]{0,80}[)\]]\s*$")
_ARABIC_ARTICLE = re.compile(r"\b(?:al|el|as|ash|ad|an|ar|at|az) ")


def slugify(name: str) -> str:
    """ASCII words joined by hyphens, at most MAX_SLUG characters.

    Where letters of other scripts or the end of a long name are left out, a hash of the name stands for them, so that
    no two names share a slug by what both lost ("Новости 24", "Канал 24"): "24-" and ten hex digits, or "x-" and ten
    where nothing else is left. Spellings unlike in case or punctuation alone share the hash, except after "x-".
    """
    marked = unicodedata.normalize("NFKD", name[:MAX_NAME].translate(_UNSPOKEN).translate(_UNDECOMPOSED))
    slug = "-".join(re.findall(r"[a-z0-9]+", marked.encode("ascii", "ignore").decode().lower()))
    if not slug:
        return "x-" + _hash(name)
    lost = any(not c.isascii() and c.isalnum() and unicodedata.category(c) != "Lm" for c in marked)
    if not lost and len(slug) <= MAX_SLUG and len(name) <= MAX_NAME:
        return slug
    folded = unicodedata.normalize("NFKD", name.translate(_UNSPOKEN)).casefold()
    digits = _hash(" ".join(_NOT_WORD.sub(" ", folded).split()))
    return slug[: MAX_SLUG - len(digits) - 1].strip("-") + "-" + digits


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:HASH_DIGITS]


@lru_cache(maxsize=65536)
def canonical(name: str) -> str:
    """The folded form for comparing: no case, accents, apostrophes, punctuation, article or bracketed tail."""
    return _ARTICLE.sub("", fold(_BRACKET.sub("", name[:MAX_NAME])))


def fold(text: str) -> str:
    """A text of any length without case, accents, apostrophes and punctuation: where folded names are looked for."""
    marked = unicodedata.normalize("NFKD", text.translate(_UNSPOKEN)).casefold()
    plain = "".join(c for c in marked if not unicodedata.combining(c)).replace("&", " and ").replace("_", " ")
    return " ".join(_NOT_WORD.sub(" ", plain).split())


@lru_cache(maxsize=1)
def load_shipped() -> tuple[KnownSource, ...]:
    """The sources of sources/data/*.toml, in order of file and line. A slug listed twice is a ValueError."""
    shipped: dict[str, KnownSource] = {}
    for path in sorted(DATA.glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8")).get("source", []):
            listed = {name: tuple(row.get(name, ())) for name in ("aliases", "families")}
            source = KnownSource(**{**row, "kind": Kind(row["kind"]), **listed})
            if source.slug in shipped:
                raise ValueError(f"{path.name}: the slug {source.slug!r} is already taken")
            shipped[source.slug] = source
    return tuple(shipped.values())


@lru_cache(maxsize=1)
def load_homepages() -> Mapping[str, str]:
    """The homepages of shipped sources, by slug."""
    homepages: dict[str, str] = tomllib.loads((DATA / "homepages.toml").read_text(encoding="utf-8"))["homepages"]
    return homepages


@lru_cache(maxsize=1)
def descriptors() -> tuple[frozenset[str], frozenset[str]]:
    """Words that stand before a name, and behind it, without belonging to it: "state-run", "daily"; "news agency"."""
    rows = tomllib.loads((DATA / "words.toml").read_text(encoding="utf-8"))
    return frozenset((*rows["leading"], *rows["demonyms"])), frozenset(rows["trailing"])


class Directory:
    """The known sources, found by any of their names. Immutable once built; an alias two sources share finds none."""

    def __init__(self, sources: Iterable[KnownSource]) -> None:
        self._by_slug = {source.slug: source for source in sources}
        self._merged = {slug: source.slug for source in self._by_slug.values() for slug in source.merged}
        self._exact: dict[str, str | None] = {}
        for source in self._by_slug.values():
            for alias in (source.name, source.slug.replace("-", " "), *source.aliases):
                self._list(canonical(alias), source.slug)
        self._compact = {alias.replace(" ", ""): slug for alias, slug in self._exact.items() if slug}
        self._long = sorted(alias for alias, slug in self._exact.items() if slug and len(alias) >= SOUND_LENGTH)
        self._find = lru_cache(maxsize=8192)(self._search)

    def _list(self, alias: str, slug: str) -> None:
        if alias:
            taken = self._exact.setdefault(alias, slug)
            self._exact[alias] = slug if taken == slug else None

    def get(self, slug: str) -> KnownSource | None:
        """The source of this slug, or the one into which that was merged."""
        return self._by_slug.get(self._merged.get(slug, slug))

    def standing(self, voice: Voice) -> Voice:
        """The voice, or that of the source into which its own was merged. An unnamed one moves with its outlet."""
        owner, _, below = voice.slug.partition("/")
        body = self._merged.get(voice.speaks_for, voice.speaks_for)
        if owner not in self._merged:
            return voice if body == voice.speaks_for else replace(voice, speaks_for=body)
        known = self._by_slug[self._merged[owner]]
        return replace(voice, slug=f"{known.slug}/{below}", speaks_for=body) if below else as_voice(known, voice.name)

    def resolve(self, name: str) -> KnownSource | None:
        """The source that goes by this name, None when unknown or unsure."""
        slug = self._find(name[:MAX_NAME])
        return self._by_slug[slug] if slug else None

    def exact(self, name: str) -> KnownSource | None:
        """The source that has this very name or alias, apart from case and marks; no likeness, nothing stripped."""
        slug = self._exact.get(canonical(name))
        return self._by_slug[slug] if slug else None

    def voice(self, name: str, kind_hint: Kind) -> Voice:
        """The known source of this name as a voice, or a new voice of the given kind under the name as it stands."""
        known = self.resolve(name)
        return Voice(slugify(name), name, kind_hint) if known is None else as_voice(known, name)

    def _search(self, name: str) -> str | None:
        folded = canonical(name)
        if folded in self._exact:
            return self._exact[folded]
        bare = self._bare(folded)
        if bare in self._exact:
            return self._exact[bare]
        compact = self._compact.get(folded.replace(" ", ""))
        if compact or not any(c.isupper() or c.isdigit() for c in name):
            return compact
        return self._alike(bare)

    def _bare(self, folded: str) -> str:
        """The name without the descriptions around it; the whole where nothing but description is there."""
        words = folded.split()
        leading, trailing = descriptors()
        start, end = 0, len(words)
        while start < end:
            if " ".join(words[start:end]) in self._exact:
                break
            if start + 1 < end and words[start + 1] == "based":
                start += 2
            elif words[start] in leading:
                start += 1
            elif words[end - 1] in trailing:
                end -= 1
            else:
                break
        kept = " ".join(words[start:end]) or folded
        owner = kept.removesuffix(" s") if kept.endswith(" s") else kept.removesuffix("s")
        return owner if kept not in self._exact and owner in self._exact else kept

    def _alike(self, folded: str) -> str | None:
        if len(folded) < SOUND_LENGTH:
            return None
        found = process.extract(folded, self._long, scorer=fuzz.ratio, score_cutoff=SOUND_RATIO, limit=8)
        sure = sorted({self._exact[alias] or "" for alias, ratio, _ in found if _same_name(folded, alias, ratio)})
        return sure[0] if len(sure) == 1 else None


def as_voice(known: KnownSource, written: str) -> Voice:
    """A known source as a voice, under its own name, or as the article wrote it where names take sides."""
    return Voice(known.slug, written if known.kind in SHOWN_AS_WRITTEN else known.name, known.kind, known.speaks_for)


def _same_name(left: str, right: str, ratio: float) -> bool:
    """Are two folded names spellings of one? Numbers must agree: Channel 4 is not Channel 5."""
    if re.findall(r"\d+", left) != re.findall(r"\d+", right):
        return False
    if ratio >= TYPO_RATIO and min(len(left), len(right)) >= TYPO_LENGTH and left[0] == right[0]:
        return True
    return _sound(left) == _sound(right)


@lru_cache(maxsize=16384)
def _sound(folded: str) -> str:
    return " ".join(jellyfish.metaphone(word) for word in _ARABIC_ARTICLE.sub("", folded + " ").split())
