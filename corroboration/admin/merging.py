"""Merging two sources in the admin: choose, see what moves, confirm with a reason; and undo, the same way."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from claims.admin import ReadOnlyAdmin
from corroboration import merging_sources
from corroboration.addresses import asked_text
from sources.models import Source, SourceMerge
from sources.services import MergeRefused

MERGE = "sources.add_sourcemerge"


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text="Why, for those who ask later."
    )


class MergingAdmin(admin.ModelAdmin):
    """A source's page leads to where it is merged into another."""

    def get_urls(self):
        merge = self.admin_site.admin_view(self.merge_view)
        return [path("<path:object_id>/merge/", merge, name="sources_source_merge"), *super().get_urls()]

    def get_readonly_fields(self, request, obj=None):
        """Of a source that was merged its page says so first."""
        shown = super().get_readonly_fields(request, obj)
        merged = obj is not None and SourceMerge.in_force.filter(source=obj).exists()
        return [*shown, "counts_as"] if merged else shown

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        return sorted(fields, key=lambda name: name != "counts_as")

    @admin.display(description="counts as")
    def counts_as(self, source: Source) -> str:
        merge = SourceMerge.in_force.select_related("into", "by").get(source=source)
        page = reverse("admin:sources_sourcemerge_change", args=[merge.pk])
        return format_html(
            '{}, since <a href="{}">merged by {} on {}</a>',
            _linked(merge.into),
            page,
            merge.by,
            f"{merge.at:%-d %b %Y}",
        )

    def merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Which source it is another name of; once one is chosen, what would move; merged when that is confirmed."""
        if not request.user.has_perm(MERGE):
            raise PermissionDenied
        source = self.get_object(request, object_id)
        if source is None:
            raise Http404("There is no such source.")
        slug = asked_text(request, "into")
        into = get_object_or_404(Source, slug=slug) if slug else None
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and into is not None and form.is_valid():
            try:
                reason = form.cleaned_data["reason"]
                merging_sources.merge(source, into, reason=reason, by=request.user, now=timezone.now())
            except MergeRefused as refused:
                form.add_error(None, str(refused))
            else:
                said = f"{source} counts as {into} now. What names either is read again within seconds to minutes."
                self.message_user(request, said, messages.SUCCESS)
                return HttpResponseRedirect(reverse("admin:sources_sourcemerge_changelist"))
        query = asked_text(request, "q")
        shown = merging_sources.preview(source, into) if into else None
        context = self.admin_site.each_context(request) | {
            "title": f"Merge {source} into another source",
            "opts": self.opts,
            "original": source,
            "form": form,
            "into": into,
            "query": query,
            "preview": shown,
            "sides": [shown.moved, shown.stays] if shown else [],
            "candidates": [] if into else merging_sources.candidates(source, query),
        }
        return render(request, "admin/sources/source/merge.html", context)


@admin.register(SourceMerge)
class SourceMergeAdmin(ReadOnlyAdmin):
    """The history of merges: who found which two to be one, when and why. Each can be undone, once."""

    list_display = ["merged", "into_source", "state", "at", "by", "reason"]
    list_display_links = ["state"]
    list_select_related = ["source", "into", "by", "undone_by__by"]
    list_filter = ["at"]
    search_fields = ["source__name", "source__slug", "into__name", "into__slug", "name", "reason"]
    fields = ["merged", "into_source", "name", "state", "reason", "at", "by"]
    ordering = ["-pk"]

    def get_urls(self):
        undo = self.admin_site.admin_view(self.undo_view)
        return [path("<path:object_id>/undo/", undo, name="sources_sourcemerge_undo"), *super().get_urls()]

    @admin.display(description="source", ordering="source__name")
    def merged(self, merge: SourceMerge) -> str:
        return _linked(merge.source)

    @admin.display(description="counts as", ordering="into__name")
    def into_source(self, merge: SourceMerge) -> str:
        return _linked(merge.into)

    @admin.display(description="state")
    def state(self, merge: SourceMerge) -> str:
        if merge.undoes_id is not None:
            return "undo of an earlier one"
        if undone := getattr(merge, "undone_by", None):
            return f"undone by {undone.by} on {undone.at:%Y-%m-%d}"
        return "in force"

    def undo_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What would be two again; undone when that is confirmed with a reason."""
        if not request.user.has_perm(MERGE):
            raise PermissionDenied
        merge = self.get_object(request, object_id)
        if merge is None or not SourceMerge.in_force.filter(pk=merge.pk).exists():
            raise Http404("There is no such merge in force.")
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                reason = form.cleaned_data["reason"]
                merging_sources.undo(merge, reason=reason, by=request.user, now=timezone.now())
            except MergeRefused as refused:
                form.add_error(None, str(refused))
            else:
                self.message_user(request, f"{merge.source} and {merge.into} count as two again.", messages.SUCCESS)
                return HttpResponseRedirect(reverse("admin:sources_sourcemerge_changelist"))
        context = self.admin_site.each_context(request) | {
            "title": f"Undo: {merge}",
            "opts": self.opts,
            "original": merge,
            "form": form,
            "again": merging_sources.apart(merge),
        }
        return render(request, "admin/sources/sourcemerge/undo.html", context)


def _linked(source: Source) -> str:
    return format_html('<a href="{}">{}</a>', reverse("admin:sources_source_change", args=[source.pk]), source.name)
