"""The form with which a person makes a token."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS
from knox.models import AuthToken

from corroboration.roles import Role, lesser, role_of
from corroboration.tokens import keeping

LASTS = {1: "a day", 7: "a week", 30: "30 days", 90: "90 days", 365: "a year"}


class TokenForm(forms.Form):
    name = forms.CharField(
        max_length=100,
        help_text="What it is for, so that you know which to revoke.",
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label="May", initial=Role.READER, widget=forms.RadioSelect)
    days = forms.TypedChoiceField(label="Lasts", coerce=int, initial=keeping.DAYS)

    def __init__(self, *args, owner: User, **options) -> None:
        super().__init__(*args, label_suffix="", **options)
        self.owner = owner
        held = role_of(owner)
        self.fields["role"].choices = [
            (role.value, f"{role.label}: {role.meaning}") for role in Role if lesser(role, held) == role
        ]
        days = {number: text for number, text in LASTS.items() if number < settings.TOKEN_DAYS}
        days |= {settings.TOKEN_DAYS: LASTS.get(settings.TOKEN_DAYS, f"{settings.TOKEN_DAYS} days")}
        self.fields["days"].choices = list(days.items())

    def make(self) -> tuple[AuthToken, str] | None:
        """After `is_valid`: the token and its secret; None where it is refused, which the form then says."""
        said = self.cleaned_data
        lasts = timedelta(days=said["days"])
        try:
            return keeping.make(self.owner, name=said["name"], role=Role(said["role"]), lasts=lasts)
        except keeping.Refused as refused:
            self.add_error(refused.field or NON_FIELD_ERRORS, refused.message)
            return None
