"""The shapes in which the API takes and shows tokens."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from corroboration.api.strict import OneOf, Strict, Text
from corroboration.roles import Role
from corroboration.tokens.keeping import DAYS


class TokenSerializer(serializers.Serializer):
    key = serializers.CharField(source="token_key", help_text="The first characters of the token.")
    name = serializers.CharField(allow_null=True)
    role = serializers.ChoiceField(choices=Role.choices, allow_null=True, help_text="What it may do at most.")
    created = serializers.DateTimeField()
    expiry = serializers.DateTimeField(allow_null=True)
    last_used_at = serializers.DateTimeField(allow_null=True, help_text="To the hour, or thereabouts.")


class FreshTokenSerializer(TokenSerializer):
    """The token is shown once; only its hash is kept."""

    token = serializers.CharField(source="secret")


class Days(serializers.IntegerField):
    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            raise serializers.ValidationError(f"expected a whole number from 1 to {settings.TOKEN_DAYS}")
        return super().to_internal_value(data)


class TokenSubmissionSerializer(Strict):
    name = Text(max_length=100, help_text="What you call it: what it is for.")
    role = OneOf(Role.choices, default=Role.READER.value, help_text="What it may do at most: no more than you.")
    days = Days(min_value=1, max_value=settings.TOKEN_DAYS, default=DAYS, help_text="How long it lasts.")
