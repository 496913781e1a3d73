"""Forms of the pages. What a field may hold is said in one place, ingestion; a form shows it beside the field."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils import timezone
from django.utils.text import capfirst

from corroboration import trial
from corroboration.ingestion import Rejected, Submission

# Without a login: some thirty printed pages, read in less than half a minute. Nobody else waits longer than that.
GUEST_BYTES = 100_000


class ExtractForm(forms.Form):
    """An article to be read and not stored. After `is_valid`, `submission` holds it. Values are taken as they come."""

    outlet = forms.Field(
        error_messages={"required": "Say which outlet printed it."},
        widget=forms.TextInput(attrs={"list": "outlets", "autocomplete": "off", "dir": "auto"}),
    )
    published_at = forms.Field(
        label="Published on",
        error_messages={"required": "Say on which day it was printed: “Monday” counts from it."},
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    title = forms.Field(label="Headline", required=False, widget=forms.TextInput(attrs={"dir": "auto"}))
    text = forms.Field(
        error_messages={"required": "Paste the article’s text."},
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, most_bytes: int = settings.ARTICLE_BYTES, **options: Any):
        super().__init__(*args, label_suffix="", **options)
        self.most_bytes = most_bytes
        self.submission: Submission | None = None
        self.fields["published_at"].widget.attrs["max"] = timezone.now().date().isoformat()

    def clean_text(self) -> str:
        """The text with the line ends of its page: a browser sends each as two characters."""
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        size = len(text.encode())
        if self.most_bytes < size <= settings.ARTICLE_BYTES:
            limits = f"at most {self.most_bytes:,}; after logging in, {settings.ARTICLE_BYTES:,}"
            raise forms.ValidationError(f"{size:,} bytes long: expected {limits}")
        return text

    def clean(self) -> dict[str, Any]:
        try:
            self.submission = trial.check(self.cleaned_data, now=timezone.now())
        except Rejected as rejected:
            for field, messages in rejected.by_field(NON_FIELD_ERRORS).items():
                if field not in self.errors:
                    self.add_error(field if field in self.fields else None, [capfirst(words) for words in messages])
        return self.cleaned_data
