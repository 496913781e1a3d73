"""Article text out of a page: paragraphs as lines, block quotes and readers' comments kept apart."""

import logging
import re

from lxml import etree
from trafilatura import extract

COMMENTS_HEADING = "Comments"  # the zone engine knows a line of this as the start of readers' comments
# trafilatura's time grows with the square of the tags: 2 s for 40,000 paragraphs, 2 minutes for 190,000. Pages of
# news have some thousand.
MOST_TAGS = 30_000
MOST_ATTRIBUTES = 500  # of one tag: its parser's time grows with their square; sites use some dozens
NEVER_SHOWN = "//template"  # scripts and styles are left out anyway

_TAG = re.compile(r"<[A-Za-z]")
_ATTRIBUTE = r"[\s/]++[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+"
# Possessive throughout, and a tag is passed over whole: each character is looked at twice at most.
_WHOLE_TAG = re.compile(rf"<[A-Za-z][^\s/>]*+(?P<many>(?:{_ATTRIBUTE}){{{MOST_ATTRIBUTES + 1}}})?+(?:{_ATTRIBUTE})*+")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9A-Fa-f]{1,8})|([0-9]{1,10}));?")

# It logs each page it finds no article in as an error; here that is an answer.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def tags(html: str) -> int:
    """How many tags a page opens."""
    return sum(1 for _ in _TAG.finditer(html))


def crowded(html: str) -> str:
    """Why a page would keep its reader busy for too long; "" for one that wouldn't."""
    if (found := tags(html)) > MOST_TAGS:
        return f"{found:,} tags: expected at most {MOST_TAGS:,}"
    return f"a tag of more than {MOST_ATTRIBUTES} attributes" if has_crowded_tag(html) else ""


def has_crowded_tag(html: str) -> bool:
    """Whether a tag has more attributes than a parser bears."""
    return any(tag["many"] for tag in _WHOLE_TAG.finditer(html))


def text_of(html: str) -> str:
    """The article in a page, "" when there is none. Scripts and styles never reach it.

    A block quote's lines start with "> " and the comments follow a "Comments" line: plain text would lose both
    roles, and with them who is speaking.
    """
    page = _REFERENCE.sub(_printable, html)
    document = extract(page, output_format="xml", include_comments=True, include_tables=False, prune_xpath=NEVER_SHOWN)
    if not document:
        return ""
    root = etree.fromstring(document.encode(), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    body, comments = root.find("main"), root.find("comments")
    blocks = _blocks(body) if body is not None else []
    remarks = _blocks(comments) if comments is not None else []
    if remarks:
        blocks += [COMMENTS_HEADING, *remarks]
    return "\n\n".join(blocks)


def _printable(reference: re.Match[str]) -> str:
    """A character reference, or a blank for one to a character that XML has not: one of those would cost the page."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    allowed = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    return reference[0] if allowed else " "


def _blocks(parent: etree._Element) -> list[str]:
    blocks = []
    for element in parent:
        nested = element.findall(".//p") if element.tag in ("quote", "list") else []
        mark = "> " if element.tag == "quote" else ""
        for part in nested or [element]:
            if text := " ".join("".join(part.itertext()).split()):
                blocks.append(mark + text)
    return blocks
