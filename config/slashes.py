"""The way to an address whose slash at the end was left out."""

from django.http import HttpResponsePermanentRedirect
from django.middleware.common import CommonMiddleware


class SameRequest(HttpResponsePermanentRedirect):
    """Asked there again as it was: after a 301, most programs make a GET of a POST, which then seems to have worked."""

    status_code = 308


class Middleware(CommonMiddleware):
    response_redirect_class = SameRequest
