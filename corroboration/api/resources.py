"""What is known of sources, claims, clusters and relations, over the API."""

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response

from claims.models import Claim
from corroboration import lines, search
from corroboration.api import serializers as shapes
from corroboration.api.base import answers
from corroboration.api.lists import READ, ReadOnly, described
from corroboration.filters import ClaimFilter, ClusterFilter, RelationFilter, SourceFilter
from corroboration.models import Cluster, Redirect, Relation
from corroboration.moved import answer_follows
from corroboration.pagination import CURSOR, SIZE, RankedPagination
from corroboration.selectors import links
from sources.models import Source

LIKE = "q"  # the parameter that holds a sentence to search by
LONGEST_TRAIL = 20  # redirects followed from one old id; a cluster is merged a few times at most


@extend_schema_view(
    retrieve=extend_schema(
        description="One that was merged into another is answered with a redirect to that.",
        responses=answers({200: shapes.SourceSerializer, 302: shapes.MergedSerializer}, (400, *READ)),
    )
)
@described(shapes.SourceSerializer, "source", "Anyone a claim can come from, by slug.")
class Sources(ReadOnly):
    queryset = Source.objects.all()
    serializer_class = shapes.SourceSerializer
    filterset_class = SourceFilter
    lookup_field = "slug"

    def get_queryset(self):
        return lines.sources()

    @answer_follows
    def retrieve(self, request, slug: str) -> Response:
        return super().retrieve(request, slug)


@described(
    shapes.ClaimSerializer, "claim", "Checkable statements of articles, newest article first; with `q`, likest first."
)
class Claims(ReadOnly):
    queryset = Claim.objects.all()
    serializer_class = shapes.ClaimSerializer
    filterset_class = ClaimFilter
    lookup_field = "public_id"

    def get_queryset(self):
        return lines.claims().order_by("-article__told_at", "-article__public_id", "position")

    def list(self, request, *args, **kwargs) -> Response:
        """With a sentence in `q`, the claims like it among those that the other filters leave, best first."""
        if LIKE not in request.query_params:
            return super().list(request, *args, **kwargs)
        left = self.filter_queryset(self.get_queryset())
        narrowed = request.query_params.keys() - {LIKE, CURSOR, SIZE}
        found = search.similar(request.query_params[LIKE], left if narrowed else None)
        pages = RankedPagination()
        return pages.get_paginated_response(lines.found_claim_lines(pages.paginate_queryset(found, request)))


@extend_schema_view(
    retrieve=extend_schema(
        description="An id that once was this cluster's, before a merge, is answered with a redirect.",
        responses=answers({200: shapes.ClusterSerializer, 301: None}, (400, *READ)),
    )
)
@described(shapes.ClusterSerializer, "cluster", "Claims about one event, latest told first.")
class Clusters(ReadOnly):
    queryset = Cluster.objects.all()
    serializer_class = shapes.ClusterSerializer
    filterset_class = ClusterFilter
    lookup_field = "public_id"

    def get_queryset(self):
        return lines.clusters().order_by("-last_published_at", "public_id")

    def retrieve(self, request, *args, **kwargs) -> Response:
        try:
            cluster = self.get_object()
        except Http404:
            if (successor := _successor(kwargs["public_id"])) is None:
                raise
            return Response(status=301, headers={"Location": reverse("api-cluster", args=[successor])})
        found = [lines.suggestion_line(each) for each in links.suggested(links.likeliest(cluster))]
        return Response(self.get_serializer(cluster).data | {"suggestions": found})


def _successor(old_id: str) -> str | None:
    """The cluster to which a trail of redirects leads from an id; None where there is none."""
    trail = [old_id]
    while len(trail) <= LONGEST_TRAIL:
        newest = Redirect.objects.filter(old_id=trail[-1]).order_by("-since", "-pk").first()
        if newest is None or newest.new_id in trail:
            break
        trail.append(newest.new_id)
    return trail[-1] if Cluster.objects.filter(public_id=trail[-1]).exists() else None


@described(shapes.RelationSerializer, "relation", "How two claims of one cluster stand to each other.")
class Relations(ReadOnly):
    queryset = Relation.objects.all()
    serializer_class = shapes.RelationSerializer
    filterset_class = RelationFilter

    def get_queryset(self):
        return lines.relations()

    def get_object(self):
        return get_object_or_404(self.get_queryset(), a=self.kwargs["a"], b=self.kwargs["b"])
