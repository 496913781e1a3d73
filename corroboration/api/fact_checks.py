"""`claims:search` as Google's Fact Check Tools API has it: the same parameters, answers and errors, so that programs
written for it need another address only.

Its contract is Google's, not ours: it stands in no schema of ours, and its errors are Google's.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from django.core.signing import BadSignature, Signer
from django.utils import timezone
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import APIException, AuthenticationFailed
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from corroboration.access import MayRead
from corroboration.api.authentication import ByToken
from corroboration.api.base import CountedView
from corroboration.interchange.checks import Check, Wanted, search, since
from corroboration.interchange.site import site
from corroboration.search import LONGEST_QUERY

PAGE_SIZE, LARGEST_PAGE = 10, 100
LONGEST_OFFSET = 9  # digits
ASKED = ("query", "languageCode", "reviewPublisherSiteFilter", "maxAgeDays", "pageSize", "pageToken", "offset")
SYSTEM = ("key", "alt", "prettyPrint", "quotaUser", "$.xgafv", "fields", "access_token", "uploadType")
TOKEN = Signer(salt="claims:search")
STATUSES = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND"}
STATUSES |= {405: "UNIMPLEMENTED", 406: "INVALID_ARGUMENT", 429: "RESOURCE_EXHAUSTED"}


class Invalid(APIException):
    status_code = 400


class BadKey(AuthenticationFailed):
    """A key that is none is, there, no missing right but a wrong argument."""

    status_code = 400
    default_detail = "API key not valid. Please pass a valid API key."
    reason = "API_KEY_INVALID"


class KeyAuthentication(ByToken):
    """A token of ours as `key` in the query or as X-Goog-Api-Key, as those clients send theirs."""

    def authenticate(self, request):
        key = request.query_params.get("key") or request.headers.get("X-Goog-Api-Key")
        if not key:
            return super().authenticate(request)
        try:
            return self.authenticate_credentials(key.encode())
        except AuthenticationFailed:
            raise BadKey from None


@dataclass(frozen=True, slots=True)
class _Page:
    start: int
    size: int


class ClaimsSearch(CountedView):
    """Fact checks like a query."""

    authentication_classes = [KeyAuthentication, SessionAuthentication]
    permission_classes = [MayRead]
    renderer_classes = [JSONRenderer]
    schema = None

    def get_exception_handler(self):
        return google_error

    def perform_content_negotiation(self, request, force=False):
        """Whatever is accepted, JSON is answered."""
        return self.renderer_classes[0](), self.renderer_classes[0].media_type

    def get(self, request) -> Response:
        asked = _asked(request.query_params)
        wanted = _wanted(asked, timezone.now().date())
        page = _page(asked, _stamp(asked))
        found = search(wanted, site(request))
        shown = found[page.start : page.start + page.size]
        answer: dict[str, Any] = {"claims": [_claim(checks) for checks in shown]} if shown else {}
        if len(found) > page.start + page.size:
            answer["nextPageToken"] = TOKEN.sign_object([page.start + page.size, _stamp(asked)])
        return Response(answer)


def _asked(given) -> dict[str, str]:
    """The parameters, each once and known. Empty ones are as none."""
    for name, values in given.lists():
        if name not in (*ASKED, *SYSTEM):
            message = f'Unknown name "{name[:100]}": Cannot bind query parameter.'
            raise Invalid(f"Invalid JSON payload received. {message}")
        if len(values) > 1:
            raise Invalid(f'Invalid value at "{name}": given more than once')
        if "\0" in values[0]:
            raise Invalid(f'Invalid value at "{name}": holds a NUL')
    if given.get("alt", "json") != "json":
        raise Invalid('Invalid value at "alt": only json is answered')
    return {name: given[name] for name in ASKED if given.get(name)}


def _wanted(asked: dict[str, str], today: date) -> Wanted:
    query, of_site = asked.get("query", "").strip(), asked.get("reviewPublisherSiteFilter", "").strip()
    if not query and not of_site:
        raise Invalid("Request contains an invalid argument: query or reviewPublisherSiteFilter must be given.")
    if len(query) > LONGEST_QUERY:
        raise Invalid(f'Invalid value at "query": longer than {LONGEST_QUERY:,} characters')
    host = of_site.lower().removeprefix("https://").removeprefix("http://").split("/")[0].removeprefix("www.")
    return Wanted(query, asked.get("languageCode", ""), since(_number(asked, "maxAgeDays"), today), host)


def _page(asked: dict[str, str], stamp: str) -> _Page:
    """Where the page starts. A token fits only the parameters that it was given for."""
    size = min(_number(asked, "pageSize") or PAGE_SIZE, LARGEST_PAGE)
    if token := asked.get("pageToken"):
        try:
            start, given_for = TOKEN.unsign_object(token)
        except (BadSignature, ValueError):
            raise Invalid('Invalid value at "pageToken": not one of these') from None
        if given_for != stamp:
            raise Invalid('Invalid value at "pageToken": all other parameters must be those of the first request')
        return _Page(start, size)
    return _Page(_number(asked, "offset"), size)


def _stamp(asked: dict[str, str]) -> str:
    """A hash of the parameters that must stay as they are from page to page."""
    kept = sorted((name, value) for name, value in asked.items() if name not in ("pageToken", "offset"))
    return hashlib.sha256(repr(kept).encode()).hexdigest()[:16]


def _number(asked: dict[str, str], name: str) -> int:
    value = asked.get(name, "0")
    if not (value.isascii() and value.isdigit() and len(value) <= LONGEST_OFFSET):
        raise Invalid(f"Invalid value at '{name}' (TYPE_INT32), \"{value[:40]}\"")
    return int(value)


def _claim(checks: Sequence[Check]) -> dict[str, Any]:
    """A claim with its checks; what isn't known is left out."""
    first = checks[0]
    said = {"text": first.text, "claimant": first.claimant, "claimDate": _midnight(first.claimed_on)}
    return _known(said) | {"claimReview": [_review(check) for check in checks]}


def _review(check: Check) -> dict[str, Any]:
    publisher = _known({"name": check.publisher, "site": check.site})
    review = {"publisher": publisher, "url": check.url, "title": check.title}
    review |= {"reviewDate": _midnight(check.reviewed_on), "textualRating": check.rating}
    return _known(review | {"languageCode": check.language})


def _midnight(day: date | None) -> str:
    return f"{day.isoformat()}T00:00:00Z" if day else ""


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def google_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """An error as Google's APIs tell it. None for one that nobody foresaw."""
    if not isinstance(error, APIException):
        return None
    code = error.status_code
    message = str(error.detail)
    told: dict[str, Any] = {"code": code, "message": message, "status": STATUSES.get(code, HTTPStatus(code).name)}
    if reason := getattr(error, "reason", ""):
        kind = "type.googleapis.com/google.rpc.ErrorInfo"
        told["details"] = [{"@type": kind, "reason": reason, "domain": context["request"].get_host()}]
    headers = {"Retry-After": str(error.wait)} if getattr(error, "wait", None) else {}
    return Response({"error": told}, status=code, headers=headers)
