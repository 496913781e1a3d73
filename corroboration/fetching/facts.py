"""What a page says of itself, and the article in it: HTML and an address in, facts out. Pure: no clock, no network."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from lxml import etree, html
from tld import get_fld

from corroboration.feeds.sites import site_of
from corroboration.fetching import dates, linked_data
from corroboration.fetching.dates import Dating, Moment
from corroboration.html import text_of

PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "datepublished",
    "parsely-pub-date", "cxenseparse:recs:publishtime", "sailthru.date", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date", "dc.date.created", "pubdate", "publishdate", "publish-date", "publication_date",
    "date", "citation_publication_date",
)  # fmt: skip
MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "article:modified", "datemodified",
    "dcterms.modified", "dc.date.modified", "last-modified",
)  # fmt: skip
TITLES = ("og:title", "twitter:title", "dc.title", "parsely-title")
SITES = ("og:site_name", "application-name", "al:ios:app_name", "dc.publisher")
AUTHORS = ("author", "article:author", "parsely-author", "dc.creator", "byl", "sailthru.author", "twitter:data1")
LANGUAGES = ("og:locale", "content-language", "dc.language", "language")
FOLLOWING = (
    "utm_",
    "fbclid",
    "gclid",
    "mc_cid",
    "mc_eid",
    "ref_src",
    "cmpid",
    "ocid",
    "igshid",
    "twclid",
)  # the reader
ANOTHER_FORM = ("amp", "outputType", "view", "print", "m")  # parameters by which one article has several pages
FORM_PARTS = {"amp", "m", "mobile", "print", "amp.html", "www"}  # parts of an address that do the same
LONGEST_TITLE, LONGEST_NAME = 500, 200
_NAME = re.compile(r"(?:by|von|par|por|بقلم|от)\s+", re.IGNORECASE)
_TELLING = re.compile(r"(?=.*[\d-]).{8,}")  # the end of an address that names an article by itself
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read of a page. canonical: the address it gives for itself, where that can be believed, else the one it
    came from. notes: what is doubtful, in words."""

    text: str
    title: str = ""
    dating: Dating = field(default_factory=lambda: Dating(None))
    modified: Moment | None = None
    authors: tuple[str, ...] = ()
    canonical: str = ""
    elsewhere: str = ""  # an address on another site that it calls its own
    language: str = ""
    site_name: str = ""
    notes: tuple[str, ...] = ()


def facts_of(page: str, url: str, *, now: datetime, hint: Moment | None = None) -> Facts:
    """The facts of the page at this address. hint: the date that a feed gives it."""
    tree = _parsed(page)
    if tree is None:
        return Facts("", canonical=tidy(url))
    metas = _metas(tree)
    node = linked_data.article_of(script.text or "" for script in tree.iter("script") if _is_linked_data(script))
    canonical, elsewhere = _canonical(tree, metas, url)
    dating = dates.settle(_published(tree, metas, node, url, now), hint)
    notes = [dating.note] if dating.note else []
    if str(node.get("isAccessibleForFree")).lower() in ("false", "0"):
        notes.append("only part of it is open to readers who don't pay")
    return Facts(
        text=text_of(page),
        title=_title(tree, metas, node),
        dating=dating,
        modified=_modified(metas, node, tree, now),
        authors=_authors(tree, metas, node),
        canonical=canonical,
        elsewhere=elsewhere,
        language=_language(tree, metas, node),
        site_name=_first([*(metas.get(name, "") for name in SITES), *linked_data.names_in(node, "publisher")])[:300],
        notes=tuple(notes),
    )


def tidy(url: str) -> str:
    """An address without fragment and without what follows readers around."""
    parts = urlsplit(url)
    if not parts.netloc:
        return ""
    query = urlencode([(name, value) for name, value in _query(parts.query) if not name.lower().startswith(FOLLOWING)])
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", query, ""))


def registrable(url: str) -> str:
    """What somebody registered of an address's host: example.co.uk of www.example.co.uk; a bare host as it is."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    return get_fld(f"http://{host}/", fail_silently=True, search_private=True) or site_of(url)


def _parsed(page: str) -> etree._Element | None:
    if not page.strip():
        return None
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True)
    try:
        return html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _metas(tree: etree._Element) -> dict[str, str]:
    """Values of <meta> by name in lower case; of several the first that says something."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        value = _plain(meta.get("content", ""))
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if value and (name := meta.get(attribute, "").strip().lower()):
                found.setdefault(name, value)
    return found


def _is_linked_data(script: etree._Element) -> bool:
    return script.get("type", "").partition(";")[0].strip().lower() == "application/ld+json"


def _title(tree: etree._Element, metas: Mapping[str, str], node: linked_data.Node) -> str:
    heading = [_plain(each.text_content()) for each in tree.iter("h1")]
    single = heading if len(heading) == 1 else []
    given = [linked_data.text_in(node, "headline"), *(metas.get(name, "") for name in TITLES), *single]
    return _first([*given, *(_plain(each.text_content()) for each in tree.xpath("//head/title"))])[:LONGEST_TITLE]


def _authors(tree: etree._Element, metas: Mapping[str, str], node: linked_data.Node) -> tuple[str, ...]:
    given = linked_data.names_in(node, "author") or [metas[name] for name in AUTHORS if metas.get(name)][:1]
    given = given or [_plain(each.text_content()) for each in tree.xpath("//*[@rel='author' or @itemprop='author']")]
    names = (_NAME.sub("", _plain(name), count=1)[:LONGEST_NAME] for name in given)
    return tuple(dict.fromkeys(name for name in names if name and "://" not in name))[:10]


def _language(tree: etree._Element, metas: Mapping[str, str], node: linked_data.Node) -> str:
    root = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    given = [root, linked_data.text_in(node, "inLanguage"), *(metas.get(name, "") for name in LANGUAGES)]
    codes = (re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", value.strip()) for value in given)
    return next((code[0].lower() for code in codes if code), "")


# --- when ---


def _published(
    tree: etree._Element, metas: Mapping[str, str], node: linked_data.Node, url: str, now: datetime
) -> list[Moment]:
    """All dates of publication that a page gives, most trusted first: for machines, then for readers, then the one in
    its address, which counts only where there is no other."""
    given = [("JSON-LD", linked_data.text_in(node, "datePublished"))]
    given += [(f"meta {name}", metas[name]) for name in PUBLISHED if name in metas]
    given += [("time", value) for value in _times(tree)]
    found = [moment for where, raw in given if (moment := dates.read(raw, where, now=now)) is not None]
    in_address = dates.in_path(urlsplit(url).path, now=now)
    return found or ([in_address] if in_address else [])


def _times(tree: etree._Element) -> list[str]:
    """What elements say that are marked as the date of publication; where none is, the only <time> of a heading."""
    marked = tree.xpath("//*[@itemprop='datePublished' or @pubdate or (self::time and contains(@class, 'published'))]")
    if not marked:
        marked = tree.xpath("//article//header//time[@datetime] | //header[.//h1]//time[@datetime]")
        marked = marked if len(marked) == 1 else []
    if not marked and len(alone := tree.xpath("//time[@datetime][not(ancestor::aside or ancestor::footer)]")) == 1:
        marked = alone
    return [each.get("datetime") or each.get("content") or _plain(each.text_content()) for each in marked[:3]]


def _modified(metas: Mapping[str, str], node: linked_data.Node, tree: etree._Element, now: datetime) -> Moment | None:
    marked = [each.get("datetime") or each.get("content") or "" for each in tree.xpath("//*[@itemprop='dateModified']")]
    given = [("JSON-LD", linked_data.text_in(node, "dateModified"))]
    given += [(f"meta {name}", metas[name]) for name in MODIFIED if name in metas] + [("time", raw) for raw in marked]
    return next((m for where, raw in given if (m := dates.read(raw, where, now=now)) is not None), None)


# --- where ---


def _canonical(tree: etree._Element, metas: Mapping[str, str], url: str) -> tuple[str, str]:
    """The address a page gives for itself, or the one it came from; and one on another site, for those who know whose.

    An address that is another page's would make two articles one, so it is believed only where it differs from where
    the page was found in nothing but form (AMP, print, mobile), or in parameters that its path can do without.
    """
    links = [each.get("href", "") for each in tree.xpath("//link[@rel and @href]") if _has_rel(each, "canonical")]
    for raw in (*links, metas.get("og:url", "")):
        try:
            given = tidy(urljoin(url, raw.strip())) if raw.strip() else ""
        except ValueError:
            continue
        if not given.startswith(("http://", "https://")):
            continue
        if not url:  # handed in without its address: there is no other word on it
            return given, ""
        if registrable(given) != registrable(url):
            return tidy(url), given
        if _is_form_of(given, url):
            return given, ""
    return tidy(url), ""


def _has_rel(link: etree._Element, name: str) -> bool:
    return name in link.get("rel", "").lower().split()


def _is_form_of(given: str, url: str) -> bool:
    (site, path, query), (there, found, asked) = _form(given), _form(url)
    needless = bool(path) and bool(_TELLING.fullmatch(path[-1])) and set(query) <= set(asked)
    return (site, path) == (there, found) and (query == asked or needless)


def _form(url: str) -> tuple[str, list[str], list[tuple[str, str]]]:
    """What is left of an address without what only says in which form the page is wanted."""
    parts = urlsplit(url)
    path = [part for part in parts.path.lower().split("/") if part and part not in FORM_PARTS]
    if path:
        path[-1] = re.sub(r"(?:[.-]amp)?(?:\.(?:html?|php|aspx?|amp))?$", "", path[-1])
    query = sorted(
        (name, value)
        for name, value in _query(parts.query)
        if not name.lower().startswith(FOLLOWING) and name not in ANOTHER_FORM
    )
    return registrable(url), path, query


def _query(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True)


def _first(values: Iterable[str]) -> str:
    return next((plain for value in values if (plain := _plain(value))), "")


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
