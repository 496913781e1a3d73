"""An article read over the API, and not stored."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.settings import api_settings

from corroboration import ingestion, trial
from corroboration.api import limits
from corroboration.api import serializers as shapes
from corroboration.api.base import Busy, StrictView, answers


class ExtractView(StrictView):
    """An article read while its sender waits. Costs as much as reading one that is stored: not for just anybody."""

    permission_classes = [IsAuthenticated]
    limit = limits.EXTRACT

    @extend_schema(
        summary="Read an article without storing it",
        description=(
            "Its claims as `manage.py extract` writes them, the zones of its text, and what each rule found. "
            "Reading takes some seconds for each 100,000 characters. 503: other texts are being read."
        ),
        operation_id="extract_create",
        request=shapes.TrialSubmissionSerializer,
        responses=answers({200: shapes.TrialSerializer}, (400, 401, 403, 406, 413, 415, 503)),
    )
    def post(self, request) -> Response:
        try:
            submission = trial.check(request.data, now=timezone.now())
            return Response(trial.trial_line(trial.read_and_explain(submission)))
        except ingestion.Rejected as rejected:
            raise ValidationError(rejected.by_field(api_settings.NON_FIELD_ERRORS_KEY)) from None
        except trial.Busy:
            raise Busy from None
