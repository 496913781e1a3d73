"""The shapes of the API, for its schema. What they hold is written by corroboration/lines.py, as in an export."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.engine.explain import About
from claims.engine.values import Zone
from claims.models import Article, Claim
from corroboration import lines, queue
from corroboration.api.coverage_serializers import CoverageSerializer
from corroboration.api.record_serializers import RecomputedSerializer, ReplySerializer
from corroboration.api.strict import TELLING
from corroboration.ingestion import LIMITS
from corroboration.models import Assessment, Cluster, Relation
from sources.models import Source


class Shape(serializers.Serializer):
    """A serializer that only describes: its rows are turned into dictionaries by `line`."""

    line: Any = None

    def to_representation(self, instance) -> dict[str, Any]:
        return type(self).line(instance)


class DatedShape(Shape):
    """One that is scored: of a day, one row by itself says of which, and why it may be another than was told then."""

    def get_fields(self):
        """Behind its own."""
        as_of = serializers.DateField(required=False, help_text="Only in the answer for one, as of this day.")
        recomputed = RecomputedSerializer(many=True, required=False, help_text="Likewise.")
        return {**super().get_fields(), "as_of": as_of, "recomputed": recomputed}


class FieldProblemSerializer(serializers.Serializer):
    field = serializers.CharField(help_text='The field or parameter at fault; "" for the whole.')
    message = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    """An error in the form of RFC 9457."""

    type = serializers.CharField(default="about:blank")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()
    errors = FieldProblemSerializer(many=True)


# --- who speaks ---


class OwnerSerializer(serializers.Serializer):
    source = serializers.CharField()
    since = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)


class SourceSerializer(Shape):
    """Anyone a claim can come from."""

    line = staticmethod(lines.source_line)

    slug = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(Source.Kind.choices)
    curated = serializers.BooleanField(help_text="Reference data; false: met in an article.")
    aliases = serializers.ListField(child=serializers.CharField())
    country = serializers.CharField()
    language = serializers.CharField()
    homepage = serializers.CharField()
    speaks_for = serializers.CharField(allow_null=True)
    owners = OwnerSerializer(many=True)
    feeds = serializers.ListField(child=serializers.CharField())
    coverage = CoverageSerializer()
    original_reporting = serializers.BooleanField()
    reply = ReplySerializer(allow_null=True)
    public_role = serializers.BooleanField(
        help_text="Of a person: speaks in public. One who doesn't, and speaks for nobody, has no track record."
    )
    merged_into = serializers.CharField(
        allow_null=True, help_text="Slug of the source as which this one counts since they were found to be one."
    )


class MergedSerializer(serializers.Serializer):
    """Where a source that was merged is found: at the address in `Location`."""

    merged_into = serializers.CharField(help_text="Slug.")


# --- what is said ---


class CarriedTextSerializer(serializers.Serializer):
    """The earliest article that is known to have the text of another."""

    article = serializers.CharField(help_text="Id.")
    outlet = serializers.CharField(help_text="Slug.")
    same_text = serializers.BooleanField(help_text="Letter for letter; else most of its sentences.")


class ArticleSerializer(Shape):
    """An article, without its text, and how far it has come."""

    line = staticmethod(lambda article: article_status(article))

    id = serializers.CharField()
    external_id = serializers.CharField()
    outlet = serializers.CharField(help_text="Slug.")
    published_at = serializers.CharField(help_text="ISO 8601; a date where only the day is known.")
    revised_at = serializers.DateTimeField(allow_null=True)
    title = serializers.CharField()
    url = serializers.CharField()
    language = serializers.CharField()
    via = serializers.CharField()
    wire = serializers.CharField()
    state = serializers.ChoiceField(Article.State.choices)
    done = serializers.BooleanField(
        help_text="Whether its way is at its end: settled, replaced by a revision (retired), or failed for the reason."
    )
    received_at = serializers.DateTimeField()
    attempts = serializers.IntegerField(help_text="Failed attempts at its present stage.")
    reason = serializers.CharField(allow_null=True, help_text="Why the last attempt failed.")
    copy_of = CarriedTextSerializer(allow_null=True, help_text="Null: no earlier article is known to have its text.")
    outlets = serializers.IntegerField(help_text="How many outlets carry its text, its own among them.")


def article_status(article: Article) -> dict[str, Any]:
    """What is known of an article, and its place in the queue. Of an error only the last line is told.

    article.carried: what is known of others that have its text (selectors/carried.py).
    """
    reasons = article.error.strip().splitlines()
    original = article.carried.copy_of
    return lines.article_facts(article) | {
        "done": article.state in (*queue.DONE, Article.State.FAILED),
        "received_at": lines.moment(article.received_at),
        "attempts": article.attempts,
        "reason": reasons[-1] if reasons else None,
        "copy_of": original
        and {
            "article": original.public_id,
            "outlet": original.outlet.slug,
            "same_text": article.carried.same_text,
        },
        "outlets": article.carried.outlets,
    }


LEFT_OUT: Any = {"required": False, "allow_null": True, "allow_blank": True}  # null and "" say that nothing is known


@extend_schema_field({"oneOf": [{"type": "string", "maxLength": 300, "pattern": TELLING}, {"type": "integer"}]})
class ExternalIdField(serializers.CharField):
    """The outlet's own id of an article. A number is taken as it is written."""


class ArticleSubmissionSerializer(serializers.Serializer):
    """One article, as a line of `ingest`. Text or html must be given; unknown fields are ignored with a warning."""

    external_id = ExternalIdField()
    outlet = serializers.CharField(max_length=300, help_text="Any name of the outlet; an unknown one is created.")
    published_at = serializers.CharField(help_text="ISO 8601 date or moment, not in the future.")
    text = serializers.CharField(**LEFT_OUT)
    html = serializers.CharField(**LEFT_OUT)
    title = serializers.CharField(max_length=LIMITS["title"], **LEFT_OUT)
    url = serializers.CharField(max_length=LIMITS["url"], **LEFT_OUT)
    language = serializers.CharField(max_length=LIMITS["language"], **LEFT_OUT)
    via = serializers.CharField(max_length=LIMITS["via"], **LEFT_OUT)
    wire = serializers.CharField(max_length=LIMITS["wire"], **LEFT_OUT)
    revised_at = serializers.CharField(**LEFT_OUT)


class ReceiptSerializer(serializers.Serializer):
    """What became of an article that was handed in."""

    result = serializers.ChoiceField(["accepted", "revised", "unchanged"])
    article = ArticleSerializer()
    status_url = serializers.CharField(help_text="Where the article's state is shown, until it is settled or failed.")
    warnings = serializers.ListField(child=serializers.CharField())


class ArticleKeySerializer(serializers.Serializer):
    external_id = serializers.CharField()
    outlet = serializers.CharField()
    published_at = serializers.DateTimeField()


class SegmentsField(serializers.ListField):
    """Stretches of a text as pairs of offsets."""

    def __init__(self, **options):
        offsets = serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2)
        super().__init__(child=offsets, **options)


class VoiceSerializer(serializers.Serializer):
    source = serializers.CharField(help_text="Slug.")
    name = serializers.CharField(help_text="As the article names it.")


class DaysSerializer(serializers.Serializer):
    to = serializers.DateField(allow_null=True)

    def get_fields(self):
        """`from` is a word of Python's."""
        return {"from": serializers.DateField(allow_null=True), **super().get_fields()}


class FrameSerializer(serializers.Serializer):
    actor = serializers.CharField()
    action = serializers.CharField()
    target = serializers.CharField()
    place = serializers.CharField()
    time = DaysSerializer(allow_null=True)


class QuantitySerializer(serializers.Serializer):
    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    bound = serializers.CharField()
    unit = serializers.CharField()
    role = serializers.CharField()


class MatchSerializer(serializers.Serializer):
    """How well a claim fits the sentence that was searched by."""

    score = serializers.FloatField(help_text="The mean of words and event, 0 to 1.")
    words = serializers.FloatField(help_text="Share of the sentence's telling words that the claim has, by weight.")
    event = serializers.FloatField(help_text="How likely both speak of one event.")
    reasons = serializers.ListField(child=serializers.CharField())
    copies = serializers.ListField(
        child=serializers.CharField(), help_text="Ids of claims in the same words, which this one stands for."
    )


class ClaimSerializer(DatedShape):
    """One checkable statement of one article, in all texts of it that say so, as `export claims` writes it."""

    line = staticmethod(lines.judged_claim_line)

    id = serializers.CharField()
    article = ArticleKeySerializer()
    start = serializers.IntegerField(help_text="In code points of the article's text.")
    end = serializers.IntegerField()
    segments = SegmentsField()
    text = serializers.CharField()
    statement = serializers.CharField()
    attribution = VoiceSerializer(many=True, help_text="Origin first, the publishing outlet left out.")
    modality = serializers.ChoiceField(Claim.Modality.choices)
    denied_by = VoiceSerializer(many=True)
    zone = serializers.ChoiceField(Claim.Zone.choices)
    slot = serializers.CharField()
    frame = FrameSerializer()
    quantities = QuantitySerializer(many=True)
    cluster = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(Assessment.Status.choices)
    credibility = serializers.FloatField(allow_null=True, help_text="Probability that the claim is true.")
    admiralty = serializers.IntegerField(allow_null=True, min_value=1, max_value=6)
    revised_at = serializers.DateTimeField(allow_null=True, help_text="Of the text in which offsets count.")
    told_at = serializers.DateTimeField(help_text="When the first text of the article came out that says so.")
    withdrawn_at = serializers.DateTimeField(
        allow_null=True, help_text="When its outlet withdrew it by an edit; null: it stands, or was updated."
    )
    match = MatchSerializer(required=False, help_text="Only in the answer to `q`.")


# --- what is read and not stored ---


class TrialSubmissionSerializer(ArticleSubmissionSerializer):
    """One article, as a line of `ingest`; it needs no id. Text or html must be given."""

    external_id = ExternalIdField(
        required=False, allow_null=True, allow_blank=True, help_text="The ids of claims are made of it."
    )


class ReasonSerializer(serializers.Serializer):
    """One thing that a rule found, and the words that it rests on, where they are known."""

    about = serializers.ChoiceField([about.value for about in About])
    says = serializers.CharField()
    segments = SegmentsField()


class ZoneSerializer(serializers.Serializer):
    """A stretch of the text, and why it is read for claims or not."""

    zone = serializers.ChoiceField([zone.value for zone in Zone])
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    reason = serializers.CharField()


class ClaimReasonsSerializer(serializers.Serializer):
    claim = serializers.CharField(help_text="Id of the claim.")
    reasons = ReasonSerializer(many=True)


class ExplanationSerializer(serializers.Serializer):
    """Why the article, and each claim, was read as it was."""

    article = ReasonSerializer(many=True)
    claims = ClaimReasonsSerializer(many=True)


class TrialSerializer(serializers.Serializer):
    """What would be stored of an article."""

    article = ArticleKeySerializer()
    text = serializers.CharField(help_text="What offsets count, in code points: of `html`, the text found in it.")
    claims = ClaimSerializer(many=True, help_text="As `manage.py extract` writes them; nothing is judged.")
    zones = ZoneSerializer(many=True)
    wire = serializers.CharField(help_text='Slug of the agency whose text it is; "" for none.')
    first_hand = serializers.BooleanField(help_text="Whether the article shows that its outlet was there or was told.")
    notes = serializers.ListField(child=serializers.CharField())
    explanation = ExplanationSerializer()
    warnings = serializers.ListField(child=serializers.CharField())


# --- what holds up ---


class OriginSerializer(serializers.Serializer):
    source = serializers.CharField()
    name = serializers.CharField()
    claims = serializers.ListField(child=serializers.CharField())


class LinkReasonSerializer(serializers.Serializer):
    """What a claim's episode has in common with one of the cluster, or not."""

    says = serializers.CharField()
    adds = serializers.FloatField(help_text="What that added to their score, in log-odds; below 0: took away.")


class SuggestionSerializer(serializers.Serializer):
    """A claim that a person may want to put into the cluster."""

    claim = serializers.CharField()
    score = serializers.FloatField(help_text="How well it fits, 0 to 1.")
    like = serializers.CharField(allow_null=True, help_text="The claim here it is likeliest of one event with.")
    reasons = LinkReasonSerializer(many=True, help_text="Of that pair: the heaviest, for and against.")


class ClusterSerializer(DatedShape):
    """Claims about one event. Origins are counted, not outlets."""

    line = staticmethod(lambda cluster: lines.cluster_line(cluster, lines.member_ids(cluster)))

    id = serializers.CharField()
    title = serializers.CharField()
    status = serializers.ChoiceField(Cluster.Status.choices, help_text="How its claims stand to each other.")
    place = serializers.CharField()
    time = DaysSerializer(allow_null=True)
    first_published_at = serializers.DateTimeField()
    last_published_at = serializers.DateTimeField()
    claims = serializers.ListField(child=serializers.CharField())
    outlets = serializers.IntegerField()
    origins = OriginSerializer(many=True)
    unknown = serializers.IntegerField(help_text="Voices of unknown lineage beside the origins.")
    corroborations = serializers.IntegerField(help_text="Between independent claims.")
    contradictions = serializers.IntegerField()
    suggestions = SuggestionSerializer(
        many=True, required=False, help_text="Only in the answer for one cluster: the likeliest."
    )


class RelationSerializer(DatedShape):
    """How two claims of one cluster stand to each other. a is the later one; in *supersedes* a replaces b."""

    line = staticmethod(lines.relation_line)

    a = serializers.CharField()
    b = serializers.CharField()
    relation = serializers.ChoiceField(Relation.Kind.choices)
    type = serializers.CharField()
    independent = serializers.BooleanField(allow_null=True, help_text="null: it can't be told.")
    score = serializers.FloatField()
    reasons = serializers.ListField(child=serializers.CharField())
