"""Helpers of the tests that describe claims: the shipped parser and reference, built once."""

from datetime import date
from functools import cache

from spacy.language import Language
from spacy.tokens import Span

from claims.engine.extract import load_parser
from claims.engine.frame import Context, Description, describe
from claims.engine.reference import Reference, load_reference

PUBLISHED = date(2019, 10, 16)  # a Wednesday


@cache
def parser() -> Language:
    return load_parser()


@cache
def reference() -> Reference:
    return load_reference()


def sentence(text: str) -> Span:
    return parser()(text)[:]


def told(text: str, whole: str = "", *, earlier: tuple[Description, ...] = (), title: str = "") -> Description:
    """Describe `text`, a claim cut from the sentence `whole` (which is the claim itself if not given)."""
    around = sentence(whole or text)
    start = around.text.index(text)
    atom = around.char_span(start, start + len(text), alignment_mode="expand")
    assert atom is not None
    return describe(list(atom), around, Context(PUBLISHED, earlier=earlier, title=title), reference())
