"""What attribution says of a sentence: through whom each of its words came, and how sure that makes it."""

from dataclasses import dataclass

from spacy.tokens import Token

from claims.engine.document import Sentence
from claims.engine.values import Modality, Segment
from sources.engine.values import Voice


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where a stretch of a sentence comes from. modality: what the reporting verb makes of it, None for nothing."""

    chain: tuple[Voice, ...] = ()
    modality: Modality | None = None
    denied_by: tuple[Voice, ...] = ()
    first_hand: bool = False
    cues: tuple[Segment, ...] = ()


OWN = Lineage()


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence with its lineages. allowed: indices of the tokens that may belong to claims."""

    sentence: Sentence
    allowed: frozenset[int]
    lineages: tuple[tuple[frozenset[int], Lineage], ...]  # innermost first

    def of(self, token: Token) -> Lineage:
        return next((lineage for content, lineage in self.lineages if token.i in content), OWN)
