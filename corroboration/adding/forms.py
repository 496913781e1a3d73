"""The forms of that door. What a field may hold is said by those who take it in; a form shows it beside the field."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst

from corroboration import retrieval
from corroboration.fetching import dates
from corroboration.fetching.charsets import decoded
from corroboration.fetching.web import Unfetchable

WHEN = "Expected a date, such as 2021-05-04, or a moment, such as 2021-05-04T10:30+02:00, not in the future."
OUTLET = {"list": "outlets", "autocomplete": "off", "dir": "auto"}
LARGEST_FILE = 8_000_000  # bytes: as of a page that is fetched


class WhenField(forms.CharField):
    """A day, or a moment with its zone, as text: of many articles only the day is known."""

    def __init__(self, **options: Any):
        attributes = {"placeholder": "2021-05-04", "autocomplete": "off", "spellcheck": "false"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=attributes), **options)

    def clean(self, value: Any) -> str:
        given = super().clean(value)
        if given and dates.read(given, "form", now=timezone.now()) is None:
            raise ValidationError(WHEN)
        return given


class AddForm(forms.Form):
    """A page by its address alone, or as HTML; or a text, which needs its outlet and date."""

    url = forms.CharField(
        label="Address of the page",
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off", "dir": "ltr"}),
    )
    outlet = forms.CharField(required=False, max_length=300, widget=forms.TextInput(attrs=OUTLET))
    published_at = WhenField(label="Published on", required=False)
    title = forms.CharField(
        label="Headline", required=False, max_length=500, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    file = forms.FileField(label="The page as a file", required=False)
    html = forms.CharField(
        label="The page as HTML",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr", "spellcheck": "false"}),
    )
    text = forms.CharField(
        label="The article as text",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, label_suffix="", **options)

    def clean_url(self) -> str:
        url = self.cleaned_data["url"].strip()
        if not url:
            return ""
        try:
            return retrieval.checked(url)
        except Unfetchable as refusal:
            raise ValidationError(capfirst(str(refusal))) from None

    def clean_file(self) -> str:
        """The page in the file, as text."""
        given = self.cleaned_data["file"]
        if given is None:
            return ""
        if given.size > LARGEST_FILE:
            raise ValidationError(f"{given.size:,} bytes long: expected at most {LARGEST_FILE:,}.")
        return decoded(given.read())

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        bodies = [name for name in ("file", "html", "text") if given.get(name, "").strip()]
        if len(bodies) > 1:
            self.add_error(bodies[1], "Give the page once: as a file, as HTML, or as text.")
        if not bodies and not given.get("url") and not self.errors:
            self.add_error("url", "Give the address of a page, the page, or a text.")
        if bodies == ["text"]:
            for name, words in (("outlet", "Say which outlet published it."), ("published_at", "Say when.")):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return given

    @property
    def page(self) -> str:
        """HTML that was handed in; "" where it is to be fetched, or a text was given."""
        return self.cleaned_data["file"] or self.cleaned_data["html"]


class UnclearForm(forms.Form):
    """What a page didn't say of itself, said by a person."""

    outlet = forms.CharField(max_length=300, widget=forms.TextInput(attrs=OUTLET))
    published_at = WhenField(label="Published on")

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, label_suffix="", **options)
