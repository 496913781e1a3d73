"""Claims as they were read, and places that an admin adds to the gazetteer."""

from django.contrib import admin

from claims.forms import PlaceForm
from claims.models import Attribution, Claim, Place


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that programs make: shown, never written by hand."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class AttributionInline(admin.TabularInline):
    model = Attribution
    fields = ["part", "position", "source", "name", "kind", "speaks_for"]
    extra = 0
    can_delete = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source", "claim")

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin):
    """Derived from articles: `rebuild` makes them anew."""

    inlines = [AttributionInline]
    list_display = ["statement", "outlet", "published_at", "slot", "modality", "zone"]
    list_filter = ["modality", "zone"]
    search_fields = ["statement", "public_id"]
    ordering = ["-pk"]

    def get_queryset(self, request):
        heavy = [f"article__{name}" for name in ("text", "html", "zones", "shingles", "notes")]
        return super().get_queryset(request).select_related("article__outlet").defer(*heavy)

    @admin.display(ordering="article__outlet__name")
    def outlet(self, claim: Claim) -> str:
        return claim.article.outlet.name

    @admin.display(ordering="article__published_at")
    def published_at(self, claim: Claim):
        return claim.article.published_at


@admin.register(Place)
class PlaceAdmin(admin.ModelAdmin):
    """Entries beside the shipped gazetteer; one of the same id replaces the shipped one."""

    form = PlaceForm
    list_display = ["name", "slug", "kind", "parent"]
    list_filter = ["kind"]
    search_fields = ["name", "slug"]
