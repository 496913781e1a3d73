"""What programs hand in, taken exactly as it says.

DRF would take 1 for "1", "yes" for true, and a misspelt field for none.
"""

from typing import Any

from rest_framework import serializers

from claims.models import PUBLIC_ID_LENGTH

ID = rf"\A[0-9a-f]{{{PUBLIC_ID_LENGTH}}}\Z"
TELLING = r"^[^\x00]*[^\s\x00\x1c-\x1f\x85\ufeff][^\x00]*$"  # neither blank, for Python or ECMA, nor with a NUL
WITHOUT_NUL = r"^[^\x00]*$"


class Text(serializers.CharField):
    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            raise serializers.ValidationError("expected a string")
        return super().to_internal_value(data)


class Id(serializers.RegexField):
    def __init__(self, **options: Any) -> None:
        super().__init__(ID, error_messages={"invalid": f"expected an id of {PUBLIC_ID_LENGTH} hex digits"}, **options)


class YesOrNo(serializers.BooleanField):
    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            raise serializers.ValidationError("expected true or false")
        return data


class OneOf(serializers.ChoiceField):
    """Says what it takes, and not what it was given: that may be what no answer can hold."""

    def __init__(self, choices: Any, **options: Any) -> None:
        names = ", ".join(str(name) for name, _ in choices)
        super().__init__(choices, error_messages={"invalid_choice": f"expected one of {names}"}, **options)


class Strict(serializers.Serializer):
    """Fields that it doesn't know are refused: a misspelt one would otherwise say nothing."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if isinstance(data, dict) and (unknown := data.keys() - self.fields.keys()):
            names = (name[:100].encode("utf-8", "backslashreplace").decode() for name in sorted(unknown))
            raise serializers.ValidationError(dict.fromkeys(names, "unknown field"))
        return super().to_internal_value(data)
