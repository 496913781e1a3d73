"""The text of a page out of its bytes, as browsers read it."""

import codecs
import re

from corroboration.imports.text import MARKS, known

# Where a page says in which encoding it is written: HTML looks at its first 1,024 bytes.
_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]{0,200}encoding\s*=\s*[\"']([A-Za-z0-9_.-]{1,40})")
_SEARCHED = 1024
# What is called so is written in these (WHATWG, Encoding Standard).
_WIDER = {"iso8859-1": "windows-1252", "ascii": "windows-1252", "gb2312": "gb18030", "gbk": "gb18030"}
LAST_RESORT = "windows-1252"


def page_text(content: bytes, named: str = "") -> str:
    """A page as text: by its byte-order mark, the encoding named beside it, the one it names, UTF-8, windows-1252."""
    for encoding in _candidates(content, named):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode(LAST_RESORT, "replace")


def _candidates(content: bytes, named: str) -> list[str]:
    marked = [encoding for mark, encoding in MARKS if content.startswith(mark)]
    start = content[:_SEARCHED]
    said = [found[1].decode("ascii") for pattern in (_META, _DECLARATION) if (found := pattern.search(start))]
    # A page that says in ASCII letters that it is UTF-16 isn't.
    said = [encoding for encoding in said if not encoding.lower().startswith(("utf-16", "utf-32"))]
    usable = [_wider(encoding) for encoding in (named, *said) if encoding and known(encoding)]
    return [*marked, *usable, "utf-8"]


def _wider(encoding: str) -> str:
    name = codecs.lookup(encoding).name
    return _WIDER.get(name, name)
