"""What tests of pictures share: reading a picture back, and the hostile names it has to stand."""

import re

from hypothesis import strategies as st
from lxml import etree, html

HOSTILE = "<script>alert('&amp;')</script> \"quoted\" \x00\x1b \u202e ‮ قناة حلب"
names = st.text(max_size=60) | st.just(HOSTILE)
XLINK_FREE = re.compile(r"https?://|style=|url\(|javascript:|on\w+=", re.IGNORECASE)


def parsed(markup: str) -> etree._Element:
    """A picture as XML: fails where it isn't well formed, or brings style or script of its own."""
    assert "style=" not in markup and "<script" not in markup
    return etree.fromstring(f"<div>{markup}</div>")


def drawing(markup: str) -> etree._Element:
    """The first drawing of a picture."""
    return parsed(markup).find(".//svg")


def texts(element: etree._Element) -> list[str]:
    return ["".join(text.itertext()) for text in element.iter("text")]


def as_page(markup: str) -> html.HtmlElement:
    return html.fromstring(f"<div>{markup}</div>")
