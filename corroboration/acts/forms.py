"""What each act asks for besides the claims that it is about."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth import get_user_model

from claims.models import PUBLIC_ID_LENGTH
from corroboration.acts.voices import Typed
from corroboration.decision_values import LONGEST_CHAIN, RATINGS
from corroboration.roles import DECIDE
from sources.models import Source

LONGEST_REASON = 4_000
SPARE_VOICES = 2  # empty lines below a chain, to write more voices into
MET = tuple(kind for kind in Source.Kind.choices if kind[0] != Source.Kind.COMMENTER)


def _reason(label: str = "Why", *, required: bool = False, rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


class ActForm(forms.Form):
    """An act that only may be given a reason."""

    reason = _reason()

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, label_suffix="", **options)

    def value(self) -> dict[str, Any]:
        """What the decision says besides its claims and reason. After `is_valid`."""
        return {}


class AtOnce(ActForm):
    """An act that asks for nothing."""

    reason = None


class VerdictForm(ActForm):
    field_order = ("rating", "reason", "links")
    rating = forms.ChoiceField(
        label="The claim is",
        choices=[(name, name) for name in RATINGS],
        widget=forms.RadioSelect,
        error_messages={"required": "Say how true it is, or that it can't be told."},
    )
    reason = _reason(required=True, rows=3)
    links = forms.CharField(
        label="Evidence",
        required=False,
        help_text="Addresses of pages, one a line.",
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr", "spellcheck": "false"}),
    )

    def value(self) -> dict[str, Any]:
        rating = self.cleaned_data["rating"]
        found = {"rating": RATINGS[rating], "verdict": rating}
        links = [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]
        return found | ({"links": links} if links else {})


class MergeForm(ActForm):
    field_order = ("other", "reason")
    other = forms.RegexField(
        rf"^[0-9a-f]{{{PUBLIC_ID_LENGTH}}}$",
        widget=forms.HiddenInput,
        error_messages={"required": "Choose the cluster to merge with.", "invalid": "This is no id of a cluster."},
    )


class RelationForm(ActForm):
    field_order = ("relation", "reason")
    relation = forms.ChoiceField(
        label="The two claims",
        choices=[
            ("corroborates", "say the same"),
            ("contradicts", "contradict each other"),
            ("differs", "differ, and both may be true"),
            ("none", "answer different questions"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say how the two stand to each other."},
    )

    def value(self) -> dict[str, Any]:
        return {"relation": self.cleaned_data["relation"]}


class IndependentForm(AtOnce):
    def value(self) -> dict[str, Any]:
        return {"independent": True}


class CopyForm(AtOnce):
    def value(self) -> dict[str, Any]:
        return {"independent": False}


class NoteForm(ActForm):
    reason = _reason("Note", required=True, rows=4)


class AssignForm(AtOnce):
    to = forms.ChoiceField(label="To", required=False)

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        people = get_user_model().objects.with_perm(DECIDE).filter(is_active=True).order_by("username")
        names = people.values_list("username", flat=True)
        self.fields["to"].choices = [("", "nobody"), *((name, name) for name in names)]

    def value(self) -> dict[str, Any]:
        return {"to": self.cleaned_data["to"]}


class AttributionForm(ActForm):
    """Lines for the voices of a chain, the origin first. A line without a name says nothing.

    No kind is filled in: it would stay where another name is written over the one that it belongs to.
    """

    def __init__(self, *args: Any, chain: Sequence[str] = (), **options: Any):
        super().__init__(*args, **options)
        reason = self.fields.pop("reason")
        for index in range(min(LONGEST_CHAIN, len(chain) + SPARE_VOICES)):
            self.fields[f"name-{index}"] = forms.CharField(
                label="Origin" if index == 0 else f"Carried by ({index})",
                required=False,
                max_length=300,
                initial=chain[index] if index < len(chain) else "",
                widget=forms.TextInput(attrs={"dir": "auto", "list": "known-voices", "autocomplete": "off"}),
            )
            self.fields[f"kind-{index}"] = forms.ChoiceField(
                label=f"Kind of voice {index + 1}",
                required=False,
                choices=[("", "as known"), *MET],
            )
        self.fields["reason"] = reason

    @property
    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of each voice: its name, and its kind."""
        count = sum(name.startswith("name-") for name in self.fields)
        return [(self[f"name-{index}"], self[f"kind-{index}"]) for index in range(count)]

    def typed(self) -> list[Typed]:
        """The voices as they were written. After `is_valid`."""
        said = self.cleaned_data
        lines = (Typed(said[f"name-{i}"].strip(), said[f"kind-{i}"]) for i in range(len(self.lines)))
        return [line for line in lines if line.name]
