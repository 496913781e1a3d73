"""One search over claims, clusters and sources, over the API."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from claims.models import Claim
from corroboration import lines
from corroboration.api.base import READERS, StrictView, answers
from corroboration.api.resolving import CandidateSerializer, candidate_line
from corroboration.api.serializers import ClaimSerializer, ClusterSerializer
from corroboration.search import LONGEST_QUERY
from corroboration.selectors.everything import FOUND, found

QUERY = OpenApiParameter(
    "q",
    {"type": "string", "maxLength": LONGEST_QUERY},
    required=True,
    description="Words, a sentence, or the name of a source.",
)


class FoundClusterSerializer(ClusterSerializer):
    """A cluster, with those of its claims that were found."""

    def get_fields(self):
        """`as_of` and suggestions are no part of a search."""
        left_out = ("suggestions", "as_of", "recomputed")
        fields = {name: field for name, field in super().get_fields().items() if name not in left_out}
        ids = serializers.ListField(child=serializers.CharField(), help_text="Those of its claims that were found.")
        return fields | {"matched": ids}


class SearchResultSerializer(serializers.Serializer):
    """What a search found, of each kind the best first."""

    claims = ClaimSerializer(many=True, help_text="Each with its `match`. `/claims/?q=` has more of them.")
    clusters = FoundClusterSerializer(many=True, help_text="Those in which the claims found stand.")
    sources = CandidateSerializer(many=True, help_text="Sources of this name, with how sure that is.")


class SearchView(StrictView):
    """Claims, clusters and sources like a few words."""

    queryset = Claim.objects.all()  # says whose permissions count
    parameters = (QUERY.name,)

    @extend_schema(
        summary="Search claims, clusters and sources",
        description=(
            f"The {FOUND} claims most like what is asked for, the clusters in which the likest stand, and sources that "
            "go by such a name. Other spellings of names are found; of claims in the same words the earliest stands "
            "for all. To narrow or page through claims, ask `/claims/?q=`."
        ),
        operation_id="search_retrieve",
        parameters=[QUERY],
        responses=answers({200: SearchResultSerializer}, (400, 401, 406)),
        auth=READERS,
    )
    def get(self, request) -> Response:
        query = request.query_params.get(QUERY.name, "")
        if not query or len(query) > LONGEST_QUERY:
            raise ValidationError({QUERY.name: f"expected 1 to {LONGEST_QUERY:,} characters"})
        what = found(query)
        clusters: list[dict[str, Any]] = [
            lines.cluster_line(row, lines.member_ids(row)) | {"matched": matched} for row, matched in what.clusters
        ]
        sources = [candidate_line(candidate, row) for candidate, row in what.sources]
        return Response({"claims": lines.found_claim_lines(what.claims), "clusters": clusters, "sources": sources})
