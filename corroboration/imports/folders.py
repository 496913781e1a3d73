"""Records of a folder: texts and pages in files of their own, and a manifest that says what each is.

Nothing outside the folder is ever opened, whatever the manifest names.
"""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from corroboration.fetching.charsets import decoded, storable
from corroboration.imports import ndjson, pages, tables
from corroboration.imports.opening import opened
from corroboration.imports.records import FIELDS, Fields, How, Record, Unreadable, refusing
from corroboration.imports.text import decode, why_unreadable
from corroboration.ingestion import FieldError, Rejected
from corroboration.looking import kept_page

MANIFESTS = ("manifest.csv", "manifest.ndjson", "manifest.jsonl", "manifest.json")
TEXTS, PAGES = (".txt",), (".html", ".htm")
SHAPE = tables.Shape(("file", *FIELDS), (("file",), ("outlet",)))  # a page may say itself when it was published
MOST_MANIFEST = 200_000_000  # bytes of a manifest.json, which is read whole


def manifest_of(folder: str) -> Path:
    """The manifest of a folder. Raises Unreadable."""
    found = [path for name in MANIFESTS if (path := Path(folder) / name).is_file()]
    if len(found) != 1:
        names = " and ".join(path.name for path in found) or "none"
        raise Unreadable(f"{folder}: expected one manifest ({', '.join(MANIFESTS)}), found {names}")
    return found[0]


def records(folder: str, how: How, warn) -> Iterator[Record]:
    """A record for each entry of the manifest, then one for each file that it doesn't name. Raises Unreadable."""
    top = Path(folder).resolve()
    named: set[Path] = set()
    last = 0
    for entry in _entries(manifest_of(folder), how, warn):
        last = entry.number
        yield Record(
            entry.file, entry.number, entry.place, entry.where, partial(_article, top, entry, how, named), entry.raw
        )
        _note(named, top, entry)
    for path in contents(top):
        if path not in named and path.is_file():
            last += 1
            name = path.relative_to(top).as_posix()
            unnamed = refusing(FieldError("file", "not named in the manifest"))
            where = f"{folder}/{name}"
            yield Record(where, last, {"name": name}, where, unnamed, lambda: "")


def contents(folder: Path) -> Iterator[Path]:
    """What lies in a folder by the names of texts and pages, in order."""
    yield from sorted(path for path in folder.rglob("*") if path.suffix.lower() in (*TEXTS, *PAGES))


def _entries(manifest: Path, how: How, warn) -> Iterator[Record]:
    with opened(str(manifest)) as file:
        if manifest.suffix == ".csv":
            yield from tables.records(file, how, warn, SHAPE)
        elif manifest.suffix == ".json":
            yield from _listed(str(manifest), file.stream.read(MOST_MANIFEST + 1), how)
        else:
            yield from ndjson.records(file, how)


def _listed(name: str, content: bytes, how: How) -> Iterator[Record]:
    if len(content) > MOST_MANIFEST:
        raise Unreadable(f"{name}: longer than {MOST_MANIFEST:,} bytes: expected {MANIFESTS[0]} or {MANIFESTS[1]}")
    try:
        entries = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{name}: not JSON: {error}") from None
    if not isinstance(entries, list):
        raise Unreadable(f"{name}: expected a list of objects, one a file")
    for number, entry in enumerate(entries, start=1):
        read = partial(_object, entry, how)
        raw = partial(json.dumps, entry, ensure_ascii=False)
        yield Record(name, number, {"entry": number}, f"{name}: entry {number}", read, raw)


def _object(entry: Any, how: How) -> Fields:
    if not isinstance(entry, dict):
        raise Rejected([FieldError("", f"expected an object, got {type(entry).__name__}")])
    return how.fields(entry)


def _note(named: set[Path], top: Path, entry: Record) -> None:
    """Remember which file an entry names, also where nobody looks at the entry a second time."""
    try:
        named.add(_inside(top, entry.read().get("file")))
    except Rejected:
        return


def _article(top: Path, entry: Record, how: How, named: set[Path]) -> Fields:
    """The fields of an entry, with what is in its file."""
    fields = entry.read()
    name = fields.pop("file", None)
    path = _inside(top, name)
    if path in named:
        raise Rejected([FieldError("file", f"{name!r:.200} is named twice")])
    content = _content(path, name)
    return {"external_id": path.relative_to(top).as_posix()} | _told(path, content, fields, how)


def _inside(top: Path, name: Any) -> Path:
    """The file of this name in the folder. Raises Rejected for one outside of it, and for one of another kind."""
    if not isinstance(name, str) or not name.strip():
        raise Rejected([FieldError("file", "missing: expected the name of a file in the folder")])
    try:
        path = (top / name).resolve()
        inside = path.is_relative_to(top) and not Path(name).is_absolute()
    except (OSError, ValueError, RuntimeError):  # RuntimeError: links in a circle
        raise Rejected([FieldError("file", f"{name!r:.200} is no name of a file")]) from None
    if not inside:
        raise Rejected([FieldError("file", f"{name!r:.200} lies outside the folder")])
    if path.suffix.lower() not in (*TEXTS, *PAGES):
        raise Rejected([FieldError("file", f"{name!r:.200}: expected {', '.join((*TEXTS, *PAGES))}")])
    return path


def _content(path: Path, name: str) -> bytes:
    try:
        if not path.is_file():
            raise FileNotFoundError(2, "is not there")
        with path.open("rb") as file:
            content = file.read(settings.ARTICLE_BYTES + 5)  # a byte-order mark isn't part of the text
    except OSError as error:
        raise Rejected([FieldError("file", f"{name!r:.200}: {error.strerror}")]) from None
    if len(content) > settings.ARTICLE_BYTES + 4:
        raise Rejected([FieldError("file", f"{name!r:.200}: expected at most {settings.ARTICLE_BYTES:,} bytes")])
    return content


def _told(path: Path, content: bytes, fields: Fields, how: How) -> Fields:
    """The fields of an entry with the text of its file; what it leaves open a page may say itself."""
    if path.suffix.lower() in PAGES:
        page = decoded(content, f"text/html; charset={how.encoding}" if how.encoding else "")
        read = pages.facts(page, str(fields.get("url") or ""), seen_at=timezone.now())
        return pages.said_by(read) | fields | {"text": storable(read.text), "html": kept_page(page)}
    text = decode(content, how.encoding)
    if problem := why_unreadable(text, how.encoding):
        raise Rejected([FieldError("text", problem)])
    return fields | {"text": text}
