"""What an admin may write about sources: one name never means two of them."""

from django import forms
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.core.validators import URLValidator

from sources.addresses import feed_address
from sources.engine.names import canonical
from sources.models import Alias, Feed, Source, SourceMerge


def owner_of(folded: str, *, besides: int | None) -> Source | None:
    """The curated source, other than the one of this row number, that goes by this folded name already."""
    alias = Alias.objects.filter(folded=folded).exclude(source=besides).select_related("source").first()
    if alias:
        return alias.source
    merged = SourceMerge.in_force.exclude(into=besides).exclude(source=besides).select_related("into")
    if into := next((merge.into for merge in merged if canonical(merge.name) == folded), None):
        return into
    named = Source.objects.filter(curated=True).exclude(pk=besides).only("slug", "name")
    return next((source for source in named if canonical(source.name) == folded), None)


def free_name(name: str, *, besides: int | None) -> str:
    """The folded form of a name that no other source goes by. Raises ValidationError, which names the other."""
    folded = canonical(name)
    if not folded:
        raise forms.ValidationError("Nothing is left of this name once case, accents and punctuation are put aside.")
    if other := owner_of(folded, besides=besides):
        raise forms.ValidationError(
            "%(other)s (%(slug)s) goes by this name already.", params={"other": other.name, "slug": other.slug}
        )
    return folded


class SourceForm(forms.ModelForm):
    def clean(self):
        """The name of a curated source resolves mentions like an alias does."""
        values = super().clean()
        if values.get("curated") and values.get("name"):
            try:
                free_name(values["name"], besides=self.instance.pk)
            except forms.ValidationError as error:
                self.add_error("name", error)
        if self.instance.pk and not values.get("curated") and SourceMerge.in_force.filter(into=self.instance).exists():
            self.add_error("curated", "Others were merged into this source, so it stays reference data.")
        return values


class AliasForm(forms.ModelForm):
    class Meta:
        model = Alias
        fields = ["name"]
        help_texts = {"name": "Articles that have it are read again; those that misspell it only by a rebuild."}

    def clean_name(self) -> str:
        """The folded form is worked out here: it is what names are compared by."""
        name = self.cleaned_data["name"]
        self.instance.folded = free_name(name, besides=self.instance.source_id)
        return name


class FeedAddressField(forms.URLField):
    """Takes what people copy out of feed readers, too: feed://paper.example/rss."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def to_python(self, value):
        return super().to_python(feed_address(value) if isinstance(value, str) else value)


class FeedForm(forms.ModelForm):
    url = FeedAddressField(
        label="Address",
        max_length=Feed._meta.get_field("url").max_length,
        assume_scheme="https",
        widget=AdminURLFieldWidget,
    )

    class Meta:
        model = Feed
        fields = ["source", "url", "full_text", "aggregates"]


class SpokenFormSet(forms.BaseInlineFormSet):
    """Rows of a table whose columns have headings and whose fields have no labels: who can't see it is told both."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        row = "" if index is None else f" {index + 1}"
        for name, field in form.fields.items():
            label = field.label or name.replace("_", " ")
            field.widget.attrs.setdefault("aria-label", f"{self.model._meta.verbose_name}{row}: {label}")


class AliasFormSet(SpokenFormSet):
    def clean(self) -> None:
        """Two spellings in one form must not fold to the same name."""
        super().clean()
        kept = [form for form in self.forms if form.cleaned_data.get("name") and not self._should_delete_form(form)]
        seen: dict[str, str] = {}
        for form in kept:
            name, folded = form.cleaned_data["name"], form.instance.folded
            if folded in seen:
                form.add_error("name", f"The same name as {seen[folded]}, once it is folded.")
            seen.setdefault(folded, name)
