"""Whether a claim only says who denies what its article told before: "they were denied by the ministry"."""

from claims.engine.values import Modality
from corroboration.engine.phrases import any_phrase
from corroboration.engine.shingling import words_of
from corroboration.engine.tables import table
from corroboration.engine.values import Telling

LONGEST = 14  # words; a longer claim says itself what is denied


def denies_the_told(telling: Telling) -> bool:
    """Whether a denial points to what was told before it, and says no more of it."""
    claim = telling.claim
    if claim.modality is not Modality.DENIED or len(words_of(claim.text)) > LONGEST:
        return False
    return any_phrase(claim.text, table("opposites")["told_before"]["words"])
