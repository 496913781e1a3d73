"""Sources and claims for intelligence platforms: a STIX 2.1 bundle."""

from django.http import HttpResponseBase, StreamingHttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.renderers import JSONRenderer

from claims.models import Claim
from corroboration.api.base import READERS, StrictView, answers, asked_choice
from corroboration.interchange.bundle import CLAIMS, KINDS, bundle
from corroboration.interchange.site import site
from corroboration.one_moment import of_one_moment

MEDIA = "application/stix+json"


class StixRenderer(JSONRenderer):
    """Says that STIX is spoken. Bundles are streamed past it; what it renders itself are problems, which are JSON."""

    media_type, format, charset = MEDIA, "stix", None


class StixExport(StrictView):
    """All sources, or all claims with their sources and verdicts."""

    queryset = Claim.objects.all()  # says whose permissions count
    renderer_classes = [StixRenderer]
    parameters = ("of",)

    @extend_schema(
        summary="Export as STIX 2.1",
        description=(
            "A bundle, streamed: sources as identities, claims as notes about those who told them, verdicts as "
            "opinions. Admiralty grades are labels as MISP's taxonomy has them; F and 6 have no number. Ids are the "
            "same in every export."
        ),
        operation_id="exports_stix",
        parameters=[OpenApiParameter("of", enum=KINDS, description="Sources alone, or claims with them (default).")],
        responses=answers({(200, MEDIA): dict}, (400, 401, 406)),
        auth=READERS,
    )
    def get(self, request) -> HttpResponseBase:
        kind = asked_choice(request, "of", KINDS) or CLAIMS
        name = f"{kind}.stix.json"
        return StreamingHttpResponse(
            () if request.method == "HEAD" else of_one_moment(bundle(kind, site(request))),
            content_type=f"{MEDIA};version=2.1",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
