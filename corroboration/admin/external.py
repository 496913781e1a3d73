"""Others' reviews as an admin sees them: what came in, how it was read, and what is still to be looked for."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from claims.admin import ReadOnlyAdmin, ReadOnlyInline
from corroboration.interchange import importing
from corroboration.models import ExternalReview, ExternalVersion

SHOWN = 100  # characters of a claim in the list
READ = ("claim_text", "claimant", "claimed_on", "publisher", "publisher_site", "url", "title", "reviewed_on")
READ += ("rating_words", "rating", "worst", "best_rating", "explanation", "language", "license", "appearances")
KEPT = ("public_id", "imported_at", "changed_at", "by", "looked_at", "best", "raw")


class VersionInline(ReadOnlyInline):
    """How it read before."""

    model = ExternalVersion
    fields = ["rating_words", "until", "raw"]


@admin.register(ExternalReview)
class ExternalReviewAdmin(ReadOnlyAdmin):
    """Answered on the page of each, not here. One that nobody answered can be deleted: the next import of the same
    brings it back."""

    inlines = [VersionInline]
    list_display = ["claim", "publisher", "rating_words", "reviewed_on", "fits"]
    list_filter = [("looked_at", admin.EmptyFieldListFilter), ("changed_at", admin.EmptyFieldListFilter), "imported_at"]
    list_select_related = False
    search_fields = ["=public_id", "=url", "^publisher_site"]
    search_help_text = "An id, a whole address, or how a publisher's site begins."
    ordering = ["-imported_at", "public_id"]
    fields = ["page", *READ, *KEPT]
    readonly_fields = ["page"]
    actions = ["look_again"]

    def get_queryset(self, request) -> QuerySet[ExternalReview]:
        rows = super().get_queryset(request)
        return rows if request.resolver_match.url_name.endswith("_change") else rows.defer("raw", "explanation")

    def has_delete_permission(self, request, obj=None) -> bool:
        return request.user.has_perm("corroboration.delete_externalreview")

    @admin.display(description="to answer")
    def page(self, review: ExternalReview) -> SafeString:
        return format_html('<a href="{}">its page</a>', reverse("external-review", args=[review.public_id]))

    @admin.display(description="claim")
    def claim(self, review: ExternalReview) -> str:
        return review.claim_text[:SHOWN]

    @admin.display(description="fits", ordering="best")
    def fits(self, review: ExternalReview) -> Any:
        """How well its likeliest claim does; empty where nobody has looked."""
        return None if review.best is None else round(review.best, 2)

    def has_look_again_permission(self, request) -> bool:
        return request.user.has_perm("corroboration.change_externalreview")

    @admin.action(description="Look for their claims again", permissions=["look_again"])
    def look_again(self, request, rows: QuerySet[ExternalReview]) -> None:
        count = importing.look_again(rows)
        self.message_user(request, f"A worker looks for the claims of so many: {count}.", messages.SUCCESS)
