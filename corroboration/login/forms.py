"""Forms of the login. Whether a code is right is asked by the views, which count the tries."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.models import User

from corroboration.login.keys import LONGEST_ANSWER

LONGEST_CODE = 40


class NameForm(AuthenticationForm):
    def who_was_meant(self) -> User | None:
        """Whose name was given; None where it is nobody's: it may be a password, written in the wrong field."""
        return User.objects.filter(username=self.cleaned_data.get("username", "")).first()


class OwnPasswordForm(PasswordChangeForm):
    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("new_password1") and said["new_password1"] == said.get("old_password"):
            self.add_error("new_password1", "This is the old one: choose another.")
        return said


class CodeForm(forms.Form):
    code = forms.CharField(
        max_length=LONGEST_CODE,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false", "autofocus": True}
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, label_suffix="", **options)


class KeyForm(forms.Form):
    """A key to be added, with what it answered."""

    name = forms.CharField(
        max_length=60,
        help_text="What it is, so that you know which to remove.",
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "autofocus": True}),
    )
    credential = forms.CharField(max_length=LONGEST_ANSWER, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, label_suffix="", **options)


class KeyNameForm(forms.Form):
    name = KeyForm.base_fields["name"]


class ProofForm(forms.Form):
    """Who one is, once more: the password, and a code or the answer of a key of those who have a second factor."""

    password = forms.CharField(
        strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True})
    )
    code = forms.CharField(
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}),
    )
    credential = forms.CharField(max_length=LONGEST_ANSWER, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, with_factor: bool, with_key: bool, **options: Any) -> None:
        super().__init__(*args, label_suffix="", **options)
        self.user, self.with_factor, self.with_key = user, with_factor, with_key
        self.fields["code"].required = not with_key
        if not with_key:
            del self.fields["credential"]
        if not with_factor:
            del self.fields["code"]

    def clean_password(self) -> str:
        if not self.user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError("This isn’t your password.")
        return self.cleaned_data["password"]
