"""The shapes in which the API answers with track records and ledgers, for its schema."""

from rest_framework import serializers

from corroboration.engine.topics import all_topics
from corroboration.models import Outcome, Relation
from sources.models import TrackRecord

TOPICS = [(topic, topic) for topic in all_topics()]
LETTERS = [(letter, letter) for letter in "ABCDEF"]


class FiguresSerializer(serializers.Serializer):
    """Reliability in one role: a probability with its 90 % interval, and the sums of the ledger behind it."""

    role = serializers.ChoiceField(TrackRecord.Role.choices)
    mean = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()
    alpha = serializers.FloatField()
    beta = serializers.FloatField()
    up = serializers.FloatField(help_text="Checks that bore it out.")
    down = serializers.FloatField(help_text="Checks that contradicted it.")
    checks = serializers.IntegerField()
    letter = serializers.ChoiceField(LETTERS, help_text="Admiralty letter.")
    enough = serializers.BooleanField(help_text="Whether the evidence is enough for a letter other than F.")
    reasons = serializers.ListField(child=serializers.CharField())


class TopicRecordSerializer(FiguresSerializer):
    """The record of the claims of one topic: the same formula over their lines of the ledger."""

    topic = serializers.ChoiceField(TOPICS)


class DerivationSerializer(serializers.Serializer):
    """How the score follows from the sums."""

    prior_alpha = serializers.FloatField(help_text="Believed before the first check; alpha is this plus up.")
    prior_beta = serializers.FloatField(help_text="Believed before the first check; beta is this plus down.")
    plain_mean = serializers.FloatField(help_text="alpha / (alpha + beta).")
    steps = serializers.ListField(child=serializers.CharField(), help_text="From the sums to the letter, in words.")
    moves = serializers.ListField(child=serializers.CharField(), help_text="What would give another letter, roughly.")


class LeadInstanceSerializer(serializers.Serializer):
    """One claim that an independent origin told as well."""

    claim = serializers.CharField()
    other = serializers.CharField(help_text="The claim of the earliest other origin.")
    hours = serializers.FloatField(help_text="From the one to the other; 0: a tie; below 0: the other was before it.")
    first = serializers.BooleanField()


class LeadTimeSerializer(serializers.Serializer):
    """How often the source was first, and how long before the second origin."""

    told = serializers.IntegerField(help_text="Claims that an independent origin told as well.")
    first = serializers.IntegerField(help_text="Those that the source told before every such origin.")
    median_hours = serializers.FloatField(allow_null=True)
    lower_hours = serializers.FloatField(allow_null=True, help_text="The lower quartile.")
    upper_hours = serializers.FloatField(allow_null=True, help_text="The upper quartile.")
    instances = LeadInstanceSerializer(many=True)


class RecordSerializer(FiguresSerializer):
    """A record with how its score came about, and its lead time."""

    how = DerivationSerializer()
    lead_time = LeadTimeSerializer(
        required=False,
        allow_null=True,
        help_text="Not in a brief answer; null where it takes too many checks: `lead_times_url` has it.",
    )


class LedgerLineSerializer(serializers.Serializer):
    """What one outcome of one claim adds to a record."""

    role = serializers.ChoiceField(TrackRecord.Role.choices)
    claim = serializers.CharField()
    kind = serializers.ChoiceField(Outcome.Kind.choices)
    partner = serializers.CharField(help_text="Id of the claim or decision that checked it.")
    date = serializers.DateField()
    up = serializers.FloatField()
    down = serializers.FloatField()
    weight = serializers.FloatField()
    reason = serializers.CharField()
    topics = serializers.ListField(child=serializers.CharField(), help_text="Of the claim that was checked.")


class RecomputedSerializer(serializers.Serializer):
    """Why an answer about a past day isn't the one that could be given when it was over."""

    since = serializers.DateField(help_text="The day from which on this answer is given.")
    why = serializers.CharField()


class CopySerializer(serializers.Serializer):
    """Errors that the source shares with another beyond chance: one seems to copy from the other, whichever."""

    source = serializers.CharField(help_text="Slug of the other.")
    name = serializers.CharField()
    role = serializers.ChoiceField(TrackRecord.Role.choices, help_text="In which the source shares them.")
    other_role = serializers.CharField(help_text="In which the other does.")
    probability = serializers.FloatField()
    since = serializers.DateField(help_text="From this day on, what one says after the other counts less.")


class CutSerializer(serializers.Serializer):
    """What a letter takes: the first whose both figures are reached is given, E where none is."""

    letter = serializers.ChoiceField(LETTERS)
    mean = serializers.FloatField(help_text="Least reliability.")
    low = serializers.FloatField(help_text="Least lower end of its interval.")


class GradingSerializer(serializers.Serializer):
    """By what the records are graded: method, not evidence, so records as of a past day are graded by today's."""

    half_life_days = serializers.FloatField(help_text="Days after which evidence counts half.")
    letters = CutSerializer(many=True)
    widest_interval = serializers.FloatField(help_text="A wider one gets no letter but F.")
    fewest_checks = serializers.FloatField(help_text="With fewer (up + down) there is no letter but F.")


class ReplySerializer(serializers.Serializer):
    """What the source says itself. The newest statement, as of the day; null: none was made, or it was withdrawn."""

    about = serializers.CharField()
    text = serializers.CharField(help_text="Plain text; an empty line begins a new paragraph.")
    url = serializers.CharField(help_text="Where it was made; empty where not known.")
    entered_at = serializers.DateTimeField()
    entered_by = serializers.CharField(help_text="Who entered it here.")


class TrackRecordSerializer(serializers.Serializer):
    """A source's records, one for each role, with the first lines of the ledger that adds up to them."""

    source = serializers.CharField()
    name = serializers.CharField()
    as_of = serializers.DateField(allow_null=True, help_text="null: nothing is known of the source yet.")
    recomputed = RecomputedSerializer(many=True, help_text="Of a past day.")
    withheld = serializers.CharField(allow_null=True, help_text="Why there are no records, of a private person.")
    reply = ReplySerializer(allow_null=True)
    role = serializers.ChoiceField(TrackRecord.Role.choices, allow_null=True, help_text="The role asked for.")
    topic = serializers.ChoiceField(TOPICS, allow_null=True, help_text="The topic asked for.")
    grading = GradingSerializer()
    records = RecordSerializer(many=True)
    copies = CopySerializer(many=True, help_text="By the fit that weighed the votes of the day.")
    topics = TopicRecordSerializer(
        many=True, required=False, help_text="A claim of several topics counts in each of them. Not in a brief answer."
    )
    ledger = LedgerLineSerializer(
        many=True, required=False, help_text="Its first lines, at most 100, by role. Not in a brief answer."
    )
    ledger_complete = serializers.BooleanField(required=False, help_text="Whether these are all of its lines.")
    ledger_url = serializers.URLField(required=False, help_text="The whole ledger, in pages, each line opened.")
    lead_times_url = serializers.URLField(required=False, help_text="Lead times, and before or after whom.")


class OpenedLineSerializer(LedgerLineSerializer):
    """A ledger line with what stands behind it. null: the claim no longer stands, or a verdict checked it."""

    statement = serializers.CharField(allow_null=True)
    article = serializers.CharField(allow_null=True)
    outlet = serializers.CharField(allow_null=True, help_text="Slug.")
    published_at = serializers.CharField(allow_null=True, help_text="ISO 8601; a date where only the day is known.")
    checker = serializers.CharField(allow_null=True, help_text="Who spoke in the partner claim.")
    partner_statement = serializers.CharField(allow_null=True)
    partner_outlet = serializers.CharField(allow_null=True, help_text="Slug.")
    partner_published_at = serializers.CharField(allow_null=True)
    relation = serializers.ChoiceField(
        Relation.Kind.choices,
        allow_null=True,
        help_text="Between the two claims; null where not they but claims that they repeat are compared.",
    )
    type = serializers.CharField(allow_null=True, help_text="What it is about, such as number or denial.")
    relation_reasons = serializers.ListField(child=serializers.CharField())
    independent = serializers.BooleanField(allow_null=True, help_text="Are the two claims two voices?")
    evidence = serializers.ListField(child=serializers.CharField(), help_text="Why they are, or are not.")
