"""People's decisions over the API: read, made by the rules of the pages, and undone."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiResponse, PolymorphicProxySerializer, extend_schema
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response
from rest_framework.settings import api_settings

from corroboration import decisions
from corroboration.acts.asked import Asked, Misfit, proposed
from corroboration.api import idempotency
from corroboration.api.base import PROBLEM, NotToBeTaken, StrictView, answers
from corroboration.api.decision_serializers import (
    SUBMISSIONS,
    DecisionSerializer,
    OpposedProblemSerializer,
    UndoSubmissionSerializer,
)
from corroboration.api.lists import Line, Lines, ReadOnly, described
from corroboration.api.versions import IF_MATCH, etag_of, must_match, on_version
from corroboration.decision_values import BadDecision
from corroboration.filters import FromDay, ToDay, text
from corroboration.lines import clusters, whole_cluster_line
from corroboration.models import Cluster, Decision
from corroboration.selectors import told_decisions as told

WRITE = (400, 401, 403, 406, 413, 415, 422)
OPPOSED = {(409, PROBLEM): OpenApiResponse(OpposedProblemSerializer, description=HTTPStatus.CONFLICT.phrase)}
MATCH = on_version("the cluster that it is about, of the first claim's")


class Opposed(APIException):
    """What stands against what was decided. members: told beside those of every problem."""

    status_code = 409
    default_code = "opposed"

    def __init__(self, problem: BadDecision, against: tuple[Decision, ...], request: Any) -> None:
        super().__init__(str(problem))
        self.members = {"against": [_opposed(each, request) for each in against]}


def _opposed(row: Decision, request: Any) -> dict[str, str]:
    url = request.build_absolute_uri(reverse("api-decision", args=[row.public_id]))
    return {"id": row.public_id, "url": url, "kind": row.kind, "by": row.by.get_username()}


@contextmanager
def _as_problems(request: Any) -> Iterator[None]:
    """What can't be decided, as what a program is answered."""
    try:
        yield
    except Misfit as misfit:
        raise NotToBeTaken(misfit.errors) from None
    except decisions.Contradiction as contradiction:
        raise Opposed(contradiction, contradiction.against, request) from None
    except decisions.Already as already:
        raise Opposed(already, (already.by,), request) from None
    except BadDecision as problem:
        raise NotToBeTaken({api_settings.NON_FIELD_ERRORS_KEY: [str(problem)]}) from None


class DecisionFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=Decision.Kind.choices)
    by = text("by__username", longest=150, help_text="User name of who made it.")
    cluster = text(method="by_cluster", help_text="Id of a cluster: decisions that name an article told of in it.")
    claim = text(method="by_claim", help_text="Id of a claim: decisions that mean it now.")
    state = filters.ChoiceFilter(choices=[(state, state) for state in told.STATES], method="by_state")
    made_from = FromDay("recorded_at", help_text="Made on this UTC day or later.")
    made_to = ToDay("recorded_at", help_text="Made on this UTC day or earlier.")

    def by_cluster(self, queryset, name, value: str):
        return queryset.filter(pk__in=told.about_cluster(value))

    def by_claim(self, queryset, name, value: str):
        return queryset.filter(pk__in=told.about_claim(value))

    def by_state(self, queryset, name, value: str):
        if value != told.IN_FORCE:
            return queryset.filter(pk__in=told.in_state(value))
        return queryset.exclude(pk__in=told.undone() | told.in_state(told.ORPHANED) | told.in_state(told.REFUSED))


@described(
    DecisionSerializer,
    "decision",
    "What people decided, the latest first. None is ever changed: an undo is another decision.",
)
class Decisions(ReadOnly):
    queryset = Decision.objects.all()
    serializer_class = DecisionSerializer
    filterset_class = DecisionFilter
    lookup_field = "public_id"
    parser_classes = [idempotency.KeyedJSONParser]

    def get_queryset(self):
        return told.rows()

    def lines(self, rows: Sequence[Decision]) -> Lines:
        return told.told(rows, self.request.build_absolute_uri)

    def line(self, row: Decision) -> Line:
        line = super().line(row)
        return line | {"effect": told.effect(row)} if "effect" in self.fields else line

    @extend_schema(
        summary="Decide",
        description=(
            "By the rules of the pages. It is in force when the answer comes; what follows from it is worked out after "
            "that (`following`). 409: it contradicts decisions in force, which `against` names, or was made just now. "
            "422: it can't be decided about these claims."
        ),
        operation_id="decisions_create",
        parameters=[idempotency.KEY, MATCH],
        request=PolymorphicProxySerializer("DecisionSubmission", SUBMISSIONS, "kind", many=False),
        responses=answers({201: DecisionSerializer, **OPPOSED}, (*WRITE, 412)),
    )
    def create(self, request) -> HttpResponse:
        with idempotency.turn(request) as turn:
            if turn.answered is not None:
                return turn.answered
            asked = _submitted(request.data)
            with turn.writing(), _as_problems(request):
                decisions.made()  # waits for our turn: until we are done nobody decides
                cluster, proposal = proposed(asked)
                _unchanged(request, cluster)
                return turn.kept(_made(proposal.decide(by=request.user, now=timezone.now()), request))


class Undo(StrictView):
    queryset = Decision.objects.all()  # says whose permissions count
    parser_classes = [idempotency.KeyedJSONParser]

    @extend_schema(
        summary="Undo a decision",
        description="By another decision, whoever made it. Undoing an undo brings the first back. 409: it is undone "
        "already, or what would come back contradicts decisions in force, which `against` names.",
        operation_id="decisions_undo_create",
        parameters=[idempotency.KEY],
        request=UndoSubmissionSerializer,
        responses=answers({201: DecisionSerializer, **OPPOSED}, (*WRITE, 404)),
    )
    def post(self, request, public_id: str) -> HttpResponse:
        decision = get_object_or_404(Decision.objects.select_related("undoes"), public_id=public_id)
        with idempotency.turn(request) as turn:
            if turn.answered is not None:
                return turn.answered
            submitted = UndoSubmissionSerializer(data=request.data)
            submitted.is_valid(raise_exception=True)
            reason = submitted.validated_data.get("reason", "")
            with turn.writing(), _as_problems(request):
                undoing = decisions.undo(decision, by=request.user, now=timezone.now(), reason=reason)
                return turn.kept(_made(undoing, request))


def _submitted(data: dict[str, Any]) -> Asked:
    """A body, checked against the shape of its kind."""
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in SUBMISSIONS:
        raise ValidationError({"kind": f"expected one of {', '.join(SUBMISSIONS)}"})
    submission = SUBMISSIONS[kind](data=data)
    submission.is_valid(raise_exception=True)
    return submission.asked()


def _unchanged(request: Any, cluster: Cluster) -> None:
    """Refuse where the cluster isn't as the program saw it. Its row is held, so that nobody regroups it meanwhile."""
    if IF_MATCH in request.headers:
        Cluster.objects.select_for_update().get(pk=cluster.pk)
        must_match(request, etag_of(whole_cluster_line(clusters().get(pk=cluster.pk))))


def _made(decision: Decision, request: Any) -> Response:
    """What was made this moment is in force, or it would have been refused."""
    row = told.rows().get(pk=decision.pk)
    [line] = told.told([row], request.build_absolute_uri, reasons={})
    return Response(line | {"effect": told.effect(row)}, status=201, headers={"Location": line["url"]})
