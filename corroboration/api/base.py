"""What all operations of the API have in common: strict queries, JSON in and out, problems for errors."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError as DjangoError
from django.core.validators import ProhibitNullCharactersValidator
from django.http import Http404, HttpResponseBase
from django.utils.http import parse_header_parameters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.exceptions import (
    APIException,
    AuthenticationFailed,
    NotAcceptable,
    ParseError,
    UnsupportedMediaType,
    ValidationError,
)
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.response import Response
from rest_framework.utils.mediatypes import media_type_matches, order_by_precedence
from rest_framework.views import APIView

from corroboration.api import limits, versions
from corroboration.api.serializers import ProblemSerializer
from corroboration.days import parse_day
from corroboration.ingestion import Rejected, parse_line
from corroboration.pagination import CURSOR, SIZE

# JSON escapes each character outside of ASCII in up to six bytes for two; text and html may both be given.
BODY_BYTES = 6 * settings.ARTICLE_BYTES
TOO_MANY = 429
WEIGHT = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")
PROBLEM = "application/problem+json"
# How a reader says who it is; with PUBLIC_READ it needn't.
READERS: list[Any] = [*([{}] if settings.PUBLIC_READ else []), {"knoxApiToken": []}, {"cookieAuth": []}]
AS_OF = OpenApiParameter(
    "as_of",
    OpenApiTypes.DATE,
    description="As it stood when this UTC day was over, by today's reference data, half-life and cuts of letters.",
)


class TooLarge(APIException):
    status_code = 413
    default_detail = f"The body is larger than {BODY_BYTES:,} bytes."
    default_code = "too_large"
    at_fault = ""  # the body


class LengthNeeded(APIException):
    """Of a body in chunks Django would show none, and what was sent would seem to be missing."""

    status_code = 411
    default_detail = {"Content-Length": "say how long the body is: one in chunks is not read"}
    default_code = "length_needed"


class NotToBeTaken(APIException):
    """What is well formed, and can't be done to what is there."""

    status_code = 422
    default_code = "not_to_be_taken"


class Busy(APIException):
    status_code = 503
    default_detail = "Other texts are being read. Try again in a moment."
    default_code = "busy"
    wait = 5  # seconds, told in Retry-After


class BoundedJSONParser(BaseParser):
    """JSON of a bounded size, read like a line of `ingest`: what can't be read is a 400 that says why.

    Not a JSONParser, whose body DRF fetches itself, within Django's limit for forms.
    """

    media_type = "application/json"
    understood: Callable[[bytes], Any] = staticmethod(parse_line)

    def parse(self, stream, media_type=None, parser_context=None) -> Any:
        charset = parse_header_parameters(media_type or "")[1].get("charset", "utf-8")
        if charset.lower() not in ("utf-8", "utf8"):
            raise UnsupportedMediaType(media_type, f"JSON is in UTF-8 here, not in {charset[:40]!r}.")
        raw = stream.read(BODY_BYTES + 1)
        if len(raw) > BODY_BYTES:
            raise TooLarge
        try:
            return self.understood(raw)
        except Rejected as rejected:
            raise ParseError(str(rejected)) from None


class Negotiation(DefaultContentNegotiation):
    """By the weights in the header Accept, too, which DRF passes over.

    A form in `?format=` that isn't spoken is as unacceptable as one in that header, and no 404.
    """

    def select_renderer(self, request, renderers: list[Any], format_suffix: str | None = None) -> tuple[Any, str]:
        if form := request.query_params.get(self.settings.URL_FORMAT_OVERRIDE):
            renderers = self.filter_renderers(renderers, form)
        accepted = self.get_accept_list(request)
        weights = [_weight(renderer.media_type, accepted) for renderer in renderers]
        liked = [each for each, weight in zip(renderers, weights, strict=True) if weight and weight == max(weights)]
        return super().select_renderer(request, liked, format_suffix)

    def filter_renderers(self, renderers: list[Any], format: str) -> list[Any]:
        try:
            return super().filter_renderers(renderers, format)
        except Http404:
            raise NotAcceptable from None


def _weight(media: str, accepted: list[str]) -> float:
    """How much a media type is wanted: as the nearest range that holds it says; 0 where none does."""
    ranges = (each for equals in order_by_precedence(accepted) for each in equals)
    nearest = next((each for each in ranges if media_type_matches(media, each)), "*/*;q=0")
    given = parse_header_parameters(nearest)[1].get("q", "1")
    return float(given) if WEIGHT.fullmatch(given) else 1.0


class CountedView(APIView):
    """A view whose limits are asked as soon as it is known who asks."""

    def perform_authentication(self, request) -> None:
        """Who asks; and then whether too much, before anything is done for it or refused."""
        try:
            super().perform_authentication(request)
        except AuthenticationFailed:
            limits.guest_asks(request)
            raise
        super().check_throttles(request)

    def check_throttles(self, request) -> None:
        """Done above: DRF asks only after the permissions, and refuses a wrong token as often as it comes."""


class StrictView(CountedView):
    """A view that refuses what it doesn't understand instead of passing it over.

    A misspelt filter would otherwise answer with everything. parameters: the query parameters it takes, beside those
    of its filters and pages.
    """

    renderer_classes = [versions.PlainJSON]
    parser_classes = [BoundedJSONParser]
    content_negotiation_class = Negotiation
    parameters: tuple[str, ...] = ()

    def initial(self, request, *args, **kwargs) -> None:
        if not hasattr(self, request.method.lower()):  # before it is asked who may: nobody
            self.http_method_not_allowed(request)
        super().initial(request, *args, **kwargs)
        if "Transfer-Encoding" in request.headers and not request.headers.get("Content-Length"):
            raise LengthNeeded
        if request.method != "OPTIONS" and hasattr(self, request.method.lower()):  # else it is a 405, whatever is asked
            self.check_query(self.known_parameters())

    def finalize_response(self, request, response, *args, **kwargs) -> HttpResponseBase:
        finished = super().finalize_response(request, response, *args, **kwargs)
        try:
            finished = versions.settled(request, finished)
        except APIException as refused:
            finished = super().finalize_response(request, self.handle_exception(refused), *args, **kwargs)
        limits.tell(request, finished)
        return finished

    def options(self, request, *args, **kwargs) -> Response:
        """What may be done here is in the header Allow, as with every answer; how, in the schema."""
        return Response(status=204)

    def known_parameters(self) -> set[str]:
        if getattr(self, "action", None) != "list":
            return set(self.parameters)
        filters = getattr(self, "filterset_class", None)
        return {CURSOR, SIZE, *self.parameters, *(filters.base_filters if filters else ())}

    def check_query(self, known: set[str]) -> None:
        errors = {}
        for name, values in self.request.query_params.lists():
            if problem := _fault(values) if name in known else "unknown parameter":
                errors[name[:100]] = problem
        if errors:
            raise ValidationError(errors)


def _fault(values: list[str]) -> str:
    """What is wrong with the values of a known parameter; "" when nothing is."""
    if len(values) > 1:
        return "given more than once"
    if not values[0].strip():
        return "given without a value"
    try:
        ProhibitNullCharactersValidator()(values[0])
    except DjangoError as error:
        return error.messages[0]
    return ""


def asked_day(request, name: str = "as_of") -> date | None:
    """The day in a query parameter; None where none is given."""
    value = request.query_params.get(name)
    try:
        return parse_day(value) if value else None
    except ValueError as error:
        raise ValidationError({name: str(error)}) from None


def asked_choice(request, name: str, choices: Iterable[str]) -> str:
    """The value of a query parameter that takes one of these; "" where none is given."""
    value = request.query_params.get(name, "")
    if value and value not in choices:
        raise ValidationError({name: f"{value[:40]!r} is unknown: expected one of {', '.join(choices)}"})
    return value


def answers(ok: Mapping[int, Any], problems: Collection[int]) -> dict[Any, Any]:
    """The responses of an operation, for the schema: what it gives, and the status codes of its problems.

    429 is among those of all, and 411 among those of what takes a body, which may be too large (413); what versions of
    it bring, described.py says.
    """
    of_bodies = [LengthNeeded.status_code] if TooLarge.status_code in problems else []
    refusals = {
        (code, PROBLEM): OpenApiResponse(ProblemSerializer, description=HTTPStatus(code).phrase)
        for code in sorted({*problems, *of_bodies, TOO_MANY})
    }
    return {**ok, **refusals}
