"""Claims as they were read, and the places and actors that an admin adds to those that are shipped."""

from django.contrib import admin

from claims.engine.reference import load_actors, load_gazetteer
from claims.forms import ActorForm, PlaceForm
from claims.models import Actor, Attribution, Claim, Place


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


class ReadOnlyInline(admin.TabularInline):
    """Such rows below another."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
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


class ListedAdmin(admin.ModelAdmin):
    """Entries beside those that ship with the project, or in their place."""

    list_per_page = 50
    show_full_result_count = False
    ordering = ["slug"]

    def get_readonly_fields(self, request, obj=None):
        """Articles were read with this id, and others belong to it: another one is another entry."""
        return ["slug"] if obj else []

    @admin.display(description="also written")
    def spellings(self, entry: Place | Actor) -> str:
        return ", ".join(entry.aliases)


class PlaceAdmin(ListedAdmin):
    """Registered where changes of them are followed (corroboration/admin)."""

    form = PlaceForm
    list_display = ["name", "slug", "kind", "parent", "replaces", "spellings"]
    list_filter = ["kind"]
    search_fields = ["name", "slug", "parent"]

    @admin.display(boolean=True, description="replaces a shipped one")
    def replaces(self, place: Place) -> bool:
        return place.slug in load_gazetteer().entries


class ActorAdmin(ListedAdmin):
    """Registered likewise."""

    form = ActorForm
    list_display = ["name", "slug", "kind", "parent", "replaces", "spellings"]
    list_filter = ["kind"]
    search_fields = ["name", "slug", "parent"]

    @admin.display(boolean=True, description="replaces a shipped one")
    def replaces(self, actor: Actor) -> bool:
        return actor.slug in load_actors().entries
