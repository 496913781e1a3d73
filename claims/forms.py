"""What an admin may write about places and actors."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from rapidfuzz import process

from claims.engine.actors import ActorTable
from claims.engine.places import Gazetteer
from claims.models import Actor, Place
from claims.selectors import gazetteer, reference

ALIAS_LENGTH = 200
ALIKE = 75  # of 100, of rapidfuzz's ratio: an id worth asking about
Listed = Gazetteer | ActorTable


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


class ListedForm(forms.ModelForm):
    """An entry of a list that ships with the project: added to it, or in place of the shipped one of the same id.

    A name that another entry has already goes on meaning that one, so a form says which it is, and is sent again.
    """

    aliases = LinesField(required=False, help_text="Other spellings, one a line.")
    shared = forms.BooleanField(
        required=False,
        label="Others have these names",
        help_text="Tick to save names that others have as well: alone, they go on meaning those.",
    )

    def listed(self) -> Listed:
        """What is listed now: shipped, and kept by admins."""
        raise NotImplementedError

    def clean_parent(self) -> str:
        """The entry that holds this one, by id or name, must be known, and must not belong to it."""
        parent, slug = self.cleaned_data["parent"], self.cleaned_data.get("slug") or self.instance.slug
        listed = self.listed()
        if not parent:
            return parent
        known = parent if parent in listed.entries else listed.names.exact(parent)
        if not known:
            raise forms.ValidationError(
                f"Nothing listed has the id or name %(id)s.{_close(parent, listed)}", params={"id": parent}
            )
        if slug and slug in listed.path(known):
            raise forms.ValidationError("%(id)s belongs to this one itself.", params={"id": known})
        return known

    def clean(self):
        values = super().clean()
        slug = values.get("slug") or self.instance.slug
        if slug and values.get("name") and not values.get("shared"):
            listed = self.listed()
            owners = {name: listed.names.exact(name) for name in (values["name"], *values.get("aliases", ()))}
            if taken := {name: listed.entries[id] for name, id in owners.items() if id not in ("", slug)}:
                said = "; ".join(f"{name} is {entry.name} ({entry.id})" for name, entry in taken.items())
                self.add_error("shared", f"{said}. What says only this goes on meaning that one.")
        return values


def _close(wanted: str, listed: Listed) -> str:
    """Ids like one that isn't known, as a question."""
    close = [id for id, *_ in process.extract(wanted, listed.entries.keys(), limit=3, score_cutoff=ALIKE)]
    return f" Did you mean {' or '.join(close)}?" if close else ""


class PlaceForm(ListedForm):
    class Meta:
        model = Place
        fields = ["slug", "name", "kind", "parent", "latitude", "longitude", "aliases", "shared"]
        labels = {"slug": "Id", "parent": "Lies in"}
        help_texts = {
            "slug": "Of a shipped place, to replace it; of a new one, short and lasting: small letters and hyphens.",
            "parent": "Id or name of the place that holds it, such as homs.",
            "latitude": "In degrees, north positive. Both or neither.",
            "longitude": "In degrees, east positive.",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        kinds = {entry.kind for entry in self.listed().entries.values()} | {self.instance.kind}
        self.fields["kind"] = forms.ChoiceField(choices=[(kind, kind) for kind in sorted(kinds)], initial="town")

    def listed(self) -> Gazetteer:
        return gazetteer()

    def clean(self):
        """Half a position is none."""
        values = super().clean()
        if (values.get("latitude") is None) != (values.get("longitude") is None):
            raise forms.ValidationError("Latitude and longitude belong together: give both or neither.")
        return values


class ActorForm(ListedForm):
    class Meta:
        model = Actor
        fields = ["slug", "name", "kind", "parent", "aliases", "shared"]
        labels = {"slug": "Id", "parent": "Belongs to"}
        help_texts = {
            "slug": "Of a shipped actor, to replace it; of a new one, short and lasting: small letters and hyphens.",
            "kind": "Any of a kind excludes nobody: that rebels did it doesn’t deny that a band of them did.",
            "parent": "Id or name of the actor to which it belongs, such as syria-army: the two don’t clash.",
        }

    def listed(self) -> ActorTable:
        return reference().actors
