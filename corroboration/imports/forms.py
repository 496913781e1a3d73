"""The form by which a file is handed in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from corroboration.imports.formats import CSV, NDJSON, WARC
from corroboration.imports.records import How, names_from
from corroboration.imports.text import known
from corroboration.imports.uploads import LARGEST

FORMATS = [("", "by the file’s name"), (NDJSON, "NDJSON"), (CSV, "CSV"), (WARC, "web archive (WARC)")]


class FileForm(forms.Form):
    """A file, and what it doesn't say of its articles."""

    file = forms.FileField(label="File")
    format = forms.ChoiceField(choices=FORMATS, required=False)
    outlet = forms.CharField(
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"list": "outlets", "autocomplete": "off", "dir": "auto"}),
    )
    language = forms.CharField(required=False, max_length=10)
    encoding = forms.CharField(required=False, max_length=40)
    names = forms.CharField(label="Names of columns", required=False, max_length=1000)

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, label_suffix="", **options)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(f"{file.size:,} bytes long: expected at most {LARGEST:,}.")
        return file

    def clean_encoding(self) -> str:
        encoding = self.cleaned_data["encoding"].strip()
        if encoding and not known(encoding):
            raise ValidationError("No such encoding: expected one such as windows-1252.")
        return encoding

    def clean_names(self) -> dict[str, str]:
        try:
            return names_from(self.cleaned_data["names"])
        except ValueError as problem:
            raise ValidationError(str(problem)) from None

    @property
    def how(self) -> How:
        return How(**{name: self.cleaned_data[name] for name in ("format", "names", "outlet", "language", "encoding")})
