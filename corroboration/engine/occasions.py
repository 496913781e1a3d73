"""Whether a claim tells of other occasions than the one in the news: earlier ones, or many taken together."""

from functools import cache, lru_cache

from claims.engine.inherit import TOLL_OF_A_WAR
from corroboration.engine.families import families
from corroboration.engine.tables import table
from corroboration.engine.values import Telling
from corroboration.engine.words import words_of


def tells_of_others(telling: Telling) -> bool:
    """Whether a claim has a cue of background_cues.toml, or counts more victims of violence than one attack makes."""
    if _has_cue(telling.claim.statement):
        return True
    tolls = [q.value for q in telling.claim.quantities if q.role in ("killed", "injured") and q.value is not None]
    return max(tolls, default=0) >= TOLL_OF_A_WAR and families(telling) == ("violence",)


@lru_cache(maxsize=16_384)
def _has_cue(text: str) -> bool:
    plain = f" {words_of(text).plain} "
    return any(cue in plain for cue in _background_cues())


@cache
def _background_cues() -> tuple[str, ...]:
    return tuple(f" {phrase} " for phrase in table("background_cues")["phrases"])
