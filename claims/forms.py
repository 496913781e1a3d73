"""What an admin may write about places."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from claims.models import Place
from claims.selectors import reference

ALIAS_LENGTH = 200


class LinesField(forms.CharField):
    """A list of strings, one a line."""

    widget = forms.Textarea

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value) -> list[str]:
        text = super().to_python(value)
        ProhibitNullCharactersValidator()(text)  # Django would ask it of the list, where no NUL can be seen
        lines = [" ".join(line.split()) for line in text.splitlines()]
        if any(len(line) > ALIAS_LENGTH for line in lines):
            raise forms.ValidationError(f"A line is longer than {ALIAS_LENGTH} characters.")
        return list(dict.fromkeys(line for line in lines if line))

    def has_changed(self, initial, data) -> bool:
        return (initial or []) != self.to_python(data)


class PlaceForm(forms.ModelForm):
    aliases = LinesField(required=False, help_text="Other spellings, one a line.")

    class Meta:
        model = Place
        fields = ["slug", "name", "kind", "parent", "latitude", "longitude", "aliases"]

    def clean_parent(self) -> str:
        """The place that holds this one must be known, and must not lie in it."""
        parent, slug = self.cleaned_data["parent"], self.cleaned_data.get("slug")
        gazetteer = reference().gazetteer
        if not parent:
            return parent
        if parent not in gazetteer.entries:
            raise forms.ValidationError("No place has the id %(id)s.", params={"id": parent})
        if slug and slug in gazetteer.path(parent):
            raise forms.ValidationError("%(id)s lies in this place itself.", params={"id": parent})
        return parent

    def clean(self):
        """Half a position is none."""
        values = super().clean()
        if (values.get("latitude") is None) != (values.get("longitude") is None):
            raise forms.ValidationError("Latitude and longitude belong together: give both or neither.")
        return values
