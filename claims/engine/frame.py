"""From the words of a claim to what makes it comparable: frame, slot, numbers, and a statement to be read alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from spacy.language import Language
from spacy.tokens import Span, Token

from claims.engine.reference import Reference
from claims.engine.values import Frame, Interval, Quantity


@dataclass(frozen=True, slots=True)
class Description:
    """What one claim says, in comparable form. unresolved: pronouns and references left open, as they stand."""

    frame: Frame
    slot: str
    quantities: tuple[Quantity, ...]
    number_context: str
    statement: str
    unresolved: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What is known around a claim: the article's date and title, its dateline, and its claims so far in text order."""

    published: date
    day_only: bool = False
    earlier: tuple[Description, ...] = ()
    title: str = ""
    dateline_time: Interval | None = None
    dateline_place: str = ""


def describe(atom: Sequence[Token], sentence: Span, context: Context, reference: Reference) -> Description:
    """Describe one claim: `atom` is its tokens in text order, `sentence` the sentence around it."""
    mentions = reference.gazetteer.find([token.text for token in atom])
    place_id = mentions[0].id if mentions else ""
    frame = Frame(
        action=_head(atom).lemma_.lower(),
        place=reference.gazetteer.entries[place_id].name if place_id else "",
        place_id=place_id,
        place_path=reference.gazetteer.path(place_id),
    )
    return Description(frame, "other", (), "", "".join(t.text_with_ws for t in atom).strip(), ())


def describe_statement(text: str, nlp: Language, reference: Reference, published: date | None) -> Description:
    """Describe a statement that stands alone, outside any article. published: the day it was made, if known."""
    doc = nlp(text)
    return describe(list(doc), doc[:], Context(published or date.min), reference)


def _head(atom: Sequence[Token]) -> Token:
    inside = {token.i for token in atom}
    return next((token for token in atom if token.head.i not in inside or token.head.i == token.i), atom[0])
