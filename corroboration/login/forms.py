"""Forms of the login. Whether a code is right is asked by the views, which count the tries."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User

LONGEST_CODE = 20


class NameForm(AuthenticationForm):
    def who_was_meant(self) -> User | None:
        """Whose name was given; None where it is nobody's: it may be a password, written in the wrong field."""
        return User.objects.filter(username=self.cleaned_data.get("username", "")).first()


class CodeForm(forms.Form):
    code = forms.CharField(
        max_length=LONGEST_CODE,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false", "autofocus": True}
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, label_suffix="", **options)


class ProofForm(forms.Form):
    """Who one is, once more: the password, and a code of those who have a second factor."""

    password = forms.CharField(
        strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True})
    )
    code = forms.CharField(
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, user: User, with_code: bool, **options: Any) -> None:
        super().__init__(*args, label_suffix="", **options)
        self.user = user
        if not with_code:
            del self.fields["code"]

    def clean_password(self) -> str:
        if not self.user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError("This isn’t your password.")
        return self.cleaned_data["password"]
