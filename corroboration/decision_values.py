"""What a decision of each kind may say besides the claims it is about; a value that says something else is refused."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from corroboration.models import Decision
from sources.models import Source

Kind = Decision.Kind
Value = dict[str, Any]
RATINGS = {  # what a fact-checker says of a claim -> how true that is; None: he can't tell
    "true": 1.0,
    "mostly true": 0.75,
    "mostly false": 0.25,
    "false": 0.0,
    "unproven": None,
}
RELATIONS = ("corroborates", "contradicts", "differs", "none")
LONGEST_CHAIN = 8  # voices; the longest chain met in real articles has four
MOST_LINKS = 20
WEB = URLValidator(schemes=["http", "https"])


class BadDecision(ValueError):
    """A decision that can't be taken, with the reason in words."""


def checked(kind: str, value: Mapping[str, Any], anchors: int) -> Value:
    """The value as it is stored. anchors: how many claims the decision names. Raises BadDecision."""
    check = CHECKS.get(Kind(kind))
    return check(dict(value), anchors) if check else dict(value)


def _split(value: Value, anchors: int) -> Value:
    off = value.get("off")
    if not isinstance(off, int) or isinstance(off, bool) or not 0 < off < anchors:
        raise BadDecision(f"off: expected how many of the {anchors} claims are split off, from 1 to {anchors - 1}")
    return {"off": off}


def _verdict(value: Value, anchors: int) -> Value:
    rating = value.get("rating")
    if rating is not None and not (isinstance(rating, int | float) and 0 <= rating <= 1):
        raise BadDecision(f"rating {rating!r}: expected a number from 0 (false) to 1 (true), or null for unproven")
    links = value.get("links", [])
    if not isinstance(links, list) or len(links) > MOST_LINKS:
        raise BadDecision(f"links: expected a list of at most {MOST_LINKS} addresses")
    for link in links:
        try:
            WEB(link)
        except ValidationError:
            raise BadDecision(f"links: {link!r} is no address of a page, such as https://example.org/report") from None
    return value


def _independence(value: Value, anchors: int) -> Value:
    if not isinstance(value.get("independent"), bool):
        raise BadDecision("independent: expected true or false")
    return value


def _relation(value: Value, anchors: int) -> Value:
    if value.get("relation") not in RELATIONS:
        raise BadDecision(f"relation: expected one of {', '.join(RELATIONS)}")
    return value


def _attribution(value: Value, anchors: int) -> Value:
    chain = value.get("chain")
    if not isinstance(chain, list) or len(chain) > LONGEST_CHAIN:
        raise BadDecision(f"chain: expected a list of at most {LONGEST_CHAIN} voices, the origin first")
    voices = [_voice(voice) for voice in chain]
    if len({voice["source"] for voice in voices}) < len(voices):
        raise BadDecision("chain: a voice stands in it twice")
    return {"chain": voices}


def _voice(voice: Any) -> Value:
    names = ("source", "name", "kind")
    if not isinstance(voice, dict) or not all(isinstance(voice.get(name), str) and voice[name] for name in names):
        raise BadDecision("chain: expected of each voice its source, name and kind")
    if voice["kind"] not in Source.Kind.values:
        raise BadDecision(f"chain: kind {voice['kind']!r}: expected one of {', '.join(Source.Kind.values)}")
    return {name: voice[name] for name in names} | {"speaks_for": str(voice.get("speaks_for", ""))}


def _assign(value: Value, anchors: int) -> Value:
    to = value.get("to")
    if not isinstance(to, str):
        raise BadDecision("to: expected the name of a user, or nothing to give it back")
    if to and not get_user_model().objects.filter(username=to, is_active=True).exists():
        raise BadDecision(f"to: there is no active user {to}")
    return {"to": to}


def _external(value: Value, anchors: int) -> Value:
    if value.get("answer") not in ("related", "rejected") or not isinstance(value.get("review"), str):
        raise BadDecision("expected of others' review its id in `review`, and as `answer` related or rejected")
    return {name: value[name] for name in ("review", "answer", "publisher", "url") if name in value}


CHECKS: Mapping[Kind, Callable[[Value, int], Value]] = {
    Kind.SPLIT: _split,
    Kind.VERDICT: _verdict,
    Kind.INDEPENDENCE: _independence,
    Kind.RELATION: _relation,
    Kind.ATTRIBUTION: _attribution,
    Kind.ASSIGN: _assign,
    Kind.EXTERNAL: _external,
}
