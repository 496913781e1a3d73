"""The shapes of decisions: as programs make them, one for each kind, and as they read them."""

from typing import Any

from django.core.exceptions import ValidationError as DjangoError
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from corroboration.acts.asked import Asked
from corroboration.acts.forms import LONGEST_REASON, MET
from corroboration.api.serializers import ProblemSerializer, SegmentsField
from corroboration.api.strict import Id, OneOf, Strict, Text, YesOrNo
from corroboration.decision_values import LONGEST_CHAIN, MOST_LINKS, RATINGS, RELATIONS, WEB
from corroboration.models import Assessment, Decision
from corroboration.selectors.told_decisions import STATES
from sources.models import TrackRecord

Kind = Decision.Kind
MOST_CLAIMS = 200  # in one decision: more than anybody looks through
LONGEST_NAME = 300


# --- to make one ---


@extend_schema_field({"type": "string", "format": "uri", "pattern": "^https?://"})
class Link(Text):
    def to_internal_value(self, data: Any) -> str:
        link = super().to_internal_value(data)
        try:
            WEB(link)
        except DjangoError:
            raise serializers.ValidationError("no address of a page, such as https://example.org/report") from None
        return link


class Ids(serializers.ListField):
    """Ids of different claims."""

    def __init__(self, least: int = 1, most: int = MOST_CLAIMS, **options: Any) -> None:
        super().__init__(child=Id(), min_length=least, max_length=most, **options)

    def to_internal_value(self, data: Any) -> list[str]:
        ids = super().to_internal_value(data)
        if len(set(ids)) < len(ids):
            raise serializers.ValidationError("a claim stands in it twice")
        return ids


class Submission(Strict):
    """What all kinds have in common."""

    reason = Text(required=False, allow_blank=True, max_length=LONGEST_REASON, help_text="Why.")

    def asked(self) -> Asked:
        """After `is_valid`."""
        says = dict(self.validated_data)
        common = {"kind": says.pop("kind"), "reason": says.pop("reason", ""), "cluster": says.pop("cluster", "")}
        return Asked(claims=tuple(says.pop("claims", ())), says=says, **common)


def _only(kind: Decision.Kind) -> OneOf:
    return OneOf([(kind.value, kind.value)])


class SameEventSubmissionSerializer(Submission):
    """These claims tell of one event, of whatever clusters they are."""

    kind = _only(Kind.SAME_EVENT)
    claims = Ids(least=2)


class DifferentEventSubmissionSerializer(Submission):
    """These two claims tell of different events."""

    kind = _only(Kind.DIFFERENT_EVENT)
    claims = Ids(least=2, most=2)


class SplitSubmissionSerializer(Submission):
    """These claims tell of another event than the others of their cluster."""

    kind = _only(Kind.SPLIT)
    claims = Ids()


class VerdictSubmissionSerializer(Submission):
    """How true these claims of one cluster are, with the reason and the evidence."""

    kind = _only(Kind.VERDICT)
    claims = Ids()
    verdict = OneOf([(name, name) for name in RATINGS])
    reason = Text(max_length=LONGEST_REASON, help_text="Why.")
    links = serializers.ListField(
        child=Link(), required=False, max_length=MOST_LINKS, help_text="Addresses of pages that show it."
    )


class IndependenceSubmissionSerializer(Submission):
    """Whether two claims of one cluster come from two voices or from one."""

    kind = _only(Kind.INDEPENDENCE)
    claims = Ids(least=2, most=2)
    independent = YesOrNo()


class RelationSubmissionSerializer(Submission):
    """How two claims of one cluster stand to each other; none: they answer different questions."""

    kind = _only(Kind.RELATION)
    claims = Ids(least=2, most=2)
    relation = OneOf([(name, name) for name in RELATIONS])


class ChainVoiceSerializer(Strict):
    name = Text(max_length=LONGEST_NAME, help_text="As the article writes it, or any name of a known source.")
    kind = OneOf(MET, required=False, help_text="Needed of a name that nobody knows.")


class AttributionSubmissionSerializer(Submission):
    """Through whom these claims of one outlet came; an empty chain: it is the outlet's own voice."""

    kind = _only(Kind.ATTRIBUTION)
    claims = Ids()
    chain = ChainVoiceSerializer(
        many=True, max_length=LONGEST_CHAIN, help_text="Origin first, the publishing outlet left out."
    )


class NotAClaimSubmissionSerializer(Submission):
    """These are no claims. What copies them isn't, either."""

    kind = _only(Kind.NOT_A_CLAIM)
    claims = Ids()


class NoteSubmissionSerializer(Submission):
    """A note on a cluster."""

    kind = _only(Kind.NOTE)
    cluster = Id()
    reason = Text(max_length=LONGEST_REASON, help_text="The note.")


class AssignSubmissionSerializer(Submission):
    """Whose a cluster is to review."""

    kind = _only(Kind.ASSIGN)
    cluster = Id()
    to = Text(allow_blank=True, max_length=150, help_text='User name of one who may decide; "": nobody.')


class ReviewedSubmissionSerializer(Submission):
    """That a cluster was looked through as it is now. With `If-Match`: as it was when it was read."""

    kind = _only(Kind.REVIEWED)
    cluster = Id()


SUBMISSIONS: dict[str, type[Submission]] = {
    Kind.SAME_EVENT.value: SameEventSubmissionSerializer,
    Kind.DIFFERENT_EVENT.value: DifferentEventSubmissionSerializer,
    Kind.SPLIT.value: SplitSubmissionSerializer,
    Kind.VERDICT.value: VerdictSubmissionSerializer,
    Kind.INDEPENDENCE.value: IndependenceSubmissionSerializer,
    Kind.RELATION.value: RelationSubmissionSerializer,
    Kind.ATTRIBUTION.value: AttributionSubmissionSerializer,
    Kind.NOT_A_CLAIM.value: NotAClaimSubmissionSerializer,
    Kind.NOTE.value: NoteSubmissionSerializer,
    Kind.ASSIGN.value: AssignSubmissionSerializer,
    Kind.REVIEWED.value: ReviewedSubmissionSerializer,
}


class UndoSubmissionSerializer(Strict):
    reason = Text(required=False, allow_blank=True, max_length=LONGEST_REASON, help_text="Why.")


# --- to read one ---


class AnchorSerializer(serializers.Serializer):
    """Where a claim stands, in words that survive what is made of its article."""

    outlet = serializers.CharField()
    external_id = serializers.CharField()
    text_hash = serializers.CharField()
    segments = SegmentsField()


class DecidedClaimSerializer(serializers.Serializer):
    id = serializers.CharField()
    url = serializers.CharField()


class JudgedSerializer(serializers.Serializer):
    cluster = serializers.CharField()
    status = serializers.ChoiceField(Assessment.Status.choices, help_text='"": not judged yet.', allow_blank=True)
    credibility = serializers.FloatField(allow_null=True)
    admiralty = serializers.IntegerField(allow_null=True)


class ChangedClaimSerializer(serializers.Serializer):
    claim = serializers.CharField()
    before = JudgedSerializer(allow_null=True, help_text="null: it stood in no cluster.")
    after = JudgedSerializer(allow_null=True)


class RecordedSerializer(serializers.Serializer):
    letter = serializers.CharField()
    mean = serializers.FloatField()


class ChangedRecordSerializer(serializers.Serializer):
    source = serializers.CharField(help_text="Slug.")
    role = serializers.ChoiceField(TrackRecord.Role.choices)
    before = RecordedSerializer(allow_null=True)
    after = RecordedSerializer(allow_null=True)


class EffectSerializer(serializers.Serializer):
    """Judgements that are others since a decision was followed, before and after."""

    claims = ChangedClaimSerializer(many=True)
    records = ChangedRecordSerializer(many=True)


class DecisionSerializer(serializers.Serializer):
    """What a person decided, as `export decisions` writes it, and what became of it."""

    id = serializers.CharField()
    kind = serializers.ChoiceField(Kind.choices)
    anchors = AnchorSerializer(many=True)
    value = serializers.DictField(help_text="What it says beside its claims, as its kind has it.")
    reason = serializers.CharField()
    decided_at = serializers.DateTimeField(help_text="Since when it counts.")
    recorded_at = serializers.DateTimeField()
    by = serializers.CharField(help_text="User name.")
    undoes = serializers.CharField(allow_null=True, help_text="Id of the decision that it undoes.")
    url = serializers.CharField()
    claims = DecidedClaimSerializer(many=True, help_text="Those that its anchors mean now.")
    state = serializers.ChoiceField(
        [(state, state) for state in STATES],
        help_text="orphaned: its claims are gone; refused: it came to contradict earlier ones, and is not followed.",
    )
    why = serializers.CharField(help_text="Why it is orphaned or refused.")
    following = serializers.BooleanField(help_text="Whether what follows from it is still being worked out.")
    undoes_url = serializers.CharField(allow_null=True)
    undone_by = serializers.CharField(allow_null=True, help_text="Id of the decision that undoes it.")
    undone_by_url = serializers.CharField(allow_null=True)
    effect = EffectSerializer(
        required=False,
        allow_null=True,
        help_text="Only in the answer for one; null: it is still being followed, or nothing follows from its kind.",
    )


class OpposedSerializer(serializers.Serializer):
    """A decision in force that stands against what was asked for."""

    id = serializers.CharField()
    url = serializers.CharField()
    kind = serializers.ChoiceField(Kind.choices)
    by = serializers.CharField(help_text="User name.")


class OpposedProblemSerializer(ProblemSerializer):
    against = OpposedSerializer(
        many=True, required=False, help_text="What was decided before and stands against it, or has it decided already."
    )
