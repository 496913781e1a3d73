"""The shapes of what the API tells of coverage."""

from rest_framework import serializers


class CoverageSerializer(serializers.Serializer):
    """Whether what an outlet publishes comes in by itself. Its silence while it isn't heard says nothing."""

    followed = serializers.BooleanField(help_text="One of its feeds at least is polled.")
    unheard_since = serializers.DateTimeField(
        allow_null=True,
        help_text="Since when a feed can't be heard for which none stands in. `coverage/` lists past times, too.",
    )


class CoverageGapSerializer(serializers.Serializer):
    """A time in which an outlet's feed couldn't be heard."""

    since = serializers.DateTimeField(help_text="When it was last heard before.")
    until = serializers.DateTimeField(
        allow_null=True, help_text="When it was heard again, or how far its list then reached back. null: not yet."
    )
    reason = serializers.CharField()
    made_up = serializers.BooleanField(
        help_text="Once heard again its list reached back far enough, so that nothing was missed."
    )
    feed = serializers.CharField(allow_null=True, help_text="Its address now. null: it isn't kept any more.")
    stand_in = serializers.CharField(
        allow_null=True,
        help_text="Another feed of the outlet that was heard meanwhile and lists the same, so that nothing was missed.",
    )
