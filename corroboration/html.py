"""Article text out of a page: paragraphs as lines, block quotes and readers' comments kept apart."""

from lxml import etree
from trafilatura import extract

COMMENTS_HEADING = "Comments"  # the zone engine knows a line of this as the start of readers' comments


def text_of(html: str) -> str:
    """The article in a page, "" when there is none. Scripts and styles never reach it.

    A block quote's lines start with "> " and the comments follow a "Comments" line: plain text would lose both
    roles, and with them who is speaking.
    """
    document = extract(html, output_format="xml", include_comments=True, include_tables=False)
    if not document:
        return ""
    root = etree.fromstring(document.encode(), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    body, comments = root.find("main"), root.find("comments")
    blocks = _blocks(body) if body is not None else []
    remarks = _blocks(comments) if comments is not None else []
    if remarks:
        blocks += [COMMENTS_HEADING, *remarks]
    return "\n\n".join(blocks)


def _blocks(parent: etree._Element) -> list[str]:
    blocks = []
    for element in parent:
        nested = element.findall(".//p") if element.tag in ("quote", "list") else []
        mark = "> " if element.tag == "quote" else ""
        for part in nested or [element]:
            if text := " ".join("".join(part.itertext()).split()):
                blocks.append(mark + text)
    return blocks
