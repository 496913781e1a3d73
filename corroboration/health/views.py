"""Probes without a login, that tell nothing secret; and metrics, for whom METRICS_TOKEN or METRICS_NETWORKS lets in."""

from hmac import compare_digest
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from corroboration.health import metrics, probes
from corroboration.health.figures import figures
from corroboration.health.timing import all_counts
from corroboration.limits.addresses import origin_of


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers. Nothing else is looked at: a database that is away is no reason to kill it."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether people and programs can be served; 503, and what is missing, where they can't."""
    found = probes.ready()
    ready = probes.is_ready(found)
    return JsonResponse({"ready": ready, "checks": found}, status=200 if ready else 503)


@login_not_required
@never_cache
@require_safe
def prometheus(request: HttpRequest) -> HttpResponse:
    """Off unless a token or networks are set; whoever has neither learns nothing of it."""
    if not _let_in(request):
        raise Http404("There is no such page.")
    return HttpResponse(metrics.text(figures(now=timezone.now()), all_counts()), content_type=metrics.MEDIA_TYPE)


def _let_in(request: HttpRequest) -> bool:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if settings.METRICS_TOKEN and scheme.lower() == "bearer":
        return compare_digest(given.strip().encode(), settings.METRICS_TOKEN.encode())
    address = origin_of(request)
    networks = map(ip_network, settings.METRICS_NETWORKS)
    return bool(address) and any(ip_address(address) in network for network in networks)
