"""Which source a name or a web address means, by what, and how sure that is.

A wrong resolution is worse than none: where two sources come near each other, or what was found is only like what was
asked for, the candidates are given and nobody is chosen.
"""

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit

from rapidfuzz import fuzz, process

from sources.engine.names import DATA, canonical


class By(StrEnum):
    """What a source was found by."""

    SLUG = "slug"
    NAME = "name"
    ALIAS = "alias"
    SPELLING = "spelling"
    LIKENESS = "likeness"
    HOMEPAGE = "homepage"
    FEED = "feed"
    ARTICLES = "articles"


# How sure each is. Names that are curated are decisions of people; a spelling is resolved by the rules that read
# articles; what is merely alike is never sure enough.
SURE: Mapping[By, float] = {
    By.SLUG: 1.0,
    By.NAME: 1.0,
    By.HOMEPAGE: 1.0,
    By.ALIAS: 0.98,
    By.FEED: 0.95,
    By.SPELLING: 0.9,
    By.ARTICLES: 0.9,
}
ORDER = {by: number for number, by in enumerate(By)}  # of two that are as sure, what tells more
MET = 0.95  # times that, of a source that no admin keeps: its name is what one article called it
SUBDOMAIN = 0.95  # times that, where only a part of a site's address is the one asked for
ELSEWHERE = 0.75  # times that, on the site but in another part than is its own
CLEAR = 0.8  # below this nobody is chosen
APART = 0.1  # the first must be so much surer than the second
NEAR = 75.0  # of 100: what is less alike is no candidate
LIKE = 0.78  # how sure at most what is merely alike can be: below CLEAR, whatever its ratio
ARTICLES_SEEN, SHARE = 3, 0.9  # of a host's articles, before they tell whose it is, and how many must be one source's
MOST = 10  # candidates


@dataclass(frozen=True, slots=True)
class Candidate:
    """A source that may be meant. sure: from 0 to 1. found: the name or address by which it was found."""

    slug: str
    by: By
    sure: float
    found: str


@dataclass(frozen=True, slots=True)
class Known:
    """A source that may be meant: with its names, the first its own, and its addresses."""

    slug: str
    names: tuple[str, ...]
    curated: bool = True


def chosen(candidates: Sequence[Candidate]) -> Candidate | None:
    """The one that is clearly meant, if any. candidates: the surest first."""
    if not candidates or candidates[0].sure < CLEAR:
        return None
    rival = next((each for each in candidates[1:] if each.slug != candidates[0].slug), None)
    return candidates[0] if rival is None or candidates[0].sure - rival.sure >= APART else None


def ordered(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Each source once, by what tells most of it; the surest first."""
    best: dict[str, Candidate] = {}
    for each in sorted(candidates, key=lambda each: (-each.sure, ORDER[each.by], each.found, each.slug)):
        best.setdefault(each.slug, each)
    return list(best.values())[:MOST]


# --- names ---


def by_name(name: str, sources: Iterable[Known], spelled: str) -> list[Candidate]:
    """The sources of a name. spelled: the slug of the one whose name it is by the rules that read articles; "" none."""
    folded, listed = canonical(name), list(sources)
    found = [each for source in listed for each in _named(name, folded, source)]
    if spelled:
        found.append(Candidate(spelled, By.SPELLING, SURE[By.SPELLING], name))
    return ordered([*found, *_alike(folded, listed)])


def _named(name: str, folded: str, source: Known) -> Iterable[Candidate]:
    share = 1.0 if source.curated else MET
    if name.strip().lower() == source.slug:
        yield Candidate(source.slug, By.SLUG, SURE[By.SLUG], source.slug)
    for number, known in enumerate(source.names):
        if folded and canonical(known) == folded:
            by = By.ALIAS if number else By.NAME
            yield Candidate(source.slug, by, round(SURE[by] * share, 3), known)


def _alike(folded: str, sources: Sequence[Known]) -> Iterable[Candidate]:
    """What is spelled much alike, of which nobody can be sure."""
    names = {(source.slug, name): canonical(name) for source in sources for name in source.names}
    if not folded:
        return
    near = process.extract(folded, names, scorer=fuzz.ratio, processor=None, score_cutoff=NEAR, limit=4 * MOST)
    for _, ratio, (slug, name) in near:
        yield Candidate(slug, By.LIKENESS, round(LIKE * ratio / 100, 3), name)


# --- addresses ---


@dataclass(frozen=True, slots=True)
class Address:
    """A web address: its host without www, and the parts of its path, in lower case."""

    host: str
    path: tuple[str, ...] = ()


def address_of(url: str) -> Address | None:
    """The address in a text, with or without a scheme; None where there is none."""
    text = url.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii")
    except ValueError:  # also a host that no name server would know
        return None
    labels = host.lower().split(".")
    if parts.scheme not in ("http", "https") or len(labels) < 2 or not all(labels) or labels[-1].isdigit():
        return None
    path = (part.lower().lstrip("@") for part in parts.path.split("/"))
    return Address(
        ".".join(labels[1:] if labels[0] == "www" and len(labels) > 2 else labels), tuple(filter(None, path))
    )


def parents(host: str) -> list[str]:
    """A host and all that hold it, down to two labels: "en.a.org", "a.org"."""
    labels = host.split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]


@dataclass(frozen=True, slots=True)
class Platforms:
    """Hosts that many publish on, by what names an account there. same: other hosts of the same.

    before_name, beside_name, no_name: first parts of paths that belong to a name, can be left out, are none.
    """

    by_subdomain: frozenset[str]
    by_path: frozenset[str]
    by_nothing: frozenset[str]
    before_name: frozenset[str]
    beside_name: frozenset[str]
    no_name: frozenset[str]
    same: Mapping[str, str]

    def hold(self, address: Address) -> bool:
        """Whether an address is on a host that many publish on."""
        shared = self.by_subdomain | self.by_path | self.by_nothing | self.same.keys()
        return not shared.isdisjoint(parents(address.host))

    def account(self, address: Address) -> tuple[str, ...]:
        """Whose an address on such a host is: what all pages of the account have alike; () where it is nobody's."""
        holders = [self.same.get(host, host) for host in parents(address.host)]
        if not self.by_nothing.isdisjoint(holders):
            return ()
        if len(holders) > 1 and holders[-1] in self.by_subdomain:
            return tuple(holders[-2:-1])
        platform = next((host for host in holders if host in self.by_path), "")
        return (platform, *name) if platform and (name := self._name(address.path)) else ()

    def _name(self, path: Sequence[str]) -> tuple[str, ...]:
        if path and path[0] in self.beside_name:
            path = path[1:]
        if not path or path[0] in self.no_name:
            return ()
        if path[0] in self.before_name:
            return tuple(path[:2]) if len(path) > 1 else ()
        return (path[0],)


@lru_cache(maxsize=1)
def platforms() -> Platforms:
    """The shipped ones."""
    rows = tomllib.loads((DATA / "platforms.toml").read_text(encoding="utf-8"))["platforms"]
    same: dict[str, str] = rows.pop("same")
    return Platforms(same=same, **{name: frozenset(row) for name, row in rows.items()})


def by_site(address: Address, sites: Iterable[tuple[str, By, str]], shared: Platforms) -> list[Candidate]:
    """The sources whose site an address is on. sites: slug, homepage or feed, its url.

    A host is a site's if it is the same without www, or lies below a homepage's. Of a platform only the account tells.
    """
    on_platform = shared.hold(address)
    whose = shared.account(address) if on_platform else ()
    found = []
    for slug, by, url in sites:
        site = site_of(url)
        if site is None or shared.hold(site) != on_platform:
            continue
        if on_platform:
            if whose and shared.account(site) == whose:
                found.append(Candidate(slug, by, SURE[by], url))
        elif site.host == address.host:
            found.append(Candidate(slug, by, _of_path(SURE[by], by, site, address), url))
        elif by is By.HOMEPAGE and site.host in parents(address.host):
            found.append(Candidate(slug, by, _of_path(round(SURE[by] * SUBDOMAIN, 3), by, site, address), url))
    return ordered(found if on_platform else _nearest(found, address))


def site_of(url: str) -> Address | None:
    """The address of a site: without the page that its homepage is."""
    address = address_of(url)
    page = address is not None and address.path and address.path[-1].endswith((".html", ".htm", ".php", ".aspx"))
    return Address(address.host, address.path[:-1]) if address and page else address


def _of_path(sure: float, by: By, site: Address, address: Address) -> float:
    """A homepage that is a part of a site speaks for that part alone: of the rest it tells little."""
    part = by is By.HOMEPAGE and address.path[: len(site.path)] != site.path
    return round(sure * ELSEWHERE, 3) if part else sure


def _nearest(found: Collection[Candidate], address: Address) -> Iterable[Candidate]:
    """Where sites lie within each other, that which says most of the address: en.a.org before a.org, a.org/english
    before a.org. The others stay candidates."""
    reach = {each: _reach(each, address) for each in found}
    most = max(reach.values(), default=(0, 0))
    for each in found:
        within = reach[each] < most and each.sure >= CLEAR
        yield Candidate(each.slug, each.by, round(each.sure - 2 * APART, 3), each.found) if within else each


def _reach(candidate: Candidate, address: Address) -> tuple[int, int]:
    site = site_of(candidate.found)
    if site is None or candidate.by is not By.HOMEPAGE:
        return (0, 0)
    same = site.path if address.path[: len(site.path)] == site.path else ()
    return (site.host.count(".") + 1, len(same))


def by_articles(published: Mapping[str, int], host: str) -> list[Candidate]:
    """The sources whose articles were on a host, which isn't a platform's. published: by slug, how many."""
    total = sum(published.values())
    if total < ARTICLES_SEEN:
        return []
    shares = ((slug, count / total) for slug, count in published.items())
    return ordered(
        Candidate(
            slug, By.ARTICLES, round(SURE[By.ARTICLES] * share, 3) if share >= SHARE else round(share * 0.6, 3), host
        )
        for slug, share in shares
    )
