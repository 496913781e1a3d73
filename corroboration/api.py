"""The REST API: what is known of sources, articles, claims, clusters and relations, and one way for articles in."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins
from rest_framework.exceptions import ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.viewsets import GenericViewSet

from claims.models import Article, Claim
from corroboration import examples, ingestion, lines, search, trial
from corroboration import serializers as shapes
from corroboration.filters import ArticleFilter, ClaimFilter, ClusterFilter, RelationFilter, SourceFilter
from corroboration.models import Cluster, Redirect, Relation
from corroboration.moved import answer_follows
from corroboration.pagination import CURSOR, SIZE, KeysetPagination, RankedPagination
from corroboration.rest import READERS, Busy, StrictView, answers
from corroboration.selectors import links
from sources.models import Source

READ, LIST = (401, 404, 406), (400, 401, 406)
LIKE = "q"  # the parameter that holds a sentence to search by
LONGEST_TRAIL = 20  # redirects followed from one old id; a cluster is merged a few times at most


def described(serializer, name: str, about: str):
    """The schema of a read-only resource: what its list and its single rows answer."""
    many, one = answers({200: serializer(many=True)}, LIST), answers({200: serializer}, (400, *READ))
    return extend_schema_view(
        list=extend_schema(summary=f"List {name}s", description=about, responses=many, auth=READERS),
        retrieve=extend_schema(summary=f"One {name}", description=about, responses=one, auth=READERS),
    )


class ReadOnly(StrictView, mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Lists in pages, and single rows."""

    pagination_class = KeysetPagination


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
    shapes.ArticleSerializer,
    "article",
    "Articles, newest first. Their text stays in the house.",
)
class Articles(ReadOnly):
    queryset = Article.objects.all()
    serializer_class = shapes.ArticleSerializer
    filterset_class = ArticleFilter
    lookup_field = "public_id"

    def get_queryset(self):
        return lines.articles().defer(*lines.HEAVY).order_by("-published_at", "-public_id")

    @extend_schema(
        summary="Hand an article in",
        description=(
            "The article is stored when the answer comes; its claims follow. 202: it is new, or a new text of a known "
            "one; `status_url` shows how far it has come. 200: it was known with this text, and nothing changed."
        ),
        request=shapes.ArticleSubmissionSerializer,
        responses=answers(
            {200: shapes.ReceiptSerializer, 202: shapes.ReceiptSerializer}, (400, 401, 403, 406, 413, 415)
        ),
    )
    def create(self, request) -> Response:
        try:
            accepted = ingestion.accept(request.data)
        except ingestion.Rejected as rejected:
            raise ValidationError(rejected.by_field(api_settings.NON_FIELD_ERRORS_KEY)) from None
        article = self.get_queryset().get(pk=accepted.article.pk)
        address = request.build_absolute_uri(reverse("api-article", args=[article.public_id]))
        receipt = {
            "result": accepted.status,
            "article": shapes.article_status(article),
            "status_url": address,
            "warnings": accepted.warnings,
        }
        if accepted.status == "unchanged":
            return Response(receipt)
        return Response(receipt, status=202, headers={"Location": address})


class ExtractView(StrictView):
    """An article read while its sender waits. Costs as much as reading one that is stored: not for just anybody."""

    permission_classes = [IsAuthenticated]

    @extend_schema(
        summary="Read an article without storing it",
        description=(
            "Its claims as `manage.py extract` writes them, the zones of its text, and what each rule found. "
            "Reading takes some seconds for each 100,000 characters. 503: other texts are being read."
        ),
        operation_id="extract_create",
        request=shapes.TrialSubmissionSerializer,
        responses=answers({200: shapes.TrialSerializer}, (400, 401, 403, 406, 413, 415, 503)),
        examples=examples.EXTRACT,
    )
    def post(self, request) -> Response:
        try:
            submission = trial.check(request.data, now=timezone.now())
            return Response(trial.trial_line(trial.read_and_explain(submission)))
        except ingestion.Rejected as rejected:
            raise ValidationError(rejected.by_field(api_settings.NON_FIELD_ERRORS_KEY)) from None
        except trial.Busy:
            raise Busy from None


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
