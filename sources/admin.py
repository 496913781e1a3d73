"""Outlets and other sources, with their names, owners and feeds, as an admin keeps them."""

from django.contrib import admin
from django.db import models
from django.db.models import Prefetch

from sources.forms import AliasForm, AliasFormSet, FeedForm, SourceForm, SpokenFormSet
from sources.models import Alias, Feed, Ownership, Source

SECURE_LINKS = {models.URLField: {"assume_scheme": "https"}}  # what an address written without a scheme means


class AliasInline(admin.TabularInline):
    model = Alias
    form = AliasForm
    formset = AliasFormSet
    extra = 1


class OwnershipInline(admin.TabularInline):
    model = Ownership
    formset = SpokenFormSet
    fk_name = "source"
    raw_id_fields = ["owner"]
    extra = 0


class FeedInline(admin.TabularInline):
    """Feeds are added here, and kept on their own pages, where it is noted what an admin changes of them."""

    model = Feed
    form = FeedForm
    formset = SpokenFormSet
    fields = ["url", "full_text", "aggregates"]
    show_change_link = True
    extra = 0

    def has_change_permission(self, request, obj=None) -> bool:
        return False


class SourceAdmin(admin.ModelAdmin):
    """Curated sources are reference data. Registered where changes of them are followed (corroboration/admin)."""

    form = SourceForm
    formfield_overrides = SECURE_LINKS
    inlines = [AliasInline, OwnershipInline, FeedInline]
    list_display = ["name", "kind", "curated", "country", "owned_by"]
    list_filter = ["kind", "curated", "original_reporting"]
    search_fields = ["name", "slug", "aliases__name"]
    raw_id_fields = ["speaks_for"]
    ordering = ["slug"]
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request):
        held = Ownership.objects.filter(until=None).select_related("owner")
        return super().get_queryset(request).prefetch_related(Prefetch("ownerships", held, to_attr="held_by"))

    @admin.display(description="owners and families")
    def owned_by(self, source: Source) -> str:
        return ", ".join(sorted({ownership.owner.name for ownership in source.held_by}))

    def get_readonly_fields(self, request, obj=None):
        """A slug is a public id: others may hold it, so it stays as it was made."""
        return ["slug"] if obj else []


class FeedAdmin(admin.ModelAdmin):
    """Registered where it is known how outlets go (corroboration/admin)."""

    form = FeedForm
    list_select_related = ["source"]
    search_fields = ["url", "source__name"]
    raw_id_fields = ["source"]
    show_full_result_count = False
