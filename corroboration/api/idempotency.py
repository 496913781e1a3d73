"""Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a write that is sent twice has one effect.

    with idempotency.turn(request) as turn:
        if turn.answered is not None:
            return turn.answered            # the first answer again
        ...                                 # checks, outside of any transaction
        with turn.writing():                # the write, and its answer, in one transaction
            return turn.kept(Response(...))

Without the header the same lines simply write.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response

from corroboration import once
from corroboration.api.base import BoundedJSONParser
from corroboration.api.versions import PlainJSON
from corroboration.handed import LONGEST_KEY, FirstAnswer

HEADER, REPLAYED = "Idempotency-Key", "Idempotent-Replayed"
KEY = OpenApiParameter(
    HEADER,
    {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    description=(
        f"Any word of yours for this request, of at most {LONGEST_KEY} characters, such as a UUID. Sent again with the "
        f"same body within {once.KEPT.days} days, it is answered as the first time, with `{REPLAYED}: true`, and has "
        "no further effect. Another request under the same key: 422; while the first is being worked on: 409, with "
        "`Retry-After`. What was refused may be mended and sent under the same key."
    ),
)
_KEY = re.compile(rf'"?([\x21\x23-\x5b\x5d-\x7e]{{1,{LONGEST_KEY}}})"?')  # as a string of RFC 8941, or bare


class KeyOfAnother(APIException):
    status_code = 422
    default_detail = {HEADER: "this key was given to another request: take a fresh one for each"}
    default_code = "key_of_another"


class KeyInUse(APIException):
    status_code = 409
    default_detail = {HEADER: "the first request with this key is still being worked on: ask again in a moment"}
    default_code = "key_in_use"
    wait = 1  # seconds, told in Retry-After


class KeyedJSONParser(BoundedJSONParser):
    """Notes the hash of the body while it is read."""

    def parse(self, stream, media_type=None, parser_context=None) -> Any:
        hashed = Hashed(stream)
        found = super().parse(hashed, media_type, parser_context)
        parser_context["request"].body_hash = hashed.digest()
        return found


class Hashed:
    """A stream of which the hash is told of what was read."""

    def __init__(self, stream: Any) -> None:
        self._stream, self._hash = stream, hashlib.sha256()

    def read(self, size: int) -> bytes:
        piece = self._stream.read(size)
        self._hash.update(piece)
        return piece

    def digest(self) -> str:
        return self._hash.hexdigest()


class Turn:
    """A write's turn. answered: what it was answered before, if it was."""

    def __init__(self, row: FirstAnswer | None = None) -> None:
        self._row, self._token = row, row and row.token
        self.answered = _again(row) if row is not None and row.status is not None else None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction, which fails where another took the turn over meanwhile."""
        with transaction.atomic():
            if self._row is not None:
                once.hold(self._row, now=timezone.now())
            yield

    def kept(self, response: Response, *, without: str = "") -> Response:
        """Store an answer, inside the transaction that wrote what it tells of.

        without: a field that isn't to be stored. Who answers again has to put it back.
        """
        if self._row is not None:
            body = PlainJSON().render({n: v for n, v in response.data.items() if n != without}).decode()
            once.keep(self._row, response.status_code, body, response.get("Location", ""))
        return response

    def let_go(self) -> None:
        """Free the key, unless an answer was stored with what was written."""
        if self._row is not None and self._token is not None:
            once.let_go(self._row, self._token)


@contextmanager
def turn(request: Any) -> Iterator[Turn]:
    """The turn of this request under its key; at once where it has none. Raises KeyOfAnother, KeyInUse."""
    try:
        mine = Turn(_row(request))
        try:
            yield mine
        except BaseException:
            mine.let_go()
            raise
        mine.let_go()
    except once.OtherRequest:
        raise KeyOfAnother from None
    except once.StillWorking:
        raise KeyInUse from None


def _row(request: Any) -> FirstAnswer | None:
    key = request.headers.get(HEADER)
    if key is None:
        return None
    form = _KEY.fullmatch(key.strip())
    if form is None:
        raise ValidationError({HEADER: f"expected 1 to {LONGEST_KEY} visible ASCII characters, such as a UUID"})
    asked = [request.method, request.path, _body_hash(request)]
    return once.take(request.user, form[1], hashlib.sha256("\n".join(asked).encode()).hexdigest(), now=timezone.now())


def _body_hash(request: Any) -> str:
    """Of the body as it was sent; "" where there is none. Asking for its data has it read."""
    return getattr(request, "body_hash", "") if request.data is not None else ""


def _again(row: FirstAnswer) -> HttpResponse:
    headers = {REPLAYED: "true"} | ({"Location": row.location} if row.location else {})
    return HttpResponse(row.body, status=row.status, content_type="application/json", headers=headers)
