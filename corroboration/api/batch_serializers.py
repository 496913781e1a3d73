"""The shapes of batches of articles."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.urls import reverse
from rest_framework import serializers

from corroboration import batches, lines
from corroboration.api.serializers import ArticleSubmissionSerializer, FieldProblemSerializer
from corroboration.handed import Batch, BatchItem

STATES = (batches.SETTLED, batches.FAILED, batches.WAITING)
Address = Callable[[str], str]  # a path as a whole address


class BatchSubmissionSerializer(serializers.Serializer):
    """Articles, each as in the request for one. The list alone will do, too."""

    articles = serializers.ListField(child=ArticleSubmissionSerializer(), min_length=1)


class CountsSerializer(serializers.Serializer):
    """How many became what, and how far they are."""

    items = serializers.IntegerField(help_text="Articles looked at so far.")
    accepted = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    revised = serializers.IntegerField()
    rejected = serializers.IntegerField()
    settled = serializers.IntegerField(help_text="Of those that were not rejected.")
    failed = serializers.IntegerField(help_text="Likewise.")
    waiting = serializers.IntegerField(help_text="Likewise.")


class BatchSerializer(serializers.Serializer):
    """What became of a batch so far."""

    id = serializers.CharField()
    status_url = serializers.CharField(help_text="Ask here until it is done.")
    items_url = serializers.CharField(help_text="What became of each article.")
    by = serializers.CharField(help_text="User name.")
    created_at = serializers.DateTimeField()
    complete = serializers.BooleanField(help_text="Whether all that was sent was looked at; else it was cut off.")
    done = serializers.BooleanField(
        help_text="Whether nothing more will be added and each article has settled or failed."
    )
    counts = CountsSerializer()


class BatchItemSerializer(serializers.Serializer):
    """What became of one article of a batch."""

    number = serializers.IntegerField(help_text="Of its line, or its place in the list, from 1.")
    external_id = serializers.CharField(help_text='"" where none could be read.')
    result = serializers.ChoiceField(BatchItem.Result.choices)
    errors = FieldProblemSerializer(many=True, help_text="Why it was rejected.")
    warnings = serializers.ListField(child=serializers.CharField())
    article = serializers.CharField(allow_null=True, help_text="Id.")
    status_url = serializers.CharField(allow_null=True, help_text="Of the article.")
    state = serializers.ChoiceField([(state, state) for state in STATES], allow_null=True, help_text="null: rejected.")
    reason = serializers.CharField(allow_null=True, help_text="Why the last attempt failed.")


def status_line(batch: Batch, address: Address, *, now: datetime) -> dict[str, Any]:
    found = batches.counts(batch)
    return {
        "id": batch.public_id,
        "status_url": address(reverse("api-batch", args=[batch.public_id])),
        "items_url": address(reverse("api-batch-items", args=[batch.public_id])),
        "by": batch.by.get_username(),
        "created_at": lines.moment(batch.created_at),
        "complete": batch.complete,
        "done": batches.ended(batch, now=now) and not found["waiting"],
        "counts": found,
    }


def item_line(item: BatchItem, address: Address) -> dict[str, Any]:
    article = item.article
    reasons = article.error.strip().splitlines() if article else []
    return {
        "number": item.number,
        "external_id": item.external_id,
        "result": item.result,
        "errors": [{"field": field, "message": message} for field, message in item.errors],
        "warnings": item.warnings,
        "article": article and article.public_id,
        "status_url": article and address(reverse("api-article", args=[article.public_id])),
        "state": item.at,
        "reason": reasons[-1] if reasons else None,
    }
