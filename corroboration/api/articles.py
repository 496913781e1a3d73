"""Articles over the API: how far they are, and one way for them in."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.settings import api_settings

from claims.models import Article
from corroboration import ingestion, lines
from corroboration.api import idempotency
from corroboration.api import serializers as shapes
from corroboration.api.base import answers
from corroboration.api.lists import ReadOnly, described
from corroboration.filters import ArticleFilter
from corroboration.selectors.carried import carried


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
    parser_classes = [idempotency.KeyedJSONParser]

    def get_queryset(self):
        return lines.articles().defer(*lines.HEAVY).order_by("-published_at", "-public_id")

    def paginate_queryset(self, queryset):
        return _with_carriers(super().paginate_queryset(queryset))

    def get_object(self):
        return _with_carriers([super().get_object()])[0]

    @extend_schema(
        summary="Hand an article in",
        description=(
            "The article is stored when the answer comes; its claims follow. 202: it is new, or a new text of a known "
            "one; `status_url` shows how far it has come. 200: it was known with this text, and nothing changed."
        ),
        parameters=[idempotency.KEY],
        request=shapes.ArticleSubmissionSerializer,
        responses=answers(
            {200: shapes.ReceiptSerializer, 202: shapes.ReceiptSerializer}, (400, 401, 403, 406, 409, 413, 415, 422)
        ),
    )
    def create(self, request) -> HttpResponse:
        with idempotency.turn(request) as turn:
            if turn.answered is not None:
                return turn.answered
            now = timezone.now()
            try:
                submission = ingestion.check(request.data, now=now)
                with turn.writing():
                    return turn.kept(self._receipt(request, ingestion.store(submission, now=now)))
            except ingestion.Rejected as rejected:
                raise ValidationError(rejected.by_field(api_settings.NON_FIELD_ERRORS_KEY)) from None

    def _receipt(self, request, accepted: ingestion.Accepted) -> Response:
        article = _with_carriers([self.get_queryset().get(pk=accepted.article.pk)])[0]
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


def _with_carriers(articles: list[Article]) -> list[Article]:
    """The articles, with what is known of others that have their texts."""
    known = carried(articles)
    for article in articles:
        article.carried = known[article.pk]
    return articles
