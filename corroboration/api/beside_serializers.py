"""The shapes in which the API tells how sources stand beside each other: who is first, and who lies above whom."""

from rest_framework import serializers

from corroboration.api.record_serializers import TOPICS, FiguresSerializer, LeadInstanceSerializer, RecomputedSerializer
from sources.models import TrackRecord

ROLE_CHOICES = TrackRecord.Role.choices


class BesideSerializer(serializers.Serializer):
    """Another source that independently told what this one told: how often either was first."""

    source = serializers.CharField(help_text="Slug of the other.")
    name = serializers.CharField()
    told = serializers.IntegerField(help_text="Claims that both told.")
    before = serializers.IntegerField(help_text="Of these, those that this source told before the other.")
    after = serializers.IntegerField(help_text="Those that it told after the other.")
    ties = serializers.IntegerField(help_text="Those told at once, or on one day where only days are known.")
    median_hours_before = serializers.FloatField(allow_null=True, help_text="null: never before the other.")
    median_hours_after = serializers.FloatField(allow_null=True, help_text="null: never after the other.")


class RoleLeadSerializer(serializers.Serializer):
    """How often the source was first in one role, how long before the second origin, and before or after whom."""

    role = serializers.ChoiceField(ROLE_CHOICES)
    told = serializers.IntegerField(help_text="Claims that an independent origin told as well.")
    first = serializers.IntegerField(help_text="Those that the source told before every such origin.")
    median_hours = serializers.FloatField(allow_null=True)
    lower_hours = serializers.FloatField(allow_null=True, help_text="The lower quartile.")
    upper_hours = serializers.FloatField(allow_null=True, help_text="The upper quartile.")
    instances = LeadInstanceSerializer(many=True, help_text="At most 50, the longest leads first.")
    others = BesideSerializer(many=True, help_text="At most 50 sources, those first that told most of the same.")


class LeadTimesSerializer(serializers.Serializer):
    """Who reports before whom."""

    source = serializers.CharField()
    name = serializers.CharField()
    as_of = serializers.DateField(allow_null=True, help_text="The day asked for; null: now.")
    recomputed = RecomputedSerializer(many=True, help_text="Of a past day.")
    withheld = serializers.CharField(allow_null=True, help_text="Why there are none, of a private person.")
    role = serializers.ChoiceField(ROLE_CHOICES, allow_null=True, help_text="The role asked for.")
    topic = serializers.ChoiceField(TOPICS, allow_null=True, help_text="The topic asked for.")
    complete = serializers.BooleanField(help_text="false: only the latest 5,000 checks were looked at.")
    lead_times = RoleLeadSerializer(many=True)


class MetSerializer(serializers.Serializer):
    """How another of the sources compared checked what this one said."""

    source = serializers.CharField(help_text="Slug of the other.")
    agreed = serializers.IntegerField(allow_null=True, help_text="null: more checks than are counted.")
    opposed = serializers.IntegerField(allow_null=True, help_text="It contradicted or denied it; null: likewise.")


class ComparedSerializer(serializers.Serializer):
    """One of the sources compared."""

    source = serializers.CharField(help_text="Slug; of one that was merged, of the source that it counts as.")
    name = serializers.CharField()
    record = FiguresSerializer(allow_null=True, help_text="null: nothing that it said in this role was checked.")
    met = MetSerializer(many=True)


class ComparedRecordSerializer(FiguresSerializer):
    """The record of one of the sources on one topic."""

    source = serializers.CharField(help_text="Slug.")


class ComparedTopicSerializer(serializers.Serializer):
    """The records of one topic, in the order of the sources, of those that have one."""

    topic = serializers.ChoiceField(TOPICS)
    records = ComparedRecordSerializer(many=True)


class ComparisonSerializer(serializers.Serializer):
    """Sources side by side in one role. Figures of different roles aren't compared."""

    as_of = serializers.DateField(allow_null=True, help_text="The day asked for; null: now.")
    recomputed = RecomputedSerializer(many=True, help_text="Of a past day.")
    role = serializers.ChoiceField(ROLE_CHOICES, help_text="The one asked for; else that in which most have a record.")
    roles = serializers.ListField(child=serializers.CharField(), help_text="Those in which any of them has a record.")
    topic = serializers.ChoiceField(TOPICS, allow_null=True, help_text="The topic asked for.")
    sources = ComparedSerializer(many=True)
    topics = ComparedTopicSerializer(many=True)
    told = serializers.ListField(
        child=serializers.CharField(), help_text="Of each two, whether their intervals tell them apart, in words."
    )
    withheld = serializers.ListField(
        child=serializers.CharField(), help_text="Slugs of private persons, who aren't compared."
    )
