"""Everybody's tokens in the Django admin: to be seen and revoked. Nobody makes one in another's name."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from knox.models import AuthToken

from claims.admin import ReadOnlyAdmin
from corroboration.tokens import keeping

admin.site.unregister(AuthToken)  # knox's shows hashes, and makes tokens


@admin.register(AuthToken)
class TokenAdmin(ReadOnlyAdmin):
    list_display = ["user", "name", "role", "created", "expiry", "last_used"]
    list_filter = ["scope__role"]
    list_select_related = ["user", "scope"]
    search_fields = ["user__username", "scope__name", "token_key"]
    search_help_text = "By owner, name, or first characters"
    ordering = ["-created"]
    actions = ["revoke_all_of_owners"]
    fields = ["user", "name", "role", "token_key", "created", "expiry", "last_used"]

    @admin.display(ordering="scope__name")
    def name(self, token: AuthToken) -> str:
        return token.scope.name if hasattr(token, "scope") else "–"

    @admin.display(description="may at most", ordering="scope__role")
    def role(self, token: AuthToken) -> str:
        return token.scope.get_role_display() if hasattr(token, "scope") else "reader"

    @admin.display(description="last used", ordering="scope__last_used_at")
    def last_used(self, token: AuthToken):
        return token.scope.last_used_at if hasattr(token, "scope") else None

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

    @admin.action(description="Revoke all tokens of these tokens’ owners", permissions=["delete"])
    def revoke_all_of_owners(self, request: HttpRequest, chosen: QuerySet[AuthToken]) -> None:
        owners = set(chosen.values_list("user", flat=True))
        count = keeping.revoke_all(owners)
        people = f"{len(owners)} {'person' if len(owners) == 1 else 'people'}"
        self.message_user(request, f"{count} tokens of {people} are revoked.", messages.SUCCESS)
