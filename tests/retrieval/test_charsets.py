"""Bytes to text: labels are believed as far as they can be, and wrong ones survived."""

import pytest

from corroboration.fetching.charsets import decoded, storable
from tests.retrieval.layouts import ARABIC_TEXT

CZECH = "Výbuch zasáhl krytou tržnici v Ostravě, řekla policie. Příčinou byl plyn."
RUSSIAN = "Взрыв произошёл на рынке во вторник утром, погибли четырнадцать человек, сообщили в полиции."
FRENCH = "Une explosion a frappé le marché couvert, a déclaré la préfecture : « quatorze morts »."


def html(text: str, charset: str = "") -> str:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">' if charset else ""
    return f"<html><head>{meta}<title>x</title></head><body><p>{text}</p></body></html>"


CASES = {
    "said by the header": (CZECH, "iso-8859-2", "text/html; charset=ISO-8859-2", ""),
    "said by the page": (CZECH, "windows-1250", "text/html", "windows-1250"),
    "said by the page, not by the server": (ARABIC_TEXT, "cp1256", "text/html; charset=ISO-8859-1", "windows-1256"),
    "UTF-8, called Latin": (ARABIC_TEXT, "utf-8", "text/html; charset=iso-8859-1", "iso-8859-1"),
    "UTF-8, called windows-1251": (RUSSIAN, "utf-8", "text/html; charset=windows-1251", ""),
    "Latin, called UTF-8": (FRENCH, "cp1252", "text/html; charset=utf-8", "utf-8"),
    "Latin, said nowhere": (FRENCH, "cp1252", "text/html", ""),
    "Arabic, said nowhere": (ARABIC_TEXT, "cp1256", "text/html", ""),
    "Russian, said nowhere": (RUSSIAN, "cp1251", "", ""),
    "Russian, called UTF-8": (RUSSIAN, "cp1251", "text/html; charset=utf-8", "utf-8"),
    "with a mark": (RUSSIAN, "utf-16", "text/html; charset=utf-8", ""),
    "a charset that is none": (CZECH, "utf-8", "text/html; charset=rot13", "x-user-defined"),
    "Chinese by its narrower name": ("爆炸袭击了市场，镕基说", "gb18030", "text/html; charset=gb2312", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_text_comes_out_as_it_was_written(name):
    text, codec, header, meta = CASES[name]
    assert text in decoded(html(text, meta).encode(codec), header)


def test_utf_8_with_a_few_broken_bytes_stays_utf_8():
    raw = html(RUSSIAN * 5).encode().replace("рынке".encode(), "рынке".encode()[:-1], 1)
    assert RUSSIAN in decoded(raw, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    "raw", [b"", b"\xff", bytes(range(256)) * 4, b"\x00" * 100, "\ud800".encode("utf-8", "surrogatepass")]
)
def test_whatever_the_bytes_are_something_comes_out_that_can_be_kept(raw):
    storable(decoded(raw, "text/html; charset=utf-7")).encode()
    assert "\0" not in storable(decoded(raw))
