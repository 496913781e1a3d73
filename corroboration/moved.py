"""The way from a source that was merged to the one as which it counts: on pages and in the API.

Not for good: a merge can be undone.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from rest_framework.response import Response

from sources.selectors import merged_into


def address_now(request: HttpRequest, slug: str) -> str:
    """The address of the same thing of the source that stays; "" where this one wasn't merged."""
    into = merged_into(slug)
    if not into:
        return ""
    here = request.resolver_match
    query = request.META.get("QUERY_STRING", "")
    return reverse(here.view_name, kwargs=here.kwargs | {"slug": into}) + (f"?{query}" if query else "")


def page_follows(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of one source: of one that was merged it is that of the other, which then says so."""

    @wraps(view)
    def follow(request: HttpRequest, slug: str) -> HttpResponse:
        if address := address_now(request, slug):
            messages.info(request, f"Merged: what was known as “{slug}” counts as this source.")
            return HttpResponseRedirect(address)
        return view(request, slug)

    return follow


def answer_follows(method: Callable[..., Response]) -> Callable[..., Response]:
    """The same for a method of the API, once it is clear that its caller may read."""

    @wraps(method)
    def follow(view, request, slug: str, *args, **kwargs) -> Response:
        if address := address_now(request, slug):
            return Response({"merged_into": merged_into(slug)}, status=302, headers={"Location": address})
        return method(view, request, slug, *args, **kwargs)

    return follow
