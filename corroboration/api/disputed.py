"""What is most disputed, over the API: on which questions a person's verdict would tell most."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from corroboration.api.base import READERS, StrictView, answers
from corroboration.models import Cluster
from corroboration.selectors import disputed as reads


class QuestionSerializer(serializers.Serializer):
    """A question that voices answer in more than one way. claim: the first that answered it."""

    cluster = serializers.CharField(source="membership.cluster_id")
    title = serializers.CharField(source="membership.cluster.title")
    claim = serializers.CharField(source="public_id")
    slot = serializers.CharField()


class DisputedSerializer(serializers.Serializer):
    """undecided: two camps of sources can't be told apart, so none is weighed by what the other thinks of it."""

    month = serializers.DateField(allow_null=True, help_text="Last day of the data behind it.")
    undecided = serializers.BooleanField()
    questions = QuestionSerializer(many=True)


class DisputedView(StrictView):
    """Whether sources fall into two camps that the evidence can't tell apart, and what would tell."""

    queryset = Cluster.objects.all()  # says whose permissions count

    @extend_schema(
        summary="The most disputed questions",
        description=(
            "At most 20, those first on which a verdict would tell most, by the fit of the last month that is over. "
            "`undecided`: sources fall into two camps that the evidence can't tell apart; ten verdicts on questions "
            "on which the camps differ decide. A question with a verdict since is left out."
        ),
        operation_id="disputed_retrieve",
        responses=answers({200: DisputedSerializer}, (400, 401, 406)),
        auth=READERS,
    )
    def get(self, request) -> Response:
        return Response(DisputedSerializer(reads.disputed()).data)
